"""A form keeps to its room: in a small window, with large letters, and when their size is changed under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.card import WIDEST_EMS
from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.theme import Theme

OpenPage = Callable[..., RecordPage]
SMALLEST = (719, 620)
"""What is left for a form of a window of 1024 × 700 beside the navigation in large letters."""
CARD_EDGES = 44
"""Pixels of a card and its page that are no room for a row."""


@pytest.fixture
def size(theme: Theme) -> Iterator[Callable[[int], None]]:
    """Chooses a size of letters; the next test has the usual one."""
    yield lambda percent: theme.choose(scheme="light", percent=percent)
    theme.choose(scheme="light", percent=100)


@pytest.mark.parametrize("entity", ["establishment", "support_request", "visit"])
def test_nothing_is_cut_off_in_the_smallest_window(
    open_page: OpenPage, qtbot: QtBot, size: Callable[[int], None], entity: str
) -> None:
    page = open_page(entity)
    page.resize(*SMALLEST)
    for percent in (150, 200):
        size(percent)
        rows = [*page.body.rows.values(), *page.body.derived.values()]

        def all_fit(rows: list[QWidget] = rows) -> None:
            room = page.body.viewport().width() - CARD_EDGES
            assert [one for one in rows if one.minimumSizeHint().width() > room] == []
            cards = page.body.cards.values()
            assert [one.name for one in cards if one.minimumSizeHint().width() > room + CARD_EDGES - 8] == []

        qtbot.waitUntil(all_fit, timeout=5_000)
        assert all(row.grid.stacked for row in page.body.rows.values())


def test_a_form_follows_the_letters_while_it_is_open(
    open_page: OpenPage, qtbot: QtBot, size: Callable[[int], None]
) -> None:
    page = open_page("support_request")
    assert not page.body.rows["title"].grid.stacked
    assert page.side is not None
    assert page.side.beside
    size(200)
    assert not page.side.beside
    card = page.body.cards["subject"]
    assert card.maximumWidth() == WIDEST_EMS * card.fontMetrics().horizontalAdvance("M") > 1_000
    size(100)
    assert page.side.beside
    assert not page.body.rows["title"].grid.stacked
