"""Giving a workbook out: what, which sheets, whose personal values, and where it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.session import Session
from kcdesk.ui.sheets.export_dialog import ExportDialog
from kcdesk.ui.sheets.export_rows import ListRows
from kcdesk.work import demo
from tests.gui.sheets.conftest import LONG, Officer


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the dialog opens over."""
    parent = QWidget()
    parent.resize(1154, 740)
    qtbot.addWidget(parent)
    parent.show()
    return parent


def written(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Press the button and wait for the workbook."""
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.folder.isVisible() or dialog._trouble.isVisible(), timeout=LONG)


def test_marked_rows_go_out_with_what_belongs_to_them(
    qtbot: QtBot, window: QWidget, officer: Officer, session: Session, tmp_path: Path
) -> None:
    officer.run(lambda desk: demo.fill(desk, 12, seed=5))
    dialog = ExportDialog(window, session, ListRows("establishment", (1, 2, 3, 4), (2, 3), True))
    assert [button.text()[:1] for button in dialog.what.buttons()] == ["2", "4", "T", "M"]
    dialog.path.setText(str(tmp_path / "mới" / "ra"))
    for name, box in dialog.kinds.items():
        box.setChecked(name in ("establishment", "visit"))
    dialog.open()
    written(qtbot, dialog)
    made = openpyxl.load_workbook(tmp_path / "mới" / "ra.xlsx")
    assert "Cơ sở" in made.sheetnames
    assert "Đề nghị hỗ trợ" not in made.sheetnames
    assert "Cơ sở: 2" in dialog._result.text()
    assert session.preferences.out_folder == str(tmp_path / "mới")
    dialog.accept()


def test_personal_values_leave_only_when_one_says_so(
    qtbot: QtBot, window: QWidget, officer: Officer, session: Session, tmp_path: Path
) -> None:
    officer.run(lambda desk: demo.fill(desk, 12, seed=5))
    dialog = ExportDialog(window, session)
    dialog.path.setText(str(tmp_path / "a.xlsx"))
    dialog.open()
    assert not dialog._warning.isVisible()
    written(qtbot, dialog)
    assert "để trống thông tin cá nhân" in dialog._result.text()
    dialog.accept()
    dialog = ExportDialog(window, session)
    dialog.path.setText(str(tmp_path / "b.xlsx"))
    dialog.everything.setChecked(True)
    dialog.open()
    assert dialog._warning.isVisible()
    written(qtbot, dialog)
    assert "để trống" not in dialog._result.text()
    dialog.accept()


def test_an_empty_workbook_to_fill_in_can_be_taken_back(
    qtbot: QtBot, window: QWidget, officer: Officer, session: Session, tmp_path: Path
) -> None:
    dialog = ExportDialog(window, session, template=True)
    dialog.path.setText(str(tmp_path / "mau.xlsx"))
    dialog.open()
    assert not dialog._personal.isVisible()
    written(qtbot, dialog)
    assert dialog._made is not None
    assert not sum(dialog._made.counts.values())
    dialog.accept()
    officer.receive(tmp_path / "mau.xlsx")
    assert officer.counts == {}
    assert not officer.page.next.isEnabled()


def test_what_cannot_be_written_is_one_sentence(
    qtbot: QtBot, window: QWidget, officer: Officer, session: Session, tmp_path: Path
) -> None:
    del officer
    (tmp_path / "tệp").write_text("x", encoding="utf-8")
    dialog = ExportDialog(window, session)
    dialog.path.setText(str(tmp_path / "tệp" / "a.xlsx"))
    dialog.open()
    written(qtbot, dialog)
    assert "Không tạo được thư mục" in dialog._trouble.text()
    for box in dialog.kinds.values():
        box.setChecked(False)
    dialog.go.click()
    assert "Chưa chọn" in dialog._trouble.text()
    dialog.reject()
