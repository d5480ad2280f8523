"""The grid of a sub-table: a cell is open for typing as soon as one is in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from kcdesk.ui.forms.editors.base import Editor, FieldLine
from kcdesk.ui.forms.tables.delegate import CellDelegate
from kcdesk.ui.forms.tables.model import TableModel
from kcdesk.ui.forms.tables.paste import is_block, read_block

ROW_EMS = 2.64
"""Height of a row in heights of the font's pixel size: 37 at 14."""
MOST_ROWS_SEEN = 14
HEADING_SIZE = 0.9
WIDEST = 16
NARROWEST_FIRST = 11
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class SheetView(QTableView):
    """Signals: ``forward(wanted)``, ``backward`` – the keyboard leaves the table; ``escaped``;
    ``row_looked_at(row)``; ``pasted(block)``."""

    forward = Signal(bool)
    backward = Signal()
    escaped = Signal()
    row_looked_at = Signal(int)
    pasted = Signal(object)

    def __init__(self, model: TableModel, delegate: CellDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = delegate
        self.setProperty("sheet", "true")
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.on_key = self._on_editor_key
        delegate.picked.connect(self.go_on)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.CurrentChanged
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self.fit)
        self.fit()

    def enter_at(self, row: int, column: int) -> None:
        """Open a cell for typing."""
        index = self._model.index(row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        if self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)

    def editable(self, row: int = 0) -> list[int]:
        """The columns that are typed in, in a row."""
        return [at for at, column in enumerate(self._model.columns) if self._model.applies(row, column)]

    def go_on(self, step: int = 1) -> None:
        """Go to the next cell, or the one before; the table is left after its empty last row."""
        here = self.currentIndex()
        row, columns = here.row(), self.editable(here.row())
        if step > 0 and self._is_empty_end(row):
            self.leave(step)
            return
        after = [at for at in columns if (at > here.column() if step > 0 else at < here.column())]
        if after:
            self.enter_at(row, after[0] if step > 0 else after[-1])
        elif 0 <= row + step < self._model.rowCount():
            self.enter_at(row + step, self.editable(row + step)[0 if step > 0 else -1])
        else:
            self.leave(step)

    def leave(self, step: int = 1, *, wanted: bool = False) -> None:
        """Close the open cell and hand the keyboard on."""
        self.close_cell()
        self._model.prune()
        if step > 0:
            self.forward.emit(wanted)
        else:
            self.backward.emit()

    def close_cell(self) -> None:
        """Put what is typed into the table and close the editor."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def delete_row(self) -> None:
        """Take the current row out."""
        here = self.currentIndex()
        if here.isValid() and not self._model.is_ghost(here.row()):
            self.close_cell()
            self._model.delete_row(here.row())
            self.enter_at(min(here.row(), self._model.rowCount() - 1), here.column())

    def fit(self) -> None:
        """Rows as high as the text asks, the table as high as its rows, columns as wide as what is in them."""
        size = self.font().pixelSize() if self.font().pixelSize() > 0 else self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(round(size * ROW_EMS))
        self._fit_columns()
        rows = min(self._model.rowCount(), MOST_ROWS_SEEN)
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_wide() else 0
        height = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + bar
        self.setFixedHeight(height + 2)

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        em = metrics.horizontalAdvance("M")
        headings = QFontMetrics(_smaller(self.font()))
        widths = []
        for column in self._model.columns:
            texts = [self._model.shown(row, column) for row in range(min(len(self._model.rows), 50))]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 24
            heading = headings.horizontalAdvance(column.title) + 26
            widths.append(max(heading, min(widest, WIDEST * em)))
        rest = self.viewport().width() - sum(widths[1:])
        widths[0] = max(rest, NARROWEST_FIRST * em) if widths else 0
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _is_too_wide(self) -> bool:
        return sum(self.columnWidth(at) for at in range(self._model.columnCount())) > self.viewport().width() + 1

    def _is_empty_end(self, row: int) -> bool:
        return self._model.is_ghost(row) or (row == len(self._model.rows) - 1 and self._model.rows[row].empty)

    def _on_editor_key(self, editor: Editor, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in _ENTER:
            self._on_enter(editor, modifiers)
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.go_on(-1 if key == Qt.Key.Key_Backtab else 1)
            return True
        if key == Qt.Key.Key_Escape:
            if not editor.escape():
                self.close_cell()
                self.escaped.emit()
            return True
        if control and key == Qt.Key.Key_Delete:
            self.delete_row()
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste():
            return True
        if event.matches(QKeySequence.StandardKey.Undo) and not _has_undo(editor.focus):
            return self._undo()
        return editor.handle_key(key, modifiers, event.text()) or self._on_arrow(editor, key, modifiers)

    def _on_enter(self, editor: Editor, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.AltModifier:
            editor.take_suggestion()
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.leave(wanted=True)
        elif editor.accept():
            self.go_on()

    def _on_arrow(self, editor: Editor, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        here = self.currentIndex()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = here.row() + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= row < self._model.rowCount():
                columns = self.editable(row)
                self.enter_at(row, here.column() if here.column() in columns else columns[0])
            return True
        line = editor.focus
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(line, QLineEdit):
            all_selected = line.selectedText() == line.text()
            if all_selected:
                columns = self.editable(here.row())
                at = columns.index(here.column()) + (1 if key == Qt.Key.Key_Right else -1)
                if 0 <= at < len(columns):
                    self.enter_at(here.row(), columns[at])
                return True
        return False

    def _paste(self) -> bool:
        text = QGuiApplication.clipboard().text()
        if not is_block(text):
            return False
        here = self.currentIndex()
        row, column = here.row(), here.column()
        self.close_cell()
        block = self._model.paste(row, column, read_block(text))
        self.enter_at(min(row + len(block.lines), self._model.rowCount() - 1), column)
        self.pasted.emit(block)
        return True

    def _undo(self) -> bool:
        if not self._model.undo_stack.canUndo():
            return True
        here = self.currentIndex()
        self.close_cell()
        self._model.undo_stack.undo()
        self.enter_at(min(here.row(), self._model.rowCount() - 1), here.column())
        return True

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.row_looked_at.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.enter_at(0, self.editable(0)[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


def _smaller(font: QFont) -> QFont:
    """The font of the headings, as the style sheet sets it."""
    made = QFont(font)
    made.setPixelSize(max(9, round(font.pixelSize() * HEADING_SIZE)) if font.pixelSize() > 0 else 12)
    made.setWeight(QFont.Weight.Medium)
    return made


def _has_undo(widget: QWidget) -> bool:
    return isinstance(widget, FieldLine) and widget.isUndoAvailable()
