"""What is kept in memory to find twins while one types: the names of a commune, and lists of telephone numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kcdesk.model.twins import Sketch, metres, phones
from kcdesk.text.fold import fold_all
from kcdesk.text.similar import core, cores

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_NAME_CUTOFF = 62
"""Of 100: a name less alike in a quick look is not compared with care."""
_QUICK = 24
_NEAR = 80.0
_LONG_NUMBERS = "SELECT _n FROM establishment WHERE length({name}) > 13"
"""More than one number; answered by the index of the field alone."""


class Names:
    """The establishments of a commune by what is alike at a quick look: name, person, place."""

    def __init__(self, desk: Desk, commune: str) -> None:
        self._desk = desk
        self._commune = commune
        self._places: dict[str, int] = {}
        self._rows: list[str] = []
        self._cores: list[str] = []
        self._by_person: dict[str, list[str]] = defaultdict(list)
        self._points: dict[str, tuple[float, float]] = {}
        self._add("", ())

    def update(self, rows: Sequence[str]) -> None:
        """Look again at rows that were written."""
        for row in rows:
            at = self._places.pop(row, None)
            if at is not None:
                self._cores[at] = ""
                self._points.pop(row, None)
        self._add(" AND id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),))

    def _add(self, condition: str, values: Sequence[Any]) -> None:
        sql = (
            "SELECT id, name, representative, latitude, longitude FROM establishment"
            f" WHERE deleted = 0 AND commune_code = ?{condition}"
        )
        found = self._desk.store.select(sql, (self._commune, *values))
        people = fold_all([person or "" for _row, _name, person, *_point in found])
        self._cores += cores([name or "" for _row, name, *_rest in found])
        for (row, _name, _person, latitude, longitude), person in zip(found, people, strict=True):
            self._places[row] = len(self._rows)
            self._rows.append(row)
            if person:
                self._by_person[person].append(row)
            if latitude is not None and longitude is not None:
                self._points[row] = (latitude, longitude)

    def like(self, meant: Sketch) -> Iterator[str]:
        """The rows that a quick look finds like it in name, person or place; a careful one has to follow."""
        from rapidfuzz import fuzz, process

        if meant.name.strip():
            hits = process.extract(
                core(meant.name), self._cores, scorer=fuzz.token_sort_ratio, processor=None,
                score_cutoff=_NAME_CUTOFF, limit=_QUICK,
            )  # fmt: skip
            for _core, _score, at in hits:
                yield self._rows[at]
        yield from self._by_person.get(meant.person, ())[:_QUICK] if meant.person else ()
        if meant.point:
            yield from (row for row, point in self._points.items() if metres(meant.point, point) <= _NEAR)


class Numbers:
    """Establishments with several telephone numbers in one field, by each of them."""

    def __init__(self, desk: Desk) -> None:
        self._rows: dict[str, list[str]] = defaultdict(list)
        for name in ("phone", "zalo"):
            sql = (
                f"SELECT id, {name} FROM establishment WHERE deleted = 0 AND _n IN ({_LONG_NUMBERS.format(name=name)})"
            )
            for row, text in desk.store.select(sql):
                for number in phones([text]):
                    self._rows[number].append(row)

    def with_any(self, numbers: Iterable[str]) -> list[str]:
        """The rows that have one of these numbers."""
        return [row for number in sorted(numbers) for row in self._rows.get(number, ())]
