"""Editors by kind: input methods, pickers, money, choices, coordinates; a new field appears by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.model import catalogue
from kcdesk.model.fields import Choice, Field, When
from kcdesk.model.kinds import KINDS, Kind
from kcdesk.ui.forms.letters import LetterSearch
from kcdesk.ui.forms.page import RecordPage
from tests.gui.forms.typist import Typist

OpenPage = Callable[..., RecordPage]


def compose(widget: QWidget, *steps: str, commit: str) -> None:
    """What an input method sends: the composition as it grows, then the finished text."""
    for step in steps:
        QApplication.sendEvent(widget, QInputMethodEvent(step, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(commit)
    QApplication.sendEvent(widget, done)


def test_composition_is_not_disturbed(open_page: OpenPage, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("commune_code")
    row = page.body.rows["commune_code"]
    page._make_pick_list().hide()
    compose(typist.here, "v", "vi", "vị", commit="vị ")
    QApplication.sendEvent(typist.here, QInputMethodEvent("th", []))
    assert row.editor.line.composing
    assert row.editor.line.text() == "vị "
    row.editor.show_value("31441")
    assert row.editor.line.text() == "vị "
    compose(typist.here, "thuỷ", commit="thuỷ")
    qtbot.waitUntil(lambda: page._make_pick_list().isVisible())
    assert row.editor.line.text() == "vị thuỷ"
    typist.enter()
    assert page.state.values["commune_code"] == "31441"


class Composing:
    """An input method that has not written down its last word yet."""

    def __init__(self, word: str) -> None:
        self.word = word

    def commit(self) -> None:
        """Write it down."""
        here = QApplication.focusWidget()
        assert here is not None
        compose(here, commit=self.word)


def test_enter_that_is_quicker_than_the_input_method_takes_the_whole_word(
    open_page: OpenPage, qtbot: QtBot, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list still shows what the first word found; what was meant is looked for before one goes on."""
    page = open_page("establishment")
    page.body.go_to("commune_code")
    compose(typist.here, "v", "vi", "vị", commit="vị ")
    qtbot.waitUntil(lambda: page._make_pick_list().isVisible())
    QApplication.sendEvent(typist.here, QInputMethodEvent("thủy", []))
    monkeypatch.setattr(QGuiApplication, "inputMethod", lambda: Composing("thủy"))
    typist.enter()
    qtbot.waitUntil(lambda: page.place() == "address")
    assert page.state.values["commune_code"] == "31441"
    compose(typist.here, commit="thủy")  # the word of the field before, which comes once more
    assert typist.here.text() == ""
    compose(typist.here, "Â", "Ấ", commit="Ấp ")
    assert typist.here.text() == "Ấp "


def test_enter_does_not_take_what_an_older_question_found(
    open_page: OpenPage, qtbot: QtBot, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a search is under way, the list under the field is that of fewer letters."""
    page = open_page("establishment")
    page.body.go_to("commune_code")
    editor = page.body.rows["commune_code"].editor
    typist.type("vị")
    qtbot.waitUntil(lambda: page._make_pick_list().isVisible())
    asked: list[tuple[str, Any]] = []
    whole = editor.source.find
    monkeypatch.setattr(editor.source, "find", lambda text, done: asked.append((text, done)))
    typist.type(" thủy")
    qtbot.waitUntil(lambda: bool(asked))
    typist.enter()
    assert page.place() == "commune_code"
    whole(*asked[-1])
    qtbot.waitUntil(lambda: page.place() == "address")
    assert page.state.values["commune_code"] == "31441"


@pytest.mark.parametrize("typed", ["Vị Thủy", "Vị Thuỷ", "Vi\u0323 Thu\u0309y", "vi thuy"])
def test_composed_decomposed_and_either_tone_place_find_the_same(
    open_page: OpenPage, typist: Typist, typed: str
) -> None:
    page = open_page("establishment")
    page.body.go_to("commune_code")
    typist.type(typed).enter()
    assert page.state.values["commune_code"] == "31441"


def test_names_are_kept_composed(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("representative")
    typist.type("Đặng Văn U\u031bo\u031b\u0301c").enter()
    assert page.state.values["representative"] == "Đặng Văn Ước"


def test_a_fast_typist_gets_what_was_typed_last(open_page: OpenPage, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("commune_code")
    typist.type("vi")
    qtbot.waitUntil(lambda: page._make_pick_list().isVisible())
    typist.type("nh tuong").enter()
    assert "Vĩnh Tường" in page.body.rows["commune_code"].editor.line.text()


def test_nothing_found_is_said_and_kept(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("commune_code")
    typist.type("xyzxyz").enter()
    row = page.body.rows["commune_code"]
    assert row.editor.line.text() == "xyzxyz"
    assert "Không có xã" in row._note.text()


def test_offers_are_passed_by_with_enter(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("main_trade")
    typist.type("tráng bánh").enter()
    assert page._make_pick_list().isVisible()
    typist.enter()
    assert page.state.values.get("vsic_code") is None
    typist.press(Qt.Key.Key_Backtab).press(Qt.Key.Key_Down).enter()
    assert page.state.values["vsic_code"] == "10710"


def test_escape_closes_the_list_first(open_page: OpenPage, qtbot: QtBot, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("main_trade")
    typist.type("rèn").enter()
    with qtbot.assertNotEmitted(page.closed):
        typist.press(Qt.Key.Key_Escape)
    assert not page._make_pick_list().isVisible()


def test_money_is_read_back_and_asked_about(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("support_request")
    page.body.go_to("total_cost")
    row = page.body.rows["total_cost"]
    typist.type("97,82")
    assert row._note.text() == "chín mươi bảy triệu tám trăm hai mươi nghìn đồng"
    row.editor.line.clear()
    typist.type("97820000")
    assert row._note.text().startswith("▲ Có phải 97,82 triệu?")
    typist.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert row.editor.line.text() == "97,82"
    assert page.state.values["total_cost"] == 97_820_000
    typist.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row.editor.line.text() == "97820000"


def test_choices_take_at_most_three_keys(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    for name, letter, code in (("legal_form", "x", "HTX"), ("status", "t", "tam_ngung"), ("consent", "2", "dong_y")):
        page.body.go_to(name)
        if name == "legal_form":
            typist.type("ht").enter()
        else:
            typist.type(letter).enter()
        assert page.state.values[name] == code


def test_several_choices(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("wastes")
    typist.type("k").press(Qt.Key.Key_Space)
    typist.press(Qt.Key.Key_Right).press(Qt.Key.Key_Space)
    assert page.state.values["wastes"] == ("khi_thai", "chat_thai_ran")
    typist.enter()
    assert typist.name.startswith("Biện pháp")


def test_a_pasted_pair_fills_both_coordinates(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("latitude")
    page.body.rows["latitude"].editor.line.insert("10.03, 105.78")
    assert page.state.values["latitude"] == 10.03
    assert page.state.values["longitude"] == 105.78
    assert page.body.rows["longitude"].editor.line.text().startswith("105,78")


def test_long_text(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("note")
    typist.type("một").press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier).type("hai").enter()
    assert page.state.values["note"] == "một\nhai"
    assert typist.name != "Ghi chú"


def _thrown_away(kind: Kind, name: str, **more: Any) -> Field:
    lists = (Choice("a", "Thứ nhất"), Choice("b", "Thứ hai")) if kind.name in ("choice", "choices") else ()
    table = "communes" if kind.name in ("code", "codes") else ""
    parent = "establishment" if kind.name == "reference" else ""
    return Field(
        name=name, kind=kind, label=f"Mục {kind.name}", group="figures", choices=lists, code_table=table, parent=parent,
        **more,
    )  # fmt: skip


def test_a_new_field_of_any_kind_appears_by_itself(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = catalogue.entity("visit")
    added = [_thrown_away(kind, f"new_{kind.name}") for kind in KINDS]
    seldom = [_thrown_away(kind, f"seldom_{kind.name}", applies=(When("next_step"),)) for kind in KINDS]
    monkeypatch.setitem(catalogue._BY_NAME, "visit", replace(visit, fields=(*visit.fields, *added, *seldom)))
    page = open_page("visit")
    for kind in KINDS:
        row = page.body.rows[f"new_{kind.name}"]
        assert row.isVisibleTo(page)
        assert row.editor.focus.accessibleName().startswith(f"Mục {kind.name}")
        assert page.body.rows[f"seldom_{kind.name}"].isHidden()
    page.put("next_step", "giúp hoàn thiện báo giá")
    assert not any(page.body.rows[f"seldom_{kind.name}"].isHidden() for kind in KINDS)


def test_letters() -> None:
    search = LetterSearch(["Hộ kinh doanh", "Hợp tác xã", "Đang hoạt động"], ["HKD", "HTX", "dang"])
    assert search.find("h", -1) == 0
    assert search.find("h", 0) == 1
    search.reset()
    assert [search.find("h", -1), search.find("t", 0), search.find("x", 1)] == [0, 1, 1]
    search.reset()
    assert search.find("đ", -1) == 2
    assert search.find("q", 2) == -1


def test_nothing_that_is_pasted_is_cut(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("name")
    name = "Hợp tác xã sản xuất bánh tráng " * 9
    typist.here.insert(name)
    assert page.body.rows["name"].editor.text == name
    assert page.body.rows["name"].editor.trouble == "Dài quá 250 ký tự (đang có 278); hãy viết gọn lại."
    decomposed = unicodedata.normalize("NFD", name[:240])
    assert len(decomposed) > 250
    typist.here.setText(decomposed)
    assert page.state.values["name"] == name[:240].strip()


def test_a_day_is_typed_as_it_is_said(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("visit")
    for typed, value, shown in (
        ("hôm qua", "2026-11-22", "22/11/2026"), ("3/4", "2026-04-03", "03/04/2026"),
        ("03042025", "2025-04-03", "03/04/2025"),
    ):  # fmt: skip
        page.body.go_to("visited_on")
        row = page.body.rows["visited_on"]
        row.editor.line.selectAll()
        typist.type(typed)
        assert page.state.values["visited_on"] == value
        assert shown in row.editor.reading.text
        typist.enter()
        assert row.editor.line.text() == shown


def test_a_month_or_a_day_is_asked_where_both_can_be_meant(open_page: OpenPage, typist: Typist) -> None:
    page = open_page("establishment")
    page.body.go_to("changed_on")
    editor = page.body.rows["changed_on"].editor
    typist.type("03/04")
    assert (editor.value, editor.reading.instead) == ("2004-03", "2026-04-03")
    assert editor.reading.doubt == "Có phải ngày 03/04/2026?"
