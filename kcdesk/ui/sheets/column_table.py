"""The columns of a list: what they hold, where each goes, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE
from kcdesk.ui.theme import Theme
from kcdesk.work.assistant_columns import Trust

if TYPE_CHECKING:
    from kcdesk.work.assistant_columns import ColumnView

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (46, 190, 0, 190, 100)
_HEADER, _VALUES, _TARGET, _TRUST = range(1, 5)
ROOMY = 600
"""Below this width, at 100 %, the values are left to the panel beside."""
Resize = QHeaderView.ResizeMode


class ColumnModel(QAbstractTableModel):
    """Letter, header, first values, field, how sure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: Sequence[ColumnView] = ()

    def show(self, views: Sequence[ColumnView]) -> None:
        """Other columns, or the same ones after an answer."""
        if len(views) == len(self._views):
            self._views = views
            if views:
                self.dataChanged.emit(self.index(0, 0), self.index(len(views) - 1, _TRUST))
            return
        self.beginResetModel()
        self._views = views
        self.endResetModel()

    def view(self, at: int) -> ColumnView | None:
        """The column of a row."""
        return self._views[at] if 0 <= at < len(self._views) else None

    def next_question(self, after: int) -> int:
        """The next column with a question, going round; -1 where nothing is asked any more."""
        places = [*range(after + 1, len(self._views)), *range(after + 1)]
        return next((at for at in places if at < len(self._views) and self._views[at].question), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._views)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_WIDTHS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        view = self.view(index.row())
        if view is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cells = (view.letter, view.header, " · ".join(view.samples[:3]), view.title, trust_words(view)[1])
            return cells[index.column()]
        if role == ROW_ROLE:
            return view
        if role == LEVEL_ROLE:
            return trust_words(view)[0] if index.column() == _TRUST else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Cột"), _("Tiêu đề trong tệp"), _("Vài giá trị đầu"), _("Nhập vào mục"), _("Mức chắc"))[section]
        return None


class ColumnTable(QTableView):
    """Signals: ``moved(column view)``; ``accepted`` – Enter, the column is right as shown; ``typed(text)``."""

    moved = Signal(object)
    accepted = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.columns = ColumnModel(self)
        self.setModel(self.columns)
        self.setAccessibleName(_("Các cột của tệp"))
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(_VALUES, Resize.Stretch)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        header, room = self.horizontalHeader(), self.viewport().width()
        is_wide = room >= self._theme.px(ROOMY)
        header.setSectionHidden(_VALUES, not is_wide)
        header.setSectionResizeMode(_TARGET, Resize.Interactive if is_wide else Resize.Stretch)
        for at, width in enumerate(_WIDTHS):
            if width and (is_wide or at != _TARGET):
                share = 0.36 * room if at == _HEADER else room
                header.resizeSection(at, round(min(share, self._theme.px(width))))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self.columns.view(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.accepted.emit()
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def trust_words(view: ColumnView) -> tuple[str, str]:
    """Level and word for how sure a column is."""
    if view.is_answered:
        return "good", _("đã chọn")
    return {
        Trust.SURE: ("good", _("chắc")),
        Trust.LOOK: ("warning", _("xem lại")),
        Trust.UNKNOWN: ("quiet", _("chưa rõ")),
    }[view.trust]
