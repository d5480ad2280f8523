"""Backups by SQLite's own means, verified before they count, the oldest giving way.

A backup is one encrypted file under ``backups/``, opened by the same key; the wrapped key lies beside
it. Attachments are kept once for all backups: only what is new is copied. An open database is never
copied as a file.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.store import driver, errors, vault
from kcdesk.store.files import Files

if TYPE_CHECKING:
    from kcdesk.store.driver import Connection
    from kcdesk.store.records import Store

FOLDER = "backups"
KEEP = 10
_PREFIX = "workspace-"
_COPY_PAGES = 4_096


def folder(home: Path) -> Path:
    """Where the backups of a workspace lie."""
    return home / FOLDER


def make(home: Path, key: bytes, store: Store, *, keep: int = KEEP, moment: datetime | None = None) -> Path:
    """Make a verified backup of the records, add new attachments, and let the oldest go; its path.

    Nothing half made stays behind. Raises EnvironmentProblem where there is no room.
    """
    stamp = (moment or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")
    path = _copy(home, key, store.core.connection, f"{_PREFIX}{stamp}.kcw")
    with errors.guarded():
        _copy_files(home, key, store)
        vault.write_whole(folder(home) / vault.KEY_FILE, (home / vault.KEY_FILE).read_bytes())
        for old in listed(home)[keep:]:
            old.unlink()
    return path


def forget_older(home: Path, key: bytes, newest: Path, files: Collection[str]) -> None:
    """Leave only one backup, and without these attachments: what was purged must not come back from another."""
    with errors.guarded():
        for old in listed(home):
            if old != newest:
                old.unlink()
        kept = Files(folder(home), key)
        try:
            kept.drop(files)
        finally:
            kept.close()


def listed(home: Path) -> list[Path]:
    """The backups of a workspace, the newest first."""
    return sorted(folder(home).glob(f"{_PREFIX}*.kcw"), reverse=True)


def before_migration(home: Path, key: bytes, connection: Connection, version: int) -> Path:
    """A verified backup of a file of an older version, before its tables change."""
    return _copy(home, key, connection, f"version-{version}.kcw")


def check_quickly(connection: Connection) -> None:
    """Raises UserError ``damaged_file`` where the tables do not hang together."""
    if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise errors.damaged()


def verify(path: Path, key: bytes) -> None:
    """Read a backup to the last page. Raises UserError ``damaged_file`` where anything is wrong with it."""
    with errors.guarded():
        connection = driver.connect(path, key, read_only=True)
        try:
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                raise errors.damaged()
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise errors.damaged()
        finally:
            connection.close()


def _copy(home: Path, key: bytes, connection: Connection, name: str) -> Path:
    target = folder(home) / name
    scratch = target.with_name(name + ".new")
    with errors.guarded():
        folder(home).mkdir(exist_ok=True)
        errors.check_room(folder(home), _size(connection))
        try:
            _remove(scratch)
            copy = driver.connect(scratch, key, wal=False)
            try:
                connection.backup(copy, pages=_COPY_PAGES, sleep=0)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            verify(scratch, key)
            scratch.replace(target)
            vault.sync_folder(target.parent)
        except BaseException:
            _remove(scratch)
            raise
    return target


def _size(connection: Connection) -> int:
    """How large the copy will be, in bytes."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _copy_files(home: Path, key: bytes, store: Store) -> None:
    """Add to the backup of the attachments those that are new."""
    source = store.files.connection()
    if source is None:
        return
    copy = Files(folder(home), key)
    try:
        for name in copy.missing(info.sha256 for info in store.files.all()):
            info, data = store.files.info(name), store.files.get(name)
            if info is not None and data is not None:
                copy.add(data, info.ext)
    finally:
        copy.close()
