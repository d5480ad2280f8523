"""How much waits to be settled by a person, for the numbers beside the places of the window. Quick at any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.work import reviews

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Waits:
    """``questions`` are those that this side has to look at: open ones of a collaborator, answered ones of a province.

    ``conflicts`` counts fields, ``held`` bundles and single changes that wait for an officer.
    """

    questions: int
    conflicts: int
    held: int

    @property
    def total(self) -> int:
        """Everything."""
        return self.questions + self.conflicts + self.held


def count(desk: Desk) -> Waits:
    """Count what waits."""
    state = reviews.ANSWERED if desk.profile.is_province else reviews.OPEN
    return Waits(
        reviews.count(desk, state),
        sum(len(one.conflicts) for one in desk.store.unsettled()),
        len({(one.get("bundle") or one["id"], one.get("row")) for one in desk.store.held.list(state="waiting")}),
    )


@dataclass(frozen=True, slots=True)
class Attention:
    """What waits on one record: the fields in conflict (``deleted`` among them), and by field what was asked."""

    conflicts: tuple[str, ...]
    questions: Mapping[str, str]


def of_record(desk: Desk, entity: str, row: str) -> Attention:
    """What waits on one record."""
    found = desk.store.unsettled(entity, row)
    asked = desk.store.rows(reviews.REVIEW, {"row_id": row, "state": reviews.OPEN}, sort="_n")
    return Attention(
        found[0].conflicts if found else (),
        {str(one.get("field") or ""): str(one.get("words") or "") for one in asked},
    )
