"""The headings of a list: the first one has the box that marks everything."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from kcdesk.ui.lists.delegate import MARK, PADDING, paint_mark
from kcdesk.ui.lists.model import ListModel
from kcdesk.ui.theme import Theme


class MarkHeader(QHeaderView):
    """Headings that can be clicked; the box before the first one is ticked where every row is marked."""

    def __init__(self, model: ListModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._list = model
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(50)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        model.marks.changed.connect(self.viewport().update)

    def _room(self) -> int:
        return self._theme.px(MARK) + PADDING

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        if logicalIndex != 0:
            super().paintSection(painter, rect, logicalIndex)
            return
        painter.save()
        super().paintSection(painter, rect.adjusted(self._room(), 0, 0, 0), logicalIndex)
        painter.restore()
        side = self._theme.px(MARK)
        box = QRectF(rect.left() + PADDING, rect.center().y() - side / 2, side, side)
        count, marks = len(self._list.numbers), self._list.marks
        is_marked = 0 < count <= len(marks) and len(marks) - marks.hidden(self._list.shown) == count
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._theme, box, is_marked=is_marked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().x()
        if self.logicalIndexAt(event.position().toPoint()) == 0 and at < self.sectionViewportPosition(0) + self._room():
            self._list.marks.put_all(self._list.shown)
            self.viewport().update()
            return
        super().mouseReleaseEvent(event)
