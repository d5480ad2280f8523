"""Who a bundle goes to: keys, devices whose own changes are not sent back, the name of the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UsageError, UserError
from kcdesk.work import grants, trust
from kcdesk.work.cursors import PROVINCE

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """``name`` is "province" or a collaborator's code, ``cursor`` names how far this very device has confirmed.

    ``log`` is the log of which a receipt speaks, or "". ``devices`` are those whose own changes need not be
    sent; with ``only`` nothing goes but what these devices wrote. ``own`` are all devices that the
    collaborator ever worked on.
    """

    name: str
    cursor: str
    recipients: tuple[str, ...]
    devices: frozenset[str]
    log: str
    only: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def has(self, device: str, origin: str) -> bool:
        """True where the receiver needs no copy of a change by this device that came here from ``origin``."""
        if self.only:
            return device not in self.only
        return (origin or device) in self.devices


def find(desk: Desk, code: str = "") -> Receiver:
    """The receiver of the next bundle: the province, or at the province the collaborator with this code.

    Raises UsageError where the code is missing or out of place, UserError ``not_found`` for an unknown one.
    """
    if not desk.profile.is_province:
        if code:
            raise UsageError(_("Chỉ tỉnh mới gửi cho từng cộng tác viên; hãy bỏ --to."), code="usage")
        return _province(desk)
    if not code:
        raise UsageError(_("Ở tỉnh, hãy cho biết gửi ai: --to MÃ."), code="usage")
    return find_all(desk, code)[0]


def find_all(desk: Desk, code: str = "") -> list[Receiver]:
    """As ``find``, with every device of a collaborator who works on several, the latest first."""
    if not desk.profile.is_province or not code:
        return [find(desk, code)]
    return _collaborator(desk, code.strip().upper())


def _province(desk: Desk) -> Receiver:
    settings = desk.settings
    devices = frozenset(str(one["id"]) for one in settings.get("devices", ()))
    return Receiver(
        name=PROVINCE, cursor=PROVINCE, recipients=tuple(settings.get("recipients", ())), devices=devices,
        log=grants.latest(desk, str(settings.get("receipts", ""))), only=grants.own_devices(desk),
    )  # fmt: skip


def _collaborator(desk: Desk, code: str) -> list[Receiver]:
    active = active_devices(desk, code)
    if not active:
        raise UserError(_("Chưa có máy nào được xác nhận cho mã “{code}”.").format(code=code), code="not_found")
    return [of_device(desk, one) for one in sorted(active, key=lambda one: one.at, reverse=True)]


def active_devices(desk: Desk, code: str) -> list[trust.Device]:
    """The devices on which a collaborator works now."""
    own = [
        one for one in trust.devices(desk)
        if one.code == code and one.state is trust.Standing.TRUSTED and not one.province
    ]  # fmt: skip
    resting = grants.resting(desk)
    return [one for one in own if one.id not in resting] or own


def of_device(desk: Desk, device: trust.Device) -> Receiver:
    """One device of a collaborator as a receiver. It gets again what the device wrote that it continues:
    who was restored from an older backup may have less of that than came here."""
    return Receiver(
        name=device.code, cursor=of_sender(desk, device), recipients=(device.recipient,) if device.recipient else (),
        devices=frozenset({device.id}), log=device.id,
        own=frozenset(one.id for one in trust.devices(desk) if one.code == device.code and not one.province),
    )  # fmt: skip


def of_sender(desk: Desk, device: trust.Device) -> str:
    """The cursor that a receipt from this sender moves."""
    return f"{device.code}/{device.id}" if desk.profile.is_province else PROVINCE


def gives_receipts(desk: Desk, sender: trust.Device) -> bool:
    """At a collaborator's: True for the one workspace that the settings name, or what took its place."""
    named = str(desk.settings.get("receipts", ""))
    return desk.profile.is_province or not named or sender.id in (named, grants.latest(desk, named))
