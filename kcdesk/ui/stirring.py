"""What a person does anywhere in the program, seen where it comes in: at the windows of the system.

A filter of the whole application is asked about every event of every widget, eighty thousand of them while a form
is built or painted anew. That was a third of the time of both; the windows themselves see only what came from outside.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_STIRRING = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel))


class Stirring(QObject):
    """Signals: ``stirred`` – a key, a click or the wheel; ``help_asked(dialog)`` – F1 while a dialog is open."""

    stirred = Signal()
    help_asked = Signal(QWidget)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() not in _STIRRING:
            return False
        self.stirred.emit()
        dialog = QApplication.activeModalWidget()
        if dialog is not None and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            self.help_asked.emit(dialog)
            return True
        return False
