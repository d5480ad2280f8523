"""Tables are found where people put them, and headers mean what people mean."""

from __future__ import annotations

import pytest

from kcdesk.sheets.grid import Grid
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.meaning import SURE, field_of
from kcdesk.sheets.reading import read_file
from kcdesk.sheets.tables import RowKind, find_tables, table_at
from kcdesk.text.encodings import LegacyEncoding, encode
from tests.sheets.books import DISTRICT_LIST, district

WORDS = HeaderWords()


def grid_of(rows):
    return Grid("x", [["" if cell is None else cell for cell in row] for row in rows])


def test_the_table_is_found_among_titles_total_and_signatures(tmp_path):
    table = find_tables(read_file(district(tmp_path / "a.xlsx")).grids[0], WORDS)[0]
    assert (table.top, table.bottom) == (6, 7)
    assert [label.words for label in table.labels][6:8] == ["Lao động Tổng số", "Lao động Nữ"]
    assert table.data_rows == [9, 10, 11]
    assert [kind for row, kind in table.rows if row in (8, 12)] == [RowKind.HEADER, RowKind.TOTAL]
    assert "triệu đồng" in table.above


def test_it_is_found_without_joined_cells_too():
    table = find_tables(grid_of(DISTRICT_LIST), WORDS)[0]
    assert (table.top, table.bottom, table.data_rows) == (6, 7, [9, 10, 11])
    assert table.labels[7].words == "Lao động Nữ"


def test_two_tables_on_one_sheet_are_both_offered():
    header = ["STT", "Tên cơ sở", "Địa chỉ"]
    rows = [header, [1, "A", "ấp 1"], [2, "B", "ấp 2"], [], []]
    rows += [["STT", "Tên đề án", "Tổng kinh phí"], [1, "Máy sấy", 5]]
    tables = find_tables(grid_of(rows), WORDS)
    assert [(table.top, table.data_rows) for table in tables] == [(0, [1, 2]), (5, [6])]


def test_parts_of_a_list_keep_their_heading_and_repeated_headers_are_passed_over():
    header = ["STT", "Tên cơ sở", "Địa chỉ", "SĐT", "Vốn"]
    rows = [
        header, ["I", "Xã Vị Thủy"], [1, "A", "ấp 1", "", 5], header, [2, "B", "ấp 2", "", 5], ["Xã Vĩnh Tường"],
        [3, "C", "ấp 2", "", 5], ["Cộng", "", "", "", 15], [], ["", "Người lập biểu"],
    ]  # fmt: skip
    table = find_tables(grid_of(rows), WORDS)[0]
    assert table.data_rows == [2, 4, 6]
    assert table.sections == {2: "I Xã Vị Thủy", 4: "I Xã Vị Thủy", 6: "Xã Vĩnh Tường"}


def test_a_person_may_name_the_header():
    rows = [["a", "b"], ["x", "y"], [1, 2]]
    assert find_tables(grid_of(rows), WORDS) == []
    assert table_at(grid_of(rows), WORDS, 0, 1).data_rows == [1, 2]


@pytest.mark.parametrize(("header", "target"), [
    ("Tên cơ sở", "establishment.name"), ("TÊN CSSX", "establishment.name"), ("ĐC", "establishment.address"),
    ("Đại chỉ", "establishment.address"), ("Sdt", "establishment.phone"), ("MST", "establishment.tax_code"),
    ("Dien thoai LH", "establishment.phone"), ("Họ & tên chủ hộ", "establishment.representative"),
    ("Vốn đầu tư (triệu đồng)", "establishment.capital"), ("Quận/Huyện", "establishment.former_district"),
    ("Xã, phường, thị trấn", "establishment.commune_code"), ("Doanh thu năm 2025", "yearly_figure.revenue"),
    ("KP đề nghị hỗ trợ", "support_request.requested_amount"), ("Tổng mức đầu tư", "support_request.total_cost"),
    ("Trong đó: Nữ", "yearly_figure.workers_female"), ("Sản phẩm chủ yếu", "product.name"), ("TT", "#index"),
])  # fmt: skip
def test_headers_as_people_write_them(header, target):
    meaning = WORDS.meaning(header)
    assert meaning.target == target
    assert meaning.confidence >= SURE


@pytest.mark.parametrize("header", ["Năm sinh", "Hôm qua trời mưa", "xyz", "2024", ""])
def test_other_words_are_not_taken_for_a_field(header):
    meaning = WORDS.meaning(header)
    assert meaning.confidence < SURE or field_of(meaning.target) is None


def test_every_word_of_the_file_leads_to_a_declared_field():
    for target in set(WORDS._phrases.values()):
        assert target.startswith("#") or field_of(target) is not None, target


def test_companies_are_no_totals():
    rows = [
        ["STT", "Tên cơ sở", "Địa chỉ", "Số điện thoại"],
        [1, "Công ty TNHH lúa gạo Đồng Xanh", "xã Vị Thủy", "0912345678"],
        [2, "Tổng công ty Mía đường", "xã Vị Thủy", "0912345679"],
        ["Cộng xã Vị Thủy", None, None, 2],
        [3, "Cộng Sinh Xanh", "xã Vị Thủy", "0912345670"],
        ["Tổng cộng: 3 cơ sở"],
    ]
    assert find_tables(grid_of(rows), WORDS)[0].data_rows == [1, 2, 4]


def test_a_list_all_in_an_old_encoding_is_found_and_a_short_modern_one_is_not_taken_for_old():
    rows = [["Tên cơ sở", "Địa chỉ", "Ngành nghề"], ["Lò bún Mỹ Dung", "ấp 3, xã Vị Thủy", "Làm bún"]]
    old = [[encode(cell, LegacyEncoding.TCVN3) for cell in row] for row in rows]
    assert [table.data_rows for table in find_tables(grid_of(old), WORDS)] == [[1]]
    short = [["Tên cơ sở", "Mã lạ", "ĐC"], ["HKD A", "5", "xã Vị Thủy"]]
    assert [table.data_rows for table in find_tables(grid_of(short), WORDS)] == [[1]]


def test_values_that_are_headers_elsewhere_stay_values():
    rows = [
        ["STT", "Tên cơ sở", "Loại hình", "Tình trạng", "Chức vụ"],
        [1, "Cơ sở A", "Hộ kinh doanh", "Đang hoạt động", "Chủ cơ sở"],
        ["2", "Cơ sở B", "Hợp tác xã", "Đang hoạt động", "Giám đốc"],
    ]
    assert [(table.top, table.data_rows) for table in find_tables(grid_of(rows), WORDS)] == [(0, [1, 2])]
    bare = [row[1:] for row in rows]
    assert [(table.top, table.data_rows) for table in find_tables(grid_of(bare), WORDS)] == [(0, [1, 2])]


def test_a_header_of_questions_is_found():
    rows = [["1. Tên cơ sở là gì?", "2. Số điện thoại của chủ cơ sở", "3. Địa chỉ đặt xưởng sản xuất"],
            ["A", "0912345678", "ấp 1"]]  # fmt: skip
    assert [table.data_rows for table in find_tables(grid_of(rows), WORDS)] == [[1]]
