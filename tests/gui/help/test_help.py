"""Help: a page for every place in both languages, true links, pictures and keys; the window driven by keyboard."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kcdesk import i18n, paths
from kcdesk.ui.app import Program
from kcdesk.ui.help import pages
from kcdesk.ui.help.window import HelpWindow
from kcdesk.ui.workspace import WorkspacePage
from tests.gui import walk
from tests.work import desks

ALL = [topic.name for topic in pages.TOPICS]
LANGUAGES = ("vi", "en")
PLACES = {
    "overview", "establishment", "support_request", "visit", "proposal", "exchange", "sheet", "shelf", "settings",
    "conflicts", "duplicates",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_page_leads_only_where_something_is(name, language):
    written = pages.text(name, language)
    assert written.startswith("# ")
    for kind, target in re.findall(r"\]\((page|place):([a-z_]+)\)", written):
        assert target in (ALL if kind == "page" else PLACES)
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", written):
        assert paths.resource(*pages.PICTURES, picture).is_file()
    assert not re.search(r"https?:|<", written)


@pytest.mark.parametrize("name", ALL)
def test_both_languages_say_the_same(name):
    """The same keys, links, pictures and number of steps."""
    one, other = (pages.text(name, language) for language in LANGUAGES)
    for pattern in (
        r"\((?:page|place):[a-z_]+\)",
        r"\([a-z_]+\.png\)",
        r"^[0-9]+\.",
        r"^- ",
        r"(?:Ctrl|F)\+?[A-Z0-9]\w*",
    ):
        assert len(re.findall(pattern, one, re.M)) == len(re.findall(pattern, other, re.M)), pattern


def test_no_page_and_no_picture_is_left_over():
    for language in LANGUAGES:
        assert {file.stem for file in paths.resource("help", language).glob("*.md")} == set(ALL)
    used = set(re.findall(r"\(([a-z_]+\.png)\)", "".join(pages.text(name, "vi") for name in ALL))) | {"list.png"}
    assert {file.name for file in paths.resource(*pages.PICTURES).iterdir()} == used


def test_every_key_that_help_names_is_bound_somewhere():
    sources = "".join(
        file.read_text(encoding="utf-8") for file in (paths.resource().parent / "kcdesk" / "ui").rglob("*.py")
        if file.parent.name != "help"
    )  # fmt: skip
    named = set(re.findall(r"Ctrl\+(?:Shift\+)?[A-Z]\b|\bF[0-9]\b", "".join(pages.text(name, "vi") for name in ALL)))
    for key in named - {"Ctrl+V", "Ctrl+A", "Ctrl+Z"}:
        assert f'"{key}"' in sources or f"Key_{key}" in sources, key


@pytest.mark.parametrize(("role", "left_out"), [(pages.FIELD, "inbox"), (pages.PROVINCE, "send")])
def test_pages_of_the_other_role_are_not_shown(role, left_out):
    assert left_out not in {topic.name for topic in pages.topics(role)}
    assert pages.topic_of("nowhere", role) == pages.FIRST


def test_search_finds_words_without_marks():
    assert pages.find("ban giao", pages.FIELD)[0] == "handover"
    assert pages.find("gộp đề án", pages.FIELD)[0] == "proposal"
    assert pages.find("xyzt", pages.FIELD) == []
    i18n.set_language("en")
    assert pages.find("hand over", pages.FIELD)[0] == "handover"


@pytest.fixture
def opened(qtbot, program_at, home) -> Program:
    """The program over an empty workspace of a collaborator."""
    desks.collaborator(home).close()
    program = program_at(home)
    program.page.entered.emit(desks.PASSWORD)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=30_000)
    return program


def _help(program) -> HelpWindow:
    return next(one for one in program.window.findChildren(HelpWindow) if one.isVisible())


def _press_f1(program, qtbot) -> HelpWindow:
    program.page.pages.help()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in program.window.findChildren(HelpWindow)))
    return _help(program)


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("overview", "Tổng quan"), ("establishment", "Tìm, lọc, sửa nhiều hồ sơ"), ("exchange", "Gửi về tỉnh"),
        ("sheet", "Nhập danh sách từ Excel"), ("shelf", "Lấy lại những gì đã bỏ"), ("settings", "Cài đặt"),
    ],
)  # fmt: skip
def test_f1_opens_the_page_of_the_place(opened, qtbot, place, heading):
    opened.page.pages.go(place)
    window = _press_f1(opened, qtbot)
    assert window.reader.toPlainText().startswith(heading)
    window.close()


def test_f1_in_a_form_and_in_a_tab(opened, qtbot):
    pages_of = opened.page.pages
    pages_of.open_record("visit", None, {})
    assert _press_f1(opened, qtbot).reader.toPlainText().startswith("Lượt khảo sát")
    pages_of.show_waiting("conflicts")
    assert _press_f1(opened, qtbot).reader.toPlainText().startswith("Mâu thuẫn")
    assert len([one for one in opened.window.findChildren(HelpWindow) if one.isVisible()]) == 1
    _help(opened).close()


def test_f1_in_a_dialog_opens_help_over_it(opened, qtbot):
    opened.page.pages.go("establishment")
    opened.page.pages.give_out()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_F1)  # as the system would give it to the program
    shown = next(one for one in dialog.findChildren(HelpWindow) if one.isVisible())
    assert shown.reader.toPlainText().startswith("Xuất ra Excel")
    shown.close()
    dialog.close()


def test_reading_on_and_back_by_keyboard(opened, qtbot):
    window = _press_f1(opened, qtbot)
    window.search.setFocus()
    qtbot.keyClicks(window.search, "mat khau")
    assert window.reader.toPlainText().startswith("Mật khẩu")
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    second = window.reader.toPlainText()
    assert not second.startswith("Mật khẩu")
    window.go_back()
    assert window.reader.toPlainText().startswith("Mật khẩu")
    window.reader.page_asked.emit("handover")
    assert "gói khởi đầu" in window.reader.toPlainText()
    window.reader.place_asked.emit("shelf")
    assert opened.page.pages.stack.currentWidget() is opened.page.pages.shelf
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in opened.window.findChildren(HelpWindow)))


def test_a_page_is_shown_from_its_beginning_and_needs_no_scrolling_sideways(opened, qtbot):
    opened.page.pages.go("establishment")
    window = _press_f1(opened, qtbot)
    window.show_page("establishment")
    qtbot.wait(50)
    reader = window.reader
    assert reader.verticalScrollBar().value() == 0
    assert reader.verticalScrollBar().maximum() > 0
    assert reader.horizontalScrollBar().maximum() == 0
    block = reader.document().begin()
    while "\ufffc" not in block.text():
        block = block.next()
    picture = reader.loadResource(2, "establishment.png")
    layout = reader.document().documentLayout()
    assert layout.blockBoundingRect(block).height() < picture.height() / picture.devicePixelRatio() * 1.1
    window.close()


def test_esc_leaves_no_window_behind(opened, qtbot):
    for _time in range(3):
        window = _press_f1(opened, qtbot)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not opened.window.findChildren(HelpWindow))


def test_words_that_nowhere_stand_get_a_sentence(opened, qtbot):
    window = _press_f1(opened, qtbot)
    window.search.setText("zzz")
    assert window.nothing.isVisible()
    assert window.list.count() == 0
    window.close()


def test_keys_are_a_table_of_what_works(opened, qtbot):
    window = _press_f1(opened, qtbot)
    window.show_page("keys")
    text = window.reader.toPlainText()
    assert "Ctrl+G" in text
    assert "Tạo gói gửi tỉnh" in text
    assert "F3" not in text
    window.close()


@pytest.mark.parametrize(("language", "percent", "scheme"), [("vi", 100, "light"), ("en", 200, "dark")])
def test_the_window_itself_is_fit_for_everyone(qtbot, program_at, home, language, percent, scheme):
    """Names for screen readers, nothing cut off, enough contrast."""
    i18n.set_language(language)
    program = program_at(home)
    program.theme.choose(scheme=scheme, percent=percent)
    window = HelpWindow(program.window, program.theme, pages.FIELD)
    window.resize(900, 640)
    window.show_page("send")
    window.show()
    qtbot.waitUntil(window.isVisible)
    qtbot.wait(300)
    assert walk.silent(window) == []
    assert walk.cut_off(window) == []
    assert walk.faint(window, window.grab().toImage()) == []
    window.close()
    program.theme.choose(scheme="light", percent=100)
