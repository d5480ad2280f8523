"""A small table of words: columns with headings, some cells as a badge, the first one stretching."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE
from kcdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NARROWEST = 120
"""The stretching column never gets narrower, at 100 %."""


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in pixels at 100 %; 0 for the one that takes what the others leave."""

    heading: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the words of its cells, the level of those that are badges, and what it stands for."""

    key: Hashable
    cells: Sequence[str]
    levels: Sequence[str] = ()
    tip: str = ""


class RowModel(QAbstractTableModel):
    """What a ``RowTable`` shows."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def line(self, at: int) -> Line | None:
        """The row at a place."""
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        at = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[at] if at < len(line.cells) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or (line.cells[at] if at < len(line.cells) else "")
        if role == ROW_ROLE:
            return line
        if role == LEVEL_ROLE:
            return line.levels[at] if at < len(line.levels) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self.columns[section].heading if role == Qt.ItemDataRole.DisplayRole else None


class RowTable(QTableView):
    """Signals: ``chosen(key)`` – the current row is another; ``opened(key)`` – Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], theme: Theme, name: str, *, many: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.rows = RowModel(columns, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setVisible(any(column.heading for column in columns))
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def key(self) -> Hashable | None:
        """What the current row stands for; None where there is none."""
        line = self.rows.line(self.currentIndex().row())
        return line.key if line else None

    @property
    def keys(self) -> list[Hashable]:
        """What the marked rows stand for, from above."""
        marked = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line.key for at in marked if (line := self.rows.line(at))]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other rows; the current one stays current where it is still there, else its place."""
        key, at = self.key, self.currentIndex().row()
        self.rows.show(lines)
        places = [number for number, line in enumerate(lines) if line.key == key]
        if lines and key is not None:
            self.go_to(places[0] if places else max(0, min(at, len(lines) - 1)))

    def go_to(self, at: int) -> None:
        """Make a row the current one."""
        if not 0 <= at < len(self.rows.lines):
            return
        index = self.rows.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def go_to_key(self, key: Hashable) -> bool:
        """Make the row of a key the current one; False where there is none."""
        places = [number for number, line in enumerate(self.rows.lines) if line.key == key]
        if places:
            self.go_to(places[0])
        return bool(places)

    def _open(self, at: int) -> None:
        line = self.rows.line(at)
        if line is not None:
            self.opened.emit(line.key)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        others = 0
        for at, column in enumerate(self.rows.columns):
            if column.width:
                header.resizeSection(at, self._theme.px(column.width))
                others += self._theme.px(column.width)
        free = [at for at, column in enumerate(self.rows.columns) if not column.width]
        room = max(self._theme.px(NARROWEST) * len(free), self.viewport().width() - others)
        for at in free:
            header.resizeSection(at, room // len(free))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        line = self.rows.line(current.row())
        if line is not None:
            self.chosen.emit(line.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.text().isdigit():
            event.ignore()  # a number answers what stands beside the table
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
