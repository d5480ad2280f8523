"""Photos and papers: a second encrypted file with the same key, where things are only ever added
(but for what was kept for a draft that is gone, and what is purged).

A file is named by the SHA-256 of its content, so the same picture is kept once, and a backup copies only
what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.store import driver, errors
from kcdesk.store.core import in_list

if TYPE_CHECKING:
    from kcdesk.store.driver import Connection

FILES_FILE = "files.kcw"
APPLICATION_ID = 0x4B434446
MAX_BYTES = 64 * 1024 * 1024
_MIB = 1024 * 1024
_AT_ONCE = 16 * _MIB

_TABLE = """CREATE TABLE files (
  n INTEGER PRIMARY KEY,
  sha256 TEXT UNIQUE,
  ext TEXT,
  bytes INTEGER,
  data BLOB
)"""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file without reading it; ``bytes`` is its length."""

    sha256: str
    ext: str
    bytes: int


class Files:
    """The attachments of one workspace. Nothing is opened before the first use."""

    def __init__(self, home: Path, key: bytes, *, read_only: bool = False) -> None:
        self._path = home / FILES_FILE
        self._key = key
        self._read_only = read_only
        self._connection: Connection | None = None
        self._unwritten: int | None = None

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def add(self, data: bytes, ext: str = "") -> str:
        """Keep some bytes; their SHA-256 as hex. What is here already is not written again.

        The bytes are on the disk when this returns. Raises UserError ``file_too_large`` above 64 MiB.
        """
        if len(data) > MAX_BYTES:
            raise UserError(
                _("Tệp lớn hơn {limit} MB nên không thêm được.").format(limit=MAX_BYTES // _MIB), code="file_too_large"
            )
        name = sha256(data).hexdigest()
        with errors.guarded():
            connection = self._writable()
            found = connection.execute("SELECT 1 FROM files WHERE sha256 = ?", (name,)).fetchone()
            if found is None:
                errors.check_room(self._path.parent, len(data))
                sql = "INSERT INTO files (sha256, ext, bytes, data) VALUES (?, ?, ?, ?)"
                connection.execute(sql, (name, ext.lower().lstrip("."), len(data), data))
                self._note_size(connection, len(data))
        return name

    def _note_size(self, connection: Connection, size: int) -> None:
        if self._unwritten is not None:
            self._unwritten += size
            if self._unwritten > _AT_ONCE:
                connection.execute("COMMIT")
                connection.execute("BEGIN IMMEDIATE")
                self._unwritten = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is added inside is brought to the disk at once at the end, and on the way whenever it is much."""
        with errors.guarded():
            connection = self._writable()
            connection.execute("BEGIN IMMEDIATE")
            self._unwritten = 0
            try:
                yield
            finally:
                self._unwritten = None
                connection.execute("COMMIT")  # also where something failed: what was added may stay

    def drop(self, names: Iterable[str]) -> None:
        """Forget files that nothing names: they were meant for a draft, or were purged. Nothing else may be dropped."""
        wanted = list(names)
        with errors.guarded():
            connection = self._readable() if wanted else None
            if connection is not None:
                connection.execute("PRAGMA secure_delete = ON")
                sql = "DELETE FROM files WHERE sha256 IN (SELECT value FROM json_each(?))"
                connection.execute(sql, (in_list(wanted),))

    def get(self, name: str) -> bytes | None:
        """The bytes of a file by its SHA-256; None where it is not here."""
        with errors.guarded():
            connection = self._readable()
            if connection is None:
                return None
            found = connection.execute("SELECT data FROM files WHERE sha256 = ?", (name,)).fetchone()
            return bytes(found[0]) if found else None

    def info(self, name: str) -> FileInfo | None:
        """Length and ending of a file; None where it is not here."""
        with errors.guarded():
            connection = self._readable()
            if connection is None:
                return None
            found = connection.execute("SELECT sha256, ext, bytes FROM files WHERE sha256 = ?", (name,)).fetchone()
            return FileInfo(*found) if found else None

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the names that are not here, each once, in their order."""
        wanted = list(dict.fromkeys(names))
        with errors.guarded():
            connection = self._readable()
            if connection is None or not wanted:
                return wanted
            sql = "SELECT sha256 FROM files WHERE sha256 IN (SELECT value FROM json_each(?))"
            here = {row[0] for row in connection.execute(sql, (in_list(wanted),))}
        return [name for name in wanted if name not in here]

    def all(self) -> Iterator[FileInfo]:
        """Everything that is here, in the order in which it came."""
        with errors.guarded():
            connection = self._readable()
            if connection is not None:
                for row in connection.execute("SELECT sha256, ext, bytes FROM files ORDER BY n").fetchall():
                    yield FileInfo(*row)

    def connection(self) -> Connection | None:
        """The connection, for backup and check; None where there are no files yet."""
        return self._readable()

    def _readable(self) -> Connection | None:
        if self._connection is None and self._path.exists() and self._path.stat().st_size:
            connection = self._open()
            if not _has_table(connection):  # the disk was full when it was to be made
                connection.close()
                return None
            self._connection = connection
        return self._connection

    def _writable(self) -> Connection:
        if self._connection is None:
            connection = self._open()
            if not _has_table(connection):
                _make_table(connection)
            self._connection = connection
        return self._connection

    def _open(self) -> Connection:
        connection = driver.connect(self._path, self._key, read_only=self._read_only)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            with suppress(driver.driver().Error):
                connection.close()
            raise
        return connection


def _has_table(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone() is not None


def _make_table(connection: Connection) -> None:
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(_TABLE)
    except BaseException:
        with suppress(driver.driver().Error):
            connection.close()
        raise
