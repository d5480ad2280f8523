"""An answer as a button as wide as its place: the key at the left, the words cut where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from kcdesk.ui.widgets.buttons import Button

PADDING = 12
KEY_WIDTH = 20


class ChoiceButton(Button):
    """Shows its whole words as a tool tip; Enter and space press it."""

    def __init__(self, words: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent=parent)
        self._key = key
        self.setToolTip(words)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        colour = QColor(self.palette().buttonText().color())
        left = PADDING
        if self._key:
            height = self.fontMetrics().height() + 1
            box = QRectF(PADDING - 2, (self.height() - height) / 2, max(KEY_WIDTH, height), height)
            faint = QColor(colour)
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(colour)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key)
            left = round(box.right()) + 10
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(colour)
        room = self.width() - left - PADDING
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        where = QRectF(left, 0, room, self.height())
        painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()
