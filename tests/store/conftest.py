"""Stores and workspaces over real encrypted files, closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kcdesk.store import ddl, migrations, vault
from kcdesk.store.layout import Layouts
from kcdesk.store.records import Store
from kcdesk.store.workspace import Workspace
from tests.store.declared import ENTITIES
from tests.store.desk import Person, open_store

CHEAP = vault.Cost(1, 8 * 1024 * 1024)
PASSWORD = "mật khẩu thử"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of the little declarations of these tests."""
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def person(store: Store) -> Person:
    """Somebody who saves there."""
    return Person(store)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Person]:
    """Somebody at another store."""
    opened = open_store(tmp_path, device="B")
    yield Person(opened, "B")
    opened.close()


def _tables(database: Any) -> None:
    for statement in ddl.statements(Layouts(ENTITIES)):
        database.execute(statement)


@pytest.fixture
def workspaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Workspace]]:
    """Makes (``new=True``) or opens the workspace of this test, with the tables of the little declarations."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (_tables,))
    opened: list[Workspace] = []

    def get(*, new: bool = False, password: str = PASSWORD, home: Path | None = None, **more: Any) -> Workspace:
        place = home or tmp_path / "home"
        if new:
            more.setdefault("cost", CHEAP)
            more.setdefault("signing_key", b"k" * 32)
            made = Workspace.create(place, password, entities=ENTITIES, **more)
        else:
            made = Workspace.open(place, password, entities=ENTITIES, **more)
        opened.append(made)
        return made

    yield get
    for one in opened:
        one.close()
