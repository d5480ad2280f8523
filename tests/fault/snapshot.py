"""A province for the real command line, and everything that a workspace holds, to see that it is as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role
from tests.work import desks


def real_province(home: Path) -> Desk:
    """A province's desk that knows this computer, so that the command line takes it for no copy."""
    profile = Profile(role=Role.PROVINCE, code="TINH92", name="Phòng", unit="Trung tâm Khuyến công", province="92")
    return Desk.create(home, desks.PASSWORD, profile, cost=desks.CHEAP)


def everything(desk: Desk) -> dict[str, Any]:
    """Every row of every table, the files, and where the log stands."""
    tables = [name for (name,) in desk.store.select("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, Any] = {name: desk.store.select(f'SELECT * FROM "{name}"') for name in tables}
    return {**found, "files": list(desk.store.files.all()), "head": desk.store.head()}
