"""Whose bundles are taken: known senders, the fingerprint that makes one known, and revoking.

A device is learned from its first bundle and trusted when an officer types the fingerprint that was
read to him, or beforehand by the province's settings. Trust is tied to the whole key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work.profile import CODE

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

SENDER_FILE, RECIPIENT_FILE, IDENTITY_FILE = "sender.pub", "recipient.txt", "identity.txt"


class Standing(StrEnum):
    """How far a device is trusted."""

    OWN = "own"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    """Seen on a bundle, not confirmed yet."""
    REVOKED = "revoked"
    REPLACED = "replaced"
    """Handed over: it sends what it wrote before, and writes nothing new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device: its id, its signing key in base64 ("" while only its fingerprint is known), whose it is.

    ``province`` is True for a device of the province itself, which may pass on what others wrote.
    """

    id: str
    key: str = ""
    code: str = ""
    state: Standing = Standing.UNKNOWN
    at: str = ""
    unit: str = ""
    recipient: str = ""
    province: bool = False

    @property
    def fingerprint(self) -> str:
        """The id as it is read over the telephone."""
        return " ".join(self.id[at : at + 4] for at in range(0, len(self.id), 4))

    def as_item(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"state": self.state.value}


def _device(item: dict[str, Any]) -> Device:
    known = {name: item[name] for name in Device.__dataclass_fields__ if item.get(name) is not None}
    return Device(**{**known, "state": Standing(item["state"])})


def own(desk: Desk) -> Device:
    """This workspace as others see it."""
    return Device(
        id=desk.device_id,
        key=desk.identity.device_key().public_text,
        code=desk.profile.code,
        state=Standing.OWN,
        unit=desk.profile.unit,
        recipient=desk.recipient,
        province=desk.profile.is_province,
    )


def devices(desk: Desk) -> list[Device]:
    """Own device first, then every one that is known."""
    return [own(desk), *(_device(item) for item in desk.store.devices.list())]


def find(desk: Desk, device_id: str) -> Device | None:
    """A known device other than one's own."""
    item = desk.store.devices.get(device_id)
    return _device(item) if item else None


def learn(desk: Desk, device: Device) -> None:
    """Note a device seen on a bundle for the first time, or what is new about one that is known."""
    if find(desk, device.id) != device:
        desk.store.devices.put(device.as_item())


def trust(desk: Desk, typed: str, code: str) -> Device:
    """Trust the device with the fingerprint that was read, and tie it to a collaborator's code.

    A fingerprint that was not seen yet is noted for the first bundle. Raises UserError where the
    fingerprint or the code has the wrong form, or the key is tied to another code already.
    """
    from dataclasses import replace

    device_id = read(typed)
    owner = code.strip().upper()
    if not CODE.fullmatch(owner):
        raise UserError(_("Mã “{code}” không đúng dạng mã cộng tác viên.").format(code=code), code="bad_code")
    if device_id == desk.device_id:
        raise UserError(_("Đây là khóa của chính máy này."), code="own_key")
    known = find(desk, device_id) or Device(id=device_id)
    if known.state is Standing.TRUSTED and known.code != owner:
        raise UserError(
            _("Khóa này đã được xác nhận cho mã {code}; hãy thu hồi trước khi gắn cho mã khác.").format(
                code=known.code
            ),
            code="other_code",
        )
    trusted = replace(known, code=owner, state=Standing.TRUSTED, at=desk.now())
    learn(desk, trusted)
    return trusted


def revoke(desk: Desk, typed: str) -> Device:
    """Stop trusting a device: its bundles are held from now on, never refused. Raises UserError ``not_found``.

    Where it had taken the place of another one, that one may write again.
    """
    from dataclasses import replace

    from kcdesk.work import grants

    known = find(desk, read(typed))
    if known is None:
        raise UserError(_("Không có khóa nào mang dấu “{typed}”.").format(typed=typed), code="not_found")
    revoked = replace(known, state=Standing.REVOKED, at=desk.now())
    with desk.store.transaction():
        learn(desk, revoked)
        grants.forget(desk, revoked.id)
    return revoked


def read(typed: str) -> str:
    """The device id in a fingerprint as somebody typed it. Raises UserError."""
    from kcdesk.exchange.keys import read_fingerprint

    return read_fingerprint(typed)


def export_keys(desk: Desk, folder: Path, *, private: bool = False) -> list[Path]:
    """Write ``sender.pub`` (minisign), ``recipient.txt`` (age) and, asked for, ``identity.txt`` (age, secret)."""
    texts = {SENDER_FILE: desk.identity.device_key().minisign_text, RECIPIENT_FILE: desk.recipient + "\n"}
    if private:
        texts[IDENTITY_FILE] = desk.identity.age_identity().file_text
    return [write_text(folder / name, text, secret=name == IDENTITY_FILE) for name, text in texts.items()]


def export_unit_key(desk: Desk, path: Path) -> Path:
    """Write the unit key to a file, to be kept on a stick and on paper. Raises UserError outside a province."""
    if not desk.unit_key_text:
        raise UserError(_("Máy này không giữ khóa của đơn vị."), code="no_unit_key")
    return write_text(path, desk.unit_key_text, secret=True)


def write_text(path: Path, text: str, *, secret: bool) -> Path:
    """Write a small file anew, readable by its owner only where it is secret. Raises EnvironmentProblem."""
    import os

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            if secret and hasattr(os, "fchmod"):  # the file may have been there, open to all
                os.fchmod(handle, 0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise EnvironmentProblem(_("Không ghi được tệp “{file}”.").format(file=path), code="not_written") from error
    return path
