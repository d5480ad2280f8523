"""Points as they are pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.entities.establishment import ESTABLISHMENT
from kcdesk.model.kinds import LATITUDE, LONGITUDE, ValueProblem
from kcdesk.model.kinds.place import parse_point

NORTH, EAST = ESTABLISHMENT["latitude"], ESTABLISHMENT["longitude"]


@pytest.mark.parametrize(
    "typed",
    [
        "10.03, 105.78", "10.03,105.78", "10.03 105.78", "10,03; 105,78", "10,03 105,78", "(10.03, 105.78)",
        "105.78, 10.03", "Vĩ độ: 10.03, Kinh độ: 105.78", "10°1'48\"N 105°46'48\"E", "10°01′48″N, 105°46′48″E",
        "N10.03 E105.78", "10.03°N, 105.78°E", "10°1.8'N 105°46.8'E",
        "https://maps.example/@10.03,105.78,17z", "https://maps.example/?q=10.03,105.78",
    ],
)  # fmt: skip
def test_a_point_is_read(typed: str) -> None:
    assert tuple(map(float, parse_point(typed))) == (10.03, 105.78)
    assert LATITUDE.parse(typed, NORTH).value == 10.03
    assert LONGITUDE.parse(typed, EAST).value == 105.78


@pytest.mark.parametrize(
    "typed",
    [
        "https://maps.example/place/Lò+bánh/@10.0412,105.7722,17z/data=!3m1!4b1!8m2!3d10.03!4d105.78",
        "https://maps.example/search/?api=1&query=10.03%2C105.78", "geo:10.03,105.78?z=16",
        "https://maps.example/dir//10.03,105.78", "https://maps.example/?mlat=10.03&mlon=105.78#map=15/10.1/105.9",
        "https://maps.example/#map=15/10.03/105.78", "Vị trí của tôi: https://maps.example/?q=10.03,105.78",
        "https://maps.example/?q=10.03,105.78&ll=10.5,105.1/@10.2,105.3,9z",
    ],
)  # fmt: skip
def test_the_pin_of_a_map_page_is_taken_not_the_middle_of_the_picture(typed: str) -> None:
    assert tuple(map(float, parse_point(typed))) == (10.03, 105.78)
    assert LONGITUDE.parse(typed, EAST).value == 105.78


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("https://maps.app.example.gl/xYz12", "Liên kết này không ghi tọa độ"),
        ("X = 1081234,56; Y = 587123,45", "VN-2000"), ("1.081.234 587.123", "VN-2000"),
    ],
)  # fmt: skip
def test_what_else_people_paste_for_a_point_is_told_apart(typed: str, words: str) -> None:
    with pytest.raises(ValueProblem, match=words):
        parse_point(typed)


@pytest.mark.parametrize(
    "typed", ["", "10.03", "Cần Thơ", "10.03, 105.78, 3", "10°61'N 105°E", "200, 300", "10.03 x 105.78"]
)
def test_what_is_no_point_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        parse_point(typed)


def test_one_number_is_enough_for_one_field() -> None:
    assert LATITUDE.parse("10,034722", NORTH).value == 10.034722
    assert LATITUDE.parse("10°02'05\"N", NORTH).value == 10.034722
    assert LATITUDE.parse("", NORTH).value is None
    with pytest.raises(ValueProblem):
        LATITUDE.parse("48,85", NORTH)


@given(st.integers(8_000_000, 23_500_000), st.integers(102_000_000, 110_000_000))
def test_points_come_back(north: int, east: int) -> None:
    latitude, longitude = LATITUDE.normalise(north / 10**6, NORTH), LONGITUDE.normalise(east / 10**6, EAST)
    assert LATITUDE.parse(LATITUDE.format(latitude, NORTH), NORTH).value == latitude
    assert LONGITUDE.parse(LONGITUDE.format(longitude, EAST), EAST).value == longitude
    assert tuple(map(float, parse_point(f"{latitude}, {longitude}"))) == (latitude, longitude)
