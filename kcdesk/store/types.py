"""What goes into the store and what comes out: edits, stamps, log entries, findings. No SQL here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kcdesk.model.changes import Change
from kcdesk.model.fields import Record, Value

NewId: TypeAlias = Callable[[], str]

Assess: TypeAlias = Callable[[str, Record, Mapping[str, Sequence[Record]]], tuple[int, int]]
"""From entity, record and children the numbers of errors and of gaps, kept for filtering lists."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is wanted of one row: values of some fields, or its deletion, or (False) taking that back.

    Fields that are not named stay as they are; ``None`` empties one. Values that are there already
    write nothing, but for the fields in ``settle``: their conflict is settled by naming all heads.
    """

    entity: str
    row: str
    values: Mapping[str, Value] = field(default_factory=dict)
    delete: bool | None = None
    settle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who saves, where and when. ``save`` is shared by all changes of one save; ``at`` is ISO UTC with ``Z``."""

    save: str
    at: str
    by: str
    device: str
    new_id: NewId


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save wrote: the changes in the log, and every row whose record or search text is new."""

    save: str
    changes: tuple[Change, ...]
    rows: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Marker:
    """The row must go whole to a receiver, with its history: it came into the receiver's area."""

    id: str
    entity: str
    row: str
    receiver: str
    reason: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One position of the log: a change or a marker. ``origin`` is where it came from, "" for here."""

    position: int
    chain: bytes
    origin: str
    change: Change | None
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class HeldChange:
    """A change that was not merged: its id is here with another content."""

    change: Change
    reason: str


@dataclass(slots=True)
class Merged:
    """What a merge did. ``conflicts`` and ``waiting`` count the touched rows that are so afterwards.

    ``completed`` counts changes known before which got a value that was withheld, or were purged, and
    ``completed_rows`` are the rows of these; ``purged`` counts those which were purged.
    """

    new: int = 0
    known: int = 0
    completed: int = 0
    purged: int = 0
    waiting: int = 0
    conflicts: int = 0
    held: list[HeldChange] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    completed_rows: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A row with fields in conflict or waiting for changes that have not come; ``deleted`` among them."""

    entity: str
    row: str
    conflicts: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the check of a workspace found wrong; ``message`` is one sentence to show."""

    code: str
    message: str


Progress: TypeAlias = Callable[[int, int], None]
"""Is told how much of how much is done; may raise to stop."""


def no_progress(done: int, total: int) -> None:
    """Progress that nobody looks at."""
    del done, total


Changes: TypeAlias = Iterator[Change]
