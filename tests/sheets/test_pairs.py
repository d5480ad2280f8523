"""Cells with a person and a telephone, and cells with a place on the map."""

from __future__ import annotations

import pytest

from kcdesk.sheets.pairs import contact, period, point

PHONE, OWNER = "establishment.phone", "establishment.representative"


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("Ông Lê Văn Tám - 0912345678", "Lê Văn Tám", "0912345678"),
        ("Bà Ngô Thị Lan, 0939.888.777", "Ngô Thị Lan", "0939888777"),
        ("Trần Út (ĐT: 0907 123 456)", "Trần Út", "0907123456"),
        ("0292 3 888 999", None, "02923888999"),
        ("Nguyễn Thị Mười", "Nguyễn Thị Mười", None),
        ("Lý Bê; SĐT 0918 222 333 - 0939111222", "Lý Bê", "0918222333"),
    ],
)
def test_a_person_and_a_telephone_are_taken_apart(text, name, phone):
    values, rest = contact(text)
    assert (values.get(OWNER), values.get(PHONE), rest) == (name, phone, "")


def test_digits_that_are_no_telephone_are_asked_about():
    assert contact("Lê Văn Tám 12345")[1] == "Lê Văn Tám 12345"


def test_a_place_on_the_map_gives_both_numbers():
    assert point("9.78, 105.47")[0] == {
        "establishment.latitude": 9.78, "establishment.longitude": 105.47,
    }  # fmt: skip
    assert point("gần chợ") == ({}, "gần chợ")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Quý II-IV/2026", "2026-04", "2026-12"),
        ("Từ tháng 3 đến tháng 11 năm 2026", "2026-03", "2026-11"),
        ("03-11/2026", "2026-03", "2026-11"),
        ("T4 - T11/2026", "2026-04", "2026-11"),
        ("11/2026 – 02/2027", "2026-11", "2027-02"),
        ("Quý 3 năm 2026", "2026-07", "2026-09"),
        ("2026-2027", "2026-01", "2027-12"),
    ],
)
def test_from_when_to_when_gives_the_first_and_the_last_month(text, first, last):
    values, rest = period(text)
    assert (values["support_request.starts_on"], values["support_request.ends_on"], rest) == (first, last, "")


def test_a_year_alone_is_the_year_of_the_plan():
    assert period("Cả năm 2026") == ({"support_request.plan_year": 2026}, "")


@pytest.mark.parametrize("text", ["theo tiến độ", "tháng 3-11", "12/2026 - 02/2026", ""])
def test_a_time_that_says_no_year_is_not_understood(text):
    assert period(text) == ({}, text)
