"""A list goes in by keyboard alone, comes out again by one key, and is known the second time."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kcdesk.ui.session import Session
from kcdesk.ui.sheets.page import COLUMNS, FILE, PLAN, RESULT
from tests.gui.sheets.conftest import COMMUNE, MERGES, Officer, book

Key = Qt.Key


def answer_all(officer: Officer, digit: Qt.Key = Key.Key_1) -> int:
    """Press a digit until nothing is asked any more; how often."""
    pressed = 0
    while officer.counts.get("doubtful") and pressed < 30:
        officer.press(digit)
        pressed += 1
    return pressed


def test_a_list_of_a_commune_goes_in_by_keyboard_alone(officer: Officer, commune_list: Path) -> None:
    officer.receive(commune_list)
    assert officer.page.at == COLUMNS  # the trade group is asked, the file step was passed by itself
    assert "Nhóm ngành" in officer.page.columns_step._state.text()
    officer.go_on()
    assert officer.page.at == PLAN
    assert officer.counts == {"doubtful": 4}
    assert answer_all(officer) == 4  # one old commune for both rows that name it, and three trades
    assert officer.counts == {"new": 4}
    officer.go_on()
    assert officer.page.at == RESULT
    assert officer.names() == ["Công ty TNHH Mộc Phát", "DNTN Tân Phú", "HKD bánh tráng Bà Tư", "HTX Vị Thắng"]
    assert "4 dòng mới" in officer.page.result_step._lines.text()

    officer.press(Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert officer.names() == []
    assert "hoàn tác" in officer.page.result_step._title.text()
    officer.press(Key.Key_Escape)


def test_the_same_list_again_is_known_and_changes_nothing(officer: Officer, commune_list: Path) -> None:
    officer.receive(commune_list)
    officer.go_on()
    answer_all(officer)
    officer.go_on()
    officer.receive(commune_list)
    assert officer.page.at in (COLUMNS, PLAN)
    if officer.page.at == COLUMNS:
        assert officer.page.columns_step._known.isVisible()
        officer.go_on()
    answer_all(officer)
    assert set(officer.counts) == {"same"}
    assert not officer.page.next.isEnabled()

    officer.page.go_back()
    officer.page.columns_step.forget.click()
    officer.settle()
    assert not officer.page.columns_step._known.isVisible()
    assert officer.page.columns.answers.trades == {}


def test_an_answer_can_be_taken_back_and_rows_left_out(officer: Officer, commune_list: Path, tmp_path: Path) -> None:
    officer.receive(commune_list)
    officer.go_on()
    officer.press(Key.Key_9)  # leave this row out
    assert officer.counts["refused"] == 1
    officer.page.plan_step.choose("refused")
    officer.settle()
    officer.page.plan_step.panel.taken_back.emit(officer.page.plan_step.table.plan.row_at(0))
    officer.settle()
    assert "refused" not in officer.counts
    officer.page.plan_step.choose("doubtful")
    officer.settle()
    officer.press(Key.Key_9)
    answer_all(officer)
    officer.go_on()
    left = tmp_path / "chưa nhập.xlsx"
    officer.page.taking.save_report(left)
    officer.settle()
    sheet = openpyxl.load_workbook(left).active
    assert sheet.cell(sheet.max_row, sheet.max_column).value == "Đã chọn không nhận dòng này."
    assert officer.page.result_step.folder.isVisible()


def test_a_value_for_the_whole_file_answers_for_every_row(officer: Officer, commune_list: Path) -> None:
    officer.receive(commune_list)
    box = officer.page.columns_step.whole.fields["establishment.trade_group"]
    box.setFocus()
    officer.press(Key.Key_Down)
    assert officer.page.columns.answers.constants == {"establishment.trade_group": "1"}
    officer.go_on()
    assert officer.counts == {"new": 2, "doubtful": 2}
    officer.press(Key.Key_1)
    assert officer.counts == {"new": 4}


def test_typing_in_the_columns_finds_another_field(officer: Officer, tmp_path: Path) -> None:
    rows = [["Tên cơ sở", "Mã lạ", "ĐC"], ["HKD A", "5", "xã Vị Thủy"], ["HKD B", "7", "xã Vị Thủy"]]
    officer.receive(book(tmp_path / "a.xlsx", rows))
    table = officer.page.columns_step.table
    assert [table.columns.view(at).title for at in range(3)] == ["Tên cơ sở", "Giữ vào ghi chú", "Số nhà, ấp, khu vực"]
    table.setCurrentIndex(table.columns.index(1, 0))
    officer.type("lao dong")
    officer.press(Key.Key_Return)
    assert table.columns.view(1).title == "Lao động"
    assert QApplication.focusWidget() is table
    table.setCurrentIndex(table.columns.index(1, 0))
    officer.type("khong co muc nay")
    officer.press(Key.Key_Return)
    assert officer.page.columns_step.panel._nothing.isVisible()
    assert table.columns.view(1).title == "Lao động"
    officer.page.columns_step.panel.leave.click()
    officer.settle()
    assert table.columns.view(1).title == "Bỏ cột này"


def test_days_and_units_are_asked_once_a_column(officer: Officer, tmp_path: Path) -> None:
    rows = [
        ["Tên cơ sở", "ĐC", "Ngày cấp giấy chứng nhận đăng ký", "Vốn đầu tư"],
        ["HKD A", "xã Vị Thủy", "03/04/2019", 400], ["HKD B", "xã Vị Thủy", "05/06/2020", 600],
    ]  # fmt: skip
    officer.receive(book(tmp_path / "a.xlsx", rows))
    step = officer.page.columns_step
    view = next(one for one in officer.page.columns.views if one.letter == "C")
    step.panel.show_column(view)
    officer.page.columns.answers.column("C").target = "establishment.registration_date"
    officer.page.columns._map()
    officer.settle()
    view = next(one for one in officer.page.columns.views if one.letter == "C")
    assert view.dates
    assert "ngày/tháng hay tháng/ngày" in view.question
    step.table.setCurrentIndex(step.table.columns.index(2, 0))
    assert step.panel.dates.isVisible()
    step.panel.dates.chosen.emit(True)
    officer.settle()
    view = next(one for one in officer.page.columns.views if one.letter == "C")
    assert view.month_first
    assert not view.question
    step.table.setCurrentIndex(step.table.columns.index(3, 0))
    assert step.panel.units.isVisible()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("trống.xlsx", b"", "trống"),
        ("hỏng.xlsx", b"PK\x03\x04 khong phai", "hỏng"),
        ("khóa.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    officer: Officer, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    officer.receive(file)
    assert officer.page.at == FILE
    assert officer.page.file_step._refused.isVisible()
    assert words in officer.page.file_step._trouble.text()
    assert QApplication.focusWidget() is officer.page.file_step.choose


def test_several_tables_are_offered_and_a_header_can_be_shown(officer: Officer, tmp_path: Path) -> None:
    file = tmp_path / "nhiều.xlsx"
    book(file, COMMUNE, MERGES, "Xã A")
    both = openpyxl.load_workbook(file)
    other = both.create_sheet("Xã B")
    for row in (["abc"], ["x1", "x2"], ["Tên cơ sở", "Địa chỉ"], ["HKD C", "xã Vị Thủy"]):
        other.append(row)
    both.save(file)
    officer.receive(file)
    step = officer.page.file_step
    assert officer.page.at == FILE
    assert step.tables.count() == 2
    assert step.table.cells.view.kind(3) == "header"
    assert step.table.cells.view.kind(0) == "other"
    assert step.table.cells.view.kind(10) == "total"
    officer.press(Key.Key_Down)
    assert step.table.cells.view.name == "Xã B"
    assert officer.page.next.isEnabled()


def test_where_no_table_is_found_a_person_shows_the_headers(officer: Officer, tmp_path: Path) -> None:
    rows = [["abc"], [], ["cột một", "cột hai"], ["HKD C", "xã Vị Thủy"], ["HKD D", "xã Vị Thủy"]]
    officer.receive(book(tmp_path / "lạ.xlsx", rows))
    step = officer.page.file_step
    assert "Không tự tìm thấy" in step._about.text()
    assert not officer.page.next.isEnabled()
    step.table.setFocus()
    step.table.setCurrentIndex(step.table.cells.index(2, 0))
    officer.press(Key.Key_H)
    assert step.table.cells.view.kind(2) == "header"
    officer.go_on()
    assert officer.page.at == COLUMNS
    assert [view.trust.value for view in officer.page.columns.views] == ["unknown", "unknown"]


def test_long_work_is_shown_and_stopped_by_esc(officer: Officer, commune_list: Path, session: Session) -> None:
    said: list[str] = []
    session.toasted.connect(lambda words, _action, _act: said.append(words))
    session.jobs.run(lambda _desk: time.sleep(0.3))
    officer.page.receive(commune_list)
    assert QApplication.focusWidget() is officer.page.busy.button
    assert "ds-xa.xlsx" in officer.page.busy._title.text()
    officer.press(Key.Key_Escape)
    assert officer.page.at == FILE
    assert "Đã dừng" in said[-1]
    officer.receive(commune_list)
    assert officer.page.at == COLUMNS
