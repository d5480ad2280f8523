"""Who continues whom: grants as they come in, what they allow, and those of this device.

A grant counts where the device that it continues is trusted here, with that very key, or where the
province's unit key signed it. One device is handed over once: a second successor waits for an officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work import cursors, trust
from kcdesk.work.trust import Device, Standing

if TYPE_CHECKING:
    from kcdesk.exchange.grants import Grant
    from kcdesk.exchange.manifest import Manifest
    from kcdesk.work.bootstrap import Desk

META, OWN, HANDED_OVER = "grants", "own_grants", "handed_over"
PRIVATE = "handover"
"""The entry beside the grants, in a handover bundle only, with what the successor needs besides records."""

REVOKED, SECOND, OTHER_CODE, UNKNOWN = "revoked_grant", "second_successor", "other_code", "unknown_grantor"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the grants of a bundle are worth: its sender, where they make it known; those that count; why not."""

    device: Device | None = None
    accepted: tuple[Grant, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """This device was handed over: it writes nothing above the position, and goes on sending up to there.

    ``to`` is the device that continues it, "" where a passphrase lets whoever has it take over.
    """

    position: int
    chain: str
    at: str
    to: str
    grant: Mapping[str, Any]
    seed: str = ""

    def as_meta(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def handed_over(desk: Desk) -> HandedOver | None:
    """How this device was handed over; None while it may write."""
    kept = desk.store.meta.get(HANDED_OVER, None)
    return HandedOver(**kept) if kept else None


def refuse_writing(desk: Desk) -> None:
    """Raises UserError ``handed_over`` where this device may write no more."""
    if desk.store.meta.get(HANDED_OVER, None):
        raise UserError(
            _("Máy này đã bàn giao nên không ghi thêm được; hãy ghi trên máy mới."),
            code="handed_over",
            action=_("Trên máy này vẫn xem được, và vẫn gửi được những gì tỉnh chưa xác nhận."),
        )


def judge(desk: Desk, manifest: Manifest) -> Judged:
    """Weigh the grants that a bundle carries. Raises UserError ``bad_grant`` where one is forged."""
    from kcdesk.exchange.grants import MOST, bad_grant, read

    items = [item for item in manifest.grants if PRIVATE not in item]
    if not items:
        return Judged()
    if len(items) > MOST:
        raise bad_grant()
    carried = [read(item) for item in items]
    reach = {one.id: one for one in trust.devices(desk)}
    accepted: list[Grant] = []
    reason, waiting = "", list(carried)
    while waiting:
        left = []
        for grant in waiting:
            reason = _objection(desk, grant, reach)
            if reason:
                left.append(grant)
            else:
                accepted.append(grant)
                if grant.new not in reach or reach[grant.new].state is Standing.UNKNOWN:
                    reach[grant.new] = _successor(desk, grant, reach)
        if len(left) == len(waiting):
            break
        waiting = left
    device = reach.get(manifest.sender.device)
    counts = device is not None and device.state in (Standing.TRUSTED, Standing.REPLACED)
    if device is not None and not (desk.profile.is_province or device.province):
        counts = False  # a collaborator takes answers from the province, and from nobody else
    return Judged(device if counts else None, tuple(accepted), reason)


def _objection(desk: Desk, grant: Grant, reach: Mapping[str, Device]) -> str:
    """Why a grant does not count; "" where it does."""
    old = reach.get(grant.old)
    if grant.signer.value == "unit":
        return "" if grant.signer_key == _unit_key(desk) else UNKNOWN
    if old is None or old.state is Standing.UNKNOWN or old.key not in ("", grant.old_key):
        return UNKNOWN
    if old.state is Standing.REVOKED:
        return REVOKED
    ended = ending(desk, grant.old)
    if ended is not None and ended.new != grant.new:
        return SECOND
    return OTHER_CODE if _is_somebody_elses(desk, grant, old) else ""


def _is_somebody_elses(desk: Desk, grant: Grant, old: Device) -> bool:
    """True where the code that a grant names belongs to another person already."""
    if grant.code in ("", old.code):
        return False
    others = (one for one in trust.devices(desk) if one.state is not Standing.UNKNOWN)
    return any(one.code == grant.code and one.id != grant.new for one in others)


def _successor(desk: Desk, grant: Grant, reach: Mapping[str, Device]) -> Device:
    old = reach.get(grant.old)
    state = Standing.REPLACED if ending(desk, grant.new) else Standing.TRUSTED
    return Device(
        id=grant.new, key=grant.new_key, code=grant.code or (old.code if old else ""), state=state,
        at=desk.now(), unit=old.unit if old else "", province=bool(old and old.province),
    )  # fmt: skip


def _unit_key(desk: Desk) -> str:
    """The public unit key that is known here; "" before."""
    own = desk.unit_key
    return own.signing.public_text if own else str(desk.settings.get("key", ""))


def keep(desk: Desk, accepted: Iterable[Grant]) -> None:
    """Remember grants that count, and that the devices which they end were replaced."""
    here = known(desk)
    fresh = [grant for grant in accepted if grant not in here]
    if not fresh:
        return
    desk.store.meta.set(META, [grant.as_item() for grant in (*here, *fresh)])
    _rest(desk, fresh)
    for grant in fresh:
        device = trust.find(desk, grant.old)
        if device is not None and desk.profile.is_province:  # its files are with the new one, or asked for
            upto = cursors.confirmed(desk, f"{device.code}/{device.id}").position
            cursors.keep_files_upto(desk, f"{grant.code or device.code}/{grant.new}", upto)
        if grant.ends and device is not None and device.state is Standing.TRUSTED:
            trust.learn(desk, replace(device, state=Standing.REPLACED))


def forget(desk: Desk, device: str) -> None:
    """A device is trusted no longer: what was granted to it does not count, its forerunner may go on."""
    dropped = [grant for grant in known(desk) if grant.new == device]
    if not dropped:
        return
    desk.store.meta.set(META, [grant.as_item() for grant in known(desk) if grant.new != device])
    for grant in dropped:
        old = trust.find(desk, grant.old)
        if old is not None and old.state is Standing.REPLACED:
            trust.learn(desk, replace(old, state=Standing.TRUSTED))


def known(desk: Desk) -> tuple[Grant, ...]:
    """The grants that were accepted here."""
    return _load(desk.store.meta.get(META, []))


def own(desk: Desk) -> tuple[Grant, ...]:
    """The grants by which this device continues others, the first one first."""
    return _load(desk.store.meta.get(OWN, []))


def _load(items: Iterable[Mapping[str, Any]]) -> tuple[Grant, ...]:
    from kcdesk.exchange.grants import parsed

    return tuple(parsed(item) for item in items)


def own_items(desk: Desk) -> tuple[Mapping[str, Any], ...]:
    """What every manifest of this device says about whom it continues."""
    from kcdesk.exchange.grants import MOST

    return tuple(desk.store.meta.get(OWN, [])[-MOST:])


def own_devices(desk: Desk) -> frozenset[str]:
    """This device and all that it continues: what one person wrote on one machine after the other."""
    return frozenset({desk.device_id, *(item["old"] for item in desk.store.meta.get(OWN, []))})


def continued(grants: Iterable[Grant], device: str) -> set[str]:
    """The devices that a device continues, and those that they continued."""
    by_new: dict[str, list[str]] = {}
    for grant in grants:
        by_new.setdefault(grant.new, []).append(grant.old)
    found, fresh = {device}, [device]
    while fresh:
        fresh = [old for new in fresh for old in by_new.get(new, ()) if old not in found]
        found.update(fresh)
    return found - {device}


def writers(desk: Desk, sender: Device, fresh: Iterable[Grant] = ()) -> dict[str, str]:
    """The devices whose changes a sender may bring, each with the code under which it wrote."""
    counting = (*known(desk), *fresh)
    granted = {grant.new: grant.code for grant in counting}
    allowed = {sender.id: sender.code}
    for device in continued(counting, sender.id):
        old = trust.find(desk, device)
        is_known = old is not None and old.state is not Standing.UNKNOWN
        code = old.code if old is not None and is_known else granted.get(device, "")
        if code:
            allowed[device] = code
    return allowed


def ending(desk: Desk, device: str) -> Grant | None:
    """The grant by which a device was replaced; None while it may write."""
    return next((grant for grant in known(desk) if grant.old == device and grant.ends), None)


def still_sends(desk: Desk, device: str, position: int) -> bool:
    """True where a replaced device sends what it wrote before it was replaced."""
    ended = ending(desk, device)
    return ended is not None and position <= ended.position


RESTING = "resting"
"""Devices of which nothing came since the one that took their place after a restore was heard of."""


def resting(desk: Desk) -> frozenset[str]:
    """Devices that nobody seems to use any more: restored elsewhere under a new key, and silent since."""
    return frozenset(desk.store.meta.get(RESTING, []))


def _rest(desk: Desk, fresh: Iterable[Grant]) -> None:
    """Whatever others are said to continue seems to rest, until it is heard of."""
    now = resting(desk) | {grant.old for grant in fresh}
    desk.store.meta.set(RESTING, sorted(now))


def heard(desk: Desk, device: str) -> None:
    """A bundle of this device came: it is in use."""
    before = resting(desk)
    if device in before:
        desk.store.meta.set(RESTING, sorted(before - {device}))


def latest(desk: Desk, device: str) -> str:
    """The device that took the place of a device at last; itself where none did."""
    followers = {grant.old: grant.new for grant in known(desk)}
    seen = {device}
    while device in followers and followers[device] not in seen:
        device = followers[device]
        seen.add(device)
    return device
