"""Beside the form: records that may be the same, before anything is saved, without getting in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.work import joins, records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.typist import Typist
from tests.work.desks import ESTABLISHMENT, REQUEST

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
LONG = 10_000


def make(run: Run, **more: Any) -> str:
    """An establishment that is there already."""
    return run(lambda desk: records.save_record(desk, "establishment", None, {**ESTABLISHMENT, **more})).id


def test_a_twin_is_shown_while_one_types_and_leads_there(
    open_page: OpenPage, run: Run, qtbot: QtBot, typist: Typist
) -> None:
    there = make(run, name="HTX Mây tre Hai Lúa", phone="0987654321")
    page = open_page("establishment", commune_code="31441")
    page.focus_first()
    typist.type("Hop tac xa may tre hai lua")
    assert typist.here.hasFocus()
    card = page.twins.card
    qtbot.waitUntil(card.isVisible, timeout=LONG)
    assert typist.name.startswith("Tên cơ sở"), "typing goes on"
    assert "HTX Mây tre Hai Lúa" in card.buttons[0].accessibleName()
    typist.press(Qt.Key.Key_F6)
    assert card.buttons[0].hasFocus()
    with qtbot.waitSignal(page.open_record, timeout=LONG) as asked:
        typist.enter()
    assert asked.args == ["establishment", there]


def test_nothing_is_shown_for_the_record_itself_and_a_join_is_told(open_page: OpenPage, run: Run, qtbot: QtBot) -> None:
    one = make(run, name="Lò rèn Ba Khía", phone="0977000111", representative="Lê Ba Khía")
    two = make(run, name="Xưởng cơ khí Ba Khía", phone="0977000222", representative="Trần Ba Khía")
    page = open_page("establishment", one)
    qtbot.wait(600)
    assert not page.twins.card.isVisible()
    run(lambda desk: joins.join(desk, one, two))
    other = open_page("establishment", two)
    qtbot.waitUntil(other.twins.card.isVisible, timeout=LONG)
    separate = other.twins.card.buttons[-1]
    assert separate.text() == "Tách ra"
    separate.click()
    qtbot.waitUntil(lambda: not other.twins.card.isVisible(), timeout=LONG)
    assert run(lambda desk: joins.groups(desk).hidden) == []


def test_a_request_that_is_there_already_is_told(open_page: OpenPage, run: Run, qtbot: QtBot) -> None:
    owner = make(run, name="Lò gạch Tám Xuân", phone="0966000111")
    run(lambda desk: records.save_record(desk, "support_request", None, {**REQUEST, "establishment_id": owner}))
    page = open_page("support_request", establishment_id=owner, activity="ND03", plan_year=2027)
    qtbot.waitUntil(page.twins.card.isVisible, timeout=LONG)
    assert "Máy tráng bánh" in page.twins.card.buttons[0].accessibleName()
