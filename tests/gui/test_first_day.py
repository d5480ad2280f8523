"""The first day from end to end in the real window: first steps, unlocking, a list, a search, a bundle."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.app import Program
from kcdesk.ui.start.area import find_communes
from kcdesk.ui.start.page import StartPage
from kcdesk.ui.unlock import UnlockPage
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work import demo
from tests.gui import walk
from tests.gui.conftest import PASSWORD

LONG = 30_000
Start = Callable[[Path], Program]


def type_text(widget: QWidget, text: str) -> None:
    """Send each letter as its own key event; QTest knows ASCII only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def type_into(qtbot: QtBot, program: Program, text: str) -> None:
    """Type where the focus is."""
    type_text(program.window.focusWidget(), text)


def press(qtbot: QtBot, program: Program, key: Qt.Key) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(program.window.focusWidget(), key)


def set_up(qtbot: QtBot, program: Program, code: str = "ctv07", password: str = PASSWORD) -> WorkspacePage:
    """Go through the first steps by keyboard alone."""
    page = program.page
    assert isinstance(page, StartPage)
    for text in (code, "Nguyễn Thị Hạnh", "Phòng Kinh tế xã Vị Thủy", "0912345678"):
        type_into(qtbot, program, text)
        press(qtbot, program, Qt.Key.Key_Return)
    for text in ("can tho", "vi thuy", "vinh tuong"):
        type_into(qtbot, program, text)
        press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_Return)
    for _time in range(2):
        type_into(qtbot, program, password)
        press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(page.last.isVisible, timeout=LONG)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    assert isinstance(program.page, WorkspacePage)
    return program.page


def test_the_first_steps_make_a_workspace_by_keyboard_alone(qtbot: QtBot, program_at: Start, home: Path) -> None:
    """Four steps, nothing but keys, and the overview is there."""
    page = set_up(qtbot, program_at(home))
    profile = page.session.profile
    assert (profile.code, profile.province, profile.communes) == ("CTV07", "92", ("31441", "31459"))
    assert (home / "workspace.kcw").is_file()


def test_each_step_says_what_is_missing(qtbot: QtBot, program_at: Start, home: Path) -> None:
    """Nobody gets past a step that is not done, and the reason is one sentence."""
    program = program_at(home)
    page = program.page
    assert isinstance(page, StartPage)
    page.go_on()
    assert "Chưa có mã" in page._trouble.text()
    page.who.code.setText("0939123456")
    page.go_on()
    assert "số điện thoại, không phải mã" in page._trouble.text()
    page.who.code.setText("CTV07")
    page.go_on()
    assert "họ và tên" in page._trouble.text()
    page.who.name.setText("Nguyễn Thị Hạnh")
    page.who.phone.setText("Phòng Kinh tế")
    page.go_on()
    assert "Số điện thoại chưa đúng" in page._trouble.text()
    page.who.phone.setText("0939 123 456")
    page.go_on()
    page.go_on()
    assert "tỉnh, thành phố" in page._trouble.text()
    page.go_back()
    assert page.who.isVisible()


def test_what_was_wrong_is_not_said_any_more_once_it_is_being_mended(
    qtbot: QtBot, program_at: Start, home: Path
) -> None:
    program = program_at(home)
    page = program.page
    assert isinstance(page, StartPage)
    page.go_on()
    assert page._trouble.isVisible()
    type_into(qtbot, program, "C")
    assert not page._trouble.isVisible()


@pytest.mark.parametrize("percent", [100, 200])
def test_the_first_steps_fit_into_the_smallest_window(
    qtbot: QtBot, program_at: Start, home: Path, percent: int
) -> None:
    program = program_at(home)
    program.theme.choose(scheme="light", percent=percent)
    program.window.resize(1024, 700)
    page = program.page
    assert isinstance(page, StartPage)
    for at in range(3):
        page._show(at)
        qtbot.waitUntil(lambda: walk.cut_off(program.window) == [], timeout=5_000)
    program.theme.choose(scheme="light", percent=100)


def test_one_s_area_lies_in_one_s_province_and_others_name_theirs(program_at: Start, home: Path) -> None:
    """Three communes have the name Vĩnh Tường: the one of this province is offered, and no other."""
    page = program_at(home).page
    assert isinstance(page, StartPage)
    page.area.province = "92"
    assert [one.title for one in page.area._find_communes("vinh tuong")].count("Xã Vĩnh Tường") == 1
    others = find_communes(page.area._load(), "vinh tuong", "92")
    alike = [(one.title, one.detail) for one in others if one.title == "Xã Vĩnh Tường"]
    assert len(alike) == len(set(alike)) == 3


@pytest.mark.parametrize(
    ("first", "second", "said"), [("ngắn", "ngắn", "ký tự"), (PASSWORD, "khác hẳn rồi", "chưa giống")]
)
def test_a_password_is_long_enough_and_typed_twice_alike(
    qtbot: QtBot, program_at: Start, home: Path, first: str, second: str, said: str
) -> None:
    """The strength is said in words before anything is made."""
    program = program_at(home)
    page = program.page
    assert isinstance(page, StartPage)
    page.secret._first.field.setText(first)
    page.secret._second.field.setText(second)
    assert said in page.secret.trouble()


def test_a_wrong_password_is_one_sentence_and_the_right_one_opens(qtbot: QtBot, program_at: Start, home: Path) -> None:
    """After a refusal the field is empty, has the focus, and the right password still opens."""
    program = program_at(home)
    set_up(qtbot, program)
    program.lock()
    page = program.page
    assert isinstance(page, UnlockPage)
    type_text(page.password.field, "không phải")
    qtbot.keyClick(page.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.trouble.isVisible, timeout=LONG)
    assert page.trouble.text().startswith("Mật khẩu")
    assert page.password.text() == ""
    type_text(page.password.field, PASSWORD)
    qtbot.keyClick(page.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)


def test_two_people_share_a_laptop(qtbot: QtBot, program_at: Start, home: Path) -> None:
    """Locking lets another person in; each sees only their own records, and their own password opens them."""
    program = program_at(home)
    page = set_up(qtbot, program)
    page.session.jobs.run(lambda desk: demo.fill(desk, 3, seed=3))
    program.lock()
    unlock = program.page
    assert isinstance(unlock, UnlockPage)
    assert not unlock.who.isVisible()
    unlock.new_asked.emit()
    start = program.page
    assert isinstance(start, StartPage)
    start.go_back()
    assert isinstance(program.page, UnlockPage)
    program.page.new_asked.emit()
    second = set_up(qtbot, program, code="ctv08", password="một mật khẩu khác")
    assert second.session.profile.code == "CTV08"
    found: list[int] = []
    second.session.jobs.read(lambda desk: desk.store.count("establishment"), found.append)
    qtbot.waitUntil(lambda: found == [0], timeout=LONG)
    program.lock()
    unlock = program.page
    assert isinstance(unlock, UnlockPage)
    qtbot.waitUntil(unlock.who.isVisible, timeout=LONG)
    assert [unlock.who.itemText(at) for at in range(2)] == ["CTV07", "CTV08"]
    assert unlock.who.currentText() == "CTV08"
    unlock.who.setCurrentIndex(0)
    type_text(unlock.password.field, "một mật khẩu khác")
    qtbot.keyClick(unlock.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(unlock.trouble.isVisible, timeout=LONG)
    type_text(unlock.password.field, PASSWORD)
    qtbot.keyClick(unlock.password.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    assert program.page.session.profile.code == "CTV07"  # type: ignore[union-attr]


def test_list_search_and_bundle(qtbot: QtBot, program_at: Start, home: Path, tmp_path: Path) -> None:
    """Made-up records are listed in Vietnamese order, found without marks, and go into a bundle."""
    program = program_at(home)
    page = set_up(qtbot, program)
    with qtbot.waitSignal(page.session.changed, timeout=LONG):
        page.session.jobs.run(lambda desk: demo.fill(desk, 40, seed=3), lambda _made: page.session.rows_changed(()))
    page.pages.go("establishment")
    listed = page.pages.list_of("establishment")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 40, timeout=LONG)
    name = listed.model.row_of(listed.model.index(20, 0)).cells[0]  # type: ignore[union-attr]
    from kcdesk.text.fold import fold

    type_text(listed.search, fold(name))
    qtbot.waitUntil(lambda: 0 < listed.model.rowCount() < 40, timeout=LONG)
    assert "trong 40 cơ sở" in listed._count.text()
    page.pages.make_bundle()
    making = page.pages.exchange.bundles.making
    qtbot.waitUntil(lambda: "40 cơ sở" in making._what.text(), timeout=LONG)
    assert not making.button.isEnabled()
    making._open.setChecked(True)
    making._folder.setText(str(tmp_path / "gói gửi"))
    with qtbot.waitSignal(making.made, timeout=LONG) as made:
        making.button.click()
    bundle = made.args[0][0]
    assert bundle.path.is_file()
    assert bundle.path.suffix == ".zip"
    assert len(bundle.code) == 7


def test_trying_it_out_leaves_nothing_behind_and_sends_nothing(qtbot: QtBot, program_at: Start, home: Path) -> None:
    """Made-up records live in a folder of their own which is gone afterwards; no bundle can be made of them."""
    program = program_at(home)
    program.start_practice()
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    page = program.page
    assert isinstance(page, WorkspacePage)
    folder = Path(page.session.desk.home)
    page.pages.make_bundle()
    making = page.pages.exchange.bundles.making
    qtbot.waitUntil(lambda: "tự tạo" in making._trouble.text(), timeout=LONG)
    assert not making.button.isEnabled()
    program.end_practice()
    assert isinstance(program.page, StartPage)
    assert not folder.exists()
    assert not (home / "workspace.kcw").exists()


def test_the_window_gets_its_turn_beside_long_work(program_at: Start, home: Path) -> None:
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(0.005)
        program_at(home)
        assert sys.getswitchinterval() < 0.001
    finally:
        sys.setswitchinterval(before)
