"""Taking a save back: new changes for the fields of which the undone change is still a head."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED, Change, fold
from kcdesk.store import states
from kcdesk.store.types import Edit

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.store.core import Core
    from kcdesk.store.projection import Row


def edits_back(core: Core, save: str, only: Collection[str] = (), fields: Collection[str] = ()) -> list[Edit]:
    """What has to be written to take a save back; empty where nothing of it is left to take back.

    ``only`` narrows it to rows by their ids, ``fields`` to some fields.
    """
    undone = [change for change in core.log.of_save(save) if not only or change.row in only]
    ids = {change.id for change in undone}
    rows = dict.fromkeys((change.entity, change.row) for change in undone if change.entity in core.layouts)
    deletions = {row for row in rows if _was_made(core, row, ids)}
    edits = []
    if fields:
        deletions = set()
    for row in rows:
        if row in deletions:
            if not (states.parents_of(core, [row]) & deletions):  # a child goes with its parent
                edits.append(Edit(*row, delete=True))
            continue
        edit = _edit_back(core, row, core.log.of_row(*row), ids)
        if edit is not None and fields:
            edit = _narrowed(edit, fields)
        if edit is not None:
            edits.append(edit)
    return edits


def _narrowed(edit: Edit, fields: Collection[str]) -> Edit | None:
    values = {name: value for name, value in edit.values.items() if name in fields}
    delete = edit.delete if DELETED in fields else None
    return replace(edit, values=values, delete=delete, settle=tuple(values)) if values or delete is not None else None


def _was_made(core: Core, row: Row, ids: set[str]) -> bool:
    """True where the save made the row, and nobody else has written to it or its children since."""
    changes = core.log.of_row(*row)
    if any(change.after for change in changes if change.id in ids):
        return False
    state = fold(row[0], changes)
    if not state.deleted:
        state.fields.pop(DELETED, None)  # taken back and done again in between: nothing was written to it
    return state.all_heads() | states.heads_of_children(core, *row) <= ids


def _edit_back(core: Core, row: Row, history: Sequence[Change], ids: set[str]) -> Edit | None:
    values: dict[str, Value] = {}
    for name, field in fold(row[0], history).fields.items():
        if any(head.change in ids and head.known for head in field.heads):
            values |= _before(history, ids, name)
    parent = core.layouts[row[0]].entity.parent_field
    if values.get(parent, "") is None:
        del values[parent]  # somebody wrote to the row since: it stays where it can be found
    delete = bool(values.pop(DELETED)) if DELETED in values else None
    return Edit(*row, values, delete=delete, settle=tuple(values)) if values or delete is not None else None


def _before(history: Sequence[Change], ids: set[str], name: str) -> dict[str, Value]:
    """The value of a field that the undone changes replaced; empty where that value is not here."""
    replaced = {one for change in history if change.id in ids for one in change.after.get(name, ())} - ids
    if not replaced:
        return {name: None}
    known = [change for change in history if change.id in replaced and name in change.set]
    if not known:
        return {}
    shown = max(known, key=lambda change: (name != DELETED or not change.set[name], change.id))
    return {name: shown.set[name]}
