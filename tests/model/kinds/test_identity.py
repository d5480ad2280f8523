"""Tax codes and personal numbers. The codes are those of well-known companies, published everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import PERSONAL_NUMBER, TAX_CODE, ValueProblem
from kcdesk.model.kinds.identity import born_in, check_digit_fits, sex_of
from kcdesk.model.validate import Context

TAX = Field(name="tax_code", kind=TAX_CODE, label="Mã số thuế")
PERSON = Field(name="personal_number", kind=PERSONAL_NUMBER, label="Số định danh")
KNOWN = ("0100109106", "0300588569", "0101248141", "0100686209", "0311638525", "0100112437")


@pytest.mark.parametrize("code", KNOWN)
def test_real_codes_pass(code: str, context: Context) -> None:
    assert check_digit_fits(code)
    assert TAX_CODE.check(code, TAX, context) == ()


@pytest.mark.parametrize("code", KNOWN)
def test_one_wrong_digit_warns(code: str, context: Context) -> None:
    wrong = f"{code[:4]}{(int(code[4]) + 1) % 10}{code[5:]}"
    assert [problem.code for problem in TAX_CODE.check(wrong, TAX, context)] == ["check_digit"]


def test_a_result_of_ten_is_never_issued() -> None:
    body = "000000012"  # 5 × 1 + 3 × 2 = 11
    assert not any(check_digit_fits(f"{body}{last}") for last in range(10))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0100109106", "0100109106"), ("01 001 091 06", "0100109106"), ("MST: 0100109106", "0100109106"),
        ("0100109106-001", "0100109106-001"), ("0100109106001", "0100109106-001"),
        ("0100109106 - 001", "0100109106-001"),
        ("092085001234", "092085001234"), ("", None),
    ],
)  # fmt: skip
def test_forms_of_a_tax_code(typed: str, value: str | None) -> None:
    assert TAX_CODE.parse(typed, TAX).value == value


@pytest.mark.parametrize("typed", ["12345", "01001091066", "01001O9106", "0100109106-01", "12345678901234"])
def test_other_lengths_are_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        TAX_CODE.parse(typed, TAX)


def test_the_zero_that_excel_ate_is_told(context: Context) -> None:
    with pytest.raises(ValueProblem, match="0100109106"):
        TAX_CODE.parse("100109106", TAX)
    spoken = TAX_CODE.parse("100109106001", TAX)
    assert (spoken.value, spoken.instead) == ("100109106001", "0100109106-001")
    assert [problem.code for problem in TAX_CODE.check("100109106001", TAX, context)] == ["lost_zero"]


def test_branch_zero_warns(context: Context) -> None:
    assert [problem.code for problem in TAX_CODE.check("0100109106-000", TAX, context)] == ["bad_branch"]


def test_personal_number(context: Context) -> None:
    number = PERSONAL_NUMBER.parse("092 085 001 234", PERSON).value
    assert number == "092085001234"
    assert (born_in(str(number)), sex_of(str(number))) == (1985, "nam")
    assert (born_in("092303001234"), sex_of("092303001234")) == (2003, "nu")
    assert PERSONAL_NUMBER.check(number, PERSON, context) == ()
    assert [problem.code for problem in PERSONAL_NUMBER.check("999085001234", PERSON, context)] == [
        "odd_personal_number"
    ]


@pytest.mark.parametrize(
    ("typed", "words"), [("361234567", "CMND"), ("92085001234", "092085001234"), ("123", "12 chữ số")]
)
def test_wrong_personal_numbers_say_why(typed: str, words: str) -> None:
    with pytest.raises(ValueProblem, match=words):
        PERSONAL_NUMBER.parse(typed, PERSON)


@given(st.from_regex(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}", fullmatch=True))
def test_tax_codes_come_back(code: str) -> None:
    assert TAX_CODE.normalise(code, TAX) == code
    assert TAX_CODE.parse(TAX_CODE.format(code, TAX), TAX).value == code


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_personal_numbers_come_back(number: str) -> None:
    assert PERSONAL_NUMBER.parse(PERSONAL_NUMBER.format(number, PERSON), PERSON).value == number
