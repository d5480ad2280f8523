"""The view of tiles: arrows move, numbers choose the kind, Enter looks, Delete takes away, Ctrl+V pastes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from kcdesk.ui.attachments.tiles import TileModel, TilePainter
from kcdesk.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TileView(QListView):
    """Signals: ``opened`` – Enter or a double click; ``removed`` – Delete; ``numbered(n)`` – 1 to 9;
    ``worded(text)`` – a letter; ``named`` – F2; ``pasted(mime data)``; ``passed(step, wanted)`` – go on to the
    next field (1) or back (-1); ``chosen`` – other tiles are selected."""

    opened = Signal()
    removed = Signal()
    numbered = Signal(int)
    worded = Signal(str)
    named = Signal()
    pasted = Signal(object)
    passed = Signal(int, bool)
    chosen = Signal()

    def __init__(self, theme: Theme, name: str, picture: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles = TileModel(self)
        self.painter = TilePainter(theme, self, *picture)
        self.empty_words = ""
        self.most_rows = 0
        """Rows that are shown at once; 0: as many as fit."""
        self.setModel(self.tiles)
        self.setItemDelegate(self.painter)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("tiles", "true")
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        theme.changed.connect(self._fit)

    def rows(self) -> list[int]:
        """The selected tiles."""
        return sorted(index.row() for index in self.selectedIndexes())

    def select(self, row: int) -> None:
        """Select one tile."""
        row = max(0, min(row, self.tiles.rowCount() - 1))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.tiles.index(row), flag)

    def fit_height(self) -> None:
        """As high as its tiles, up to ``most_rows``; with nothing in it as high as its words."""
        self._fit()

    def _fit(self) -> None:
        tile = self.painter.tile_size()
        self.setGridSize(tile)
        if not self.most_rows:
            return
        across = max(1, self.viewport().width() // tile.width())
        rows = min(self.most_rows, -(-self.tiles.rowCount() // across))
        self.setFixedHeight(rows * tile.height() + 6 if rows else self._theme.px(76))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height() if self.most_rows else super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectedIndexes() and self.tiles.rowCount():
            self.select(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.tiles.rowCount():
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.viewport().rect().adjusted(1, 1, -2, -2)
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine)
        pen.setWidth(2 if self.hasFocus() else 1)
        pen.setColor(self._theme.color("accent" if self.hasFocus() else "field_line"))
        painter.setPen(pen)
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(self._theme.color("text2"))
        painter.setFont(self._theme.font(13))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(12, 4, -12, -4), flags, self.empty_words)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().mimeData())
        elif key in _ENTER and (control or not self.tiles.rowCount()):
            self.passed.emit(1, control)
        elif key in _ENTER:
            self.opened.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not control:
            self.passed.emit(1 if key == Qt.Key.Key_Tab else -1, False)
        elif not self._on_tile_key(key, event):
            super().keyPressEvent(event)

    def _on_tile_key(self, key: int, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if not self.selectedIndexes():
            return False
        if key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif key == Qt.Key.Key_F2:
            self.named.emit()
        elif event.text() and event.text() in "123456789":
            self.numbered.emit(int(event.text()))
        elif event.text() and event.text().isalpha():
            self.worded.emit(event.text())
        else:
            return False
        return True

    def event(self, event: object) -> bool:
        """Tab is a key like others here: Qt would take it away before."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # type: ignore[attr-defined]
            self.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        return super().event(event)  # type: ignore[arg-type]
