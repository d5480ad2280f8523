"""How much waits to be settled by a person, for the numbers beside the places of the window. Quick at any size."""

from __future__ import annotations

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
        len(desk.store.held.list(state="waiting")),
    )
