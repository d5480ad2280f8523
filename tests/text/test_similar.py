"""Likeness of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.text.similar import core, similarity

NAMES = st.text(alphabet="abcđêôơưáằ HTXCTYcơsở-.", max_size=30)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Cơ sở bánh tráng Ba Lành", "HKD Bánh Tráng Ba Lành"),
        ("Công ty trách nhiệm hữu hạn Tôn Sơn Hảo", "Cty TNHH Tôn Sơn Hảo"),
        ("CÔNG TY TNHH MTV HOÀ PHÁT", "Cty TNHH một thành viên Hòa Phát"),
        ("Hợp tác xã Hậu Giang Xanh", "HTX Hậu Giang Xanh"),
        ("Doanh nghiệp tư nhân Minh Tâm", "DNTN Minh Tâm"),
        ("Công ty Cổ phần SX-TM Việt Thắng", "CTCP Sản xuất Thương mại Việt Thắng"),
    ],
)
def test_the_same_name_written_in_another_way(first: str, second: str) -> None:
    assert similarity(first, second) == 1.0


@pytest.mark.parametrize(
    ("first", "second", "least"),
    [
        ("Cty TNHH SX-TM Tôn Sơn Hảo", "Công ty TNHH Tôn Sơn Hảo", 0.9),
        ("Lò bánh tráng Ba Lành", "Bánh tráng Ba Lành", 0.85),
        ("Cơ sở mộc Thành Đạt", "Cơ sở mộc Thành Đat 2", 0.85),
    ],
)
def test_worth_a_look(first: str, second: str, least: float) -> None:
    assert least <= similarity(first, second) < 1.0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("HTX Hậu Giang Xanh", "HTX Nông nghiệp Vị Thủy"),
        ("Công ty TNHH Sản xuất Thương mại Minh Phú", "Công ty TNHH Sản xuất Thương mại An Khang"),
        ("Cơ sở nước mắm Bà Hai", "Cơ sở mộc Thành Đạt"),
        ("", "Cơ sở"),
    ],
)
def test_different_names(first: str, second: str) -> None:
    assert similarity(first, second) < 0.6


def test_a_name_of_nothing_but_its_form_stays() -> None:
    assert core("Hợp tác xã") == "hop tac xa"


@given(NAMES, NAMES)
def test_symmetric_and_bounded(first: str, second: str) -> None:
    assert 0.0 <= similarity(first, second) <= 1.0
    assert similarity(first, second) == pytest.approx(similarity(second, first))


def test_names_without_end_are_compared_as_quickly_as_others() -> None:
    one, two = (f"cơ sở {number} " + " ".join(map(str, range(200_000))) for number in (1, 2))
    assert len(core(one)) <= 300
    assert similarity(one, two) > 0.85
