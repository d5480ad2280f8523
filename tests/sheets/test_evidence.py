"""Values, neighbours and years: what they confirm, contradict and tell of a column."""

from __future__ import annotations

import pytest

from kcdesk.sheets.evidence import SHAPES, is_person
from kcdesk.sheets.grid import Grid
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.mapping import map_columns
from kcdesk.sheets.tables import table_at
from kcdesk.sheets.wishes import Wishes

WORDS = HeaderWords()
NAMES = ["Cơ sở A", "Hộ kinh doanh B", "HTX C", "Công ty TNHH D"]
PEOPLE = ["Nguyễn Văn An", "Trần Thị Bé", "Danh Sóc", "Lê Chính"]
PHONES = ["0912345671", "0939 111 222", "0293.3571.234", "0912345674"]
TAXES = ["0100109106", "0301442379", "0100109106", "0301442379"]
DAYS = ["15/03/2015", "20/11/2009", "25/07/2018", "30/12/2021"]


def mapped(**columns):
    """The columns of a list with these headers and values: (field, asked)."""
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    table = table_at(Grid("x", [list(row) for row in rows]), WORDS, 0, 1)
    return {one.header: (one.target, bool(one.question)) for one in map_columns(table, WORDS, Wishes())}


@pytest.mark.parametrize(("header", "values"), [
    ("Người đại diện", NAMES), ("Địa chỉ", PHONES), ("Điện thoại", PEOPLE), ("Lao động", [1965, 1970, 1988, 1991]),
    ("Tên cơ sở", [1, 2, 3, 4]), ("Năm thành lập", ["a", "b", "c", "d"]), ("Giới tính", PEOPLE),
    ("Vĩ độ", [1200, 1300, 900, 800]), ("Số GCN ĐKKD", DAYS), ("Tình trạng hoạt động", PEOPLE),
    ("Loại hình", ["Bánh", "Kẹo", "Mộc", "Rèn"]),
])  # fmt: skip
def test_values_that_contradict_a_header_leave_a_question(header, values):
    assert mapped(**{"STT": [1, 2, 3, 4], header: values})[header][1]


@pytest.mark.parametrize(("header", "values", "field"), [
    ("DT", PHONES, "establishment.phone"), ("SĐT/Zalo", PHONES, "establishment.phone"),
])  # fmt: skip
def test_values_settle_a_doubt_about_the_words(header, values, field):
    assert mapped(STT=[1, 2, 3, 4], **{header: values})[header] == (field, False)


def test_values_do_not_settle_whose_telephone_it_is():
    assert mapped(STT=[1, 2, 3, 4], **{"Điện thoại người bảo lãnh": PHONES})["Điện thoại người bảo lãnh"][0] == ""


@pytest.mark.parametrize(("header", "values", "found"), [
    ("Cột X", PHONES, ("establishment.phone", True)), ("Cột X", TAXES, ("establishment.tax_code", True)),
    ("Fax", PHONES, ("", False)), ("Đơn vị", ["kg", "cái", "lít", "kg"], ("product.unit", True)),
    ("Đơn vị", ["xã A", "xã B", "phường C", "xã D"], ("establishment.commune_code", True)),
    ("Đơn vị", NAMES, ("establishment.name", False)),
    ("Đề nghị hỗ trợ", ["Máy sấy", "Máy ép", "Tủ đông", "Máy in"], ("support_request.title", True)),
    ("Nước SX", ["Nhật", "Đài Loan", "Việt Nam", "TQ"], ("equipment.origin", True)),
    ("Đề nghị hỗ trợ", [120, 200, 90, "150 triệu"], ("support_request.requested_amount", False)),
])  # fmt: skip
def test_values_tell_what_a_header_does_not(header, values, found):
    assert mapped(STT=[1, 2, 3, 4], **{header: values})[header] == found


OWNERS = ["Nguyễn Văn An", "Trần Thị Bé", "Lê Văn Cường", "Phạm Thị Dung"]
SHOPS = ["Cơ sở bánh tráng Út", "HTX Mây tre", "HKD Mộc Hai", "Cty TNHH Lò gạch"]
COMMUNES = ["Xã Vị Thủy", "Phường Vị Thanh", "Xã Vị Thanh 1", "Xã Hỏa Lựu"]


def test_values_tell_columns_whose_headers_say_nothing():
    found = mapped(STT=[1, 2, 3, 4], **{"Cột A": SHOPS, "Cột B": OWNERS, "Cột C": COMMUNES})
    assert (found["Cột A"], found["Cột B"], found["Cột C"]) == (
        ("establishment.name", True), ("establishment.representative", True), ("establishment.commune_code", True)
    )  # fmt: skip


def test_values_take_no_field_from_a_column_that_says_it():
    found = mapped(STT=[1, 2, 3, 4], **{"Tên cơ sở": SHOPS, "Chủ hộ": OWNERS, "Cột A": SHOPS, "Cột B": OWNERS})
    assert (found["Cột A"][0], found["Cột B"][0]) == ("", "")


def columns(headers, row):
    rows = [headers, *([row] * 4)]
    table = table_at(Grid("x", [list(one) for one in rows]), WORDS, 0, 1)
    return [one.target for one in map_columns(table, WORDS, Wishes())]


def test_a_day_of_issue_belongs_to_the_paper_on_its_left():
    day, place = "15/03/2015", "Phòng TC-KH"
    headers = ["Tên cơ sở", "Số ĐKKD", "Ngày cấp", "Nơi cấp", "Số CCCD", "Ngày cấp", "Nơi cấp"]
    found = columns(headers, ["Cơ sở A", "64A8", day, place, "093085001234", "16/08/2021", "Cục CS"])
    assert found[2:] == ["establishment.registration_date", "establishment.registration_place",
                         "establishment.personal_number", "", ""]  # fmt: skip
    headers = ["Tên cơ sở", "Số CCCD", "Ngày cấp", "Nơi cấp", "Giấy phép môi trường", "Ngày cấp"]
    found = columns(headers, ["Cơ sở A", "093085001234", day, place, "Có", "16/08/2021"])
    assert found[2:4] == ["", ""]
    assert found[5] == ""


def test_of_several_years_the_last_is_taken():
    headers = ["Tên cơ sở", "Doanh thu năm 2024", "Doanh thu năm 2023", "Lợi nhuận năm 2024"]
    assert columns(headers, ["Cơ sở A", 500, 400, 50]) == [
        "establishment.name", "yearly_figure.revenue", "", "yearly_figure.profit",
    ]  # fmt: skip


def test_two_columns_for_one_field_are_asked_about():
    found = mapped(**{"Tên cơ sở": NAMES, "Địa chỉ": ["ấp 1, xã A"] * 4, "Nơi sản xuất": ["ấp 2, xã B"] * 4})
    assert found["Địa chỉ"] == ("establishment.address", True)
    assert found["Nơi sản xuất"] == ("", False)


def test_a_title_over_all_columns_is_no_group():
    rows = [["Danh sách học viên", "", "", "", ""], ["STT", "Họ và tên", "Điện thoại", "Địa chỉ", "Dân tộc"],
            [1, "Lê A", "0912345678", "ấp 1", "Kinh"]]  # fmt: skip
    labels = table_at(Grid("x", [list(row) for row in rows]), WORDS, 0, 2).labels
    assert [label.levels for label in labels][1:3] == ["Họ và tên", "Điện thoại"]


@pytest.mark.parametrize(("text", "shape"), [
    ("0912 345 678", "phone"), ("0100109106", "tax"), ("093085001234", "pid"), ("a@b.vn", "email"), ("2015", "year"),
    ("05/10/2015", "day"), ("ấp 3, xã Vị Thủy", "address"), ("xã Vị Thủy", "commune"), ("Ấp 7", "hamlet"),
    ("Hộ kinh doanh", "form"), ("9.78", "lat"), ("105.47", "lon"), ("4 sao", "stars"), ("C1061", "vsic"),
])  # fmt: skip
def test_single_values_have_a_shape(text, shape):
    assert SHAPES[shape](text)


def test_people_are_told_from_establishments():
    assert all(map(is_person, [*PEOPLE, "Ông Lê Văn Tám"]))
    assert not any(map(is_person, [*NAMES, "Bánh tráng", "nguyễn văn a", "Phòng TC-KH"]))


def test_a_question_names_what_is_meant_also_where_that_is_no_field():
    rows = [["Tên cơ sở", "Địa chỉ", "Tổ"], *[["Cơ sở A", "ấp 1, xã B", "Tổ 4"]] * 3]
    table = table_at(Grid("x", rows), WORDS, 0, 1)
    questions = [one.question for one in map_columns(table, WORDS, Wishes())]
    assert questions[:2] == ["", ""]
    assert "Ấp, khu vực" in questions[2]


def test_ticks_in_a_column_for_each_choice_refuse_no_row():
    found = mapped(STT=[1, 2, 3, 4], **{"Loại hình": ["x", "", "x", ""], "Tình trạng hoạt động": ["", "x", "", "v"]})
    assert found["Loại hình"] == found["Tình trạng hoạt động"] == ("", False)
