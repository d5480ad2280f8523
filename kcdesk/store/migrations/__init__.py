"""The tables of a workspace, version by version: frozen history, written by hand and never changed.

A migration must not look at today's declarations: it may import neither ``kcdesk.model`` nor
``kcdesk.store.ddl``. Each runs in one transaction together with the version number, and after a
verified backup. Migrations write no changes into the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from kcdesk.store.migrations import m0001_initial

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration: TypeAlias = "Callable[[Database], None]"

MIGRATIONS: tuple[Migration, ...] = (m0001_initial.apply,)
"""The n-th takes a workspace from version n-1 to version n; each is given the database under sqlite-utils,
whose ``transform`` changes a table in the one way that SQLite allows."""

VERSION = len(MIGRATIONS)
"""The version of a workspace after all of them, kept in ``user_version``."""


def version_of(connection: Any) -> int:
    """The version of an open workspace."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: Any) -> None:
    """Bring an open workspace to today's version, one transaction a step.

    Where a step fails, the file stays at the version before it.
    """
    from kcdesk.store.driver import database

    wrapped = database(connection)
    for number in range(version_of(connection), VERSION):
        connection.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS[number](wrapped)
            connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
