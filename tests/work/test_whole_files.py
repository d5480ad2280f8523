"""Whole lists as offices make them: groups, sums, joined cells, titles; what becomes of each row."""

from __future__ import annotations

import json

import pytest

from kcdesk.work import sheets
from kcdesk.work.sheet_rows import Status
from tests.sheets.books import save
from tests.sheets.offices import desk

SAID = {"legal_form": "HKD", "trade_group": "1", "main_trade": "làm nghề", "representative": "Lê Chủ",
        "phone_missing_reason": "khong_co"}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = desk(tmp_path_factory.mktemp("whole") / "home")
    yield opened
    opened.close()


def planned(office, tmp_path, rows, *, merges=(), title="Sheet1", **said):
    wanted = sheets.wishes(json.dumps({"constants": {**SAID, **said}}).encode())
    return sheets.plan(office, save(tmp_path / "list.xlsx", rows, merges=merges, title=title), wanted)


def values(plan, name):
    """Of every row that was read, the value of a field."""
    return [row.values.get(name) for row in plan.rows]


COMMUNE, ADDRESS, NAME = "establishment.commune_code", "establishment.address", "establishment.name"


def test_headings_with_sums_give_the_commune_and_become_no_establishments(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["SỞ CÔNG THƯƠNG"], ["BIỂU TỔNG HỢP CƠ SỞ NĂM 2026"],
        ["TT", "Tên cơ sở", "Địa chỉ", "Chủ cơ sở", "Lao động", "Vốn (triệu đồng)"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "Xã Vị Thủy", None, None, 33, 5350],
        [1, "Cơ sở bún Mười", "Ấp 5", "Nguyễn Văn Mười", 8, 350],
        [2, "Công ty TNHH Gỗ Phát", "Ấp 3", "Trần Thị Đạt", 25, 5000],
        [None, "Cộng I", None, None, 33, 5350],
        ["II", "Xã Vĩnh Tường", None, None, 6, 120],
        [1, "Cơ sở bánh pía Hồng", "Ấp Tân Long", "Lý Hồng", 6, 120],
        [None, "TỔNG CỘNG (I+II)", None, None, 39, 5470],
        [None, None, None, "Cần Thơ, ngày 05 tháng 3 năm 2026"],
    ])  # fmt: skip
    assert values(plan, NAME) == ["Cơ sở bún Mười", "Công ty TNHH Gỗ Phát", "Cơ sở bánh pía Hồng"]
    assert values(plan, COMMUNE) == ["31441", "31441", "31459"]
    assert {row.status for row in plan.rows} == {Status.NEW}


def test_an_address_that_names_its_own_commune_goes_before_the_heading(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["TT", "Tên cơ sở", "Địa chỉ", "Chủ cơ sở", "Lao động"],
        ["I", "Xã Vĩnh Tường"], [1, "Lò A", "Ấp 5", "Lê A", 8], [2, "Lò B", "Ấp 1, xã Xà Phiên", "Lê B", 8],
    ])  # fmt: skip
    assert plan.rows[1].values[COMMUNE] == "31495"


def test_the_title_gives_the_commune_and_says_so(office, tmp_path):
    rows = [["UBND XÃ VỊ THỦY"], ["DANH SÁCH HỘ SẢN XUẤT NĂM 2025"],
            ["STT", "Họ và tên chủ hộ", "Địa chỉ", "Nghề SX", "Số LĐ"],
            ["Ấp 1"], [1, "Nguyễn Văn Bảy", None, "Đan lục bình", 3],
            ["Ấp 2"], [2, "Lê Thị Út", "Ấp 2", "Làm nhang", 2], ["Cộng: 2 hộ"],
            ["Vị Thủy, ngày 20 tháng 12 năm 2025"], ["TM. UBND XÃ"]]  # fmt: skip
    plan = planned(office, tmp_path, rows)
    assert values(plan, COMMUNE) == ["31441", "31441"]
    assert values(plan, ADDRESS) == ["Ấp 1", "Ấp 2"]
    assert values(plan, NAME) == ["Hộ Nguyễn Văn Bảy", "Hộ Lê Thị Út"]
    assert len(plan.notes) == 2
    said = planned(office, tmp_path, rows, commune_code="31459")
    assert values(said, COMMUNE) == ["31459", "31459"]


def test_an_old_list_of_a_district_stays_a_question(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["UBND XÃ VỊ THỦY"], ["DANH SÁCH NĂM 2023"], ["STT", "Tên cơ sở", "Chủ cơ sở", "Ấp", "Lao động"],
        [1, "Lò A", "Lê A", "Ấp 1", 8], [2, "Lò B", "Lê B", "Ấp 2", 3],
    ])  # fmt: skip
    assert {row.status for row in plan.rows} == {Status.DOUBTFUL}
    assert set(plan.rows[0].doubts[0].options) == {"31441", "31453"}


def test_several_products_of_one_establishment_all_come(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["TT", "Chủ thể", "Địa chỉ", "Người đại diện - SĐT", "Tên sản phẩm", "Hạng sao", "Ngày hết hạn"],
        [1, "HTX Kỳ Như", "Xã Thạnh Hòa", "Nguyễn Thị Như - 0918123456", "Chả cá thát lát", "4 sao", "20/12/2026"],
        [None, None, None, None, "Cá thát lát tẩm gia vị", 4, "20/12/2026"],
        [2, "Cơ sở Tư Đời", "Phường Ngã Bảy", "Lê Văn Đời", "Trà mãng cầu", 3, "01/2027"],
        [None, None, None, None, "Mứt mãng cầu", 3, "01/2027"],
        [3, "Cơ sở Tư Đời", "Phường Ngã Bảy", "Lê Văn Đời", "Kẹo mãng cầu", 3, "01/2027"],
    ], merges=("A2:A3", "B2:B3", "C2:C3", "D2:D3"), legal_form="HTX")  # fmt: skip
    assert [row.status for row in plan.rows] == [Status.NEW] * 5
    taken = sheets.apply(office, plan)
    made = [(entity, row) for entity, row in taken.rows]
    products = [office.store.get("product", row) for entity, row in made if entity == "product"]
    assert len({one["establishment_id"] for one in products}) == 2
    assert sorted(one["name"] for one in products) == [
        "Chả cá thát lát", "Cá thát lát tẩm gia vị", "Kẹo mãng cầu", "Mứt mãng cầu", "Trà mãng cầu",
    ]  # fmt: skip
    assert sum(entity == "certificate" for entity, _row in made) == 5
    again = sheets.plan(office, tmp_path / "list.xlsx", plan.wishes)
    assert {row.status for row in again.rows} == {Status.SAME}


def test_a_further_row_falls_with_the_row_of_its_establishment(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["TT", "Chủ thể", "Địa chỉ", "Tên sản phẩm", "Hạng sao"],
        [1, "HTX Ở Đâu", "Ấp 1", "Chả", 4], [None, None, None, "Khô", 4],
        [2, "HTX Biết", "Xã Thạnh Hòa", "Mắm", 3],
    ])  # fmt: skip
    assert [row.status for row in plan.rows] == [Status.DOUBTFUL, Status.DOUBTFUL, Status.NEW]


def test_a_title_that_says_for_which_year_and_fund_it_asks_fills_them_in(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM 2027"],
        ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Địa điểm thực hiện", "Thời gian thực hiện",
         "Kinh phí (triệu đồng)", None],
        [None, None, None, None, None, "Tổng số", "KC hỗ trợ"],
        [1, "Máy sấy", "HTX Sấy", "Xã Phụng Hiệp", "Quý II-III/2027", 900, 300],
        [2, "Máy tách màu", "HTX Gạo", "Xã Xà Phiên", "theo tiến độ", 500, 200],
    ], merges=("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2"))  # fmt: skip
    assert values(plan, "support_request.plan_year") == [2027, 2027]
    assert values(plan, "support_request.fund_source") == ["KCDP", "KCDP"]
    assert values(plan, "support_request.ends_on") == ["2027-09", None]
    assert [doubt.kind for doubt in plan.rows[0].doubts] == ["lack"]
    assert plan.rows[0].status is Status.DOUBTFUL


def test_a_list_of_those_that_were_supported_brings_no_requests(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["DANH SÁCH CƠ SỞ ĐÃ ĐƯỢC HỖ TRỢ KHUYẾN CÔNG 2016-2025"],
        ["TT", "Đơn vị thụ hưởng", "Địa chỉ", "Nội dung hỗ trợ", "Năm hỗ trợ", "Kinh phí hỗ trợ", "Quyết định"],
        [None, None, None, None, None, "(đồng)", None],
        [1, "Cơ sở nước đá Ngọc", "Xã Phụng Hiệp", "Máy làm đá", 2018, "150.000.000 đ", "12/QĐ-SCT"],
        [2, "Cơ sở dập An", "Phường Ngã Bảy", "Máy dập", 2020, 200000000, "31/QĐ-SCT"],
        ["Tổng cộng", None, None, None, None, 350000000],
    ])  # fmt: skip
    assert values(plan, "earlier_support.amount") == [150_000_000, 200_000_000]
    assert values(plan, "earlier_support.decision") == ["12/QĐ-SCT", "31/QĐ-SCT"]
    assert values(plan, "support_request.title") == [None, None]
    assert {row.status for row in plan.rows} == {Status.NEW}


def test_support_without_a_year_goes_into_the_notes_and_refuses_nothing(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["TT", "Tên cơ sở", "Địa chỉ", "Đã được hỗ trợ KC"],
        [1, "Lò Một", "Xã Xà Phiên", "Năm 2019: máy hàn 80 triệu"], [2, "Lò Hai", "Xã Xà Phiên", "máy dập"],
        [3, "Lò Ba", "Xã Xà Phiên", "chưa"],
    ])  # fmt: skip
    assert [row.status for row in plan.rows] == [Status.NEW] * 3
    assert values(plan, "earlier_support.year") == [2019, None, None]
    assert "máy dập" in str(plan.rows[1].edits[0].values["note"])


def test_one_sheet_for_each_commune_is_told(office, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, hamlet in (("Xà Phiên", "Ấp 1"), ("Lương Tâm", "Ấp 8")):
        sheet = book.create_sheet(name)
        sheet.append(["TT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Lao động"])
        sheet.append([1, f"Lò {name}", "Lê Chủ", hamlet, 4])
    book.save(tmp_path / "list.xlsx")
    wanted = sheets.wishes(json.dumps({"sheet": "Lương Tâm", "constants": SAID}).encode())
    first, second = sheets.plan(office, tmp_path / "list.xlsx"), sheets.plan(office, tmp_path / "list.xlsx", wanted)
    assert "Lương Tâm" in first.notes[-1]
    assert values(second, COMMUNE) == ["31492"]


def test_a_second_list_beside_the_first_is_told_and_mixes_with_nothing(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["STT", "Tên cơ sở", "Địa chỉ", None, "STT", "Tên cơ sở", "Địa chỉ"],
        [1, "Lò Trái", "Xã Xà Phiên", None, 3, "Lò Phải", "Xã Xà Phiên"],
    ])  # fmt: skip
    assert values(plan, NAME) == ["Lò Trái"]
    assert "Lò Phải" not in str(plan.rows[0].edits)
    assert len(plan.notes) == 1


def test_people_are_named_without_their_titles(office, tmp_path):
    plan = planned(office, tmp_path, [
        ["TT", "Tên cơ sở", "Địa chỉ", "Chủ cơ sở", "MST", "Lao động"],
        [1, "Lò Năm", "Xã Xà Phiên", "Ông Lê Năm", "'1800277161", "05 người"],
        [2, "Lò Sáu", "Xã Xà Phiên", "Bà: Trần Sáu", None, "10-15"],
    ])  # fmt: skip
    assert values(plan, "establishment.representative") == ["Lê Năm", "Trần Sáu"]
    assert values(plan, "establishment.gender") == ["nam", "nu"]
    assert plan.rows[0].values["establishment.tax_code"] == "1800277161"
    assert plan.rows[1].doubts[0].instead == 10
