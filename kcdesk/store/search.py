"""Search while somebody types: folded text of one list in memory, in the order of the list.

A letter must show its first hits at once, over 100,000 records, with any part of a word and words in
any order. No index of SQLite does that in sorted order, so the text (some 15 MB of it) is looked
through from the top, as plain bytes: hits come in order, and the first page is there as soon as it
is full. The scan goes in slices, between which other threads get their turn and a newer letter can
stop it. A slice in which one of the words does not occur at all is passed over in one step.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kcdesk.store import reading
from kcdesk.store.core import in_list
from kcdesk.store.errors import guarded
from kcdesk.store.reading import Wanted
from kcdesk.text.fold import words

if TYPE_CHECKING:
    from kcdesk.store.core import Core
    from kcdesk.store.layout import Layout
    from kcdesk.store.reading import Where
    from kcdesk.store.records import Store

Cancel: TypeAlias = Callable[[], bool]
"""Says True when the result is no longer wanted."""

Arrange: TypeAlias = Callable[[Sequence[int]], "array[int]"]
"""Puts row numbers in order."""

_SLICE = 1_024
_LARGEST = 256 * 1024
_REBUILD = 500
_BATCH = 20_000


def never() -> bool:
    """A search that nobody stops."""
    return False


class _Slice:
    """Some rows that follow each other in the list: their numbers, and their texts with a line each."""

    __slots__ = ("numbers", "text")

    def __init__(self, numbers: array[int], texts: Sequence[bytes]) -> None:
        self.numbers = numbers
        self.text = b"\n".join(texts)

    def lines(self) -> list[bytes]:
        """The texts, one a row."""
        return self.text.split(b"\n")

    def hits(self, wanted: Sequence[bytes]) -> array[int]:
        """The numbers of the rows whose text holds all the words, in order."""
        text = self.text
        if not all(word in text for word in wanted):
            return array("q")
        if not wanted:
            return self.numbers
        first, *others = wanted
        pairs = zip(self.numbers, self.lines(), strict=True)
        if not others:
            return array("q", [number for number, line in pairs if first in line])
        if len(others) == 1:
            second = others[0]
            return array("q", [number for number, line in pairs if first in line and second in line])
        return array("q", [n for n, line in pairs if first in line and all(word in line for word in others)])


class SearchIndex:
    """The texts of one list, in its order. Built over a reader's store and used in the same thread.

    The store is looked at only by ``reload`` and ``update``; searching touches nothing but memory.
    """

    def __init__(
        self, store: Store, entity: str, *, sort: str = "", where: Where | None = None, arrange: Arrange | None = None
    ) -> None:
        self._store = store
        self._arrange = arrange
        self._layout: Layout = store.core.layouts[entity]
        self._sort = sort
        self._where: Where = where or {}
        self._slices: list[_Slice] = []

    @classmethod
    def build(
        cls, store: Store, entity: str, *, sort: str = "", where: Where | None = None, arrange: Arrange | None = None
    ) -> SearchIndex:
        """Read the list in order. ``sort`` and ``where`` as for ``Store.rows``; ``arrange`` puts row numbers
        into another order than the store knows."""
        index = cls(store, entity, sort=sort, where=where, arrange=arrange)
        index.reload()
        return index

    def __len__(self) -> int:
        return sum(len(one.numbers) for one in self._slices)

    @property
    def _core(self) -> Core:
        return self._store.core

    def reload(self) -> None:
        """Read everything anew."""
        with guarded():
            numbers = self._listed(self._where)
            texts = self._all_texts() if len(numbers) > _BATCH else self._read(numbers)
        self._slices = _cut(numbers, [texts.pop(number, b"") for number in numbers])

    def _listed(self, where: Where) -> array[int]:
        """The row numbers of a list, in order."""
        numbers = reading.ids(self._core, Wanted(self._layout.name, where, self._sort))
        return self._arrange(numbers) if self._arrange else numbers

    def _all_texts(self) -> dict[int, bytes]:
        """The texts of the whole table: read in its own order, which is quicker for a long list."""
        found: dict[int, bytes] = {}
        cursor = self._core.connection.execute(f"SELECT n, CAST(text AS BLOB) FROM {self._layout.search_table}")
        while batch := cursor.fetchmany(_BATCH):
            found.update(batch)
        return found

    def _read(self, numbers: Sequence[int]) -> dict[int, bytes]:
        table = self._layout.search_table
        sql = f"SELECT n, CAST(text AS BLOB) FROM {table} WHERE n IN (SELECT value FROM json_each(?))"
        return dict(self._core.rows(sql, (in_list(list(numbers)),)))

    def find(self, query: str, cancel: Cancel = never) -> Iterator[array[int]]:
        """The row numbers of all hits in order, slice by slice, as soon as each is looked through.

        Stops early where ``cancel`` says so. Without words in the query everything is a hit.
        """
        wanted = sorted((word.encode() for word in words(query)), key=len, reverse=True)
        for one in tuple(self._slices):
            if cancel():
                return
            hits = one.hits(wanted)
            if hits:
                yield hits
            time.sleep(0)  # another thread's turn

    def first(self, query: str, limit: int, cancel: Cancel = never) -> array[int]:
        """The row numbers of the first hits, at most ``limit``."""
        found: array[int] = array("q")
        for hits in self.find(query, cancel):
            found.extend(hits)
            if len(found) >= limit:
                break
        return found[:limit]

    def all(self, query: str, cancel: Cancel = never) -> array[int]:
        """The row numbers of all hits in order."""
        found: array[int] = array("q")
        for hits in self.find(query, cancel):
            found.extend(hits)
        return found

    def update(self, rows: Iterable[tuple[str, str]]) -> None:
        """Look again at these rows (entity and id; those of other entities are left out)."""
        ids = [row for entity, row in rows if entity == self._layout.name]
        if not ids:
            return
        if len(ids) > _REBUILD:
            self.reload()
            return
        with guarded():
            changed = list(reading.numbers(self._core, self._layout.name, ids).values())
            self.remove(changed)
            listed = self._listed({**self._where, "_n": changed})
            texts = self._read(listed)
            for number in listed:
                self._insert(self._place(number), number, texts.get(number, b""))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take rows out of the list; those that are not in it are left out."""
        for number in numbers:
            for place, one in enumerate(self._slices):
                if number in one.numbers:
                    inside = one.numbers.index(number)
                    lines = one.lines()
                    self._slices[place : place + 1] = _cut(
                        one.numbers[:inside] + one.numbers[inside + 1 :], lines[:inside] + lines[inside + 1 :]
                    )
                    break

    def _insert(self, place: int, number: int, text: bytes) -> None:
        for index, one in enumerate(self._slices):
            if place <= len(one.numbers):
                numbers, lines = one.numbers[:], one.lines()
                numbers.insert(place, number)
                lines.insert(place, text)
                self._slices[index : index + 1] = _cut(numbers, lines)
                return
            place -= len(one.numbers)
        self._slices += _cut(array("q", [number]), [text])

    def _number_at(self, place: int) -> int:
        for one in self._slices:
            if place < len(one.numbers):
                return one.numbers[place]
            place -= len(one.numbers)
        raise IndexError(place)

    def _place(self, number: int) -> int:
        """Where a row belongs in the list: it is compared, by SQL, with the row in the middle of what is left."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            pair = [self._number_at(middle), number]
            order = self._arrange(pair) if self._arrange else self._listed({"_n": pair, "deleted": None})
            if order[0] == number:
                high = middle
            else:
                low = middle + 1
        return low


def _cut(numbers: array[int], texts: Sequence[bytes]) -> list[_Slice]:
    """Slices of at most so many rows, and so many bytes, that a scan of one takes no time."""
    made: list[_Slice] = []
    start = size = 0
    for place, text in enumerate(texts):
        size += len(text) + 1
        if place - start >= _SLICE or (size > _LARGEST and place > start):
            made.append(_Slice(numbers[start:place], texts[start:place]))
            start, size = place, len(text) + 1
    if start < len(texts):
        made.append(_Slice(numbers[start:], texts[start:]))
    return made
