"""Buttons: one filled a screen, the rest outlined or plain words; the shortcut stands on the button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

CHIP_GAP = 8
CHIP_PADDING = 5
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Button(QPushButton):
    """A push button that can carry the chip of its shortcut (which is only shown here, not installed)."""

    def __init__(self, text: str, role: str = "", shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if role:
            self.setProperty("role", role)
        self._chip = shortcut
        self.setAccessibleName(text)
        if shortcut:
            self.setAccessibleDescription(shortcut)

    def set_text(self, text: str) -> None:
        """Another word on the button, for the eye and for a screen reader."""
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(self._chip_width(), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as people expect; Qt alone takes the space bar only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._chip:
            super().paintEvent(event)
            return
        text, width = self.text(), self._chip_width()
        self._paint_with_room(event, text)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().buttonText().color())
        content = self.fontMetrics().horizontalAdvance(text) + width
        left = (self.width() - content) / 2 + self.fontMetrics().horizontalAdvance(text) + CHIP_GAP
        height = QFontMetrics(self._chip_font()).height() + 2
        box = QRectF(left, (self.height() - height) / 2, width - CHIP_GAP, height)
        colour.setAlphaF(0.45)
        painter.setPen(QPen(colour, 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        colour.setAlphaF(0.95)
        painter.setPen(colour)
        painter.setFont(self._chip_font())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._chip)
        painter.end()

    def _paint_with_room(self, event: QPaintEvent, text: str) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(self.palette().buttonText().color())
        painter.setFont(self.font())
        content = self.fontMetrics().horizontalAdvance(text) + self._chip_width()
        left = (self.width() - content) / 2
        box = QRectF(left, 0, content, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.end()

    def _chip_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(10, round(font.pixelSize() * 0.79)))
        font.setWeight(QFont.Weight.Medium)
        return font

    def _chip_width(self) -> int:
        if not self._chip:
            return 0
        return QFontMetrics(self._chip_font()).horizontalAdvance(self._chip) + 2 * CHIP_PADDING + CHIP_GAP


def primary(text: str, on_click: Callable[[], object] | None = None, shortcut: str = "") -> Button:
    """The one main action of a screen."""
    return _made(Button(text, "primary", shortcut), on_click)


def secondary(text: str, on_click: Callable[[], object] | None = None, shortcut: str = "") -> Button:
    """Another action, outlined."""
    return _made(Button(text, "", shortcut), on_click)


def link(text: str, on_click: Callable[[], object] | None = None, *, quiet: bool = False) -> Button:
    """An action in plain words."""
    return _made(Button(text, "quiet-link" if quiet else "link"), on_click)


def _made(button: Button, on_click: Callable[[], object] | None) -> Button:
    if on_click is not None:
        button.clicked.connect(lambda _checked=False: on_click())
    return button
