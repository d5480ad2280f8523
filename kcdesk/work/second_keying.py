"""Nhập lần hai: the money figures of a record are keyed a second time, blind, and what differs is settled.

What was compared is remembered in this workspace by record, with the values that were agreed on, so that it
can be told whether a figure was changed since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Record, Value

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_KEY = "second/{row}"
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """A money figure: its place (``requested_amount``, ``cost_items[0].unit_price``), field, row's name and value."""

    place: str
    field: Field
    of: str
    value: int


@dataclass(frozen=True, slots=True)
class Unlike:
    """A figure that was keyed differently the second time; ``second`` None where it was left out."""

    figure: Figure
    second: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """When and by whom the figures of a record were keyed again, how many, how many differed.

    ``is_current`` tells that none of them was changed since.
    """

    at: str
    by: str
    figures: int
    unlike: int
    is_current: bool


def figures(kind: Entity, record: Record, children: Mapping[str, Sequence[Record]]) -> list[Figure]:
    """The money figures of a record and its sub-tables, in the order of the form."""
    found = [Figure(name, kind[name], "", value) for name, value in _money(kind, record)]
    for child in catalogue.children_of(kind.name):
        for at, row in enumerate(children.get(child.plural, ())):
            title = str(row.get(child.title_field) or at + 1)
            found += [
                Figure(f"{child.plural}[{at}].{name}", child[name], title, value) for name, value in _money(child, row)
            ]
    return found


def _money(kind: Entity, record: Record) -> list[tuple[str, int]]:
    found = []
    for field in kind.fields:
        value = record.get(field.name)
        if field.kind.name == MONEY and isinstance(value, int) and not field.automatic:
            found.append((field.name, value))
    return found


def compare(first: Sequence[Figure], second: Mapping[str, Value]) -> list[Unlike]:
    """The figures that were not keyed alike; ``second`` by place, a figure left out is unlike."""
    unlike = []
    for one in first:
        again = second.get(one.place)
        if again != one.value:
            unlike.append(Unlike(one, again if isinstance(again, int) else None))
    return unlike


def note(desk: Desk, row: str, agreed: Mapping[str, Value], unlike: int) -> None:
    """Remember that the figures of a record were keyed again, and what was agreed on."""
    kept = {"at": desk.now(), "by": desk.profile.code, "agreed": dict(agreed), "unlike": unlike}
    desk.store.meta.set(_KEY.format(row=row), kept)


def last(desk: Desk, entity: str, row: str) -> Checked | None:
    """When the figures of a record were keyed again last; None where never."""
    kept: dict[str, Any] | None = desk.store.meta.get(_KEY.format(row=row))
    record = desk.store.get(entity, row)
    if not kept or record is None:
        return None
    kind = catalogue.entity(entity)
    now = {one.place: one.value for one in figures(kind, record, desk.store.children(entity, row))}
    return Checked(kept["at"], kept["by"], len(kept["agreed"]), kept["unlike"], is_current=now == kept["agreed"])
