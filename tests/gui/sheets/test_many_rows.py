"""Twenty thousand rows are as quick as twenty, and the assistant is reached from everywhere."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kcdesk.ui.jobs import FIGURES, LISTS
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.page import FILE, SheetPage
from kcdesk.ui.sheets.plan_step import PlanStep
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work.assistant import Answers
from kcdesk.work.sheet_rows import PlannedRow, RowDoubt, Status
from kcdesk.work.sheets import Plan
from tests.gui.sheets.conftest import LONG, book

MANY = 20_000
QUICK = 0.4
"""Seconds; a tenth on an ordinary machine, more leaves room for a busy one."""


def plan_of_many() -> Plan:
    """A plan with every kind of row."""
    rows = []
    for number in range(MANY):
        status = tuple(Status)[number % 5]
        doubts = [RowDoubt("match", "Giống nơi khác.", other="x" * 36)] if status is Status.DOUBTFUL else []
        why = [one.words for one in doubts]
        rows.append(PlannedRow("DS", number + 2, status, "", f"Cơ sở {number}", why, doubts=doubts))
    return Plan("a.xlsx", "DS", False, [], [], [], rows, Answers().wishes())


def test_rows_are_shown_narrowed_and_walked_through_at_once(qtbot: QtBot, session: Session) -> None:
    step = PlanStep(session)
    qtbot.addWidget(step)
    step.resize(1100, 640)
    step.show()
    plan = plan_of_many()
    started = time.perf_counter()
    step.show_plan(plan, Answers())
    step.choose("")
    QTest.qWait(1)
    assert time.perf_counter() - started < 2 * QUICK
    assert step.table.plan.rowCount() == MANY
    assert step.chips["doubtful"].text() == "Cần xem 4.000"
    started = time.perf_counter()
    step.choose("refused")
    assert time.perf_counter() - started < QUICK
    assert step.table.plan.rowCount() == MANY // 5
    step.choose("doubtful")
    started = time.perf_counter()
    QTest.keyClick(step.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(60)
    assert time.perf_counter() - started < QUICK + 0.06
    assert "4.000" in step.panel.boxes[0].all.text()


def test_a_dropped_list_opens_the_assistant(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    workspace = WorkspacePage(session)
    qtbot.addWidget(workspace)
    workspace.resize(1366, 768)
    workspace.show()
    workspace.begin()
    workspace.receive_file(book(tmp_path / "ds.xlsx", [["Tên cơ sở", "ĐC"], ["HKD A", "xã Vị Thủy"]]))
    page = workspace.pages.sheet
    qtbot.waitUntil(lambda: not session.jobs.busy and not page.is_busy and page.at != FILE, timeout=LONG)
    assert workspace.pages.stack.currentWidget() is page
    workspace.pages.go("overview")
    workspace.pages.take_in()
    assert page.at != FILE  # as it was left
    page.go_back()
    page.go_back()
    assert workspace.pages.stack.currentWidget() is workspace.pages.list_of("establishment")
    workspace.leave()
    for _round in range(3):  # what the pages asked for must be here before they go
        answers: list[object] = []
        for lane in (LISTS, FIGURES):
            session.jobs.read(lambda _desk: True, answers.append, lane=lane)
        qtbot.waitUntil(lambda answers=answers: len(answers) == 2 and not session.jobs.busy, timeout=LONG)


def test_work_does_not_answer_to_a_page_that_is_gone(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    page = SheetPage(session)
    session.jobs.run(lambda _desk: time.sleep(0.2))
    page.receive(book(tmp_path / "ds.xlsx", [["Tên cơ sở", "ĐC"], ["HKD A", "xã Vị Thủy"]]))
    page.deleteLater()
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
    answers: list[object] = []
    session.jobs.run(lambda _desk: True, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
