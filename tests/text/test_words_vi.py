"""Numbers in Vietnamese words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.text.words_vi import read_number

DIGITS = {
    word: digit
    for digit, names in enumerate(("không", "một mốt", "hai", "ba", "bốn", "năm lăm", "sáu", "bảy", "tám", "chín"))
    for word in names.split()
}
SIZES = {"nghìn": 1_000, "triệu": 1_000_000}


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_015, "một nghìn không trăm mười lăm"),
        (10_000, "mười nghìn"),
        (97_820_000, "chín mươi bảy triệu tám trăm hai mươi nghìn"),
        (48_910_000, "bốn mươi tám triệu chín trăm mười nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_050_000_000, "một tỷ không trăm năm mươi triệu"),
        (2_000_000_000_000, "hai nghìn tỷ"),
        (10**15, "một triệu tỷ"),
        (-300_000_000, "âm ba trăm triệu"),
    ],
)
def test_reads(number: int, spoken: str) -> None:
    assert read_number(number) == spoken


def test_the_southern_filler() -> None:
    assert read_number(1_005, filler="lẻ") == "một nghìn không trăm lẻ năm"


def understand(spoken: str) -> int:
    """A reader of its own: the words back to the number."""
    if spoken.startswith("âm "):
        return -understand(spoken.removeprefix("âm "))
    high, _, low = spoken.rpartition("tỷ")
    billions = understand(high.strip()) if high else 0
    total = group = 0
    for word in low.split():
        if word in DIGITS:
            group += DIGITS[word]
        elif word == "mười":
            group += 10
        elif word in ("mươi", "trăm"):
            ones = group % 10
            group += ones * ((10 if word == "mươi" else 100) - 1)
        elif word in SIZES:
            total, group = total + group * SIZES[word], 0
    return billions * 1_000_000_000 + total + group


@given(st.integers(min_value=-(10**15), max_value=10**18))
def test_the_words_tell_the_number(number: int) -> None:
    assert understand(read_number(number)) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_no_word_is_said_in_a_way_nobody_says(number: int) -> None:
    spoken = f" {read_number(number)} "
    for wrong in (
        " mươi một ",
        " mươi năm ",
        " mười năm ",
        " mười mốt ",
        " một mươi ",
        " linh lăm ",
        " linh mốt ",
        "  ",
    ):
        assert wrong not in spoken
