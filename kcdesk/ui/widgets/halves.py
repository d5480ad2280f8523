"""A list and what it tells about, beside each other; one above the other where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QWidget

from kcdesk.ui.theme import Theme

_ANY = 16_777_215
"""Qt's word for no bound."""


class Halves(QWidget):
    """``narrow`` and ``widths`` in pixels at 100 %: below ``narrow`` the parts stand above each other.

    Of ``widths`` one is that of the part beside the other, 0 for the part that takes the rest; 0 and 0 shares.
    """

    def __init__(
        self, first: QWidget, second: QWidget, theme: Theme, *, narrow: int, widths: tuple[int, int] = (0, 0)
    ) -> None:
        super().__init__()
        self._parts = (first, second)
        self._theme = theme
        self._narrow = narrow
        self._widths = widths
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        for part in self._parts:
            self._line.addWidget(part, 1)
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        theme.changed.connect(self._arrange)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """True where the parts stand above each other."""
        return self.width() < self._theme.px(self._narrow)

    def _arrange(self) -> None:
        is_narrow = self.is_narrow
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        for part, width in zip(self._parts, self._widths, strict=True):
            bound = min(self._theme.px(width), max(300, self.width() * 2 // 5)) if width and not is_narrow else 0
            part.setMinimumWidth(bound)
            part.setMaximumWidth(bound or _ANY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def scrolled(part: QWidget) -> QScrollArea:
    """A part that scrolls down where it is higher than its place, and never to the side."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(part)
    return area
