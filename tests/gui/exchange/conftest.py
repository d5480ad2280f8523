"""Two real workspaces that exchange real bundles through their windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.jobs import Jobs
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.session import Session
from kcdesk.ui.theme import Theme
from kcdesk.work import bundles
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.work import desks

LONG = 30_000


class Office:
    """Sessions over real workspaces, and what passes between them."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self._theme = Theme(qapp, "light")
        self._opened: list[tuple[Jobs, Desk]] = []

    def session(self, make: Callable[[], Desk]) -> Session:
        """A session over a workspace that is made on its worker thread."""
        jobs = Jobs()
        got: list[Desk] = []
        jobs.open(make, got.append, _raise)
        self.qtbot.waitUntil(lambda: bool(got), timeout=LONG)
        self._opened.append((jobs, got[0]))
        session = Session(got[0], jobs, self._theme, Preferences())
        session.errored.connect(_raise)
        jobs.broke.connect(_raise)
        return session

    def province(self) -> Session:
        """The province's workspace."""
        return self.session(lambda: desks.province(self.folder / "tinh"))

    def collaborator(self, code: str = "CTV07", communes: tuple[str, ...] = ("31441",)) -> Session:
        """A collaborator's workspace."""
        return self.session(lambda: desks.collaborator(self.folder / code, code, communes))

    def do(self, session: Session, work: Callable[[Desk], Any]) -> Any:
        """Do something on the session's worker thread and wait for it."""
        got: list[Any] = []
        session.jobs.run(work, got.append, _raise)
        self.qtbot.waitUntil(lambda: bool(got), timeout=LONG)
        return got[0]

    def send(self, giver: Session, taker: Session, **wanted: Any) -> None:
        """Pass a bundle without any window."""
        made = self.do(giver, lambda desk: bundles.export(desk, self.folder, Wanted(**wanted)))
        for one in made:
            self.do(taker, lambda desk, path=one.path: bundles.apply_import(desk, path))

    def close(self) -> None:
        """End every thread."""
        for jobs, _desk in self._opened:
            jobs.close()


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    """Workspaces that know each other once ``desks.introduce`` was called."""
    made = Office(qapp, qtbot, tmp_path)
    yield made
    made.close()


def _raise(error: BaseException) -> None:
    raise error
