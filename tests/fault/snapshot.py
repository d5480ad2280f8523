"""Everything that a workspace holds, to see that it is as before."""

from __future__ import annotations

from typing import Any

from kcdesk.work.bootstrap import Desk


def everything(desk: Desk) -> dict[str, Any]:
    """Every row of every table, the files, and where the log stands."""
    tables = [name for (name,) in desk.store.select("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, Any] = {name: desk.store.select(f'SELECT * FROM "{name}"') for name in tables}
    return {**found, "files": list(desk.store.files.all()), "head": desk.store.head()}
