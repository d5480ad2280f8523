"""Drafts that are kept while the database is busy with a long piece of work: a third encrypted file, same key.

SQLite has one writer. While an import holds it for a minute, what somebody types meanwhile could not reach the
disk. So it is laid aside here, and brought into the database when that work has ended, or when the workspace is
opened again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from kcdesk.store import driver, errors
from kcdesk.store.shelves import dump

if TYPE_CHECKING:
    from kcdesk.store.driver import Connection

ASIDE_FILE = "drafts.kcw"
_TABLE = "CREATE TABLE IF NOT EXISTS drafts (entity TEXT, row TEXT, at TEXT, body TEXT, PRIMARY KEY (entity, row))"


class LaidAside(NamedTuple):
    """One draft: of which entity, under which key, from when, and what it says."""

    entity: str
    key: str
    at: str
    body: dict[str, Any]


class Aside:
    """The drafts that wait. May be used from any thread; the file is there only while something is in it."""

    def __init__(self, home: Path, key: bytes) -> None:
        self._path = home / ASIDE_FILE
        self._key = key
        self._lock = Lock()

    @property
    def is_empty(self) -> bool:
        """True where nothing waits; quick."""
        return not self._path.exists()

    def put(self, entity: str, key: str, at: str, body: Mapping[str, Any]) -> None:
        """Lay a draft aside in the place of an earlier one; on the disk when this returns."""
        with self._lock, errors.guarded():
            connection = self._open()
            try:
                connection.execute(_TABLE)
                sql = "INSERT OR REPLACE INTO drafts (entity, row, at, body) VALUES (?, ?, ?, ?)"
                connection.execute(sql, (entity, key, at, dump(body)))
            finally:
                connection.close()

    def all(self) -> list[LaidAside]:
        """Everything that waits."""
        if self.is_empty:
            return []
        with self._lock, errors.guarded():
            connection = self._open()
            try:
                connection.execute(_TABLE)
                found = connection.execute("SELECT entity, row, at, body FROM drafts").fetchall()
            finally:
                connection.close()
        return [LaidAside(entity, key, at, json.loads(body)) for entity, key, at, body in found]

    def clear(self) -> None:
        """Forget all of it: it is in the database now."""
        with self._lock, errors.guarded():
            self._path.unlink(missing_ok=True)

    def _open(self) -> Connection:
        return driver.connect(self._path, self._key, wal=False)
