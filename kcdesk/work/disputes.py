"""Conflicts as a person reads them: which record, which field, what each of the two wrote and when; and settling.

A deletion against an edit is told as "delete" against "keep", with what was written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.changes import DELETED, comparable, seen_by_deletion
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import UserError
from kcdesk.work import conflicts, grants, records, resolving
from kcdesk.work.showing import Shower

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.model.fields import Entity, Field, Record, Value
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.conflicts import OpenConflict

MOST_LINES = 6
"""So many fields are named of what was written beside a deletion."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values: in words, who wrote it, when (ISO UTC), whether on this laptop, whether it is shown now."""

    value: Value
    text: str
    who: str
    at: str
    is_here: bool
    is_shown: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field of one record that two people wrote. ``choices`` are codes and words where one picks from a list.

    ``takes_text`` is True where another value can be typed. ``opens`` are entity, row and field of the form in which
    it stands: for a row of a sub-table those of its record.
    """

    entity: str
    row: str
    field: str
    title: str
    place: str
    label: str
    unit: str
    options: tuple[Option, ...]
    takes_text: bool
    choices: tuple[tuple[str, str], ...] = ()
    opens: tuple[str, str, str] = ("", "", "")

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other one."""
        return self.entity, self.row, self.field


def told(desk: Desk) -> list[Dispute]:
    """Every open conflict in words, record by record."""
    teller = _Teller(desk)
    return [teller.tell(one) for one in conflicts.all_open(desk) if _is_here(one.entity)]


def settle(desk: Desk, dispute: Dispute, given: object) -> str:
    """Settle with one of the values, or another; the save, by which it can be taken back ("" for no difference).

    Also where the conflict was settled before and that was taken back. Raises UserError as ``resolving.resolve``.
    """
    from kcdesk.store.types import Edit

    try:
        return resolving.resolve(desk, dispute.row, dispute.field, given)
    except UserError as error:
        if error.code != "not_in_conflict":
            raise
    if dispute.field == DELETED:
        edit = Edit(dispute.entity, dispute.row, delete=bool(given))
    else:
        edit = Edit(dispute.entity, dispute.row, {dispute.field: _kept(dispute, given)})
    saved = desk.store.save([edit], desk.stamp())
    return saved.save if saved.changes else ""


def understood(dispute: Dispute, text: str) -> tuple[Value, str]:
    """What was typed as another value, and how it reads. Raises UserError where it is not understood."""
    field = catalogue.entity(dispute.entity)[dispute.field]
    try:
        value = field.kind.parse(text, field).value
    except ValueProblem as problem:
        raise UserError(problem.message, code="invalid") from problem
    return value, field.kind.format(value, field)


def _kept(dispute: Dispute, given: object) -> Value:
    for option in dispute.options:
        if given == option.value:
            return option.value
    field = catalogue.entity(dispute.entity)[dispute.field]
    try:
        return field.kind.normalise(given, field)
    except ValueProblem as problem:
        raise UserError(problem.message, code="invalid") from problem


def _field(kind: Entity, name: str) -> Field | None:
    """A declared field; None for one that a newer program sent."""
    return next((one for one in kind.fields if one.name == name), None)


def _is_here(entity: str) -> bool:
    return any(kind.name == entity for kind in catalogue.ENTITIES)


class _Teller:
    """Puts conflicts into words; titles of records are looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shower = Shower(desk)
        self._own = {desk.device_id, *(str(one["old"]) for one in desk.store.meta.get(grants.OWN, []))}

    def tell(self, found: OpenConflict) -> Dispute:
        """One conflict."""
        kind = catalogue.entity(found.entity)
        record = self._desk.store.get(found.entity, found.id, deleted=True) or {}
        title, place = self._named(kind, record)
        if found.field == DELETED:
            options = self._deletion(kind, found)
            opens = self._opens(kind, found.id, "", record)
            return Dispute(
                kind.name, found.id, DELETED, title, place, _("Xóa hay giữ"), "", options, takes_text=False, opens=opens
            )
        field = _field(kind, found.field)
        unit = _(field.unit) if field and field.unit else ""
        options = tuple(self._options(found, field, record))
        label = _(field.label) if field else found.field
        free = bool(field and not field.choices and not field.code_table and not field.parent)
        choices = tuple((one.code, _(one.label)) for one in field.choices) if field else ()
        many = any(isinstance(one.value, tuple) for one in options)
        return Dispute(
            kind.name, found.id, found.field, title, place, label, unit, options, free, () if many else choices,
            self._opens(kind, found.id, found.field, record),
        )  # fmt: skip

    def _opens(self, kind: Entity, row: str, field: str, record: Record) -> tuple[str, str, str]:
        """The form in which a field stands, and its name there: ``products[0].name`` for one of a sub-table."""
        parent = str(record.get(kind.parent_field) or "") if kind.parent_field else ""
        if not parent:
            return kind.name, row, field
        rows = [str(one["id"]) for one in self._desk.store.children(kind.parent, parent).get(kind.plural, ())]
        place = f"{kind.plural}[{rows.index(row)}].{field}" if row in rows and field else ""
        return kind.parent, parent, place

    def _named(self, kind: Entity, record: Record) -> tuple[str, str]:
        """The name of the record, and what it belongs to."""
        title = self._shower.cell(kind, kind.title_field, record) or str(record.get("code") or _(kind.label))
        parent = records.parent_of(self._desk, kind, record)
        if parent is None:
            return title, _(kind.label)
        above = catalogue.entity(kind.parent or "establishment")
        place = self._shower.cell(above, above.title_field, parent) or _(above.label)
        return title, f"{place} › {_(kind.label)}"

    def _options(self, found: OpenConflict, field: Field | None, record: Record) -> Iterator[Option]:
        changes = self._changes(found)
        by_value: dict[object, list[Change]] = {}
        values: dict[object, Value] = {}
        for head in found.heads:
            key = comparable(head.value)
            by_value.setdefault(key, []).append(changes[head.change])
            values.setdefault(key, head.value)
        shown = comparable(found.shown)
        made = [
            self._option(values[key], self._say(field, values[key], record), by_value[key], is_shown=key == shown)
            for key in by_value
        ]
        yield from sorted(made, key=lambda one: (not one.is_here, one.at))

    def _option(
        self, value: Value, text: str, written: Iterable[Change], *, is_shown: bool, lines: tuple[str, ...] = ()
    ) -> Option:
        by = sorted(written, key=lambda change: change.at)
        who = ", ".join(dict.fromkeys(change.by for change in by))
        own = any(change.device in self._own for change in by)
        return Option(value, text, who, by[-1].at if by else "", own, is_shown, lines)

    def _say(self, field: Field | None, value: Value, record: Record) -> str:
        if value in (None, "", ()):
            return _("để trống")
        if field is None:
            return str(value)
        if field.masked:
            return field.kind.format(value, field)
        return self._shower.say(field, value, record)

    def _changes(self, found: OpenConflict) -> dict[str, Change]:
        return {entry.change.id: entry.change for entry in self._desk.store.history(found.id) if entry.change}

    def _deletion(self, kind: Entity, found: OpenConflict) -> tuple[Option, ...]:
        """Keeping, with what the person who deleted could not see, against deleting."""
        own = self._changes(found)
        entries = records.history(self._desk, found.id)
        state = self._desk.store.row_state(kind.name, found.id)
        heads = {head.change for head in state.fields[DELETED].heads} if DELETED in state.fields else set()
        deletions = [change for change in own.values() if change.set.get(DELETED) and change.id in heads]
        seen = seen_by_deletion(state, own.values())
        unseen = [
            entry.change for entry in entries if entry.change and self._is_news(entry.change, seen)
        ]  # fmt: skip
        lines = tuple(line for change in unseen for line in self._lines(change))
        if len(lines) > MOST_LINES:
            lines = (*lines[:MOST_LINES], "…")
        return (
            self._option(False, _("Giữ lại"), unseen, is_shown=True, lines=lines),
            self._option(True, _("Xóa hồ sơ"), deletions, is_shown=False),
        )

    def _is_news(self, change: Change, seen: frozenset[str]) -> bool:
        """True for what was written beside the deletion: it stands, and the deletion did not see it."""
        if change.set.get(DELETED) or change.id in seen:
            return False
        state = self._desk.store.row_state(change.entity, change.row)
        touched = set(change.touched())
        return any(head.change == change.id for name in touched for head in state.fields[name].heads)

    def _lines(self, change: Change) -> Iterator[str]:
        kind = catalogue.entity(change.entity) if _is_here(change.entity) else None
        for name, value in change.set.items():
            field = _field(kind, name) if kind else None
            if field is None or field.automatic or field.parent:
                continue
            unit = f" {_(field.unit)}" if field.unit and value is not None else ""
            yield f"{_(field.label)}: {self._say(field, value, {})}{unit}"
