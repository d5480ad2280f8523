"""Taking back: a whole save, what it did to one record, or one field; always as a new change.

This is the one way. A field whose undone value is still the latest gets the value it had before; what
somebody changed since is left alone, but an old value can be put back by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Value, Writer
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

BATCHES = "batches"
_KEPT = 200
"""So many imports and changes of many records are remembered by name."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the new save, by which it can be done again, and the rows that changed."""

    save: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A save that changed many records: an import, a change of many, a deletion of many."""

    save: str
    at: str
    what: str
    count: int


def undo(desk: Desk, save: str, *, rows: Collection[str] = (), fields: Collection[str] = ()) -> Undone:
    """Take back one save, or only what it did to some rows, or only some fields there.

    Fields get the value they had before, new records are deleted again. Fields that somebody changed
    since stay as they are, and so do those that only the province writes, in a workspace of the field. Raises
    UserError where nothing is left to take back.
    """
    saved = desk.store.undo(save, desk.stamp(), rows=rows, fields=_own(desk, save, rows, fields))
    if not saved.changes:
        raise UserError(_("Không còn gì để hoàn tác: các mục này đã được sửa lại sau đó."), code="nothing_to_undo")
    return Undone(saved.save, tuple(sorted(saved.rows)))


def _own(desk: Desk, save: str, rows: Collection[str], fields: Collection[str]) -> Collection[str]:
    """The fields that the person who works here may take back; empty for all of them. Raises UserError for none."""
    if desk.profile.is_province:
        return fields
    touched: set[str] = set()
    locked: set[str] = set()
    for change in desk.store.changes_of_save(save):
        if rows and change.row not in rows:
            continue
        touched.update(change.set)
        if change.after:  # a record that the save made goes as a whole
            locked.update(name for name in change.set if _is_of_province(change.entity, name))
    if not locked:
        return fields
    allowed = (set(fields) or touched) - locked
    if not allowed:
        raise UserError(_("Mục này chỉ tỉnh ghi được."), code="only_province")
    return allowed


def _is_of_province(entity: str, name: str) -> bool:
    kind = next((one for one in catalogue.ENTITIES if one.name == entity), None)
    return kind is not None and name in kind and Writer.PROVINCE in (kind.writer, kind[name].writer)


def put_back(desk: Desk, entity: str, row: str, field: str, value: Value) -> Undone:
    """Give a field a value that it had once, as a new change. Raises UserError where that cannot be saved."""
    from kcdesk.store.types import Edit
    from kcdesk.work import records

    kind = catalogue.entity(entity)
    if not desk.profile.is_province and _is_of_province(entity, field):
        raise UserError(_("Mục này chỉ tỉnh ghi được."), code="only_province")
    if kind.parent_field:
        saved = desk.store.save([Edit(entity, row, {field: value}, settle=(field,))], desk.stamp())
        return _told(saved.save if saved.changes else "", tuple(sorted(saved.rows)))
    done = records.save_record(desk, entity, row, {field: value})
    return _told(done.save, ((entity, row),))


def bring_back(desk: Desk, entity: str, row: str) -> Undone:
    """Take back the deletion of a record, whenever it was deleted. Raises UserError where it is not deleted."""
    from kcdesk.store.types import Edit

    saved = desk.store.save([Edit(entity, row, delete=False)], desk.stamp())
    return _told(saved.save if saved.changes else "", tuple(sorted(saved.rows)))


def _told(save: str, rows: tuple[tuple[str, str], ...]) -> Undone:
    if not save:
        raise UserError(_("Không có gì khác để lấy lại: giá trị đang như vậy rồi."), code="nothing_to_undo")
    return Undone(save, rows)


def note_batch(desk: Desk, save: str, what: str, count: int) -> None:
    """Remember a save that changed many records, so that it can be found and taken back later."""
    kept: list[dict[str, Any]] = desk.store.meta.get(BATCHES, [])
    kept.append({"save": save, "at": desk.now(), "what": what, "count": count})
    desk.store.meta.set(BATCHES, kept[-_KEPT:])


def batches(desk: Desk) -> list[Batch]:
    """The saves that changed many records, the latest first."""
    return [Batch(**one) for one in reversed(desk.store.meta.get(BATCHES, []))]
