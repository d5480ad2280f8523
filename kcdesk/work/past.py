"""The history of a record, save by save: who changed what when, what stood there before, what can be put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.model.changes import DELETED
from kcdesk.model.fields import Entity, Record, Value, Writer
from kcdesk.work import records

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of one row that a save changed.

    ``now`` is what stands there today, ``title`` what the row is called. ``is_now`` tells that its value still
    stands, ``can_return`` that the value before it can be put back by the person who works here. ``several``
    counts the values between which a settled conflict left the choice.
    """

    entity: str
    row: str
    name: str
    before: Value
    after: Value
    now: Value
    title: str
    is_known: bool
    is_now: bool
    can_return: bool
    several: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one save did to a record and its children.

    ``records`` counts all rows of that save, here and elsewhere: an import or a change of many has more than
    this record. ``is_first`` is the save that made the record.
    """

    save: str
    at: str
    by: str
    is_here: bool
    is_first: bool
    records: int
    lines: tuple[Line, ...]
    deleted: tuple[tuple[str, str, bool], ...]
    """Rows that were deleted (True) or taken back (False), with their entities."""


def of_record(desk: Desk, row: str) -> list[Step]:
    """Every save of one record and its children, the newest first. Raises UserError ``not_found``."""
    entries = records.history(desk, row)
    changes = [entry.change for entry in entries if entry.change is not None]
    made_here = {entry.change.save for entry in entries if entry.change is not None and not entry.origin}
    histories: dict[tuple[str, str], list[Change]] = {}
    saves: dict[str, list[Change]] = {}
    for change in changes:
        histories.setdefault((change.entity, change.row), []).append(change)
        saves.setdefault(change.save, []).append(change)
    sizes = _sizes(desk, list(saves))
    now = {key: _now(desk, key) for key in histories}
    return [
        _step(desk, save, parts, histories, now, is_here=save in made_here, size=sizes.get(save, len(parts)))
        for save, parts in reversed(saves.items())
    ]


def _sizes(desk: Desk, saves: Sequence[str]) -> dict[str, int]:
    """How many rows each save wrote."""
    import json

    sql = (
        "SELECT save, count(DISTINCT row) FROM log WHERE save IN (SELECT value FROM json_each(?)) AND kind = 0"
        " GROUP BY save"
    )
    return {str(save): int(number) for save, number in desk.store.select(sql, (json.dumps(list(saves)),))}


def _now(desk: Desk, key: tuple[str, str]) -> Record:
    entity, row = key
    if not _is_declared(entity):
        return {}
    return desk.store.get(entity, row, deleted=True) or {}


def _step(
    desk: Desk,
    save: str,
    parts: Sequence[Change],
    histories: Mapping[tuple[str, str], Sequence[Change]],
    now: Mapping[tuple[str, str], Record],
    *,
    is_here: bool,
    size: int,
) -> Step:
    first = parts[0]
    lines: list[Line] = []
    deleted = []
    for change in sorted(parts, key=lambda one: (_is_child(one.entity), one.id)):
        key = (change.entity, change.row)
        lines += _lines(desk, change, {one.id: one for one in histories[key]}, now[key])
        if DELETED in change.set:
            deleted.append((change.entity, change.row, bool(change.set[DELETED])))
    is_first = any(not change.after and not _is_child(change.entity) for change in parts)
    return Step(
        save=save, at=first.at, by=first.by, is_here=is_here, is_first=is_first, records=size, lines=tuple(lines),
        deleted=tuple(deleted),
    )  # fmt: skip


def _lines(desk: Desk, change: Change, history: Mapping[str, Change], now: Record) -> list[Line]:
    if not _is_declared(change.entity):
        return []
    kind = catalogue.entity(change.entity)
    made = []
    for declared in kind.fields:
        name = declared.name
        if name not in change.set or name == kind.parent_field:
            continue
        heads = [history[one] for one in change.after.get(name, ()) if one in history and name in history[one].set]
        before = max(heads, key=lambda one: one.id).set[name] if heads else None
        is_known = bool(heads) or not change.after.get(name)
        current = now.get(name)
        made.append(
            Line(
                entity=kind.name, row=change.row, name=name, before=before, after=change.set[name], now=current,
                title=str(now.get(kind.title_field) or ""), is_known=is_known,
                is_now=current == change.set[name],
                can_return=is_known and _may_write(desk, kind, name) and current != before,
                several=len({repr(one.set[name]) for one in heads}),
            )
        )  # fmt: skip
    return made


def _may_write(desk: Desk, kind: Entity, name: str) -> bool:
    declared = kind[name]
    if declared.automatic:
        return False
    return desk.profile.is_province or Writer.PROVINCE not in (kind.writer, declared.writer)


def _is_child(entity: str) -> bool:
    return _is_declared(entity) and bool(catalogue.entity(entity).parent_field)


def _is_declared(entity: str) -> bool:
    return any(one.name == entity for one in catalogue.ENTITIES)
