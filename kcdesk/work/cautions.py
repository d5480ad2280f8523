"""What the user of a workspace has to be told when it is opened: one sentence each, none of them stops anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.work import clockguard, grants, restoring

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

CLOCK, HANDED_OVER = "clock", "handed_over"


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to say; ``code`` is ``clock``, ``handed_over`` or the cause of a new key."""

    code: str
    sentence: str


def cautions(desk: Desk) -> list[Caution]:
    """What there is to say now."""
    found = [Caution(one.code, one.sentence) for one in restoring.notices(desk)[-1:]]
    if grants.handed_over(desk):
        words = _("Máy này đã bàn giao: chỉ xem, và gửi nốt những gì tỉnh chưa xác nhận.")
        found.append(Caution(HANDED_OVER, words))
    if wrong := clockguard.warning(desk):
        found.append(Caution(CLOCK, wrong))
    return found
