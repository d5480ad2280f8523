"""Taking back: an undo is a new change, for those fields whose undone value is still the latest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.changes import DELETED, Change, fold
from kcdesk.model.fields import Value
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.store.types import Edit
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back. ``kept`` names fields that somebody changed again since: they stay."""

    save: str
    rows: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]


def undo(desk: Desk, save: str) -> Undone:
    """Take back one save: every field gets the value it had before, new records are deleted again.

    Raises UserError where the save is not known here or nothing of it is left to take back.
    """
    changes = list(desk.store.changes_of_save(save))
    edits: list[Edit] = []
    kept: list[str] = []
    for change in changes:
        edit = _backward(desk, change, kept)
        if edit is not None:
            edits.append(edit)
    if not edits:
        raise UserError(_("Không còn gì để hoàn tác: các mục này đã được sửa lại sau đó."), code="nothing_to_undo")
    saved = desk.store.save(edits, desk.stamp())
    return Undone(saved.save, tuple(sorted(saved.rows)), tuple(kept))


def _backward(desk: Desk, change: Change, kept: list[str]) -> Edit | None:
    from kcdesk.store.types import Edit

    everything = [entry.change for entry in desk.store.history(change.row) if entry.change]
    now = fold(change.entity, everything)
    before = fold(change.entity, _known_before(change, everything))
    latest = [name for name in change.set if change.id in now.heads(name)]
    kept += [name for name in change.set if name not in latest]
    if not before.fields and DELETED not in change.set:
        return Edit(change.entity, change.row, delete=True) if latest else None
    values: dict[str, Value] = {name: before.values.get(name) for name in latest if name != DELETED}
    delete = bool(before.deleted) if DELETED in latest else None
    return Edit(change.entity, change.row, values, delete=delete) if values or delete is not None else None


def _known_before(change: Change, everything: Iterable[Change]) -> list[Change]:
    """The changes that the undone one was built on: everything that it names, and what those name."""
    by_id = {one.id: one for one in everything}
    wanted = [one for names in change.after.values() for one in names]
    found: dict[str, Change] = {}
    while wanted:
        one = by_id.get(wanted.pop())
        if one is not None and one.id not in found:
            found[one.id] = one
            wanted += [name for names in one.after.values() for name in names]
    return list(found.values())
