"""The keyboard's way through the form: Enter goes on, Ctrl+Enter to what is still wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kcdesk.ui.forms.editors.base import Editor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Stop(Protocol):
    """A place where the keyboard stops: a field, a table, the button at the end."""

    def enter(self, reason: Qt.FocusReason = ...) -> None:
        """Take the focus."""

    def reachable(self) -> bool:
        """May be stopped at now."""

    def wanted(self) -> bool:
        """Something required is missing here."""

    def has_focus(self) -> bool:
        """The person is here."""


class Walker(QObject):
    """Watches the widgets that are typed in and moves from stop to stop in the order of the paper.

    Signals: ``escaped`` – Esc, and nothing was open that it could close; ``arrived(stop)``;
    ``looking`` – about to look for what is still wanted, which must be up to date now.
    """

    escaped = Signal()
    arrived = Signal(object)
    looking = Signal()

    def __init__(self, stops: Callable[[], Iterable[Stop]], parent: QObject) -> None:
        super().__init__(parent)
        self._stops = stops
        self._editors: dict[QWidget, tuple[Editor, Stop]] = {}

    def watch(self, editor: Editor, stop: Stop, widgets: Sequence[QWidget]) -> None:
        """Handle the keys of these widgets for the editor."""
        for widget in widgets:
            self._editors[widget] = (editor, stop)
            widget.installEventFilter(self)

    def go(self, stop: Stop, step: int = 1, *, wanted: bool = False) -> bool:
        """Go from a stop to the next one, the one before, or the next that is still wanted."""
        if wanted:
            self.looking.emit()
        found = self._after(stop, wanted=wanted) if step > 0 else self._before(stop)
        if found is None:
            return False
        found.enter(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
        self.arrived.emit(found)
        return True

    def first(self, *, wanted: bool = False) -> bool:
        """Go to the first stop, or the first that is still wanted."""
        for stop in self._stops():
            if stop.reachable() and (not wanted or stop.wanted()):
                stop.enter(Qt.FocusReason.TabFocusReason)
                self.arrived.emit(stop)
                return True
        return False

    def _after(self, stop: Stop, *, wanted: bool) -> Stop | None:
        """The next stop that may be stopped at; the very last one is the goal where nothing is wanted."""
        stops = iter(self._stops())
        for one in stops:
            if one is stop:
                break
        last = None
        for one in stops:
            if one.reachable() and (not wanted or one.wanted()):
                return one
            last = one
        return last if last is not None and last.reachable() else None

    def _before(self, stop: Stop) -> Stop | None:
        found = None
        for one in self._stops():
            if one is stop:
                return found
            if one.reachable():
                found = one
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        found = self._editors.get(watched)
        return found is not None and self._on_key(*found, event)

    def _on_key(self, editor: Editor, stop: Stop, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in _ENTER:
            return self._on_enter(editor, stop, modifiers)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not modifiers & Qt.KeyboardModifier.ControlModifier:
            return self.go(stop, -1 if key == Qt.Key.Key_Backtab else 1)
        if key == Qt.Key.Key_Escape:
            if not editor.escape():
                self.escaped.emit()
            return True
        return editor.handle_key(key, modifiers, event.text())

    def _on_enter(self, editor: Editor, stop: Stop, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return False
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return editor.take_suggestion()
        if editor.accept():
            self.go(stop, wanted=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        return True
