"""Version 1: the first tables."""

from __future__ import annotations

from typing import Any

STATEMENTS: tuple[str, ...] = ()


def apply(connection: Any) -> None:
    """Make all tables of an empty workspace."""
    for statement in STATEMENTS:
        connection.execute(statement)
