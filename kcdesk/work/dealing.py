"""Many photos at once: to which establishment, or visit, each of them probably belongs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.work import records
from kcdesk.work.camera import Place
from kcdesk.work.jobs import Cancel, never, stop_if

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

NEAR = 500
"""Metres within which a photo was probably taken at an establishment."""
_EARTH = 6_371_000
_SLICE = 2000


@dataclass(frozen=True, slots=True)
class Target:
    """A record to which a photo can go: an establishment, or a visit to it (``day`` is the ISO day of the visit)."""

    entity: str
    id: str
    title: str
    detail: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target, and why: metres from its point (None where the place is not known), visited on that day."""

    target: Target
    metres: int | None = None
    visited: bool = False


def metres(one: Place, other: Place) -> float:
    """The way between two places in metres, as the crow flies."""
    north = math.radians(other.latitude - one.latitude)
    east = math.radians(other.longitude - one.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(north, east) * _EARTH


def propose(desk: Desk, shots: Sequence[tuple[Place | None, str]], *, cancel: Cancel = never) -> list[Proposal | None]:
    """For each photo, by place and day (ISO, "" where not known), where it probably belongs; None where nothing tells.

    A visit of that day to an establishment nearby is the best; then the establishment nearby; then the
    visit of that day, where there was only one.
    """
    points = _points(desk, [place for place, _day in shots if place is not None], cancel)
    days = sorted({day for _place, day in shots if day})
    visits: dict[str, list[tuple[str, str]]] = {day: [] for day in days}
    for visit in desk.store.rows("visit", {"visited_on": days}, sort="_n") if days else ():
        visits[str(visit["visited_on"])].append((str(visit["id"]), str(visit.get("establishment_id") or "")))
    return [_propose(desk, place, visits.get(day, []), day, points) for place, day in shots]


def _points(desk: Desk, places: Sequence[Place], cancel: Cancel) -> list[tuple[Place, str]]:
    """Where the establishments and their sites are that lie in the box around the photos."""
    if not places:
        return []
    margin = 0.01
    box = {
        "latitude>=": min(one.latitude for one in places) - margin,
        "latitude<=": max(one.latitude for one in places) + margin,
    }
    found = []
    for entity, owner in (("establishment", "id"), ("site", "establishment_id")):
        for at, row in enumerate(desk.store.rows(entity, box, sort="_n")):
            if at % _SLICE == 0:
                stop_if(cancel)
            if row.get("longitude") is not None:
                found.append((Place(float(row["latitude"]), float(row["longitude"])), str(row[owner])))  # type: ignore[arg-type]
    return found


def _propose(
    desk: Desk, place: Place | None, visits: Sequence[tuple[str, str]], day: str, points: Sequence[tuple[Place, str]]
) -> Proposal | None:
    near = _nearest(place, points)
    visited = {owner: visit for visit, owner in visits}
    for owner, way in near.items():
        if owner in visited:
            target = _visit(desk, visited[owner], owner, day)
            return Proposal(target, round(way), visited=True) if target else None
    for owner, way in near.items():
        target = establishment(desk, owner)
        return Proposal(target, round(way)) if target else None
    if len(visits) == 1 and place is None:
        target = _visit(desk, *visits[0], day)
        return Proposal(target, visited=True) if target else None
    return None


def _nearest(place: Place | None, points: Sequence[tuple[Place, str]]) -> dict[str, float]:
    """The establishments within reach and the way to them, the nearest first."""
    if place is None:
        return {}
    ways = sorted((metres(place, point), owner) for point, owner in points)
    found: dict[str, float] = {}
    for way, owner in ways:
        if way <= NEAR:
            found.setdefault(owner, way)
    return found


def known_place(desk: Desk, row: str) -> Place | None:
    """The point of an establishment; None where it has none, or is not here."""
    found = desk.store.get("establishment", row) or {}
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Place(float(latitude), float(longitude))


def establishment(desk: Desk, row: str) -> Target | None:
    """An establishment as a target; None where it is not here."""
    found = desk.store.get("establishment", row)
    if found is None:
        return None
    return Target(
        "establishment", row, records.title(records.declared("establishment"), found), records.detail(desk, found)
    )


def _visit(desk: Desk, row: str, owner: str, day: str) -> Target | None:
    at = establishment(desk, owner)
    return Target("visit", row, at.title, at.detail, day) if at else None
