"""The order of a list by any column, kept in memory: by the words that stand in the cells, not by their codes.

Only the title of a record has a sorted key in its table. Everything else would have to be read and
sorted anew for each click: at 100,000 rows one to two seconds. So the keys of the columns that a list
shows are read once, in one pass, and every further order comes from memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.model.fields import Entity
from kcdesk.model.fields import Field as Declared
from kcdesk.work.jobs import Cancel, never, stop_if

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.showing import Shower

Key = bytes | int | float
_STRETCH = 5_000
"""Rows that are read between two looks at whether anybody still wants them."""
_FEW = 1_000
"""So many rows are sorted by themselves sooner than picked out of the order of all."""


@dataclass(slots=True)
class Keys:
    """What the rows of one entity are sorted by: for each column the key of every row that has a value.

    ``position`` is the log position at which they were read.
    """

    entity: str
    position: int
    columns: dict[str, dict[int, Key]] = field(default_factory=dict)
    _orders: dict[str, list[int]] = field(default_factory=dict)

    def arrange(self, numbers: Sequence[int], name: str, *, descending: bool) -> array[int]:
        """Row numbers in the order of a column; rows without a value stand last in either direction."""
        keys = self.columns[name]
        if len(numbers) < _FEW:
            filled = sorted((number for number in numbers if number in keys), key=lambda one: (keys[one], one))
        else:
            wanted = set(numbers)
            filled = [number for number in self._order(name) if number in wanted]
        empty = sorted(number for number in numbers if number not in keys) if len(filled) < len(numbers) else []
        if descending:
            filled.reverse()
            empty.reverse()
        return array("q", filled + empty)

    def _order(self, name: str) -> list[int]:
        """All rows that have a value, in order; kept until something changes."""
        if name not in self._orders:
            keys = self.columns[name]
            self._orders[name] = sorted(sorted(keys), key=keys.__getitem__)
        return self._orders[name]

    def prepare(self) -> None:
        """Sort by every column now, so that nobody waits for it later."""
        for name in self.columns:
            self._order(name)

    def take(self, other: Keys) -> None:
        """Add the columns of others that were read at the same position."""
        self.columns.update(other.columns)
        self._orders.update(other._orders)

    def forget(self, numbers: Collection[int]) -> None:
        """Some rows have changed."""
        self._orders.clear()
        for column in self.columns.values():
            for number in numbers:
                column.pop(number, None)


def sorts_in_memory(kind: Entity, name: str) -> bool:
    """True for a column that has no sorted key in the table."""
    return bool(name) and name in kind and name != kind.title_field


def read_keys(desk: Desk, entity: str, names: Collection[str], cancel: Cancel = never) -> Keys:
    """Read the keys of some columns in one pass over the table. Raises Cancelled."""
    kind = catalogue.entity(entity)
    wanted = [kind[name] for name in names if sorts_in_memory(kind, name)]
    made = Keys(entity, desk.store.head()[0], {one.name: {} for one in wanted})
    if not wanted:
        return made
    makers = [_Maker(desk, one) for one in wanted]
    last = int(desk.store.select(f"SELECT coalesce(max(_n), 0) FROM {kind.name}")[0][0])
    for start in range(0, last + 1, _STRETCH):
        stop_if(cancel)
        _read(desk, made, makers, f"_n > {start} AND _n <= {start + _STRETCH}")
    return made


def read_again(desk: Desk, keys: Keys, numbers: Collection[int]) -> None:
    """Look again at some rows."""
    makers = [_Maker(desk, catalogue.entity(keys.entity)[name]) for name in keys.columns]
    keys.forget(numbers)
    if numbers:
        _read(desk, keys, makers, f"_n IN ({', '.join(str(int(number)) for number in numbers)})")
    keys.position = desk.store.head()[0]


def _read(desk: Desk, keys: Keys, makers: Sequence[_Maker], where: str) -> None:
    columns = ", ".join(f'"{maker.declared.name}"' for maker in makers)
    kept = [keys.columns[maker.declared.name] for maker in makers]
    for number, *values in desk.store.select(f"SELECT _n, {columns} FROM {keys.entity} WHERE {where}"):
        for maker, column, value in zip(makers, kept, values, strict=True):
            if value is not None:
                column[number] = maker.key(value)


class _Maker:
    """Makes the keys of one column; the same value gives the same object, so that many rows take little room."""

    def __init__(self, desk: Desk, declared: Declared) -> None:
        from kcdesk.work.showing import Shower

        self.declared = declared
        self._shower: Shower = Shower(desk)
        self._order = {one.code: at for at, one in enumerate(declared.choices)}
        self._made: dict[Any, Key] = {}
        self._titles = _titles(desk, declared.parent) if declared.parent else {}

    def key(self, stored: Any) -> Key:
        """The key of what stands in the table."""
        found = self._made.get(stored)
        if found is None:
            found = self._made[stored] = self._make(stored)
        return found

    def _make(self, stored: Any) -> Key:
        from kcdesk.text.collate import sort_key

        if self.declared.parent:
            return self._titles.get(str(stored), b"")
        if self._order:
            return self._order.get(str(stored), len(self._order))
        if self.declared.code_table:
            return sort_key(self._shower.say(self.declared, stored, {}))
        if isinstance(stored, int | float):
            return stored
        return sort_key(str(stored))


def _titles(desk: Desk, entity: str) -> Mapping[str, bytes]:
    """The sorted keys of the titles of the records that a column points to."""
    title = catalogue.entity(entity).title_field
    if not title:
        return {}
    return {str(row): bytes(key or b"") for row, key in desk.store.select(f"SELECT id, _sort_{title} FROM {entity}")}
