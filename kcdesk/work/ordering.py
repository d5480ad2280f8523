"""The order of a list by any column, kept in memory: by the words that stand in the cells, not by their codes.

Only the title of a record has a sorted key in its table. Everything else would have to be read and
sorted anew for each click: at 100,000 rows one to two seconds. So the keys of the columns that a list
shows are read once, in one pass, and every further order comes from memory.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.model.fields import Entity
from kcdesk.work.jobs import Cancel, never, stop_if
from kcdesk.work.showing import COMMUNE, Shower

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

Key = bytes | int | float
_STRETCH = 5_000
"""Rows that are read between two looks at whether anybody still wants them."""
_OWNER = "establishment_id"
_FEW = 1_000
"""So many rows are sorted by themselves sooner than picked out of the order of all."""


class Column:
    """What the rows are sorted by in one column, small: a number for each row, and one for each different key.

    A number stands for a key and goes up with it; 0 for a row without a value. A key that comes later gets a number
    between those of its neighbours.
    """

    def __init__(self) -> None:
        self._numbers: dict[Key, float] = {}
        self._of = array("d")
        self._levels: list[Key] | None = None
        self._order = array("q")

    def __contains__(self, row: int) -> bool:
        return row < len(self._of) and self._of[row] != 0.0

    def put(self, row: int, key: Key) -> None:
        """The key of a row."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._between(key)
        if row >= len(self._of):
            self._of.extend([0.0] * (max(row + 1, 2 * len(self._of)) - len(self._of)))
        self._of[row] = number

    def drop(self, row: int) -> None:
        """The row is gone, or has no value any more."""
        if row in self:
            self._of[row] = 0.0

    def change(self) -> None:
        """The order is to be worked out anew."""
        self._order = array("q")

    def number(self, row: int) -> float:
        """By which the row is sorted."""
        return self._of[row]

    def order(self) -> array[int]:
        """All rows that have a value, in order; kept until something changes."""
        self.settle()
        if not self._order:
            of = self._of
            self._order = array("q", sorted((row for row in range(len(of)) if of[row]), key=of.__getitem__))
        return self._order

    def settle(self) -> None:
        """After the first reading, where keys are numbered as they came: number them by their order."""
        if self._levels is not None:
            return
        self._levels = sorted(self._numbers)
        numbers = [0.0] * (len(self._numbers) + 1)
        for at, key in enumerate(self._levels, 1):
            numbers[int(self._numbers[key])] = self._numbers[key] = float(at)
        self._of = array("d", [numbers[int(one)] for one in self._of])

    def _between(self, key: Key) -> float:
        if self._levels is None:
            return float(len(self._numbers) + 1)
        at = bisect_left(self._levels, key)
        below = self._numbers[self._levels[at - 1]] if at else 0.0
        above = self._numbers[self._levels[at]] if at < len(self._levels) else below + 2.0
        self._levels.insert(at, key)
        return (below + above) / 2


@dataclass(slots=True)
class Keys:
    """What the rows of one entity are sorted by, column by column.

    ``position`` is the log position at which they were read.
    """

    entity: str
    position: int
    columns: dict[str, Column] = field(default_factory=dict)

    def arrange(self, numbers: Sequence[int], name: str, *, descending: bool) -> array[int]:
        """Row numbers in the order of a column; rows without a value stand last in either direction."""
        column = self.columns[name]
        column.settle()
        if len(numbers) < _FEW:
            rows = [number for number in numbers if number in column]
            filled = sorted(rows, key=lambda one: (column.number(one), one))
        else:
            wanted = set(numbers)
            filled = [number for number in column.order() if number in wanted]
        empty = sorted(number for number in numbers if number not in column) if len(filled) < len(numbers) else []
        if descending:
            filled.reverse()
            empty.reverse()
        return array("q", filled + empty)

    def prepare(self) -> None:
        """Sort by every column now, so that nobody waits for it later."""
        for column in self.columns.values():
            column.order()

    def take(self, other: Keys) -> None:
        """Add the columns of others that were read at the same position."""
        self.columns.update(other.columns)

    def forget(self, numbers: Collection[int]) -> None:
        """Some rows have changed."""
        for column in self.columns.values():
            column.settle()
            column.change()
            for number in numbers:
                column.drop(number)


def sorts_in_memory(kind: Entity, name: str) -> bool:
    """True for a column that has no sorted key in the table."""
    return name == COMMUNE or (bool(name) and name in kind and name != kind.title_field)


def read_keys(desk: Desk, entity: str, names: Collection[str], cancel: Cancel = never) -> Keys:
    """Read the keys of some columns in one pass over the table. Raises Cancelled."""
    kind = catalogue.entity(entity)
    wanted = [name for name in names if sorts_in_memory(kind, name)]
    made = Keys(entity, desk.store.head()[0], {name: Column() for name in wanted})
    if not wanted:
        return made
    makers = [_Maker(desk, kind, name) for name in wanted]
    last = int(desk.store.select(f"SELECT coalesce(max(_n), 0) FROM {kind.name}")[0][0])
    for start in range(0, last + 1, _STRETCH):
        stop_if(cancel)
        _read(desk, made, makers, f"_n > {start} AND _n <= {start + _STRETCH}")
    return made


def read_again(desk: Desk, keys: Keys, numbers: Collection[int]) -> None:
    """Look again at some rows."""
    makers = [_Maker(desk, catalogue.entity(keys.entity), name) for name in keys.columns]
    keys.forget(numbers)
    if numbers:
        _read(desk, keys, makers, f"_n IN ({', '.join(str(int(number)) for number in numbers)})")
    keys.position = desk.store.head()[0]


def _read(desk: Desk, keys: Keys, makers: Sequence[_Maker], where: str) -> None:
    columns = ", ".join(f'"{maker.declared.name}"' for maker in makers)
    kept = [keys.columns[maker.column] for maker in makers]
    for number, *values in desk.store.select(f"SELECT _n, {columns} FROM {keys.entity} WHERE {where}"):
        for maker, column, value in zip(makers, kept, values, strict=True):
            if value is not None:
                column.put(number, maker.key(value))


class _Maker:
    """Makes the keys of one column; the same value gives the same object, so that many rows take little room."""

    def __init__(self, desk: Desk, kind: Entity, column: str) -> None:
        self.column = column
        self.declared = declared = kind[_OWNER if column == COMMUNE else column]
        self._shower: Shower = Shower(desk)
        self._order = {one.code: at for at, one in enumerate(declared.choices)}
        self._made: dict[Any, Key] = {}
        self._titles = _titles(desk, declared.parent) if declared.parent and column != COMMUNE else {}
        if column == COMMUNE:
            self._titles = _communes(desk, self._shower)

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


def _communes(desk: Desk, shower: Shower) -> Mapping[str, bytes]:
    """The sorted keys of the communes of all establishments."""
    from kcdesk.text.collate import sort_key

    declared = catalogue.entity("establishment")["commune_code"]
    known: dict[str, bytes] = {}
    found = {}
    for row, code in desk.store.select("SELECT id, commune_code FROM establishment"):
        if code not in known:
            known[code] = sort_key(shower.say(declared, code, {}))
        found[str(row)] = known[code]
    return found


def _titles(desk: Desk, entity: str) -> Mapping[str, bytes]:
    """The sorted keys of the titles of the records that a column points to."""
    title = catalogue.entity(entity).title_field
    if not title:
        return {}
    return {str(row): bytes(key or b"") for row, key in desk.store.select(f"SELECT id, _sort_{title} FROM {entity}")}
