"""What every step of the first run can do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kcdesk.ui.widgets.card import label


class Step(QWidget):
    """A page of the first run. Signal: ``finished`` – Enter in its last field, go on."""

    finished = Signal()

    def __init__(self, title: str, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[QLineEdit] = []
        self.title = label(title, "title", wrap=True)
        self.why = label(why, "second", wrap=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        self.body.addWidget(self.title)
        self.body.addWidget(self.why)
        self.body.addSpacing(10)

    def add_line(self, words: str, hint: str = "", line: QLineEdit | None = None) -> QLineEdit:
        """A field with its name above and its hint below; Enter goes to the next one."""
        line = line or QLineEdit()
        line.setAccessibleName(words)
        line.setAccessibleDescription(hint)
        name = label(words, "strong")
        name.setBuddy(line)
        self.body.addWidget(name)
        self.body.addWidget(line)
        if hint:
            self.body.addWidget(label(hint, "small", wrap=True))
        self.body.addSpacing(6)
        line.installEventFilter(self)
        self._lines.append(line)
        return line

    def begin(self) -> None:
        """The step comes into sight."""
        for line in self._lines:
            if not line.text():
                line.setFocus()
                return
        if self._lines:
            self._lines[0].setFocus()

    def trouble(self) -> str:
        """Why one cannot go on, in one sentence; "" where one can. Puts the focus there."""
        return ""

    def _on_enter(self, line: QLineEdit) -> None:
        at = self._lines.index(line)
        if at + 1 < len(self._lines):
            self._lines[at + 1].setFocus()
            self._lines[at + 1].selectAll()
        else:
            self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(watched, QLineEdit)
            and watched in self._lines
        ):
            self._on_enter(watched)
            return True
        return super().eventFilter(watched, event)
