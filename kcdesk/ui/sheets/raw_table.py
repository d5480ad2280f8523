"""A sheet as it stands in the file: header rows coloured, what is not part of the list grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.theme import Theme
from kcdesk.work.assistant import DATA, HEADER

if TYPE_CHECKING:
    from kcdesk.work.assistant import SheetView

Index = QModelIndex | QPersistentModelIndex
MOST_COLUMNS = 100
ROW_HEIGHT = 28
COLUMN_WIDTH = 130
NARROW_WIDTH = 56


class RawModel(QAbstractTableModel):
    """The cells of one sheet; the text of a cell is made when it is looked at."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: SheetView | None = None

    @property
    def view(self) -> SheetView | None:
        """The sheet that is shown."""
        return self._view

    def show(self, view: SheetView | None) -> None:
        """Another sheet, or nothing."""
        self.beginResetModel()
        self._view = view
        self.endResetModel()

    def _look(self, kind: str, role: int) -> Any:
        if role == Qt.ItemDataRole.FontRole:
            weight = QFont.Weight.DemiBold if kind == HEADER else QFont.Weight.Normal
            return self._theme.font(13, weight)
        if role == Qt.ItemDataRole.BackgroundRole and kind == HEADER:
            return self._theme.color("accent_soft")
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color({HEADER: "accent", DATA: "text"}.get(kind, "text2"))
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self._view is None else self._view.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._view is None else min(self._view.columns, MOST_COLUMNS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if self._view is None or not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._view.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row_words(self._view.kind(index.row()))}: {self._view.text(index.row(), index.column())}"
        return self._look(self._view.kind(index.row()), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role != Qt.ItemDataRole.DisplayRole or self._view is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return f"{section + 1}  {row_sign(self._view.kind(section))}".rstrip()
        return letters(section)


class RawTable(QTableView):
    """Signal: ``header_shown(row)`` – the key H or a double click on a row says that the headers begin there."""

    header_shown = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells = RawModel(theme, self)
        self.setModel(self.cells)
        self.setAccessibleName(_("Nội dung trang"))
        self.setProperty("sheet", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.header_shown.emit(index.row()))
        theme.changed.connect(self._fit)
        self._fit()

    def show_sheet(self, view: SheetView | None) -> None:
        """Show a sheet from just above its table."""
        self.cells.show(view)
        if view is None:
            return
        for column in range(self.cells.columnCount()):
            texts = [view.text(row, column) for row in range(view.first, min(view.rows, view.first + 12))]
            longest = max(map(len, texts), default=0)
            width = NARROW_WIDTH if longest <= 4 else COLUMN_WIDTH if longest < 24 else COLUMN_WIDTH * 1.6
            self.setColumnWidth(column, self._theme.px(width))
        self.scrollToTop()
        first = self.cells.index(min(view.first, max(0, view.rows - 1)), 0)
        self.setCurrentIndex(first)
        self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_H,) and self.currentIndex().isValid():
            self.header_shown.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


def row_words(kind: str) -> str:
    """What a row is, in words."""
    words = {
        HEADER: _("tiêu đề"), DATA: _("số liệu"), "total": _("dòng cộng"), "section": _("đầu mục"),
        "footer": _("cuối bảng"), "blank": _("dòng trống"),
    }  # fmt: skip
    return words.get(kind, _("ngoài bảng"))


def row_sign(kind: str) -> str:
    """A sign beside the row's number, so that it is not told by colour alone."""
    return {HEADER: "▣", DATA: "", "total": "Σ", "section": "§"}.get(kind, "–")


def letters(column: int) -> str:
    """The letters of a column: 0 is A."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
