"""Writes the first migration from today's declarations; for use until the first release only.

    python -m tests.store.freeze

After the first release a migration is never changed: a new field gets a new one.
"""

from __future__ import annotations

from pathlib import Path

from kcdesk.model.catalogue import ENTITIES
from kcdesk.store import ddl
from kcdesk.store.layout import Layouts

TARGET = Path(__file__).resolve().parents[2] / "kcdesk" / "store" / "migrations" / "m0001_initial.py"

HEAD = '''"""Version 1: the first tables. Frozen: written down once, and never changed after a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS: tuple[str, ...] = (
'''

TAIL = ''')


def apply(database: Database) -> None:
    """Make all tables of an empty workspace."""
    for statement in STATEMENTS:
        database.execute(statement)
'''


def frozen() -> str:
    """The text of the migration."""
    lines = []
    for statement in ddl.statements(Layouts(ENTITIES)):
        if "\n" in statement:
            lines.append('    """\\\n' + statement + '""",\n')
        else:
            lines.append(f"    {_quoted(statement)},\n")
    return HEAD + "".join(lines) + TAIL


def _quoted(statement: str) -> str:
    return f"'{statement}'" if '"' in statement else f'"{statement}"'


if __name__ == "__main__":
    TARGET.write_text(frozen(), encoding="utf-8")
