"""Old letters, cells changed on both sides, records that look alike: what is asked, and what an answer does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt

from kcdesk.text.encodings import LegacyEncoding, encode
from kcdesk.ui.sheets.page import COLUMNS, PLAN
from kcdesk.work import records, sheets
from kcdesk.work.bootstrap import Desk
from tests.gui.sheets.conftest import Officer, book

Key = Qt.Key
PLACE = "ấp 3, xã Vị Thủy, TP Cần Thơ"
FIELDS = {
    "legal_form": "HKD", "commune_code": "31441", "representative": "Trần Văn Út", "trade_group": "1",
    "main_trade": "Tráng bánh", "workers_total": 5,
}  # fmt: skip


def add(officer: Officer, name: str, **more: Any) -> str:
    """An establishment that is here already; its id."""

    def save(desk: Desk) -> str:
        return records.save_record(desk, "establishment", None, {"name": name, **FIELDS, **more}).id

    return str(officer.run(save))


def test_old_letters_are_shown_before_and_after_and_confirmed(officer: Officer, tmp_path: Path) -> None:
    rows = [
        ["Tên cơ sở", "Họ tên chủ cơ sở", "Địa chỉ", "Ngành nghề"],
        ["HKD bánh tráng Út Nhàn", "Nguyễn Văn Út", PLACE, "Tráng bánh"],
        ["HTX Vị Thắng", "Phạm Thị Mười", PLACE, "Xay xát lúa gạo"],
    ]  # fmt: skip
    old = [[encode(cell, LegacyEncoding("tcvn3")) for cell in row] for row in rows]
    officer.receive(book(tmp_path / "cũ.xlsx", old))
    step = officer.page.columns_step
    assert officer.page.at == COLUMNS
    assert step.panel.letters.isVisible()
    assert "Nguyễn Văn Út" in [view.after for view in officer.page.columns.views]
    asked = sum(bool(view.question) for view in officer.page.columns.views)
    assert asked >= 3
    for _column in range(asked):
        officer.press(Key.Key_Return)
    assert not any(view.question for view in officer.page.columns.views)

    step.table.setCurrentIndex(step.table.columns.index(1, 0))
    step.panel.letters.chosen.emit("as_is")
    officer.settle()
    assert officer.page.columns.views[1].samples[0].startswith("NguyÔn")
    step.panel.letters.chosen.emit("mend")
    officer.settle()
    officer.go_on()
    assert officer.page.plan is not None
    assert officer.page.plan.rows[0].title == "HKD bánh tráng Út Nhàn"


def test_of_our_own_workbook_only_cells_changed_twice_are_asked(officer: Officer, tmp_path: Path) -> None:
    both, theirs, ours = (add(officer, name) for name in ("HKD Ba", "HKD Bốn", "HKD Năm"))
    file = tmp_path / "ra.xlsx"
    officer.run(lambda desk: sheets.export(desk, file, personal=True))
    made = openpyxl.load_workbook(file)
    sheet = made["Cơ sở"]
    header = next(row for row in range(1, 20) if str(sheet.cell(row, 1).value).startswith("kcdesk:id"))
    columns = {str(cell.value): cell.column for cell in sheet[header]}
    workers = next(column for name, column in columns.items() if name.startswith("Lao động"))
    for row in range(header + 1, header + 4):
        if sheet.cell(row, 1).value in (both, theirs):
            sheet.cell(row, workers).value = 9
    made.save(file)
    for row in (both, ours):
        officer.run(lambda desk, row=row: records.save_record(desk, "establishment", row, {"workers_total": 7}))

    officer.receive(file)
    assert officer.page.at == PLAN
    assert officer.counts == {"doubtful": 1, "update": 1, "same": 1}
    words = [button.text() for button in officer.page.plan_step.panel.boxes[0].buttons]
    assert words == ["Lấy của tệp: 9 người", "Giữ của chương trình: 7 người"]
    officer.press(Key.Key_2)
    assert officer.counts == {"update": 1, "same": 2}
    officer.go_on()

    def workers_of(desk: Desk) -> list[Any]:
        return [(desk.store.get("establishment", row) or {})["workers_total"] for row in (both, theirs, ours)]

    assert officer.run(workers_of) == [7, 9, 7]


def test_a_record_that_looks_alike_can_be_opened_and_meant(officer: Officer, tmp_path: Path) -> None:
    here = add(officer, "Cơ sở bánh tráng Út Nhàn", phone="0912345678")
    rows = [
        ["Tên cơ sở", "Người đại diện", "Địa chỉ", "Điện thoại", "Ngành nghề", "Nhóm ngành", "Loại hình", "Lao động"],
        ["HKD mắm Ba Khía", "Trần Văn Út", PLACE, "0912345678", "Tráng bánh", "1", "Hộ kinh doanh", 12],
    ]  # fmt: skip
    officer.receive(book(tmp_path / "a.xlsx", rows))
    while officer.page.at == COLUMNS:
        officer.go_on()
    assert officer.counts == {"doubtful": 1}
    box = officer.page.plan_step.panel.boxes[0]
    assert "Cùng số điện thoại" in box._doubt.words
    opened: list[str] = []
    officer.page.open_asked.connect(opened.append)
    box.open_asked.emit(box._doubt.other)
    assert opened == [here]
    officer.press(Key.Key_1)
    assert officer.counts == {"update": 1}
    changed = {one.field: one.new for one in officer.page.plan.rows[0].changes}  # type: ignore[union-attr]
    assert changed["workers_total"] == 12
    officer.go_on()
    assert officer.names() == ["HKD mắm Ba Khía"]


def test_what_cannot_be_read_is_typed_anew(officer: Officer, tmp_path: Path) -> None:
    rows = [
        ["Tên cơ sở", "Người đại diện", "Địa chỉ", "Mã số thuế", "Ngành nghề", "Nhóm ngành", "Loại hình"],
        ["HKD Ba", "Trần Văn Út", PLACE, 180012345, "Tráng bánh", "1", "Hộ kinh doanh"],
    ]  # fmt: skip
    officer.receive(book(tmp_path / "a.xlsx", rows))
    while officer.page.at == COLUMNS:
        officer.go_on()
    assert officer.counts == {"doubtful": 1}
    box = officer.page.plan_step.panel.boxes[0]
    assert box._doubt.target == "establishment.tax_code"
    box.typed.setText("0315975465")
    box.typed.returnPressed.emit()
    officer.settle()
    assert officer.counts == {"new": 1}
    assert officer.page.plan.rows[0].values["establishment.tax_code"] == "0315975465"  # type: ignore[union-attr]


def test_a_plan_is_made_anew_where_something_was_written_meanwhile(officer: Officer, tmp_path: Path) -> None:
    rows = [
        ["Tên cơ sở", "Người đại diện", "Địa chỉ", "Ngành nghề", "Nhóm ngành", "Loại hình"],
        ["HKD Ba", "Trần Văn Út", PLACE, "Tráng bánh", "1", "Hộ kinh doanh"],
    ]  # fmt: skip
    officer.receive(book(tmp_path / "a.xlsx", rows))
    while officer.page.at == COLUMNS:
        officer.go_on()
    assert officer.counts == {"new": 1}
    add(officer, "HKD Ba")
    officer.go_on()
    assert officer.page.at == PLAN
    assert set(officer.counts) <= {"same", "update"}
    assert officer.names() == ["HKD Ba"]


def test_a_cell_without_sense_is_mended_in_the_preview(officer: Officer, tmp_path: Path) -> None:
    rows = [
        ["Tên cơ sở", "Người đại diện", "Địa chỉ", "Ngành nghề", "Nhóm ngành", "Loại hình", "Vốn"],
        ["HKD mắm Ba Khía", "Trần Văn Út", PLACE, "Tráng bánh", "1", "Hộ kinh doanh", "hai trăm triệu"],
        ["HKD bún Sáu Lành", "Lê Thị Sáu", PLACE, "Làm bún", "1", "Hộ kinh doanh", "chưa rõ số"],
    ]
    officer.receive(book(tmp_path / "a.xlsx", rows))
    if officer.page.at == COLUMNS:
        officer.go_on()
    assert officer.counts == {"refused": 2}
    step = officer.page.plan_step
    box = step.panel.boxes[0]
    box.typed.setText("200 triệu")
    box.typed.returnPressed.emit()
    officer.settle()
    assert officer.counts == {"new": 1, "refused": 1}
    assert officer.page.plan is not None
    assert officer.page.plan.rows[0].values["establishment.capital"] == 200_000_000
    officer.press(Key.Key_Down)
    officer.press(Key.Key_1)
    assert officer.counts == {"new": 2}
