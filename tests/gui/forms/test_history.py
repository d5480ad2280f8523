"""The history beside the form: what was there before, and taking one change or a whole save back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.history import HistoryPanel
from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import Button
from kcdesk.work import records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.test_drafts import make

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
LONG = 8_000


def shown(qtbot: QtBot, page: RecordPage) -> HistoryPanel:
    """The panel with the history in it."""
    page.header.history_button.click()
    panel = page.findChild(HistoryPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel._scroll.widget() is not None, timeout=LONG)
    return panel


def words(panel: HistoryPanel) -> str:
    """Everything that the panel says."""
    return "\n".join(one.text() for one in panel._scroll.widget().findChildren(QLabel))


def press(panel: HistoryPanel, name: str) -> None:
    """Press the first button whose name begins so, by keyboard."""
    button = next(one for one in panel.findChildren(Button) if one.accessibleName().startswith(name))
    button.setFocus()
    button.click()


def test_each_change_tells_what_was_there_before_and_what_is_there_now(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = make(run, address="Ấp 1")
    for address in ("Ấp 2", "Ấp 3"):
        run(lambda desk, address=address: records.save_record(desk, "establishment", row, {"address": address}))
    told = words(shown(qtbot, open_page("establishment", row)))
    assert "Ấp 2 → Ấp 3" in told
    assert "Ấp 1 → Ấp 2 (nay: Ấp 3)" in told
    assert "Lập hồ sơ" in told


def test_one_value_is_put_back_and_the_form_shows_it(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = make(run, address="Ấp 1")
    run(lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 2", "capital": 500_000_000}))
    page = open_page("establishment", row)
    press(shown(qtbot, page), "Lấy lại giá trị cũ – Số nhà")
    qtbot.waitUntil(lambda: page.state.values.get("address") == "Ấp 1", timeout=LONG)
    assert page.state.values["capital"] == 500_000_000


def test_a_whole_save_is_taken_back_with_its_rows_and_that_can_be_undone(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    acts: list[Callable[[], object]] = []
    session.toasted.connect(lambda _text, _action, act: acts.append(act))
    row = make(run, address="Ấp 1")
    products = {"products": [{"name": "Dao phay"}]}
    run(lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 2"}, products))
    page = open_page("establishment", row)
    press(shown(qtbot, page), "Hoàn tác lần sửa")
    qtbot.waitUntil(lambda: page.state.values.get("address") == "Ấp 1", timeout=LONG)
    assert page.state.rows["products"] == []
    acts[-1]()
    qtbot.waitUntil(lambda: page.state.values.get("address") == "Ấp 2", timeout=LONG)
    assert [one.values["name"] for one in page.state.rows["products"]] == ["Dao phay"]


def test_what_is_typed_stays_when_something_older_is_taken_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = make(run, address="Ấp 1")
    run(lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 2"}))
    page = open_page("establishment", row)
    page.put("main_trade", "rèn dao")
    press(shown(qtbot, page), "Lấy lại giá trị cũ – Số nhà")
    qtbot.waitUntil(page.draft_bar.isVisible, timeout=LONG)
    page.drafting.go_on()
    assert page.state.values["main_trade"] == "rèn dao"
    assert page.state.values["address"] == "Ấp 1"


def test_esc_closes_the_history(open_page: OpenPage, run: Run, session: Session, qtbot: QtBot) -> None:
    page = open_page("establishment", make(run))
    panel = shown(qtbot, page)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_a_save_is_taken_back_also_after_its_form_was_left(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    acts: list[Callable[[], object]] = []
    session.toasted.connect(lambda _text, _action, act: acts.append(act))
    row = make(run, address="Ấp 1")
    page = RecordPage(session, "establishment", row)
    qtbot.waitUntil(lambda: page.state.values.get("address") == "Ấp 1", timeout=LONG)
    page.put("address", "Ấp 2")
    page.save()
    qtbot.waitUntil(lambda: bool(acts), timeout=LONG)
    shiboken6.delete(page)
    changed: list[set[tuple[str, str]]] = []
    session.changed.connect(changed.append)
    acts[0]()
    qtbot.waitUntil(lambda: bool(changed), timeout=LONG)
    assert ("establishment", row) in changed[0]
    assert run(lambda desk: desk.store.get("establishment", row))["address"] == "Ấp 1"
