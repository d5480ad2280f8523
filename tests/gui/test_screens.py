"""Every screen: each control that takes the focus has a name, nothing stands outside the window."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from kcdesk.ui.app import Program
from kcdesk.ui.lists.filters import Filter
from kcdesk.ui.overview.share import share
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work.summary import Subject

LONG = 30_000
Start = Callable[[Path], Program]
PLACES = ("overview", "establishment", "support_request", "visit", "exchange", "shelf", "settings")


@pytest.fixture
def practice(qtbot: QtBot, program_at: Start, home: Path) -> Iterator[Program]:
    """The program over made-up records."""
    program = program_at(home)
    program.window.resize(1366, 768)
    program.start_practice()
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    yield program
    program.theme.choose(percent=100)


def pages(program: Program) -> WorkspacePage:
    """The open workspace."""
    assert isinstance(program.page, WorkspacePage)
    return program.page


def nameless(page: QWidget) -> list[QWidget]:
    """Visible controls that take the focus and say nothing to a screen reader."""
    found = []
    for widget in page.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(page)
        is_part = widget.objectName().startswith("qt_") or isinstance(widget, QScrollArea)
        says = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if takes_focus and not is_part and not says:
            found.append(widget)
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name(qtbot: QtBot, practice: Program, place: str) -> None:
    """R-22: keyboard and screen reader meet no silent control."""
    page = pages(practice)
    page.pages.go(place)
    qtbot.waitUntil(lambda: not practice.jobs.busy, timeout=LONG)
    assert nameless(practice.window) == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("place", PLACES)
def test_no_button_or_heading_is_cut_off(qtbot: QtBot, practice: Program, place: str, percent: int) -> None:
    """At 1366×768 every visible button and single line of text has the width that it asks for."""
    page = pages(practice)
    practice.theme.choose(percent=percent)
    page.pages.go(place)
    practice.window.resize(1366, 768)
    qtbot.waitUntil(lambda: not practice.jobs.busy, timeout=LONG)
    assert practice.window.width() <= 1366

    def cut() -> list[str]:
        return [
            part.text()
            for part in [*page.findChildren(QAbstractButton), *page.findChildren(QLabel)]
            if part.isVisible() and part.text() and not getattr(part, "wordWrap", lambda: False)()
            if not isinstance(part.parentWidget(), QLineEdit) and part.width() + 2 < part.minimumSizeHint().width()
        ]

    with contextlib.suppress(QtTimeout):
        qtbot.waitUntil(lambda: not cut(), timeout=3000)
    assert cut() == []


def test_the_overview_leads_to_its_lists(qtbot: QtBot, practice: Program) -> None:
    """A line of what waits and a bar of a picture narrow the list that they are about."""
    page = pages(practice)
    overview = page.pages.overview
    qtbot.waitUntil(lambda: bool(overview._by_commune._bars), timeout=LONG)
    bar = overview._by_commune._bars[0]
    overview._by_commune.chosen.emit(bar)
    listed = page.pages.list_of("support_request")
    qtbot.waitUntil(lambda: listed.model.rowCount() == bar.amount, timeout=LONG)
    assert listed.chips.where["_commune"] == bar.value
    page.pages.go("overview")
    counted = overview._months._months
    assert counted is not None
    month = max(range(12), key=lambda at: counted.numbers[at])
    overview._months.chosen.emit(month + 1)
    qtbot.waitUntil(lambda: listed.model.rowCount() == counted.numbers[month], timeout=LONG)
    assert list(listed.chips.where) == ["id"]
    listed.chips.drop("id")
    qtbot.waitUntil(lambda: listed.model.rowCount() > counted.numbers[month], timeout=LONG)


def test_figures_are_copied_for_the_days_that_are_typed(qtbot: QtBot, practice: Program) -> None:
    """Ten lines at most, on the clipboard with Enter; a day that is none is told and copies nothing."""
    page = pages(practice)
    box = share(page.pages.overview, page.session, Subject.ACTIVITY)
    qtbot.waitUntil(lambda: box.text.toPlainText() != "", timeout=LONG)
    whole = box.text.toPlainText().splitlines()
    assert 5 <= len(whole) <= 10
    box._first.setText("31/02/2026")
    assert not box._copy.isEnabled() and box._problem.isVisible()
    box._first.setText("1/1/2026")
    qtbot.waitUntil(lambda: "01/01/2026" in box.text.toPlainText(), timeout=LONG)
    box._copy.setFocus()
    qtbot.keyClick(box._copy, Qt.Key.Key_Return)
    assert "01/01/2026" in QGuiApplication.clipboard().text()


def test_delete_is_taken_back_and_the_selection_explains_itself(qtbot: QtBot, practice: Program) -> None:
    """Delete asks nothing and offers to take it back; the panel tells about the selected row."""
    page = pages(practice)
    page.pages.go("establishment")
    listed = page.pages.list_of("establishment")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 120, timeout=LONG)
    qtbot.keyClick(listed.table, Qt.Key.Key_Down)
    row = listed.model.row_of(listed.table.currentIndex())
    assert row is not None
    qtbot.waitUntil(lambda: listed.side._title.text() == row.record["name"], timeout=LONG)
    with qtbot.waitSignal(page.session.toasted, timeout=LONG) as toasted:
        qtbot.keyClick(listed.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.model.rowCount() == 119, timeout=LONG)
    assert toasted.args[1] == "Hoàn tác"
    toasted.args[2]()
    qtbot.waitUntil(lambda: listed.model.rowCount() == 120, timeout=LONG)
    qtbot.waitUntil(lambda: listed.model.row_of(listed.table.currentIndex()).id == row.id, timeout=LONG)  # type: ignore[union-attr]


def test_the_model_of_a_list_keeps_qt_rules(qtbot: QtBot, practice: Program, qtmodeltester: object) -> None:
    """Rows, columns and signals fit together, before and after a search."""
    page = pages(practice)
    page.pages.go("establishment")
    listed = page.pages.list_of("establishment")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 120, timeout=LONG)
    qtmodeltester.check(listed.model)  # type: ignore[attr-defined]
    listed.search.setText("san xuat")
    qtbot.waitUntil(lambda: 0 < listed.model.rowCount() <= 120, timeout=LONG)
    listed.show_filtered([Filter("_incomplete", True, "Còn thiếu thông tin")])
    qtbot.waitUntil(lambda: listed.model.rowCount() < 120, timeout=LONG)
    qtmodeltester.check(listed.model)  # type: ignore[attr-defined]


def test_typing_over_the_table_searches_and_escape_clears(qtbot: QtBot, practice: Program) -> None:
    """A letter typed on the list goes into the search box; Enter there opens the selected record."""
    page = pages(practice)
    page.pages.go("establishment")
    listed = page.pages.list_of("establishment")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 120, timeout=LONG)
    listed.table.setFocus()
    qtbot.keyClick(listed.table, Qt.Key.Key_B)
    assert listed.search.text() == "b"
    qtbot.keyClick(listed.search, Qt.Key.Key_Escape)
    assert listed.search.text() == ""
    with qtbot.waitSignal(listed.open_asked, timeout=LONG) as asked:
        qtbot.waitUntil(lambda: listed.model.rowCount() == 120, timeout=LONG)
        qtbot.keyClick(listed.search, Qt.Key.Key_Return)
    assert asked.args[0] == "establishment"
