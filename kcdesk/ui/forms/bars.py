"""Quiet bars above the form: a draft that is offered, places that have to be mended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from kcdesk.ui.widgets import buttons


class _KeyButton:
    """Enter presses a button of a bar, as it does everywhere else."""

    @staticmethod
    def pressed(button: QPushButton, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and button.hasFocus():
            button.click()
            return True
        return False


class Bar(QFrame):
    """A sentence with at most two answers. Signals: ``first``, ``second``."""

    first = Signal()
    second = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(8)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._words, 1)
        self.first_button = buttons.secondary("")
        self.second_button = buttons.link("")
        for button, signal in ((self.first_button, self.first), (self.second_button, self.second)):
            button.clicked.connect(lambda _checked, signal=signal: signal.emit())
            layout.addWidget(button)
        self.hide()

    def ask(self, words: str, first: str = "", second: str = "") -> None:
        """Show a sentence and its answers."""
        self._words.setText(words)
        self.setAccessibleName(words)
        for button, text in ((self.first_button, first), (self.second_button, second)):
            button.set_text(text)
            button.setVisible(bool(text))
        self.show()

    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _KeyButton.pressed(self.first_button, event) or _KeyButton.pressed(self.second_button, event):
            return
        super().keyPressEvent(event)
