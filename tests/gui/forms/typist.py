"""An officer at the keyboard: letters, Enter, and nothing else. Counts the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


class Typist:
    """Types into whatever has the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.keys = 0
        self.letters = 0

    @property
    def here(self) -> QWidget:
        """The widget that has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    @property
    def name(self) -> str:
        """What a screen reader says here."""
        return self.here.accessibleName()

    def type(self, text: str) -> Typist:
        """Letters as an input method hands them over: one key event each, Vietnamese letters whole."""
        for letter in text:
            widget = self.here
            code = ord(letter.upper()) if letter.isascii() else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter))
            self.keys += 1
            self.letters += 1
        return self

    def enter(self, times: int = 1) -> Typist:
        """Enter."""
        for _time in range(times):
            self.press(Qt.Key.Key_Return)
        return self

    def wanted(self) -> Typist:
        """Ctrl+Enter."""
        return self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Typist:
        """Any key."""
        QTest.keyClick(self.here, key, modifiers)
        self.keys += 1
        return self
