"""Areas: which records a collaborator gets from the province (architecture.md, "Areas").

A record belongs to the area of every commune that it may lie in: of its own commune or of that of the
record it hangs on, of all values between which a conflict leaves the choice, and, for a code of an older
list, of every commune that it became. A collaborator for whom no communes are listed gets what is about
the records that he wrote himself: where nothing was said, nobody else's data goes to him. Record, children
and parents go whole.

Kept for each receiver are the rows that he gets, and for those that left his area the position up to
which he still gets them: the change that moves a record away goes to the area it leaves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.work import cursors, outgoing, receivers
from kcdesk.work.consent import POINTERS, is_declared

if TYPE_CHECKING:
    from kcdesk.model.fields import Entity, Value
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.receivers import Receiver

Row = tuple[str, str]
COMMUNE, EDITION = "commune_code", "commune_list"
JOINED = ("row_a", "row_b")
"""Two records that are one: each area gets the word of it, neither the other's record."""
ENTERED = "area"
"""The reason of a marker: the record came into the receiver's area."""
COMPLETED = "completed"
"""The reason of a marker: values came that were withheld before."""

STAYS = 0
"""In the place of a position: the row is in the area now."""


class Area:
    """The rows that one receiver gets, and up to which position those that left."""

    def __init__(self, rows: dict[str, int]) -> None:
        self._rows = rows

    def has(self, row: str, position: int) -> bool:
        """True where what happened to this row at this position of the log goes to the receiver."""
        upto = self._rows.get(row)
        return upto is not None and (upto == STAYS or position <= upto)

    def shows(self, row: str) -> bool:
        """True where the row as it stands now may be shown to the receiver."""
        return self._rows.get(row) == STAYS


def enter(desk: Desk, receiver: Receiver) -> Area:
    """Work out the receiver's area anew, mark what came into it since, and keep the result.

    A row needs no marker while everything of it lies above the position that the receiver confirmed, nor
    where the receiver got everything up to there.
    """
    with desk.store.transaction():
        kept: dict[str, int] | None = desk.store.meta.get(area_key(receiver.name), None)
        before = kept or {}
        own = _written_by(desk, receiver.own)
        inside = _inside(desk, receiver, own)
        if kept is not None:
            _mark(desk, receiver, {row: entity for row, entity in inside.items() if before.get(row) != STAYS})
        head = desk.store.head()[0]
        rows = {row: before.get(row) or head for row in (*before, *own) if row not in inside}
        rows.update(dict.fromkeys(inside, STAYS))
        if rows != kept:
            desk.store.meta.set(area_key(receiver.name), rows)
    return Area(rows)


def area_key(receiver: str) -> str:
    """Where the rows of a receiver's area are kept."""
    return f"area/{receiver}"


def listed_communes(desk: Desk, code: str) -> frozenset[str]:
    """The communes that the settings list for a collaborator; none where he is not listed."""
    listed = next((one for one in desk.settings.get("collaborators", ()) if one["code"] == code), None)
    return frozenset(listed["communes"]) if listed else frozenset()


def _written_by(desk: Desk, devices: Iterable[str]) -> dict[str, str]:
    """The rows that some devices wrote to, with their entities."""
    names = sorted(devices)
    marks = ", ".join("?" * len(names))
    sql = f"SELECT DISTINCT row, entity FROM log WHERE kind = 0 AND device IN ({marks})"
    return {str(row): str(entity) for row, entity in desk.store.select(sql, names)}


def _inside(desk: Desk, receiver: Receiver, own: dict[str, str]) -> dict[str, str]:
    """The rows of the area, with their entities: where they lie, what hangs on them, what they hang on."""
    communes = listed_communes(desk, receiver.name)
    found = with_all_on_them(desk, _lying_in(desk, communes) if communes else dict(own))
    for row, entity in list(found.items()):
        if entity != "establishment":
            found.update({parent: name for name, parent in outgoing.ancestors(desk, (entity, row))})
    return found


def with_all_on_them(desk: Desk, rows: dict[str, str]) -> dict[str, str]:
    """Rows, each with its entity, and everything that hangs on them."""
    found = dict(rows)
    fresh = dict(found)
    while fresh:
        fresh = {row: entity for row, entity in _hanging_on(desk, fresh) if row not in found}
        found.update(fresh)
    return found


def _lying_in(desk: Desk, communes: frozenset[str]) -> dict[str, str]:
    """The records, but not the children, whose own commune is one of these."""

    @cache
    def lies_in(code: str, edition: str) -> bool:
        return code in communes or any(one.code in communes for one in desk.reference.communes.current(code, edition))

    found: dict[str, str] = {}
    for kind in _with_commune():
        edition = EDITION if EDITION in kind else "''"
        for row, code, version in desk.store.select(f"SELECT id, {COMMUNE}, {edition} FROM {kind.name}"):
            if code and lies_in(code, version or ""):
                found[row] = kind.name
        for one in desk.store.unsettled(kind.name):
            if COMMUNE in (*one.conflicts, *one.waiting) and any(
                lies_in(str(value), "") for value in _choices(desk, kind.name, one.row) if value
            ):
                found[one.row] = kind.name
    return found


def _with_commune() -> list[Entity]:
    return [kind for kind in catalogue.ENTITIES if COMMUNE in kind and not kind.parent_field]


def _choices(desk: Desk, entity: str, row: str) -> list[Value]:
    """The communes between which a conflict leaves the choice."""
    return [head.value for head in desk.store.row_state(entity, row).fields[COMMUNE].heads]


def _hanging_on(desk: Desk, rows: dict[str, str]) -> list[Row]:
    """The rows that point to some rows, each with its entity."""
    by_entity: dict[str, list[str]] = {}
    for row, entity in rows.items():
        by_entity.setdefault(entity, []).append(row)
    found: list[Row] = []
    for kind in catalogue.ENTITIES:
        names = [(field.name, by_entity.get(field.parent or "", [])) for field in kind.fields if field.parent]
        names += [(name, list(rows)) for name in (*POINTERS, *JOINED) if name in kind]
        for name, wanted in names:
            if wanted:
                sql = f'SELECT id FROM {kind.name} WHERE "{name}" IN (SELECT value FROM json_each(?))'
                found += [(row, kind.name) for (row,) in desk.store.select(sql, [json.dumps(wanted)])]
    return found


def _mark(desk: Desk, receiver: Receiver, entered: dict[str, str]) -> None:
    """Put a marker for every record that came in and is not on its way already; children go with theirs."""
    from kcdesk.store.types import Marker

    mates = receivers.find_all(desk, receiver.name)
    confirmed = max(cursors.confirmed(desk, one.cursor).position for one in mates)
    if not confirmed:
        return
    sql = "SELECT DISTINCT row FROM log WHERE kind = 0 AND position <= ?"
    old = {row for (row,) in desk.store.select(sql, [confirmed])}
    for row, entity in entered.items():
        if row in old and not _goes_with(desk, entity, row, entered):
            desk.store.mark(Marker(desk.new_id(), entity, row, receiver.name, ENTERED), desk.now())


def mark_completed(desk: Desk, rows: Iterable[Row], *, giver: str = "") -> int:
    """Send records of which withheld values came in to everybody in whose area they lie; how many markers.

    Their positions lie below what others confirmed, so nobody would get them again. ``giver`` is the code of
    who sent it and needs it only where he works on several devices. Inside the transaction of the import.
    """
    from kcdesk.work import trust

    wanted, marked = sorted(set(rows)), 0
    if not wanted:
        return marked
    known = [one for one in trust.devices(desk) if not one.province and one.state is trust.Standing.TRUSTED]
    for code in sorted({one.code for one in known}):
        if code == giver and len([one for one in known if one.code == code]) < 2:
            continue
        here = desk.store.meta.get(area_key(code), None) or {}
        marked += _mark_for(desk, code, [one for one in wanted if here.get(one[1]) == STAYS], COMPLETED)
    return marked


def mark_purged(desk: Desk, rows: Iterable[Row]) -> int:
    """Tell everybody who may have them of values that were removed for good; how many markers.

    That is who ever got the record or wrote to it, though it lies elsewhere by now. Inside the transaction.
    """
    from kcdesk.work import trust

    wanted, marked = sorted(set(rows)), 0
    devices = [one for one in trust.devices(desk) if not one.province]
    sql = "SELECT DISTINCT device, row FROM log WHERE kind = 0 AND row IN (SELECT value FROM json_each(?))"
    wrote = set(desk.store.select(sql, [json.dumps([row for _entity, row in wanted])]))
    for code in sorted({one.code for one in devices}):
        here = desk.store.meta.get(area_key(code), None) or {}
        own = {row for one in devices if one.code == code for device, row in wrote if device == one.id}
        marked += _mark_for(desk, code, [one for one in wanted if one[1] in here or one[1] in own], outgoing.PURGED)
    return marked


def _mark_for(desk: Desk, code: str, rows: Sequence[Row], reason: str) -> int:
    from kcdesk.store.types import Marker

    for entity, row in rows:
        desk.store.mark(Marker(desk.new_id(), entity, row, code, reason), desk.now())
    return len(rows)


def _goes_with(desk: Desk, entity: str, row: str, entered: dict[str, str]) -> bool:
    """True for a child of a record that is marked itself."""
    parent_field = catalogue.entity(entity).parent_field if is_declared(entity) else ""
    record = desk.store.get(entity, row, deleted=True) if parent_field else None
    return bool(record and record.get(parent_field) in entered)
