"""The collation key, against ICU itself where Qt brings it (PySide6 on Linux)."""

from __future__ import annotations

import csv
import random
import re
import sys
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kcdesk import paths
from kcdesk.text import collation_table
from kcdesk.text.collate import sort_key

needs_icu = pytest.mark.skipif(sys.platform != "linux", reason="Qt uses ICU for Vietnamese on Linux only")

Compare = Callable[[str, str], int]

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
LETTERS = VIETNAMESE + VIETNAMESE.upper()
PUNCTUATION = " -.,'’()/&\"–\u00a0\u00ad\u200b…%+№²½₫"
OTHERS = "fjwzçñüåøłßæœ·ŀl€°×"
EVERYTHING = LETTERS + "0123456789" * 4 + PUNCTUATION * 2 + OTHERS
SIMILAR = "aàAÀáăĂâậbdđĐ -"
TONES = "\u0300\u0301\u0303\u0309\u0323"
NO_LETTER = re.compile("\u031b[\u0300-\u036f]*[\u0302\u0306]")
"""A horn and a hat on one letter: ICU itself orders NFC and NFD of that apart."""


@pytest.fixture(scope="module")
def icu() -> Compare:
    """ICU's comparison for Vietnamese, as Qt calls it; an empty text never reaches ICU by itself."""
    core = pytest.importorskip("PySide6.QtCore")
    collator = core.QCollator(core.QLocale("vi_VN"))

    def compare(first: str, second: str) -> int:
        if not first or not second:
            first, second = f"n {first}", f"n {second}"
        return sign(collator.compare(first, second))

    return compare


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def shuffled(texts: list[str]) -> list[str]:
    return random.Random(1).sample(texts, len(texts))


def mine(first: str, second: str) -> int:
    one, two = sort_key(first), sort_key(second)
    return (one > two) - (one < two)


def texts(alphabet: str, length: int = 12) -> st.SearchStrategy[str]:
    composed = st.text(alphabet=alphabet, max_size=length)
    return st.one_of(composed, composed.map(lambda text: unicodedata.normalize("NFD", text)))


@st.composite
def neighbours(draw: st.DrawFn, alphabet: str) -> tuple[str, str]:
    """Two texts that differ in little."""
    first = draw(texts(alphabet))
    place = draw(st.integers(0, max(0, len(first) - 1)))
    second = first[:place] + draw(st.sampled_from(alphabet)) + first[place + draw(st.integers(0, 1)) :]
    assume(not NO_LETTER.search(unicodedata.normalize("NFD", second)))
    return first, second


@needs_icu
@settings(max_examples=1500)
@given(texts(EVERYTHING, 30), texts(EVERYTHING, 30))
def test_any_two_texts_stand_as_in_icu(icu: Compare, first: str, second: str) -> None:
    assert mine(first, second) == icu(first, second)


@needs_icu
@settings(max_examples=1500)
@given(st.one_of(neighbours(SIMILAR), neighbours(EVERYTHING), neighbours(SIMILAR + TONES)))
def test_texts_that_differ_in_little_stand_as_in_icu(icu: Compare, pair: tuple[str, str]) -> None:
    assert mine(*pair) == icu(*pair)


@needs_icu
def test_thousands_of_random_names_stand_as_in_icu(icu: Compare) -> None:
    chance = random.Random(20261123)
    for turn in range(20_000):
        alphabet = (LETTERS + "  ", EVERYTHING, SIMILAR)[turn % 3]
        first, second = ("".join(chance.choices(alphabet, k=chance.randrange(25))) for _ in range(2))
        if turn % 2:
            second = first[: chance.randrange(len(first) + 1)] + second
        if turn % 5 == 0:
            first = unicodedata.normalize("NFD", first)
        assert mine(first, second) == icu(first, second), (first, second)


@needs_icu
def test_all_names_of_communes_stand_as_in_icu(icu: Compare) -> None:
    names = []
    for file in ("communes.csv", "legacy_communes.csv"):
        with paths.resource("tables", file).open(encoding="utf-8", newline="") as lines:
            names += [row["full_name"] for row in csv.DictReader(lines)]
    ordered = sorted(set(names), key=sort_key)
    assert all(icu(first, second) <= 0 for first, second in pairwise(ordered))


@needs_icu
def test_every_character_of_the_table_stands_as_in_icu(icu: Compare) -> None:
    listed = {chr(int(entry.partition("=")[0], 16)) for entry in collation_table.OTHERS.split()}
    listed |= set(collation_table.PRIMARY) | {chr(code) for code in range(0x1EA0, 0x1EFA)} | set(LETTERS)
    ordered = sorted(listed, key=lambda character: (sort_key(character), character))
    for first, second in pairwise(ordered):
        assert mine(first, second) == icu(first, second), (first, second)
        assert mine(f"a{first}", f"a{second}") == icu(f"a{first}", f"a{second}"), (first, second)


def test_the_alphabet() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(shuffled(alphabet), key=sort_key) == alphabet


def test_tones_only_after_all_letters() -> None:
    words = ["ba", "bà", "bả", "bã", "bá", "bạ", "bac", "bă", "bằ", "bâ", "bo"]
    assert sorted(shuffled(words), key=sort_key) == words


def test_names_as_people_expect_them() -> None:
    names = ["An", "Anh", "Ấp", "Bình", "Dung", "Đông", "Em", "Ung", "Ước"]
    assert sorted(shuffled(names), key=sort_key) == names


def test_spaces_punctuation_symbols_digits_letters() -> None:
    ordered = ["a", "a b", "a-b", "a.b", "a+b", "a1", "a10", "a9", "aa", "Aa", "ab"]
    assert sorted(shuffled(ordered), key=sort_key) == ordered


@given(texts(EVERYTHING))
def test_composed_and_decomposed_are_one(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFC", text)) == sort_key(unicodedata.normalize("NFD", text))


@given(st.text())
def test_any_text_has_a_key_of_three_levels(text: str) -> None:
    assert sort_key(text).count(b"\x01") == 2
    assert b"\x00" not in sort_key(text)


@given(texts(LETTERS + " "), texts(LETTERS + " "), texts(LETTERS + " "))
def test_what_stands_before_stays_before_with_the_same_beginning(start: str, first: str, second: str) -> None:
    """Of texts whose letters already differ; tones and case count over the whole text."""
    one, two = sort_key(first).split(b"\x01")[0], sort_key(second).split(b"\x01")[0]
    if one != two:
        assert (sort_key(f"{start} {first}") < sort_key(f"{start} {second}")) == (one < two)
