"""What a sender may write: the rules by which single changes are held while the rest is merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Writer
from kcdesk.model.problems import UserError
from kcdesk.work.consent import is_declared

if TYPE_CHECKING:
    from kcdesk.work.boundary import Boundary
    from kcdesk.work.trust import Device

REASONS = {
    "unknown_sender": N_("người gửi chưa được xác nhận"),
    "revoked_sender": N_("khóa của người gửi đã bị thu hồi"),
    "replaced_sender": N_("máy này đã bàn giao mà gói có nội dung ghi sau lúc bàn giao"),
    "revoked_grant": N_("máy cũ đứng tên bàn giao đã bị thu hồi khóa"),
    "second_successor": N_("máy cũ đã bàn giao cho một máy khác"),
    "other_code": N_("giấy bàn giao ghi mã của người khác"),
    "unknown_grantor": N_("máy cũ đứng tên bàn giao chưa được xác nhận"),
    "other_device": N_("do máy khác ghi, không phải máy gửi gói"),
    "other_author": N_("ghi tên người khác, không phải mã đã xác nhận cho máy này"),
    "only_province": N_("sửa mục chỉ tỉnh được ghi"),
    "outside_area": N_("hồ sơ không thuộc xã mà người gửi phụ trách"),
    "purged_by_field": N_("xóa dữ liệu cá nhân mà chỉ tỉnh được xóa"),
    "other_content": N_("trùng mã với một lần sửa đã có nhưng nội dung khác"),
}


MOST_HELD = 100_000
"""So many changes of one bundle are held: more than anybody ever wrote, and as much as fits into memory."""


def reason_words(reason: str) -> str:
    """A reason in words; an unknown one as it is."""
    return _(REASONS[reason]) if reason in REASONS else reason


@dataclass(slots=True)
class Gate:
    """Lets through what the sender may write and keeps aside the rest with its reason.

    A device of the province may pass on what others wrote; a field device brings what it wrote itself or
    what a device wrote that it continues, each under its own code, and never what only the province writes.
    ``writers`` are these devices with their codes; ``boundary`` is the area that they may write to.
    """

    sender: Device
    writers: Mapping[str, str]
    everything: bool = False
    boundary: Boundary | None = None
    held: list[tuple[Change, str]] = field(default_factory=list)

    def passing(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes that may be merged."""
        for change in changes:
            reason = "" if self.everything or self.sender.province else self._objection(change)
            if reason:
                self._keep_aside(change, reason)
            else:
                yield change

    def _keep_aside(self, change: Change, reason: str) -> None:
        """Raises UserError where there are more than anybody could look through, or a memory hold."""
        self.held.append((change, reason))
        if len(self.held) > MOST_HELD:
            raise UserError(
                _("Gói có quá nhiều nội dung mà người gửi không được ghi; hãy hỏi lại người gửi."), code="too_many_held"
            )

    def _objection(self, change: Change) -> str:
        code = self.writers.get(change.device)
        if code is None:
            return "other_device"
        if change.by != code:
            return "other_author"
        if change.purged:
            return "purged_by_field"
        if _touches_province(change):
            return "only_province"
        return "" if self.boundary is None or self.boundary.has(change) else "outside_area"


def _touches_province(change: Change) -> bool:
    if not is_declared(change.entity):
        return False
    kind = catalogue.entity(change.entity)
    if kind.writer is Writer.PROVINCE:
        return True
    return any(name in kind and kind[name].writer is Writer.PROVINCE for name in change.touched())
