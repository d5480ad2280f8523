"""Sub-tables: typed like a spreadsheet, pasted from Excel, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.forms.tables import paste as paste_module
from kcdesk.ui.forms.tables.child_table import ChildTable
from kcdesk.ui.forms.tables.paste import headings, is_block, read_block
from tests.gui.forms.typist import Typist

OpenPage = Callable[..., RecordPage]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def items(open_page: OpenPage) -> ChildTable:
    """The cost items of a new request, with the first cell open."""
    page = open_page("support_request")
    page.body.go_to("cost_items")
    return page.body.tables["cost_items"]


def shown(table: ChildTable) -> list[list[str]]:
    """The rows as they are written on the screen."""
    model = table.model
    return [[model.index(row, at).data() or "" for at in range(model.columnCount())] for row in range(model.rowCount())]


def paste(typist: Typist, text: str) -> None:
    """Ctrl+V of a text."""
    QGuiApplication.clipboard().setText(text)
    typist.press(Qt.Key.Key_V, CONTROL)


def test_amounts_follow_while_one_types(items: ChildTable, typist: Typist) -> None:
    typist.type("Khay sấy inox").enter().type("c").enter().type("60").enter().type("0,18")
    assert shown(items)[0] == ["Khay sấy inox", "Có", "60", "0,18", "10,8"]
    typist.type("2")
    assert shown(items)[0][4] == "10,92"
    assert shown(items)[1][4] == "10,92"


def test_enter_passes_the_worked_out_amount_and_leaves_after_the_empty_row(items: ChildTable, typist: Typist) -> None:
    typist.type("Máy sấy").enter(2).type("1").enter().type("82,5").enter()
    assert typist.name == "Tên hạng mục, máy, dòng 2"
    typist.enter()
    assert typist.name.startswith("Là dây chuyền") or typist.name.startswith("Tổng kinh phí")
    assert len(items.model.rows) == 1


def test_arrows_and_backtab(items: ChildTable, typist: Typist) -> None:
    typist.type("Máy một").enter(2).type("1").enter().type("2").enter().type("Máy hai")
    typist.press(Qt.Key.Key_Up)
    assert typist.name == "Tên hạng mục, máy, dòng 1"
    typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_Backtab)
    assert typist.name.endswith("dòng 1")


def test_rows_are_pasted_from_excel(items: ChildTable, typist: Typist) -> None:
    first = "Máy sấy bơm nhiệt\tCó\t1\t82,5\t82,5\r\nKhay sấy inox\tCó\t60\t0,182\t\r\n"
    paste(typist, first + '"Ống, ""inox"""\t\t1\t4,4\t\r\n')
    assert shown(items) == [
        ["Máy sấy bơm nhiệt", "Có", "1", "82,5", "82,5"],
        ["Khay sấy inox", "Có", "60", "0,182", "10,92"],
        ['Ống, "inox"', "", "1", "4,4", "4,4"],
        ["+  Thêm dòng  (Enter ở dòng cuối)", "", "", "", "97,82"],
    ]
    typist.press(Qt.Key.Key_Z, CONTROL)
    assert len(shown(items)) == 1


def test_columns_are_found_by_their_headings(items: ChildTable, typist: Typist) -> None:
    paste(typist, "STT\tĐơn giá\tTên hạng mục, máy\tSố lượng\n1\t82,5\tMáy sấy\t2\n")
    assert shown(items)[0] == ["Máy sấy", "", "2", "82,5", "165"]


def test_pasted_dong_are_asked_about_once_for_all(items: ChildTable, typist: Typist, qtbot: QtBot) -> None:
    paste(typist, "Máy sấy\tCó\t1\t82.500.000\nMáy xay\tCó\t1\t12.000.000\n")
    assert items._settle.isVisible()
    assert "2 số" in items._settle.text()
    items._settle.click()
    assert [row[3] for row in shown(items)[:2]] == ["82,5", "12"]


def test_what_is_not_understood_stays_and_is_said(items: ChildTable, typist: Typist) -> None:
    typist.type("Máy sấy").enter(2).type("hai chiếc").enter()
    assert shown(items)[0][2] == "hai chiếc"
    assert items.model.rows[0].texts == {"quantity": "hai chiếc"}


def test_a_row_is_deleted_and_comes_back(items: ChildTable, typist: Typist) -> None:
    paste(typist, "Máy một\t\t1\t2\nMáy hai\t\t1\t3\n")
    items.view.enter_at(0, 0)
    typist.press(Qt.Key.Key_Delete, CONTROL)
    assert [row[0] for row in shown(items)][:1] == ["Máy hai"]
    typist.press(Qt.Key.Key_Z, CONTROL)
    assert [row[0] for row in shown(items)][:2] == ["Máy một", "Máy hai"]


def test_cells_that_do_not_apply_are_passed_by(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("certificates")
    typist.type("ocop").enter()
    assert typist.name != "Cấp, dòng 1"


def test_the_model_keeps_qt_s_rules(items: ChildTable, typist: Typist, qtmodeltester: ModelTester) -> None:
    paste(typist, "Máy một\t\t1\t2\nMáy hai\t\t1\t3\n")
    items.view.close_cell()
    qtmodeltester.check(items.model)


def test_all_columns_can_be_shown(items: ChildTable) -> None:
    before = items.model.columnCount()
    items._more.click()
    assert items.model.columnCount() > before
    items.go_to("cost_items[0].quote_number")
    assert items.view.currentIndex().column() > before


def test_reading_a_block() -> None:
    assert not is_block("Máy sấy")
    assert not is_block("Máy sấy\r\n")
    assert is_block("a\tb")
    assert read_block("a\tb\r\n\r\n") == [["a", "b"]]
    assert headings(["Máy sấy", "1"], ["Tên", "Số lượng"]) is None
    assert headings(["ten", "so luong"], ["Tên", "Số lượng"]) == [0, 1]


def test_a_raw_quote_encloses_nothing() -> None:
    assert read_block('"Hai Lúa" loại 1\t2\nỐng 21"\t3') == [['"Hai Lúa" loại 1', "2"], ['Ống 21"', "3"]]
    assert read_block('"chưa đóng\t1\nMáy xay\t2\n') == [['"chưa đóng', "1"], ["Máy xay", "2"]]
    assert read_block('"hai\ndòng"\t"a ""b"""\t\n') == [["hai\ndòng", 'a "b"', ""]]


def test_a_total_under_a_pasted_table_is_no_row(items: ChildTable, typist: Typist) -> None:
    paste(typist, "Máy sấy\tCó\t1\t82,5\nKhay\tCó\t2\t1\nTổng cộng:\t\t\t\t84,5\n")
    assert [row[0] for row in shown(items)[:-1]] == ["Máy sấy", "Khay"]
    assert "Dòng cộng" in items._note.text()


def test_columns_without_a_place_are_named(items: ChildTable, typist: Typist) -> None:
    paste(typist, "STT\tTên hạng mục, máy\tSố lượng\tXuất xứ\n1\tMáy sấy\t2\tNhật\n")
    assert shown(items)[0][:3] == ["Máy sấy", "", "2"]
    assert "Chưa dán cột Xuất xứ:" in items._note.text()


def test_a_single_column_leaves_its_heading_behind(items: ChildTable, typist: Typist) -> None:
    paste(typist, "Tên hạng mục, máy\nMáy sấy\nKhay\n")
    assert [row[0] for row in shown(items)[:-1]] == ["Máy sấy", "Khay"]


def test_what_is_too_long_to_be_pasted_is_told(items: ChildTable, typist: Typist, monkeypatch) -> None:
    monkeypatch.setattr(paste_module, "MOST_ROWS", 3)
    paste(typist, "".join(f"Máy {number}\tCó\t1\t2\n" for number in range(5)))
    assert len(items.model.rows) == 3
    assert "Còn 2 dòng chưa dán." in items._note.text()


def test_a_difference_from_the_sum_is_only_explained_where_there_is_one(items: ChildTable, typist: Typist) -> None:
    page = items.window()
    assert isinstance(page, RecordPage)
    page.body.build_all()
    why = page.body.rows["total_cost_note"]
    assert why.isHidden()
    typist.type("Máy sấy").enter(2).type("1").enter().type("82,5")
    assert why.isHidden()
    page.body.go_to("total_cost")
    typist.press(Qt.Key.Key_A, CONTROL)
    typist.type("100")
    assert not why.isHidden()
