"""A few choices beside each other, one of them chosen; arrows move, and what is chosen is bold and ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from kcdesk.ui.theme import mark
from kcdesk.ui.widgets.buttons import Button


class Segments(QWidget):
    """Signal: ``chosen(value)`` when a person chooses, not when a choice is shown."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._values: list[Any] = []
        self._group = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Other choices: values with their words."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._line.takeAt(0) is not None:
            pass
        self._values = [value for value, _words in choices]
        for at, (_value, words) in enumerate(choices):
            button = Button(words)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setAccessibleName(f"{self._name}: {words}")
            if at in (0, len(choices) - 1):
                mark(button, place="first" if at == 0 else "last")
            self._group.addButton(button, at)
            self._line.addWidget(button)
        self._line.addStretch(1)

    def show_choice(self, value: Any) -> None:
        """Show what holds now; None shows that nothing was chosen."""
        self._group.setExclusive(False)
        for at, button in enumerate(self._group.buttons()):
            button.setChecked(self._values[at] == value)
        self._group.setExclusive(True)

    def setFocus(self) -> None:
        buttons = self._group.buttons()
        chosen = self._group.checkedButton() or (buttons[0] if buttons else None)
        if chosen is not None:
            chosen.setFocus()
