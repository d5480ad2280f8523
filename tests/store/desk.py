"""A store over a real encrypted file, with tables made from the declarations given."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from kcdesk.model.fields import Entity, Value
from kcdesk.store import ddl, driver
from kcdesk.store.changelog import chain_start
from kcdesk.store.files import Files
from kcdesk.store.ids import IdSource
from kcdesk.store.layout import Layouts
from kcdesk.store.records import Store
from kcdesk.store.types import Assess, Edit, Saved, Stamp
from kcdesk.store.workspace import register
from tests.store.declared import ENTITIES

KEY = bytes(range(32))
AT = "2026-11-23T08:15:02.120Z"


def open_store(
    home: Path,
    *,
    entities: Sequence[Entity] = ENTITIES,
    assess: Assess | None = None,
    device: str = "A",
    fast: bool = False,
) -> Store:
    """A store in a folder, new where there is none yet. ``fast`` does not wait for the disk."""
    path = home / f"{device}.kcw"
    fresh = not path.exists()
    connection = driver.connect(path, KEY)
    if fast:
        connection.execute("PRAGMA synchronous = OFF")
    layouts = Layouts(entities)
    if fresh:
        connection.execute("BEGIN")
        for statement in ddl.statements(layouts):
            connection.execute(statement)
        connection.execute("COMMIT")
    register(connection)
    start = chain_start(device.encode())
    return Store(connection, layouts, log_start=start, files=Files(home, KEY), assess=assess)


class Person:
    """Somebody at a store: makes ids and stamps, and saves."""

    def __init__(self, store: Store, device: str = "A", seed: int = 1) -> None:
        self.store = store
        self.device = device
        noise = random.Random(f"{device} {seed}")
        self.clock = 1_800_000_000_000
        self.new_id = IdSource(self._tick, noise.randbytes)

    def _tick(self) -> int:
        self.clock += 1
        return self.clock

    def stamp(self) -> Stamp:
        """A stamp of a new save."""
        return Stamp(self.new_id(), AT, "CTV07", self.device, self.new_id)

    def save(self, *edits: Edit) -> Saved:
        """Save some edits."""
        return self.store.save(edits, self.stamp())

    def put(self, entity: str, row: str | None = None, **values: Value) -> str:
        """Save values of one row; its id."""
        row = row or self.new_id()
        self.save(Edit(entity, row, values))
        return row

    def delete(self, entity: str, row: str) -> Saved:
        """Delete one row."""
        return self.save(Edit(entity, row, delete=True))
