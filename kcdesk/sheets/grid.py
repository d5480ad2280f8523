"""A sheet as it was read: rows of plain cells, and where cells were joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

Raw: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds; "" for nothing."""

ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"))
"""What a spreadsheet shows for a formula that went wrong; nothing to take in."""


class Area(NamedTuple):
    """Joined cells: first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet. Rows and columns count from 0, from the corner of the sheet; rows may be of different lengths."""

    name: str
    rows: list[list[Raw]]
    merged: Sequence[Area] = ()
    hidden: bool = False
    epoch_1904: bool = False
    fonts: Mapping[int, bytearray] = field(default_factory=dict)
    """By row what the font of each column draws (``sheets.fonts``); only rows with fonts of before Unicode."""

    def font(self, row: int, column: int) -> int:
        """What the font of a cell draws; 0 for Unicode."""
        line = self.fonts.get(row)
        return line[column] if line is not None and column < len(line) else 0

    @property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Raw:
        """The content of a cell, "" where there is none."""
        if not 0 <= row < len(self.rows):
            return ""
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """The content of a cell as one line of text."""
        return as_line(self.at(row, column))

    def is_blank(self, row: int) -> bool:
        """True where a row holds nothing."""
        return not any(is_filled(cell) for cell in self.rows[row]) if row < len(self.rows) else True


@dataclass(slots=True)
class Source:
    """A file that was read: its sheets, and what the person should know about it."""

    name: str
    grids: list[Grid]
    notes: list[str] = field(default_factory=list)

    def grid(self, name: str) -> Grid | None:
        """The sheet of that name."""
        return next((one for one in self.grids if one.name == name), None)


def is_filled(cell: Raw) -> bool:
    """True where a cell holds anything."""
    return cell != "" and not (isinstance(cell, str) and not cell.strip())


def as_line(cell: Raw) -> str:
    """A cell as one line of text, numbers without a point that says nothing."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return plain_number(cell)
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if (cell.hour, cell.minute) == (0, 0) else f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def plain_number(number: float) -> str:
    """A number as digits: 912345678.0 as 912345678, never 9.12E+08."""
    if number == int(number) and abs(number) < 1e16:
        return str(int(number))
    return f"{number:.15g}"


def column_name(column: int) -> str:
    """The letters of a column: 0 is A."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The column that letters name, from 0; -1 for what is no column."""
    number = 0
    for letter in name.strip().upper():
        if not "A" <= letter <= "Z":
            return -1
        number = number * 26 + ord(letter) - 64
    return number - 1
