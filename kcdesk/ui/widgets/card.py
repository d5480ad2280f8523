"""White cards on the ground, and the words that stand on them."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

_LONG = re.compile(r"\S{12}(?=\S)")


class Card(QFrame):
    """A plane with rounded corners; ``body`` is its layout. ``look`` is true, accent, quiet, error, warning, note."""

    def __init__(self, heading: str = "", *, look: str = "true", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 16, 18, 16)
        self.body.setSpacing(8)
        self.heading = label(heading, "heading")
        if heading:
            self.body.addWidget(self.heading)
        else:
            self.heading.hide()


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Words in one of the roles of the style sheet. Always plain text: names come from people."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def breakable(text: str, most: int = 600) -> str:
    """The text with places where a line may end inside very long words, which would else make a page wider."""
    shown = text if len(text) <= most else f"{text[:most]}…"
    return _LONG.sub("\\g<0>\u200b", shown)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
            inner.deleteLater()


def rule() -> QFrame:
    """A thin line."""
    line = QFrame()
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    return line


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Parts beside each other; None is a stretch, a number a space."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, int):
            line.addSpacing(part)
        elif isinstance(part, QWidget):
            line.addWidget(part)
        else:
            line.addLayout(part)
    return line
