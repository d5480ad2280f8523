"""The tables of a workspace, version by version: frozen history, written by hand and never changed.

A migration must not look at today's declarations: it may import neither ``kcdesk.model`` nor
``kcdesk.store.ddl``. Each runs in one transaction together with the version number, and after a
verified backup. Migrations write no changes into the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from kcdesk.store.migrations import m0001_initial

Migration: TypeAlias = Callable[[Any], None]

MIGRATIONS: tuple[Migration, ...] = (m0001_initial.apply,)
"""The n-th takes a workspace from version n-1 to version n; each gets the bare connection."""

VERSION = len(MIGRATIONS)
"""The version of a workspace after all of them, kept in ``user_version``."""


def version_of(connection: Any) -> int:
    """The version of an open workspace."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: Any) -> None:
    """Bring an open workspace to today's version, one transaction a step.

    Where a step fails, the file stays at the version before it.
    """
    for number in range(version_of(connection), VERSION):
        connection.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
