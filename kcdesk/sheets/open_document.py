"""What the reader of workbooks does not tell of an ods: which cells are joined, and which are in old fonts.

Both only help; what is odd in a file gives nothing here.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape

from kcdesk.sheets.fonts import NONE, OldFonts, drawn_by
from kcdesk.sheets.grid import Area

_MOST_ROWS, _MOST_COLUMNS, _MOST_AREAS = 200_000, 500, 100_000
_TOKEN = re.compile(
    rb"<table:table(?=\s)([^>]*)>|<(/table:table)>|<table:table-row(?=[\s/>])([^>]*)>"
    rb"|<table:(?:covered-)?table-cell(?=[\s/>])([^>]*)>|<text:span(?=\s)([^>]*)>"
)
_STYLE = re.compile(rb'<style:style(?=\s)([^>]*style:family="(?:table-cell|text)"[^>]*)>(.*?)</style:style>', re.DOTALL)
_STYLE_NAME = re.compile(rb'style:name="([^"]{1,200})"')
_FONT_NAME = re.compile(rb'(?:style:font-name|fo:font-family)="([^"]{1,200})"')
_NAME = re.compile(rb'table:name="([^"]*)"')
_USED_STYLE = re.compile(rb'(?:table|text):style-name="([^"]{1,200})"')
_NUMBERS = {
    name: re.compile(rb"table:number-" + name + rb'="([0-9]{1,7})"')
    for name in (b"rows-repeated", b"columns-repeated", b"rows-spanned", b"columns-spanned")
}


@dataclass(slots=True)
class SheetDetails:
    """Of one sheet: joined cells, and what the fonts of cells draw, as ``fonts.old_fonts`` tells it."""

    merged: list[Area] = field(default_factory=list)
    fonts: OldFonts = field(default_factory=dict)


def details(data: bytes) -> dict[str, SheetDetails]:
    """By name of sheet; {} where nothing can be read. ``data`` was looked into before (``guard.inspect_package``)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
    except (KeyError, ValueError, zipfile.BadZipFile):
        return {}
    return _Reader(_fonts(content)).read(content)


def _fonts(content: bytes) -> dict[bytes, int]:
    """By name of style what its font draws; only styles with a font of before Unicode."""
    found = {}
    for style in _STYLE.finditer(content):
        name, font = _STYLE_NAME.search(style[1]), _FONT_NAME.search(style[2])
        drawn = drawn_by(unescape(font[1].decode("utf-8", "replace")).strip("'\"")) if font else NONE
        if name and drawn:
            found[name[1]] = drawn
    return found


class _Reader:
    def __init__(self, fonts: dict[bytes, int]) -> None:
        self._fonts = fonts
        self._sheets: dict[str, SheetDetails] = {}
        self._sheet: SheetDetails | None = None
        self._row = self._column = -1
        self._next_row = self._next_column = 0

    def read(self, content: bytes) -> dict[str, SheetDetails]:
        for token in _TOKEN.finditer(content):
            table, end, row, cell, span = token.groups()
            if table is not None:
                self._begin(table)
            elif end is not None:
                self._sheet = None
            elif row is not None:
                self._row, self._next_row = self._next_row, self._next_row + _number(row, b"rows-repeated")
                self._next_column = 0
            elif cell is not None:
                self._cell(cell)
            else:
                self._draw(span)
        return self._sheets

    def _begin(self, table: bytes) -> None:
        name = _NAME.search(table)
        self._sheet = SheetDetails()
        self._row, self._next_row = -1, 0
        if name:
            self._sheets[unescape(name[1].decode("utf-8", "replace"))] = self._sheet

    def _cell(self, cell: bytes) -> None:
        self._column, self._next_column = self._next_column, self._next_column + _number(cell, b"columns-repeated")
        down, across = _number(cell, b"rows-spanned"), _number(cell, b"columns-spanned")
        if self._sheet is not None and down * across > 1 and len(self._sheet.merged) < _MOST_AREAS:
            area = Area(self._row, self._column, self._row + down - 1, self._column + across - 1)
            self._sheet.merged.append(area)
        self._draw(cell)

    def _draw(self, tag: bytes) -> None:
        """Note the font of a cell, or of the words in it."""
        style = _USED_STYLE.search(tag)
        drawn = self._fonts.get(style[1], NONE) if style else NONE
        if not drawn or self._sheet is None or self._row >= _MOST_ROWS or self._column >= _MOST_COLUMNS:
            return
        line = self._sheet.fonts.setdefault(self._row, bytearray())
        line.extend(bytes(max(0, self._column + 1 - len(line))))
        line[self._column] = drawn


def _number(tag: bytes, name: bytes) -> int:
    found = _NUMBERS[name].search(tag)
    return max(1, int(found[1])) if found else 1
