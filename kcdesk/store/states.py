"""From the log to the state of rows: what is shown, what is in conflict, what is waiting, what is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED, Change, RowState, deletion_conflict, fold, seen_by_deletion
from kcdesk.model.entities import same_as
from kcdesk.store.core import in_list
from kcdesk.store.types import Unsettled

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.store.core import Core
    from kcdesk.store.projection import Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row as the tables shall have it."""

    values: Mapping[str, Value]
    deleted: bool
    conflicts: tuple[str, ...]
    waiting: tuple[str, ...]


def outcome(core: Core, row: Row, changes: Sequence[Change]) -> Outcome:
    """What all changes of a row come to."""
    entity, row_id = row
    if len(changes) == 1 and _is_plain(changes[0]):
        return Outcome(changes[0].set, False, (), ())
    state = fold(entity, changes)
    agreed = same_as.UNDISPUTED if entity == same_as.SAME_AS.name else frozenset()
    conflicts = [name for name, one in state.fields.items() if one.in_conflict and name not in agreed]
    waiting = [name for name, one in state.fields.items() if one.waiting]
    deleted = state.deleted
    if deleted:
        verdict = _deletion(core, row_id, state, changes)
        deleted = verdict == ""
        if verdict == "conflict":
            conflicts.append(DELETED)
        elif verdict == "waiting":
            waiting.append(DELETED)
    return Outcome(state.values, deleted, tuple(sorted(set(conflicts))), tuple(sorted(set(waiting))))


def _is_plain(change: Change) -> bool:
    """True for the one change of a new row, as most are: nothing to fold."""
    return not (change.after or change.withheld or change.purged or DELETED in change.set)


def _deletion(core: Core, row: str, state: RowState, changes: Sequence[Change]) -> str:
    """Whether a deletion stands (""), is in "conflict" with what it did not see, or "waiting" for what it saw."""
    others = heads_of_children(core, state.entity, row)
    unseen = deletion_conflict(state, changes, others)
    if not unseen:
        return ""
    seen = seen_by_deletion(state, changes)
    return "waiting" if seen - core.log.known(seen) else "conflict"


def heads_of_children(core: Core, entity: str, row: str) -> set[str]:
    """The heads of all fields of all children of a row, of deleted ones too; but not their deletions,
    with which the deletion of the row agrees."""
    rows = child_rows(core, entity, [row])
    heads: set[str] = set()
    for (name, _), changes in core.log.of_rows([one for _, one in rows]).items():
        state = fold(name, changes)
        deletion = state.fields.pop(DELETED, None)
        heads |= state.all_heads()
        if deletion is not None:
            heads |= {head.change for head in deletion.heads if not head.value}
    return heads


def child_rows(core: Core, entity: str, rows: Sequence[str]) -> list[Row]:
    """The children, and theirs, of some rows of one entity; deleted ones too."""
    found: list[Row] = []
    if entity not in core.layouts:
        return found
    for child in core.layouts.children[entity]:
        sql = f'SELECT id FROM {child.table} WHERE "{child.entity.parent_field}" IN (SELECT value FROM json_each(?))'
        ids = [one[0] for one in core.connection.execute(sql, (in_list(rows),))]
        if ids:
            found += [(child.name, one) for one in ids]
            found += child_rows(core, child.name, ids)
    return found


def parents_of(core: Core, rows: Iterable[Row]) -> set[Row]:
    """The rows of which some rows are children now, without their own parents."""
    by_entity: dict[str, list[str]] = {}
    for entity, row in rows:
        if entity in core.layouts and core.layouts[entity].entity.parent_field:
            by_entity.setdefault(entity, []).append(row)
    found: set[Row] = set()
    for entity, ids in by_entity.items():
        declared = core.layouts[entity].entity
        sql = f'SELECT DISTINCT "{declared.parent_field}" FROM {entity} WHERE id IN (SELECT value FROM json_each(?))'
        found |= {
            (declared.parent, one[0])
            for one in core.connection.execute(sql, (in_list(ids),))
            if isinstance(one[0], str)
        }
    return found


def unsettled(core: Core, entity: str = "", row: str = "") -> list[Unsettled]:
    """Rows in conflict or waiting."""
    conditions = [(name, value) for name, value in (("entity", entity), ("row", row)) if value]
    where = " AND ".join(f"{name} = ?" for name, _ in conditions) or "1"
    sql = f"SELECT entity, row, conflicts, waiting FROM unsettled WHERE {where} ORDER BY entity, row"
    found = core.rows(sql, [value for _, value in conditions])
    return [Unsettled(name, id_, tuple(json.loads(one)), tuple(json.loads(two))) for name, id_, one, two in found]
