"""The values between which to choose, side by side: who wrote each, when, its key, and which is shown meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.formats import day_and_time
from kcdesk.ui.theme import mark
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.card import Card, empty, label, row

COLUMNS = 2
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Tile(Card):
    """One value. Signals: ``taken(number)``; ``stepped(by)`` – an arrow asks for another tile."""

    taken = Signal(int)
    stepped = Signal(int)

    def __init__(self, number: int, over: str, value: str, beside: str, badge: str, lines: Sequence[str] = ()) -> None:
        super().__init__(look="choice")
        self._number = number
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body.setContentsMargins(14, 11, 14, 12)
        self.body.setSpacing(5)
        self.body.addLayout(row(_key(number), label(over, "small"), None))
        self.body.addWidget(label(value, "name", wrap=True))
        self.body.addWidget(label(beside, "small", wrap=True))
        for line in lines:
            self.body.addWidget(label(line, "small", wrap=True))
        if badge:
            self.body.addLayout(row(Badge("note", badge), None))
        self.body.addStretch(1)
        self.value = value
        told = ", ".join(filter(None, (over, value, *lines, beside, badge)))
        self.setAccessibleName(_("{number}: {value}").format(number=number, value=told))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: COLUMNS,
        }  # fmt: skip
        if key in ENTER:
            self.taken.emit(self._number)
        elif key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.taken.emit(self._number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        mark(self, card="choice-on")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        mark(self, card="choice")


class Tiles(QWidget):
    """Tiles in two columns. Signal: ``taken(number)``, counted from 1."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.tiles: list[Tile] = []

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Other values."""
        empty(self._grid)
        self.tiles = list(tiles)
        for at, tile in enumerate(tiles):
            self._grid.addWidget(tile, *divmod(at, COLUMNS))
            tile.taken.connect(self.taken)
            tile.stepped.connect(lambda by, at=at: self._step(at, by))

    def enter(self) -> None:
        """Put the focus on the first value."""
        if self.tiles:
            self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, at: int, by: int) -> None:
        wanted = at + by
        if abs(by) == COLUMNS and not 0 <= wanted < len(self.tiles):
            return
        self.tiles[max(0, min(len(self.tiles) - 1, wanted))].setFocus(Qt.FocusReason.OtherFocusReason)


def when(moment: str) -> str:
    """A moment on a tile; "" for none."""
    return day_and_time(moment) if moment else ""


def _key(number: int) -> QFrame:
    """The chip with the key that takes the value."""
    chip = label(str(number), "key")
    chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return chip
