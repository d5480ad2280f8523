"""The connection: SQLCipher under sqlite-utils, with the settings that keep data safe.

The only place that imports the database driver. sqlite-utils looks for ``pysqlite3`` first, so
SQLCipher is put under that name before sqlite-utils is imported: both then raise the same exceptions.

Settings: WAL with ``synchronous=FULL`` (an acknowledged save survives a power cut; one write to the
disk a save), ``temp_store=MEMORY`` (nothing that was decrypted is ever spilled to a plain temporary
file), and a page cache of 16 MiB, so that a laptop of 4 GB keeps room. ``cipher_memory_security``
stays off: it wipes and locks every allocation, costs a third of the speed, and protects only
against someone who already reads the memory of the running program.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

    Connection = Any
    Cursor = Any

KEY_BYTES = 32
BUSY_MS = 10_000
CACHE_KIB = 16_384
READER_KIB = 6_144
"""Less for those that only read: there are two of them, and what lists need again is kept by themselves."""


def driver() -> Any:
    """The DB-API module of SQLCipher, after making it the one that sqlite-utils uses."""
    import sqlcipher3
    from sqlcipher3 import dbapi2

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    return dbapi2


def connect(path: Path, key: bytes, *, read_only: bool = False, wal: bool = True) -> Connection:
    """A bare connection to an encrypted file, created where there is none.

    ``key`` is the raw key of 32 bytes. ``read_only`` refuses every write (``query_only``). ``wal``
    is False for files that are written once, such as a backup. Nothing is read before the first
    statement, so a wrong key or a damaged file shows there, as the driver's own exception. The
    connection may move between threads, but is for one thread at a time. Raises ValueError for a
    key of another length.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the key is not 32 bytes long")
    _make_for_owner(path)
    connection = driver().connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=512)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute(f"PRAGMA cache_size = -{READER_KIB if read_only else CACHE_KIB}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    elif wal:
        _write_ahead(connection)
    return connection


def _make_for_owner(path: Path) -> None:
    """Let nobody else on the computer read the file, nor what SQLite makes beside it with the same mode.

    A file that is there is never opened for that: closing it would drop the locks of other connections.
    """
    with suppress(OSError):  # whatever keeps us from it, SQLite says better
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        elif path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _write_ahead(connection: Connection) -> None:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise


def database(connection: Connection) -> Database:
    """The connection under sqlite-utils, without its plug-ins."""
    driver()
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False, strict=False)
