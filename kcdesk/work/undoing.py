"""Taking back a save: a new change, for those fields whose undone value is still the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the new save, by which it can be done again, and the rows that changed."""

    save: str
    rows: tuple[tuple[str, str], ...]


def undo(desk: Desk, save: str) -> Undone:
    """Take back one save: fields get the value they had before, new records are deleted again.

    Fields that somebody changed since stay as they are. Raises UserError where nothing is left to take back.
    """
    saved = desk.store.undo(save, desk.stamp())
    if not saved.changes:
        raise UserError(_("Không còn gì để hoàn tác: các mục này đã được sửa lại sau đó."), code="nothing_to_undo")
    return Undone(saved.save, tuple(sorted(saved.rows)))
