"""Removing values from the log for good. Ids, order and chain stay: a purged change is a tombstone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.model.changes import Change
from kcdesk.store.merging import project_rows

if TYPE_CHECKING:
    from kcdesk.store.core import Core
    from kcdesk.store.projection import Row


def purge(core: Core, rows: Sequence[str], fields: Callable[[Change], Sequence[str]]) -> set[Row]:
    """Put the mark in the place of those values of some rows' changes that ``fields`` names; the rows changed.

    The tables and the search text are written anew from what is left.
    """
    touched: set[Row] = set()
    with core.transaction():
        core.connection.execute("PRAGMA secure_delete = ON")
        for key, changes in core.log.of_rows(rows).items():
            for change in changes:
                names = [name for name in fields(change) if name in change.set]
                if names:
                    core.log.rewrite(_purged(change, names))
                    touched.add(key)
        if touched:
            project_rows(core, touched)
    return touched


def _purged(change: Change, names: Sequence[str]) -> Change:
    kept = {name: value for name, value in change.set.items() if name not in names}
    return replace(change, set=kept, purged=tuple(sorted({*change.purged, *names})))
