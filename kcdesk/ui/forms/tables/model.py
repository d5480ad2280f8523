"""The rows of a sub-table as a view sees them: every row that is typed, one empty row to go on, the sums in it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QUndoCommand, QUndoStack

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import Problem
from kcdesk.ui.forms.state import FormState, Row, new_row
from kcdesk.ui.forms.tables.columns import SUMMED, Column, column_value, total
from kcdesk.ui.forms.tables.paste import Block, arrange

_Index = QModelIndex | QPersistentModelIndex
PROBLEMS_ROLE = Qt.ItemDataRole.UserRole + 1
GHOST_ROLE = Qt.ItemDataRole.UserRole + 2
_PROBLEM_ROLES = (PROBLEMS_ROLE, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Step(QUndoCommand):
    """Everything that stood in the table before and after one action."""

    def __init__(self, model: TableModel, before: list[Row], after: list[Row]) -> None:
        super().__init__()
        self._model, self._before, self._after = model, before, after
        self._done = True

    def redo(self) -> None:
        if self._done:
            self._done = False
            return
        self._model.put(self._after)

    def undo(self) -> None:
        self._model.put(self._before)


class TableModel(QAbstractTableModel):
    """Rows of ``state.rows[plural]`` and an empty one after them.

    Signals: ``edited`` – a value changed; ``doubted(count)`` – that many pasted numbers look ten or a
    thousand times wrong and could be put right together.
    """

    edited = Signal()
    doubted = Signal(int)

    def __init__(self, state: FormState, plural: str, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.plural = plural
        self.entity = state.child_entities[plural]
        self.columns = list(columns)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(100)
        self._problems: Mapping[tuple[int, str], Sequence[Problem]] = {}
        self._before: list[Row] | None = None
        self._doubts: list[tuple[Row, Field, Value]] = []

    @property
    def rows(self) -> list[Row]:
        """The rows that are typed."""
        return self._state.rows[self.plural]

    def is_ghost(self, row: int) -> bool:
        """True for the empty row at the end."""
        return row >= len(self.rows)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns."""
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def show_problems(self, problems: Mapping[tuple[int, str], Sequence[Problem]]) -> None:
        """Take the problems by row (counted without empty rows) and field."""
        filled = [at for at, row in enumerate(self.rows) if not row.empty]
        self._problems = {
            (filled[row] if 0 <= row < len(filled) else row, name): found for (row, name), found in problems.items()
        }
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [PROBLEMS_ROLE])

    def problems_of(self, row: int) -> list[Problem]:
        """Everything said about a row, and for the empty row about the table."""
        if self.is_ghost(row):
            return list(self._problems.get((-1, ""), ()))
        return [one for (at, _name), found in self._problems.items() if at == row for one in found]

    def value(self, row: int, column: Column) -> Value:
        """What stands in a cell."""
        return None if self.is_ghost(row) else column_value(column, self.rows[row].values)

    def text(self, row: int, column: Column) -> str:
        """What was typed in a cell and not understood."""
        return "" if self.is_ghost(row) else self.rows[row].texts.get(column.name, "")

    def applies(self, row: int, column: Column) -> bool:
        """True where the column makes sense in the row and does not follow from the others already."""
        values = new_row(self.entity).values if self.is_ghost(row) else self.rows[row].values
        if values.get(column.name) is None and column.work_out is not None and column.work_out(values) is not None:
            return False
        return column.field.applies_to(values)

    def begin(self) -> None:
        """An action begins: remember what stands here."""
        self._before = copy.deepcopy(self.rows)

    def end(self) -> None:
        """The action has ended: it can be undone as one."""
        if self._before is not None and self._before != self.rows:
            self.undo_stack.push(_Step(self, self._before, copy.deepcopy(self.rows)))
        self._before = None

    def put(self, rows: list[Row]) -> None:
        """Other rows altogether (undo)."""
        self.beginResetModel()
        self._state.rows[self.plural] = copy.deepcopy(rows)
        self.endResetModel()
        self._tell()

    def set_cell(self, row: int, column: Column, value: Value, text: str = "") -> None:
        """Write into a cell; in the empty row that makes a new one."""
        if value == self.value(row, column) and text == self.text(row, column):
            return
        if self.is_ghost(row):
            self._append()
        self._write(self.rows[row], column.name, value, text)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        last = self.index(len(self.rows), 0)
        self.dataChanged.emit(last, self.index(len(self.rows), len(self.columns) - 1))
        self._tell()

    def delete_row(self, row: int) -> None:
        """Take a row out; it can be undone."""
        if self.is_ghost(row):
            return
        self.begin()
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.rows[row]
        self.endRemoveRows()
        self.end()
        self._tell()

    def prune(self) -> None:
        """Drop rows in which nothing stands."""
        if any(row.empty for row in self.rows):
            self.put([row for row in self.rows if not row.empty])

    def paste(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> Block:
        """Write a copied block from a cell on, by its headings where it has them; gives what was written."""
        block = arrange(cells, [one.title for one in self.columns], column)
        self.begin()
        self.beginResetModel()
        self._doubts = []
        for offset, line in enumerate(block.lines):
            while self.is_ghost(row + offset):
                self.rows.append(new_row(self.entity))
            for at, cell in zip(block.places, line, strict=False):
                if at >= 0:
                    self._read(self.rows[row + offset], self.columns[at].field, cell)
        self.endResetModel()
        self.end()
        self._tell()
        if self._doubts:
            self.doubted.emit(len(self._doubts))
        return block

    def settle_doubts(self) -> None:
        """Put the doubtful numbers of the last paste right, all together."""
        self.begin()
        self.beginResetModel()
        for row, field, value in self._doubts:
            if row in self.rows:
                row.values[field.name] = value
        self._doubts = []
        self.endResetModel()
        self.end()
        self._tell()

    def _read(self, row: Row, field: Field, cell: str) -> None:
        try:
            spoken = field.kind.parse(cell, field)
        except ValueProblem:
            self._write(row, field.name, None, cell)
            return
        self._write(row, field.name, spoken.value, "")
        if spoken.doubt and spoken.instead is not None:
            self._doubts.append((row, field, spoken.instead))

    def _write(self, row: Row, name: str, value: Value, text: str) -> None:
        row.values[name] = value
        if text:
            row.texts[name] = text
        else:
            row.texts.pop(name, None)

    def _append(self) -> None:
        at = len(self.rows)
        self.beginInsertRows(QModelIndex(), at + 1, at + 1)
        self.rows.append(new_row(self.entity))
        self.endInsertRows()

    def _tell(self) -> None:
        self._state.rows_changed.emit(self.plural)
        self.edited.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return _(column.field.help) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        ghost = self.is_ghost(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._ghost_text(index.column()) if ghost else self.shown(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == GHOST_ROLE:
            return ghost
        if role == Qt.ItemDataRole.FontRole and ghost and column.name in SUMMED.get(self.plural, ()):
            font = QFont()
            font.setWeight(QFont.Weight.Bold)
            return font
        if role in _PROBLEM_ROLES and not ghost:
            found = self._problems.get((index.row(), column.name), ())
            return found if role == PROBLEMS_ROLE else "\n".join(one.message for one in found) or None
        return None

    def shown(self, row: int, column: Column) -> str:
        """A cell as it is written."""
        text = self.text(row, column)
        value = self.value(row, column)
        return text or ("" if value is None else column.field.kind.format(value, column.field))

    def _ghost_text(self, at: int) -> str:
        column = self.columns[at]
        if column.name in SUMMED.get(self.plural, ()):
            value = total(column, [row.values for row in self.rows])
            return "" if value is None else column.field.kind.format(value, column.field)
        return _("+  Thêm dòng  (Enter ở dòng cuối)") if at == 0 else ""

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return base | Qt.ItemFlag.ItemIsEditable if self.applies(index.row(), self.columns[index.column()]) else base
