"""What follows from rows that were written: their parents, searchable text, counts of what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED
from kcdesk.store import projection, states
from kcdesk.store.core import in_list
from kcdesk.store.layout import INCOMPLETE
from kcdesk.store.texts import SearchTexts

if TYPE_CHECKING:
    from kcdesk.store.core import Core
    from kcdesk.store.projection import Row

ASSESS_AT_ONCE = 500
"""So many records are assessed in the transaction that wrote them; of more, the counts are left empty
and worked out later in short steps (``assess_some``), so that a large import is not held up."""


NAMES = {"owner_id": "owner_type", "row_id": "row_type", "row_a": "row_type", "row_b": "row_type"}
"""Fields that name a row, with the field that says of which entity it is."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that was written: which fields are new, and to which parents it belongs or belonged."""

    row: Row
    fields: Collection[str]
    parents: tuple[str, ...] = ()


def refresh(core: Core, written: Sequence[Touched], position: int = 0) -> frozenset[Row]:
    """Bring up to date what hangs on the written rows.

    ``position`` is where the log stands after changes made here, 0 where they came from elsewhere.
    Returns all rows whose record or text is another now.
    """
    parents = _parents(core, written)
    turned = _recheck_deletions(core, parents if position else parents | _waiting_deletions(core))
    rows = {one.row for one in written if one.row[0] in core.layouts} | parents
    owners = _owners(core, rows)
    if position:
        _lift(core, parents, position)
    changed = SearchTexts(core).refresh(written, parents)
    roots = {row for row in rows if not core.layouts[row[0]].entity.parent_field}
    came_or_went = turned | {one.row for one in written if DELETED in one.fields}
    _assess_or_leave(core, list(roots | owners | _pointing(core, roots) | _naming(core, came_or_went)))
    return frozenset(rows | changed)


def by_entity(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Rows by their entity."""
    found: dict[str, list[str]] = {}
    for entity, row in rows:
        found.setdefault(entity, []).append(row)
    return found


def _parents(core: Core, written: Iterable[Touched]) -> set[Row]:
    """The parents, and theirs, of rows that were written, as far as they are here."""
    wanted = {(core.layouts[one.row[0]].entity.parent, parent) for one in written for parent in one.parents}
    found: set[Row] = set()
    while wanted:
        here: set[Row] = set()
        for entity, ids in by_entity(row for row in wanted if row[0] in core.layouts).items():
            sql = f"SELECT id FROM {entity} WHERE id IN (SELECT value FROM json_each(?))"
            here |= {(entity, one[0]) for one in core.connection.execute(sql, (in_list(ids),))}
        found |= here
        wanted = states.parents_of(core, here) - found
    return found


def _pointing(core: Core, rows: Iterable[Row]) -> set[Row]:
    """Records that point to these rows: what is wrong with them depends on the row being here, and on its values."""
    found: set[Row] = set()
    by_target = by_entity(rows)
    for layout in core.layouts.by_name.values():
        if layout.entity.parent_field:
            continue
        for field in layout.entity.fields:
            if ids := by_target.get(field.parent or ""):
                sql = f"SELECT id FROM {layout.table} WHERE {field.name} IN (SELECT value FROM json_each(?))"
                found |= {(layout.name, row) for (row,) in core.rows(sql, (in_list(ids),))}
    return found


def _owners(core: Core, rows: Iterable[Row]) -> set[Row]:
    """Records that these rows name by kind and id, as attachments do: what they have tells what they lack."""
    found: set[Row] = set()
    for entity, ids in by_entity(rows).items():
        if {"owner_type", "owner_id"} <= core.layouts[entity].columns.keys():
            sql = f"SELECT owner_type, owner_id FROM {entity} WHERE id IN (SELECT value FROM json_each(?))"
            found |= {(kind, row) for kind, row in core.rows(sql, (in_list(ids),)) if kind in core.layouts}
    return found


def _naming(core: Core, rows: Iterable[Row]) -> set[Row]:
    """Records that name these rows by kind and id: what is wrong with them depends on the row being here."""
    found: set[Row] = set()
    for entity, ids in by_entity(rows).items():
        for layout in core.layouts.by_name.values():
            for name in NAMES.keys() & layout.columns.keys():
                sql = (
                    f'SELECT id FROM {layout.table} WHERE "{name}" IN (SELECT value FROM json_each(?))'
                    f' AND "{NAMES[name]}" = ?'
                )
                found |= {(layout.name, row) for (row,) in core.rows(sql, (in_list(ids), entity))}
    return found


def _waiting_deletions(core: Core) -> set[Row]:
    """Deleted rows that wait for something the deletion saw; it may belong to a child that has moved since."""
    sql = "SELECT entity, row FROM unsettled WHERE instr(waiting, ?)"
    found = core.rows(sql, (f'"{DELETED}"',))
    return {(entity, row) for entity, row in found if entity in core.layouts}


def _recheck_deletions(core: Core, parents: Iterable[Row]) -> set[Row]:
    """A parent that is deleted, or whose deletion is unsettled, may stand otherwise now: those that were looked at."""
    seen: set[Row] = set()
    for entity, ids in by_entity(parents).items():
        sql = (
            f"SELECT id FROM {entity} t WHERE id IN (SELECT value FROM json_each(?1)) AND (deleted = 1"
            " OR EXISTS (SELECT 1 FROM unsettled u WHERE u.entity = ?2 AND u.row = t.id))"
        )
        for (row,) in core.rows(sql, (in_list(ids), entity)):
            found = states.outcome(core, (entity, row), core.log.of_row(entity, row))
            core.connection.execute(f"UPDATE {entity} SET deleted = ? WHERE id = ?", (int(found.deleted), row))
            projection.write_unsettled(core, (entity, row), found.conflicts, found.waiting)
            seen.add((entity, row))
    return seen


def _lift(core: Core, rows: Iterable[Row], position: int) -> None:
    for entity, ids in by_entity(rows).items():
        sql = f"UPDATE {entity} SET _position = ? WHERE id IN (SELECT value FROM json_each(?))"
        core.connection.execute(sql, (position, in_list(ids)))


def adopt(core: Core, devices: Sequence[str]) -> None:
    """Count what these devices wrote as made here: this workspace sends it, and nobody else does."""
    wanted = in_list(devices)
    by_depth = sorted(core.layouts.by_name.values(), key=lambda one: not one.entity.parent_field)
    for layout in by_depth:
        core.connection.execute(
            f"UPDATE {layout.table} SET _position = (SELECT max(position) FROM log WHERE log.row = {layout.table}.id"
            " AND kind = 0 AND device IN (SELECT value FROM json_each(?)))",
            (wanted,),
        )
    for layout in by_depth:
        field, parent = layout.entity.parent_field, layout.entity.parent
        if field and parent in core.layouts:
            above = f'SELECT max(_position) FROM {layout.table} c WHERE c."{field}" = {parent}.id'
            core.connection.execute(
                f"UPDATE {parent} SET _position = max(coalesce(_position, 0), ({above})) WHERE ({above}) IS NOT NULL"
            )


def _assess_or_leave(core: Core, roots: Sequence[Row]) -> None:
    if core.assess is None:
        return
    if len(roots) <= ASSESS_AT_ONCE and not core.assess_later:
        assess(core, roots)
        return
    for entity, ids in by_entity(roots).items():
        sql = f"UPDATE {entity} SET _errors = NULL, _gaps = NULL WHERE id IN (SELECT value FROM json_each(?))"
        core.connection.execute(sql, (in_list(ids),))


def assess(core: Core, roots: Iterable[Row]) -> None:
    """Count errors and gaps of records with their children, and keep the counts beside them."""
    if core.assess is None:
        return
    for entity, row in roots:
        layout = core.layouts[entity]
        record = core.record(layout, row)
        if record is None:
            continue
        errors, gaps = (0, 0) if record[DELETED] else core.assess(entity, record, core.children(layout, row))
        core.connection.execute(f"UPDATE {entity} SET _errors = ?, _gaps = ? WHERE id = ?", (errors, gaps, row))


def assess_some(core: Core, limit: int) -> int:
    """Assess up to ``limit`` records that were not yet; how many of them were done."""
    done = 0
    if core.assess is None:
        return done
    with core.transaction():
        for layout in core.layouts.by_name.values():
            if layout.entity.parent_field or done >= limit:
                continue
            sql = f"SELECT id FROM {layout.table} WHERE deleted IN (0, 1) AND _gaps IS NULL AND {INCOMPLETE} LIMIT ?"
            rows = core.rows(sql, (limit - done,))
            assess(core, [(layout.name, row) for (row,) in rows])
            done += len(rows)
    return done
