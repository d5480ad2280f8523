"""A full round through two real windows: made here, taken there, a question goes back, the answer comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.app import Program
from kcdesk.ui.inbox.ask import AskDialog
from kcdesk.ui.receive.page import BUNDLES, CONFLICTS, INBOX, PEOPLE, QUESTIONS
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work import records
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, PASSWORD

LONG = 30_000
Start = Callable[[Path], Program]


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path, str]:
    """A province and a collaborator with one record, who know each other."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "workers_total": 3}).id
    return tmp_path / "tinh", tmp_path / "xa", row


def unlocked(qtbot: QtBot, start: Start, home: Path) -> WorkspacePage:
    """The window on a workspace after its password was typed."""
    program = start(home)
    page: Any = program.page
    qtbot.keyClicks(page.password.field, PASSWORD)
    qtbot.keyClick(page.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    program.window.activateWindow()
    opened: Any = program.page
    return opened


def key(qtbot: QtBot, page: WorkspacePage, which: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key where the focus is."""
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow, timeout=LONG)
    focused = page.window().focusWidget() or page
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(focused, which, modifier)


def test_made_taken_asked_answered_and_settled(
    qapp: QApplication, qtbot: QtBot, program_at: Start, homes: tuple[Path, Path, str], tmp_path: Path
) -> None:
    del qapp
    office_home, field_home, row = homes
    field, office = unlocked(qtbot, program_at, field_home), unlocked(qtbot, program_at, office_home)
    first = make(qtbot, field, tmp_path / "gui")
    take(qtbot, office, first)
    ask(qtbot, office, row)
    answer = answer_all(qtbot, office, tmp_path / "tra")
    receive_and_answer(qtbot, field, answer)
    second = make(qtbot, field, tmp_path / "gui")
    take(qtbot, office, second)
    check_answer_and_settle(qtbot, office)


def make(qtbot: QtBot, page: WorkspacePage, folder: Path) -> Path:
    """Ctrl+G, Enter: a bundle in the folder."""
    key(qtbot, page, Qt.Key.Key_G, ctrl=True)
    making = page.pages.exchange.view(BUNDLES).making
    making._folder.setText(str(folder))
    qtbot.waitUntil(making.button.isEnabled, timeout=LONG)
    before = set(folder.glob("*.kcb"))
    making.button.setFocus()
    with qtbot.waitSignal(making.made, timeout=LONG) as made:
        key(qtbot, page, Qt.Key.Key_Return)
    assert made.args[0][0].path not in before
    return Path(made.args[0][0].path)


def take(qtbot: QtBot, page: WorkspacePage, file: Path) -> None:
    """The file is dropped on the window; Enter takes it in."""
    page.receive_file(file)
    view = page.pages.exchange.view(INBOX)
    qtbot.waitUntil(lambda: view.take.isVisible() and view.take.text() == "Ghép 1 gói", timeout=LONG)
    view.take.setFocus()
    key(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(item.is_done for item in view._items), timeout=LONG)
    view._on_clear()


def ask(qtbot: QtBot, page: WorkspacePage, row: str) -> None:
    """The record is opened; Ctrl+H asks about its telephone with a value; the workers are changed as well."""
    page.pages.open_record("establishment", row, {}, "phone")
    form: Any = page.pages._forms[-1][0]
    qtbot.waitUntil(lambda: form.body.rows["name"].editor.value == ESTABLISHMENT["name"], timeout=LONG)
    form.focus_field("phone")
    form.attention._open_question()
    dialog = form.findChild(AskDialog)
    assert dialog.field.currentData() in ("phone", "")
    dialog.field.setCurrentIndex(dialog.field.findData("phone"))
    dialog.words.setPlainText("Số điện thoại thiếu một chữ số.")
    dialog.value.setText("0900000002")
    dialog.accept()
    qtbot.waitUntil(lambda: "Đang hỏi" in form.attention.bar.words(), timeout=LONG)
    form.put("workers_total", 7)
    form.save()
    qtbot.waitUntil(lambda: not form.state.dirty, timeout=LONG)
    key(qtbot, page, Qt.Key.Key_5, ctrl=True)


def answer_all(qtbot: QtBot, page: WorkspacePage, folder: Path) -> Path:
    """One button answers everybody."""
    exchange = page.pages.exchange
    exchange.show_tab(PEOPLE)
    view = exchange.view(PEOPLE)
    qtbot.waitUntil(lambda: bool(view.table.rows.lines), timeout=LONG)
    view.answer.folder.setText(str(folder))
    view.answer.button.setFocus()
    with qtbot.waitSignal(view.answer.answered, timeout=LONG):
        key(qtbot, page, Qt.Key.Key_Return)
    return next(folder.rglob("*.kcb"))


def receive_and_answer(qtbot: QtBot, page: WorkspacePage, file: Path) -> None:
    """The answer is dropped, taken with Enter; the question is answered with 1; the workers were changed meanwhile."""
    session = page.session
    done: list[object] = []
    session.jobs.run(
        lambda desk: records.save_record(
            desk, "establishment", next(iter(records.list_page(desk, "establishment").rows))["id"], {"workers_total": 5}
        ),
        done.append,
    )
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    page.receive_file(file)
    taking = page.pages.exchange.view(BUNDLES).taking
    qtbot.waitUntil(taking.take.isVisible, timeout=LONG)
    taking.take.setFocus()
    with qtbot.waitSignal(taking.taken, timeout=LONG):
        key(qtbot, page, Qt.Key.Key_Return)
    page.pages.exchange.show_tab(QUESTIONS)
    card = page.pages.exchange.view(QUESTIONS).card
    qtbot.waitUntil(lambda: "thiếu một chữ số" in card._words.text(), timeout=LONG)
    qtbot.waitUntil(lambda: page.window().focusWidget() is card.take, timeout=LONG)
    key(qtbot, page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not page.pages.exchange.view(QUESTIONS).table.rows.lines, timeout=LONG)


def check_answer_and_settle(qtbot: QtBot, page: WorkspacePage) -> None:
    """At the province the answer is closed with 1, and the two numbers of workers are settled with 2."""
    exchange = page.pages.exchange
    exchange.show_tab(QUESTIONS)
    view = exchange.view(QUESTIONS)
    qtbot.waitUntil(lambda: bool(view.table.rows.lines), timeout=LONG)
    assert "Đã sửa theo gợi ý" in view.card._answer.text()
    qtbot.waitUntil(lambda: page.window().focusWidget() is view.table, timeout=LONG)
    key(qtbot, page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not view.table.rows.lines, timeout=LONG)
    exchange.show_tab(CONFLICTS)
    conflicts = exchange.view(CONFLICTS)
    qtbot.waitUntil(lambda: len(conflicts.card.tiles.tiles) == 2, timeout=LONG)
    values = [tile.value for tile in conflicts.card.tiles.tiles]
    assert values == ["7 người", "5 người"]
    key(qtbot, page, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: not conflicts.table.rows.lines, timeout=LONG)
