"""Fonts of before Unicode tell how a column was written, and where it is drawn in capitals."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from kcdesk.sheets import fonts
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.mapping import map_columns
from kcdesk.sheets.old_text import Wrong
from kcdesk.sheets.reading import read_file
from kcdesk.sheets.tables import find_tables
from kcdesk.sheets.wishes import Wishes
from kcdesk.text.encodings import LegacyEncoding, encode
from kcdesk.work import sheets
from tests.sheets.offices import desk

ROWS = [("Lò bún", "nguyễn văn út", "ấp 3, xã Vị Thắng"), ("Cơ sở mộc Phát", "trần thị đào", "ấp 5, xã Vị Thắng")]
HEADER = ["Tên cơ sở", "Chủ cơ sở", "Địa chỉ"]


def _book(path: Path, plain: list[str | None], drawn: list[str | None]) -> Path:
    """A list whose columns are written in these encodings and drawn in these fonts."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, *ROWS):
        sheet.append([encode(text, LegacyEncoding(how)) if how else text for text, how in zip(row, plain, strict=True)])
    for cells in sheet.iter_rows():
        for cell, name in zip(cells, drawn, strict=True):
            if name:
                cell.font = Font(name=name)
    book.save(path)
    return path


def _columns(path: Path) -> list[MappedColumn]:
    words = HeaderWords()
    return map_columns(find_tables(read_file(path).grids[0], words)[0], words, Wishes())


@pytest.mark.parametrize(
    ("name", "drawn"),
    [(".VnTime", fonts.TCVN3), (".VnTimeH", fonts.TCVN3_CAPITALS), (".VnArialH", fonts.TCVN3_CAPITALS),
     ("VNI-Times", fonts.VNI), ("Times New Roman", fonts.NONE), ("Vn", fonts.NONE)],
)  # fmt: skip
def test_the_name_of_a_font_says_what_it_draws(name: str, drawn: int) -> None:
    assert fonts.drawn_by(name) == drawn


def test_a_column_is_read_by_its_font_and_others_stay(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", ["tcvn3", None, "vni"], [".VnTime", "Arial", "VNI-Times"])
    assert [one.wrong for one in _columns(path)] == [Wrong.TCVN3, None, Wrong.VNI]


def test_a_font_that_was_left_on_unicode_text_means_nothing(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", [None, None, None], [".VnTime", ".VnTimeH", "VNI-Times"])
    assert [one.wrong for one in _columns(path)] == [None, None, None]


def test_a_font_of_capitals_gives_capitals(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", ["tcvn3"] * 3, [".VnTime", ".VnTimeH", ".VnTime"])
    with desk(tmp_path / "home") as office:
        planned = sheets.plan(office, path)
    assert planned.rows[0].values["establishment.representative"] == "NGUYỄN VĂN ÚT"
    assert planned.rows[0].values["establishment.name"] == "Lò bún"
    assert any("NGUYỄN VĂN ÚT" in one for one in planned.questions)


def test_what_is_odd_in_the_styles_is_no_matter() -> None:
    assert not fonts.old_fonts(b"PK nothing")
