"""Addresses as hands write them, and what becomes of places that are no more."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.reference.tables import Reference
from kcdesk.sheets.addresses import Addresses
from tests.sheets.labels import ADDRESSES, ADDRESSES_KEPT_APART, MESSY_ADDRESSES


@pytest.fixture(scope="module")
def reader() -> Addresses:
    return Addresses(Reference.load(), "92", ("31441", "31459"))


@pytest.mark.parametrize("labelled", [ADDRESSES, MESSY_ADDRESSES], ids=["official", "messy"])
def test_labelled_lines_lead_to_their_commune(reader: Addresses, labelled: list[tuple[str, tuple[str, ...]]]) -> None:
    read = [(text, set(codes), reader.read(text)) for text, codes in labelled]
    missed = [text for text, codes, place in read if not codes <= set(place.communes)]
    wrong = [text for text, codes, place in read if place.is_sure and codes != set(place.communes)]
    assert len(missed) <= 0.01 * len(read), missed
    assert len(wrong) <= 0.002 * len(read), wrong


def test_there_are_as_many_lines_as_are_spoken_of() -> None:
    assert len({text for text, _codes in [*MESSY_ADDRESSES, *ADDRESSES_KEPT_APART]}) == 2000
    assert len(ADDRESSES_KEPT_APART) == 500


@pytest.mark.parametrize(("text", "commune", "rest"), [
    ("ap 3 vi thang vi thuy hau giang", "Xã Vị Thủy", "ap 3"),
    ("Ấp 3 Vị Thắng Vị Thủy Hậu Giang", "Xã Vị Thủy", "Ấp 3"),
    ("Ấp 3, Vị Thắng, Vị Thủy, HG", "Xã Vị Thủy", "Ấp 3"),
    ("KV 3 P3 Vị Thanh", "Phường Vị Thanh", "KV 3"),
    ("kv3, phường 3, tp. vị thanh, hậu giang, Việt Nam", "Phường Vị Thanh", "kv3"),
    ("thị trấn Nàng mau ấp 2 huyện Vị Thủy", "Xã Vị Thủy", "ấp 2"),
    ("Huyện Vị Thủy, xã Vị Bình, ấp 9", "Xã Vị Thanh 1", "ấp 9"),
    ("Hậu Giang, Vị Thủy, Vị Thanh", "Xã Vị Thanh 1", ""),
    ("Ấp 5, xã Vị Thủy (xã Vị Thắng cũ), TP. Cần Thơ", "Xã Vị Thủy", "Ấp 5 (xã Vị Thắng cũ)"),
    ("Ấp 3, xã Xà Phiên, huyện Long Mỹ (nay là xã Xà Phiên, TP Cần Thơ)", "Xã Xà Phiên", "Ấp 3"),
    ("136/2 Nguyễn Văn Cừ, P. An Khánh, Q. Ninh Kiều, TPCT", "Phường Tân An", "136/2 Nguyễn Văn Cừ"),
    ("Ấp 1 xã Tân Bình huyện Phụng Hiệp tỉnh Hậu Giang ĐT: 0912345678", "Xã Tân Bình", "Ấp 1 ĐT: 0912345678"),
    ("xã Hiệp Lợi, TX Ngã Bảy", "Phường Đại Thành", ""),
    ("T.T Nàng Mau-Vị Thủy-Hậu Giang", "Xã Vị Thủy", ""),
    ("ấp 2, xã Lâm Tân, Thạnh Trị, Sóc Trăng, Sóc Trăng", "Xã Lâm Tân", "ấp 2"),
])  # fmt: skip
def test_lines_as_hands_write_them(reader: Addresses, text: str, commune: str, rest: str) -> None:
    place = reader.read(text)
    assert place.is_sure
    assert Reference.load().label("communes", place.communes[0]).split(",")[0] == commune
    assert place.rest == rest


def test_a_slip_of_the_pen_is_asked_about(reader: Addresses) -> None:
    place = reader.read("ấp 3, xã Vị Thắg, huyện Vị Thủy")
    assert place.is_near
    assert not place.is_sure
    assert [Reference.load().label("communes", code).split(",")[0] for code in place.communes] == ["Xã Vị Thủy"]


def test_nothing_is_read_into_a_street(reader: Addresses) -> None:
    for text in ("số 12 đường Hà Nội", "Chợ Cái Răng cũ", "không rõ", "Tổ 5", "2"):
        assert not reader.read(text).is_sure, text


_PIECES = st.lists(st.sampled_from([
    "ấp 3", "xã", "Vị Thắng", "H.", "huyện", "Hậu Giang", "HG", ",", " - ", ". ", "(", ")", "cũ", "nay là", "TP", "P3",
    "Q", "Sóc Trăng", "đt 0912345678",
    "Việt Nam", "tỉnh", "\n", "/", "Châu Thành", "Xà Phiên", "Phường", "12", "III", "",
]), max_size=14).map(" ".join)  # fmt: skip


@given(text=st.one_of(_PIECES, st.text(max_size=80)), district=st.one_of(st.just(""), _PIECES))
def test_no_text_brings_it_down(text: str, district: str) -> None:
    place = _READER.read(text, district=district)
    assert len(set(place.communes)) == len(place.communes)


@pytest.mark.parametrize(
    "piece", [".", " ,", "0 ", "a ", "xã ", "(", "-a", "ấp 3 ", "tx. ", "P1 ", "Vị Thủy ", "việt nam "]
)
def test_a_cell_full_of_nonsense_takes_no_time(piece: str) -> None:
    _READER.read("xã Vị Thắng, huyện Vị Thủy")
    started = time.perf_counter()
    _READER.read(piece * (30_000 // len(piece)))
    assert time.perf_counter() - started < 0.5


_READER = Addresses(Reference.load(), "92", ("31441", "31459"))


@pytest.mark.parametrize(("text", "communes", "rest"), [
    ("ấp 5, Vị Trung cũ", ("31441",), "ấp 5"), ("Ấp 5, xã Vị Trung (cũ)", ("31441",), "Ấp 5"),
    ("ấp 3, xã Vị Thủy cũ", ("31453",), "ấp 3"), ("Ấp 2 cũ, xã Xà Phiên", ("31495",), "Ấp 2 cũ"),
])  # fmt: skip
def test_what_is_called_old_is_the_unit_of_before(
    reader: Addresses, text: str, communes: tuple[str, ...], rest: str
) -> None:
    place = reader.read(text)
    assert (place.communes, place.rest) == (communes, rest)
