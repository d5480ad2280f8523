"""The table of bundles made and received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.formats import day
from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE
from kcdesk.ui.receive import words
from kcdesk.ui.theme import Theme
from kcdesk.work.shelf import BundleLine

Index = QModelIndex | QPersistentModelIndex
_STATE = 3
_WIDTHS = (142, 96, 0, 116)


class BundleModel(QAbstractTableModel):
    """Bundle, day, contents, state."""

    def __init__(self, parent: QObject, *, is_province: bool) -> None:
        super().__init__(parent)
        self._lines: Sequence[BundleLine] = ()
        self._is_province = is_province

    def show(self, lines: Sequence[BundleLine]) -> None:
        """Other bundles."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, at: int) -> BundleLine | None:
        """The bundle of a row."""
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _cell(self, line: BundleLine, column: int) -> str:
        arrow = "↑" if line.is_made else "↓"
        cells = (
            f"{arrow} {words.title(line, is_province=self._is_province)}",
            day(line.at),
            words.contents(line.counts),
            words.standing(line)[1],
        )
        return cells[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_WIDTHS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(line, index.column())
        if role == ROW_ROLE:
            return line
        if role == LEVEL_ROLE:
            return words.standing(line)[0] if index.column() == _STATE else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Gói"), _("Ngày"), _("Trong gói"), _("Trạng thái"))[section]
        return None


class BundleTable(QTableView):
    """Signal: ``chosen(line)``."""

    chosen = Signal(object)

    def __init__(self, model: BundleModel, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bundles = model
        self.setModel(model)
        self.setAccessibleName(_("Các gói"))
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_WIDTHS.index(0), QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        for at, width in enumerate(_WIDTHS):
            if width:
                self.horizontalHeader().resizeSection(at, self._theme.px(width))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        line = self._bundles.line(current.row())
        if line is not None:
            self.chosen.emit(line)
