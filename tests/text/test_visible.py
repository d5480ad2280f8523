"""What cannot be seen is shown as such, and what is said stays the same."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.text import visible

HIDING = ["\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\x1b", "\x9b", "\x00", "\u2028", "\u00ad", "\U000e0041"]


@pytest.mark.parametrize("letter", HIDING)
def test_what_hides_is_made_visible(letter: str) -> None:
    assert not visible.is_one_line(f"a{letter}b")
    assert visible.one_line(f"a{letter}b") in ("a b", "a\ufffdb")
    assert letter not in visible.lines(f"a{letter}b")


def test_vietnamese_stays_in_both_forms() -> None:
    text = "Cơ sở bánh tráng “Bà Ba” – Ấp 1, xã Vĩnh Thuận Đông\u00a0(Cần Thơ) 🏠"
    for form in ("NFC", "NFD"):
        assert visible.one_line(unicodedata.normalize(form, text)) == unicodedata.normalize(form, text)


def test_lines_stay_lines_and_one_line_is_one() -> None:
    assert visible.lines("a\n\tb\r") == "a\n\tb\ufffd"
    assert visible.one_line("a\nb\tc") == "a b c"
    assert visible.one_line("abcdef", 4) == "abc…"


@given(st.text())
def test_json_says_the_same_in_letters_that_can_be_seen(text: str) -> None:
    shown = visible.escaped(json.dumps({"x": text}, ensure_ascii=False, indent=1))
    assert json.loads(shown) == {"x": text}
    assert all(visible.is_one_line(line) for line in shown.split("\n"))
