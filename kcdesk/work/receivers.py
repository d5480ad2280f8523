"""Who a bundle goes to: keys, devices whose own changes are not sent back, the name of the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UsageError, UserError
from kcdesk.work import trust
from kcdesk.work.cursors import PROVINCE

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Receiver:
    """``name`` is "province" or a collaborator's code; ``log`` the log of which a receipt speaks, or ""."""

    name: str
    recipients: tuple[str, ...]
    devices: frozenset[str]
    log: str

    def is_origin(self, device: str) -> bool:
        """True where what this device wrote need not be sent back."""
        return device in self.devices


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
    return _collaborator(desk, code.strip().upper())


def _province(desk: Desk) -> Receiver:
    settings = desk.settings
    devices = frozenset(str(one["id"]) for one in settings.get("devices", ()))
    return Receiver(PROVINCE, tuple(settings.get("recipients", ())), devices, str(settings.get("receipts", "")))


def _collaborator(desk: Desk, code: str) -> Receiver:
    own = [
        one for one in trust.devices(desk)
        if one.code == code and one.state is trust.Standing.TRUSTED and not one.province
    ]  # fmt: skip
    if not own:
        raise UserError(_("Chưa có máy nào được xác nhận cho mã “{code}”.").format(code=code), code="not_found")
    latest = max(own, key=lambda one: one.at)
    recipients = tuple(dict.fromkeys(one.recipient for one in own if one.recipient))
    return Receiver(code, recipients, frozenset(one.id for one in own), latest.id)


def of_sender(desk: Desk, device: trust.Device) -> str:
    """The cursor that a receipt from this sender moves."""
    return device.code if desk.profile.is_province else PROVINCE
