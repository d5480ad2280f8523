"""The program's mark and name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kcdesk.ui.theme import Theme

NAME = "kcdesk"


class Brand(QWidget):
    """The mark (a leaf on the accent) with the name beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(NAME)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = self._theme.px(26)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("accent"))
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), side / 4, side / 4)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.setPen(self._theme.color("accent_soft"))
        painter.drawPath(_leaf(side))
        painter.setPen(self._theme.color("text"))
        font = self._theme.font(16)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(side + self._theme.px(10), 0, self.width(), side), 0x0080, NAME)
        painter.end()


def _leaf(side: float) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(side * 0.29, side * 0.71)
    path.lineTo(side * 0.29, side * 0.56)
    path.cubicTo(side * 0.29, side * 0.38, side * 0.42, side * 0.29, side * 0.6, side * 0.29)
    path.lineTo(side * 0.71, side * 0.29)
    path.lineTo(side * 0.71, side * 0.44)
    path.cubicTo(side * 0.71, side * 0.62, side * 0.58, side * 0.71, side * 0.4, side * 0.71)
    path.closeSubpath()
    return path
