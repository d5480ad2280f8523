"""The workbook that goes out: headers, real values, drop-downs, print set-up; nothing lost, nothing a formula."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model import catalogue
from kcdesk.model.problems import EnvironmentProblem, UsageError
from kcdesk.sheets.cells import cell_of, mark_of, millions
from kcdesk.sheets.columns import SHEET_ENTITIES, columns_of, sheet_title
from kcdesk.work import sheets
from tests.sheets.offices import CONSENTED, add, desk, establishment

PAYLOADS = ["=1+1", "=cmd|'/c calc'!A0", "+84 912", "-2+3", "@SUM(A1)", '=HYPERLINK("x","y")', "\t=1"]


@pytest.fixture
def office(tmp_path):
    opened = desk(tmp_path / "home")
    yield opened
    opened.close()


def written(office, path, **options):
    sheets.export(office, path, **options)
    return openpyxl.load_workbook(path)


def table(book, title):
    """The rows of a sheet under their headers."""
    rows = list(book[title].iter_rows(min_row=5))
    headers = [cell.value for cell in rows[0]]
    return [dict(zip(headers, row, strict=False)) for row in rows[1:] if row[0].value]


def test_a_record_stands_in_the_workbook_with_real_values(office, tmp_path):
    add(office, establishment(
        "Cơ sở bánh tráng Bà Tư", tax_code="0100109106", capital=97_820_001, registration_date="2020-02-29",
        changed_on="2024-05", founded_year=1999, wastes=["khi_thai", "nuoc_thai"], vsic_code="1079", **CONSENTED,
        yearly_figures=[{"year": 2025, "profit": -1_500_000}],
    ))  # fmt: skip
    book = written(office, tmp_path / "out.xlsx")
    row = table(book, "Cơ sở")[0]
    assert row["Tên cơ sở"].value == "Cơ sở bánh tráng Bà Tư"
    assert (row["Mã số thuế"].value, row["Mã số thuế"].data_type) == ("0100109106", "s")
    assert row["Điện thoại"].value == "0912345678"
    assert row["Vốn đầu tư, tổng nguồn vốn (triệu đồng)"].value == 97.820001
    assert row["Ngày cấp"].value.date() == date(2020, 2, 29)
    assert row["Ngày cấp"].number_format == "dd/mm/yyyy"
    assert row["Đổi chủ, đổi tên hoặc loại hình từ"].value == "05/2024"
    assert row["Năm bắt đầu sản xuất"].value == 1999
    assert row["Loại hình"].value == "Hộ kinh doanh"
    assert row["Chất thải"].value == "Nước thải; Khí thải, bụi"
    assert row["Xã, phường, đặc khu"].value.startswith("31441 – Xã Vị Thủy")
    figure = table(book, "Số liệu theo năm")[0]
    assert figure["Lợi nhuận (triệu đồng)"].value == -1.5
    assert figure["Cơ sở"].value.startswith("Cơ sở bánh tráng Bà Tư (CS-")


def test_every_sheet_filters_freezes_prints_and_offers(office, tmp_path):
    add(office, establishment("A"))
    book = written(office, tmp_path / "out.xlsx")
    titles = [sheet_title(catalogue.entity(name)) for name in SHEET_ENTITIES]
    assert book.sheetnames == ["Hướng dẫn", *titles, "Danh mục"]
    sheet = book["Cơ sở"]
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "E6"
    assert sheet.auto_filter.ref.startswith("C5:")
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["B"].hidden
    lists = {rule.formula1: rule for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert {"dm_communes", "dm_vsic", "dm_trades", "dm_legal_form_7", "dm_co_khong"} <= lists.keys()
    assert all(name in book.defined_names for name in lists)
    communes = [cell.value for cell in next(c for c in book["Danh mục"].columns if "31441" in str(c[1].value))][1:]
    assert [one[:5] for one in communes if one] == ["31441", "31459"]
    words = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "NGƯỜI LẬP BIỂU" in words


def test_every_declared_field_has_its_column():
    for name in SHEET_ENTITIES:
        kind = catalogue.entity(name)
        shown = {column.field.name for column in columns_of(kind) if column.field}
        assert shown == {field.name for field in kind.fields if not field.automatic or field.name == "code"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula(office, tmp_path, payload):
    add(office, establishment(f"{payload} x", address=payload, **CONSENTED))
    path = tmp_path / "out.xlsx"
    book = written(office, path)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in part or b"<f " in part for part in parts)
    cell = table(book, "Cơ sở")[0]["Số nhà, ấp, khu vực"]
    assert cell.value == payload.strip()
    assert cell.quotePrefix is (payload.strip()[0] in "=+-@")


def test_personal_values_leave_only_with_consent(office, tmp_path):
    add(office, establishment("Đã đồng ý", **CONSENTED))
    add(office, establishment("Chưa hỏi", phone="0987654321"))
    rows = {row["Tên cơ sở"].value: row for row in table(written(office, tmp_path / "a.xlsx"), "Cơ sở")}
    assert rows["Đã đồng ý"]["Điện thoại"].value == "0912345678"
    assert rows["Chưa hỏi"]["Điện thoại"].value is None
    assert rows["Chưa hỏi"]["Chủ cơ sở, người đại diện"].value is None
    mark = next(cell.value for name, cell in rows["Chưa hỏi"].items() if name.startswith("kcdesk:mark:"))
    assert "***" in mark
    own = {row["Tên cơ sở"].value: row for row in table(written(office, tmp_path / "b.xlsx", personal=True), "Cơ sở")}
    assert own["Chưa hỏi"]["Điện thoại"].value == "0987654321"


def test_chosen_establishments_bring_what_belongs_to_them(office, tmp_path):
    one = add(office, establishment("Một", products=[{"name": "bánh"}]))
    add(office, establishment("Hai", products=[{"name": "kẹo"}]))
    book = written(office, tmp_path / "out.xlsx", establishments=[one])
    assert [row["Tên cơ sở"].value for row in table(book, "Cơ sở")] == ["Một"]
    assert [row["Tên sản phẩm"].value for row in table(book, "Sản phẩm")] == ["bánh"]


def test_the_template_is_empty_and_has_its_lists(office, tmp_path):
    add(office, establishment("Một"))
    book = written(office, tmp_path / "mau.xlsx", template=True)
    assert table(book, "Cơ sở") == []
    rule = next(one for one in book["Cơ sở"].data_validations.dataValidation if one.formula1 == "dm_communes")
    assert str(rule.sqref).endswith("1005")


def test_only_a_workbook_in_a_place_that_can_be_written(office, tmp_path):
    with pytest.raises(UsageError):
        sheets.export(office, tmp_path / "out.xls")
    with pytest.raises(EnvironmentProblem):
        sheets.export(office, tmp_path / "nowhere" / "out.xlsx")
    assert not [*tmp_path.glob("*.part"), *tmp_path.glob(".*")]


@given(st.integers(min_value=-(2**62), max_value=2**62))
def test_money_is_a_number_only_where_nothing_is_lost(amount):
    number = millions(amount)
    field = catalogue.entity("establishment")["capital"]
    if number is None:
        cell = cell_of(field, amount, lambda *_: "")
        assert cell is not None
        assert isinstance(cell.value, str)
        assert field.kind.parse(cell.value, catalogue.entity("yearly_figure")["profit"]).value == amount
    else:
        assert round(float(f"{number:.15g}") * 1_000_000) == amount or abs(amount) > 10**15


@given(st.text(), st.text())
def test_marks_tell_values_apart(one, other):
    assert len(mark_of(one)) == 3
    assert mark_of(one) == mark_of(one)
    if one == "":
        assert mark_of(one) == "..."
