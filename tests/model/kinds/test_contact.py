"""Telephone numbers and e-mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import EMAIL, PHONE, ValueProblem
from kcdesk.model.validate import Context

NUMBER = Field(name="phone", kind=PHONE, label="Điện thoại")
ADDRESS = Field(name="email", kind=EMAIL, label="Thư điện tử")

OLD_AND_NEW = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085", "0127": "081", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0912345678", "0912345678"), ("0912.345.678", "0912345678"), ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"), ("+84 (0)912-345-678", "0912345678"), ("912345678", "0912345678"),
        ("0292 383 1234", "02923831234"), ("(0292) 3831234", "02923831234"), ("0842345678", "0842345678"),
        ("842345678", "0842345678"),
    ],
)  # fmt: skip
def test_numbers_get_one_form(typed: str, value: str, context: Context) -> None:
    assert PHONE.parse(typed, NUMBER).value == value
    assert PHONE.check(value, NUMBER, context) == ()


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW.items())
def test_old_mobiles_become_new_ones(old: str, new: str) -> None:
    assert PHONE.parse(f"{old}1234567", NUMBER).value == f"{new}1234567"
    assert PHONE.parse(f"+84{old[1:]}1234567", NUMBER).value == f"{new}1234567"


@pytest.mark.parametrize("typed", ["gọi anh Ba", "0912", "0412345678", "0912345678, 0987654321", "00000000000"])
def test_what_is_not_understood_is_kept_and_warned_of(typed: str, context: Context) -> None:
    assert PHONE.parse(typed, NUMBER).value == typed
    assert [problem.code for problem in PHONE.check(typed, NUMBER, context)] == ["odd_phone"]


def test_a_mobile_is_shown_in_groups() -> None:
    assert PHONE.format("0912345678", NUMBER) == "0912 345 678"


@given(st.one_of(st.text(max_size=50), st.from_regex(r"[+]?[0-9 .()-]{8,14}", fullmatch=True)))
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    try:
        kept = PHONE.normalise(typed, NUMBER)
    except ValueProblem:
        return
    assert PHONE.normalise(kept, NUMBER) == kept
    assert PHONE.parse(PHONE.format(kept, NUMBER), NUMBER).value == kept


@pytest.mark.parametrize("typed", ["a@b", "a b@c.vn", "@c.vn", "a@c..vn", "a@@c.vn", "ông@c.vn"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        EMAIL.parse(typed, ADDRESS)


def test_addresses() -> None:
    assert EMAIL.parse(" kinhte.vithuy@cantho.gov.vn ", ADDRESS).value == "kinhte.vithuy@cantho.gov.vn"
    assert EMAIL.parse("", ADDRESS).value is None
    assert EMAIL.format(None, ADDRESS) == ""
