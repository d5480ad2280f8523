"""The area that a collaborator may write to (architecture.md, "Areas"): what lies outside is held for an officer.

A change is inside where its record, or what the record hangs on, may lie in one of the collaborator's
communes: by what is here, by any side of a conflict, through the lists of older communes, and by what came
before it in the same bundle. What is here already is inside. A record of which nothing is known, and one
that names no commune, is inside: a part may come later. Whoever was not told yet that a record left his
area still writes to it, and what an officer let in once stays open to its writer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kcdesk.work.areas import COMMUNE, JOINED, STAYS, area_key, listed_communes
from kcdesk.work.consent import is_declared, pointers, references

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.model.fields import Record
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.trust import Device

OUTSIDE = "outside_area"
Row = tuple[str, str]
_DEEPEST = 4
_PLACES = (COMMUNE, *JOINED)
_MOST_READ = 20_000
"""So many rows are kept in mind while a bundle is judged."""


class Boundary:
    """Judges the changes of one bundle in their order. Without listed communes everything is inside."""

    def __init__(self, desk: Desk, sender: Device, codes: Iterable[str]) -> None:
        self._desk = desk
        self._sender = sender
        self._codes = tuple(dict.fromkeys((sender.code, *codes)))
        own = listed_communes(desk, sender.code)
        self._communes = own.union(*(listed_communes(desk, code) for code in self._codes)) if own else frozenset()
        self._coming: dict[Row, dict[str, Any]] = {}
        self._known: dict[Row, bool] = {}
        self._read: dict[Row, Record] = {}
        self._admitted = self._shelved("admitted") if own else frozenset()
        self._held = self._shelved("waiting", "refused") if own else frozenset()
        self._told = self._told_away() if own else None

    def has(self, change: Change) -> bool:
        """True where the sender may write this."""
        if not self._communes:
            return True
        key = (change.entity, change.row)
        self._note(key, change)
        if key not in self._known:
            self._known[key] = self._judge(key)
        return self._known[key] or change.id in self._desk.store.known([change.id])

    def _note(self, key: Row, change: Change) -> None:
        """Keep in mind what the bundle says about where a record lies."""
        names = {COMMUNE, *JOINED, "owner_id", "owner_type", "row_id", "row_type"}
        found = {name: value for name, value in change.set.items() if name in names or name.endswith("_id")}
        if found:
            coming = self._coming.setdefault(key, {})
            communes = {*coming.get(COMMUNE, ()), *([found.pop(COMMUNE)] if COMMUNE in found else ())}
            coming.update(found)
            coming[COMMUNE] = communes
            self._known.clear()

    def _judge(self, key: Row) -> bool:
        if key[1] in self._admitted:
            return True
        communes, roots = self._places(key, 0)
        if roots & self._admitted:
            return True
        if roots & self._held and not any(self._is_here(row) for row in roots & self._held):
            return False
        if not communes or any(self._lies_in(code) for code in communes):
            return True
        return any(self._not_told(row) for row in roots)

    def _places(self, key: Row, depth: int) -> tuple[set[str], set[str]]:
        """The communes in which a row may lie, and the rows that it hangs on, itself among them."""
        entity, row = key
        communes: set[str] = set()
        roots = {row}
        if depth > _DEEPEST or not is_declared(entity):
            return communes, roots
        coming = self._coming.get(key, {})
        communes |= {str(code) for code in coming.get(COMMUNE, ()) if code}
        here = self._stored(key)
        communes |= self._here(key, here)
        record: Record = {**here, **{name: value for name, value in coming.items() if name != COMMUNE}}
        joined = [(str(record[name]), "establishment") for name in JOINED if record.get(name)]
        for parent, kind in (*references(entity, record), *joined):
            more, above = self._places((kind, parent), depth + 1)
            communes |= more
            roots |= above
        return communes, roots

    def _stored(self, key: Row) -> Record:
        """Where a row lies and what it points to, as it stood before this bundle."""
        if key not in self._read:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            self._read[key] = pointers(self._desk.store, *key, _PLACES)
        return self._read[key]

    def _here(self, key: Row, record: Record) -> set[str]:
        """The communes of a row as it stands here, of both sides of a conflict."""
        if COMMUNE not in record:
            return set()
        if not self._desk.store.unsettled(*key):
            return {str(record[COMMUNE])} if record.get(COMMUNE) else set()
        state = self._desk.store.row_state(*key).fields.get(COMMUNE)
        return {str(head.value) for head in state.heads if head.value} if state else set()

    def _lies_in(self, code: str) -> bool:
        if code in self._communes:
            return True
        return any(one.code in self._communes for one in self._desk.reference.communes.current(code, ""))

    def _is_here(self, row: str) -> bool:
        return bool(self._desk.store.select("SELECT 1 FROM log WHERE row = ? AND kind = 0 LIMIT 1", (row,)))

    def _not_told(self, row: str) -> bool:
        """True where the record was in the area and its writer cannot know yet that it left."""
        if self._told is None:
            return self._is_here(row) and bool(
                self._desk.store.select(
                    "SELECT 1 FROM log WHERE row = ? AND kind = 0 AND origin = ? LIMIT 1", (row, self._sender.id)
                )
            )
        rows, confirmed = self._told
        upto = rows.get(row)
        return upto is not None and (upto == STAYS or upto > confirmed)

    def _told_away(self) -> tuple[dict[str, int], int] | None:
        """The rows that were in the area when something was sent to the writer, and how far he confirmed that."""
        from kcdesk.work import cursors, receivers

        rows = self._desk.store.meta.get(area_key(self._sender.code), None)
        if rows is None:
            return None
        return rows, cursors.confirmed(self._desk, receivers.of_sender(self._desk, self._sender)).position

    def _shelved(self, *states: str) -> frozenset[str]:
        """The records of which changes by this device were held for lying outside, and are in one of these states."""
        items = self._desk.store.held.list(kind="change", device=self._sender.id, reason=OUTSIDE)
        return frozenset(str(one["row"]) for one in items if one["state"] in states)
