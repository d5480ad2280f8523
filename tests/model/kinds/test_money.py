"""Money: what people type, what they may have meant, and that no đồng is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import MONEY, ValueProblem
from kcdesk.model.kinds.numbers import LARGEST

FREE = Field(name="profit", kind=MONEY, label="Lợi nhuận")
ASKED = Field(name="requested", kind=MONEY, label="Đề nghị", minimum=0, likely=(1_000_000, 6_000_000_000))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("97,82", 97_820_000),
        ("97.82", 97_820_000),
        ("1.234,5", 1_234_500_000),
        ("1,234.5", 1_234_500_000),
        ("1 234,5", 1_234_500_000),
        ("1.234", 1_234_000_000),
        ("0.500", 500_000),
        ("97820000đ", 97_820_000),
        ("97820000 VNĐ", 97_820_000),
        ("97 820 000 đ", 97_820_000),
        ("97\u00a0820\u00a0000\u00a0đồng", 97_820_000),
        ("50.000.000đ", 50_000_000),
        ("50.000.000 ₫", 50_000_000),
        ("97tr8", 97_800_000),
        ("97tr82", 97_820_000),
        ("97,82tr", 97_820_000),
        ("97,82 tr.đ", 97_820_000),
        ("50 triệu", 50_000_000),
        ("50 trie\u0323\u0302u đo\u0302\u0300ng", 50_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1,2 tỉ đồng", 1_200_000_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1 tỷ 2", 1_200_000_000),
        ("1tỷ200", 1_200_000_000),
        ("1 tỷ 200 triệu 500 nghìn", 1_200_500_000),
        ("200k", 200_000),
        ("-12,5", -12_500_000),
        ("−12,5", -12_500_000),
        ("(12,5)", -12_500_000),
        ("97,", 97_000_000),
        ("0", 0),
    ],
)
def test_habits_are_understood(typed: str, value: int) -> None:
    assert MONEY.parse(typed, FREE).value == value


@pytest.mark.parametrize(
    "typed", ["abc", "1.2.3", "12 34", "5e3", "97tr8tr", "1 tỷ 20", "1,2,3 4", "--5", "tr8", "٣٤", "5 đô"]
)
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        MONEY.parse(typed, FREE)


def test_less_than_a_dong_is_refused() -> None:
    with pytest.raises(ValueProblem, match="lẻ hơn một đồng"):
        MONEY.parse("1,2345678", FREE)


@pytest.mark.parametrize(
    ("typed", "question", "instead"),
    [
        ("97820000", "Có phải 97,82 triệu?", 97_820_000),
        ("97.820", "Có phải 97,82 triệu?", 97_820_000),
        ("97820", "Có phải 97,82 triệu?", 97_820_000),
        ("50.000.000", "Có phải 50 triệu?", 50_000_000),
        ("0,09782", "Có phải 97,82 triệu?", 97_820_000),
        ("7.500", "Có phải 7,5 triệu?", 7_500_000),
    ],
)
def test_a_sum_in_the_wrong_unit_is_asked_back(typed: str, question: str, instead: int) -> None:
    spoken = MONEY.parse(typed, ASKED)
    assert (spoken.doubt, spoken.instead) == (question, instead)


def test_a_likely_sum_is_not_asked_back() -> None:
    assert MONEY.parse("97,82", ASKED).doubt == ""
    assert MONEY.parse("0", ASKED).doubt == ""
    assert MONEY.parse("", ASKED).value is None


def test_below_the_minimum_is_refused() -> None:
    with pytest.raises(ValueProblem, match="nhỏ hơn 0"):
        MONEY.parse("-5", ASKED)


@pytest.mark.parametrize("value", [1.0, 97.82, True, "97", float("nan"), float("inf"), 2**63, [], {}])
def test_plain_values_are_taken_strictly(value: object) -> None:
    with pytest.raises(ValueProblem):
        MONEY.normalise(value, FREE)


def test_shown_in_trieu() -> None:
    assert MONEY.format(97_820_000, FREE) == "97,82"
    assert MONEY.format(1_234_500_000, FREE) == "1.234,5"
    assert MONEY.format(1, FREE) == "0,000001"
    assert MONEY.format(-12_500_000, FREE) == "-12,5"
    assert MONEY.format(0, FREE) == "0"
    assert MONEY.format(None, FREE) == ""


@given(st.integers(-LARGEST, LARGEST))
def test_every_dong_comes_back(value: int) -> None:
    assert MONEY.parse(MONEY.format(value, FREE), FREE).value == value
    assert MONEY.normalise(value, FREE) == value


@given(st.integers(0, 10**12))
def test_every_dong_comes_back_typed_in_dong(value: int) -> None:
    assert MONEY.parse(f"{value}đ", FREE).value == value
    assert MONEY.parse(f"{value:,}".replace(",", ".") + " đồng", FREE).value == value


@given(st.text(alphabet="0123456789.,- trỷtiệuđk()", max_size=30))
def test_any_typing_gives_a_sum_or_a_sentence(typed: str) -> None:
    try:
        value = MONEY.parse(typed, ASKED).value
    except ValueProblem:
        return
    assert value is None or isinstance(value, int)
