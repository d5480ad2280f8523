"""The rows of a file as they were planned: what becomes of each, what is asked, what would be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kcdesk.model.fields import Value

if TYPE_CHECKING:
    from kcdesk.store.types import Edit

STALE = "stale_plan"
"""Code of the error where something was written after a plan was made."""


class Status(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    UPDATE = "update"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that would be written. ``both`` says that it was changed in the file and here."""

    entity: str
    field: str
    old: Value
    new: Value
    both: bool = False


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """One question about a row, so that it can be answered.

    ``kind``: place (which commune, by ``text``), code (which of ``options``), repair (``instead`` is offered), value,
    lack (a field without which nothing can be saved), column (ask the column ``text``), match (is it the record
    ``other``?), in_file (is it row ``other_row``?), both (changed in the file and here), copy and absent (rows of our
    own workbooks).
    """

    kind: str
    words: str
    target: str = ""
    text: str = ""
    options: tuple[str, ...] = ()
    instead: Value = None
    other: str = ""
    other_row: int = 0


@dataclass(slots=True)
class PlannedRow:
    """One row of the file and what becomes of it. ``values`` is what it says, by target; also where it is not taken."""

    sheet: str
    row: int
    status: Status
    id: str = ""
    title: str = ""
    why: list[str] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    doubts: list[RowDoubt] = field(default_factory=list)
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {
            "sheet": self.sheet, "row": self.row, "status": self.status.value, "id": self.id, "title": self.title,
            "why": self.why,
            "changes": [
                {"entity": one.entity, "field": one.field, "old": one.old, "new": one.new, "both": one.both}
                for one in self.changes
            ],
        }  # fmt: skip


def counts(rows: Sequence[PlannedRow]) -> dict[str, int]:
    """How many rows there are of each status."""
    found = Counter(one.status.value for one in rows)
    return {status.value: found.get(status.value, 0) for status in Status}
