"""Lists come in by plan and apply; our own workbooks come back cell by cell."""

from __future__ import annotations

import json

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.model.problems import UserError
from kcdesk.text.encodings import LegacyEncoding, encode
from kcdesk.work import records, sheets, undoing
from tests.sheets.books import district, save
from tests.sheets.offices import CONSENTED, add, desk, establishment

MAP = {"constants": {"legal_form": "HKD", "trade_group": "1"}}
WRONG_MAPS = [b"[]", b"{", b'{"x": 1}', b'{"columns": {"A": "nothing"}}', b'{"header_row": "x"}']
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"))
HEADER = ["STT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Điện thoại", "MST", "Ngành nghề"]


@pytest.fixture
def office(tmp_path):
    opened = desk(tmp_path / "home")
    yield opened
    opened.close()


def wished(content=None):
    return sheets.wishes(json.dumps(content or MAP).encode())


def listed(office):
    return {one["name"]: one for one in office.store.rows("establishment")}


def one_row(name="Cơ sở A", address="ấp 1, xã Vị Thắng, huyện Vị Thủy", phone="0912345678", tax="", **more):
    return [1, name, more.get("owner", "Nguyễn Văn Mẫu"), address, phone, tax, "làm bún"]


def planned(office, path, rows, wanted=None):
    return sheets.plan(office, save(path, [HEADER, *rows]), wished(wanted))


def test_a_district_list_is_taken_in_and_taken_twice_changes_nothing(office, tmp_path):
    path = district(tmp_path / "ds.xlsx")
    first = sheets.plan(office, path, wished())
    assert first.counts == {"new": 3, "same": 0, "update": 0, "doubtful": 0, "refused": 0}, first.rows
    assert office.store.count("establishment") == 0
    taken = sheets.apply(office, first)
    here = listed(office)
    assert here["Cơ sở bánh tráng Bà Tư"]["commune_code"] == "31441"
    assert here["Cơ sở bánh tráng Bà Tư"]["phone"] == "0912345678"
    assert here["Cơ sở bánh tráng Bà Tư"]["former_district"] == "935"
    assert here["HTX Nông nghiệp Vị Thắng"]["legal_form"] == "HTX"
    assert here["HTX Nông nghiệp Vị Thắng"]["capital"] == 1_200_000_000
    assert "02933571234" in here["HTX Nông nghiệp Vị Thắng"]["note"]
    assert here["Cty TNHH Mộc Phát"]["phone_missing_reason"] == "khong_co"
    assert here["Cty TNHH Mộc Phát"]["commune_code"] == "31441"
    head = office.store.head()
    again = sheets.plan(office, path, wished())
    assert again.counts["same"] == 3
    assert sheets.apply(office, again).save == ""
    assert office.store.head() == head
    assert [one.save for one in undoing.batches(office)][:1] == [taken.save]
    undoing.undo(office, taken.save)
    assert listed(office) == {}


def test_a_value_that_was_mended_here_is_not_put_back(office, tmp_path):
    path = save(tmp_path / "a.xlsx", [HEADER, one_row()])
    sheets.apply(office, sheets.plan(office, path, wished()))
    row = listed(office)["Cơ sở A"]["id"]
    records.save_record(office, "establishment", row, {"phone": "0987654321"})
    again = sheets.plan(office, path, wished())
    assert again.counts["same"] == 1
    assert any("giữ nguyên" in words for words in again.rows[0].why)


def test_new_values_for_what_is_here_are_told_field_by_field(office, tmp_path):
    add(office, establishment("Cơ sở A", phone=None, phone_missing_reason="khong_co"))
    made = planned(office, tmp_path / "a.xlsx", [one_row(address="ấp 1, thị trấn Nàng Mau")])
    row = made.rows[0]
    assert row.status.value == "update"
    assert {"phone", "address"} <= {change.field for change in row.changes}
    sheets.apply(office, made)
    assert listed(office)["Cơ sở A"]["phone"] == "0912345678"


def test_what_is_doubtful_waits_for_a_decision(office, tmp_path):
    rows = [
        one_row("Cơ sở A"), one_row("Cơ sở A"), one_row("Cơ sở B", tax=100109106, phone=""),
        one_row("C", address="huyện Vị Thủy", phone=""),
    ]  # fmt: skip
    made = planned(office, tmp_path / "a.xlsx", rows)
    assert [one.status.value for one in made.rows] == ["new", "doubtful", "doubtful", "doubtful"]
    assert "dòng 2" in made.rows[1].why[0]
    assert "0100109106" in made.rows[2].why[0]
    decided = {
        **MAP, "decisions": {"4": "take", "5": "take", "3": "skip"}, "values": {"5": {"commune_code": "31459"}},
    }  # fmt: skip
    made = planned(office, tmp_path / "a.xlsx", rows, decided)
    assert [one.status.value for one in made.rows] == ["new", "refused", "new", "new"]
    sheets.apply(office, made)
    assert listed(office)["Cơ sở B"]["tax_code"] == "0100109106"
    assert listed(office)["C"]["commune_code"] == "31459"


def test_refused_rows_go_into_a_report_that_can_be_taken_in(office, tmp_path):
    rows = [
        one_row("Cơ sở A"), one_row("Cơ sở B", owner=None, phone=""), one_row("+1+1", address="nơi khác", phone=""),
    ]  # fmt: skip
    made = planned(office, tmp_path / "a.xlsx", rows)
    sheets.apply(office, made)
    assert sheets.report(tmp_path / "left.xlsx", made) == 2
    sheet = openpyxl.load_workbook(tmp_path / "left.xlsx").active
    assert sheet.cell(1, 8).value == "Vì sao chưa nhận"
    assert "Chủ cơ sở" in sheet.cell(2, 8).value
    assert (sheet.cell(3, 2).data_type, sheet.cell(3, 2).quotePrefix) == ("s", True)
    sheet.cell(2, 3).value = "Trần Thị Sửa"
    sheet.parent.save(tmp_path / "left.xlsx")
    mended = sheets.plan(office, tmp_path / "left.xlsx", wished())
    assert [one.status.value for one in mended.rows] == ["new", "doubtful"]


def test_old_letters_ask_once_and_the_map_of_the_plan_answers(office, tmp_path):
    names = ["Cơ sở bánh tráng Bà Tư", "Lò rèn Ông Năm", "Xưởng mộc Đức Thịnh"]
    rows = [one_row(encode(name, LegacyEncoding.TCVN3), phone="") for name in names]
    made = planned(office, tmp_path / "a.xlsx", rows)
    assert made.counts["doubtful"] == 3
    assert "Bà Tư" in made.questions[0]
    answered = {**made.as_json()["map"], **MAP}
    answered = json.loads(json.dumps(answered))
    again = planned(office, tmp_path / "a.xlsx", rows, answered)
    assert again.questions == []
    assert again.counts["new"] == 3
    sheets.apply(office, again)
    assert set(listed(office)) == set(names)


def test_a_list_of_needs_brings_requests(office, tmp_path):
    header = ["STT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Nội dung hỗ trợ", "Tổng kinh phí (triệu đồng)",
              "Kinh phí đề nghị hỗ trợ (triệu đồng)"]  # fmt: skip
    rows = [[1, "HTX A", "Lê Văn A", "xã Vị Thắng", "Máy sấy", 300, "97,82"],
            [2, "HTX A", "Lê Văn A", "xã Vị Thắng", "Máy đóng gói", 100, 50]]  # fmt: skip
    wanted = {"constants": {
        "trade_group": "1", "main_trade": "chế biến", "support_request.kind": "nhu_cau",
        "support_request.plan_year": 2027, "support_request.activity": "ND03", "support_request.fund_source": "KCDP",
    }}  # fmt: skip
    made = sheets.plan(office, save(tmp_path / "a.xlsx", [header, *rows]), wished(wanted))
    assert made.counts["new"] == 2, [one.why for one in made.rows]
    sheets.apply(office, made)
    requests = {one["title"]: one for one in office.store.rows("support_request")}
    assert requests["Máy sấy"]["requested_amount"] == 97_820_000
    assert requests["Máy sấy"]["establishment_id"] == requests["Máy đóng gói"]["establishment_id"]
    assert office.store.count("establishment") == 1
    again = sheets.plan(office, tmp_path / "a.xlsx", wished(wanted))
    assert again.counts["same"] == 2


def test_our_own_workbook_comes_back_cell_by_cell(office, tmp_path):
    one = add(office, establishment("Một", **CONSENTED, products=[{"name": "bánh"}]))
    two = add(office, establishment("Hai"))
    path = tmp_path / "own.xlsx"
    sheets.export(office, path)
    assert set(sheets.plan(office, path).counts.items()) >= {("same", 3), ("update", 0), ("doubtful", 0)}
    book = openpyxl.load_workbook(path)
    sheet = book["Cơ sở"]
    places = {sheet.cell(5, column).value: column for column in range(1, sheet.max_column + 1)}
    lines = {sheet.cell(row, places["Tên cơ sở"]).value: row for row in (6, 7)}
    sheet.cell(lines["Một"], places["Số nhà, ấp, khu vực"]).value = "Ấp 9"
    sheet.cell(lines["Một"], places["Điện thoại"]).value = "0987654321"
    sheet.cell(lines["Hai"], places["Số nhà, ấp, khu vực"]).value = "Ấp 8"
    products = book["Sản phẩm"]
    assert products.cell(6, 5).value == "bánh"
    products.cell(6, 5).value = "bánh tráng"
    products.cell(7, 4).value, products.cell(7, 5).value = "Hai", "kẹo"
    book.save(path)
    records.save_record(office, "establishment", one, {"phone": "0911111111"})
    made = sheets.plan(office, path)
    changed = {(change.field, change.new, change.both) for row in made.rows for change in row.changes}
    assert changed == {
        ("address", "Ấp 9", False), ("phone", "0987654321", True), ("address", "Ấp 8", False),
        ("name", "bánh tráng", False),
    }  # fmt: skip
    assert made.counts == {"new": 1, "same": 0, "update": 2, "doubtful": 1, "refused": 0}
    taken = sheets.apply(office, made)
    assert office.store.get("establishment", two)["address"] == "Ấp 8"
    assert office.store.get("establishment", one)["phone"] == "0911111111"
    assert [row["name"] for row in office.store.children("establishment", two)["products"]] == ["kẹo"]
    assert [row["name"] for row in office.store.children("establishment", one)["products"]] == ["bánh tráng"]
    undoing.undo(office, taken.save)
    assert office.store.get("establishment", two)["address"] == "Ấp 3"


def test_the_filled_template_is_taken_in(office, tmp_path):
    path = tmp_path / "mau.xlsx"
    sheets.export(office, path, template=True)
    book = openpyxl.load_workbook(path)
    sheet = book["Cơ sở"]
    given = {
        "Tên cơ sở": "Lò bún Út", "Loại hình": "Hộ kinh doanh", "Tình trạng hoạt động": "Đang hoạt động",
        "Xã, phường, đặc khu": "31441 – Xã Vị Thủy, Thành phố Cần Thơ", "Chủ cơ sở, người đại diện": "Út",
        "Nhóm ngành khuyến công": "1 – x", "Ngành nghề thực tế": "làm bún",
    }  # fmt: skip
    for column in range(1, sheet.max_column + 1):
        sheet.cell(6, column).value = given.get(sheet.cell(5, column).value)
    book["Sản phẩm"].cell(6, 4).value = "Lò bún Út"
    book["Sản phẩm"].cell(6, 5).value = "bún"
    book.save(path)
    made = sheets.plan(office, path)
    assert made.counts["new"] == 2, [row.why for row in made.rows]
    sheets.apply(office, made)
    assert office.store.count("product") == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(LETTERS, min_size=2, max_size=30),
    capital=st.integers(0, 10**15), area=st.floats(0, 10**6).map(lambda number: round(number, 3)),
    note=st.text("ab =+-@\n\"';,", max_size=40),
)  # fmt: skip
def test_whatever_is_written_out_comes_back_the_same(office, tmp_path, name, capital, area, note):
    try:
        add(office, establishment(name, capital=capital, floor_area=area, note=note))
    except UserError:
        return
    sheets.export(office, tmp_path / "p.xlsx", personal=True)
    made = sheets.plan(office, tmp_path / "p.xlsx")
    assert [change for row in made.rows for change in row.changes] == []
    assert made.counts["same"] == len(made.rows)


@pytest.mark.parametrize("content", WRONG_MAPS)
def test_a_wrong_map_is_refused(content):
    with pytest.raises(UserError) as caught:
        sheets.wishes(content)
    assert caught.value.code == "bad_map"


def test_rows_of_our_own_workbook_that_were_left_can_be_mended_and_taken_again(tmp_path):
    with desk(tmp_path / "home") as office:
        row = add(office, establishment("Lò bún Bà Tư", **CONSENTED))
        out, left = tmp_path / "so.xlsx", tmp_path / "left.xlsx"
        sheets.export(office, out)
        book = openpyxl.load_workbook(out)
        sheet = book[book.sheetnames[1]]
        headers = [cell.value for cell in sheet[5]]
        column = next(at for at, words in enumerate(headers, 1) if str(words).startswith("Năm bắt đầu sản xuất"))
        sheet.cell(6, column).value = "năm ngoái"
        book.save(out)
        planned = sheets.plan(office, out)
        assert sheets.report(left, planned) == 1
        book = openpyxl.load_workbook(left)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[sheet.max_row]][-1]
        sheet.cell(sheet.max_row, column).value = 2001
        book.save(left)
        sheets.apply(office, sheets.plan(office, left))
        assert office.store.get("establishment", row)["founded_year"] == 2001
