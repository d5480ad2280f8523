"""Bundles made and received as a person reads them, and what the next one would carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.work import cursors

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


class BundleStanding(StrEnum):
    """How far a bundle has come."""

    MADE = "made"
    CONFIRMED = "confirmed"
    TAKEN_IN = "taken_in"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLine:
    """One bundle: which way it went, when, what it carried, and its code to read over the telephone."""

    id: str
    is_made: bool
    kind: str
    sequence: int
    part: int
    of: int
    at: str
    code: str
    who: str
    file: str
    bytes: int
    counts: Mapping[str, int]
    standing: BundleStanding
    device: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """What the next bundle for the province would carry: records by entity, and whether it can be locked.

    ``unsent`` counts records that no bundle has carried yet, ``again`` those that were sent and not confirmed.
    """

    records: Mapping[str, int]
    unsent: int
    again: int
    has_key: bool


def lines(desk: Desk) -> list[BundleLine]:
    """Every bundle made, received or held, the latest first."""
    confirmed = cursors.confirmed(desk).position
    known = [_line(desk, item, confirmed) for item in desk.store.bundles.list()]
    waiting = [_held(item) for item in desk.store.held.list(kind="bundle", state="waiting")]
    return sorted([*known, *waiting], key=lambda line: line.at, reverse=True)


def _held(item: Mapping[str, Any]) -> BundleLine:
    """A bundle that is kept whole until an officer knows its sender."""
    return BundleLine(
        id=str(item["id"]), is_made=False, kind="changes", sequence=int(item.get("sequence") or 0), part=1, of=1,
        at=str(item.get("at") or ""), code=str(item.get("code") or ""), who=str(item.get("claimed") or ""),
        file=str(item.get("file") or ""), bytes=0, counts=dict(item.get("counts") or {}),
        standing=BundleStanding.HELD, device=str(item.get("device") or ""),
    )  # fmt: skip


def _line(desk: Desk, item: Mapping[str, Any], confirmed: int) -> BundleLine:
    is_made = item["direction"] == "made"
    part = item.get("part") or [1, 1]
    return BundleLine(
        id=str(item["id"]),
        is_made=is_made,
        kind=str(item.get("kind") or ""),
        sequence=int(item.get("sequence") or 0),
        part=int(part[0]),
        of=int(part[1]),
        at=str(item.get("at") or ""),
        code=str(item.get("code") or ""),
        who=_who(desk, item, is_made),
        file=str(item.get("file") or ""),
        bytes=int(item.get("bytes") or 0),
        counts=dict(item.get("counts") or {}),
        standing=_standing(item, confirmed, is_made=is_made, is_province=desk.profile.is_province),
    )


def _who(desk: Desk, item: Mapping[str, Any], is_made: bool) -> str:
    """The collaborator's code on the other side; "" for the province."""
    if is_made:
        receiver = str(item.get("receiver") or "")
        return "" if receiver == cursors.PROVINCE else receiver.partition("/")[0]
    device = desk.store.devices.get(str(item.get("device") or ""))
    return "" if not device or device.get("province") else str(device.get("code") or item.get("by") or "")


def _standing(item: Mapping[str, Any], confirmed: int, *, is_made: bool, is_province: bool) -> BundleStanding:
    if not is_made:
        return BundleStanding.HELD if item.get("state") in ("held", "waiting") else BundleStanding.TAKEN_IN
    if not is_province and int(item.get("position_to") or 0) <= confirmed:
        return BundleStanding.CONFIRMED
    return BundleStanding.MADE


def whats_next(desk: Desk) -> Next:
    """What the next bundle for the province would carry."""
    made, confirmed = cursors.sent_positions(desk)
    own = {kind.name for kind in catalogue.ENTITIES if not kind.parent_field}
    changed = {name: number for name, number in desk.store.rows_changed_after(confirmed).items() if name in own}
    fresh = sum(number for name, number in desk.store.rows_changed_after(made).items() if name in own)
    return Next(changed, fresh, max(0, sum(changed.values()) - fresh), bool(desk.settings.get("recipients")))
