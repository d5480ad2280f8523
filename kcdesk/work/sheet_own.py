"""Taking back a workbook that this program wrote: cell by cell, what was changed in it, here, or in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Record, Value
from kcdesk.text.fold import fold
from kcdesk.work.jobs import Cancel, Progress, stop_if
from kcdesk.work.prepare import Prepared, Preparer
from kcdesk.work.sheet_rows import FieldChange, PlannedRow, RowDoubt, Status

if TYPE_CHECKING:
    from kcdesk.sheets.grid import Raw
    from kcdesk.sheets.tables import Table
    from kcdesk.sheets.wishes import Wishes
    from kcdesk.work.bootstrap import Desk

_MARK = 3


@dataclass(slots=True)
class _Line:
    """One row of the workbook: what it would change of its record."""

    planned: PlannedRow
    entity: Entity
    row: str
    current: Record | None
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    doubts: list[RowDoubt] = field(default_factory=list)


class OwnPlanner:
    """Plans the sheets of a workbook of this program."""

    def __init__(self, desk: Desk, wishes: Wishes) -> None:
        self._desk = desk
        self._wishes = wishes
        self._preparer = Preparer(desk)
        self._fresh: dict[str, str] = {}
        self._seen: set[str] = set()
        known = self._preparer.context.row_exists
        self._preparer.context = replace(
            self._preparer.context,
            row_exists=lambda entity, row: row in self._seen or known is None or known(entity, row),
        )

    @property
    def preparer(self) -> Preparer:
        """What counts the codes that are given."""
        return self._preparer

    def plan(self, tables: Sequence[Table], progress: Progress, cancel: Cancel) -> list[PlannedRow]:
        """The plan of all rows of all sheets, parents before their children."""
        lines: list[_Line] = []
        total = sum(len(table.data_rows) for table in tables)
        for table in sorted(tables, key=lambda one: _place(one.own_entity)):
            for line in self._lines(table):
                stop_if(cancel)
                lines.append(line)
                if len(lines) % 100 == 0:
                    progress(len(lines), total, _("Đang xem các dòng"))
        self._prepare(lines)
        return [line.planned for line in lines]

    def _lines(self, table: Table) -> Iterator[_Line]:
        reader = _SheetReader(table)
        for row in table.data_rows:
            if not reader.is_empty(row):
                yield self._line(reader, row)

    def _line(self, reader: _SheetReader, row: int) -> _Line:
        entity = reader.entity
        given = reader.id_of(row)
        current = self._desk.store.get(entity.name, given) if given else None
        planned = PlannedRow(reader.sheet, row + 1, Status.SAME, given)
        line = _Line(planned, entity, given or self._desk.new_id(), current)
        if given and given in self._seen:
            words = _("Dòng này là bản chép của một dòng khác; hãy xóa ô ở các cột ẩn nếu là hồ sơ mới.")
            line.doubts.append(RowDoubt("copy", words))
        elif given and current is None:
            words = _("Hồ sơ của dòng này không có ở đây (đã xóa, hoặc của máy khác).")
            line.doubts.append(RowDoubt("absent", words))
        self._seen.add(line.row)
        for declared in entity.fields:
            self._cell(line, reader, row, declared)
        title = line.values.get(entity.title_field) or (current or {}).get(entity.title_field)
        planned.title = str(title or "")
        planned.values = {f"{entity.name}.{name}": value for name, value in line.values.items()}
        if entity.name == "establishment" and current is None and title:
            self._fresh.setdefault(fold(str(title)), line.row)
        return line

    def _cell(self, line: _Line, reader: _SheetReader, row: int, declared: Field) -> None:
        """What one cell would change."""
        if declared.automatic or not reader.has(declared):
            return
        if declared.parent:
            if line.current is None:
                self._pointer(line, reader, row, declared)
            return
        value, problem = reader.value(row, declared)
        if problem:
            line.problems.append(_("{label}: {why}").format(label=_(declared.label), why=problem))
            return
        if line.current is None:
            if value is not None:
                line.values[declared.name] = value
            return
        here = line.current.get(declared.name)
        if value == here or not reader.is_changed(row, declared, value):
            return
        both = reader.is_changed(row, declared, here)
        line.planned.changes.append(FieldChange(line.entity.name, declared.name, here, value, both))
        line.values[declared.name] = value
        if both:
            words = _("“{label}” đã sửa cả trong tệp và trong chương trình; chọn giữ bên nào.")
            asked = words.format(label=_(declared.label))
            line.doubts.append(RowDoubt("both", asked, f"{line.entity.name}.{declared.name}", instead=value))

    def _pointer(self, line: _Line, reader: _SheetReader, row: int, declared: Field) -> None:
        """For a new row: the record that it belongs to, by its hidden id, its code or its name."""
        pointed = reader.pointer(row, declared) or self._named(reader.shown(row, declared), declared.parent)
        if pointed:
            line.values[declared.name] = pointed
        elif reader.shown(row, declared):
            words = _("{label}: không tìm thấy “{text}”.")
            line.problems.append(words.format(label=_(declared.label), text=reader.shown(row, declared)[:80]))

    def _named(self, text: str, entity: str) -> str:
        if not text:
            return ""
        name, _bracket, code = text.rpartition("(")
        store = self._desk.store
        kind = catalogue.entity(entity)
        if name and code.endswith(")") and "code" in kind:
            found = [str(one["id"]) for one in store.rows(entity, {"code": code[:-1].strip()}, sort="id", limit=2)]
            if len(found) == 1:
                return found[0]
        if entity == "establishment" and fold(text) in self._fresh:
            return self._fresh[fold(text)]
        same = [str(one["id"]) for one in store.rows(entity, {kind.title_field: text}, sort="id", limit=2)]
        return same[0] if len(same) == 1 else ""

    def _prepare(self, lines: Sequence[_Line]) -> None:
        """The edits of all lines; children together with their parents."""
        children: dict[str, list[_Line]] = {}
        for line in lines:
            if self._ended(line):
                continue
            if line.entity.parent_field:
                owner = str((line.current or line.values).get(line.entity.parent_field) or "")
                children.setdefault(owner, []).append(line)
        for line in lines:
            if not line.entity.parent_field and line.planned.status not in (Status.REFUSED, Status.DOUBTFUL):
                own = children.pop(line.row, [])
                if line.values or own:
                    self._finish(line.entity, line.row, line.values, [line] if line.values else [], own)
        for owner, rest in children.items():
            entity = catalogue.entity(rest[0].entity.parent)
            if self._desk.store.get(entity.name, owner) is None:
                for line in rest:
                    _refuse(line, [_("Dòng này không thuộc hồ sơ nào có ở đây.")])
            else:
                self._finish(entity, owner, {}, [], rest)

    def _ended(self, line: _Line) -> bool:
        """True where nothing comes of a line: wrong, doubtful, or the same."""
        from kcdesk.sheets.wishes import HERE, NEW, SKIP, TAKE

        own_decision = self._wishes.decision(line.planned.sheet, line.planned.row)
        if own_decision.startswith(HERE):
            _keep_here(line, own_decision)
        decision = own_decision or self._wishes.doubtful
        if line.problems:
            _refuse(line, line.problems)
        elif own_decision == SKIP:
            _refuse(line, [_("Đã chọn không nhận dòng này.")])
        elif line.doubts and decision not in (TAKE, NEW):
            line.planned.status = Status.DOUBTFUL
            line.planned.doubts = line.doubts
            line.planned.why = [doubt.words for doubt in line.doubts]
        elif line.current is not None and not line.values:
            line.planned.status = Status.SAME
        else:
            line.planned.status = Status.NEW if line.current is None else Status.UPDATE
            return False
        return True

    def _finish(
        self, entity: Entity, row: str, values: Mapping[str, Value], own: Sequence[_Line], children: Sequence[_Line]
    ) -> None:
        lines = [*own, *children]
        nested = self._nested(entity, row, children)
        prepared: Prepared = self._preparer.prepare(entity, row, values, nested)
        if prepared.errors:
            for line in lines:
                _refuse(line, [one.message for one in prepared.errors])
        elif lines:
            lines[0].planned.edits += prepared.edits
            for line in lines:
                line.planned.id = line.row

    def _nested(self, entity: Entity, row: str, lines: Sequence[_Line]) -> dict[str, list[dict[str, Any]]]:
        """All children of a record, with what the lines change of them."""
        present = self._desk.store.children(entity.name, row) if lines else {}
        nested: dict[str, list[dict[str, Any]]] = {}
        for line in lines:
            plural = line.entity.plural
            rows = nested.setdefault(plural, [{"id": str(one["id"])} for one in present.get(plural, ())])
            same = next((one for one in rows if one["id"] == line.row), None)
            if same is None:
                same = {"id": line.row}
                rows.append(same)
            same.update(line.values)
        return nested


class _SheetReader:
    """Reads the cells of one sheet by field."""

    def __init__(self, table: Table) -> None:
        from kcdesk.sheets.columns import MARK, REFERENCE
        from kcdesk.sheets.headers import own_fields

        self._grid = table.grid
        self.sheet = table.grid.name
        self.entity = catalogue.entity(table.own_entity)
        by_header = own_fields(self.entity.name)
        self._columns: dict[str, int] = {}
        self._pointers: dict[str, int] = {}
        self._names: list[str] = []
        self._mark = self._id = -1
        for label in table.labels:
            if label.lowest.startswith(MARK):
                self._mark, self._names = label.column, label.lowest.removeprefix(MARK).split(",")
            elif label.lowest.startswith(REFERENCE):
                self._pointers[label.lowest.removeprefix(REFERENCE)] = label.column
            elif label.lowest.startswith("kcdesk:id:"):
                self._id = label.column
            elif label.lowest in by_header:
                self._columns.setdefault(by_header[label.lowest].name, label.column)
        self._habits = table.grid.epoch_1904

    def has(self, declared: Field) -> bool:
        """True where the field has a column here."""
        return declared.name in self._columns or declared.name in self._pointers

    def is_empty(self, row: int) -> bool:
        """True for a row in which nobody has written anything."""
        return not any(self._grid.text(row, column) for column in self._columns.values())

    def id_of(self, row: int) -> str:
        """The id that the row carries, "" for one that was added by hand."""
        from uuid import UUID

        try:
            return str(UUID(self._grid.text(row, self._id)))
        except ValueError:
            return ""

    def pointer(self, row: int, declared: Field) -> str:
        """The hidden id of the record that the row points to."""
        return self._grid.text(row, self._pointers.get(declared.name, -1)).lower()

    def shown(self, row: int, declared: Field) -> str:
        """What stands in the column of a field."""
        return self._grid.text(row, self._columns.get(declared.name, -1))

    def value(self, row: int, declared: Field) -> tuple[Value, str]:
        """The value of a cell, and why it has none."""
        from kcdesk.sheets.values import Habits, read_cell

        raw: Raw = self._grid.at(row, self._columns[declared.name])
        if raw == "":
            return None, ""
        if isinstance(raw, str) and declared.kind.name in ("text", "long_text"):
            from kcdesk.model.kinds import ValueProblem

            try:
                return declared.kind.normalise(raw, declared), ""
            except ValueProblem as problem:
                return None, problem.message
        reading = read_cell(declared, raw, Habits(epoch_1904=self._habits))
        return reading.value, reading.refused or (reading.doubt if reading.value is None else "")

    def is_changed(self, row: int, declared: Field, value: Value) -> bool:
        """True where a value is not the one that went out. An empty cell of a withheld value is no change."""
        from kcdesk.sheets.cells import WITHHELD, mark_of

        if declared.name not in self._names:
            return True
        start = self._names.index(declared.name) * _MARK
        mark = self._grid.text(row, self._mark)[start : start + _MARK]
        if mark == WITHHELD:
            return value is not None
        return not mark or mark_of(value) != mark


def _keep_here(line: _Line, decision: str) -> None:
    """Keep what stands in the program for the cells that were changed on both sides, or for some of them."""
    named = {name for name in decision.partition(":")[2].split(",") if name}
    both = {change.field for change in line.planned.changes if change.both}
    kept = both & named if named else both
    line.planned.changes = [one for one in line.planned.changes if one.field not in kept]
    line.values = {name: value for name, value in line.values.items() if name not in kept}
    line.doubts = [one for one in line.doubts if one.kind != "both"]


def _place(entity: str) -> int:
    return next((place for place, kind in enumerate(catalogue.ENTITIES) if kind.name == entity), 0)


def _refuse(line: _Line, why: Sequence[str]) -> None:
    line.planned.status = Status.REFUSED
    line.planned.why = list(why)
    line.planned.edits = []
