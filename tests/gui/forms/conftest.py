"""Forms over a real workspace: a desk on its worker thread, a session, pages that are closed again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.model.fields import Value
from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.forms.simple_companions import LAST_COMMUNE
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.session import Session
from kcdesk.ui.theme import Theme
from kcdesk.work import drafts
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role
from tests.gui.forms.typist import Typist

PROFILE = Profile(role=Role.COLLABORATOR, code="CTV07", name="Trần Thị Lụa", province="92", communes=("31441", "31459"))


def wait_for(holds: Callable[[], bool], milliseconds: int) -> bool:
    """Let the window live until something holds; for fixtures of a whole module, which have no ``qtbot``."""
    waited = 0
    while not holds() and waited < milliseconds:
        QTest.qWait(10)
        waited += 10
    return holds()


class FixedClock:
    """The day of the tests is 23 November 2026; every look at the clock is a millisecond later."""

    def __init__(self) -> None:
        self._now = datetime.datetime(2026, 11, 23, 2, 41, 7, tzinfo=datetime.UTC)

    def now(self) -> datetime.datetime:
        """The moment."""
        self._now += datetime.timedelta(milliseconds=1)
        return self._now

    def today(self) -> datetime.date:
        """The day."""
        return datetime.date(2026, 11, 23)


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    """The look of the window, in light colours at 100 %."""
    found = qapp.findChild(Theme)
    made = found if isinstance(found, Theme) else Theme(qapp)
    made.choose(scheme="light", percent=100)
    return made


@pytest.fixture(scope="module")
def workspace(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An open workspace of a collaborator in Cần Thơ, one for all tests of a module."""
    jobs = Jobs()
    opened: list[Desk] = []
    failed: list[BaseException] = []
    home = tmp_path_factory.mktemp("forms") / "home"
    clock = FixedClock()
    jobs.open(lambda: Desk.create(home, "bánh tráng vị thủy", PROFILE, clock=clock), opened.append, failed.append)
    assert wait_for(lambda: bool(opened or failed), 30_000)
    assert not failed, failed
    yield Session(opened[0], jobs, theme, Preferences())
    jobs.close()


@pytest.fixture
def session(workspace: Session) -> Iterator[Session]:
    """The open workspace; what went wrong in it fails the test, drafts do not stay for the next one."""
    errors: list[BaseException] = []
    workspace.errored.connect(errors.append)
    workspace.jobs.broke.connect(errors.append)
    yield workspace
    workspace.setProperty(LAST_COMMUNE, None)
    workspace.jobs.run(_drop_drafts)
    assert wait_for(lambda: not workspace.jobs.busy, 10_000)
    workspace.errored.disconnect(errors.append)
    workspace.jobs.broke.disconnect(errors.append)
    assert not errors, errors


def _drop_drafts(desk: Desk) -> None:
    for entity in ("establishment", "support_request", "visit"):
        for draft in drafts.find_new(desk, entity):
            drafts.drop(desk, entity, draft.key)


@pytest.fixture
def run(qtbot: QtBot, session: Session) -> Callable[[Callable[[Desk], Any]], Any]:
    """Run something with the desk on the worker thread and wait for what it gives."""

    def wait(function: Callable[[Desk], Any]) -> Any:
        answers: list[Any] = []
        failures: list[BaseException] = []
        session.jobs.run(function, answers.append, failures.append)
        qtbot.waitUntil(lambda: bool(answers or failures), timeout=10_000)
        if failures:
            raise failures[0]
        return answers[0]

    return wait


@pytest.fixture
def typist(qtbot: QtBot) -> Typist:
    """Someone who types."""
    return Typist(qtbot)


OpenPage = Callable[..., RecordPage]


@pytest.fixture
def open_page(qtbot: QtBot, session: Session) -> Iterator[OpenPage]:
    """Opens a page as the window does, 1154 × 768 beside the navigation."""
    pages: list[RecordPage] = []

    def open_one(entity: str, record_id: str | None = None, **defaults: Value) -> RecordPage:
        page = RecordPage(session, entity, record_id, defaults)
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setProperty("plane", "ground")
        page.resize(1154, 768)
        qtbot.addWidget(page)
        pages.append(page)
        page.show()
        page.activateWindow()
        qtbot.waitActive(page)
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=10_000)
        page.body.build_all()
        return page

    yield open_one
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=10_000)
    for page in pages:
        page.setParent(None)
        assert isinstance(page, QObject)
