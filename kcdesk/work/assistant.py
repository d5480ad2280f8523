"""The import assistant without its window: a file that was opened, what is seen of it, and what a person answers.

Nothing here writes. A file is read once; every answer is planned anew over what was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from kcdesk.sheets.grid import Grid, Source
    from kcdesk.sheets.tables import Table
    from kcdesk.sheets.wishes import Wishes
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.sheet_rows import RowDoubt
    from kcdesk.work.sheets import Plan

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".html", ".htm")
"""How the names of files end that may hold a list."""

HEADER, DATA, OTHER = "header", "data", "other"
"""Kinds of a row in the preview; beside these total, section, footer and blank."""


@dataclass(slots=True)
class ColumnAnswer:
    """What a person says of a column. None and "" leave it to the program; target "#ignore" leaves the column out.

    ``unit`` is đồng in one unit of the column (1, 1000, 1000000, 1000000000), 0 for not said.
    """

    target: str | None = None
    unit: int = 0
    month_first: bool | None = None
    encoding: str = ""


@dataclass(slots=True)
class Answers:
    """All that a person has said about a file so far. Columns by letter, decisions and values by "Sheet!row"."""

    columns: dict[str, ColumnAnswer] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    trades: dict[str, str] = field(default_factory=dict)
    decisions: dict[int | str, str] = field(default_factory=dict)
    values: dict[int | str, dict[str, Any]] = field(default_factory=dict)
    sides: dict[str, dict[str, str]] = field(default_factory=dict)
    """By row and field which side of a cell holds that was changed twice, until all of the row are answered."""
    asked: dict[str, tuple[RowDoubt, ...]] = field(default_factory=dict)
    """By row what was asked when it was answered, so that the answer can be seen and changed."""
    notes: bool = True

    def column(self, letter: str) -> ColumnAnswer:
        """The answer about a column, made where there is none yet."""
        return self.columns.setdefault(letter, ColumnAnswer())

    def wishes(self, sheet: str = "", header_row: int = 0) -> Wishes:
        """The answers as planning takes them. ``header_row`` counts from 1; 0 lets the program find it."""
        from kcdesk.sheets.wishes import ColumnWish, Wishes

        columns = {
            letter: ColumnWish(one.target, one.unit, one.month_first, one.encoding)
            for letter, one in self.columns.items()
        }
        return Wishes(
            sheet=sheet, header_row=header_row, columns=columns, constants=dict(self.constants),
            places=dict(self.places), trades=dict(self.trades), decisions=dict(self.decisions),
            values={row: dict(given) for row, given in self.values.items()}, notes=self.notes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One table that was found: its sheet, its header's row from 1, how many rows, of which entity if it is our own."""

    sheet: str
    header_row: int
    rows: int
    own: str
    hidden: bool


class SheetView:
    """The cells of a sheet as they are shown, each row with its kind. Rows and columns count from 0."""

    def __init__(self, grid: Grid, table: Table | None) -> None:
        self._grid = grid
        self.name = grid.name
        self.rows = len(grid.rows)
        self.columns = grid.width
        self.first = table.top if table else 0
        self._kinds = dict(table.rows) if table is not None else {}
        self._header = range(table.top, table.bottom + 1) if table is not None else range(0)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, on one line."""
        return self._grid.text(row, column)

    def kind(self, row: int) -> str:
        """What a row is: header, data, total, section, footer, blank or other."""
        if row in self._header:
            return HEADER
        kind = self._kinds.get(row)
        return kind.value if kind is not None else OTHER


@dataclass(slots=True)
class OpenedFile:
    """A file that was read, with the tables in it, the fullest first."""

    path: Path
    source: Source
    tables: list[Table]

    @property
    def is_own(self) -> bool:
        """True for a workbook that this program wrote."""
        return any(table.own_entity for table in self.tables)

    @property
    def notes(self) -> list[str]:
        """What the person should know about the file."""
        return list(self.source.notes)

    @property
    def offers(self) -> list[Offer]:
        """The tables to choose from."""
        return [
            Offer(one.grid.name, one.top + 1, len(one.data_rows), one.own_entity, one.grid.hidden)
            for one in self.tables
        ]

    @property
    def sheets(self) -> list[str]:
        """The names of all sheets with something in them."""
        return [grid.name for grid in self.source.grids]

    @property
    def first_choice(self) -> int:
        """The table that is most likely meant; -1 where none was found."""
        shown = [at for at, table in enumerate(self.tables) if not table.grid.hidden] or range(len(self.tables))
        return max(shown, key=lambda at: self.tables[at].score, default=-1)

    def view(self, table: int) -> SheetView:
        """A table with the sheet around it."""
        found = self.tables[table]
        return SheetView(found.grid, found)

    def view_sheet(self, name: str) -> SheetView:
        """A sheet in which no table was found. Raises KeyError."""
        grid = self.source.grid(name)
        if grid is None:
            raise KeyError(name)
        return SheetView(grid, None)


def open_file(path: Path, progress: Progress = quiet, cancel: Cancel = never) -> OpenedFile:
    """Read a file and find its tables.

    Raises EnvironmentProblem where it cannot be read, UserError (too_large, damaged, locked, empty) where it cannot
    be taken.
    """
    from kcdesk.sheets.headers import HeaderWords
    from kcdesk.sheets.reading import read_file
    from kcdesk.sheets.tables import find_tables

    progress(0, 0, _("Đang đọc tệp"))
    source = read_file(path)
    words, tables = HeaderWords(), []
    for at, grid in enumerate(source.grids):
        stop_if(cancel)
        progress(at, len(source.grids), _("Đang tìm bảng trong trang “{sheet}”").format(sheet=grid.name))
        tables += find_tables(grid, words)
    return OpenedFile(path, source, tables)


def point_out(opened: OpenedFile, sheet: str, row: int) -> OpenedFile:
    """The same file with one more table, whose header a person has shown. ``row`` counts from 0.

    Raises UserError ``no_table`` where there is nothing below it.
    """
    from kcdesk.sheets.headers import HeaderWords
    from kcdesk.sheets.tables import table_at

    grid = opened.source.grid(sheet)
    if grid is None or not 0 <= row < len(grid.rows):
        raise UserError(_("Dòng này không có gì."), code="no_table")
    table = table_at(grid, HeaderWords(), row)
    if not table.data_rows or not table.labels:
        raise UserError(_("Dưới dòng {row} không có dòng số liệu nào.").format(row=row + 1), code="no_table")
    others = [one for one in opened.tables if one.grid is not grid or one.top != table.top]
    return replace(opened, tables=[table, *others])


def plan(
    desk: Desk, opened: OpenedFile, table: int, answers: Answers, progress: Progress = quiet, cancel: Cancel = never
) -> Plan:
    """What taking the table in would do after these answers; of a workbook of our own, all its sheets."""
    from kcdesk.work import sheets

    found = opened.tables[table]
    wanted = answers.wishes() if opened.is_own else answers.wishes(found.grid.name, found.top + 1)
    return sheets.plan(desk, opened.path, wanted, source=opened.source, progress=progress, cancel=cancel)
