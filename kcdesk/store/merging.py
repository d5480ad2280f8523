"""Adding changes from elsewhere: idempotent, in any order, and never stopped by a bad value.

Merging is adding changes that are not here yet. What a row looks like afterwards follows from the set of
its changes alone. The changes are taken in batches, and only the rows that they touch are folded anew,
so that memory stays bounded by one batch and the ids of the touched rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED, Change
from kcdesk.store import projection, states
from kcdesk.store.core import in_list
from kcdesk.store.refresh import Touched, by_entity, refresh
from kcdesk.store.states import Outcome
from kcdesk.store.types import HeldChange, Merged

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.store.core import Core
    from kcdesk.store.layout import Layout
    from kcdesk.store.projection import Row

_BATCH = 4_000
_ROWS = 1_000

OTHER_CONTENT = "other_content"
"""The reason of a held change whose id is here with another content."""


def merge(core: Core, changes: Iterable[Change], origin: str) -> Merged:
    """Add those of the changes that are not here yet.

    ``origin`` says where they came from, so that they need not be sent back there. The same id with
    another content is not merged but returned in ``held``. A value that was withheld, or one that was
    purged since, is taken into the change that is here (withheld < value < purged, never backwards).
    """
    merged = Merged()
    touched: set[Row] = set()
    with core.transaction():
        for batch in _batches(changes):
            touched |= _add(core, batch, origin, merged)
        if touched:
            merged.rows = project_rows(core, touched) | touched
            merged.conflicts, merged.waiting = _count_unsettled(core, merged.rows)
    return merged


def project_rows(core: Core, rows: Iterable[Row]) -> set[Row]:
    """Write these rows of the tables anew from the log, and what hangs on them; all rows that were written."""
    return set(refresh(core, _project(core, rows)))


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    iterator = iter(changes)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _add(core: Core, batch: Sequence[Change], origin: str, merged: Merged) -> set[Row]:
    """Put a batch into the log; the rows that may look otherwise now."""
    here = core.log.find([change.id for change in batch])
    fresh: dict[str, Change] = {}
    touched: set[Row] = set()
    for change in batch:
        known = fresh.get(change.id) or here.get(change.id)
        if known is None:
            fresh[change.id] = change
            continue
        fuller = _reconciled(known, change)
        if fuller is None:
            merged.held.append(HeldChange(change, OTHER_CONTENT))
        elif fuller is known:
            merged.known += 1
        else:
            merged.completed += 1
            merged.completed_rows.add((change.entity, change.row))
            merged.purged += len(fuller.purged) > len(known.purged)
            if change.id in fresh:
                fresh[change.id] = fuller
            else:
                here[change.id] = fuller
                core.log.rewrite(fuller)
                touched.add((fuller.entity, fuller.row))
    core.log.append(fresh.values(), origin)
    merged.new += len(fresh)
    touched.update((change.entity, change.row) for change in fresh.values())
    return touched


def _reconciled(known: Change, other: Change) -> Change | None:
    """The fuller of two forms of one change: the known one itself where it is; None where they contradict."""
    if _frame(known) != _frame(other):
        return None
    ranks, others = _ranks(known), _ranks(other)
    if ranks.keys() != others.keys():
        return None
    shared = known.set.keys() & other.set.keys()
    if any(not _same(known.set[name], other.set[name]) for name in shared):
        return None
    if all(ranks[name] >= others[name] for name in ranks):
        return known
    best = {name: max(rank, others[name]) for name, rank in ranks.items()}
    values = {**other.set, **known.set}
    return replace(
        known,
        set={name: values[name] for name, rank in best.items() if rank == 1},
        withheld=tuple(name for name, rank in best.items() if rank == 0),
        purged=tuple(name for name, rank in best.items() if rank == 2),
    )


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _frame(change: Change) -> tuple[object, ...]:
    """Everything but the values, in a form that does not depend on order."""
    after = {name: frozenset(ids) for name, ids in change.after.items() if ids}
    head = (change.device, change.at, change.by, change.save, change.entity, change.row)
    return (*head, after, frozenset(change.seen))


def _ranks(change: Change) -> dict[str, int]:
    """How much is here of each field: 0 withheld, 1 its value, 2 the mark that it was purged."""
    ranks = dict.fromkeys(change.withheld, 0)
    ranks.update(dict.fromkeys(change.set, 1))
    ranks.update(dict.fromkeys(change.purged, 2))
    return ranks


def _project(core: Core, touched: Iterable[Row]) -> list[Touched]:
    """Write the rows of the tables anew from the log. Children first: a deletion looks at them."""
    written: list[Touched] = []
    grouped = by_entity(row for row in touched if row[0] in core.layouts)
    for entity in sorted(grouped, key=lambda name: not core.layouts[name].entity.parent_field):
        ids = sorted(grouped[entity])
        for start in range(0, len(ids), _ROWS):
            written += _project_some(core, core.layouts[entity], ids[start : start + _ROWS])
    return written


def _project_some(core: Core, layout: Layout, ids: Sequence[str]) -> list[Touched]:
    histories = core.log.of_rows(ids)
    former = projection.former(core, layout, ids)
    fresh: list[tuple[str, bool, Mapping[str, Value]]] = []
    written: list[Touched] = []
    for row in ids:
        changes = histories[(layout.name, row)]
        found = states.outcome(core, (layout.name, row), changes)
        there = former.get(row)
        if there is None:
            fields: Sequence[str] = (*found.values, DELETED)
            fresh.append((row, found.deleted, found.values))
        else:
            fields = projection.rewrite(core, layout, there, found)
        if there or found.conflicts or found.waiting:
            projection.write_unsettled(core, (layout.name, row), found.conflicts, found.waiting)
        written.append(Touched((layout.name, row), fields, _parents(layout, found, there or {})))
    projection.insert_many(core, layout, fresh)
    return written


def _parents(layout: Layout, found: Outcome, former: Mapping[str, object]) -> tuple[str, ...]:
    """Where the row belongs, and where it belonged."""
    name = layout.entity.parent_field
    both = {former.get(name), found.values.get(name)} if name else ()
    return tuple(one for one in both if isinstance(one, str))


def _count_unsettled(core: Core, rows: Iterable[Row]) -> tuple[int, int]:
    conflicts = waiting = 0
    sql = (
        "SELECT sum(conflicts != '[]'), sum(waiting != '[]') FROM unsettled"
        " WHERE entity = ? AND row IN (SELECT value FROM json_each(?))"
    )
    for entity, ids in by_entity(rows).items():
        found = core.rows(sql, (entity, in_list(ids)))[0]
        conflicts += found[0] or 0
        waiting += found[1] or 0
    return conflicts, waiting
