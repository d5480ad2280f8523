"""Editing a cell with the same editors as the form's fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import Level
from kcdesk.ui.forms.builder import make_editor
from kcdesk.ui.forms.editors.base import Editor, Surroundings
from kcdesk.ui.forms.tables.model import GHOST_ROLE, PROBLEMS_ROLE, TableModel

CORNER = 7
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Makes editors for cells; the keys are handled by ``on_key(editor, event)``.

    Signals: ``opened(editor)``, ``closed``, ``read(editor)`` – the reading under the cell is new,
    ``picked`` – a value was taken from an open list.
    """

    opened = Signal(object)
    closed = Signal()
    read = Signal(object)
    picked = Signal()

    def __init__(self, model: TableModel, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._around = around
        self._editors: dict[QWidget, Editor] = {}
        self.on_key: Callable[[Editor, QKeyEvent], bool] = lambda _editor, _event: False
        self.level_colour: Callable[[Level], QColor] = lambda _level: QColor("red")

    def editor_of(self, widget: QWidget | None) -> Editor | None:
        """The editor to which a widget belongs."""
        return self._editors.get(widget) if widget is not None else None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option
        column = self._model.columns[index.column()]
        editor = make_editor(column.field, self._around, parent, in_cell=True)
        editor.setParent(editor.widget)
        place = QPersistentModelIndex(index)
        name = _("{label}, dòng {row}").format(label=column.title, row=index.row() + 1)
        editor.name_for_reader(name, _(column.field.help))
        editor.edited.connect(lambda: self._on_edited(editor, place))
        editor.done.connect(self.picked)
        self._editors[editor.widget] = editor
        editor.widget.destroyed.connect(lambda _gone=None, widget=editor.widget: self._editors.pop(widget, None))
        self._model.begin()
        self.opened.emit(editor)
        return editor.widget

    def setEditorData(self, widget: QWidget, index: _Index) -> None:
        editor = self._editors.get(widget)
        column = self._model.columns[index.column()]
        value, text = self._model.value(index.row(), column), self._model.text(index.row(), column)
        if editor is not None and (editor.value != value or editor.text != text or not editor.property("filled")):
            editor.setProperty("filled", True)
            editor.show_value(value, text)
            self.read.emit(editor)

    def setModelData(self, widget: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        del model
        editor = self._editors.get(widget)
        if editor is not None:
            self._model.set_cell(index.row(), self._model.columns[index.column()], editor.value, editor.text)

    def destroyEditor(self, widget: QWidget, index: _Index) -> None:
        self._model.end()
        self.closed.emit()
        super().destroyEditor(widget, index)

    def updateEditorGeometry(self, widget: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        del index
        widget.setGeometry(option.rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            editor = self._editors.get(watched) if isinstance(watched, QWidget) else None
            if event.type() == QEvent.Type.ShortcutOverride:
                return False
            return editor is not None and self.on_key(editor, event)
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.data(GHOST_ROLE):
            self._paint_ghost(painter, option, index)
            return
        super().paint(painter, option, index)
        problems = index.data(PROBLEMS_ROLE)
        if not problems:
            return
        level = Level.ERROR if any(one.level is Level.ERROR for one in problems) else problems[0].level
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.level_colour(level))
        corner = option.rect.topRight()
        painter.drawPolygon(QPolygon([corner - QPoint(CORNER, 0), corner + QPoint(1, 0), corner + QPoint(1, CORNER)]))
        painter.restore()

    def _paint_ghost(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The words of the empty row go on over the empty cells beside them."""
        wide = QStyleOptionViewItem(option)
        view = option.widget
        if index.column() == 0 and isinstance(view, QTableView):
            at = 1
            while at < self._model.columnCount() and not index.siblingAtColumn(at).data():
                wide.rect.setWidth(wide.rect.width() + view.columnWidth(at))
                at += 1
        elif not index.data():
            return
        super().paint(painter, wide, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if index.data(GHOST_ROLE) and index.data(Qt.ItemDataRole.FontRole) is None:
            quiet = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, quiet)

    def _on_edited(self, editor: Editor, place: QPersistentModelIndex) -> None:
        if place.isValid():
            self._model.set_cell(place.row(), self._model.columns[place.column()], editor.value, editor.text)
            self.read.emit(editor)
