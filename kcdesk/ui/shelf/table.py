"""The table of the archive: what sort of thing, of which record, what, when, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.formats import day_and_time
from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE, SIGN_ROLE
from kcdesk.ui.theme import Theme
from kcdesk.work.archive import Kept, Sort

Index = QModelIndex | QPersistentModelIndex
_SORT, _TITLE, _WHAT, _AT, _BY = range(5)
_WIDTHS = (130, 0, 0, 140, 80)


def sort_words(sort: Sort) -> tuple[str, str, str]:
    """Level, sign and word of a sort of thing."""
    return {
        Sort.DRAFT: ("note", "edit", _("Bản nháp")),
        Sort.DELETED: ("error", "trash", _("Đã xóa")),
        Sort.VALUE: ("warning", "history", _("Giá trị cũ")),
        Sort.BATCH: ("quiet", "copy", _("Sửa nhiều")),
    }[sort]


class ShelfModel(QAbstractTableModel):
    """The things in the archive, the latest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: Sequence[Kept] = ()

    def show(self, kept: Sequence[Kept]) -> None:
        """Other things."""
        self.beginResetModel()
        self._kept = kept
        self.endResetModel()

    def at(self, row: int) -> Kept | None:
        """The thing of a row."""
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def _cell(self, kept: Kept, column: int) -> str:
        return (sort_words(kept.sort)[2], kept.title, kept.what, day_and_time(kept.at), kept.by)[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._kept)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_WIDTHS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        kept = self.at(index.row())
        if kept is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(kept, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == ROW_ROLE:
            return kept
        if role in (LEVEL_ROLE, SIGN_ROLE):
            return sort_words(kept.sort)[0 if role == LEVEL_ROLE else 1] if index.column() == _SORT else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(_WIDTHS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Loại"), _("Hồ sơ"), _("Nội dung"), _("Lúc"), _("Người"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ShelfTable(QTableView):
    """Signal: ``chosen(kept)`` – Enter or a double click on a row; ``moved`` – another row is selected."""

    chosen = Signal(object)
    moved = Signal()

    def __init__(self, model: ShelfModel, theme: Theme) -> None:
        super().__init__()
        self._kept = model
        self._theme = theme
        self.setModel(model)
        self.setAccessibleName(_("Những gì trong Kho lưu"))
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda _index: self._choose())
        model.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)

    def current(self) -> Kept | None:
        """The selected thing."""
        return self._kept.at(self.currentIndex().row())

    def _choose(self) -> None:
        kept = self.current()
        if kept is not None:
            self.chosen.emit(kept)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        others = 0
        for at, width in enumerate(_WIDTHS):
            if width:
                others += self._theme.px(width)
                self.horizontalHeader().resizeSection(at, self._theme.px(width))
        room = max(self.viewport().width() - others, self._theme.px(320))
        self.horizontalHeader().resizeSection(_TITLE, room * 55 // 100)
        self.horizontalHeader().resizeSection(_WHAT, room - room * 55 // 100)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
