"""Text is kept in one form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import LONG_TEXT, TEXT, ValueProblem

LINE = Field(name="name", kind=TEXT, label="Tên", max_length=40)
LINES = Field(name="note", kind=LONG_TEXT, label="Ghi chú", max_length=40)


def test_one_form_for_all_ways_of_typing() -> None:
    assert TEXT.parse("  Cơ sở\u00a0 \tĐặng\nVăn  Ước ", LINE).value == "Cơ sở Đặng Văn Ước"
    assert TEXT.parse(unicodedata.normalize("NFD", "Đặng Văn Ước"), LINE).value == "Đặng Văn Ước"
    assert TEXT.parse("bánh\u200b tráng\ufeff", LINE).value == "bánh tráng"


def test_lines_stay_in_long_text() -> None:
    assert LONG_TEXT.parse(" một \r\nhai\u2028ba\n\n", LINES).value == "một\nhai\nba"


def test_lines_broken_by_hand_in_word_are_lines() -> None:
    assert LONG_TEXT.parse("một\x0bhai\x0cba", LINES).value == "một\nhai\nba"
    assert TEXT.parse("Cơ sở\x0bBa Lúa", LINE).value == "Cơ sở Ba Lúa"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x85", "\ud800", "\uffff"])
def test_what_no_text_has_is_refused(bad: str) -> None:
    for kind, field in ((TEXT, LINE), (LONG_TEXT, LINES)):
        with pytest.raises(ValueProblem):
            kind.normalise(f"a{bad}b", field)


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, b"a"])
def test_only_text_is_text(value: object) -> None:
    with pytest.raises(ValueProblem):
        TEXT.normalise(value, LINE)


def test_length_is_bounded_as_it_is_kept() -> None:
    assert TEXT.normalise(unicodedata.normalize("NFD", "ệ" * 40), LINE) == "ệ" * 40
    with pytest.raises(ValueProblem, match="41"):
        TEXT.normalise("a" * 41, LINE)
    with pytest.raises(ValueProblem):
        TEXT.normalise("a" * 251, Field(name="x", kind=TEXT, label="x"))


@given(st.text(max_size=60))
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    for kind, field in ((TEXT, LINE), (LONG_TEXT, LINES)):
        try:
            kept = kind.normalise(typed, field)
        except ValueProblem:
            continue
        assert kind.normalise(kept, field) == kept
        assert kind.parse(kind.format(kept, field), field).value == kept
        if kept is not None:
            assert unicodedata.is_normalized("NFC", str(kept))
            str(kept).encode()
