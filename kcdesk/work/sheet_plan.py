"""What taking a list in would do, row by row, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import Problem
from kcdesk.text.fold import fold
from kcdesk.work.jobs import Cancel, Progress, stop_if
from kcdesk.work.prepare import Prepared, Preparer
from kcdesk.work.sheet_match import Known, Match, Matcher
from kcdesk.work.sheet_rows import FieldChange, PlannedRow, RowDoubt, Status

if TYPE_CHECKING:
    from kcdesk.sheets.taken import Doubt, TakenRow
    from kcdesk.sheets.wishes import Wishes
    from kcdesk.work.bootstrap import Desk

CHILDREN = {
    "product": ("products", "name"), "yearly_figure": ("yearly_figures", "year"), "equipment": ("equipment", "name"),
    "certificate": ("certificates", "title"), "earlier_support": ("earlier_supports", "title"),
}  # fmt: skip
"""Children that a row may bring: their plural, and the field by which one is known again."""

_LONGEST_NOTE = 4000
_TRADE = "trade_group"


class ListPlanner:
    """Plans the rows of one list, one after the other."""

    def __init__(self, desk: Desk, wishes: Wishes, sheet: str) -> None:
        self._desk = desk
        self._wishes = wishes
        self._sheet = sheet
        self._matcher = Matcher(desk)
        self._preparer = Preparer(desk)
        self._made: dict[str, bool] = {}
        self._owners: set[str] = set()
        self._of_row: dict[int, PlannedRow] = {}
        self._brought: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._said: dict[str, Mapping[str, Value]] = {}
        known = self._preparer.context.row_exists
        self._preparer.context = replace(
            self._preparer.context,
            row_exists=lambda entity, row: row in self._owners or known is None or known(entity, row),
        )

    @property
    def preparer(self) -> Preparer:
        """What counts the codes that are given."""
        return self._preparer

    def plan(self, rows: Iterable[TakenRow], total: int, progress: Progress, cancel: Cancel) -> list[PlannedRow]:
        """The plan of all rows."""
        planned = []
        for number, taken in enumerate(rows, 1):
            stop_if(cancel)
            planned.append(self._row(taken))
            self._of_row[taken.number] = planned[-1]
            if number % 50 == 0:
                progress(number, total, _("Đang xem các dòng"))
        return planned

    def _row(self, taken: TakenRow) -> PlannedRow:
        from kcdesk.sheets.wishes import NEW, SKIP, TAKE

        decision = self._wishes.decision(self._sheet, taken.number)
        values = taken.part("establishment")
        planned = PlannedRow(self._sheet, taken.number, Status.NEW, title=str(values.get("name") or ""))
        planned.values = taken.values
        if decision == SKIP:
            return _ended(planned, Status.REFUSED, [_("Đã chọn không nhận dòng này.")])
        if taken.refused:
            planned.doubts = [_asked(one) for one in taken.refused]
            return _ended(planned, Status.REFUSED, [one.words for one in taken.refused])
        accept = (decision or self._wishes.doubtful) in (TAKE, NEW) or len(decision) > 10
        if taken.head:
            return self._further(planned, taken, accept=accept)
        match = self._match(values, decision)
        doubts = _doubts(taken, match, same=self._says_the_same(match, values))
        if doubts and not accept:
            planned.id = match.known.id if match.known and not match.known.row else ""
            planned.doubts = doubts
            return _ended(planned, Status.DOUBTFUL, [doubt.words for doubt in doubts])
        for doubt in taken.doubts:
            if doubt.target and doubt.instead is not None:
                taken.values.setdefault(doubt.target, doubt.instead)
        return self._prepare(planned, taken, match)

    def _further(self, planned: PlannedRow, taken: TakenRow, *, accept: bool) -> PlannedRow:
        """A row that goes on about the establishment of a row above: it stands and falls with that row."""
        head = self._of_row[taken.head]
        planned.title = head.title
        words = _("Thuộc cơ sở ở dòng {row}; dòng đó chưa nhận được.").format(row=taken.head)
        if head.id not in self._made:
            return _ended(planned, head.status, [words])
        doubts = [_asked(one) for one in taken.doubts]
        if doubts and not accept:
            planned.doubts = doubts
            return _ended(planned, Status.DOUBTFUL, [doubt.words for doubt in doubts])
        return self._again(planned, taken, taken.head, head.id)

    def _says_the_same(self, match: Match, values: Mapping[str, Value]) -> bool:
        """True where a further row of an establishment that the file has brought tells nothing else of it."""
        first = self._said.get(match.known.id, {}) if match.known else {}
        return all(first.get(name, value) == value for name, value in values.items() if value is not None)

    def _match(self, values: Mapping[str, Value], decision: str) -> Match:
        from kcdesk.sheets.wishes import NEW

        if decision == NEW or not values.get("name"):
            return Match(None)
        found = self._matcher.find(values)
        if len(decision) > 10 and (record := self._desk.store.get("establishment", decision)) is not None:
            return Match(_known(record), _("đã chọn"))
        return found

    def _prepare(self, planned: PlannedRow, taken: TakenRow, match: Match) -> PlannedRow:
        """The edits of a row, and what they change."""
        row = match.known.id if match.known else ""
        if row in self._made:
            return self._again(planned, taken, match.known.row if match.known else 0, row)
        current = self._current(row)
        values = self._own_values(taken, current, planned)
        children = self._children(taken, row, planned)
        brought = {(name, fold(str(taken.part(name).get(key) or ""))) for name, (_plural, key) in CHILDREN.items()}
        prepared = self._preparer.prepare(catalogue.entity("establishment"), row or None, values, children)
        if prepared.errors and (prepared.created or values or children):
            return _lacking(planned, taken, prepared.errors)
        planned.id = prepared.id
        self._owners.add(prepared.id)
        planned.edits += prepared.edits
        request = self._request(taken, prepared.id, created=prepared.created, planned=planned)
        if request is not None and request.errors:
            return _lacking(planned, taken, request.errors, "support_request")
        planned.edits += request.edits if request is not None else []
        self._made[prepared.id] = prepared.created
        self._brought[prepared.id] |= brought
        self._said.setdefault(prepared.id, taken.part("establishment"))
        if prepared.created:
            planned.status = Status.NEW
            self._matcher.add(prepared.record, taken.number)
        else:
            planned.why.append(match.why)
            planned.status = Status.UPDATE if planned.edits else Status.SAME
        return planned

    def _again(self, planned: PlannedRow, taken: TakenRow, first: int, owner: str) -> PlannedRow:
        """A further row of an establishment that the file has brought already: its request and its children count."""
        planned.id = owner
        request = self._request(taken, owner, created=self._made[owner], planned=planned)
        prepared = [*self._further_children(taken, owner), *([request] if request is not None else [])]
        for one in prepared:
            if one.errors:
                return _lacking(planned, taken, one.errors, one.entity.name)
        planned.why.append(_("Cùng cơ sở với dòng {row}.").format(row=first or ""))
        planned.edits += [edit for one in prepared for edit in one.edits]
        created = any(one.created and one.edits for one in prepared)
        planned.status = Status.NEW if created else Status.UPDATE if planned.edits else Status.SAME
        return planned

    def _further_children(self, taken: TakenRow, owner: str) -> list[Prepared]:
        """The children that a further row adds to those of the first; figures of a year come once."""
        made = []
        present = {} if self._made[owner] else self._desk.store.children("establishment", owner)
        for entity, (plural, key) in CHILDREN.items():
            values = taken.part(entity)
            told = fold(str(values.get(key) or ""))
            if not told or entity == "yearly_figure" or (entity, told) in self._brought[owner]:
                continue
            self._brought[owner].add((entity, told))
            if any(_same_words(one.get(key), values[key]) for one in present.get(plural, ())):
                continue
            kind = catalogue.entity(entity)
            made.append(self._preparer.prepare(kind, None, {**values, kind.parent_field: owner}))
        return made

    def _current(self, row: str) -> Record:
        if not row:
            return {}
        return self._desk.store.get("establishment", row) or {}

    def _own_values(self, taken: TakenRow, current: Record, planned: PlannedRow) -> dict[str, Value]:
        """The values of the establishment that would change; an older value never goes before a newer one."""
        values = taken.part("establishment")
        note = _with_lines(current.get("note") or values.get("note"), taken.notes)
        if note:
            values["note"] = note
        return self._different("establishment", values, current, planned)

    def _different(
        self, entity: str, values: Mapping[str, Value], current: Record, planned: PlannedRow
    ) -> dict[str, Value]:
        if not current:
            return {name: value for name, value in values.items() if value is not None}
        changed: dict[str, Value] = {}
        for name, value in values.items():
            old = current.get(name)
            if value is None or value == old or _same_words(old, value):
                continue
            if old is not None and name != "note" and self._was_here(str(current["id"]), name, value):
                planned.why.append(_("“{label}” đã được sửa trong chương trình sau đó, giữ nguyên.").format(
                    label=_(catalogue.entity(entity)[name].label)))  # fmt: skip
                continue
            changed[name] = value
            planned.changes.append(FieldChange(entity, name, old, value))
        return changed

    def _was_here(self, row: str, name: str, value: Value) -> bool:
        """True where the field had this value once: somebody changed it since, knowing better than the list."""
        return any(entry.change is not None and entry.change.set.get(name) == value
                   for entry in self._desk.store.history(row))  # fmt: skip

    def _children(self, taken: TakenRow, row: str, planned: PlannedRow) -> dict[str, list[dict[str, object]]]:
        """The children that a row brings, beside all that are there."""
        made: dict[str, list[dict[str, object]]] = {}
        present = self._desk.store.children("establishment", row) if row else {}
        for entity, (plural, key) in CHILDREN.items():
            values = taken.part(entity)
            if entity == "yearly_figure" and values and not values.get("year"):
                values["year"] = taken.values.get("establishment.figures_year") or self._desk.today().year - 1
            if not values or values.get(key) is None or (entity == "yearly_figure" and len(values) < 2):
                continue
            here = [dict(one) for one in present.get(plural, ())]
            twin = next((one for one in here if _same_words(one.get(key), values[key])), None)
            changed = self._different(entity, values, twin or {}, planned)
            if not changed:
                continue
            rows: list[dict[str, object]] = [{"id": one["id"]} for one in here]
            if twin is None:
                rows.append(dict(changed))
            else:
                rows[here.index(twin)].update(changed)
            made[plural] = rows
        return made

    def _request(self, taken: TakenRow, owner: str, *, created: bool, planned: PlannedRow) -> Prepared | None:
        """The request that a row brings."""
        values = taken.part("support_request")
        if not values.get("title") and not values.get("requested_amount"):
            return None
        kind = catalogue.entity("support_request")
        current: Record = {}
        for one in () if created else self._desk.store.rows("support_request", {"establishment_id": owner}):
            if one.get("plan_year") == values.get("plan_year") and _same_words(one.get("title"), values.get("title")):
                current = one
        changed = self._different("support_request", values, current, planned)
        changed["establishment_id"] = owner
        return self._preparer.prepare(kind, str(current["id"]) if current else None, changed)


def _asked(doubt: Doubt) -> RowDoubt:
    return RowDoubt(doubt.kind, doubt.words, doubt.target, doubt.text, doubt.options, doubt.instead)


def _doubts(taken: TakenRow, match: Match, *, same: bool) -> list[RowDoubt]:
    """All questions about a row: those of its values, and whether it is an establishment that is known."""
    doubts = [_asked(one) for one in taken.doubts]
    if match.doubt:
        like = match.like
        row = like.row if like else 0
        doubts.append(RowDoubt("match", match.doubt, other=like.id if like and not row else "", other_row=row))
    if match.known is not None and match.known.row and not _has_request(taken) and not (same and _has_child(taken)):
        words = _("Trùng với dòng {row} của tệp ({why}).").format(row=match.known.row, why=match.why)
        doubts.append(RowDoubt("in_file", words, other_row=match.known.row))
    return doubts


def _lacking(
    planned: PlannedRow, taken: TakenRow, errors: Sequence[Problem], entity: str = "establishment"
) -> PlannedRow:
    """A row that cannot be saved: doubtful where only something is missing that a person can say, else refused."""
    kind = catalogue.entity(entity)
    if any(one.code != "required" or one.field not in kind for one in errors):
        return _ended(planned, Status.REFUSED, [one.message for one in errors])
    trade = taken.values.get("establishment.main_trade")
    planned.doubts = [
        RowDoubt("lack", one.message, f"{entity}.{one.field}", str(trade or "") if one.field == _TRADE else "")
        for one in errors
    ]
    return _ended(planned, Status.DOUBTFUL, [one.message for one in errors])


def _has_request(taken: TakenRow) -> bool:
    return any(name.startswith("support_request.") for name in taken.values)


def _has_child(taken: TakenRow) -> bool:
    """True where a row brings a product, a machine, a certificate or the like."""
    return any(taken.values.get(f"{entity}.{key}") is not None for entity, (_plural, key) in CHILDREN.items()
               if entity != "yearly_figure")  # fmt: skip


def _ended(planned: PlannedRow, status: Status, why: Sequence[str]) -> PlannedRow:
    planned.status = status
    planned.why = [words for words in why if words]
    planned.changes = []
    planned.edits = []
    return planned


def _same_words(one: Value, other: Value) -> bool:
    return one is not None and (one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(
        other) and one.casefold() == other.casefold()))  # fmt: skip


def _with_lines(note: Value, lines: Sequence[str]) -> str:
    """A note with these lines, those that it has already only once."""
    text = str(note or "")
    present = set(text.split("\n"))
    return "\n".join([*([text] if text else []), *(line for line in dict.fromkeys(lines) if line not in present)])[
        :_LONGEST_NOTE
    ]


def _known(record: Record) -> Known:
    return Known(str(record["id"]), str(record.get("name") or ""), "", "", "", "")
