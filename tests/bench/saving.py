"""Saving one record: the whole use case and the store, beside the same SQL by the bare driver."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, milliseconds
from tests.bench.workspaces import PASSWORD, copied, workspace

SAVES = 60
STORE_RATIO = 4.0


def measure(sizes: list[int]) -> Iterator[Figure]:
    """For each size, the median save."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measured(size, workspace(size), Path(folder))


def _measured(size: int, home: Path, folder: Path) -> Iterator[Figure]:
    use_case, _statements = _saves(copied(home, folder / "timed"), traced=False)
    _times, statements = _saves(copied(home, folder / "traced"), traced=True)
    floor = _bare(copied(home, folder / "bare"), statements)
    yield Figure("save one record, whole use case", size, use_case, floor=floor)
    yield Figure("statements of a save", size, statistics.median(len(one) for one in statements), unit="")


def _saves(home: Path, *, traced: bool) -> tuple[float, list[list[str]]]:
    """Change the telephone of one establishment after another; the median time and, traced, the SQL of each."""
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.records import save_record

    desk = Desk.open(home, PASSWORD)
    try:
        rows = [str(one["id"]) for one in desk.store.rows("establishment", limit=SAVES)]
        times, statements = [], []
        for number, row in enumerate(rows):
            heard: list[str] = []
            if traced:
                desk.store.core.connection.set_trace_callback(heard.append)
            values = {"phone": f"0912{number:06}"}
            times.append(milliseconds(lambda row=row, values=values: save_record(desk, "establishment", row, values)))
            if traced:
                desk.store.core.connection.set_trace_callback(None)
            statements.append([one for one in heard if not one.startswith("--")])
        return statistics.median(times[5:]), statements
    finally:
        desk.close()


def _bare(home: Path, statements: list[list[str]]) -> float:
    """The same statements by the driver alone, one transaction and one commit a save."""
    from kcdesk.store import driver, vault
    from kcdesk.store import workspace as place

    connection: Any = driver.connect(home / place.WORKSPACE_FILE, vault.open(home, PASSWORD))
    place.register(connection)
    try:
        return statistics.median([milliseconds(lambda one=one: _play(connection, one)) for one in statements][5:])
    finally:
        connection.close()


def _play(connection: Any, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement).fetchall()
