"""From the state of a row to the tables: columns, sort keys, searchable text, what is unsettled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED
from kcdesk.store.core import in_list
from kcdesk.store.layout import Layout, Stored
from kcdesk.text.collate import sort_key

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.store.core import Core
    from kcdesk.store.states import Outcome

Row = tuple[str, str]
"""Entity and id."""

_KEPT = ("_errors", "_gaps", "_position")


def sort_keys(layout: Layout, values: Mapping[str, Value]) -> dict[str, Stored]:
    """The keys by which lists are sorted, for those sort fields that are among the values."""
    keys: dict[str, Stored] = {}
    for name in layout.sort_fields:
        if name in values:
            value = values[name]
            keys[f"_sort_{name}"] = sort_key(value) if isinstance(value, str) else None
    return keys


def insert_many(
    core: Core, layout: Layout, rows: Iterable[tuple[str, bool, Mapping[str, Value]]], position: int | None = None
) -> None:
    """Write new rows: id, deleted and values of each. ``position`` is given where they were made here."""
    columns = layout.stored_columns
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"INSERT INTO {layout.table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    core.connection.executemany(sql, (_whole(layout, columns, *row, position=position) for row in rows))


def _whole(
    layout: Layout,
    columns: Sequence[str],
    row: str,
    deleted: bool,
    values: Mapping[str, Value],
    *,
    position: int | None = None,
) -> list[Stored]:
    cells, extra = layout.split(values)
    cells.update(sort_keys(layout, values))
    cells.update(id=row, deleted=int(deleted), _extra=extra, _position=position)
    return [cells.get(name) for name in columns]


def former(core: Core, layout: Layout, ids: Sequence[str]) -> dict[str, dict[str, Stored]]:
    """Those of the rows that are in the table, by id: every column that follows from the log, as it stands there."""
    columns = _from_log(layout)
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"SELECT {names} FROM {layout.table} WHERE id IN (SELECT value FROM json_each(?))"
    found = (dict(zip(columns, one, strict=True)) for one in core.rows(sql, (in_list(ids),)))
    return {str(one["id"]): one for one in found}


def rewrite(
    core: Core, layout: Layout, there: Mapping[str, Stored], found: Outcome, position: int | None = None
) -> tuple[str, ...]:
    """Write a row that is ``there`` as its log has it: what is not among the values is emptied.

    Only columns that differ are written, so that the indices of the others are left alone; their names.
    ``position`` is given where the change was made here.
    """
    row = str(there["id"])
    values = dict(zip(there, stored(layout, tuple(there), row, found), strict=True))
    if position is not None:
        values["_position"] = position
    changed = {name: value for name, value in values.items() if name not in there or there[name] != value}
    if changed:
        assigned = ", ".join(f'"{name}" = ?' for name in changed)
        core.connection.execute(f"UPDATE {layout.table} SET {assigned} WHERE id = ?", [*changed.values(), row])
    return tuple(changed)


def _from_log(layout: Layout) -> tuple[str, ...]:
    return tuple(name for name in layout.stored_columns if name not in _KEPT)


def stored(layout: Layout, columns: Sequence[str], row: str, found: Outcome) -> list[Stored]:
    """What shall stand in these columns of a row."""
    return _whole(layout, columns, row, found.deleted, found.values)


def update(core: Core, layout: Layout, whole: Mapping[str, Value], changed: Mapping[str, Value], position: int) -> None:
    """Write the changed fields of a record; ``whole`` is the record afterwards."""
    cells, _ = layout.split({name: value for name, value in changed.items() if name != DELETED})
    for name in changed:
        if name in layout.columns:
            cells.setdefault(name, None)
    cells.update(sort_keys(layout, changed))
    cells["_extra"] = layout.aside(whole)
    cells["_position"] = position
    if DELETED in changed:
        cells[DELETED] = int(bool(changed[DELETED]))
    assigned = ", ".join(f'"{name}" = ?' for name in cells)
    core.connection.execute(f"UPDATE {layout.table} SET {assigned} WHERE id = ?", [*cells.values(), whole["id"]])


def write_unsettled(core: Core, row: Row, conflicts: Iterable[str], waiting: Iterable[str]) -> None:
    """Note, or no longer note, that fields of a row are in conflict or waiting."""
    conflicts, waiting = sorted(conflicts), sorted(waiting)
    if conflicts or waiting:
        values = (*row, json.dumps(conflicts), json.dumps(waiting))
        core.connection.execute(
            "INSERT OR REPLACE INTO unsettled (entity, row, conflicts, waiting) VALUES (?, ?, ?, ?)", values
        )
    else:
        core.connection.execute("DELETE FROM unsettled WHERE entity = ? AND row = ?", row)
