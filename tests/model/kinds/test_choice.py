"""Choices are typed by code or label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model import catalogue
from kcdesk.model.fields import Choice, Field
from kcdesk.model.kinds import CHOICE, CHOICES, YES_NO, ValueProblem

FORMS = (Choice("HKD", "Hộ kinh doanh"), Choice("HTX", "Hợp tác xã"), Choice("KHAC", "Khác"))
ONE = Field(name="form", kind=CHOICE, label="Loại hình", choices=FORMS)
SOME = Field(name="forms", kind=CHOICES, label="Loại hình", choices=FORMS)
FLAG = Field(name="flag", kind=YES_NO, label="Có")


@pytest.mark.parametrize("typed", ["HTX", "htx", "Hợp tác xã", "hop tac xa", "HỢP TÁC XÃ", " hợp tác "])
def test_code_or_label_with_or_without_marks(typed: str) -> None:
    assert CHOICE.parse(typed, ONE).value == "HTX"


@pytest.mark.parametrize("typed", ["H", "ABC", "Hộ kinh doanh cá thể"])
def test_what_is_not_in_the_list_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        CHOICE.parse(typed, ONE)


@pytest.mark.parametrize("value", ["htx", "Hợp tác xã", 1, True, ["HTX"], "HTX "])
def test_plain_choices_are_codes(value: object) -> None:
    with pytest.raises(ValueProblem):
        CHOICE.normalise(value, ONE)


def test_several_are_kept_in_declared_order() -> None:
    assert CHOICES.parse("Khác; hộ kinh doanh; khac", SOME).value == ("HKD", "KHAC")
    assert CHOICES.normalise(["KHAC", "HKD"], SOME) == ("HKD", "KHAC")
    assert CHOICES.normalise([], SOME) is None
    assert CHOICES.format(("HKD", "KHAC"), SOME) == "Hộ kinh doanh; Khác"
    for bad in ("HKD", ["XYZ"], [1], {"HKD"}):
        with pytest.raises(ValueProblem):
            CHOICES.normalise(bad, SOME)


@given(st.sets(st.sampled_from([choice.code for choice in FORMS]), min_size=1))
def test_several_come_back(codes: set[str]) -> None:
    kept = CHOICES.normalise(sorted(codes), SOME)
    assert CHOICES.parse(CHOICES.format(kept, SOME), SOME).value == kept


@pytest.mark.parametrize(
    ("typed", "value"),
    [("Có", True), ("co", True), ("x", True), ("1", True), ("Không", False), ("k", False), ("", None)],
)
def test_yes_and_no(typed: str, value: bool | None) -> None:
    assert YES_NO.parse(typed, FLAG).value is value


@pytest.mark.parametrize("value", [1, 0, "true", "có", 1.0])
def test_plain_yes_and_no_are_booleans(value: object) -> None:
    with pytest.raises(ValueProblem):
        YES_NO.normalise(value, FLAG)


def test_every_declared_label_leads_to_its_code() -> None:
    for entity in catalogue.ENTITIES:
        for field in entity.fields:
            for choice in field.choices:
                single = Field(name="x", kind=CHOICE, label="x", choices=field.choices)
                assert CHOICE.parse(choice.label, single).value == choice.code, (entity.name, field.name)
                assert ";" not in choice.label
