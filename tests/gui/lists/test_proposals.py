"""Marked requests become a proposal; its form tells what its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kcdesk.ui.app import Program
from kcdesk.ui.proposals.bundle_dialog import BundleDialog
from kcdesk.ui.workspace import WorkspacePage

LONG = 30_000


@pytest.fixture
def practice(qtbot: QtBot, program_at: Callable[[Path], Program], home: Path) -> Program:
    """The program over made-up records."""
    program = program_at(home)
    program.start_practice()
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    return program


def test_marked_requests_become_a_proposal(qtbot: QtBot, practice: Program) -> None:
    page: Any = practice.page
    page.pages.go("support_request")
    listed = page.pages.list_of("support_request")
    qtbot.waitUntil(lambda: listed.model.rowCount() > 5, timeout=LONG)
    listed.model.marks.add([listed.model.number_at(at) for at in range(3)])
    listed.many.bundle()
    qtbot.waitUntil(lambda: bool(practice.window.findChildren(BundleDialog)), timeout=LONG)
    dialog = practice.window.findChildren(BundleDialog)[0]
    dialog.form.rows["title"].editor.line.setText("Cụm chế biến Vị Thủy")
    qtbot.waitUntil(lambda: dialog.lines.count() > 0, timeout=LONG)
    start = dialog.form.rows["starts_on"].editor.line
    start.setText("quý sau")
    dialog.make.click()
    assert "Không hiểu ngày" in dialog._trouble.text()
    assert dialog.isVisible()
    start.setText("3/2027")
    dialog.make.click()
    qtbot.waitUntil(lambda: getattr(page.pages.stack.currentWidget(), "proposal", None) is not None, timeout=LONG)
    part = page.pages.stack.currentWidget().proposal
    qtbot.waitUntil(lambda: part.heading.text().startswith("3 đề nghị"), timeout=LONG)
    assert part.conditions.count() >= 2
    qtbot.waitUntil(page.navigation._buttons["proposal"].isVisible, timeout=LONG)


def test_the_dialog_is_no_higher_than_the_screen_in_large_letters(qtbot: QtBot, practice: Program) -> None:
    practice.theme.choose(scheme="light", percent=200)
    page: Any = practice.page
    page.pages.go("support_request")
    listed = page.pages.list_of("support_request")
    qtbot.waitUntil(lambda: listed.model.rowCount() > 5, timeout=LONG)
    listed.model.marks.add([listed.model.number_at(at) for at in range(3)])
    listed.many.bundle()
    qtbot.waitUntil(lambda: bool(practice.window.findChildren(BundleDialog)), timeout=LONG)
    dialog = practice.window.findChildren(BundleDialog)[0]
    qtbot.waitUntil(lambda: dialog.lines.count() > 0, timeout=LONG)
    qtbot.wait(50)
    assert dialog.minimumSizeHint().height() < 700
    assert dialog.width() <= 1306
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    last = dialog.form.rows["ends_on"].editor.focus
    last.setFocus()
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == last.height(), timeout=5_000)
    practice.theme.choose(scheme="light", percent=100)
    dialog.reject()
