"""The province writes its settings in the window, by keyboard and by pasting, signs them, and takes them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.settings import unit_dialog
from kcdesk.ui.settings.unit_dialog import UnitDialog
from kcdesk.work import settings, unit_draft
from tests.gui.exchange.conftest import LONG, Office


@pytest.fixture
def window(qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The dialog at a province, and the file that its chooser names."""
    session = office.province()
    file = office.folder / "cau-hinh.kcs"
    monkeypatch.setattr(unit_dialog, "choose_new_file", lambda _parent, _title, _kinds, chosen, _name: chosen(file))
    issued: list[Any] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = UnitDialog(session, office.do(session, unit_draft.begin), issued.append, parent)
    dialog.show_first()
    yield dialog, session, issued, file
    parent.close()


def test_people_periods_and_norms_are_typed_and_signed(qtbot: QtBot, window: Any, office: Office) -> None:
    dialog, session, issued, file = window
    people = dialog.people
    qtbot.mouseClick(people.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(people.code, "ctv07")
    qtbot.keyClick(people.code, Qt.Key.Key_Return)
    qtbot.keyClicks(people.picker.field, "vi thuy")
    qtbot.keyClick(people.picker.field, Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText("CTV08\tVĩnh Tường\nlinh tinh")
    people.paste.click()
    assert "linh tinh" in people._said.text()
    dialog.periods.ways[1].click()
    dialog.periods.ways[1].click()  # once more adds nothing
    assert len(dialog.periods.entries) == 4
    dialog.norms.begin_row()
    dialog.sign.click()
    assert "Nội dung hỗ trợ" in dialog._trouble.text()
    assert dialog.tabs.current == "norms"
    for name, value in (("activity", "ND03"), ("fund", "KCDP"), ("cap_vnd", 10**8), ("valid_from", "2027-01-01"),
                        ("legal_basis", "NQ 05")):  # fmt: skip
        dialog.norms.form._put(name, value)
    dialog.sign.click()
    qtbot.waitUntil(lambda: bool(issued), timeout=LONG)
    content = session.desk.settings
    assert content["collaborators"] == [
        {"code": "CTV07", "communes": ["31441"]}, {"code": "CTV08", "communes": ["31459"]}
    ]  # fmt: skip
    assert len(content["periods"]) == 4
    assert [row["province"] for row in content["tables"]["norms"]] == ["92"]
    assert file.is_file()
    assert not dialog.isVisible()


def test_rows_are_typed_key_by_key(qtbot: QtBot, window: Any) -> None:
    dialog, _session, _issued, _file = window
    dialog.tabs.setCurrentIndex(1)
    dialog.periods.begin_row()
    rows = dialog.periods.form.rows
    for name, typed in (("name", "Quy I nam 2027"), ("start", "1/1/2027"), ("end", "31.3.2027"), ("due", "5/4/27")):
        rows[name].editor.focus.setFocus()
        qtbot.keyClicks(rows[name].editor.focus, typed)
    assert dialog.periods.entries[0].values == {
        "name": "Quy I nam 2027", "start": "2027-01-01", "end": "2027-03-31", "due": "2027-04-05"
    }  # fmt: skip
    dialog.periods.begin_row()
    assert rows["name"].editor.focus.text() == ""
    dialog.periods.table.go_to(0)
    assert rows["name"].editor.focus.text() == "Quy I nam 2027"
    dialog.tabs.setCurrentIndex(2)
    dialog.norms.begin_row()
    rows = dialog.norms.form.rows
    for name, typed in (("max_share_percent", "45,5"), ("cap_vnd", "200"), ("legal_basis", "NQ 05")):
        rows[name].editor.focus.setFocus()
        qtbot.keyClicks(rows[name].editor.focus, typed)
    values = dialog.norms.entries[0].values
    assert (values["max_share_percent"], values["cap_vnd"]) == (45.5, 200_000_000)


def test_what_is_not_understood_stays_with_its_row(qtbot: QtBot, window: Any) -> None:
    dialog, _session, _issued, _file = window
    dialog.tabs.setCurrentIndex(1)
    dialog.periods.begin_row()
    due = dialog.periods.form.rows["due"].editor.focus
    due.setFocus()
    qtbot.keyClicks(due, "31/2/2027x")
    dialog.periods.begin_row()
    assert due.text() == ""
    dialog.periods.table.go_to(0)
    assert due.text() == "31/2/2027x"
    dialog.periods.table.go_to(1)
    assert dialog.periods.trouble()
    assert due.text() == "31/2/2027x"


def test_closing_asks_only_where_something_changed(qtbot: QtBot, window: Any) -> None:
    dialog, _session, issued, _file = window
    qtbot.mouseClick(dialog.people.add, Qt.MouseButton.LeftButton)
    dialog.people._on_drop()
    dialog.people.begin_row()
    qtbot.keyClicks(dialog.people.code, "CTV07")
    dialog.reject()
    assert dialog.isVisible()  # it asks
    dialog.people._on_drop()
    dialog.reject()
    assert not dialog.isVisible()
    assert issued == []


def test_what_was_replaced_is_taken_back(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    from kcdesk.ui.settings.keys import KeysCard

    session = office.province()
    for number, months in enumerate((6, 12)):
        path = tmp_path / f"{number}.kcs"
        office.do(
            session,
            lambda desk, path=path, months=months: settings.settings_export(desk, path, retention_months=months),
        )
    card = KeysCard(session)
    qtbot.addWidget(card)
    card.show()
    card.refresh()
    qtbot.waitUntil(card._former.isVisible, timeout=LONG)
    assert "số 1" in card._former.text()
    card._take_back(tmp_path / "lai.kcs")
    qtbot.waitUntil(lambda: session.desk.settings["retention_months"] == 6, timeout=LONG)
    assert session.desk.settings["serial"] == 3
