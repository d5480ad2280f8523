"""Another look: what is in sight takes it on at once, the rest a little later, and in the end all look the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.theme import Theme, mark


def page(words: str) -> QWidget:
    made = QWidget()
    made.setProperty("plane", "ground")
    layout = QVBoxLayout(made)
    for role in ("title", "strong", "second"):
        text = QLabel(f"{words} {role}")
        text.setProperty("role", role)
        layout.addWidget(text)
    layout.addWidget(QPushButton("Lưu"))
    layout.addWidget(QLineEdit("Cơ sở bánh tráng"))
    return made


class Pages(QStackedWidget):
    """Two pages, of which both were in sight once."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        qtbot.addWidget(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.first, self.second = page("một"), page("hai")
        for one in (self.first, self.second):
            self.addWidget(one)
        self.resize(400, 300)
        self.show()
        for one in (self.second, self.first):
            self.setCurrentWidget(one)
            QApplication.processEvents()

    def strong(self) -> QLabel:
        return next(one for one in self.second.findChildren(QLabel) if one.property("role") == "strong")


@pytest.fixture
def theme(qapp: QApplication):
    made = Theme(qapp, "light")
    yield made
    made.choose(scheme="light", percent=100)


def colour(text: QLabel) -> str:
    return text.palette().windowText().color().name().upper()


def test_what_is_in_sight_changes_at_once(qtbot: QtBot, theme: Theme) -> None:
    pages = Pages(qtbot)
    theme.choose(scheme="dark", percent=150)
    shown = pages.first.findChildren(QLabel)[1]
    assert (colour(shown), shown.font().pixelSize()) == (theme.tokens.text.upper(), 21)


def test_a_page_behind_it_changes_when_it_is_shown(qtbot: QtBot, theme: Theme) -> None:
    pages = Pages(qtbot)
    theme.choose(scheme="dark", percent=150)
    pages.setCurrentWidget(pages.second)
    strong = pages.strong()
    assert (colour(strong), strong.font().pixelSize(), strong.font().weight()) == (theme.tokens.text.upper(), 21, 600)


def test_a_page_behind_it_changes_by_itself(qtbot: QtBot, theme: Theme) -> None:
    pages = Pages(qtbot)
    theme.choose(scheme="dark", percent=150)
    qtbot.waitUntil(lambda: colour(pages.strong()) == theme.tokens.text.upper())
    assert pages.strong().font().pixelSize() == 21


def test_it_can_look_different_afterwards(qtbot: QtBot, theme: Theme) -> None:
    pages = Pages(qtbot)
    theme.choose(scheme="dark")
    theme.choose(scheme="light")
    theme.choose(scheme="dark")
    pages.setCurrentWidget(pages.second)
    strong = pages.strong()
    mark(strong, role="second")
    assert (colour(strong), strong.font().weight()) == (theme.tokens.text2.upper(), 400)


def test_a_page_that_is_gone_is_no_harm(qtbot: QtBot, theme: Theme) -> None:
    pages = Pages(qtbot)
    theme.choose(scheme="dark")
    pages.removeWidget(pages.second)
    pages.second.deleteLater()
    QApplication.sendPostedEvents(None, 0)
    for _turn in range(20):
        QApplication.processEvents()
    assert colour(pages.first.findChildren(QLabel)[1]) == theme.tokens.text.upper()


def test_in_the_end_it_looks_as_if_it_had_been_so_from_the_start(qtbot: QtBot, theme: Theme) -> None:
    changed = Pages(qtbot)
    theme.choose(scheme="dark", percent=130)
    changed.setCurrentWidget(changed.second)
    fresh = Pages(qtbot)
    fresh.setCurrentWidget(fresh.second)
    for _turn in range(50):
        QApplication.processEvents()
    assert changed.grab().toImage() == fresh.grab().toImage()
