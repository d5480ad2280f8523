"""Twelve months as pairs of painted columns, this year beside the last; each month leads to its list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kcdesk.i18n import _
from kcdesk.ui.theme import Theme
from kcdesk.work.months import MONTHS, Months

HEIGHT = 190
FOOT = 22
HEAD = 18
_GUIDES = 4


class MonthColumns(QWidget):
    """Signal: ``chosen(month)``, 1 to 12 of this year, by click or Enter; left and right move."""

    chosen = Signal(int)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._months: Months | None = None
        self._at = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_months(self, months: Months, now: int) -> None:
        """Other figures; ``now`` is the month that is marked first."""
        self._months, self._at = months, now - 1
        self._speak()
        self.update()

    def _speak(self) -> None:
        if self._months is None:
            return
        self.setAccessibleDescription(
            _("Tháng {month}: {n} đề nghị, năm trước {before}").format(
                month=self._at + 1, n=self._months.numbers[self._at], before=self._months.before[self._at]
            )
        )
        self.setToolTip(self.accessibleDescription())

    def sizeHint(self) -> QSize:
        return QSize(260, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._months is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, foot = self._theme.px(HEAD), self._theme.px(FOOT)
        plot = QRectF(0, head, self.width(), self.height() - head - foot)
        painter.setPen(self._theme.color("line"))
        for at in range(_GUIDES + 1):
            y = plot.top() + plot.height() * at / _GUIDES
            painter.drawLine(int(plot.left()), int(y), int(plot.right()), int(y))
        most = max(1, *self._months.numbers, *self._months.before)
        for at in range(MONTHS):
            self._paint_month(painter, plot, at, most)
        painter.end()

    def _paint_month(self, painter: QPainter, plot: QRectF, at: int, most: int) -> None:
        assert self._months is not None
        theme, step = self._theme, plot.width() / MONTHS
        thick = max(4.0, min(theme.px(13), step * 0.36))
        left = plot.left() + step * at + (step - 2 * thick - 1) / 2
        for number, colour, x in (
            (self._months.before[at], "field_line", left),
            (self._months.numbers[at], "accent", left + thick + 1),
        ):
            height = plot.height() * number / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(colour))
            painter.drawRoundedRect(QRectF(x, plot.bottom() - height, thick, height), 2, 2)
        is_marked = self.hasFocus() and at == self._at
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("accent" if is_marked else "text2"))
        cell = QRectF(plot.left() + step * at, plot.bottom() + 2, step, theme.px(FOOT) - 2)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _("T{month}").format(month=at + 1))
        if self._months.numbers[at]:
            tall = plot.height() * self._months.numbers[at] / most
            middle = left + thick + 1 + thick / 2
            above = QRectF(middle - step / 2, plot.bottom() - tall - theme.px(16), step, theme.px(15))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(self._months.numbers[at]))
        if is_marked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(plot.left() + step * at + 1, 1, step - 2, self.height() - 2), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < MONTHS:
            self._at += step
            self._speak()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._months:
            self.chosen.emit(self._at + 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._months is not None and self.width():
            self._at = min(MONTHS - 1, int(event.position().x() * MONTHS / self.width()))
            self._speak()
            self.chosen.emit(self._at + 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Legend(QWidget):
    """Which colour is which year."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._years: tuple[int, int] = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, before: int, now: int) -> None:
        """The last year and this one."""
        self._years = (before, now)
        self.setAccessibleName(_("Cột xám: {before}, cột xanh: {now}").format(before=before, now=now))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self._theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(12, tabular=True))
        box, gap = self._theme.px(10), self._theme.px(6)
        entry = box + gap + painter.fontMetrics().horizontalAdvance("2026") + 3 * gap
        left = (self.width() - 2 * entry) / 2
        for at, colour in enumerate(("field_line", "accent")):
            x = left + at * entry
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(colour))
            painter.drawRoundedRect(QRectF(x, (self.height() - box) / 2, box, box), 2, 2)
            painter.setPen(self._theme.color("text2"))
            words = QRectF(x + box + gap, 0, entry, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(self._years[at]))
        painter.end()
