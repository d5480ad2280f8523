"""Workbooks and lists, out and in: what window and command line call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UsageError, UserError
from kcdesk.work import undoing
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if
from kcdesk.work.sheet_export import SUFFIX, Exported, export
from kcdesk.work.sheet_own import OwnPlanner
from kcdesk.work.sheet_plan import ListPlanner
from kcdesk.work.sheet_rows import STALE, PlannedRow, Status, counts

if TYPE_CHECKING:
    from kcdesk.sheets.grid import Source
    from kcdesk.sheets.headers import HeaderWords
    from kcdesk.sheets.mapped import MappedColumn
    from kcdesk.sheets.rows import RowReader
    from kcdesk.sheets.tables import Table
    from kcdesk.sheets.wishes import Wishes
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.codes import Codes

__all__ = ["Exported", "Plan", "Taken", "apply", "export", "plan", "report", "wishes", "with_sheet"]

_MOST_NAMED = 8
_EDITS_AT_ONCE = 200
"""Between so many edits an import can be stopped."""


@dataclass(slots=True)
class Plan:
    """What taking a file in would do. ``questions`` are those about columns; rows have their own in ``why``."""

    file: str
    sheet: str
    own: bool
    notes: list[str]
    tables: list[dict[str, Any]]
    columns: list[MappedColumn]
    rows: list[PlannedRow]
    wishes: Wishes
    table: Table | None = None
    codes: Codes | None = None
    position: int = -1
    """The end of the log when it was made; a plan holds for that moment only."""
    own_tables: list[Table] = field(default_factory=list)
    """The sheets of a workbook of this program."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each status."""
        return counts(self.rows)

    @property
    def questions(self) -> list[str]:
        """What a person should look at in the columns."""
        return [one.question for one in self.columns if one.question]

    def as_json(self) -> dict[str, Any]:
        """The whole plan, with the map that leads to it."""
        from kcdesk.sheets.grid import column_name

        return {
            "file": self.file, "sheet": self.sheet, "own": self.own, "notes": self.notes, "tables": self.tables,
            "columns": [
                {
                    "column": column_name(one.column), "header": one.header, "field": one.target or None,
                    "confidence": round(one.confidence, 2), "sure": one.is_sure, "question": one.question,
                    "encoding": one.wrong.value if one.wrong else "", "samples": list(one.samples),
                }
                for one in self.columns
            ],
            "questions": self.questions, "counts": self.counts, "rows": [one.as_json() for one in self.rows],
            "map": {
                "sheet": self.sheet, "header_row": self.table.top + 1 if self.table else 0,
                "columns": {column_name(one.column): one.as_map() for one in self.columns if one.target},
                "constants": dict(self.wishes.constants),
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written: the save by which all of it can be taken back, "" where nothing was different."""

    save: str
    counts: dict[str, int]
    rows: tuple[tuple[str, str], ...]


def wishes(data: bytes) -> Wishes:
    """What a map file says. Raises UserError ``bad_map``."""
    from kcdesk.sheets.wishes import read_wishes

    return read_wishes(data)


def with_sheet(wanted: Wishes | None, sheet: str) -> Wishes:
    """The same for a sheet that is named beside the map file; "" leaves it to the map."""
    from kcdesk.sheets.wishes import Wishes as Wanted

    made = wanted or Wanted()
    return replace(made, sheet=sheet) if sheet else made


def plan(
    desk: Desk,
    path: Path,
    wanted: Wishes | None = None,
    *,
    source: Source | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Plan:
    """Look at a file and say, row by row, what taking it in would do. Writes nothing; ``source`` is what was read.

    Raises EnvironmentProblem and UserError as ``sheets.reading`` does, and UserError ``no_table`` where no list is
    found.
    """
    from kcdesk.sheets.headers import HeaderWords
    from kcdesk.sheets.reading import read_file
    from kcdesk.sheets.tables import find_tables, table_at
    from kcdesk.sheets.wishes import Wishes as Wanted

    wanted = wanted or Wanted()
    source = source or read_file(path)
    stop_if(cancel)
    grids = [grid for grid in source.grids if not wanted.sheet or grid.name == wanted.sheet]
    if not grids:
        raise UsageError(_("Tệp không có trang “{sheet}”.").format(sheet=wanted.sheet), code="no_sheet")
    words = HeaderWords()
    if wanted.header_row:
        tables = [table_at(grids[0], words, wanted.header_row - 1, wanted.header_rows)]
    else:
        tables = [table for grid in grids for table in find_tables(grid, words)]
    own = [table for table in tables if table.own_entity]
    if own:
        planner = OwnPlanner(desk, wanted)
        rows = planner.plan(own, progress, cancel)
        return Plan(path.name, "", True, source.notes, _offered(own), [], rows, wanted, codes=planner.preparer.codes,
                    position=desk.store.head()[0], own_tables=own)  # fmt: skip
    shown = [table for table in tables if not table.grid.hidden] or tables
    if not shown:
        raise UserError(
            _("Không tìm thấy bảng nào trong tệp “{file}”; hãy chỉ dòng tiêu đề của bảng.").format(file=path.name),
            code="no_table",
        )
    table = max(shown, key=lambda one: one.score)
    made = _plan_list(desk, table, words, wanted, progress, cancel)
    made.file, made.tables = path.name, _offered(tables)
    made.notes = [*source.notes, *made.notes, *_of_one_form(table, shown)]
    made.position = desk.store.head()[0]
    return made


def _plan_list(
    desk: Desk, table: Table, words: HeaderWords, wishes: Wishes, progress: Progress, cancel: Cancel
) -> Plan:
    from kcdesk.sheets.addresses import Addresses
    from kcdesk.sheets.mapping import map_columns
    from kcdesk.sheets.rows import RowReader

    columns = map_columns(table, words, wishes)
    addresses = Addresses(desk.reference, desk.profile.province, desk.profile.communes)
    reader = RowReader(table, columns, desk.reference, addresses, wishes)
    planner = ListPlanner(desk, wishes, table.grid.name)
    planned = planner.plan(reader.rows(), len(table.data_rows), progress, cancel)
    return Plan(
        "",
        table.grid.name,
        False,
        _taken_for_granted(reader),
        [],
        columns,
        planned,
        wishes,
        table,
        planner.preparer.codes,
    )


def _taken_for_granted(reader: RowReader) -> list[str]:
    """What was taken from the sheet as a whole, so that a person sees it."""
    notes = []
    if reader.where_from:
        notes.append(_("Dòng không ghi xã lấy xã theo “{words}”.").format(words=reader.where_from[:80]))
    if reader.has_twin:
        notes.append(_("Trang có hai bảng cạnh nhau; phần bên phải chưa nhận, hãy tách ra trang khác."))
    if reader.is_of_households:
        notes.append(_("Bảng không có cột tên cơ sở: tên đặt theo chủ hộ, ví dụ “Hộ Nguyễn Văn An”."))
    return notes


def _of_one_form(table: Table, tables: Sequence[Table]) -> list[str]:
    """That other sheets have the same columns, and are taken in one by one."""
    own = [label.words for label in table.labels]
    others = [one.grid.name for one in tables if one is not table and [label.words for label in one.labels] == own]
    if not others:
        return []
    named = ", ".join(others[:_MOST_NAMED]) + (" …" if len(others) > _MOST_NAMED else "")
    return [_("Tệp còn bảng cùng mẫu ở trang: {sheets}; hãy nhập từng trang.").format(sheets=named)]


def _offered(tables: Sequence[Table]) -> list[dict[str, Any]]:
    return [
        {"sheet": one.grid.name, "header_row": one.top + 1, "rows": len(one.data_rows), "entity": one.own_entity,
         "headers": [label.words[:60] for label in one.labels if not label.words.startswith("kcdesk:")][:12]}
        for one in tables
    ]  # fmt: skip


def apply(desk: Desk, planned: Plan, *, progress: Progress = quiet, cancel: Cancel = never) -> Taken:
    """Write what a plan says, as one save that can be taken back; rows that are doubtful or refused stay out.

    Raises UserError ``stale_plan`` where something else was written since it was planned, Cancelled where it is
    stopped; nothing is kept then.
    """
    if planned.position != desk.store.head()[0]:
        raise UserError(_("Dữ liệu đã đổi sau khi xem trước; hãy xem trước lại."), code=STALE)
    edits = [edit for row in planned.rows for edit in row.edits]
    if not edits:
        return Taken("", planned.counts, ())
    stamp = desk.stamp()
    rows: dict[tuple[str, str], None] = {}
    changed: set[str] = set()
    with desk.store.transaction():
        for start in range(0, len(edits), _EDITS_AT_ONCE):
            stop_if(cancel)
            progress(start, len(edits), _("Đang ghi"))
            saved = desk.store.save(edits[start : start + _EDITS_AT_ONCE], stamp)
            rows |= dict.fromkeys(sorted(saved.rows))  # sorting all of them at once would hold up the window
            changed |= {one.row for one in saved.changes}
        stop_if(cancel)
        if planned.codes is not None:
            planned.codes.keep()
        if changed:
            undoing.note_batch(desk, stamp.save, _("Nhập từ tệp Excel"), len(changed))
    return Taken(stamp.save if changed else "", planned.counts, tuple(rows))


def report(path: Path, planned: Plan) -> int:
    """Write the rows that were not taken, in the form of the source, each with why; how many there are."""
    from kcdesk.sheets.reporting import write_report

    tables = planned.own_tables or ([planned.table] if planned.table is not None else [])
    parts = [(table, left) for table in tables if (left := _left(planned, table.grid.name))]
    if not parts:
        return 0
    if path.suffix.lower() != SUFFIX:
        raise UsageError(_("Tên tệp phải có đuôi .xlsx."), code="not_xlsx")
    try:
        write_report(path, parts)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không ghi được tệp “{file}”; có thể tệp đang mở trong Excel hoặc ổ đĩa đã đầy.").format(file=path.name),
            code="cannot_write",
        ) from error
    return sum(len(left) for _table, left in parts)


def _left(planned: Plan, sheet: str) -> dict[int, str]:
    """Why the rows of a sheet were not taken, by their number."""
    left = (Status.DOUBTFUL, Status.REFUSED)
    return {row.row: "; ".join(row.why) for row in planned.rows if row.sheet == sheet and row.status in left}
