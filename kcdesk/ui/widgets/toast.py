"""A short word at the foot of the window that goes away by itself, with one way to act on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kcdesk.ui.widgets.buttons import Button
from kcdesk.ui.widgets.card import label

SHORT, LONG = 4000, 9000
"""Milliseconds that it stays, without and with something to press."""
MARGIN = 24
"""Pixels from the corner on the left: in the middle it would hide the field where one goes on typing, on the right the
buttons of the panel."""


class Toast(QFrame):
    """Stands over its parent. Ctrl+Z outside a field presses its button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("toast", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label()
        self._button = Button("", "")
        self._act: Callable[[], object] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(18, 10, 18, 10)
        line.setSpacing(16)
        line.addWidget(self._words)
        line.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._on_clicked)
        self._shortcut = QShortcut(QKeySequence.StandardKey.Undo, parent)
        self._shortcut.setEnabled(False)
        self._shortcut.activated.connect(self._on_clicked)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Show a word; the one before goes."""
        self._act = on_action
        self._words.setText(text)
        self._button.set_text(action)
        self._button.setVisible(bool(action))
        self._shortcut.setEnabled(on_action is not None)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(LONG if action else SHORT)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.move(MARGIN, parent.height() - self.height() - MARGIN)

    def _on_clicked(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def hideEvent(self, event: QHideEvent) -> None:
        self._shortcut.setEnabled(False)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
