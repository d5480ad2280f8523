"""Marking many by keyboard and mouse, changing a field in all of them, drafts on top of the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from kcdesk.ui.lists.bulk import BulkDialog
from kcdesk.ui.lists.filters import Filter
from kcdesk.ui.lists.page import ListPage
from kcdesk.ui.session import Session
from kcdesk.work import bulk, drafts
from kcdesk.work.standing import STATE, Standing
from tests.gui.lists.conftest import LONG, NAMES

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
Run = Callable[[Callable[..., Any]], Any]


def marked(page: ListPage) -> list[str]:
    """The names of the marked records."""
    numbers = page.model.marks.numbers()
    shown = enumerate(page.model.numbers)
    return [str(page.model.data(page.model.index(at, 0))) for at, number in shown if number in numbers]


def toasts(session: Session) -> list[tuple[str, Callable[[], object]]]:
    """What is said from now on, with what can be done about it."""
    said: list[tuple[str, Callable[[], object]]] = []
    session.toasted.connect(lambda text, _action, act: said.append((text, act)))
    return said


def test_space_marks_shift_and_arrows_mark_on_and_esc_takes_the_marks_away(qtbot: QtBot, page: ListPage) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert marked(page) == [NAMES[0]]
    qtbot.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    assert marked(page) == list(NAMES[:3])
    assert page.many.bar.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert marked(page) == []
    assert not page.many.bar.isVisible()


def test_all_are_marked_by_one_key_and_marks_outlive_a_search(qtbot: QtBot, page: ListPage) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    assert len(page.model.marks) == len(NAMES)
    page.search.setText("lo gom")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=LONG)
    assert len(page.model.marks) == len(NAMES)
    assert "3" in page.many.bar._rest.text()


def test_the_box_of_a_row_is_clicked_and_a_stretch_with_shift(qtbot: QtBot, page: ListPage) -> None:
    def place(row: int) -> QPoint:
        return page.table.visualRect(page.model.index(row, 0)).topLeft() + QPoint(16, 16)

    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place(1))
    assert marked(page) == [NAMES[1]]
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, SHIFT, place(3))
    assert marked(page) == list(NAMES[1:])


def test_a_screen_reader_hears_whether_a_row_is_marked(qtbot: QtBot, page: ListPage) -> None:
    role = Qt.ItemDataRole.CheckStateRole
    assert page.model.data(page.model.index(0, 0), role) == Qt.CheckState.Unchecked
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.model.data(page.model.index(0, 0), role) == Qt.CheckState.Checked


def test_a_field_is_changed_in_all_of_them_and_taken_back(
    qtbot: QtBot, session: Session, page: ListPage, run: Run
) -> None:
    said = toasts(session)
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    page.many.change()
    dialog = page.findChild(BulkDialog)
    assert dialog is not None and dialog.fields is not None
    dialog.fields.setCurrentIndex(dialog.fields.findData("status"))
    dialog.form.rows["status"].show_value("tam_ngung")
    dialog.form._on_edited("status")
    qtbot.waitUntil(dialog.change.isEnabled, timeout=LONG)
    assert "4 trong 4" in dialog._told.accessibleName()
    dialog.change.click()
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert _statuses(run) == {"tam_ngung"}
    said[0][1]()
    qtbot.waitUntil(lambda: len(said) > 1, timeout=LONG)
    assert _statuses(run) == {"dang_hd"}


def test_the_dialog_goes_by_enter_from_the_field_to_its_value_to_the_button(
    qtbot: QtBot, session: Session, page: ListPage, run: Run
) -> None:
    said = toasts(session)
    page.many.change()
    dialog = page.findChild(BulkDialog)
    assert dialog is not None and dialog.fields is not None

    dialog.fields.setCurrentIndex(dialog.fields.findData("main_trade"))
    dialog.fields.setFocus()
    qtbot.keyClick(dialog.fields, Qt.Key.Key_Return)
    editor = dialog.form.rows["main_trade"].editor.focus
    assert dialog.focusWidget() is editor
    qtbot.keyClicks(editor, "lam gom")
    qtbot.waitUntil(dialog.change.isEnabled, timeout=LONG)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.change
    qtbot.keyClick(dialog.change, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert run(lambda desk: desk.store.count("establishment", {"main_trade": "lam gom"})) == 1


def test_nothing_is_changed_by_what_is_not_understood(qtbot: QtBot, page: ListPage, run: Run) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    page.many.change()
    dialog = page.findChild(BulkDialog)
    assert dialog is not None and dialog.fields is not None
    dialog.fields.setCurrentIndex(dialog.fields.findData("legal_form"))
    qtbot.wait(400)
    assert dialog._told.accessibleName() == "Nhập giá trị mới để xem điều gì sẽ thay đổi."
    before = run(lambda desk: [one["workers_total"] for one in desk.store.rows("establishment")])
    dialog.fields.setCurrentIndex(dialog.fields.findData("workers_total"))
    line = dialog.form.rows["workers_total"].editor.focus
    qtbot.keyClicks(line, "12")
    qtbot.waitUntil(dialog.change.isEnabled, timeout=LONG)
    qtbot.keyClicks(line, " ba")
    dialog.change.click()
    assert dialog.isVisible()
    assert "không phải là số" in dialog._told.accessibleName()
    assert run(lambda desk: [one["workers_total"] for one in desk.store.rows("establishment")]) == before


def _statuses(run: Run) -> set[Any]:
    return run(lambda desk: {one["status"] for one in desk.store.rows("establishment")})


def test_consent_of_many_is_recorded_with_what_was_read_to_them(
    qtbot: QtBot, session: Session, page: ListPage, run: Run
) -> None:
    said = toasts(session)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    page.many.consent()
    dialog = page.findChild(BulkDialog)
    assert dialog is not None
    assert tuple(dialog.form.rows) == bulk.CONSENT
    qtbot.waitUntil(lambda: "1 trong 1" in dialog._told.accessibleName(), timeout=LONG)
    for name, value in (("consent_method", "mieng"), ("consent_notice", "TB-02")):
        dialog.form.rows[name].show_value(value)
        dialog.form._on_edited(name)
    qtbot.waitUntil(dialog.change.isEnabled, timeout=LONG)
    dialog.change.click()
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    notices = run(lambda desk: [one["consent_notice"] for one in desk.store.rows("establishment")])
    assert sorted(notices) == ["TB-01", "TB-01", "TB-01", "TB-02"]


def test_marked_records_are_deleted_together_and_come_back_together(
    qtbot: QtBot, session: Session, page: ListPage
) -> None:
    said = toasts(session)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=LONG)
    said[0][1]()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES), timeout=LONG)


def test_the_list_of_what_was_not_sent(qtbot: QtBot, page: ListPage) -> None:
    page.chips.put(Filter(STATE, Standing.UNSENT.value, "Chưa gửi"))
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES), timeout=LONG)
    page.chips.put(Filter(STATE, Standing.CONFLICT.value, "Có mâu thuẫn"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=LONG)


def test_a_draft_that_was_never_saved_stands_on_top_of_its_list(
    qtbot: QtBot, session: Session, page: ListPage, run: Run
) -> None:
    run(lambda desk: drafts.keep(desk, "establishment", "new-1", {"name": "Lò bún Tám Ngọt"}))
    page.begin()
    qtbot.waitUntil(page.drafts.isVisible, timeout=LONG)
    asked: list[tuple[str, str]] = []
    page.draft_asked.connect(lambda entity, key: asked.append((entity, key)))
    buttons = page.drafts.findChildren(type(page._filter_button))
    next(one for one in buttons if "Viết tiếp" in one.accessibleName()).click()
    assert asked == [("establishment", "new-1")]
    said = toasts(session)
    next(one for one in buttons if one.accessibleName().startswith("Bỏ")).click()
    qtbot.waitUntil(lambda: not page.drafts.isVisible(), timeout=LONG)
    assert [one.key for one in run(lambda desk: drafts.discarded(desk, "establishment"))] == ["new-1"]
    said[0][1]()
    qtbot.waitUntil(page.drafts.isVisible, timeout=LONG)
    assert run(lambda desk: drafts.discarded(desk, "establishment")) == []


def test_a_record_with_a_draft_over_it_is_marked_so_at_once(
    qtbot: QtBot, session: Session, page: ListPage, run: Run
) -> None:
    row = page.model.row_of(page.model.index(1, 0))
    assert row is not None
    run(lambda desk: drafts.keep(desk, "establishment", row.id, {"name": "đang gõ dở"}))
    page.begin()

    def badge() -> str:
        return str(page.model.data(page.model.index(1, page.model.columnCount() - 1)))

    qtbot.waitUntil(lambda: badge() == "Bản nháp", timeout=LONG)


def test_conditions_are_kept_for_another_day(qtbot: QtBot, session: Session, page: ListPage) -> None:
    from PySide6.QtWidgets import QMenu

    from kcdesk.ui.lists.filters import kept_menu

    page.chips.put(Filter("commune_code", "31441", "Xã Vị Thủy"))
    menu = QMenu(page)
    kept_menu(menu, session.preferences, "establishment", page.chips)
    menu.actions()[-1].trigger()
    page.chips.replace(())
    again = QMenu(page)
    kept_menu(again, session.preferences, "establishment", page.chips)
    kept = next(one.menu() for one in again.actions() if one.menu() is not None)
    kept.actions()[0].trigger()
    assert page.chips.where == {"commune_code": "31441"}


def test_the_arrow_of_a_heading_points_up_where_the_list_goes_up(qtbot: QtBot, page: ListPage) -> None:
    ups = []
    for descending in (False, True):
        page.table.show_sorted("name", descending)
        qtbot.wait(20)
        ups.append(_points_up(page.table.horizontalHeader()))
    assert ups == [True, False]


def _points_up(header: QHeaderView) -> bool:
    """The arrow at the right end of the first heading is narrower at its top than at its foot."""
    right = header.sectionViewportPosition(0) + header.sectionSize(0)
    picture = header.viewport().grab(QRect(right - 24, 4, 22, header.height() - 10)).toImage()
    ground = picture.pixelColor(0, 0).lightness()
    widths = []
    for y in range(picture.height()):
        dark = [x for x in range(picture.width()) if abs(picture.pixelColor(x, y).lightness() - ground) > 60]
        widths += [max(dark) - min(dark)] if dark else []
    return widths[0] < widths[-1]
