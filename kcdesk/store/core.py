"""What all parts of an open store share: the connection, the tables, the log, and transactions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kcdesk.store.changelog import ChangeLog
from kcdesk.store.driver import database
from kcdesk.store.errors import guarded
from kcdesk.store.layout import Layout, Layouts
from kcdesk.store.types import Assess

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kcdesk.model.fields import Record
    from kcdesk.store.driver import Connection


def in_list(values: Sequence[object]) -> str:
    """The parameter for ``IN (SELECT value FROM json_each(?))``: one statement for any number of values."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


class Core:
    """One connection and what belongs to it. For one thread at a time."""

    def __init__(self, connection: Connection, layouts: Layouts, log: ChangeLog, assess: Assess | None) -> None:
        self.connection = connection
        self.layouts = layouts
        self.log = log
        self.assess = assess
        self.assess_later = False
        self._depth = 0

    @cached_property
    def database(self) -> Database:
        """The connection under sqlite-utils, for what is not done on every keystroke; loads the library."""
        return database(self.connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing. Inside another one it is a savepoint of that one."""
        begin, commit, undo = _words(self._depth)
        with guarded():
            self.connection.execute(begin)
            self._depth += 1
            try:
                yield
                self.connection.execute(commit)
            except BaseException:
                self._take_back(undo)
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def plan(self) -> Iterator[None]:
        """Try something out: whatever is done inside is taken back at the end."""
        begin, _, undo = _words(self._depth)
        with guarded():
            self.connection.execute(begin)
            self._depth += 1
            try:
                yield
            finally:
                self._take_back(undo)
                self._depth -= 1

    def _take_back(self, undo: Sequence[str]) -> None:
        self.log.forget()
        if self.connection.in_transaction:  # a full disk may have rolled back already
            for statement in undo:
                self.connection.execute(statement)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query."""
        found: list[Any] = self.connection.execute(sql, values).fetchall()
        return found

    def record(self, layout: Layout, row: str) -> dict[str, Any] | None:
        """The record as the table has it, deleted or not; None where there is none."""
        sql = f"SELECT {layout.read_columns} FROM {layout.table} WHERE id = ?"
        found = self.connection.execute(sql, (row,)).fetchone()
        return layout.load(found) if found else None

    def children(self, layout: Layout, row: str, *, deleted: bool = False) -> dict[str, list[Record]]:
        """The children of a row by plural name, in the order in which they were made."""
        found: dict[str, list[Record]] = {}
        for child in self.layouts.children[layout.name]:
            sql = f'SELECT {child.read_columns} FROM {child.table} WHERE "{child.entity.parent_field}" = ?'
            if not deleted:
                sql += " AND deleted = 0"
            rows = self.connection.execute(sql + " ORDER BY id", (row,))
            found[child.entity.plural] = [child.load(one) for one in rows]
        return found


def _words(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"inner{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")
