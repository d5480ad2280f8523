"""Twins: establishments that may be one and the same, while one types and over the whole workspace."""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.twins import Likeness, Sketch, compare, sketch
from kcdesk.text.fold import words
from kcdesk.text.similar import core
from kcdesk.work import joins, records
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if
from kcdesk.work.showing import Shower
from kcdesk.work.twin_names import Names, Numbers

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.work.bootstrap import Desk

_Thing = TypeVar("_Thing")

_ENTITY = "establishment"
_FIELDS = ("id", "name", "commune_code", "tax_code", "phone", "zalo", "representative", "latitude", "longitude")
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM establishment WHERE deleted = 0"
MOST_COMMUNES = 3
"""So many communes keep the names of their establishments ready for comparing."""
MOST_SHOWN = 4
_COMMON_WORD = 60
"""A word that more establishments of a commune have in their names than this finds nobody."""
_MANY_WRITTEN = 500
_SLICE = 100
"""So many steps, a few milliseconds, go on between two questions whether to stop or to give way."""
"""After more establishments than this were written, the names of a commune are read anew."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An establishment that may be the one that is meant."""

    row: str
    name: str
    commune: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two establishments that may be one; ``one`` has the smaller id."""

    one: str
    two: str
    names: tuple[str, str]
    commune: str
    likeness: Likeness


class Finder:
    """Looks for twins over one reading desk; keeps the names of the communes where somebody types.

    What was written since is read anew row by row: a save does not cost the next look-up a whole commune.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._communes: OrderedDict[str, Names] = OrderedDict()
        self._numbers: Numbers | None = None
        self._position = desk.store.head()[0]
        self._read_joins()

    def find(self, meant: Sketch, cancel: Cancel = never) -> tuple[Twin, ...]:
        """The establishments most like the one that is typed, the likeliest first. Raises Cancelled."""
        self._follow()
        found: dict[str, Twin] = {}
        own = set(self._joined.of(meant.row)) if meant.row else set()
        for other in self._candidates(meant, cancel):
            if other.row in own or other.row in found or frozenset((meant.row, other.row)) in self._dismissed:
                continue
            likeness = compare(meant, other)
            if likeness is not None:
                found[other.row] = Twin(other.row, other.name, other.commune, likeness)
        ordered = sorted(found.values(), key=lambda twin: (-twin.likeness.score, twin.row))
        return tuple(ordered[:MOST_SHOWN])

    def _candidates(self, meant: Sketch, cancel: Cancel) -> Iterator[Sketch]:
        if meant.tax_stem:
            stem = meant.tax_code[: len(meant.tax_stem)]
            yield from _read(self._desk, " AND tax_code >= ? AND tax_code < ? LIMIT 20", (stem, stem + "\x7f"))
        for phone in sorted(meant.phones):
            yield from _read(self._desk, " AND (phone = ? OR zalo = ?) LIMIT 20", (phone, phone))
        if meant.phones:
            self._numbers = self._numbers or Numbers(self._desk)
            yield from _of_rows(self._desk, self._numbers.with_any(meant.phones))
        stop_if(cancel)
        if meant.commune:
            names = self._names(meant.commune)
            stop_if(cancel)
            yield from _of_rows(self._desk, names.like(meant))

    def _names(self, commune: str) -> Names:
        if commune not in self._communes:
            self._communes[commune] = Names(self._desk, commune)
            while len(self._communes) > MOST_COMMUNES:
                self._communes.popitem(last=False)
        self._communes.move_to_end(commune)
        return self._communes[commune]

    def _follow(self) -> None:
        """Take in what was written since the last look."""
        position = self._desk.store.head()[0]
        if position == self._position:
            return
        sql = "SELECT DISTINCT row FROM log WHERE kind = 0 AND entity = ? AND position > ? LIMIT ?"
        rows = [str(row) for (row,) in self._desk.store.select(sql, (_ENTITY, self._position, _MANY_WRITTEN + 1))]
        if position < self._position or len(rows) > _MANY_WRITTEN:
            self._communes.clear()
            self._numbers = None
        elif rows:
            for names in self._communes.values():
                names.update(rows)
            self._numbers = None
        self._position = position
        self._read_joins()

    def _read_joins(self) -> None:
        self._joined = joins.groups(self._desk)
        self._dismissed = joins.dismissed(self._desk)


def typed_sketch(values: Mapping[str, Value], row: str | None) -> Sketch:
    """What is compared of a form that is being filled in."""
    return sketch(values, row or "")


def pairs(desk: Desk, progress: Progress = quiet, cancel: Cancel = never) -> list[Pair]:
    """All pairs of establishments that may be one and at which nobody looked yet, the likeliest first.

    Only such are compared as share a tax code, a telephone number or, in one commune, a telling word of the name, the
    person or the place. Raises Cancelled.
    """
    sketches: dict[str, Sketch] = {}
    found: dict[tuple[str, str], Likeness] = {}
    tried: set[tuple[str, str]] = set()
    blocks: list[list[str]] = []
    try:
        for sketched in _in_slices(_read(desk, "", ()), cancel):
            sketches[sketched.row] = sketched
        joined, looked_at = joins.groups(desk), joins.dismissed(desk)
        blocks.extend(_blocks(_in_slices(sketches.values(), cancel)))
        for at, rows in enumerate(blocks):
            if at % 10 == 0:
                progress(at, len(blocks))
            for one, two in _in_slices(combinations(sorted(rows), 2), cancel):
                if (one, two) in tried:
                    continue
                tried.add((one, two))
                likeness = compare(sketches[one], sketches[two])
                is_open = frozenset((one, two)) not in looked_at
                if likeness is not None and is_open and joined.shown.get(one, one) != joined.shown.get(two, two):
                    found[one, two] = likeness
        made = [
            Pair(one, two, (sketches[one].name, sketches[two].name), sketches[one].commune, likeness)
            for (one, two), likeness in found.items()
        ]
        return sorted(made, key=lambda pair: (-pair.likeness.score, pair.one, pair.two))
    finally:
        _put_away(sketches, found, tried, blocks)


def _put_away(*large: dict[Any, Any] | set[Any] | list[Any]) -> None:
    """Empty large things piece by piece: all at once would hold up every other thread, the window's as well."""
    for one in large:
        take = one.popitem if isinstance(one, dict) else one.pop
        while one:
            take()


def _in_slices(things: Iterable[_Thing], cancel: Cancel) -> Iterator[_Thing]:
    """The same, with ``cancel`` asked so often that whoever uses the window hardly waits for this thread.

    Raises Cancelled.
    """
    for number, thing in enumerate(things):
        if number % _SLICE == 0:
            stop_if(cancel)
        yield thing


def _blocks(sketches: Iterable[Sketch]) -> list[list[str]]:
    """Rows that have something telling in common; what too many share tells nothing."""
    by_key: dict[tuple[str, ...], list[str]] = defaultdict(list)
    try:
        for one in sketches:
            for key in _keys(one):
                by_key[key].append(one.row)
        return [rows for rows in by_key.values() if 1 < len(rows) <= _COMMON_WORD]
    finally:
        _put_away(by_key)


def _keys(one: Sketch) -> Iterator[tuple[str, ...]]:
    if one.tax_stem:
        yield ("tax", one.tax_stem)
    for phone in one.phones:
        yield ("phone", phone)
    if not one.commune:
        return
    own = words(core(one.name))
    for pair in combinations(sorted(set(own)), 2):
        yield ("name", one.commune, *pair)
    if len(own) == 1:
        yield ("name", one.commune, own[0])
    if one.person:
        yield ("person", one.commune, one.person)
    if one.point:
        yield ("place", f"{one.point[0]:.3f}", f"{one.point[1]:.3f}")


def _of_rows(desk: Desk, rows: Iterable[str]) -> Iterator[Sketch]:
    yield from _read(desk, " AND id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),))


def _read(desk: Desk, condition: str, values: Sequence[Any]) -> Iterator[Sketch]:
    for row in desk.store.select(_SELECT + condition, values):
        yield sketch(dict(zip(_FIELDS, row, strict=True)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands beside a form: records that may be the one meant, and those that are joined with it."""

    twins: tuple[Twin, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    already: tuple[tuple[str, str], ...] = ()
    """Requests or visits that are noted already: id and title."""


def look(desk: Desk, entity: str, values: Mapping[str, Value], row: str, cancel: Cancel = never) -> Seen:
    """What to show beside the form of a record that is being typed. Raises Cancelled."""
    if entity == _ENTITY:
        finder = _finder(desk)
        group = joins.groups(desk).of(row) if row else ()
        titles = [(other, _title(desk, other)) for other in group if other != row]
        return Seen(finder.find(typed_sketch(values, row or None), cancel), tuple(titles))
    return Seen(already=tuple(_already(desk, entity, values, row)))


def _finder(desk: Desk) -> Finder:
    """The finder of a reading desk: it keeps the names of communes."""
    kept: Finder | None = getattr(desk, "twins_finder", None)
    if kept is None:
        kept = Finder(desk)
        desk.twins_finder = kept  # type: ignore[attr-defined]
    return kept


_SAME: Mapping[str, tuple[str, ...]] = {
    "support_request": ("establishment_id", "activity", "plan_year"),
    "visit": ("establishment_id", "visited_on"),
}
"""Two records that agree in all of these are likely one and the same."""


def _already(desk: Desk, entity: str, values: Mapping[str, Value], row: str) -> Iterator[tuple[str, str]]:
    fields = _SAME.get(entity, ())
    if not fields or not all(values.get(name) for name in fields):
        return
    where: dict[str, Any] = {name: values[name] for name in fields}
    where["establishment_id"] = joins.with_group(desk, _ENTITY, [str(values["establishment_id"])])
    for other in desk.store.rows(entity, where, limit=MOST_SHOWN + 1):
        if other["id"] != row:
            yield str(other["id"]), str(other.get("title") or other.get("content") or other.get("visited_on") or "")


def _title(desk: Desk, row: str) -> str:
    return str((desk.store.get(_ENTITY, row) or {}).get("name") or "")


@dataclass(frozen=True, slots=True)
class Line:
    """A field in which two establishments differ, with both values in words."""

    field: str
    label: str
    words: tuple[str, str]
    values: tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two establishments beside each other. ``behind`` says in numbers what hangs on each: requests, visits, papers."""

    rows: tuple[str, str]
    names: tuple[str, str]
    behind: tuple[tuple[int, int, int], tuple[int, int, int]]
    lines: tuple[Line, ...]
    keep: int
    """0 or 1: the one that says more, which is proposed to stand for both."""


def beside(desk: Desk, one: str, two: str) -> Sides:
    """What a person looks at to decide whether two establishments are one. Raises UserError where one is gone."""
    kind = catalogue.entity(_ENTITY)
    left, right = (records.load(desk, _ENTITY, row).record for row in (one, two))
    shower = Shower(desk)
    lines = []
    for found in joins.differences(left, right):
        field = kind[found.field]
        said = (shower.say(field, found.one, left), shower.say(field, found.two, right))
        lines.append(Line(found.field, _(field.label), said, (found.one, found.two)))
    filled = [sum(value not in (None, "", ()) for value in record.values()) for record in (left, right)]
    return Sides(
        rows=(one, two),
        names=(str(left.get("name") or ""), str(right.get("name") or "")),
        behind=(_behind(desk, one), _behind(desk, two)),
        lines=tuple(lines),
        keep=int(filled[1] > filled[0]),
    )


def _behind(desk: Desk, row: str) -> tuple[int, int, int]:
    where = {"establishment_id": row}
    papers = desk.store.count("attachment", {"owner_id": row})
    return desk.store.count("support_request", where), desk.store.count("visit", where), papers


MOST_FOR_OVERVIEW = 20_000
"""Over more establishments than this the pairs are only looked for where somebody asks for them."""


def few(desk: Desk, cancel: Cancel = never) -> list[Pair]:
    """The pairs for the first screen: looked for again only where something was written since."""
    position, _chain = desk.store.head()
    kept: tuple[int, list[Pair]] | None = getattr(desk, "twins_pairs", None)
    if kept is None or kept[0] != position:
        is_few = desk.store.count(_ENTITY) <= MOST_FOR_OVERVIEW
        kept = (position, pairs(desk, cancel=cancel) if is_few else [])
        desk.twins_pairs = kept  # type: ignore[attr-defined]
    return kept[1]
