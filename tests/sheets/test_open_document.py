"""Joined cells and old fonts of an ods."""

from __future__ import annotations

import io
import zipfile

from kcdesk.sheets.fonts import TCVN3, TCVN3_CAPITALS
from kcdesk.sheets.grid import Area
from kcdesk.sheets.open_document import details
from kcdesk.sheets.reading import read_bytes

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_STYLES = (
    '<style:style style:name="old" style:family="table-cell"><style:text-properties style:font-name=".VnTimeH"/>'
    '</style:style><style:style style:name="run" style:family="text"><style:text-properties style:font-name=".VnTime"/>'
    "</style:style>"
)


def ods(rows: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
            f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="T&amp;1">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>"))  # fmt: skip
    return made.getvalue()


def cell(text: str, more: str = "", inside: str = "{}") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{inside.format(text)}</text:p></table:table-cell>'
    )


ROWS = (
    '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
    + cell("Lao động", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    + cell("Ghi chú", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    + "</table:table-row><table:table-row>" + cell("Tổng") + cell("Nữ")
    + "<table:covered-table-cell/></table:table-row>"
    + "<table:table-row>" + cell("c¬ së", 'table:style-name="old"')
    + cell("b¸nh", inside='<text:span text:style-name="run">{}</text:span>') + "</table:table-row>"
)  # fmt: skip


def test_joined_cells_are_found_after_repeated_rows():
    assert details(ods(ROWS))["T&1"].merged == [Area(2, 0, 2, 1), Area(2, 2, 3, 2)]


def test_fonts_of_cells_and_of_words_in_them_are_found():
    assert dict(details(ods(ROWS))["T&1"].fonts) == {4: bytearray([TCVN3_CAPITALS, TCVN3])}


def test_a_grid_knows_both():
    grid = read_bytes(ods(ROWS), "a.ods").grids[0]
    assert Area(2, 0, 2, 1) in grid.merged
    assert (grid.text(4, 0), grid.font(4, 0), grid.font(4, 1)) == ("c¬ së", TCVN3_CAPITALS, TCVN3)


def test_what_is_odd_gives_nothing():
    assert details(b"PK\x03\x04") == {}
    assert details(ods("<table:table-row><table:table-cell/>"))["T&1"].merged == []
