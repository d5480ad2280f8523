"""What goes into the next bundle: which positions, which changes as they may be sent, in how many parts.

A bundle carries everything above the last confirmed position that did not come from the receiver. A
marker for the receiver stands for the whole history of its row, its children and its parents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Record, Value
from kcdesk.work.consent import Consent, is_declared, references
from kcdesk.work.jobs import Cancel, never, stop_if

if TYPE_CHECKING:
    from kcdesk.store.types import LogEntry, Marker
    from kcdesk.work.bootstrap import Desk

Row = tuple[str, str]
ATTACHMENT = "attachment"
_TABLE_SHARE = 0.5
"""The tables repeat most values of the changes; packed they take about half as much again."""


@dataclass(slots=True)
class Stretch:
    """What one part carries: positions above ``after`` up to ``upto``, the rows touched, the files."""

    after: int
    upto: int
    size: float = 0
    changes: int = 0
    rows: set[Row] = field(default_factory=set)
    files: list[str] = field(default_factory=list)


class Outgoing:
    """The log as one receiver may see it. ``origins`` are the devices whose own changes are not sent back."""

    def __init__(self, desk: Desk, receiver: str, origins: frozenset[str], consent: Consent) -> None:
        self._desk = desk
        self._receiver = receiver
        self._origins = origins
        self._consent = consent

    def changes(self, after: int, upto: int) -> Iterator[Change]:
        """The changes of a stretch, reduced to what may be sent; each once."""
        seen: set[str] = set()
        for entry in self._desk.store.log(after, upto):
            for change in self._of(entry):
                if change.id not in seen:
                    seen.add(change.id)
                    yield self._consent.reduce(change)

    def parts(self, after: int, upto: int, budget: float, files: list[str], cancel: Cancel = never) -> list[Stretch]:
        """The stretch cut so that no part is much larger than ``budget`` packed bytes.

        ``files`` are wanted beside those that the changes name. At least one part, maybe an empty one.
        """
        parts = [Stretch(after, after)]
        packing = _Packing()
        extra = list(files)
        for entry in self._desk.store.log(after, upto):
            stop_if(cancel)
            size, count, rows, named = self._weigh(entry, packing)
            if parts[-1].size + size > budget and parts[-1].changes:
                parts.append(Stretch(parts[-1].upto, parts[-1].upto))
            last = parts[-1]
            last.size, last.changes, last.upto = last.size + size, last.changes + count, entry.position
            last.rows |= rows
            extra += self._fit(last, named, budget)
        parts[-1].upto = upto
        return parts + self._of_files(list(dict.fromkeys(extra)), parts, budget)

    def _of(self, entry: LogEntry) -> Iterator[Change]:
        """The changes that a position of the log stands for, for this receiver."""
        if entry.marker is not None:
            if entry.marker.receiver == self._receiver:
                yield from self._whole(entry.marker)
        elif entry.change is not None and entry.change.device not in self._origins:
            yield entry.change

    def _whole(self, marker: Marker) -> Iterator[Change]:
        """The whole history of a marked row, its children and its parents."""
        rows = [(marker.entity, marker.row), *related(self._desk, marker.entity, marker.row)]
        for found in self._desk.store.histories([row for _entity, row in rows]).values():
            yield from (change for change in found if change.device not in self._origins)

    def _weigh(self, entry: LogEntry, packing: _Packing) -> tuple[float, int, set[Row], list[str]]:
        """Packed bytes, number, rows and files of one position."""
        size, count, rows, files = 0.0, 0, set(), []
        for change in self._of(entry):
            sent = self._consent.reduce(change)
            size += packing.add(sent)
            count += 1
            rows.add((sent.entity, sent.row))
            name = sent.set.get("sha256") if sent.entity == ATTACHMENT else None
            if isinstance(name, str) and self._consent.allows(sent.entity, sent.row):
                files.append(name)
        return size, count, rows, files

    def _fit(self, part: Stretch, named: list[str], budget: float) -> list[str]:
        """Put the files of a change beside it where they fit; those that do not."""
        left = []
        for name in named:
            info = self._desk.store.files.info(name)
            if info is None or name in part.files:
                continue
            if part.size + info.bytes > budget:
                left.append(name)
            else:
                part.files.append(name)
                part.size += info.bytes
        return left

    def _of_files(self, names: list[str], parts: list[Stretch], budget: float) -> list[Stretch]:
        """Parts that carry files only: from = to."""
        end = parts[-1].upto
        carried = {name for part in parts for name in part.files}
        made: list[Stretch] = []
        for name in names:
            info = self._desk.store.files.info(name)
            if info is None or name in carried:
                continue
            if not made or (made[-1].size + info.bytes > budget and made[-1].files):
                made.append(Stretch(end, end))
            made[-1].files.append(name)
            made[-1].size += info.bytes
        return made

    def tables(self, rows: set[Row]) -> Iterator[tuple[str, list[dict[str, Value]]]]:
        """By entity the records touched, as they may be seen, with the parents that they point to.

        A row whose parent is not here is left out, so that the tables hold together.
        """
        store = self._desk.store
        wanted = {row for row in rows if is_declared(row[0])}
        wanted |= {parent for row in wanted for parent in ancestors(self._desk, row)}
        here = {row: record for row in wanted if (record := store.get(*row, deleted=True)) is not None}
        for kind in catalogue.ENTITIES:
            found = [
                self._consent.record(kind.name, here[row])
                for row in sorted(here)
                if row[0] == kind.name and _holds(here, kind.name, here[row])
            ]
            if found:
                yield kind.name, found


class _Packing:
    """Estimates how many bytes a change takes in the finished file."""

    _RATIO = 0.16

    def add(self, change: Change) -> float:
        """Packed bytes of the change and of what its row adds to the tables."""
        body = json.dumps([change.set, change.after], ensure_ascii=False, default=list)
        return (len(body.encode("utf-8")) * self._RATIO + 150) * (1 + _TABLE_SHARE)


def _holds(here: dict[Row, Record], entity: str, record: Record) -> bool:
    """True where every parent that the record names is among the rows here."""
    kind = catalogue.entity(entity)
    return all(
        record.get(one.name) is None or (one.parent, record[one.name]) in here for one in kind.fields if one.parent
    )


def ancestors(desk: Desk, row: Row, depth: int = 0) -> Iterator[Row]:
    """The rows that a row points to, and those that they point to."""
    record = desk.store.get(*row, deleted=True)
    if record is None or depth > 3:  # noqa: PLR2004 - cost item, request, establishment
        return
    for parent, entity in references(row[0], record):
        yield (entity, parent)
        yield from ancestors(desk, (entity, parent), depth + 1)


def related(desk: Desk, entity: str, row: str) -> list[Row]:
    """The children and the parents of a row."""
    found = list(ancestors(desk, (entity, row))) if is_declared(entity) else []
    for child in catalogue.children_of(entity) if is_declared(entity) else ():
        for deleted in (False, True):
            rows = desk.store.rows(child.name, {child.parent_field: row, "deleted": deleted})
            found += [(child.name, str(one["id"])) for one in rows]
    return found
