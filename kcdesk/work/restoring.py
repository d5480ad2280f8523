"""A workspace that is no longer the only one of its kind: restored from an older backup, or copied by hand.

Two workspaces with one key would number different changes alike. So whoever notices takes a new key and
with it a new log; the old key grants that the new one continues it. What the province has and what is
missing here comes back with its next answer, because to the new device nothing was sent yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import N_, _
from kcdesk.work import codes, cursors, grants, identity
from kcdesk.work.machine import machine
from kcdesk.work.trust import Standing

if TYPE_CHECKING:
    from kcdesk.exchange.manifest import Manifest, Point
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.trust import Device

MACHINES, NOTICES = "machines", "notices"


class Cause(StrEnum):
    """How it was noticed."""

    COPIED = "copied"
    """The database lies on a computer where it never was."""
    RECEIPT = "receipt"
    """The other side has positions of this log that are not here, or other ones."""
    RETURNED = "returned"
    """A bundle of this very device came back with what is not here."""
    RESTORED = "restored"
    """Somebody restored a backup."""


_SENTENCES = {
    Cause.COPIED: N_(
        "Dữ liệu này được chép từ máy khác sang nên máy này đã lấy khóa mới; hãy gửi một gói để nơi nhận biết."
    ),
    Cause.RECEIPT: N_(
        "Nơi nhận có những lần ghi mà ở đây không có: dữ liệu đã được phục hồi từ bản cũ hoặc dùng trên hai máy;"
        " máy này đã lấy khóa mới, hãy gửi một gói rồi nhận lại phần còn thiếu."
    ),
    Cause.RETURNED: N_(
        "Gói do chính máy này tạo có những lần ghi mà ở đây không còn: dữ liệu đã được phục hồi từ bản cũ hoặc dùng"
        " trên hai máy; máy này đã lấy khóa mới, hãy gửi một gói để nơi nhận biết."
    ),
    Cause.RESTORED: N_(
        "Dữ liệu vừa được phục hồi từ bản sao lưu nên máy này đã lấy khóa mới; hãy gửi một gói rồi nhận lại phần"
        " còn thiếu."
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to this workspace and that its user has to be told."""

    code: str
    at: str

    @property
    def sentence(self) -> str:
        """What to say."""
        return _(_SENTENCES[Cause(self.code)])


def notices(desk: Desk) -> list[Notice]:
    """What was not put away yet, the latest last."""
    return [Notice(**one) for one in desk.store.meta.get(NOTICES, [])]


def put_away(desk: Desk) -> None:
    """The user has read the notices, or done what they ask for."""
    if desk.store.meta.get(NOTICES, []):
        desk.store.meta.set(NOTICES, [])


def note_machine(desk: Desk, name: Callable[[], str] = machine) -> Notice | None:
    """Look whether the workspace lies where it lay before; where it does not, take a new key.

    A computer on which it lay before is known again, so that who works from a stick changes keys once only.
    """
    here = name()
    if not here:
        return None
    kept: dict[str, Any] = desk.store.meta.get(MACHINES, {})
    salt = str(kept.get("salt") or desk.random(16).hex())
    mark, marks = sha256(f"{salt} {here}".encode()).hexdigest(), list(kept.get("marks", ()))
    if mark in marks:
        return None
    desk.store.meta.set(MACHINES, {"salt": salt, "marks": [*marks, mark]})
    return renew(desk, Cause.COPIED) if marks else None


def suspicion(desk: Desk, manifest: Manifest, sender: Device) -> Cause | None:
    """Does a bundle show that the log of this device went on elsewhere? To be asked before it is merged."""
    if sender.id == desk.device_id and _is_foreign(desk, manifest.end):
        return Cause.RETURNED
    receipt = manifest.receipt
    if receipt is None or receipt.log != desk.device_id or sender.state is not Standing.TRUSTED:
        return None
    return Cause.RECEIPT if any(_is_foreign(desk, one) for one in (receipt.upto, *receipt.points)) else None


def _is_foreign(desk: Desk, point: Point) -> bool:
    """True for a place in one's own log that is not in it."""
    if not point.position:
        return False
    own = desk.store.chain_at(point.position)
    return own is None or own.hex() != point.chain


def renew(desk: Desk, cause: Cause) -> Notice | None:
    """Take a new key and begin a new log, which continues the old one; what to tell the user.

    A workspace that was handed over keeps its key: it writes nothing any more.
    """
    if grants.handed_over(desk):
        return None
    old, made = desk.identity, identity.make(desk.random)
    fresh = replace(made, age=old.age, former=old.former)
    notice = Notice(cause.value, desk.now())
    granted = _grant(desk, fresh.device_id, fresh.device_key().public_text)
    with desk.store.transaction():
        meta = desk.store.meta
        meta.set(grants.OWN, [*grants.own_items(desk), granted])
        meta.set(identity.META, fresh.as_meta())
        if not desk.profile.is_province:  # what was sent to the old key left out what the old key wrote
            cursors.forget_incoming(desk)
        meta.set(codes.MARK, fresh.device_id[: codes.MARK_LETTERS])
        meta.set(NOTICES, [*meta.get(NOTICES, []), {"code": notice.code, "at": notice.at}])
        cursors.keep_files_of(desk, old.device_id)
        if desk.settings.get("receipts") == old.device_id:
            meta.set("settings", {**desk.settings, "receipts": fresh.device_id})
        desk.store.restart_log(fresh.device_key().public)
    desk.refresh()
    return notice


def _grant(desk: Desk, new: str, new_key: str) -> dict[str, Any]:
    """The old key says that the new one continues it; the old one may still be in use elsewhere."""
    from kcdesk.exchange.grants import Grant, Reason, signed

    key = desk.identity.device_key()
    position, chain = desk.store.head()
    granted = Grant(
        old=key.device_id, old_key=key.public_text, new=new, new_key=new_key, code=desk.profile.code,
        position=position, chain=chain.hex(), ends=False, reason=Reason.RENEWED, at=desk.now(),
    )  # fmt: skip
    return signed(granted, key).as_item()
