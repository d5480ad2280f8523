"""Which personal values may leave this workspace (domain.md §9).

Personal fields of an establishment, and of what hangs on it, are sent only where its owner agreed, or
where the province declared State management as its legal basis and the owner did not refuse. A consent
that is in conflict counts as none. Withholding covers every value that a field ever had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Field, Record, Value
from kcdesk.model.kinds import TAX_CODE
from kcdesk.model.privacy import is_personal

if TYPE_CHECKING:
    from kcdesk.store.records import Store
    from kcdesk.work.bootstrap import Desk

AGREED, NOT_ASKED = "dong_y", "chua_hoi"
STATE_MANAGEMENT = "quan_ly_nha_nuoc"
POINTERS = {"owner_id": "owner_type", "row_id": "row_type"}
"""Fields that say what a record is about, be it of any entity, each with the field that names the entity."""
_MANY = 200
_DEEPEST = 3


class Consent:
    """The consents as they stand now, for one export."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._by_state = desk.settings.get("legal_basis") == STATE_MANAGEMENT
        self._known: dict[str, bool] = {}
        self._owners: dict[tuple[str, str], str | None] = {}
        self._fields: dict[str, dict[str, Field]] = {}
        self._in_conflict = {
            one.row for one in desk.store.unsettled("establishment") if "consent" in (*one.conflicts, *one.waiting)
        }

    def allows(self, entity: str, row: str) -> bool:
        """True where the personal values of this row may be sent."""
        owner = self._owner(entity, row, 0)
        return self._by_state if owner is None else self._agreed(owner)

    def reduce(self, change: Change) -> Change:
        """The change as it may be sent: personal values under ``withheld`` where consent is lacking."""
        personal = self._personal(change.entity, change.set)
        if not personal or self.allows(change.entity, change.row):
            return change
        left = {name: value for name, value in change.set.items() if name not in personal}
        return replace(change, set=left, withheld=tuple(sorted({*change.withheld, *personal})))

    def record(self, entity: str, record: Record) -> Record:
        """A record as it may be sent: personal values left out where consent is lacking."""
        personal = self._personal(entity, record)
        if not personal or self.allows(entity, str(record["id"])):
            return record
        return {name: value for name, value in record.items() if name not in personal}

    def _personal(self, entity: str, values: Mapping[str, Value]) -> list[str]:
        """The names of the values that are personal."""
        fields = self._fields.get(entity)
        if fields is None:
            declared = catalogue.entity(entity).fields if is_declared(entity) else ()
            fields = {one.name: one for one in declared if one.personal or one.kind.name == TAX_CODE.name}
            self._fields[entity] = fields
        return [name for name in fields if name in values and is_personal(fields[name], values[name])] if fields else []

    def _agreed(self, establishment: str) -> bool:
        if establishment not in self._known and len(self._known) == _MANY:
            self._read_all()
        if establishment not in self._known:
            record = self._store.get("establishment", establishment, deleted=True) or {}
            self._known[establishment] = self._judge(establishment, record.get("consent"))
        return self._known[establishment]

    def _read_all(self) -> None:
        """So many were asked for that reading all at once is quicker."""
        for row, given in self._store.select("SELECT id, consent FROM establishment"):
            self._known[row] = self._judge(row, given)

    def _judge(self, establishment: str, given: Value) -> bool:
        allowed = given == AGREED or (self._by_state and given in (None, NOT_ASKED))
        return allowed and establishment not in self._in_conflict

    def _owner(self, entity: str, row: str, depth: int) -> str | None:
        """The establishment that a row is about; None where there is none."""
        if entity == "establishment":
            return row
        key = (entity, row)
        if key not in self._owners:
            self._owners[key] = self._find_owner(entity, row, depth)
        return self._owners[key]

    def _find_owner(self, entity: str, row: str, depth: int) -> str | None:
        record = pointers(self._store, entity, row) if is_declared(entity) and depth <= _DEEPEST else {}
        for name, parent in references(entity, record) if record else ():
            owner = self._owner(parent, name, depth + 1)
            if owner is not None:
                return owner
        return None


def references(entity: str, record: Record) -> list[tuple[str, str]]:
    """The rows that a record points to, each with its entity; a parent first."""
    found = []
    for name, parent in _references(entity):
        value = record.get(name)
        if isinstance(value, str):
            found.append((value, parent))
    for name, type_name in POINTERS.items():
        row, entity_name = record.get(name), record.get(type_name)
        if isinstance(row, str) and isinstance(entity_name, str) and is_declared(entity_name):
            found.append((row, entity_name))
    return found


def pointers(store: Store, entity: str, row: str, more: tuple[str, ...] = ()) -> Record:
    """What a row points to, and those of the fields ``more`` that it has, without the rest of its record.

    It is asked for every other change; empty where the row is not here.
    """
    names = _pointing(entity, more)
    if not names:
        return {}
    columns = ", ".join(f'"{name}"' for name in names)
    found = store.select(f'SELECT {columns} FROM "{entity}" WHERE id = ?', (row,))
    return dict(zip(names, found[0], strict=True)) if found else {}


@cache
def _references(entity: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.parent) for one in catalogue.entity(entity).fields if one.parent)


@cache
def _pointing(entity: str, more: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {*POINTERS, *POINTERS.values(), *more}
    return tuple(one.name for one in catalogue.entity(entity).fields if one.parent or one.name in wanted)


def is_declared(entity: str) -> bool:
    """True for an entity that this version knows."""
    try:
        catalogue.entity(entity)
    except KeyError:
        return False
    return True
