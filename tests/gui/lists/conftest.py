"""Lists over a real workspace with a few establishments, and what went wrong in it fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.jobs import Jobs
from kcdesk.ui.lists.page import ListPage
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.session import Session
from kcdesk.ui.theme import Theme
from kcdesk.work import records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.conftest import PROFILE, FixedClock
from tests.work import desks

NAMES = ("Bánh tráng Út Nhàn", "Cơ sở Ba Liền", "Đồ gỗ Năm Thắng", "Lò gốm Phú Ninh")
LONG = 8_000


def _fill(desk: Desk) -> None:
    for at, name in enumerate(NAMES):
        values = desks.ESTABLISHMENT | {"name": name, "phone": f"090000000{at}", "workers_total": 10 - at}
        records.save_record(desk, "establishment", None, values)


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """An open workspace."""
    theme = qapp.findChild(Theme) or Theme(qapp)
    theme.choose(scheme="light", percent=100)
    jobs = Jobs()
    opened: list[Desk] = []
    jobs.open(
        lambda: Desk.create(tmp_path / "home", desks.PASSWORD, PROFILE, clock=FixedClock(), cost=desks.CHEAP),
        opened.append,
        lambda error: pytest.fail(str(error)),
    )
    qtbot.waitUntil(lambda: bool(opened), timeout=LONG)
    made = Session(opened[0], jobs, theme, Preferences())
    errors: list[BaseException] = []
    made.errored.connect(errors.append)
    jobs.broke.connect(errors.append)
    jobs.run(_fill)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=LONG)
    yield made
    qtbot.waitUntil(lambda: not jobs.busy, timeout=LONG)
    jobs.close()
    assert not errors, errors


@pytest.fixture
def run(qtbot: QtBot, session: Session) -> Callable[[Callable[[Desk], Any]], Any]:
    """Run something with the desk on the worker thread and wait for what it gives."""

    def wait(function: Callable[[Desk], Any]) -> Any:
        answers: list[Any] = []
        failures: list[BaseException] = []
        session.jobs.run(function, answers.append, failures.append)
        qtbot.waitUntil(lambda: bool(answers or failures), timeout=LONG)
        if failures:
            raise failures[0]
        return answers[0]

    return wait


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[ListPage]:
    """The list of the establishments, shown."""
    made = ListPage(session, "establishment")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.resize(1154, 700)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.begin()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES), timeout=LONG)
    made.table.setFocus()
    yield made
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
