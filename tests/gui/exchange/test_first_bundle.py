"""Province and collaborator over real files: settings, a first bundle held for its fingerprint, then merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.jobs import Jobs
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.receive.bundles_view import BundlesView
from kcdesk.ui.receive.settings_file import SettingsDialog
from kcdesk.ui.session import Session
from kcdesk.ui.start.page import make_desk
from kcdesk.ui.theme import Theme
from kcdesk.work import demo, settings
from tests.gui.conftest import PASSWORD

LONG = 30_000
Open = Callable[[str], Session]


@pytest.fixture
def session_of(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Sessions over real workspaces: ``province`` or a collaborator's code."""
    opened: list[Jobs] = []

    def open_session(who: str) -> Session:
        jobs = Jobs()
        opened.append(jobs)
        desks: list[object] = []
        wanted = {"code": "TTKC" if who == "province" else who, "name": "Người thử", "province": "92"}
        if who != "province":
            wanted["communes"] = ("31441",)
        jobs.open(
            lambda: make_desk(tmp_path / who, PASSWORD, wanted, is_province=who == "province"), desks.append, _raise
        )
        qtbot.waitUntil(lambda: bool(desks), timeout=LONG)
        session = Session(desks[0], jobs, Theme(qapp, "light"), Preferences())  # type: ignore[arg-type]
        session.errored.connect(_raise)
        jobs.broke.connect(_raise)
        return session

    yield open_session
    for jobs in opened:
        jobs.close()


def _raise(error: BaseException) -> None:
    raise error


def page_of(qtbot: QtBot, session: Session) -> BundlesView:
    """The page of bundles, on screen."""
    page = BundlesView(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.begin()
    return page


def test_a_settings_file_then_a_bundle_that_waits_for_the_fingerprint(
    qtbot: QtBot, session_of: Open, tmp_path: Path
) -> None:
    """The whole way of a first bundle, in the two windows."""
    province, collaborator = session_of("province"), session_of("CTV07")
    file = tmp_path / "cau-hinh.kcs"
    issued: list[object] = []
    province.jobs.run(lambda desk: settings.settings_export(desk, file), issued.append)
    qtbot.waitUntil(lambda: bool(issued), timeout=LONG)

    sending = page_of(qtbot, collaborator)
    sending.receive(file)
    qtbot.waitUntil(lambda: bool(sending.findChildren(SettingsDialog)), timeout=LONG)
    dialog = sending.findChildren(SettingsDialog)[0]
    dialog._typed.setText("AAAA BBBB CCCC DDDD")
    dialog.accept()
    qtbot.waitUntil(dialog._trouble.isVisible, timeout=LONG)
    dialog._typed.setText(issued[0].fingerprint)  # type: ignore[attr-defined]
    with qtbot.waitSignal(collaborator.toasted, timeout=LONG):
        dialog.accept()

    filled: list[object] = []
    collaborator.jobs.run(lambda desk: demo.fill(desk, 5, seed=2), filled.append)
    qtbot.waitUntil(lambda: bool(filled), timeout=LONG)
    sending.make()
    qtbot.waitUntil(lambda: "5 cơ sở" in sending.making._what.text(), timeout=LONG)
    assert sending.making._warning.isHidden()
    sending.making._folder.setText(str(tmp_path / "ra"))
    with qtbot.waitSignal(sending.making.made, timeout=LONG) as made:
        sending.making.button.click()
    bundle = made.args[0][0]
    assert bundle.path.suffix == ".kcb"
    qtbot.waitUntil(lambda: sending._model.rowCount() == 1, timeout=LONG)

    taking = page_of(qtbot, province)
    taking.receive(bundle.path)
    box = taking.taking.stranger
    qtbot.waitUntil(box.isVisible, timeout=LONG)
    assert taking.taking._code.text() == bundle.code
    box.typed.setText("AAAA BBBB CCCC DDDD")
    box.button.click()
    qtbot.waitUntil(taking.taking._trouble.isVisible, timeout=LONG)
    box.typed.setText(collaborator.desk.fingerprint)
    qtbot.waitUntil(lambda: taking._model.rowCount() == 1, timeout=LONG)
    taking.taking.closed.emit()
    taking.table.selectRow(0)
    qtbot.waitUntil(box.isVisible, timeout=LONG)
    box.typed.setText(collaborator.desk.fingerprint)
    with qtbot.waitSignal(taking.taking.taken, timeout=LONG) as taken:
        box.button.click()
    assert taken.args[0].state == "merged"
    assert taken.args[0].new > 5
    qtbot.waitUntil(lambda: taking._model.rowCount() >= 1, timeout=LONG)

    taking.receive(bundle.path)
    qtbot.waitUntil(lambda: "từ trước" in taking.taking._title.text(), timeout=LONG)
    assert not taking.taking.take.isVisible()


def test_a_file_that_is_no_bundle_is_one_sentence(qtbot: QtBot, session_of: Open, tmp_path: Path) -> None:
    """Nothing is changed, and it says so."""
    page = page_of(qtbot, session_of("province"))
    file = tmp_path / "thư.kcb"
    file.write_bytes(b"not a bundle" * 100)
    page.receive(file)
    qtbot.waitUntil(page.taking._trouble.isVisible, timeout=LONG)
    assert "thư.kcb" in page.taking._title.text()
    assert "Không có gì" in page.taking._lines.text()
