"""How a cell is painted: rows with a line below, states as a word on a ground, a grey bar while on its way."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kcdesk.ui.lists.model import LEVEL_ROLE, MARK_ROLE, ROW_ROLE, SIGN_ROLE
from kcdesk.ui.theme import Theme

ROW_HEIGHT = 37
PADDING = 10
MARK = 16
"""Side of the box for the mark, in pixels at 100 %."""


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
        mark = index.siblingAtColumn(0).data(MARK_ROLE) if isinstance(index, QModelIndex) else None
        if mark and not is_selected:
            painter.fillRect(box.adjusted(0, 0, 0, -1), self._theme.color("hover"))
        if index.column() == 0 and mark is not None:
            paint_mark(painter, self._theme, self.mark_box(box), is_marked=bool(mark))
            box = box.adjusted(self.mark_width() - PADDING, 0, 0, 0)
        if index.data(ROW_ROLE) is None:
            self._paint_waiting(painter, box, index.column())
        elif level := index.data(LEVEL_ROLE):
            paint_badge(
                painter, self._theme, box.left() + PADDING, box.center().y(), level, str(index.data()),
                sign=str(index.data(SIGN_ROLE) or ""),
            )  # fmt: skip
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

    def mark_width(self) -> int:
        """How much of the first column the box for the mark takes."""
        return self._theme.px(MARK) + 2 * PADDING

    def mark_box(self, cell: QRect) -> QRectF:
        """Where the box for the mark stands in the first cell of a row."""
        side = self._theme.px(MARK)
        return QRectF(cell.left() + PADDING, cell.center().y() - side / 2, side, side)

    def _paint_waiting(self, painter: QPainter, box: QRect, column: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("quiet_soft"))
        width = box.width() - 2 * PADDING
        part = width * (0.7 if column == 0 else 0.5)
        painter.drawRoundedRect(QRectF(box.left() + PADDING, box.center().y() - 5, part, 10), 5, 5)


def paint_mark(painter: QPainter, theme: Theme, box: QRectF, *, is_marked: bool) -> None:
    """The box of a row: with a tick where it is marked."""
    painter.setPen(QPen(theme.color("accent" if is_marked else "field_line"), 1))
    painter.setBrush(theme.color("accent" if is_marked else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if is_marked:
        theme.icon("check", "on_accent").paint(painter, box.toRect().adjusted(1, 1, -1, -1))


def paint_badge(
    painter: QPainter, theme: Theme, left: int, middle: int, level: str, words: str, *, sign: str = ""
) -> None:
    """A word on its coloured ground, as Badge looks, behind the sign of what it says."""
    font = theme.font(12, QFont.Weight.Medium)
    metrics = QFontMetrics(font)
    height = metrics.height() + 4
    side = metrics.ascent() if sign else 0
    around = QRectF(
        left, middle - height / 2, metrics.horizontalAdvance(words) + 18 + (side + 4 if sign else 0), height
    )
    colour, ground = {"quiet": ("text2", "quiet_soft")}.get(level, (level, f"{level}_soft"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(around, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(theme.color(colour))
    if sign:
        place = QRectF(around.left() + 8, around.center().y() - side / 2, side, side)
        theme.icon(sign, colour).paint(painter, place.toRect())
        around.setLeft(place.right() + 4)
        painter.drawText(around, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        return
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, words)
