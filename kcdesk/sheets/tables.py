"""Finding the tables of a sheet: header rows among titles, totals, blank rows, footers and signatures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from kcdesk.sheets.columns import ID
from kcdesk.sheets.grid import Area, Grid, Raw, as_line, is_filled
from kcdesk.sheets.header_text import LEVELS, unit_of
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.meaning import SURE
from kcdesk.sheets.old_text import Wrong, by_font, how_wrong, mend
from kcdesk.sheets.row_words import is_footer, is_total
from kcdesk.sheets.sections import Headings, Places, Shape, heading_of, is_heading
from kcdesk.text.fold import fold

_DEEPEST = 4
"""No header has more rows."""

_UPPER = 80
"""In so many rows the letters of each are looked at: titles and headers may be written otherwise than the list."""

_LONGEST_LABEL = 160
_FEW_COLUMNS, _OVER_ALL = 4, 0.6
"""What stands over so many columns, and over such a part of all, is a title and no group."""

_MOST_BLANK = 60
"""After so many blank rows a list is over."""

_COLUMN_NUMBER = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-Z])\s*\)?(?:\s*=.*)?", re.IGNORECASE)
_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_ENTRY = re.compile(r"[0-9]+(?:[.,]0)?")


_FEW_FILLED = 3
"""Rows with fewer cells say nothing of how rows are counted."""

_NAMING = frozenset((
    "establishment.name", "establishment.representative", "support_request.title", "product.name",
))  # fmt: skip
"""What names a row; no heading stands to the right of the first of these."""


class RowKind(StrEnum):
    """What a row below a header is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SECTION = "section"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Label:
    """The words above one column: all header rows joined, and those of the lowest row alone."""

    column: int
    words: str
    lowest: str
    levels: str = ""
    """The same as ``words``, the header rows parted by ``header_text.LEVELS``, without what stands over them all."""


@dataclass(slots=True)
class Table:
    """One table: its header rows, its columns, the kind of each row below. Rows and columns count from 0."""

    grid: Grid
    top: int
    bottom: int
    labels: list[Label]
    rows: list[tuple[int, RowKind]] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    """Row of data to the heading of the part of the table in which it stands."""
    places: dict[int, Places] = field(default_factory=dict)
    """Row of data to what the headings above it say of where it is."""
    above: str = ""
    """What the rows above say: title and unit."""
    score: float = 0.0

    @property
    def data_rows(self) -> list[int]:
        """The rows with records."""
        return [row for row, kind in self.rows if kind is RowKind.DATA]

    @property
    def own_entity(self) -> str:
        """The entity of a sheet that this program wrote, "" for any other."""
        return next((one.lowest.removeprefix(ID) for one in self.labels if one.lowest.startswith(ID)), "")


def find_tables(grid: Grid, words: HeaderWords) -> list[Table]:
    """The tables of a sheet, the fullest first."""
    return sorted(_Finder(grid, words).tables(), key=lambda table: -table.score)


def table_at(grid: Grid, words: HeaderWords, top: int, depth: int = 0) -> Table:
    """The table whose header begins at a row that a person named; ``depth`` 0 finds the header's rows."""
    finder = _Finder(grid, words)
    bottom = top + depth - 1 if depth else finder.bottom_of(top)
    return finder.table(top, bottom)


class _Finder:
    def __init__(self, grid: Grid, words: HeaderWords) -> None:
        self._grid = grid
        self._words = words
        self._covered = {
            (row, column): area
            for area in grid.merged
            if area.bottom - area.top < _DEEPEST and area.right - area.left < 60
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }

        self._wrong = _how_old([cell for row in grid.rows[:_UPPER] for cell in row if isinstance(cell, str)])
        self._wrongs: dict[int, Wrong | None] = {}
        self._shape = Shape(0, -1, 0, is_indexed=False)

    def tables(self) -> list[Table]:
        """Every table, in the order of the sheet."""
        found: list[Table] = []
        row = 0
        while row < len(self._grid.rows):
            if not self._is_header(row):
                row += 1
                continue
            top = self._top_of(row)
            table = self.table(top, max(self.bottom_of(top), row))
            if table.data_rows or table.own_entity:
                found.append(table)
            row = max(row, table.rows[-1][0] if table.rows else table.bottom) + 1
        return found

    def table(self, top: int, bottom: int) -> Table:
        """The table under these header rows."""
        table = Table(self._grid, top, bottom, self._labels(top, bottom))
        table.above = " ".join(as_line(cell) for row in self._grid.rows[max(0, top - 8) : top] for cell in row if cell)
        self._fill(table)
        wrong = self._wrongs.get(bottom, self._wrong)
        readings = (mend(label.levels, wrong) if wrong else label.levels for label in table.labels)
        known = sum(self._words.meaning(one).confidence >= SURE for one in readings)
        table.score = known * (1 + len(table.data_rows)) + known
        return table

    def _texts(self, row: int) -> list[str]:
        """The texts of a row, those of an old encoding as they were meant."""
        if row in self._grid.fonts:
            return [self._by_font(row, column) for column, cell in enumerate(self._grid.rows[row])
                    if isinstance(cell, str) and cell.strip()]  # fmt: skip
        texts = [as_line(cell) for cell in self._grid.rows[row] if isinstance(cell, str) and cell.strip()]
        wrong = self._wrong_of(row, texts)
        return [mend(text, wrong) for text in texts] if wrong else texts

    def _by_font(self, row: int, column: int) -> str:
        """A text as its font draws it; in a row with such fonts each cell may be written otherwise."""
        text = self._grid.text(row, column)
        wrong = by_font([(text, self._grid.font(row, column))])
        return mend(text, wrong) if wrong else text

    def _wrong_of(self, row: int, texts: list[str]) -> Wrong | None:
        """How a row was written: looked at for each where headers may be, for the sheet as a whole below."""
        if row >= _UPPER:
            return self._wrong
        if row not in self._wrongs:
            self._wrongs[row] = _how_old(texts)
        return self._wrongs[row]

    def _is_header(self, row: int, exact: int = 1) -> bool:
        """True for a row of headers; ``exact`` of them must be known just as they stand."""
        cells = [cell for cell in self._grid.rows[row] if is_filled(cell)]
        texts = self._texts(row)
        if any(text.startswith(ID) for text in texts):
            return True
        if len(texts) < 2 or len(texts) < 0.7 * len(cells) or max(map(len, texts)) > _LONGEST_LABEL:
            return False
        if _ENTRY.fullmatch(as_line(cells[0])):
            return False
        certain = sum(map(self._words.is_known, texts)) >= exact
        if not certain and (row >= _UPPER or exact > 1):
            return False
        known = [one.target for one in map(self._words.meaning, texts) if one.confidence >= SURE]
        least, part = (2, 0.34) if certain else (3, 0.5)
        return len(set(known)) >= least and len(known) >= part * len(texts)

    def _top_of(self, row: int) -> int:
        """The first row of a header of which this row is one: cells joined downwards reach above it."""
        reaching = [area.top for (r, _column), area in self._covered.items() if r == row and area.bottom > area.top]
        return min([row, *(top for top in reaching if row - top < _DEEPEST)])

    def bottom_of(self, top: int) -> int:
        """The last row of the header that begins here."""
        bottom = max([top, *(area.bottom for (r, _c), area in self._covered.items() if r == top)])
        across = any(area.right > area.left for (r, _c), area in self._covered.items() if r == top)
        last = min(len(self._grid.rows), top + _DEEPEST) - 1
        while bottom < last and self._continues(top, bottom, across):
            bottom += 1
        return bottom

    def _continues(self, top: int, bottom: int, across: bool) -> bool:
        """True where the row below is a second row of headers: only text, and only where it belongs under a group."""
        below = bottom + 1
        filled = [column for column, cell in enumerate(self._grid.rows[below]) if is_filled(cell)]
        years = sum(_is_year(self._grid.at(below, column)) for column in filled)
        if not filled or years == len(filled) > 1 or len(filled) != len(self._texts(below)) + years:
            return False
        if any(self._is_entry(below, column) for column in filled):
            return False
        under_group = [column for column in filled if not self._grid.text(top, column) or self._spans(top, column)]
        above = [column for column in range(self._grid.width) if self._grid.text(top, column)]
        alone = [column for column in above if column not in filled]
        if bottom > top and not across:
            return False
        if self._is_units(self._texts(below), len(filled)):
            return True
        return (
            bool(under_group)
            and len(alone) >= 1
            and len(under_group) >= 0.5 * len(filled)
            and (across or any(not self._grid.text(top, column) for column in filled))
        )

    def _spans(self, row: int, column: int) -> bool:
        """True where a cell is a group over the columns to its right."""
        area = self._covered.get((row, column))
        if area is not None:
            return area.right > area.left
        return not self._grid.text(row, column + 1) and bool(self._grid.text(row + 1, column + 1))

    def _is_entry(self, row: int, column: int) -> bool:
        text = self._grid.text(row, column)
        return len(text) > 60 or (bool(_ENTRY.fullmatch(text)) and not _is_year(self._grid.at(row, column)))

    def _labels(self, top: int, bottom: int) -> list[Label]:
        columns: dict[int, list[str]] = {}
        for column in range(self._grid.width):
            parts: list[str] = []
            for row in range(top, bottom + 1):
                text = self._label_cell(row, column, bottom)
                if text and text not in parts:
                    parts.append(text)
            if parts:
                columns[column] = parts
        over = Counter(part for parts in columns.values() for part in parts[:-1])
        titles = {part for part, count in over.items() if count >= max(_FEW_COLUMNS, _OVER_ALL * len(columns))}
        return [
            Label(column, " ".join(parts), parts[-1], LEVELS.join(part for part in parts if part not in titles))
            for column, parts in columns.items()
        ]

    def _label_cell(self, row: int, column: int, bottom: int) -> str:
        """What stands over a column in a header row: its own words, or those of the joined cell or group."""
        area = self._covered.get((row, column))
        if area is not None:
            return self._grid.text(area.top, area.left)
        text = self._grid.text(row, column)
        if text or row == bottom or not self._grid.text(row + 1, column):
            return text
        left = column
        while left > 0 and not self._grid.text(row, left) and self._grid.text(row + 1, left):
            left -= 1
        return self._grid.text(row, left) if self._grid.text(row + 1, left) else ""

    def _fill(self, table: Table) -> None:
        section, blanks, headings = "", 0, Headings()
        columns = [label.column for label in table.labels]
        self._shape = self._shape_of(table)
        for row in range(table.bottom + 1, len(self._grid.rows)):
            kind = self._kind(table, row, columns)
            blanks = blanks + 1 if kind is RowKind.BLANK else 0
            if blanks > _MOST_BLANK or kind is RowKind.FOOTER or (kind is RowKind.HEADER and self._other(table, row)):
                break
            table.rows.append((row, kind))
            if kind is RowKind.SECTION:
                section = heading_of(self._cells(row))
                headings.take(section)
            elif kind is RowKind.DATA and section:
                table.sections[row] = section
                table.places[row] = headings.places
        while table.rows and table.rows[-1][1] in (RowKind.BLANK, RowKind.SECTION):
            table.rows.pop()

    def _kind(self, table: Table, row: int, columns: list[int]) -> RowKind:
        filled = [column for column in range(len(self._grid.rows[row])) if is_filled(self._grid.at(row, column))]
        if not filled:
            return RowKind.BLANK
        texts = self._texts(row)
        if table.own_entity:
            return self._own_kind(table, row, texts)
        if self._is_numbering(row, filled) and row <= table.bottom + 2:
            return RowKind.HEADER
        if len(texts) >= 0.5 * len(columns) and self._is_header(row, 2) and self._may_be_header(table, row, texts):
            return RowKind.HEADER
        first = fold(texts[0]) if texts else ""
        if is_total(first):
            return RowKind.TOTAL
        if is_footer(texts, len(filled)) and (len(filled) < len(columns) or len(columns) < _FEW_COLUMNS):
            return RowKind.FOOTER
        if self._is_units(texts, len(filled)) and row <= table.bottom + 2:
            return RowKind.HEADER
        return RowKind.SECTION if self._is_section(row, filled) else RowKind.DATA

    def _may_be_header(self, table: Table, row: int, texts: list[str]) -> bool:
        """True for a header among the rows: the table's own once more, or one that begins another list.

        Values are headers elsewhere: "Hộ kinh doanh", "Đang hoạt động", "Giám đốc".
        """
        if not self._other(table, row):
            return True
        return self._grid.is_blank(row - 1) or self._words.meaning(texts[0]).target == "#index"

    def _own_kind(self, table: Table, row: int, texts: list[str]) -> RowKind:
        """Rows of a sheet of this program: signatures stand below, without an id."""
        label = next(one for one in table.labels if one.lowest.startswith(ID))
        has_id = bool(self._grid.text(row, label.column))
        return RowKind.FOOTER if not has_id and is_footer(texts, len(texts)) else RowKind.DATA

    def _is_numbering(self, row: int, filled: list[int]) -> bool:
        """(1) (2) (3) … under the headers."""
        return len(filled) >= 3 and all(_COLUMN_NUMBER.fullmatch(self._grid.text(row, column)) for column in filled)

    def _is_units(self, texts: list[str], filled: int) -> bool:
        """(đồng) (người) … under the headers."""
        return len(texts) == filled and all(text.startswith("(") and unit_of(text.strip("() ")) for text in texts)

    def _is_section(self, row: int, filled: list[int]) -> bool:
        """I | Xã Vị Thủy: the heading of a part of the list."""
        joined = self._covered.get((row, filled[0]), Area(0, 0, 0, 0))
        return is_heading(self._cells(row), self._shape, joined.right - joined.left + 1)

    def _cells(self, row: int) -> list[tuple[int, Raw]]:
        """The filled cells of a row with their columns, texts of an old encoding as they were meant."""
        wrong = self._wrong_of(row, [cell for cell in self._grid.rows[row] if isinstance(cell, str) and cell.strip()])
        cells: list[tuple[int, Raw]] = []
        for column, cell in enumerate(self._grid.rows[row]):
            if not is_filled(cell):
                continue
            text = self._by_font(row, column) if isinstance(cell, str) and row in self._grid.fonts else cell
            cells.append((column, mend(text, wrong) if wrong and isinstance(text, str) else text))
        return cells

    def _shape_of(self, table: Table) -> Shape:
        """Which columns count and name the rows, and whether most rows are counted."""
        meanings = {label.column: self._words.meaning(label.levels).target for label in table.labels}
        index = next((column for column, target in meanings.items() if target == "#index"), -1)
        named = [column for column, target in meanings.items() if target in _NAMING]
        others = [label.column for label in table.labels if label.column != index]
        below = [row for row in range(table.bottom + 1, min(len(self._grid.rows), table.bottom + _UPPER))
                 if sum(map(is_filled, self._grid.rows[row])) >= _FEW_FILLED]  # fmt: skip
        counted = sum(bool(_ENTRY.fullmatch(self._grid.text(row, index))) for row in below) if index >= 0 else 0
        name = min(named, default=others[0] if others else 0)
        return Shape(len(table.labels), index, name, counted > 0.5 * len(below))

    def _other(self, table: Table, row: int) -> bool:
        """True where a header row is not the table's own, printed again on a new page."""
        if self._is_numbering(row, [c for c in range(len(self._grid.rows[row])) if self._grid.text(row, c)]):
            return False
        own = {label.lowest for label in table.labels} | {label.words for label in table.labels}
        header = range(table.top, table.bottom + 1)
        own |= {self._grid.text(one, label.column) for label in table.labels for one in header}
        texts = self._texts(row)
        return sum(text in own for text in texts) < 0.8 * len(texts)


def _is_year(cell: Raw) -> bool:
    """True for a year that a column of figures is headed with."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and 1990 <= cell <= 2100 and cell == int(cell)


def _how_old(texts: list[str]) -> Wrong | None:
    """How texts were written, where most of those with marks have no letter that only Unicode has."""
    marked = [text for text in texts if not text.isascii()]
    old = [text for text in marked if not _MODERN.search(text)]
    return how_wrong(old) if old and len(old) > 0.8 * len(marked) else None
