"""Which records a bundle touches, and which parents they point to: the rows of its tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Record
from kcdesk.model.schema import table_schema


class Touched:
    """Gathers the rows of the changes that go into one part.

    Where a change sets what its record points to, the parent is known at once; for the other records
    ``rows`` is asked.
    """

    def __init__(self, rows: Callable[[str, Collection[str]], Iterable[Record]]) -> None:
        self._rows = rows
        self._parents = _parents()
        self._ids: dict[str, set[str]] = {}
        self._placed: dict[str, set[str]] = {}

    def note(self, change: Change) -> bool:
        """Take a change into account; True where its row was not touched before."""
        entity, row = change.entity, change.row
        ids = self._ids.get(entity)
        if ids is None:
            ids = self._ids[entity] = set()
        fresh = row not in ids
        ids.add(row)
        pointing = self._parents.get(entity)
        if pointing and self._point(change.set, pointing):
            self._placed.setdefault(entity, set()).add(row)
        return fresh

    def _point(self, values: Record, pointing: Mapping[str, str]) -> bool:
        """Add the parents that these values name; True where every one is named, or named to be none."""
        known = True
        for name, parent in pointing.items():
            target = values.get(name)
            if isinstance(target, str) and target:
                self._ids.setdefault(parent, set()).add(target)
            elif name not in values:
                known = False
        return known

    def tables(self) -> dict[str, set[str]]:
        """The rows of every declared entity that has some, parents before children."""
        order = _parents_first(self._parents)
        for entity in reversed(order):
            pointing = self._parents[entity]
            asked = self._ids.get(entity, set()) - self._placed.get(entity, set()) if pointing else ()
            for record in self._rows(entity, asked) if asked else ():
                self._point(record, pointing)
        return {entity: self._ids[entity] for entity in order if self._ids.get(entity)}

    def schema(self, entity: str, tables: Collection[str]) -> Mapping[str, Any]:
        """The Table Schema of an entity beside these tables, without keys that point to itself."""
        schema = table_schema(catalogue.entity(entity), tables)
        own = ("", entity)
        foreign = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] not in own]
        rest = {name: part for name, part in schema.items() if name != "foreignKeys"}
        return {**rest, "foreignKeys": foreign} if foreign else rest


def _parents() -> dict[str, dict[str, str]]:
    """For every entity, from field to entity, what a record points to, but for its own kind."""
    return {
        one.name: {field.name: field.parent for field in one.fields if field.parent and field.parent != one.name}
        for one in catalogue.ENTITIES
    }


def _parents_first(parents: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The names of all entities, each after those it points to (as far as there is no circle)."""
    order: dict[str, None] = {}

    def place(name: str, above: frozenset[str]) -> None:
        for parent in parents.get(name, {}).values():
            if parent not in above:
                place(parent, above | {name})
        order.setdefault(name)

    for name in parents:
        place(name, frozenset({name}))
    return list(order)
