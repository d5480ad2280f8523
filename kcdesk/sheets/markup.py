"""Tables that web pages and Excel 2003 wrote as text and called .xls: HTML, and XML of spreadsheets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kcdesk.sheets.grid import Area, Grid, Raw
from kcdesk.sheets.guard import MOST_CELLS, too_large

_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "p", "div", "li"))
_SILENT = frozenset(("script", "style", "head"))
_MOST_SPAN = 1000


@dataclass(slots=True)
class _Table:
    """A table in the making. ``held`` are cells that reach down from rows above: column to rows left."""

    name: str
    rows: list[list[Raw]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._file = file
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._index = -1
        self._number = False
        self._silent = 0
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "worksheet":
            self.tables.append(_Table(given.get("name", "")))
        elif tag == "table" and not (self.tables and not self.tables[-1].rows and self.tables[-1].name):
            self.tables.append(_Table(""))
        elif tag in _ROWS and self.tables:
            self._end_cell()
            self._begin_row(given)
        elif tag in _CELLS and self.tables and self.tables[-1].rows:
            self._end_cell()
            self._begin_cell(tag, given)
        elif tag == "data":
            self._number = given.get("type") == "Number"
        elif tag in _BREAKS and self._text:
            self._text.append("\n")

    def _begin_row(self, given: dict[str, str]) -> None:
        rows = self.tables[-1].rows
        wanted = min(_whole(given.get("index"), len(rows) + 1), len(rows) + _MOST_SPAN)
        while len(rows) < wanted:
            rows.append([])

    def _begin_cell(self, tag: str, given: dict[str, str]) -> None:
        self._text = []
        self._number = False
        across = _whole(given.get("colspan"), 1) if tag != "cell" else _whole(given.get("mergeacross"), 0) + 1
        down = _whole(given.get("rowspan"), 1) if tag != "cell" else _whole(given.get("mergedown"), 0) + 1
        self._span = (min(across, _MOST_SPAN), min(down, _MOST_SPAN))
        self._index = _whole(given.get("index"), 0) - 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS or tag in _ROWS or tag == "table":
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        table, (across, down) = self.tables[-1], self._span
        row = table.rows[-1]
        while table.held.get(len(row), 0) >= len(table.rows):
            row.append("")
        while len(row) < min(self._index, _MOST_SPAN):
            row.append("")
        at, line = len(row), len(table.rows) - 1
        row.append(self._content())
        row.extend([""] * (across - 1))
        for column in range(at, at + across):
            table.held[column] = len(table.rows) + down - 1
        if across > 1 or down > 1:
            table.merged.append(Area(line, at, line + down - 1, at + across - 1))
        self._text = None
        self._count += across
        if self._count > MOST_CELLS:
            raise too_large(self._file)

    def _content(self) -> Raw:
        text = "".join(self._text or ()).replace("\xa0", " ")
        lines = [" ".join(line.split()) for line in text.split("\n")]
        joined = "\n".join(line for line in lines if line)
        if self._number:
            try:
                return float(joined)
            except ValueError:
                return joined
        return joined


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() else otherwise


def read_markup(data: bytes, file: str) -> list[Grid]:
    """Every table of the text that holds anything. Raises UserError where they are too large."""
    told = re.search(rb"charset\s*=\s*[\"']?([\w-]+)|encoding\s*=\s*[\"']([\w-]+)", data[:4000])
    name = next((one for one in told.groups() if one), b"utf-8").decode("ascii", errors="replace") if told else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    try:
        text = data.decode(name)
    except (LookupError, UnicodeDecodeError):
        text = data.decode("utf-8", errors="replace")
    reader = _Reader(file)
    reader.feed(text)
    reader.close()
    filled = [table for table in reader.tables if any(any(row) for row in table.rows)]
    return [
        Grid(table.name or f"{file.rpartition('.')[0]} {number}", table.rows, table.merged)
        for number, table in enumerate(filled, 1)
    ]
