"""Visits: figures go to their year with a word about it; a stack of old sheets is typed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.forms.old_sheets import Stack, ask_stack, put_stack, stack_of
from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.test_drafts import make

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
LONG = 8_000


@pytest.fixture(autouse=True)
def no_stack(session: Session) -> Iterator[None]:
    """No stack is left for the next test."""
    yield
    put_stack(session, None)


def test_a_visit_tells_that_its_figures_went_to_their_year(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.toasted.connect(lambda text, _action, _act: said.append(text))
    row = make(run)
    page = open_page("visit", establishment_id=row, kind="cap_nhat")
    for name, value in (("figures_year", 2025), ("revenue", 1_240_000_000)):
        page.put(name, value)
    page.save()
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert "2025" in said[0]
    years = run(lambda desk: desk.store.children("establishment", row)["yearly_figures"])
    assert [(one["year"], one["revenue"]) for one in years] == [(2025, 1_240_000_000)]


def test_sheets_of_a_stack_have_day_and_year_and_the_next_one_follows_a_save(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    put_stack(session, Stack("2024-03-05", 2023))
    row = make(run)
    page = open_page("visit", establishment_id=row, kind="cap_nhat")
    assert (page.state.values["visited_on"], page.state.values["figures_year"]) == ("2024-03-05", 2023)
    assert page.old_sheets is not None
    assert "05/03/2024" in page.old_sheets.bar.words() and page.old_sheets.bar.isVisible()
    asked: list[str] = []
    closed: list[bool] = []
    page.new_asked.connect(lambda entity, _values: asked.append(entity))
    page.closed.connect(lambda: closed.append(True))
    page.save()
    qtbot.waitUntil(lambda: bool(closed), timeout=LONG)
    assert asked == ["visit"]
    assert stack_of(session) == Stack("2024-03-05", 2023, 1)
    following = open_page("visit")
    assert following.old_sheets is not None and "1 phiếu" in following.old_sheets.bar.words()
    following.old_sheets._end()
    assert stack_of(session) is None and not following.old_sheets.bar.isVisible()


def test_day_and_year_are_asked_once_and_both_are_needed(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    chosen: list[Stack] = []
    box = ask_stack(session, open_page("visit"), chosen.append)
    form = box.findChild(MiniForm)
    assert form is not None and form._goal is not None
    form.rows["visited_on"].show_value("2024-03-05")
    form._on_edited("visited_on")
    form._goal._button.click()
    assert chosen == []
    form.rows["figures_year"].show_value(2023)
    form._on_edited("figures_year")
    form._goal._button.click()
    assert chosen == [Stack("2024-03-05", 2023)]
