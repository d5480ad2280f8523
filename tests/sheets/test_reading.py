"""Files of every kind are read, and what cannot be is refused with one sentence."""

from __future__ import annotations

import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.sheets.grid import column_name, column_number, plain_number
from kcdesk.sheets.plain_text import decode, separator_of
from kcdesk.sheets.reading import read_bytes, read_file
from tests.sheets.books import district, save, with_part

LINES = 'Tên cơ sở;Địa chỉ;SĐT\nBánh tráng "Bà Tư"; ấp 3, xã Vị Thủy ;0912345678\n'


def refused(path) -> str:
    with pytest.raises(UserError) as caught:
        read_file(path)
    assert caught.value.message.endswith((".", "lại."))
    return caught.value.code


def test_a_workbook_is_read_with_its_joined_cells(tmp_path):
    grid = read_file(district(tmp_path / "a.xlsx")).grids[0]
    assert grid.name == "DS 2025"
    assert grid.text(6, 3) == "Đại chỉ"
    assert grid.text(9, 4) == "912345678"
    assert (6, 6, 6, 7) in grid.merged


def test_rows_count_from_the_corner_of_the_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    book.active["C5"] = datetime(2026, 10, 5)  # noqa: DTZ001 - a spreadsheet knows no zones
    book.save(tmp_path / "a.xlsx")
    grid = read_file(tmp_path / "a.xlsx").grids[0]
    assert grid.text(3, 2) == "x"
    assert grid.text(4, 2) == "05/10/2026"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_text_files_tell_encoding_and_separator(encoding, mark):
    rows = [["Tên cơ sở", "Địa chỉ", "Vốn"], ["Bà Tư", "ấp 3", "5"], ["Ông Năm", "ấp 4", "7"]]
    data = "\n".join(mark.join(row) for row in rows).encode(encoding)
    assert read_bytes(data, "ds.csv").grids[0].rows == rows


def test_quotes_and_the_line_that_names_the_separator():
    grid = read_bytes(("sep=;\n" + LINES).encode(), "ds.csv").grids[0]
    assert grid.text(0, 1) == "Địa chỉ"
    quoted = 'a,b\n"x, y","dòng 1\ndòng 2"\n'
    assert read_bytes(quoted.encode(), "ds.csv").grids[0].rows[1] == ["x, y", "dòng 1\ndòng 2"]
    assert separator_of("a;1,5;b\nc;2,5;d") == ";"


def test_the_vietnamese_page_of_windows_is_known():
    text = "Tên cơ sở; Địa chỉ; thị trấn Nàng Mau"
    assert decode(_for_1258(text).encode("cp1258"), "a.csv") == (text, "cp1258")


def _for_1258(text):
    import unicodedata

    made = ""
    for letter in text:
        try:
            letter.encode("cp1258")
            made += letter
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(one for one in parts if one in "\u0300\u0301\u0303\u0309\u0323")
            made += unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return made


def test_old_letters_come_through_byte_by_byte():
    assert decode("C¬ së ®iÖn ­".encode("latin-1"), "a.csv")[0] == "C¬ së ®iÖn \u00ad"


def test_a_web_table_called_xls():
    page = (
        "<html><head><meta charset=utf-8><style>td{}</style></head><body><table><tr><th rowspan=2>STT</th>"
        "<th colspan=2>Lao động</th></tr><tr><th>Tổng</th><th>Nữ</th></tr><tr><td>1</td><td>5<br>người</td><td>3</td>"
        "</tr></table></body></html>"
    )
    grid = read_bytes(page.encode(), "baocao.xls").grids[0]
    assert grid.rows == [["STT", "Lao động", ""], ["", "Tổng", "Nữ"], ["1", "5\nngười", "3"]]
    assert (0, 1, 0, 2) in grid.merged


def test_a_workbook_of_2003_as_xml():
    text = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Xã"><Table><Row ss:Index="2">'
        '<Cell><Data ss:Type="String">Tên</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell>'
        "</Row></Table></Worksheet></Workbook>"
    )
    grid = read_bytes(text.encode(), "cu.xls").grids[0]
    assert (grid.name, grid.rows) == ("Xã", [[], ["Tên", "", 5.0]])


def test_what_cannot_be_read_gets_a_sentence(tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "broken.xlsx").write_bytes(district(tmp_path / "a.xlsx").read_bytes()[:700])
    (tmp_path / "noise.xls").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "locked.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le")
    )
    book = openpyxl.Workbook()
    book.save(tmp_path / "blank.xlsx")
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    names = ("empty", "blank", "broken", "zip", "locked")
    assert [refused(tmp_path / f"{name}.xlsx") for name in names] == [
        "empty", "empty", "damaged", "damaged", "locked",
    ]  # fmt: skip
    assert refused(tmp_path / "noise.xls") == "damaged"
    with pytest.raises(EnvironmentProblem):
        read_file(tmp_path / "nothing.xlsx")


def test_bombs_do_not_go_off(tmp_path):
    bomb = with_part(save(tmp_path / "bomb.xlsx", [["a"]]), "xl/media/x.bin", b"\0" * (420 * 1024 * 1024))
    assert refused(bomb) == "too_large"
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    growing = with_part(save(tmp_path / "laughs.xlsx", [["a"]]), "xl/worksheets/sheet1.xml", laughs, instead=True)
    assert refused(growing) == "damaged"


def test_a_sheet_that_claims_to_be_endless_is_refused_or_cut(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 1
    book.save(tmp_path / "corner.xlsx")
    assert refused(tmp_path / "corner.xlsx") == "too_large"
    phantom = openpyxl.Workbook()
    phantom.active.append(["Tên", "Địa chỉ"])
    for row in range(5000, 60_000, 500):
        phantom.active.cell(row, 1).number_format = "0.00"
    phantom.save(tmp_path / "phantom.xlsx")
    assert len(read_file(tmp_path / "phantom.xlsx").grids[0].rows) == 1


def test_macros_and_links_are_left_alone_and_told(tmp_path):
    path = with_part(district(tmp_path / "a.xlsx"), "xl/vbaProject.bin", b"x")
    path = with_part(path, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert len(read_file(path).notes) == 2


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table>", b"a;b\n"):
        try:
            read_bytes(start + data, "x.xls")
        except UserError:
            continue


@given(st.integers(min_value=0, max_value=16_383))
def test_column_letters_go_both_ways(number):
    assert column_number(column_name(number)) == number


def test_numbers_have_no_point_that_says_nothing():
    assert [plain_number(one) for one in (912345678.0, 0.1, 1e20, 97.82)] == ["912345678", "0.1", "1e+20", "97.82"]
    assert column_number("A1") == -1
