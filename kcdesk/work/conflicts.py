"""What two people changed without seeing each other, field by field, with every value to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED
from kcdesk.model.fields import Value

if TYPE_CHECKING:
    from kcdesk.model.changes import Change, RowState
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values: who set it, when."""

    change: str
    value: Value
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """One field of one row, the value shown meanwhile, and those between which to choose."""

    id: str
    entity: str
    field: str
    shown: Value
    heads: tuple[Candidate, ...]


def all_open(desk: Desk) -> Iterator[OpenConflict]:
    """Every open conflict of the workspace."""
    yield from _listed(desk, "", "")


def of_row(desk: Desk, entity: str, row: str) -> list[OpenConflict]:
    """The open conflicts of one row."""
    return list(_listed(desk, entity, row))


def _listed(desk: Desk, entity: str, row: str) -> Iterator[OpenConflict]:
    for unsettled in desk.store.unsettled(entity, row):
        if not unsettled.conflicts:
            continue
        changes = {entry.change.id: entry.change for entry in desk.store.history(unsettled.row) if entry.change}
        state = desk.store.row_state(unsettled.entity, unsettled.row)
        for name in unsettled.conflicts:
            yield _conflict(unsettled.entity, unsettled.row, name, state, changes)


def _conflict(entity: str, row: str, name: str, state: RowState, changes: dict[str, Change]) -> OpenConflict:
    field = state.fields[name]
    heads = [
        Candidate(head.change, head.value, changes[head.change].by, changes[head.change].at)
        for head in field.heads
        if head.known and head.change in changes
    ]
    shown = False if name == DELETED else field.value
    return OpenConflict(row, entity, name, shown, tuple(heads))
