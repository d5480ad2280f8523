"""The migrations end where the declarations of today are; nothing is declared without one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kcdesk.model.catalogue import ENTITIES
from kcdesk.store import ddl, driver, migrations
from kcdesk.store.layout import Layouts
from tests.store.desk import KEY


def shape(connection: object) -> dict[str, object]:
    """Every table and index as it was made, with its columns."""
    execute = connection.execute  # type: ignore[attr-defined]
    made: dict[str, object] = {}
    for kind, name, sql in execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        columns = execute(f'PRAGMA table_xinfo("{name}")').fetchall() if kind == "table" else []
        made[name] = (kind, sql, columns)
    return made


def test_migrations_and_declarations_make_the_same_tables(tmp_path: Path) -> None:
    migrated = driver.connect(tmp_path / "migrated.kcw", KEY)
    migrations.migrate(migrated)
    assert migrations.version_of(migrated) == migrations.VERSION
    declared = driver.connect(tmp_path / "declared.kcw", KEY)
    for statement in ddl.statements(Layouts(ENTITIES)):
        declared.execute(statement)
    assert shape(migrated) == shape(declared)
    migrated.close()
    declared.close()


def test_a_value_that_does_not_fit_is_never_stopped_by_a_table(tmp_path: Path) -> None:
    """But for the primary keys, and the ids that stand for them, nothing is NOT NULL, UNIQUE or FOREIGN KEY."""
    for statement in ddl.statements(Layouts(ENTITIES)):
        for word in ("NOT NULL", "REFERENCES", "CHECK", "FOREIGN"):
            assert word not in statement.replace('"', "")
        if "UNIQUE" in statement:
            assert statement.endswith(("(id)",))


@pytest.mark.parametrize("path", sorted(Path(migrations.__file__).parent.glob("m*.py")), ids=lambda path: path.stem)
def test_a_migration_is_frozen_history(path: Path) -> None:
    """It imports neither declarations nor what is made from them."""
    imported = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [
        node for node in imported if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kcdesk")
    ]


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    connection = driver.connect(tmp_path / "a.kcw", KEY)
    migrations.migrate(connection)
    before = shape(connection)
    migrations.migrate(connection)
    assert shape(connection) == before
    connection.close()
