"""Records that somebody wrote to do harm, on every screen: shown as they are, never read as mark-up, never too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.app import Program
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.widgets.card import breakable
from kcdesk.ui.widgets.elided import MOST, ElidedLabel
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work import taking
from tests.fault import nasty
from tests.fault.nasty import Attacker
from tests.gui import walk
from tests.gui.test_walk import LONG, settle
from tests.work import desks

_TAGS = ("<b>", "<img", "<a ")


def read_as_mark_up(root: QWidget) -> Iterator[str]:
    """Labels that Qt would take for rich text; tips are plain for all, see below."""
    for widget in walk.seen(root):
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText and _is_rich(widget.text()):
            yield f"label {type(widget).__name__}: {widget.text()[:60]}"


def _is_rich(text: str) -> bool:
    return any(tag in text for tag in _TAGS)


def test_no_screen_reads_mark_up_breaks_or_grows(
    qtbot: QtBot, program_at: Callable[[Path], Program], home: Path, tmp_path: Path
) -> None:
    with desks.province(home) as desk:
        attacker = Attacker()
        nasty.everywhere(attacker)
        nasty.crooked(attacker)
        path = attacker.bundle(tmp_path, desk.recipient)
        taking.apply_import(desk, path)
        taking.apply_import(desk, path, admitted=True)
    program = program_at(home)
    program._on_password_entered(desks.PASSWORD)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    page: Any = program.page
    program.window.resize(1366, 768)
    found: list[str] = []
    for name, go in walk.screens(page):
        go()
        settle(qtbot, program)
        found += [f"{name}: {one}" for one in read_as_mark_up(program.window)]
        found += [f"{name}: {one}" for one in walk.cut_off(program.window) if one.startswith("sideways")]
        for told in program.window.findChildren(Message):
            if told.isVisible() and "“" not in told.windowTitle():
                found.append(f"{name}: {told.windowTitle()}")
            told.reject()
        if program.window.width() > 1366:
            found.append(f"{name}: {program.window.width()} wide")
            program.window.resize(1366, 768)
    page.pages.go("overview")
    settle(qtbot, program)
    assert sorted(set(found)) == []


def test_tips_are_plain_whatever_they_hold(qtbot: QtBot, program_at: Callable[[Path], Program], home: Path) -> None:
    """A tip that is read as mark-up fetches pictures, on Windows also from other computers."""
    program = program_at(home)
    QToolTip.showText(program.window.rect().center(), nasty.MARK_UP, program.window)
    tips = [one for one in program._app.topLevelWidgets() if one.metaObject().className() == "QTipLabel"]
    assert [one.textFormat() for one in tips if isinstance(one, QLabel)] == [Qt.TextFormat.PlainText]
    QToolTip.hideText()


def test_letters_that_hide_and_words_without_end_are_shown_short() -> None:
    name = ElidedLabel("Hóa đơn \u202egpj.exe")
    assert name.text() == "Hóa đơn \ufffdgpj.exe"
    name.setText("x" * 1_000_000)
    assert len(name.text()) == len(name.toolTip()) == MOST
    assert max(len(one) for one in breakable("x" * 1_000_000).split("\u200b")) == 12
