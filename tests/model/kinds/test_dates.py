"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import DATE, MONTH, PARTIAL_DATE, Kind, ValueProblem
from kcdesk.model.kinds.dates import near

DAY = Field(name="visited_on", kind=DATE, label="Ngày")
PARTIAL = Field(name="changed_on", kind=PARTIAL_DATE, label="Từ")
MONTHS = Field(name="starts_on", kind=MONTH, label="Bắt đầu")

days = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)


@pytest.mark.parametrize(
    "typed",
    [
        "5/10/26", "05-10-2026", "5.10.2026", "051026", "05102026", "20261005", "2026-10-05", "2026/10/5",
        "5 tháng 10 năm 2026", "ngày 05 tháng 10 năm 2026", "Ngày 5/10/2026", "5 10 2026", "5 / 10 / 2026",
        "5 tha\u0301ng 10 na\u0306m 2026",
    ],
)  # fmt: skip
def test_a_day_is_read(typed: str) -> None:
    assert DATE.parse(typed, DAY).value == "2026-10-05"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("30/02/2026", "Không có ngày 30/02/2026: tháng 2 năm 2026 chỉ có 28 ngày."),
        ("29/2/25", "Không có ngày 29/02/2025: tháng 2 năm 2025 chỉ có 28 ngày."),
        ("2026-02-30", "Không có ngày 30/02/2026: tháng 2 năm 2026 chỉ có 28 ngày."),
        ("1/13/2026", "Không có tháng 13."),
        ("0/1/2026", "Ngày và tháng không thể là 0."),
        ("10/2026", "Chưa đủ: cần cả ngày, tháng và năm."),
        ("1/1/1899", "Năm 1899 không hợp lệ; năm phải từ 1900 đến 2100."),
    ],
)
def test_what_the_calendar_has_not_is_refused_with_the_reason(typed: str, words: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        DATE.parse(typed, DAY)
    assert refused.value.message == words


@pytest.mark.parametrize("typed", ["hôm qua", "5/10/026", "1/2/3/4", "5//10", "12345", "1/1/20266", "5/10/2026 8h"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        DATE.parse(typed, DAY)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2026", "2026"), ("10/2026", "2026-10"), ("tháng 10 năm 2026", "2026-10"), ("tháng 10/26", "2026-10"),
     ("năm 2026", "2026"), ("2026-10", "2026-10"), ("5/10/2026", "2026-10-05")],
)  # fmt: skip
def test_a_month_or_a_year_is_enough_where_allowed(typed: str, value: str) -> None:
    assert PARTIAL_DATE.parse(typed, PARTIAL).value == value


def test_a_month_takes_the_month_of_a_day() -> None:
    assert MONTH.parse("5/10/2026", MONTHS).value == "2026-10"
    assert MONTH.format("2026-10", MONTHS) == "10/2026"
    with pytest.raises(ValueProblem):
        MONTH.parse("2026", MONTHS)


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "2026-1-5", "05/10/2026", "2026-10", "2026", 20261005, True, "2026-10-05T00:00", "２０２６-10-05"],
)
def test_a_plain_day_is_taken_strictly(value: object) -> None:
    with pytest.raises(ValueProblem):
        DATE.normalise(value, DAY)


@pytest.mark.parametrize("value", ["2026-00", "2026-13", "2026-10-00", "26"])
def test_a_plain_partial_date_is_taken_strictly(value: str) -> None:
    with pytest.raises(ValueProblem):
        PARTIAL_DATE.normalise(value, PARTIAL)


@given(days)
def test_every_day_comes_back(value: str) -> None:
    shown = DATE.format(value, DAY)
    assert DATE.normalise(value, DAY) == value
    for typed in (shown, shown.replace("/", "-"), shown.replace("/", "."), shown.replace("/", ""), value):
        assert DATE.parse(typed, DAY).value == value


@given(days, st.sampled_from([4, 7, 10]))
def test_every_partial_date_comes_back(value: str, length: int) -> None:
    part = value[:length]
    assert PARTIAL_DATE.parse(PARTIAL_DATE.format(part, PARTIAL), PARTIAL).value == part
    assert PARTIAL_DATE.normalise(part, PARTIAL) == part


@given(days)
def test_every_month_comes_back(value: str) -> None:
    assert MONTH.parse(MONTH.format(value[:7], MONTHS), MONTHS).value == value[:7]


@pytest.mark.parametrize(("kind", "field"), [(DATE, DAY), (PARTIAL_DATE, PARTIAL), (MONTH, MONTHS)])
def test_nothing_is_none(kind: Kind, field: Field) -> None:
    assert kind.parse(" ", field).value is None
    assert kind.normalise(None, field) is None
    assert kind.format(None, field) == ""
    assert kind.format("Tết", field) == "Tết"


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "behind", "ahead"),
    [
        ("3/4", "2026-04-03", "2027-04-03"), ("03/04", "2026-04-03", "2027-04-03"),
        ("25.12", "2025-12-25", "2026-12-25"), ("ngày 3 tháng 4", "2026-04-03", "2027-04-03"),
        ("29/2", "2024-02-29", "2028-02-29"), ("23/11", "2026-11-23", "2026-11-23"),
        ("hôm qua", "2026-11-22", "2026-11-22"), ("Ho\u0302m nay", "2026-11-23", "2026-11-23"),
        ("mai", "2026-11-24", "2026-11-24"), ("03/04/2025 08:30", "2025-04-03", "2025-04-03"),
        ("2025-04-03T08:30:00", "2025-04-03", "2025-04-03"),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_the_one_that_is_near(typed: str, behind: str, ahead: str) -> None:
    for meant, expected in ((near(typed, TODAY), behind), (near(typed, TODAY, ahead=True), ahead)):
        assert meant is not None
        assert meant.iso() == expected


@pytest.mark.parametrize(
    "typed", ["", "3", "2025", "04/2025", "31/6", "13/13", "0/4", "3/4/", "tháng 4", "5/10/2026 8h"]
)
def test_what_says_no_near_day_is_left_to_the_kind(typed: str) -> None:
    assert near(typed, TODAY) is None
