"""A field in which a few letters find a place or a word of a list; Up and Down move, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

ROWS = 6


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick: its code, what it is called, and what tells it from others of that name."""

    code: str
    title: str
    detail: str = ""


Find = Callable[[str], Sequence[Option]]


class Picker(QWidget):
    """The field and, below it, what fits. Signal: ``picked(option)``. Enter in an empty field: ``passed``."""

    picked = Signal(object)
    passed = Signal()

    def __init__(self, name: str, find: Find, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._options: Sequence[Option] = ()
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.list = QListWidget()
        self.list.setProperty("boxed", True)
        self.list.setAccessibleName(name)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self.field)
        body.addWidget(self.list)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._on_edited)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))

    def show_text(self, text: str) -> None:
        """Show what was picked."""
        self.field.setText(text)
        self.list.hide()

    def _on_edited(self, text: str) -> None:
        self._options = tuple(self._find(text))[:30] if text.strip() else ()
        self.list.clear()
        for option in self._options:
            words = f"{option.title}  ·  {option.detail}" if option.detail else option.title
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 14))
            self.list.addItem(item)
        if self._options:
            self.list.setCurrentRow(0)
            rows = min(ROWS, len(self._options))
            self.list.setFixedHeight(rows * (self.fontMetrics().height() + 14) + 12)
        self.list.setVisible(bool(self._options))

    def _take(self, index: int) -> None:
        if 0 <= index < len(self._options):
            option = self._options[index]
            self.list.hide()
            self._options = ()
            self.field.clear()
            self.picked.emit(option)

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._options:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(len(self._options) - 1, self.list.currentRow() + step)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._options:
                self._take(self.list.currentRow())
            else:
                self.passed.emit()
            return True
        if key == Qt.Key.Key_Escape and self._options:
            self._options = ()
            self.list.hide()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape and self._options:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._on_key(event.key()):
                return True
        return super().eventFilter(watched, event)
