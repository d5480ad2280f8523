"""One workspace: a folder with the encrypted database, the attachments, the wrapped key and the lock.

Opening refuses, with one sentence and nothing changed: what is open elsewhere, what a later version
wrote, what belongs to another program, and what is damaged. A clean close leaves one file each
behind, without ``-wal`` and ``-shm``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kcdesk.i18n import _
from kcdesk.model.problems import Level, Problem, UserError
from kcdesk.store import driver, errors, vault
from kcdesk.store.aside import ASIDE_FILE, Aside
from kcdesk.store.changelog import chain_start
from kcdesk.store.files import FILES_FILE, Files
from kcdesk.store.layout import Layouts
from kcdesk.store.lock import ProcessLock
from kcdesk.store.migrations import VERSION, migrate, version_of
from kcdesk.store.records import META_LOG_START, Store
from kcdesk.store.types import Assess, Finding, Progress, no_progress

if TYPE_CHECKING:
    from types import TracebackType

    from kcdesk.model.fields import Entity
    from kcdesk.store.driver import Connection

WORKSPACE_FILE = "workspace.kcw"
LOCK_FILE = "workspace.lock"
APPLICATION_ID = 0x4B434457

_PLAIN_SQLITE = b"SQLite format 3\x00"
_SMALLEST = 4096
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud")


class Workspace:
    """An open workspace. ``store`` is the one that writes; ``key`` the raw key of the database.

    ``warnings`` tells what is risky about the place where it lies. Close it, or use it in ``with``.
    """

    def __init__(self, home: Path, key: bytes, lock: ProcessLock, layouts: Layouts, assess: Assess | None) -> None:
        self.home = home
        self.key = key
        self._lock = lock
        self._layouts = layouts
        self._assess = assess
        self._readers: list[Store] = []
        self.warnings = place_warnings(home)
        self.aside = Aside(home, key)
        self.store = self._connect()

    @classmethod
    def create(
        cls,
        home: Path,
        password: str,
        *,
        meta: Mapping[str, Any] | None = None,
        signing_key: bytes = b"",
        assess: Assess | None = None,
        cost: vault.Cost | None = None,
        entities: Sequence[Entity] | None = None,
    ) -> Self:
        """Make a workspace in a folder, and open it.

        ``meta`` are its first settings, ``signing_key`` the public key of its device, from which the
        chain of the log starts. Raises UserError ``exists`` or ``weak_password``; a workspace that
        could not be made to the end leaves nothing behind.
        """
        was_there = home.exists()
        with errors.guarded():
            home.mkdir(parents=True, exist_ok=True)
        is_first = not (home / LOCK_FILE).exists()
        lock = ProcessLock(home / LOCK_FILE)
        lock.acquire()
        try:
            _check_vacant(home)
            key = vault.create(home, password, cost)
            try:
                _build(home, key, {**(meta or {}), META_LOG_START: chain_start(signing_key).hex()})
                return cls(home, key, lock, _layouts(entities), assess)
            except BaseException:
                _remove(home)
                raise
        except BaseException:
            lock.release()
            if is_first:
                _leave(home, was_there=was_there)
            raise

    @classmethod
    def open(
        cls,
        home: Path,
        password: str,
        *,
        assess: Assess | None = None,
        entities: Sequence[Entity] | None = None,
    ) -> Self:
        """Open the workspace of a folder, after bringing its tables to this version.

        Raises UserError ``no_workspace``, ``in_use``, ``wrong_password``, ``no_key``, ``newer_file``,
        ``foreign_file``, ``damaged_file``; EnvironmentProblem where the disk does not play along.
        """
        _check_file(home / WORKSPACE_FILE)
        lock = ProcessLock(home / LOCK_FILE)
        lock.acquire()
        try:
            key = vault.open(home, password)
            _clean(home)
            migrated = _check_and_migrate(home, key)
            workspace = cls(home, key, lock, _layouts(entities), assess)
        except BaseException:
            lock.release()
            raise
        if migrated:
            workspace.catch_up()
        return workspace

    def _connect(self, *, read_only: bool = False) -> Store:
        with errors.guarded():
            connection = driver.connect(self.home / WORKSPACE_FILE, self.key, read_only=read_only)
            try:
                register(connection)
                found = connection.execute("SELECT value FROM meta WHERE key = ?", (META_LOG_START,)).fetchone()
                start = bytes.fromhex(found[0].strip('"'))
            except BaseException:
                connection.close()
                raise
        files = Files(self.home, self.key, read_only=read_only)
        return Store(connection, self._layouts, log_start=start, files=files, assess=self._assess)

    def catch_up(self) -> None:
        """After new tables or columns: fill them from the log, which has kept what was not known before."""
        from kcdesk.store import doctor

        try:
            doctor.catch_up(self.store)
        except BaseException:
            self.close()
            raise

    def reader(self) -> Store:
        """A store on a connection of its own that cannot write, for any one thread."""
        reader = self._connect(read_only=True)
        self._readers.append(reader)
        return reader

    def change_password(self, old: str, new: str) -> None:
        """Wrap the key by another password. Raises UserError ``wrong_password`` or ``weak_password``."""
        vault.change_password(self.home, old, new)

    def backup(self) -> Path:
        """Make a verified backup; its path. See ``kcdesk.store.backup``."""
        from kcdesk.store import backup

        return backup.make(self.home, self.key, self.store)

    def backup_purged(self, files: Collection[str]) -> Path:
        """Make a verified backup after a purge and forget the older ones, in which the values still stand."""
        from kcdesk.store import backup

        made = backup.make(self.home, self.key, self.store)
        backup.forget_older(self.home, self.key, made, files)
        return made

    def doctor(self, progress: Progress = no_progress) -> list[Finding]:
        """Check everything; what is wrong. See ``kcdesk.store.doctor``."""
        return self.store.doctor(progress)

    def close(self) -> None:
        """Close everything, leave no ``-wal`` behind, and free the lock. Calling it again has no effect."""
        readers, self._readers = self._readers, []
        for reader in readers:
            reader.close()
        with suppress(driver.driver().Error):  # without the checkpoint the log file stays, and is read next time
            self.store.core.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.store.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def register(connection: Connection) -> None:
    """Give a connection the SQL functions that queries use: ``vi_key(text)``, the Vietnamese sort key."""
    from kcdesk.text.collate import sort_key

    def key(text: object) -> bytes | None:
        return sort_key(text) if isinstance(text, str) else None

    connection.create_function("vi_key", 1, key, deterministic=True)


def place_warnings(home: Path) -> tuple[Problem, ...]:
    """What is risky about the folder of a workspace: other programs that copy open files about."""
    names = [part.lower() for part in home.absolute().parts]
    if any(name.startswith(synced) for name in names for synced in _SYNCED):
        message = _(
            "Thư mục dữ liệu nằm trong thư mục đồng bộ (OneDrive, Dropbox…), có thể làm hỏng dữ liệu;"
            " nên chuyển sang thư mục khác."
        )
        return (Problem(Level.WARNING, "", "synced_folder", message),)
    return ()


def _layouts(entities: Sequence[Entity] | None) -> Layouts:
    if entities is not None:
        return Layouts(entities)
    from kcdesk.model.catalogue import ENTITIES

    return Layouts(ENTITIES)


def _check_vacant(home: Path) -> None:
    if (home / WORKSPACE_FILE).exists():
        raise UserError(
            _("Thư mục này đã có dữ liệu của chương trình."),
            code="exists",
            action=_("Mở dữ liệu đó hoặc chọn thư mục khác."),
        )


def _build(home: Path, key: bytes, meta: Mapping[str, Any]) -> None:
    """A new database with today's tables."""
    from kcdesk.store.shelves import dump

    with errors.guarded():
        connection = driver.connect(home / WORKSPACE_FILE, key)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(connection)
            rows = [(name, dump(value)) for name, value in meta.items()]
            connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", rows)
        finally:
            connection.close()


def _leave(home: Path, *, was_there: bool) -> None:
    """Take away the lock of a workspace that was not made, and the folder where it was made for it."""
    with suppress(OSError):
        (home / LOCK_FILE).unlink()
        if not was_there:
            home.rmdir()


def _remove(home: Path) -> None:
    for name in (
        WORKSPACE_FILE,
        f"{WORKSPACE_FILE}-wal",
        f"{WORKSPACE_FILE}-shm",
        vault.KEY_FILE,
        FILES_FILE,
        ASIDE_FILE,
    ):
        with suppress(OSError):
            (home / name).unlink(missing_ok=True)


def _clean(home: Path) -> None:
    """Take away what a crash left half written. The lock is ours, so nobody is writing it."""
    for left in (*home.glob("*.new"), *home.glob("scratch-*")):
        with suppress(OSError):
            left.unlink()


def _check_file(path: Path) -> None:
    """What can be told without the key."""
    if not path.exists():
        raise UserError(
            _("Chưa có dữ liệu của chương trình trong thư mục này."),
            code="no_workspace",
            action=_("Chọn đúng thư mục dữ liệu hoặc tạo dữ liệu mới."),
        )
    with errors.guarded(), path.open("rb") as file:
        head = file.read(_SMALLEST)
    if head.startswith(_PLAIN_SQLITE):
        raise errors.foreign()
    if len(head) < _SMALLEST:
        raise errors.damaged()


def _check_and_migrate(home: Path, key: bytes) -> bool:
    """What can be told with the key; then the migrations that are due, after a backup. True where there were."""
    with errors.guarded():
        connection = driver.connect(home / WORKSPACE_FILE, key)
        try:
            version = check_head(connection)
            if version >= VERSION:
                return False
            from kcdesk.store import backup

            backup.before_migration(home, key, connection, version)
            migrate(connection)
            backup.check_quickly(connection)
            return True
        finally:
            connection.close()


def check_head(connection: Connection) -> int:
    """The version of an opened file. Raises UserError where it is foreign or newer."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise errors.foreign()
    version = version_of(connection)
    if version > VERSION:
        raise errors.newer()
    return version
