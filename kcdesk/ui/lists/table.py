"""The table of a list: moves, opens and deletes by keyboard, sorts by its headings."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.lists.columns import STATE
from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.header import MarkHeader
from kcdesk.ui.lists.model import Index, ListModel
from kcdesk.ui.theme import Theme

LEAST_FIRST = 200
"""Width of the first column at least, in pixels at 100 %."""
NARROWEST = 0.62
"""To this part of their widths the columns between may shrink."""


class ListTable(QTableView):
    """Rows are marked by Space, by Shift with the arrows, by Ctrl+A, or at their boxes; Esc takes the marks away.

    Signals: ``opened(id)``, ``deleted(id)``, ``moved(row)``, ``sorted(column name)``, ``typed(text)``,
    ``menu_asked(place)``.
    """

    opened = Signal(str)
    deleted = Signal(str)
    moved = Signal(object)
    sorted = Signal(str)
    typed = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, model: ListModel, theme: Theme) -> None:
        super().__init__()
        self._list = model
        self._theme = theme
        self.setModel(model)
        self.setAccessibleName(_("Danh sách"))
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = MarkHeader(model, theme, self)
        self.setHorizontalHeader(header)
        header.setAccessibleName(_("Tiêu đề cột"))
        header.sectionClicked.connect(self._on_section_clicked)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._on_data_changed)
        theme.changed.connect(self._fit)
        self.doubleClicked.connect(self._open)
        self._anchor = 0
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.viewport().mapToGlobal(at)))
        self._fit()

    def step(self, rows: int) -> None:
        """Move the selection without taking the focus."""
        count = self._list.rowCount()
        if count:
            self.restore(max(0, min(count - 1, max(0, self.currentIndex().row()) + rows)))

    def restore(self, at: int) -> None:
        """Select a row by its place; the first where there is no such place."""
        count = self._list.rowCount()
        if not count:
            return
        index = self._list.index(at if 0 <= at < count else 0, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)

    def open_current(self) -> None:
        """Open the selected row."""
        self._open(self.currentIndex())

    def show_sorted(self, name: str, descending: bool) -> None:
        """Say by which column the list is sorted."""
        names = [column.name for column in self._list.columns]
        shown = name or (self._list.entity.title_field if self._list.entity.title_field in names else "")
        header = self.horizontalHeader()
        header.setSortIndicatorShown(shown in names)
        if shown in names:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(names.index(shown), order)

    def _open(self, index: QModelIndex) -> None:
        row = self._list.row_of(index)
        if row is not None:
            self.opened.emit(row.id)

    def _on_section_clicked(self, section: int) -> None:
        self.sorted.emit(self._list.columns[section].name)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.moved.emit(self._list.row_of(self.currentIndex()))

    def _fit(self) -> None:
        """Rows as high as the text asks; the first column takes what the others leave.

        Where there is little room the others give way, but for the last: it says where a record stands.
        """
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        columns = self._list.columns
        if not columns:
            return
        room, least = self.viewport().width(), self._theme.px(LEAST_FIRST)
        state = sum(self._theme.px(column.width) for column in columns[1:] if column.name == STATE)
        others = sum(self._theme.px(column.width) for column in columns[1:]) - state
        part = min(1.0, max(NARROWEST, (room - least - state) / others)) if others else 1.0
        left, header = room, self.horizontalHeader()
        for at, column in enumerate(columns[1:], start=1):
            width = self._theme.px(column.width)
            if column.name != STATE:
                width = max(int(width * part), min(width, header.sectionSizeHint(at)))  # its heading can be read
            header.resizeSection(at, width)
            left -= width
        self.horizontalHeader().resizeSection(0, max(left, least))

    def _on_key(self, event: QKeyEvent) -> bool:
        row = self._list.row_of(self.currentIndex())
        if self._on_mark_key(event):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.key() == Qt.Key.Key_Delete and row is not None:
            self.deleted.emit(row.id)
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self.typed.emit(event.text())
        else:
            return False
        return True

    def _on_mark_key(self, event: QKeyEvent) -> bool:
        """The keys that mark."""
        key, modifiers, marks = event.key(), event.modifiers(), self._list.marks
        at = self.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key == Qt.Key.Key_A and modifiers == Qt.KeyboardModifier.ControlModifier:
            marks.put_all(self._list.shown)
        elif key == Qt.Key.Key_Escape and len(marks):
            marks.clear()
        elif key == Qt.Key.Key_Space and at >= 0:
            self._anchor = at
            marks.toggle(self._list.number_at(at))
        elif key in steps and modifiers == Qt.KeyboardModifier.ShiftModifier and at >= 0:
            self.step(steps[Qt.Key(key)])
            self._mark_between(at, self.currentIndex().row())
        else:
            return False
        return True

    def _mark_between(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        self._list.marks.add(self._list.numbers[first : last + 1])

    def _on_mark_pressed(self, event: QMouseEvent) -> bool:
        """A press on the box of a row, or anywhere on it with Ctrl or Shift."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return False
        modifiers = event.modifiers()
        edge = self.visualRect(index).left() + self._delegate.mark_width()
        on_box = index.column() == 0 and event.position().x() < edge
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._mark_between(self._anchor, index.row())
        elif on_box or modifiers & Qt.KeyboardModifier.ControlModifier:
            self._anchor = index.row()
            self._list.marks.toggle(self._list.number_at(index.row()))
        else:
            self._anchor = index.row()
            return False
        self.restore(index.row())
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._on_mark_pressed(event):
            super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self._list.row_of(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
