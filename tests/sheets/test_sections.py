"""Rows that head others: which they are, and what they say of the place of the rows below."""

from __future__ import annotations

import pytest

from kcdesk.sheets.grid import Grid
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.row_words import is_footer, is_total
from kcdesk.sheets.sections import Headings, Places, Shape, is_heading, place_name, place_type
from kcdesk.sheets.tables import RowKind, find_tables
from kcdesk.text.fold import fold

WORDS = HeaderWords()
SHAPE = Shape(width=8, counter=0, name=1, is_indexed=True)


@pytest.mark.parametrize("cells", [
    {0: "I", 1: "Xã Vị Thủy"}, {0: "I", 1: "Xã Vị Thủy", 6: 45, 7: "1.200"}, {0: "Ấp 1"}, {1: "Phường Vị Thanh"},
    {0: "II", 1: "Đào tạo nghề", 5: 100}, {0: "1.1", 1: "Hộ nhỏ lẻ"}, {0: "A. DOANH NGHIỆP"},
    {1: "HUYỆN VỊ THỦY", 5: 3},
    {0: 1, 1: "Xã Vị Thủy", 5: 12, 6: 40}, {1: "Ngành cơ khí"}, {1: "Hộ kinh doanh cá thể"},
    {1: "DOANH NGHIỆP TƯ NHÂN"},
])  # fmt: skip
def test_what_heads_other_rows_is_no_record(cells):
    assert is_heading([*cells.items()], SHAPE, 1)


@pytest.mark.parametrize("cells", [
    {0: 1, 1: "Cơ sở Hồng", 2: "Ấp 3"}, {0: 5, 1: "Cơ sở Hồng"}, {0: "a", 1: "Cơ sở Bé Tư", 2: "Lý Tư", 6: 20},
    {1: "Cơ sở Hồng", 2: "Ấp 3"}, {4: "Khô cá lóc"}, {0: 3, 1: "Quán Phở Hà", 6: 4, 7: 100},
    {1: "Cơ sở Hồng"}, {1: "Nguyễn Văn Bảy"}, {1: "Công ty TNHH Hưng"},
    {0: 4, 1: "Tổ hợp tác Rau", 6: 4, 7: 100}, {6: 20, 7: 30},
])  # fmt: skip
def test_a_record_is_no_heading(cells):
    assert not is_heading([*cells.items()], SHAPE, 1)


@pytest.mark.parametrize(("heading", "name", "kind"), [
    ("II. Xã Vị Thủy (5 cơ sở)", "Xã Vị Thủy", "commune"), ("I Thị trấn Nàng Mau", "Thị trấn Nàng Mau", "commune"),
    ("PHƯỜNG VỊ THANH: 12 doanh nghiệp", "PHƯỜNG VỊ THANH", "commune"),
    ("B HUYỆN LONG MỸ", "HUYỆN LONG MỸ", "district"),
    ("Ấp 7", "Ấp 7", "hamlet"), ("xa Vi Thuy", "xa Vi Thuy", "commune"), ("Quán cơm Ba Miền", "Quán cơm Ba Miền", ""),
    ("Tổ hợp tác Rau sạch", "Tổ hợp tác Rau sạch", ""),
])  # fmt: skip
def test_the_place_of_a_heading_is_read_without_its_number(heading, name, kind):
    assert (place_name(heading), place_type(place_name(heading))) == (name, kind)


def test_headings_within_headings_add_up_and_end_each_other():
    headings = Headings()
    seen = []
    for heading in ("A HUYỆN VỊ THỦY", "I Xã Vị Trung", "1.1 Hộ nhỏ lẻ", "Ấp 7", "II Xã Vị Bình", "III Các cơ sở khác"):
        headings.take(heading)
        seen.append(headings.places)
    district = "HUYỆN VỊ THỦY"
    assert seen == [
        Places(district), Places(district, "Xã Vị Trung"), Places(district, "Xã Vị Trung"),
        Places(district, "Xã Vị Trung", "Ấp 7"), Places(district, "Xã Vị Bình"), Places(),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Cộng I", "Cộng mang sang", "Mang sang trang sau", "TỔNG CỘNG (I+II)", "Cộng: 4 hộ",
                                   "Tổng số: 03 doanh nghiệp", "Lũy kế", "Cộng dồn", "Cộng ấp 3"])  # fmt: skip
def test_totals_are_known(words):
    assert is_total(fold(words))


@pytest.mark.parametrize("words", ["Công ty Mía đường", "Tổng công ty Lương thực", "Cộng Sinh Xanh", "Cộng đồng nghề"])
def test_names_that_begin_like_totals_are_none(words):
    assert not is_total(fold(words))


def test_remarks_below_a_list_end_it():
    assert is_footer(["Ghi chú: Cột (4) ghi theo mã VSIC."], 1)
    assert not is_footer(["Ghi chú"], 1)


def test_units_in_a_row_of_their_own_belong_to_the_headers():
    rows = [["TT", "Tên cơ sở", "Địa chỉ", "Vốn", "Doanh thu"], [None, None, None, "(đồng)", "(triệu đồng)"],
            [1, "Cơ sở A", "Ấp 1", 100, 5]]  # fmt: skip
    table = find_tables(Grid("Tờ", [["" if cell is None else cell for cell in row] for row in rows]), WORDS)[0]
    assert [(row, kind) for row, kind in table.rows] == [(2, RowKind.DATA)]
    assert [label.words for label in table.labels][3:] == ["Vốn (đồng)", "Doanh thu (triệu đồng)"]


def test_years_as_numbers_head_the_columns_of_a_group():
    rows = [["TT", "Tên cơ sở", "Doanh thu (trđ)", "", "Lao động", "", "Ghi chú"],
            ["", "", 2024, 2025, "Tổng", "Nữ", ""], [1, "Cơ sở A", 100, 120, 5, 2, ""]]  # fmt: skip
    table = find_tables(Grid("Tờ", rows), WORDS)[0]
    assert table.data_rows == [2]
    assert [label.levels for label in table.labels][2:4] == ["Doanh thu (trđ) | 2024", "Doanh thu (trđ) | 2025"]
