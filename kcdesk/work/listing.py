"""Lists as a window shows them: which rows, in which order, and for a stretch of them what stands in each cell.

A list of 100,000 rows is kept as row numbers; only the stretches that are looked at are read.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Record, Value
from kcdesk.text.fold import words
from kcdesk.work import joins
from kcdesk.work.jobs import Cancel, never, stop_if
from kcdesk.work.ordering import Keys, read_again, read_keys, sorts_in_memory
from kcdesk.work.showing import COMMUNE, Shower
from kcdesk.work.standing import STATE, Standing, numbers_within, sent_so_far, standing_of, urgent

if TYPE_CHECKING:
    from kcdesk.store.search import SearchIndex
    from kcdesk.work.bootstrap import Desk

FIRST_ROWS = 60
"""How many rows come with a list at once: more than fit on the screen."""
MOST_INDEXES = 4
"""How many lists keep their folded texts: some 15 MB each at 100,000 records."""
MOST_LOOKED_AT = 500
"""After more rows than this were written, everything is read anew."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is wanted: of which entity, narrowed to what, with which words, in which order.

    ``keep`` is the id of the record that is selected, to be found again in the list.
    """

    entity: str
    columns: tuple[str, ...]
    search: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    keep: str = ""

    @property
    def order(self) -> str:
        """The order as the store names it."""
        return f"-{self.sort}" if self.sort and self.descending else self.sort


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: what stands in its cells, and where it stands."""

    number: int
    id: str
    cells: tuple[str, ...]
    standing: Standing
    missing: int
    record: Record


@dataclass(frozen=True, slots=True)
class Found:
    """A list: row numbers in order, its first rows, and how many records there are without narrowing.

    ``is_whole`` is False where more may follow; ``kept`` is the place of the record to be kept, -1 for none.
    """

    numbers: array[int]
    first: tuple[ListRow, ...]
    of_all: int
    is_whole: bool = True
    kept: int = -1


class Listings:
    """Answers list queries over one reading desk; keeps the folded texts of the lists that were searched.

    Belongs to the thread of that desk.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._indexes: OrderedDict[str, SearchIndex] = OrderedDict()
        self._totals: dict[str, int] = {}
        self._keys: dict[str, Keys] = {}

    def find(self, query: ListQuery, cancel: Cancel = never) -> Found:
        """The rows of a list. Raises Cancelled where a newer query has come."""
        query, within = self._plain(query)
        numbers = self._index(query).all(query.search, cancel) if words(query.search) else self._numbers(query)
        stop_if(cancel)
        return self._found(query, numbers if within is None else _only(numbers, within))

    def find_first(self, query: ListQuery, cancel: Cancel = never) -> Found:
        """As ``find``, but only the first rows, which come at once however many fit."""
        if not words(query.search):
            return self.find(query, cancel)
        query, within = self._plain(query)
        numbers = array("q")
        for hits in self._index(query).find(query.search, cancel):
            numbers.extend(hits if within is None else _only(hits, within))
            if len(numbers) >= FIRST_ROWS:
                break
        numbers = numbers[:FIRST_ROWS]
        stop_if(cancel)
        return replace(self._found(query, numbers), is_whole=len(numbers) < FIRST_ROWS)

    def _plain(self, query: ListQuery) -> tuple[ListQuery, frozenset[int] | None]:
        """The query with the conditions that the store knows, and the rows to which it is narrowed beyond them."""
        where = {**joins.shown_only(self._desk, query.entity), **query.where}
        wanted = where.pop(STATE, None)
        within = None if wanted is None else numbers_within(self._desk, query.entity, str(wanted))
        return replace(query, where=where), within

    def _numbers(self, query: ListQuery) -> array[int]:
        arrange = self._arranger(query)
        if arrange is None:
            return self._desk.store.ids(query.entity, query.where, sort=query.order)
        return arrange(self._desk.store.ids(query.entity, query.where, sort="_n"))

    def _arranger(self, query: ListQuery) -> Callable[[Sequence[int]], array[int]] | None:
        """Puts row numbers in the order of a column that has no key in the table; None where it has one."""
        if not sorts_in_memory(catalogue.entity(query.entity), query.sort):
            return None
        entity, name, descending = query.entity, query.sort, query.descending
        self._learn(entity, (name,))
        return lambda numbers: self._keys[entity].arrange(numbers, name, descending=descending)

    def _learn(self, entity: str, names: Sequence[str]) -> None:
        """Read the keys of columns that are not known yet."""
        known = self._keys.get(entity)
        missing = [name for name in names if known is None or name not in known.columns]
        if missing:
            self.take_keys(read_keys(self._desk, entity, missing), whole=False)

    def take_keys(self, keys: Keys, *, whole: bool = True) -> None:
        """Keys that were read elsewhere; they are left where something was written meanwhile."""
        if whole and keys.position != self._desk.store.head()[0]:
            return
        self._keys.setdefault(keys.entity, keys).take(keys)

    def warm(self, query: ListQuery) -> None:
        """Fold the texts of a list before the first letter is typed."""
        self._index(self._plain(replace(query, search=""))[0])

    def _found(self, query: ListQuery, numbers: array[int]) -> Found:
        if query.entity not in self._totals:
            shown = joins.shown_only(self._desk, query.entity)
            self._totals[query.entity] = self._desk.store.count(query.entity, shown)
        first = self.rows(query, numbers[:FIRST_ROWS])
        return Found(numbers, tuple(first), self._totals[query.entity], kept=self._place(query, numbers))

    def _place(self, query: ListQuery, numbers: array[int]) -> int:
        number = self._desk.store.numbers(query.entity, [query.keep]).get(query.keep) if query.keep else None
        return numbers.index(number) if number is not None and number in numbers else -1

    def changed(self, rows: Collection[tuple[str, str]]) -> None:
        """Rows were written: look at them again; without rows, at everything."""
        self._totals.clear()
        if not rows or len(rows) > MOST_LOOKED_AT:
            self._indexes.clear()
            self._keys.clear()
        for entity, keys in self._keys.items():
            own = [row for name, row in rows if name == entity]
            read_again(self._desk, keys, list(self._desk.store.numbers(entity, own).values()))
        for index in self._indexes.values():
            index.update(rows)

    def _index(self, query: ListQuery) -> SearchIndex:
        """The texts of the list that a query narrows, made when first searched."""
        from kcdesk.store.search import SearchIndex

        key = json.dumps([query.entity, query.order, sorted(query.where.items())], default=str)
        if key in self._indexes:
            self._indexes.move_to_end(key)
        else:
            arrange = self._arranger(query)
            order = "_n" if arrange else query.order
            made = SearchIndex.build(self._desk.store, query.entity, sort=order, where=query.where, arrange=arrange)
            self._indexes[key] = made
            while len(self._indexes) > MOST_INDEXES:
                self._indexes.popitem(last=False)
        return self._indexes[key]

    def rows(self, query: ListQuery, numbers: Sequence[int]) -> list[ListRow]:
        """What stands in the rows of these numbers."""
        kind = catalogue.entity(query.entity)
        records = self._desk.store.page(query.entity, numbers)
        counts = dict(
            zip((str(one["id"]) for one in records), self._desk.store.counts(query.entity, numbers), strict=True)
        )
        by_number = self._desk.store.numbers(query.entity, [str(one["id"]) for one in records])
        shower = Shower(self._desk, short=True)
        shower.learn_titles(kind, query.columns, records)
        cursor = sent_so_far(self._desk)
        waiting = urgent(self._desk, query.entity, list(by_number))
        made = []
        for record in records:
            row = str(record["id"])
            beside = counts[row]
            missing = (beside.errors or 0) + (beside.gaps or 0)
            cells = tuple(shower.cell(kind, name, record) for name in query.columns)
            plain = standing_of(beside.errors, beside.gaps, beside.position, cursor, self._desk.profile.is_province)
            standing = waiting.of(row) or waiting.settled(row, plain)
            made.append(ListRow(by_number[row], row, cells, standing, missing, record))
        return made


def _only(numbers: array[int], within: frozenset[int]) -> array[int]:
    """Those of the numbers that are among others, in their order."""
    return array("q", [number for number in numbers if number in within])


WRITER = "_by"
"""A condition that is no field: who wrote to a record."""


def values_in_use(desk: Desk, entity: str, names: Sequence[str]) -> dict[str, list[tuple[Value, str, int]]]:
    """For filters: by field the values that records have, in words, with their number, the most used first."""
    kind = catalogue.entity(entity)
    shower = Shower(desk)
    found = {}
    for name in names:
        counted = desk.store.group(entity, name)
        values = [(value, shower.say(kind[name], value, {}), number) for value, number in counted.items()]
        found[name] = sorted((one for one in values if one[1]), key=lambda one: -one[2])
    if "establishment_id" in kind:
        found[COMMUNE] = _communes(desk, kind)
    if desk.profile.is_province:
        found[WRITER] = _writers(desk, kind)
    return found


def _writers(desk: Desk, kind: Entity) -> list[tuple[Value, str, int]]:
    """Who wrote, with the number of records of each."""
    written = "SELECT by, count(DISTINCT row) FROM log WHERE kind = 0 AND entity = ? GROUP BY by"
    return [(by, str(by), int(number)) for by, number in desk.store.select(written, (kind.name,)) if by]


def _communes(desk: Desk, kind: Entity) -> list[tuple[Value, str, int]]:
    """The communes of the establishments that records are about; nothing where there is only one."""
    sql = (
        f"SELECT e.commune_code, count(*) FROM {kind.name} t JOIN establishment e ON e.id = t.establishment_id"
        " WHERE t.deleted = 0 GROUP BY 1"
    )
    counted = [(code, desk.reference.label("communes", str(code)), int(n)) for code, n in desk.store.select(sql)]
    found = sorted((one for one in counted if one[1]), key=lambda one: -one[2])
    return list(found) if len(found) > 1 or desk.profile.is_province else []
