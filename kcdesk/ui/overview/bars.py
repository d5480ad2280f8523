"""Plain painted bars; each line leads to its list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kcdesk.ui.theme import Theme
from kcdesk.work.pictures import Bar

LINE = 26


class Bars(QWidget):
    """Words at the left, a bar, the figure at the right. Signal: ``chosen(bar)`` by click or Enter."""

    chosen = Signal(object)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: Sequence[Bar] = ()
        self._figures: Sequence[str] = ()
        self._at = 0
        self._name = name
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], figures: Sequence[str]) -> None:
        """Other lines; ``figures`` are the amounts as they are read."""
        self._bars, self._figures, self._at = bars, figures, 0
        spoken = "; ".join(f"{bar.words}: {figure}" for bar, figure in zip(bars, figures, strict=True))
        self.setAccessibleDescription(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if bars else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def _line_at(self, y: float) -> int:
        return min(len(self._bars) - 1, int(y / self._theme.px(LINE)))

    def _paint_line(self, painter: QPainter, at: int, most: int) -> None:
        theme, bar = self._theme, self._bars[at]
        top, height = at * theme.px(LINE), theme.px(LINE)
        words = min(theme.px(200), int(self.width() * 0.36))
        figure = theme.px(92)
        left, room = words + theme.px(10), max(20, self.width() - words - figure - theme.px(20))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        shown = painter.fontMetrics().elidedText(bar.words, Qt.TextElideMode.ElideRight, words)
        painter.drawText(QRectF(0, top, words, height), int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        length = max(4.0, room * bar.amount / most)
        painter.drawRoundedRect(QRectF(left, top + height / 2 - theme.px(7), length, theme.px(14)), 3, 3)
        painter.setFont(theme.font(13, tabular=True))
        painter.setPen(theme.color("text"))
        side = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRectF(self.width() - figure - 4, top, figure, height), side, self._figures[at])

    def sizeHint(self) -> QSize:
        return QSize(200, max(1, len(self._bars)) * self._theme.px(LINE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.amount for bar in self._bars), default=1) or 1
        for at in range(len(self._bars)):
            self._paint_line(painter, at, most)
        if self.hasFocus() and self._bars:
            painter.setPen(self._theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            height = self._theme.px(LINE)
            painter.drawRoundedRect(QRectF(0.5, self._at * height + 0.5, self.width() - 1, height - 1), 5, 5)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < len(self._bars):
            self._at += step
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.chosen.emit(self._bars[self._at])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._bars:
            self._at = self._line_at(event.position().y())
            self.chosen.emit(self._bars[self._at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        del event
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._bars else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
