"""The one write path for what people do: edits become changes in the log, and rows in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED, Change, RowState, fold
from kcdesk.store import projection, states
from kcdesk.store.layout import Layout
from kcdesk.store.refresh import Touched, refresh
from kcdesk.store.types import Edit, Saved, Stamp

if TYPE_CHECKING:
    from kcdesk.model.fields import Record, Value
    from kcdesk.store.core import Core
    from kcdesk.store.projection import Row


MOST_HEADS, MOST_SEEN = 200, 10_000
"""So many heads of a field, and of a deleted record with its children, are named by one change: all that people ever
make. Whoever sends thousands of heads would else make it too long to be sent; what is not named stays in conflict."""


@dataclass(slots=True)
class _Draft:
    """A change in the making, with what is known of its row."""

    layout: Layout
    row: str
    current: Record | None
    set: dict[str, Value]
    history: list[Change] = field(default_factory=list)
    state: RowState | None = None

    @property
    def key(self) -> Row:
        return (self.layout.name, self.row)


def save(core: Core, edits: Sequence[Edit], stamp: Stamp) -> Saved:
    """Write what really differs, as one save: all of it or nothing.

    Raises KeyError for an entity that is not declared.
    """
    with core.transaction():
        drafts = [draft for edit in _joined(edits) if (draft := _draft(core, edit)) is not None]
        drafts.sort(key=lambda draft: bool(draft.set.get(DELETED)))  # a deletion sees what this save wrote
        keeping = [draft for draft in drafts if not draft.set.get(DELETED)]
        changes = _write(core, keeping, stamp)
        changes += _write(core, drafts[len(keeping) :], stamp)
        rows = refresh(core, [_touched(draft) for draft in drafts], core.log.head()[0]) if drafts else frozenset()
    return Saved(stamp.save, tuple(changes), rows)


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """One edit a row: later values win."""
    by_row: dict[Row, Edit] = {}
    for edit in edits:
        key = (edit.entity, edit.row)
        by_row[key] = _both(by_row[key], edit) if key in by_row else edit
    return list(by_row.values())


def _both(before: Edit, edit: Edit) -> Edit:
    delete = before.delete if edit.delete is None else edit.delete
    return Edit(edit.entity, edit.row, {**before.values, **edit.values}, delete, (*before.settle, *edit.settle))


def _draft(core: Core, edit: Edit) -> _Draft | None:
    layout = core.layouts[edit.entity]
    current = core.record(layout, edit.row)
    wanted = {name: value for name, value in edit.values.items() if name != "id"}
    if edit.delete is not None:
        wanted[DELETED] = edit.delete
    if current is None:
        fresh: dict[str, Value] = {name: value for name, value in wanted.items() if value is not None}
        if not fresh.get(DELETED):
            fresh.pop(DELETED, None)
        return _Draft(layout, edit.row, None, fresh)
    different = {name: value for name, value in wanted.items() if not _same(current.get(name), value)}
    if not different and not edit.settle and DELETED not in wanted:
        return None
    draft = _Draft(layout, edit.row, current, different, core.log.of_row(edit.entity, edit.row))
    draft.state = fold(edit.entity, draft.history)
    _add_settled(draft, edit, wanted)
    return draft if draft.set else None


def _add_settled(draft: _Draft, edit: Edit, wanted: Mapping[str, Value]) -> None:
    """Values that are shown already, but settle a conflict; taking back a deletion that is in conflict."""
    state = draft.state
    if state is None or draft.current is None:
        return
    for name in edit.settle:
        if len(state.heads(name)) > 1:
            draft.set.setdefault(name, wanted.get(name, draft.current.get(name)))
    if DELETED in wanted and DELETED not in draft.set and state.deleted and not draft.current[DELETED]:
        draft.set[DELETED] = wanted[DELETED]


def _same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _write(core: Core, drafts: Sequence[_Draft], stamp: Stamp) -> list[Change]:
    if not drafts:
        return []
    changes = [_change(core, draft, stamp) for draft in drafts]
    core.log.append(changes)
    fresh: dict[str, list[tuple[str, bool, Mapping[str, Value]]]] = {}
    for draft, change in zip(drafts, changes, strict=True):
        if draft.current is None:
            values = {name: value for name, value in change.set.items() if name != DELETED}
            fresh.setdefault(draft.layout.name, []).append((draft.row, bool(change.set.get(DELETED)), values))
        else:
            _apply(core, draft, change)
    for entity, rows in fresh.items():
        projection.insert_many(core, core.layouts[entity], rows, core.log.head()[0])
    return changes


def _change(core: Core, draft: _Draft, stamp: Stamp) -> Change:
    state = draft.state
    return Change(
        id=stamp.new_id(),
        device=stamp.device,
        at=stamp.at,
        by=stamp.by,
        save=stamp.save,
        entity=draft.layout.name,
        row=draft.row,
        set=draft.set,
        after={name: heads[-MOST_HEADS:] for name in draft.set if (heads := state.heads(name))} if state else {},
        seen=_seen(core, draft) if draft.set.get(DELETED) else (),
    )


def _touched(draft: _Draft) -> Touched:
    shown = draft.current is not None and not draft.current[DELETED]
    fields = draft.set if shown else {*draft.set, DELETED}  # a new row, or a deleted one that this may bring back
    name = draft.layout.entity.parent_field
    if not name:
        return Touched(draft.key, fields)
    both = ((draft.current or {}).get(name), draft.set.get(name))
    return Touched(draft.key, fields, tuple({one for one in both if isinstance(one, str)}))


def _seen(core: Core, draft: _Draft) -> tuple[str, ...]:
    """Every head of the record and its children."""
    heads = states.heads_of_children(core, draft.layout.name, draft.row)
    if draft.state is not None:
        heads |= draft.state.all_heads()
    return tuple(sorted(heads)[-MOST_SEEN:])


def _apply(core: Core, draft: _Draft, change: Change) -> None:
    """Bring a row that was there up to date: only what changed, or anew where anything is unsettled."""
    current = dict(draft.current or {})
    if current[DELETED] or change.set.get(DELETED) or _is_unsettled(core, draft.key):
        found = states.outcome(core, draft.key, [*draft.history, change])
        there = projection.former(core, draft.layout, [draft.row])[draft.row]
        projection.rewrite(core, draft.layout, there, found, core.log.head()[0])
        projection.write_unsettled(core, draft.key, found.conflicts, found.waiting)
        return
    projection.update(core, draft.layout, current | draft.set, draft.set, core.log.head()[0])


def _is_unsettled(core: Core, row: Row) -> bool:
    found = core.connection.execute("SELECT 1 FROM unsettled WHERE entity = ? AND row = ?", row).fetchone()
    return found is not None
