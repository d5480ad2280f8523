"""What the first screen tells: how much is here, what waits for the person, what has not been sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.work import cursors

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by entity. ``unsent`` counts records not in any bundle yet, ``unconfirmed`` those not confirmed.

    ``held`` are bundles that wait for an officer, ``conflicts`` rows that two people changed.
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


def counts(desk: Desk) -> Overview:
    """Count everything; a handful of quick queries."""
    store = desk.store
    kinds = [kind.name for kind in catalogue.ENTITIES if not kind.parent_field]
    unsettled = store.unsettled()
    made = store.bundles.list(direction="made")
    return Overview(
        records={name: store.count(name) for name in kinds},
        incomplete={name: store.count(name, {"_incomplete": True}) for name in kinds},
        drafts=sum(len(store.drafts.all(name)) for name in kinds),
        unsent=_changed_after(desk, cursors.made_upto(desk)),
        unconfirmed=_changed_after(desk, cursors.confirmed(desk).position),
        conflicts=sum(1 for one in unsettled if one.conflicts),
        waiting=sum(1 for one in unsettled if one.waiting and not one.conflicts),
        held=len(store.held.list(state="waiting")),
        last_export=str(made[-1]["at"]) if made else "",
    )


def _changed_after(desk: Desk, position: int) -> int:
    """How many records of their own were changed here above a position."""
    changed = desk.store.rows_changed_after(position)
    return sum(number for entity, number in changed.items() if _own(entity))


def _own(entity: str) -> bool:
    return any(kind.name == entity and not kind.parent_field for kind in catalogue.ENTITIES)
