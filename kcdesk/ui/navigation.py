"""The quiet column at the left: where one can go, how much is there, who works here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.brand import Brand
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import label, row, rule

WIDTH = 212
EDGE = 10
NUMBER_ROOM = 34


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: its name in code, its word, its shortcut."""

    name: str
    label: str
    shortcut: str


class NavButton(QPushButton):
    """An entry with a number at the right; an ``urgent`` number stands on a coloured ground."""

    def __init__(self, place: Place, theme: Theme) -> None:
        super().__init__(place.label)
        self._theme = theme
        self._label = place.label
        self._count = ""
        self._is_urgent = False
        self.setProperty("nav", True)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAccessibleName(place.label)
        self.setToolTip(place.shortcut)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: str, *, urgent: bool = False) -> None:
        """The number beside the word, "" for none."""
        self._count, self._is_urgent = count, urgent
        self.setAccessibleName(f"{self._label}, {count}" if count else self._label)
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Leave the number its room; the whole word is what a screen reader says."""
        room = self.width() - 2 * EDGE - self._theme.px(NUMBER_ROOM if self._count else 0)
        self.setText(self.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, max(40, room)))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self._is_urgent or self.isChecked()
        font = self._theme.font(12.5, QFont.Weight.DemiBold if strong else QFont.Weight.Normal, tabular=True)
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(self._count)
        box = QRectF(self.width() - width - 10, 0, width, self.height())
        if self._is_urgent:
            height = QFontMetrics(font).height() + 2
            around = QRectF(
                self.width() - max(width + 14, height) - 8,
                (self.height() - height) / 2,
                max(width + 14, height),
                height,
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("warning"))
            painter.drawRoundedRect(around, height / 2, height / 2)
            painter.setPen(self._theme.color("surface"))
            box = around
        else:
            painter.setPen(self._theme.color("accent" if self.isChecked() else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._count)
        painter.end()


class Navigation(QFrame):
    """Signals: ``chosen(name)`` of a place; ``settings_asked``, ``help_asked``."""

    chosen = Signal(str)
    settings_asked = Signal()
    help_asked = Signal()

    def __init__(self, places: Sequence[Place], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plane", "navigation")
        self._theme = theme
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        body = QVBoxLayout(self)
        body.setContentsMargins(12, 17, 12, 14)
        body.setSpacing(2)
        body.addLayout(row(8, Brand(theme), None, spacing=0))
        body.addSpacing(14)
        for place in places:
            button = NavButton(place, theme)
            button.clicked.connect(lambda _checked=False, name=place.name: self.chosen.emit(name))
            self._buttons[place.name] = button
            body.addWidget(button)
        body.addStretch(1)
        body.addWidget(rule())
        body.addSpacing(8)
        self._who = label("", "small")
        self._who.setProperty("role", "strong-small")
        self._where = label("", "small", wrap=True)
        self._extra = label("", "small", wrap=True)
        for part in (self._who, self._where, self._extra):
            body.addLayout(row(6, part, spacing=2))
        settings = link(_("Cài đặt"), self.settings_asked.emit, quiet=True)
        helping = link(_("Trợ giúp F1"), self.help_asked.emit, quiet=True)
        body.addSpacing(4)
        body.addLayout(row(2, settings, label("·", "small"), helping, None, spacing=2))
        theme.changed.connect(self._fit)
        self._fit()

    def show_place(self, name: str) -> None:
        """Mark where one is; "" for none of the places."""
        for own, button in self._buttons.items():
            button.setChecked(own == name)

    def show_only(self, name: str, *, is_wanted: bool) -> None:
        """Take a place out of sight until there is something in it."""
        self._buttons[name].setVisible(is_wanted)

    def show_count(self, name: str, count: int, *, urgent: bool = False) -> None:
        """The number beside a place; an urgent zero is not shown."""
        if name in self._buttons:
            text = f"{count:,}".replace(",", ".") if count or not urgent else ""
            self._buttons[name].show_count(text, urgent=urgent)

    def show_person(self, who: str, where: str, extra: str = "") -> None:
        """The foot: who works here, where, and one more line."""
        for part, text in ((self._who, who), (self._where, where), (self._extra, extra)):
            part.setText(text)
            part.setVisible(bool(text))

    def _fit(self) -> None:
        self.setFixedWidth(min(300, self._theme.px(WIDTH)))
