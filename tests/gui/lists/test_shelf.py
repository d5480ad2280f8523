"""Kho lưu in the window: found by a few letters, taken back by Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.session import Session
from kcdesk.ui.shelf.page import ShelfPage
from kcdesk.work import drafts, records
from kcdesk.work.archive import Sort
from tests.gui.lists.conftest import LONG, NAMES

Run = Callable[[Callable[..., Any]], Any]


def _delete(desk: Any) -> None:
    row = next(str(one["id"]) for one in desk.store.rows("establishment") if one["name"] == NAMES[3])
    records.delete_record(desk, "establishment", row)


def _open(qtbot: QtBot, session: Session) -> ShelfPage:
    page = ShelfPage(session)
    page.resize(1154, 700)
    qtbot.addWidget(page)
    page.show()
    page.begin()
    return page


def test_a_deleted_record_is_found_and_taken_back_by_keyboard(qtbot: QtBot, session: Session, run: Run) -> None:
    run(_delete)
    page = _open(qtbot, session)
    page.search.setText("lo gom")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    said: list[str] = []
    session.toasted.connect(lambda text, _action, _act: said.append(text))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert NAMES[3] in said[0]
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=LONG)
    assert run(lambda desk: desk.store.count("establishment")) == len(NAMES)


def test_a_draft_is_taken_back_and_can_be_opened(qtbot: QtBot, session: Session, run: Run) -> None:
    run(lambda desk: drafts.keep(desk, "visit", "new-1", {"content": "xem máy sấy"}))
    run(lambda desk: drafts.discard(desk, "visit", "new-1"))
    page = _open(qtbot, session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    kept = page.table.current()
    assert kept is not None and kept.sort is Sort.DRAFT
    assert page.erase.isEnabled()
    acts: list[Callable[[], object]] = []
    session.toasted.connect(lambda _text, _action, act: acts.append(act))
    asked: list[tuple[str, str]] = []
    page.draft_asked.connect(lambda entity, key: asked.append((entity, key)))
    page.back.click()
    qtbot.waitUntil(lambda: bool(acts), timeout=LONG)
    acts[0]()
    assert asked == [("visit", "new-1")]


def test_sorts_are_shown_apart(qtbot: QtBot, session: Session, run: Run) -> None:
    run(_delete)
    run(lambda desk: drafts.keep(desk, "visit", "new-1", {"content": "xem máy sấy"}))
    run(lambda desk: drafts.discard(desk, "visit", "new-1"))
    page = _open(qtbot, session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=LONG)
    page._choose_sort(Sort.DELETED.value)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    kept = page.model.at(0)
    assert kept is not None and kept.sort is Sort.DELETED


def test_an_empty_archive_says_what_would_be_in_it(qtbot: QtBot, session: Session) -> None:
    page = _open(qtbot, session)
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1, timeout=LONG)
    assert "Bản nháp" in page._empty._sentence.text()
