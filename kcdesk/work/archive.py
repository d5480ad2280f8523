"""Kho lưu: what was given up, deleted or lost a choice, to be found again and taken back.

Nothing is kept for it but drafts that were given up: deleted records stand in their tables, and a value that
lost when a conflict was settled stands in the log. The log is looked through once for such values, and then only
for what came since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.changes import DELETED, comparable
from kcdesk.model.fields import Entity, Value
from kcdesk.model.problems import UserError
from kcdesk.text.fold import fold, words
from kcdesk.work import drafts, records, undoing
from kcdesk.work.jobs import Cancel, never, stop_if
from kcdesk.work.showing import Shower
from kcdesk.work.undoing import Undone

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.work.bootstrap import Desk

MOST = 300
"""So many things of one sort are shown; a search finds the others."""
_STRETCH = 20_000


class Sort(StrEnum):
    """What lies in the archive."""

    DRAFT = "draft"
    DELETED = "deleted"
    VALUE = "value"
    BATCH = "batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing in the archive.

    ``title`` is the record, ``what`` says what is kept of it, ``at`` when it went there, ``by`` through whom.
    ``row`` is the record's id, the draft's key, or the save of a batch; ``field`` and ``value`` are those of a
    value that was not chosen.
    """

    sort: Sort
    entity: str
    row: str
    title: str
    what: str
    at: str
    by: str
    field: str = ""
    value: Value = None


def find(desk: Desk, text: str = "", sorts: Sequence[Sort] = tuple(Sort), cancel: Cancel = never) -> list[Kept]:
    """What lies in the archive and fits the words, the latest first. Raises Cancelled."""
    finders = {Sort.DRAFT: _drafts, Sort.DELETED: _deleted, Sort.VALUE: _values, Sort.BATCH: _batches}
    wanted = words(text)
    found: list[Kept] = []
    for sort in sorts:
        stop_if(cancel)
        fitting = [one for one in finders[sort](desk, cancel) if _fits(one, wanted)]
        found += sorted(fitting, key=lambda one: one.at, reverse=True)[:MOST]
    return sorted(found, key=lambda one: one.at, reverse=True)


def take_back(desk: Desk, kept: Kept) -> Undone:
    """Have it again: the draft waits on its list, the record is there, the value stands, the import is gone.

    Raises UserError where there is nothing left to take back.
    """
    if kept.sort is Sort.DELETED:
        return undoing.bring_back(desk, kept.entity, kept.row)
    if kept.sort is Sort.VALUE:
        return undoing.put_back(desk, kept.entity, kept.row, kept.field, kept.value)
    if kept.sort is Sort.BATCH:
        return undoing.undo(desk, kept.row)
    back = drafts.take_back(desk, _draft_of(desk, kept))
    return Undone("", ((back.entity, back.key),))


def erase(desk: Desk, kept: Kept) -> None:
    """Take a draft that was given up out of the archive, for good."""
    drafts.erase(desk, _draft_of(desk, kept))


def _draft_of(desk: Desk, kept: Kept) -> drafts.Draft:
    for one in (*drafts.discarded(desk, kept.entity), *drafts.orphans(desk, kept.entity)):
        if (one.key, one.at) == (kept.row, kept.at):
            return one
    raise UserError(_("Bản nháp này không còn trong Kho lưu."), code="not_found")


def _fits(kept: Kept, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    text = fold(f"{kept.title} {kept.what} {kept.by} {kept.value if isinstance(kept.value, str) else ''}")
    return all(word in text for word in wanted)


def _kinds() -> list[Entity]:
    return [one for one in catalogue.ENTITIES if not one.parent_field]


def _drafts(desk: Desk, cancel: Cancel) -> list[Kept]:
    """Drafts that were given up, and those whose record was deleted meanwhile."""
    found = []
    for kind in _kinds():
        stop_if(cancel)
        told = [(one, _("Bản nháp đã bỏ · {label}")) for one in drafts.discarded(desk, kind.name)]
        told += [(one, _("Bản nháp của hồ sơ đã xóa · {label}")) for one in drafts.orphans(desk, kind.name)]
        for one, said in told:
            title = drafts.title_of(desk.reference, kind, one) or _("chưa có tên")
            what, by = said.format(label=_(kind.label)), desk.profile.code
            found.append(Kept(sort=Sort.DRAFT, entity=kind.name, row=one.key, title=title, what=what, at=one.at, by=by))
    return found


def _deleted(desk: Desk, cancel: Cancel) -> list[Kept]:
    """Deleted records; and rows of sub-tables that were deleted while their record stayed."""
    found = []
    for kind in catalogue.ENTITIES:
        for record in desk.store.rows(kind.name, {"deleted": True}, sort="_n"):
            stop_if(cancel)
            row = str(record["id"])
            change = _deletion(desk, row)
            if change is None or (kind.parent_field and _parent_is_gone(desk, kind, record.get(kind.parent_field))):
                continue
            title = records.title(kind, record) if record.get(kind.title_field) else _(kind.label)
            what = _("Đã xóa · {label}").format(label=_(kind.label))
            found.append(
                Kept(sort=Sort.DELETED, entity=kind.name, row=row, title=title, what=what, at=change.at, by=change.by)
            )
    return found


def _deletion(desk: Desk, row: str) -> Change | None:
    for entry in reversed(desk.store.history(row)):
        if entry.change is not None and entry.change.set.get(DELETED):
            return entry.change
    return None


def _parent_is_gone(desk: Desk, kind: Entity, parent: Value) -> bool:
    return not parent or desk.store.get(kind.parent, str(parent)) is None


def _batches(desk: Desk, cancel: Cancel) -> list[Kept]:
    stop_if(cancel)
    return [
        Kept(
            sort=Sort.BATCH, entity="", row=one.save, title=one.what, at=one.at, by=desk.profile.code,
            what=_("{n} mục trong một lần").format(n=one.count),
        )
        for one in undoing.batches(desk)
    ]  # fmt: skip


def _values(desk: Desk, cancel: Cancel) -> list[Kept]:
    """Values that were not chosen when a conflict was settled, and do not stand there now."""
    found: list[Kept] = []
    shower = Shower(desk)
    for entity, row, change_id in _settled(desk, cancel):
        stop_if(cancel)
        history = {one.change.id: one.change for one in desk.store.history(row) if one.change is not None}
        change = history[change_id]
        for name, heads in change.after.items():
            if len(heads) > 1 and name in catalogue.entity(entity):
                lost = [history[head] for head in heads if head in history and name in history[head].set]
                found += _lost(desk, shower, change, name, lost)
    return found


def _lost(desk: Desk, shower: Shower, change: Change, name: str, lost: Sequence[Change]) -> list[Kept]:
    """Those of the values of a settled field that were not chosen and do not stand there now."""
    kind = catalogue.entity(change.entity)
    record = desk.store.get(kind.name, change.row, deleted=True) or {}
    made = []
    for one in lost:
        value = one.set[name]
        if comparable(value) in (comparable(change.set.get(name)), comparable(record.get(name))):
            continue
        said = shower.say(kind[name], value, one.set) or _("để trống")
        made.append(
            Kept(
                sort=Sort.VALUE, entity=kind.name, row=change.row, title=records.title(kind, record),
                what=_("{field}: {value}").format(field=_(kind[name].label), value=said), at=change.at, by=one.by,
                field=name, value=value,
            )
        )  # fmt: skip
    return made


def _settled(desk: Desk, cancel: Cancel) -> list[tuple[str, str, str]]:
    """Entity, row and id of the changes that settled a conflict.

    In the log's JSON a field with two predecessors has two ids side by side; that is looked for by SQL, and
    proved on the change itself.
    """
    upto, found = desk.settled
    head = desk.store.head()[0]
    for start in range(upto, head, _STRETCH):
        stop_if(cancel)
        sql = (
            "SELECT position, entity, row, id FROM log WHERE position > ? AND position <= ? AND kind = 0"
            " AND body LIKE '%-____________\",\"________-____-%'"
        )
        for position, entity, row, change in desk.store.select(sql, (start, start + _STRETCH)):
            del position
            if any(one.name == entity for one in catalogue.ENTITIES) and _names_two(desk, str(row), str(change)):
                found.append((str(entity), str(row), str(change)))
        desk.settled = (min(start + _STRETCH, head), found)
    return found


def _names_two(desk: Desk, row: str, change: str) -> bool:
    changes = [entry.change for entry in desk.store.history(row) if entry.change is not None]
    return any(one.id == change and any(len(heads) > 1 for heads in one.after.values()) for one in changes)
