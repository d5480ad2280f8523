"""Bundles made and received as a person reads them, and what the next one would carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.work import cursors, hearsay

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.hearsay import Note


class BundleStanding(StrEnum):
    """How far a bundle has come."""

    MADE = "made"
    NOTED = "noted"
    """Somebody was told that it came; no receipt says so."""
    LACKING = "lacking"
    """A later one came, or of this one the files did not."""
    ARRIVED = "arrived"
    """It came, while something before it is missing."""
    CONFIRMED = "confirmed"
    """Merged, with everything before it."""
    TAKEN_IN = "taken_in"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLine:
    """One bundle: which way it went, when, what it carried, and its code to read over the telephone.

    ``again`` are the positions to make the same stretch of the log anew, None where that is not possible.
    """

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
    again: tuple[int, int] | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """What the next bundle for the province would carry: records by entity, and whether it can be locked.

    ``unsent`` counts records that no bundle has carried yet, ``again`` those that were sent and not confirmed.
    ``files_missing`` counts photos and papers that the province said it lacks; they go along.
    """

    records: Mapping[str, int]
    unsent: int
    again: int
    has_key: bool
    files_missing: int = 0


def lines(desk: Desk) -> list[BundleLine]:
    """Every bundle made, received or held, the latest first."""
    teller = _Teller(desk)
    known = [teller.line(item) for item in desk.store.bundles.list()]
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


class _Teller:
    """Puts what is kept about bundles into lines."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._notes = hearsay.notes(desk)
        self._lacks_files = bool(desk.store.meta.get(f"missing/{cursors.PROVINCE}", []))

    def line(self, item: Mapping[str, Any]) -> BundleLine:
        """One bundle that was made here or taken in."""
        part = item.get("part") or [1, 1]
        note = self._notes.get(str(item["id"]))
        return BundleLine(
            id=str(item["id"]), is_made=item["direction"] == "made", kind=str(item.get("kind") or ""),
            sequence=int(item.get("sequence") or 0), part=int(part[0]), of=int(part[1]), at=str(item.get("at") or ""),
            code=str(item.get("code") or ""), who=self._who(item), file=str(item.get("file") or ""),
            bytes=int(item.get("bytes") or 0), counts=dict(item.get("counts") or {}),
            standing=self._standing(item, note), again=self._again(item), note=note,
        )  # fmt: skip

    def _who(self, item: Mapping[str, Any]) -> str:
        """The collaborator's code on the other side; "" for the province."""
        if item["direction"] == "made":
            receiver = str(item.get("receiver") or "")
            return "" if receiver in (cursors.PROVINCE, cursors.SUCCESSOR) else receiver.partition("/")[0]
        device = self._desk.store.devices.get(str(item.get("device") or ""))
        return "" if not device or device.get("province") else str(device.get("code") or item.get("by") or "")

    def _standing(self, item: Mapping[str, Any], note: Note | None) -> BundleStanding:
        if item["direction"] != "made":
            return BundleStanding.HELD if item.get("state") in ("held", "waiting") else BundleStanding.TAKEN_IN
        receiver, arrived = str(item.get("receiver") or ""), frozenset[int]()
        upto, sequence = int(item.get("position_to") or 0), int(item.get("sequence") or 0)
        if item.get("log") == self._desk.device_id:
            arrived = cursors.arrived(self._desk, receiver)
        if upto and upto <= cursors.confirmed_of(self._desk, receiver, str(item.get("log") or "")):
            has_only_files = item.get("position_from") == item.get("position_to")
            return BundleStanding.LACKING if has_only_files and self._lacks_files else BundleStanding.CONFIRMED
        if sequence in arrived:
            return BundleStanding.ARRIVED
        if note is not None:
            return BundleStanding.NOTED
        return BundleStanding.LACKING if any(number > sequence for number in arrived) else BundleStanding.MADE

    def _again(self, item: Mapping[str, Any]) -> tuple[int, int] | None:
        """The positions that a bundle for the province carried, where they are of this log."""
        first, last = int(item.get("position_from") or 0), int(item.get("position_to") or 0)
        is_own = item["direction"] == "made" and item.get("log") == self._desk.device_id
        is_own = is_own and item.get("receiver") == cursors.PROVINCE
        return (first, last) if is_own and first < last else None


def whats_next(desk: Desk) -> Next:
    """What the next bundle for the province would carry."""
    made, confirmed = cursors.made_upto(desk), hearsay.sent_from(desk)
    own = {kind.name for kind in catalogue.ENTITIES if not kind.parent_field}
    changed = {name: number for name, number in desk.store.rows_changed_after(confirmed).items() if name in own}
    fresh = sum(number for name, number in desk.store.rows_changed_after(made).items() if name in own)
    missing = len(desk.store.meta.get(f"missing/{cursors.PROVINCE}", []))
    return Next(changed, fresh, max(0, sum(changed.values()) - fresh), bool(desk.settings.get("recipients")), missing)
