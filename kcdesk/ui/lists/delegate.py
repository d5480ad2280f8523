"""How a cell is painted: rows with a line below, states as a word on a ground, a grey bar while on its way."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE
from kcdesk.ui.theme import Theme

ROW_HEIGHT = 37
PADDING = 10


class CellDelegate(QStyledItemDelegate):
    """Paints from the tokens; the first column of the selected row is strong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(box, self._theme.color("accent_soft"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.data(ROW_ROLE) is None:
            self._paint_waiting(painter, box, index.column())
        elif level := index.data(LEVEL_ROLE):
            self._paint_badge(painter, box, level, str(index.data()))
        else:
            self._paint_words(painter, box, index, is_strong=is_selected and index.column() == 0)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        words = QFontMetrics(self._theme.font()).horizontalAdvance(str(index.data() or ""))
        return QSize(words + 2 * PADDING, self._theme.px(ROW_HEIGHT))

    def _paint_words(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, *, is_strong: bool
    ) -> None:
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        is_number = bool(side & Qt.AlignmentFlag.AlignRight)
        font = self._theme.font(13.5, QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal, tabular=is_number)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        inner = box.adjusted(PADDING, 0, -PADDING, -1)
        words = QFontMetrics(font).elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side), words)

    def _paint_badge(self, painter: QPainter, box: QRect, level: str, words: str) -> None:
        paint_badge(painter, self._theme, box.left() + PADDING, box.center().y(), level, words)

    def _paint_waiting(self, painter: QPainter, box: QRect, column: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("quiet_soft"))
        width = box.width() - 2 * PADDING
        part = width * (0.7 if column == 0 else 0.5)
        painter.drawRoundedRect(QRectF(box.left() + PADDING, box.center().y() - 5, part, 10), 5, 5)


def paint_badge(painter: QPainter, theme: Theme, left: int, middle: int, level: str, words: str) -> None:
    """A word on its coloured ground, as Badge looks."""
    font = theme.font(12, QFont.Weight.Medium)
    metrics = QFontMetrics(font)
    height = metrics.height() + 4
    around = QRectF(left, middle - height / 2, metrics.horizontalAdvance(words) + 18, height)
    colour, ground = {"quiet": ("text2", "quiet_soft")}.get(level, (level, f"{level}_soft"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(around, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(theme.color(colour))
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, words)
