"""The rows of a file with what becomes of each: one line a row, however many there are."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kcdesk.i18n import _
from kcdesk.ui.lists.delegate import ROW_HEIGHT, CellDelegate
from kcdesk.ui.lists.model import LEVEL_ROLE, ROW_ROLE
from kcdesk.ui.theme import Theme
from kcdesk.work import assistant_rows

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers
    from kcdesk.work.sheet_rows import PlannedRow

Index = QModelIndex | QPersistentModelIndex
NUMBER, STATE, TITLE, WHY = range(4)
ROOMY = 520
"""Below this width, at 100 %, the reasons are left to the panel beside."""
Resize = QHeaderView.ResizeMode
_WIDTHS = (64, 118, 250, 0)


class PlanModel(QAbstractTableModel):
    """Row number, what becomes of it, name, why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PlannedRow] = ()
        self._answers: Answers | None = None
        self._places: array[int] = array("i")
        self._several = False

    def show(self, rows: Sequence[PlannedRow], answers: Answers, status: str) -> None:
        """A plan, narrowed to the rows of one status; "" shows all."""
        self.beginResetModel()
        if rows is not self._rows:
            self._several = len({row.sheet for row in rows}) > 1
        self._rows, self._answers = rows, answers
        self._places = array("i", (at for at, row in enumerate(rows) if status in ("", row.status.value)))
        self.endResetModel()

    def row_at(self, at: int) -> PlannedRow | None:
        """The row of the plan in a line of the table."""
        return self._rows[self._places[at]] if 0 <= at < len(self._places) else None

    def find(self, sheet: str, row: int) -> int:
        """The line of a row of the file; -1 where it is not shown."""
        found = (at for at, place in enumerate(self._places) if self._rows[place].row == row)
        return next((at for at in found if self._rows[self._places[at]].sheet == sheet), -1)

    def next_open(self, after: int) -> int:
        """The next line with a question that has no answer yet, going round; -1 for none."""
        count = len(self._places)
        for step in range(1, count + 1):
            at = (after + step) % count
            row = self._rows[self._places[at]]
            if row.doubts and not self._is_answered(row):
                return at
        return -1

    def refresh(self) -> None:
        """Answers were given."""
        if self._places:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self._places) - 1, STATE))

    def _is_answered(self, row: PlannedRow) -> bool:
        return bool(row.doubts) and self._answers is not None and assistant_rows.is_answered(self._answers, row)

    def _cell(self, row: PlannedRow, column: int) -> str:
        if column == NUMBER:
            return str(row.row)
        if column == STATE:
            return _("đã trả lời") if self._is_answered(row) else status_words(row.status.value)[1]
        if column == TITLE:
            return f"{row.sheet}: {row.title}" if self._several else row.title
        return assistant_rows.short_words(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_WIDTHS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() == NUMBER else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(row, index.column())
        if role == ROW_ROLE:
            return row
        if role == LEVEL_ROLE:
            level = "accent" if self._is_answered(row) else status_words(row.status.value)[0]
            return level if index.column() == STATE else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == NUMBER else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Dòng"), _("Kết quả"), _("Tên"), _("Vì sao, đổi gì"))[section]
        return None


class PlanTable(QTableView):
    """Signals: ``moved(planned row)``; ``entered`` – Enter; ``digit(n)`` – a key 1 to 9; ``grouped`` – the key G."""

    moved = Signal(object)
    entered = Signal()
    digit = Signal(int)
    grouped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.plan = PlanModel(self)
        self.setModel(self.plan)
        self.setAccessibleName(_("Các dòng của tệp"))
        self._delegate = CellDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(WHY, Resize.Stretch)
        self.plan.modelReset.connect(lambda: self.go_to(0))
        theme.changed.connect(self._fit)
        self._fit()

    def go_to(self, at: int) -> None:
        """Select a line; the last where there are fewer, nothing where there is none."""
        count = self.plan.rowCount()
        if not count:
            self.moved.emit(None)
            return
        index = self.plan.index(max(0, min(count - 1, at)), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        header, room = self.horizontalHeader(), self.viewport().width()
        is_wide = room >= self._theme.px(ROOMY)
        header.setSectionHidden(WHY, not is_wide)
        header.setSectionResizeMode(TITLE, Resize.Interactive if is_wide else Resize.Stretch)
        for at, width in enumerate(_WIDTHS):
            if width and (is_wide or at != TITLE):
                share = room * (0.36 if at == TITLE else 0.3 if at == STATE else 0.2)
                header.resizeSection(at, round(min(share, self._theme.px(width))))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self.plan.row_at(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
        elif plain and event.text() in tuple("123456789"):
            self.digit.emit(int(event.text()))
        elif plain and event.key() == Qt.Key.Key_G:
            self.grouped.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def status_words(status: str) -> tuple[str, str]:
    """Level and word for what becomes of a row."""
    return {
        "new": ("good", _("mới")),
        "update": ("note", _("cập nhật")),
        "same": ("quiet", _("không đổi")),
        "doubtful": ("warning", _("cần xem")),
        "refused": ("error", _("không nhận")),
    }[status]
