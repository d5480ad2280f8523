"""The assistant over a real workspace, and workbooks as communes have them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.jobs import Jobs
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.page import SheetPage
from kcdesk.ui.theme import Theme
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role

LONG = 30_000
PROFILE = Profile(role=Role.COLLABORATOR, code="CTV07", name="Trần Thị Lụa", province="92", communes=("31441", "31459"))


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


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """An empty workspace of a collaborator in Cần Thơ; what went wrong in it fails the test."""
    found = qapp.findChild(Theme)
    theme = found if isinstance(found, Theme) else Theme(qapp)
    theme.choose(scheme="light", percent=100)
    jobs, opened, errors = Jobs(), [], []
    home = tmp_path / "home"
    jobs.open(lambda: Desk.create(home, "bánh tráng", PROFILE, clock=FixedClock()), opened.append, errors.append)
    qtbot.waitUntil(lambda: bool(opened or errors), timeout=LONG)
    assert not errors, errors
    made = Session(opened[0], jobs, theme, Preferences())
    made.errored.connect(errors.append)
    jobs.broke.connect(errors.append)
    yield made
    jobs.close()
    assert not errors, errors


class Officer:
    """Someone at the assistant who only has a keyboard."""

    def __init__(self, qtbot: QtBot, page: SheetPage, session: Session) -> None:
        self._qtbot = qtbot
        self._session = session
        self.page = page

    def settle(self) -> None:
        """Wait until everything that was asked for is here."""
        self._qtbot.waitUntil(lambda: not self._session.jobs.busy and not self.page.is_busy, timeout=LONG)
        QTest.qWait(40)

    def receive(self, file: Path) -> None:
        """Drop a file on the window."""
        self.page.receive(file)
        self.settle()

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys into whatever has the focus."""
        for key in keys:
            widget = QApplication.focusWidget()
            assert widget is not None, "nothing has the focus"
            QTest.keyClick(widget, key, modifiers)
            self.settle()

    def type(self, text: str) -> None:
        """Letters into whatever has the focus, letter by letter."""
        for letter in text:
            widget = QApplication.focusWidget()
            assert widget is not None, "nothing has the focus"
            QTest.keyClicks(widget, letter)

    def go_on(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)

    def run(self, function: Callable[[Desk], Any]) -> Any:
        """Something with the desk, on its thread."""
        answers: list[Any] = []
        self._session.jobs.run(function, answers.append)
        self._qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
        return answers[0]

    def names(self) -> list[str]:
        """The establishments that are here."""
        return sorted(self.run(lambda desk: [str(one["name"]) for one in desk.store.rows("establishment")]))

    @property
    def counts(self) -> dict[str, int]:
        """What becomes of the rows."""
        assert self.page.plan is not None
        return {name: count for name, count in self.page.plan.counts.items() if count}


@pytest.fixture
def officer(qtbot: QtBot, session: Session) -> Officer:
    """The assistant on screen, as wide as beside the navigation at 1366×768."""
    page = SheetPage(session)
    page.resize(1154, 740)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitActive(page)
    page.begin()
    return Officer(qtbot, page, session)


def book(path: Path, rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), title: str = "DS") -> Path:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    made.save(path)
    return path


COMMUNE = [
    ["UBND XÃ VỊ THỦY", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [None, "DANH SÁCH CƠ SỞ CÔNG NGHIỆP NÔNG THÔN NĂM 2025"],
    [],
    ["STT", "Tên cơ sở", "Đại diện", None, "ĐC", "Ngành nghề", "Lao động", None],
    [None, None, "Họ và tên", "SĐT", None, None, "Tổng", "Nữ"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    [1, "HKD bánh tráng Bà Tư", "Nguyễn Thị Tư", 912345678.0, "ấp 3, xã Vị Thủy, TP Cần Thơ", "Tráng bánh", 5, 3],
    [2, "HTX Vị Thắng", "Trần Văn Út", "0939.111.222", "xã Long Bình, huyện Long Mỹ", "Xay xát", 12, 4],
    [3, "Công ty TNHH Mộc Phát", "Lê Văn Mộc", "không có", "xã Long Bình, huyện Long Mỹ", "Mộc", 8, None],
    [4, "DNTN Tân Phú", "Phạm Thị Mười", "0912 000 111", "ấp 5, xã Vị Thủy, TP Cần Thơ", "Tráng bánh", 6, 2],
    ["Tổng cộng", None, None, None, None, None, 31, 9],
    [],
    [None, None, None, None, "Vị Thủy, ngày 05 tháng 10 năm 2025"],
    [None, "NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"],
]  # fmt: skip
MERGES = ("A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5", "G4:H4", "B2:H2")


@pytest.fixture
def commune_list(tmp_path: Path) -> Path:
    """A list as a commune keeps it: title, two header rows, old districts, a total, signatures."""
    return book(tmp_path / "ds-xa.xlsx", COMMUNE, MERGES)
