"""What stands where a list would be: why it is empty, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.ui.widgets.buttons import Button
from kcdesk.ui.widgets.card import label


class EmptyState(QWidget):
    """A heading, a sentence and one or two buttons, in the middle."""

    def __init__(self, heading: str = "", sentence: str = "", *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = label(heading, "name", wrap=True)
        self._sentence = label(sentence, "second", wrap=True)
        self.setAccessibleName(f"{heading}. {sentence}")
        body = QVBoxLayout(self)
        body.setContentsMargins(32, 24, 32, 24)
        body.setSpacing(8)
        body.addStretch(2)
        for part in (self._heading, self._sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            body.addWidget(part)
        body.addSpacing(6)
        for button in buttons:
            body.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)

    def say(self, heading: str, sentence: str) -> None:
        """Other words."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{heading}. {sentence}")
