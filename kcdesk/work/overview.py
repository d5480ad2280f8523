"""What the first screen tells: how much is here, what waits for the person, what has not been sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.work import cursors, joins, office, reviews, shelf

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.shelf import BundleLine


DUE_DAYS = 7
"""What is agreed for the coming week is told beforehand."""
_DUE = (
    "SELECT v.id, v.next_due_on FROM visit v WHERE v.deleted = 0 AND v.next_due_on <= ? AND v.next_due_on <> ''"
    " AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.establishment_id = v.establishment_id AND w.deleted = 0"
    " AND w.visited_on > v.visited_on) ORDER BY v.next_due_on"
)
_ASKED = "SELECT words, due_on FROM review WHERE deleted = 0 AND state = ? ORDER BY due_on IS NULL, due_on, _n"


@dataclass(frozen=True, slots=True)
class Due:
    """Visits whose next step is due within ``DUE_DAYS`` or overdue, the most urgent first; ``first`` is its day.

    A visit that was followed by another one at the same establishment waits for nothing.
    """

    visits: tuple[str, ...]
    first: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the province asked and nobody answered yet, at the province what was answered: how many, the words of
    the most urgent, its last day."""

    count: int
    words: str
    due_on: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """At the province: how many collaborators have not sent in the reporting period, and the days left."""

    people: int = 0
    period: str = ""
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by entity. ``unsent`` counts records not in any bundle yet, by entity in ``unsent_of``;
    ``unconfirmed`` those not confirmed.

    ``held`` are bundles that wait for an officer, ``conflicts`` rows that two people changed. ``last_made`` is
    the newest bundle made here, None before the first.
    """

    records: Mapping[str, int]
    incomplete: Mapping[str, int]
    drafts: int
    unsent: int
    unconfirmed: int
    conflicts: int
    waiting: int
    held: int
    last_export: str
    unsent_of: Mapping[str, int]
    last_made: BundleLine | None
    due: Due
    asked: Asked
    lacking: Lacking


def counts(desk: Desk) -> Overview:
    """Count everything; a handful of quick queries."""
    store = desk.store
    kinds = [kind.name for kind in catalogue.ENTITIES if not kind.parent_field]
    unsettled = store.unsettled()
    made = next((line for line in shelf.lines(desk) if line.is_made and line.kind != "handover"), None)
    unsent = _changed_after(desk, cursors.made_upto(desk))
    return Overview(
        records={name: store.count(name, joins.shown_only(desk, name)) for name in kinds},
        incomplete={name: store.count(name, {"_incomplete": True}) for name in kinds},
        drafts=sum(len(store.drafts.all(name)) for name in kinds),
        unsent=sum(unsent.values()),
        unsent_of=unsent,
        unconfirmed=sum(_changed_after(desk, cursors.confirmed(desk).position).values()),
        conflicts=sum(1 for one in unsettled if one.conflicts),
        waiting=sum(1 for one in unsettled if one.waiting and not one.conflicts),
        held=len(store.held.list(state="waiting")),
        last_export=made.at if made else "",
        last_made=made,
        due=due_visits(desk),
        asked=_asked(desk),
        lacking=_lacking(desk),
    )


def due_visits(desk: Desk) -> Due:
    """Visits after which something was agreed that is due now or soon."""
    upto = desk.today() + timedelta(days=DUE_DAYS)
    found = desk.store.select(_DUE, (upto.isoformat(),))
    return Due(tuple(str(row) for row, _day in found), str(found[0][1]) if found else "")


def _asked(desk: Desk) -> Asked:
    found = desk.store.select(_ASKED, (reviews.ANSWERED if desk.profile.is_province else reviews.OPEN,))
    words, due_on = found[0] if found else ("", "")
    return Asked(len(found), str(words or ""), str(due_on or ""))


def _lacking(desk: Desk) -> Lacking:
    period = office.current(desk) if desk.profile.is_province else None
    if period is None:
        return Lacking()
    missing = [one for one in office.standing(desk, period) if not one.has_sent]
    return Lacking(len(missing), period.name, (period.due - desk.today()).days)


def _changed_after(desk: Desk, position: int) -> dict[str, int]:
    """How many records of their own were changed here above a position, by entity."""
    return {entity: number for entity, number in desk.store.rows_changed_after(position).items() if _own(entity)}


def _own(entity: str) -> bool:
    return any(kind.name == entity and not kind.parent_field for kind in catalogue.ENTITIES)
