"""What was in a bundle of the history: the records that it carried, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.work import records
from kcdesk.work.consent import POINTERS, is_declared
from kcdesk.work.kept import kept_bundle
from kcdesk.work.opened import opened

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.work.bootstrap import Desk

MOST = 500
"""So many records are named."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One record that a bundle carried: what kind it is, what it is called here, and who wrote last in the bundle.

    ``is_here`` is False where it was deleted or was not merged. ``opens`` are entity and row of the form that shows it.
    """

    entity: str
    row: str
    kind: str
    title: str
    by: str
    is_here: bool
    opens: tuple[str, str]


def inside(desk: Desk, bundle: str) -> list[Carried]:
    """The records in a bundle that was made here or came in; children are told as their parent.

    Raises UserError where the bundle is not in the history, or where it can no longer be read.
    """
    item = desk.store.bundles.get(bundle) or desk.store.held.get(bundle)
    if item is None:
        raise UserError(_("Không tìm thấy gói này."), code="not_found")
    found: dict[tuple[str, str], str] = {}
    for change in _changes(desk, item):
        owner = _owner(desk, change)
        if owner is not None and (owner in found or len(found) < MOST):
            found[owner] = change.by
    told = [_told(desk, entity, row, by) for (entity, row), by in found.items()]
    order = {kind.name: at for at, kind in enumerate(catalogue.ENTITIES)}
    return sorted(told, key=lambda one: (order[one.entity], one.title))


def _changes(desk: Desk, item: Mapping[str, Any]) -> Iterator[Change]:
    """The changes that a bundle carried: from the log where it was made here, else from the bundle as it was kept."""
    if item.get("direction") == "made":
        first, last = int(item.get("position_from") or 0), int(item.get("position_to") or 0)
        for entry in desk.store.log(first, last):
            if entry.change is not None and not entry.origin:
                yield entry.change
    elif item.get("kept"):
        kept = kept_bundle(desk, list(item["kept"]), str(item.get("file") or ""))
        with opened(desk, kept) as found:
            yield from found.bundle.changes()


def _owner(desk: Desk, change: Change) -> tuple[str, str] | None:
    """The record to which a change belongs; None for what this version does not know."""
    if not is_declared(change.entity):
        return None
    kind = catalogue.entity(change.entity)
    if not kind.parent_field:
        return change.entity, change.row
    record = desk.store.get(change.entity, change.row, deleted=True) or change.set
    parent = record.get(kind.parent_field)
    return (kind.parent, str(parent)) if parent else None


def _told(desk: Desk, entity: str, row: str, by: str) -> Carried:
    kind = catalogue.entity(entity)
    record = desk.store.get(entity, row, deleted=True)
    title = records.title(kind, record) if record else ""
    if entity == "visit" and record:
        owner = desk.store.get("establishment", str(record.get("establishment_id") or "-"), deleted=True)
        title = records.title(catalogue.entity("establishment"), owner) if owner else title
    here = record is not None and not record.get("deleted")
    return Carried(entity, row, _(kind.label), title or _("chưa ghép"), by, here, _opens(entity, row, record))


def _opens(entity: str, row: str, record: Mapping[str, Any] | None) -> tuple[str, str]:
    """A photo or a question is shown with the record that it is about."""
    for name, type_name in POINTERS.items():
        if record and record.get(name) and record.get(type_name):
            return str(record[type_name]), str(record[name])
    return entity, row
