"""A state as a word on a coloured ground: never colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kcdesk.ui.theme import mark


class Badge(QLabel):
    """A word with a ground; ``level`` is quiet, good, warning, error, note or accent."""

    def __init__(self, level: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("badge", level)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, level: str, text: str) -> None:
        """Another state."""
        self.setText(text)
        mark(self, badge=level)
