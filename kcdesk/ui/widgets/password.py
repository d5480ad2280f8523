"""A field for a password: can be looked at, tells when Caps Lock or a Vietnamese keyboard is in the way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.card import label


class PasswordField(QWidget):
    """The field with its hint below. Signals: ``edited(text)``, ``entered`` – Enter was pressed."""

    edited = Signal(str)
    entered = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.field.setMaxLength(256)
        self.hint = label("", "small", wrap=True)
        self.hint.setProperty("level", "warning")
        self.hint.hide()
        self._look = QAction(_("Xem mật khẩu"), self.field)
        QTimer.singleShot(0, self._look, lambda: self._look.setIcon(theme.icon("eye")))
        self._look.setCheckable(True)
        self._look.toggled.connect(self._on_look_toggled)
        self.field.addAction(self._look, QLineEdit.ActionPosition.TrailingPosition)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self.field)
        body.addWidget(self.hint)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self.entered)
        self.field.installEventFilter(self)

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def _on_look_toggled(self, on: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def _on_text_changed(self, text: str) -> None:
        if any(ord(letter) > 127 for letter in text):
            self._say(_("Có chữ có dấu: bộ gõ tiếng Việt có thể đang bật."))
        elif not text:
            self._say("")
        self.edited.emit(text)

    def _say(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def _notice_caps_lock(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) != 1 or not typed.isalpha():
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._say(_("Phím Caps Lock đang bật.") if typed.isupper() != shifted else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._notice_caps_lock(event)
        return super().eventFilter(watched, event)
