"""Which cells of an xlsx are drawn in a font of before Unicode; nothing else of its styles is read.

Fonts named .Vn… draw TCVN3, and those of them whose name ends in H draw small letters as capitals; fonts named VNI-…
draw VNI.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from kcdesk.sheets.grid import column_number

NONE, TCVN3, TCVN3_CAPITALS, VNI = range(4)
"""What a font draws."""

_CHUNK = 1024 * 1024
_MOST_STYLES = 16 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS = 200_000, 500
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_NAME = re.compile(rb'<(?:\w+:)?name\s+val="([^"]{1,100})"')
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FONT_ID = re.compile(rb'\bfontId="([0-9]{1,6})"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_TARGET = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]{0,400})>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')

OldFonts = dict[int, bytearray]
"""By row, from 0: what the font of each column draws. Rows without such fonts are not in it."""


def drawn_by(name: str) -> int:
    """What a font of this name draws."""
    plain = name.strip().lower()
    if plain.startswith(".vn"):
        return TCVN3_CAPITALS if plain.endswith("h") else TCVN3
    return VNI if plain.startswith(("vni-", "vni ")) else NONE


def old_fonts(data: bytes) -> dict[str, OldFonts]:
    """By name of sheet the cells in fonts of before Unicode; {} where the workbook has no such font.

    ``data`` is an xlsx that was looked into before (``guard.inspect_package``). Raises nothing for what is odd in it:
    a font is a hint only.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            formats = _formats(_part(archive, "xl/styles.xml"))
            if not any(formats):
                return {}
            return {name: _cells(archive, part, formats) for name, part in _sheets(archive)}
    except (KeyError, ValueError, zipfile.BadZipFile):
        return {}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_MOST_STYLES)


def _formats(styles: bytes) -> list[int]:
    """What the font of every cell format draws."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if not fonts or not formats:
        return []
    drawn = []
    for found in _FONT.finditer(fonts[0]):
        name = _NAME.search(found[1] or b"")
        drawn.append(drawn_by(unescape(name[1].decode("utf-8", "replace"))) if name else NONE)
    numbers = [_FONT_ID.search(found[0]) for found in _FORMAT.finditer(formats[0])]
    return [drawn[int(one[1])] if one and int(one[1]) < len(drawn) else NONE for one in numbers]


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    targets = {}
    for found in _TARGET.finditer(_part(archive, "xl/_rels/workbook.xml.rels")):
        target = _attribute(found[0], b"Target")
        targets[_attribute(found[0], b"Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names = set(archive.namelist())
    for found in _SHEET.finditer(_part(archive, "xl/workbook.xml")):
        part = targets.get(_attribute(found[0], rb"\w+:id"), "")
        if part in names:
            yield _attribute(found[0], b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _cells(archive: zipfile.ZipFile, part: str, formats: list[int]) -> OldFonts:
    """The cells of one sheet in old fonts, read piece by piece."""
    fonts: OldFonts = {}
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = rest + piece
            end = text.rfind(b">") + 1
            for found in _CELL.finditer(text, 0, end):
                _note(fonts, found[1], formats)
            rest = text[end:][-_CHUNK:]
    return fonts


def _note(fonts: OldFonts, cell: bytes, formats: list[int]) -> None:
    style, place = _STYLE.search(cell), _PLACE.search(cell)
    if not style or not place or int(style[1]) >= len(formats) or not formats[int(style[1])]:
        return
    row, column = int(place[2]) - 1, column_number(place[1].decode("ascii"))
    if row < _MOST_ROWS and column < _MOST_COLUMNS:
        line = fonts.setdefault(row, bytearray())
        line.extend(bytes(max(0, column + 1 - len(line))))
        line[column] = formats[int(style[1])]
