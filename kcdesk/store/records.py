"""The store: the one door to records, their log, and what else a workspace keeps."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from kcdesk.model.changes import Change, RowState, fold
from kcdesk.store import merging, purging, reading, refresh, saving, shelves, states, undoing
from kcdesk.store.changelog import ChangeLog
from kcdesk.store.core import Core
from kcdesk.store.errors import guarded
from kcdesk.store.reading import Counts, Wanted, Where
from kcdesk.store.types import (
    Assess,
    Edit,
    Finding,
    LogEntry,
    Marker,
    Merged,
    Progress,
    Saved,
    Stamp,
    Unsettled,
    no_progress,
)

if TYPE_CHECKING:
    from kcdesk.model.fields import Record, Value
    from kcdesk.store.driver import Connection
    from kcdesk.store.files import Files
    from kcdesk.store.layout import Layouts

_T = TypeVar("_T")
_NOWHERE: Where = {}
_MANY = 500


class Store:
    """Records, the log of their changes, and the shelves beside them, over one connection.

    A store is for one thread at a time. One store of a workspace writes; readers refuse writing.
    Trouble with disk or file is raised as EnvironmentProblem or UserError, with one sentence.
    ``meta``, ``drafts``, ``bundles``, ``devices``, ``held`` and ``files`` are shelves of their own.
    """

    def __init__(
        self, connection: Connection, layouts: Layouts, *, log_start: bytes, files: Files, assess: Assess | None = None
    ) -> None:
        self._core = Core(connection, layouts, ChangeLog(connection, log_start), assess)
        self.files = files
        self.meta = shelves.Meta(self._core)
        self.drafts = shelves.Drafts(self._core)
        self.bundles = shelves.bundles(self._core)
        self.devices = shelves.devices(self._core)
        self.held = shelves.held(self._core)

    @property
    def core(self) -> Core:
        """What the parts of the store share; not for use outside ``kcdesk.store``."""
        return self._core

    def close(self) -> None:
        """Close the connections of this store. Calling it again has no effect."""
        self._core.connection.close()
        self.files.close()

    # Writing

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is written, or nothing."""
        return self._core.transaction()

    def plan(self) -> AbstractContextManager[None]:
        """Everything inside is tried out and taken back."""
        return self._core.plan()

    def save(self, edits: Sequence[Edit], stamp: Stamp) -> Saved:
        """Write what really differs, as one save: all of it or nothing.

        Raises KeyError for an entity that is not declared.
        """
        return saving.save(self._core, edits, stamp)

    def undo(self, save: str, stamp: Stamp, *, rows: Collection[str] = (), fields: Collection[str] = ()) -> Saved:
        """Take a save back, for those fields of which nobody has written a newer value. May write nothing.

        With ``rows`` (ids) only what it did to these, with ``fields`` only these fields.
        """
        with self._core.transaction():
            return saving.save(self._core, undoing.edits_back(self._core, save, rows, fields), stamp)

    def merge(self, changes: Iterable[Change], origin: str) -> Merged:
        """Add changes from elsewhere that are not here yet; see ``kcdesk.store.merging``."""
        return merging.merge(self._core, changes, origin)

    def purge(self, rows: Sequence[str], fields: Callable[[Change], Sequence[str]]) -> set[tuple[str, str]]:
        """Remove values of some rows from the log for good; the rows changed. See ``kcdesk.store.purging``."""
        return purging.purge(self._core, rows, fields)

    def adopt(self, devices: Sequence[str]) -> None:
        """Count what these devices wrote as made here, after a handover."""
        with self._core.transaction():
            refresh.adopt(self._core, devices)

    def mark(self, marker: Marker, at: str) -> int:
        """Put a marker into the log; its position."""
        with self._core.transaction():
            return self._core.log.mark(marker, at)

    @contextmanager
    def assessing_later(self) -> Iterator[None]:
        """Inside, records that are written are assessed at the end, once, however often each was written."""
        self._core.assess_later = True
        try:
            yield
        finally:
            self._core.assess_later = False
            while refresh.assess_some(self._core, _MANY):
                pass

    def assess_some(self, limit: int = 200) -> int:
        """Assess records that were left for later; how many were done, 0 when none is left."""
        return refresh.assess_some(self._core, limit)

    def restart_log(self, signing_key: bytes) -> None:
        """Begin a new log under a new device key: same positions, another chain."""
        from kcdesk.store.changelog import chain_start

        former = self._core.log.start
        start = chain_start(signing_key)
        try:
            with self._core.transaction():
                self._core.log.restart(start)
                self.meta.set(META_LOG_START, start.hex())
        except BaseException:
            self._core.log.start = former
            raise

    # Records

    def get(self, entity: str, row: str, *, deleted: bool = False) -> Record | None:
        """One record; None where there is none. A deleted one only where it is asked for."""
        return self._read(lambda: reading.get(self._core, entity, row, deleted=deleted))

    def children(self, entity: str, row: str) -> dict[str, list[Record]]:
        """The children of a record by plural name, in the order in which they were made."""
        return self._read(lambda: {**self._core.children(self._core.layouts[entity], row)})

    def find_row(self, row: str) -> str | None:
        """The entity of a row that has a log here; None for an unknown id."""
        sql = "SELECT entity FROM log WHERE row = ? AND kind = 0 ORDER BY position LIMIT 1"
        found = self._read(lambda: self._core.rows(sql, (row,)))
        return str(found[0][0]) if found else None

    def rows(
        self,
        entity: str,
        where: Where = _NOWHERE,
        sort: str = "",
        search: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Record]:
        """The records of a list. ``sort`` is a field, with ``-`` the other way round; "" the title.

        Raises KeyError for a field that is not declared.
        """
        with guarded():
            yield from reading.rows(self._core, Wanted(entity, where, sort, search), limit, offset)

    def ids(self, entity: str, where: Where = _NOWHERE, sort: str = "", search: str = "") -> array[int]:
        """The row numbers of a list in order, for ``page``."""
        return self._read(lambda: reading.ids(self._core, Wanted(entity, where, sort, search)))

    def page(self, entity: str, numbers: Sequence[int]) -> list[Record]:
        """The records of these row numbers, in their order."""
        return self._read(lambda: reading.page(self._core, entity, numbers))

    def counts(self, entity: str, numbers: Sequence[int]) -> list[Counts]:
        """Errors, gaps and last own position of the records of these row numbers, in their order."""
        return self._read(lambda: reading.counts(self._core, entity, numbers))

    def numbers(self, entity: str, rows: Sequence[str]) -> dict[str, int]:
        """The row numbers of records by their ids."""
        return self._read(lambda: reading.numbers(self._core, entity, rows))

    def count(self, entity: str, where: Where = _NOWHERE, search: str = "") -> int:
        """How many records a list has."""
        return self._read(lambda: reading.count(self._core, Wanted(entity, where, "id", search)))

    def group(self, entity: str, field: str, where: Where = _NOWHERE) -> dict[Value, int]:
        """How many records there are by each value of a field."""
        return self._read(lambda: reading.group(self._core, Wanted(entity, where, "id"), field))

    def select(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query that only reads, for figures; tables are named like their entities."""
        return self._read(lambda: [tuple(row) for row in self._core.rows(sql, values)])

    # History

    def history(self, row: str) -> list[LogEntry]:
        """Every change of one row with its position, in the order in which they came."""
        return self._read(lambda: list(self._core.log.entries("row = ? AND kind = 0", (row,))))

    def row_state(self, entity: str, row: str) -> RowState:
        """Every field of a row with its heads."""
        return self._read(lambda: fold(entity, self._core.log.of_row(entity, row)))

    def changes_of_save(self, save: str) -> list[Change]:
        """The changes of one save or import, in order."""
        return self._read(lambda: self._core.log.of_save(save))

    def unsettled(self, entity: str = "", row: str = "") -> list[Unsettled]:
        """Rows in conflict or waiting; narrowed by entity and row where given."""
        return self._read(lambda: states.unsettled(self._core, entity, row))

    # The log

    def head(self) -> tuple[int, bytes]:
        """The last position of the log and the chain there."""
        with guarded():
            if not self._core.connection.in_transaction:
                self._core.log.forget()
            return self._core.log.head()

    def chain_at(self, position: int) -> bytes | None:
        """The chain at a position; None where the log does not reach that far."""
        return self._read(lambda: self._core.log.chain_at(position))

    def log(self, after: int = 0, upto: int | None = None) -> Iterator[LogEntry]:
        """Changes and markers above ``after``, up to and with ``upto``, in order."""
        with guarded():
            last = 2**62 if upto is None else upto
            yield from self._core.log.entries("position > ? AND position <= ?", (after, last))

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of these change ids that are in the log."""
        return self._read(lambda: self._core.log.known(ids))

    def rows_changed_after(self, position: int) -> dict[str, int]:
        """By entity how many records were changed here above a position, they or their children, deleted ones
        too: "not yet sent". Entities without any are left out."""
        return self._read(lambda: reading.changed_after(self._core, position))

    def histories(self, rows: Sequence[str]) -> dict[tuple[str, str], list[Change]]:
        """All changes of several rows, by entity and row."""
        return self._read(lambda: self._core.log.of_rows(rows))

    def doctor(self, progress: Progress = no_progress) -> list[Finding]:
        """Check everything; what is wrong. Takes seconds on a large workspace."""
        from kcdesk.store import doctor

        return doctor.examine(self, progress)

    def _read(self, work: Callable[[], _T]) -> _T:
        with guarded():
            return work()


META_LOG_START = "log_start"

__all__ = ["Counts", "Store", "Where"]
