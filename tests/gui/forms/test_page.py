"""A whole record by keyboard alone, as an officer would type it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.work import records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.typist import Typist
from tests.work import desks

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]


def save(page: RecordPage, session: Session, qtbot: QtBot, typist: Typist) -> str:
    """Ctrl+S, and wait."""
    with qtbot.waitSignal(page.saved, timeout=10_000) as blocker:
        typist.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not session.jobs.busy)
    return blocker.args[1]


def type_establishment(page: RecordPage, typist: Typist) -> None:
    """The minimum of an establishment."""
    page.focus_first()
    typist.type("Lò bánh tráng Vị Thủy").wanted()
    assert typist.name.startswith("Loại hình")
    typist.type("h").wanted()
    assert typist.name == "Mã số thuế"
    typist.wanted()
    assert typist.name.startswith("Xã, phường")
    typist.type("vi thuy").wanted()
    assert typist.name.startswith("Số nhà")
    typist.type("Ấp 3").wanted()
    typist.type("Nguyễn Thị Bảy").wanted()
    assert typist.name == "Điện thoại"
    typist.type("0912345678").wanted()
    assert typist.name.startswith("Nhóm ngành")
    typist.type("1").wanted()
    typist.type("tráng bánh").wanted()
    assert typist.name == "Tên sản phẩm, dòng 1"
    typist.type("Bánh tráng").wanted()
    assert typist.name.startswith("Lao động")
    typist.type("7").wanted()
    assert typist.name == "Năm số liệu"
    typist.type("2026").wanted()


def test_establishment_by_keyboard(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    page = open_page("establishment")
    type_establishment(page, typist)
    row = save(page, session, qtbot, typist)
    kept = run(lambda desk: records.load(desk, "establishment", row).record)
    assert kept["name"] == "Lò bánh tráng Vị Thủy"
    assert kept["legal_form"] == "HKD"
    assert kept["commune_code"] == "31441"
    assert kept["representative"] == "Nguyễn Thị Bảy"
    assert kept["trade_group"] == "1"
    assert kept["workers_total"] == 7
    filled = 11
    assert (typist.keys - typist.letters) / filled <= 1.5


def test_request_by_keyboard(open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    type_establishment(page, typist)
    establishment = save(page, session, qtbot, typist)
    page = open_page("support_request", establishment_id=establishment)
    page.focus_first()
    assert typist.name.startswith("Nội dung hỗ trợ")
    typist.type("nd03").wanted()
    assert typist.name.startswith("Nguồn dự kiến")
    typist.type("d").enter()
    page.body.go_to("title")
    typist.type("Ứng dụng máy sấy bánh tráng").enter()
    page.body.go_to("cost_items")
    typist.type("Máy sấy bơm nhiệt").enter().type("c").enter().type("1").enter().type("82,5").enter()
    typist.type("Khay sấy inox").enter().type("c").enter().type("60").enter().type("0,182").enter()
    typist.type("Lắp đặt, chạy thử").enter().enter().type("1").enter().type("4,4").enter()
    assert typist.name.endswith("dòng 4")
    typist.enter()
    assert page.state.values["total_cost"] == 97_820_000
    page.body.go_to("requested_amount")
    typist.type("48,91").enter()
    qtbot.waitUntil(lambda: "50,0 %" in page.body.rows["requested_amount"].editor.line._unit)
    assert page.body.derived["own_capital"].text() == "48,91"
    page.body.rows["requested_amount"].editor.line.setText("1.500")
    qtbot.waitUntil(lambda: "1.533,4 %" in page.body.rows["requested_amount"].editor.line._unit)
    page.body.rows["requested_amount"].editor.line.setText("48,91")
    said = page.side.norm.text()
    assert "trần 48,91" in said and "28/2018/TT-BTC" in said
    row = save(page, session, qtbot, typist)
    loaded = run(lambda desk: records.load(desk, "support_request", row))
    assert loaded.record["establishment_id"] == establishment
    assert loaded.record["requested_amount"] == 48_910_000
    assert [one["name"] for one in loaded.children["cost_items"]] == [
        "Máy sấy bơm nhiệt", "Khay sấy inox", "Lắp đặt, chạy thử",
    ]  # fmt: skip


def test_saving_goes_to_the_first_error_also_from_there(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("visit")
    page.focus_first()
    assert typist.name.startswith("Cơ sở")
    typist.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert typist.name.startswith("Cơ sở")
    typist.press(Qt.Key.Key_F8)
    assert typist.name == "Loại"
    page.body.go_to("met_with")
    typist.press(Qt.Key.Key_F8)
    assert typist.name.startswith("Cơ sở")


def test_f8_goes_on_from_where_one_is(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("support_request")
    page.body.go_to("cost_items")
    typist.type("Máy sấy").enter(2).type("hai chiếc").enter()
    page.body.go_to("necessity")
    typist.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.body.go_to("necessity")
    typist.press(Qt.Key.Key_F8)
    assert page.place() == "cost_items[0].quantity"


def test_errors_stand_at_their_fields(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.focus_first()
    typist.type("Lò gạch").press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "chỗ cần sửa" in page.problem_bar.words()
    assert typist.name == "Loại hình"
    typist.press(Qt.Key.Key_F8)
    assert typist.name.startswith("Xã, phường")
    note = page.body.rows["legal_form"]._note
    assert note.isVisible() and note.text().startswith("✕ Cần sửa:") and note.property("note") == "error"


def test_problem_is_said_on_leaving_and_not_before(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("registration_date")
    typist.type("30/02/2026")
    row = page.body.rows["registration_date"]
    assert row._note.property("note") == "hint"
    typist.enter()
    assert row._note.property("note") == "error"
    assert "30/02/2026" in row._note.text()
    assert row.editor.line.text() == "30/02/2026"


def test_fields_that_do_not_apply_are_out_of_sight_and_keep_what_was_typed(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("legal_form")
    typist.type("khac").enter()
    assert typist.name == "Loại hình khác là gì"
    typist.type("nghệ nhân").press(Qt.Key.Key_Backtab)
    typist.type("h")
    row = page.body.rows["legal_form_note"]
    assert row.isHidden()
    assert page.state.record()["legal_form_note"] is None
    page.body.go_to("name")
    page.body.go_to("legal_form")
    typist.type("khac")
    assert not row.isHidden()
    assert row.editor.line.text() == "nghệ nhân"
    assert page.state.record()["legal_form_note"] == "nghệ nhân"


def test_looking_over_asks_the_database_nothing(
    open_page: OpenPage, run: Run, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window's thread would wait for whatever the worker does there, or find it closed."""
    kept = run(lambda desk: records.save_record(desk, "establishment", None, desks.ESTABLISHMENT).id)
    page = open_page("support_request", establishment_id=kept)
    asked: list[object] = []
    for name in ("get", "count"):
        monkeypatch.setattr(session.desk.store, name, lambda *given, **more: asked.append((given, more)))
    page.checker.check_now()
    assert not asked


def test_index_counts_what_is_missing(open_page: OpenPage, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    entry = page.index.entry("trade")
    assert entry.accessibleName() == "B. Ngành nghề và sản phẩm, còn thiếu 3"
    page.body.go_to("trade_group")
    typist.type("1").enter().type("tráng bánh").wanted().type("Bánh tráng").wanted()
    qtbot.waitUntil(lambda: entry.accessibleName() == "B. Ngành nghề và sản phẩm, đủ")


def test_every_control_has_a_name(open_page: OpenPage) -> None:
    for entity in ("establishment", "support_request", "visit"):
        page = open_page(entity)
        kinds = (QLineEdit, QPlainTextEdit, QComboBox, QPushButton)
        controls = [one for kind in kinds for one in page.findChildren(kind)]
        nameless = [
            (type(one).__name__, one.objectName())
            for one in controls
            if one.isVisibleTo(page) and one.focusPolicy() is not Qt.FocusPolicy.NoFocus and not one.accessibleName()
            and not isinstance(one.parent(), QComboBox)
        ]  # fmt: skip
        assert nameless == []


def test_escape_leaves_and_keeps_the_draft(open_page: OpenPage, session: Session, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    page.focus_first()
    typist.type("Lò rèn Út Nhàn")
    with qtbot.waitSignal(page.closed):
        typist.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.jobs.busy)
    again = open_page("establishment")
    qtbot.waitUntil(again.draft_bar.isVisible)
    assert "Lò rèn Út Nhàn" in again.draft_bar.words()
    again.draft_bar.first_button.click()
    assert again.body.rows["name"].editor.line.text() == "Lò rèn Út Nhàn"
    assert typist.name == "Tên cơ sở"


def test_saved_can_be_taken_back(open_page: OpenPage, session: Session, qtbot: QtBot, typist: Typist) -> None:
    offers: list[Any] = []
    session.toasted.connect(lambda text, action, on_action: offers.append((text, action, on_action)))
    page = open_page("establishment")
    type_establishment(page, typist)
    save(page, session, qtbot, typist)
    page.body.go_to("name")
    typist.type("Lò bánh Ba Liền")
    save(page, session, qtbot, typist)
    assert offers[-1][:2] == ("Đã lưu", "Hoàn tác")
    offers[-1][2]()
    qtbot.waitUntil(lambda: page.body.rows["name"].editor.line.text() == "Lò bánh tráng Vị Thủy")


def test_the_next_record_begins_with_the_last_commune(
    open_page: OpenPage, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    page = open_page("establishment")
    type_establishment(page, typist)
    save(page, session, qtbot, typist)
    assert open_page("establishment").state.values["commune_code"] == "31441"


def test_taking_back_a_new_record_leaves_its_page(
    open_page: OpenPage, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    offers: list[Any] = []
    session.toasted.connect(lambda text, action, on_action: offers.append(on_action))
    page = open_page("establishment")
    type_establishment(page, typist)
    save(page, session, qtbot, typist)
    with qtbot.waitSignal(page.closed, timeout=10_000):
        offers[-1]()


def test_history_tells_who_changed_what(open_page: OpenPage, session: Session, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    type_establishment(page, typist)
    save(page, session, qtbot, typist)
    page.header.history_button.click()
    panel = page.presenter._history
    qtbot.waitUntil(lambda: any("Tên cơ sở: Lò bánh tráng Vị Thủy" in one.text() for one in panel.findChildren(QLabel)))
    assert any("CTV07" in one.text() for one in panel.findChildren(QLabel))
    assert any(one.text().startswith("Điện thoại: •") for one in panel.findChildren(QLabel))
    typist.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
