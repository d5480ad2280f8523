"""Letters typed while a save runs: they wait for its end, and then go where they were meant to go."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class HeldKeys(QObject):
    """A save shows the record as it was saved; what is typed before that must come after it, in order."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._held: list[QEvent] = []
        self._holds = False

    def hold(self) -> None:
        """From now on what is typed on the page waits."""
        app = QCoreApplication.instance()
        if app is not None and not self._holds:
            self._holds = True
            app.installEventFilter(self)

    def release(self) -> None:
        """Type what waited."""
        app = QCoreApplication.instance()
        if app is None or not self._holds:
            return
        self._holds = False
        app.removeEventFilter(self)
        held, self._held = self._held, []
        for event in held:
            widget = QApplication.focusWidget()
            if widget is not None:
                QCoreApplication.sendEvent(widget, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget) or not (watched is self._page or self._page.isAncestorOf(watched)):
            return False
        if isinstance(event, QKeyEvent) and event.type() != QEvent.Type.ShortcutOverride:
            self._held.append(
                QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
            )
            return True
        if isinstance(event, QInputMethodEvent) and event.commitString():
            waiting = QInputMethodEvent("", [])
            waiting.setCommitString(event.commitString(), event.replacementStart(), event.replacementLength())
            self._held.append(waiting)
            return True
        return event.type() == QEvent.Type.InputMethod
