"""A group of the form: a white card with its heading, its fields and its sub-tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kcdesk.ui.forms.walker import Stop

GAP = 3
WIDEST_EMS = 66
"""Width of a card at most, in widths of the letter M: longer fields are no easier to read."""


class GroupCard(QFrame):
    """Filled when it is looked at or walked into, one step of ``build`` after the other: a long form opens at once.

    Signals: ``filled`` – the last step is done.
    """

    filled = Signal()

    def __init__(self, name: str, label: str, build: Callable[[GroupCard], Iterator[None]], parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.label = label
        self.setObjectName(f"group_{name}")
        self.setProperty("card", "true")
        self.setAccessibleName(label)
        self.stops: list[Stop] = []
        self.built = False
        self._steps = build(self)
        self._is_building = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(18, 14, 18, 18)
        self._layout.setSpacing(GAP)
        heading = QLabel(label, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("role", "heading")
        self._layout.addWidget(heading)
        self.setMinimumHeight(160)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(WIDEST_EMS * self.fontMetrics().horizontalAdvance("M"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def build_more(self) -> bool:
        """Do one step more; False where all were done."""
        if self.built or self._is_building:
            return False
        self._is_building = True
        self.setMinimumHeight(0)
        try:
            self.built = next(self._steps, self) is self
        finally:
            self._is_building = False
        if self.built:
            self.filled.emit()
        return True

    def ensure_built(self) -> None:
        """Do all steps that are left."""
        while self.build_more():
            pass

    def add(self, widget: QWidget, stop: Stop | None = None) -> None:
        """Put a row below the others; ``stop`` where the keyboard stops at it."""
        self._layout.addWidget(widget)
        if stop is not None:
            self.stops.append(stop)

    def any_applies(self) -> bool:
        """True where the group has something to fill in for the record as it is."""
        return not self.built or any(stop.reachable() for stop in self.stops)
