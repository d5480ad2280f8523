"""Numbers as an office writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import DECIMAL, INTEGER, PERCENT, YEAR, Kind, ValueProblem
from kcdesk.model.kinds.numbers import LARGEST, read_number, write_number

WHOLE = Field(name="workers", kind=INTEGER, label="Lao động")
REAL = Field(name="area", kind=DECIMAL, label="Diện tích")
RATE = Field(name="rate", kind=PERCENT, label="Lãi suất", minimum=0, maximum=100)
YEARS = Field(name="year", kind=YEAR, label="Năm", minimum=2005)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"), ("97.82", "97.82"), ("97,82", "97.82"), ("1.234", "1234"), ("1234.567", "1234.567"),
        ("1,234.56", "1234.56"), ("1,234,567", "1234567"), ("1.234.567,8", "1234567.8"), ("1 234 567", "1234567"),
        ("0.500", "0.5"), (",5", "0.5"), ("5,", "5"), ("-3", "-3"), ("0,001", "0.001"),
    ],
)  # fmt: skip
def test_numbers_are_read(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1.23.4", "1,23,4", "1.2,3.4", "12 34", "a", "-", "１２", "9" * 41, "1..2", ""])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        read_number(typed)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_what_is_written_is_read_back(number: Decimal) -> None:
    assert read_number(write_number(number)) == number


@given(st.integers(-LARGEST, LARGEST))
def test_whole_numbers_come_back(value: int) -> None:
    assert INTEGER.parse(INTEGER.format(value, WHOLE), WHOLE).value == value
    assert INTEGER.normalise(value, WHOLE) == value


@given(st.integers(-(10**14), 10**14).map(lambda thousandths: thousandths / 1000))
def test_decimals_come_back(value: float) -> None:
    kept = DECIMAL.normalise(value, REAL)
    assert isinstance(kept, float)
    assert kept == value
    assert DECIMAL.parse(DECIMAL.format(kept, REAL), REAL).value == kept


@given(st.integers(0, 10000).map(lambda hundredths: hundredths / 100))
def test_shares_come_back(value: float) -> None:
    kept = PERCENT.normalise(value, RATE)
    assert PERCENT.parse(PERCENT.format(kept, RATE), RATE).value == kept
    assert PERCENT.parse(f"{PERCENT.format(kept, RATE)} %", RATE).value == kept


def test_a_decimal_is_always_kept_as_a_float() -> None:
    assert repr(DECIMAL.normalise(3, REAL)) == "3.0"
    assert repr(DECIMAL.normalise(-0.0, REAL)) == "0.0"
    assert repr(DECIMAL.parse("3", REAL).value) == "3.0"


@pytest.mark.parametrize("value", [0.1234, 1e15, float("nan"), float("inf"), True, "1", None.__class__])
def test_decimals_are_taken_strictly(value: object) -> None:
    with pytest.raises(ValueProblem):
        DECIMAL.normalise(value, REAL)


@pytest.mark.parametrize("value", [True, 1.0, "1", 2**63, -(2**63), float("nan")])
def test_whole_numbers_are_taken_strictly(value: object) -> None:
    with pytest.raises(ValueProblem):
        INTEGER.normalise(value, WHOLE)


def test_a_fraction_is_no_whole_number() -> None:
    with pytest.raises(ValueProblem, match="số nguyên"):
        INTEGER.parse("1,5", WHOLE)


def test_limits_are_told_in_words() -> None:
    with pytest.raises(ValueProblem, match="Lớn nhất là 100"):
        PERCENT.parse("101", RATE)
    with pytest.raises(ValueProblem, match="Nhỏ nhất là 2005"):
        YEAR.parse("1999", YEARS)


@pytest.mark.parametrize(("typed", "year"), [("2026", 2026), ("26", 2026), ("69", 2069), (" 2005 ", 2005)])
def test_years_are_read(typed: str, year: int) -> None:
    assert YEAR.parse(typed, YEARS).value == year


@pytest.mark.parametrize("typed", ["20266", "202", "hai", "1800", "2101"])
def test_what_is_no_year_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        YEAR.parse(typed, YEARS)


def test_two_digits_above_69_are_of_the_last_century() -> None:
    assert YEAR.parse("70", Field(name="founded_year", kind=YEAR, label="Năm")).value == 1970


@pytest.mark.parametrize("kind", [INTEGER, DECIMAL, PERCENT, YEAR])
def test_nothing_is_none(kind: Kind) -> None:
    field = Field(name="x", kind=kind, label="x")
    assert kind.parse("  ", field).value is None
    assert kind.normalise(None, field) is None
    assert kind.format(None, field) == ""
