"""Text of several lines: Shift+Enter is a new line, Enter goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.ui.forms.editors.base import Editor, Surroundings

LINES_SHOWN = 2


class TextBox(QPlainTextEdit):
    """A box of text as high as its lines, two at least, which tells when it is left."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = max(LINES_SHOWN, int(self.document().size().height()))
        margins = int(2 * self.document().documentMargin()) + 2 * self.frameWidth() + 8
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + margins)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.maximumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.insertPlainText("\n")
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class LongTextEditor(Editor):
    """A box for sentences."""

    def __init__(self, field: Field, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(field, around, parent)
        self.box = TextBox(parent if isinstance(parent, QWidget) else None)
        self.widget = self.focus = self.box
        self.box.setObjectName(field.name)
        self._showing = False
        self.box.textChanged.connect(self._on_text_changed)
        self.box.left.connect(self.left)

    def show_value(self, value: Value, text: str = "") -> None:
        if self.is_being_typed(value, text):
            return
        self._showing = True
        self.box.setPlainText(text or self.field.kind.format(value, self.field))
        self._showing = False
        self._understand()

    def _understand(self) -> None:
        typed = self.box.toPlainText()
        try:
            self.value, self.text, self.trouble = self.field.kind.parse(typed, self.field).value, "", ""
        except ValueProblem as problem:
            self.value, self.text, self.trouble = None, typed, problem.message

    def _on_text_changed(self) -> None:
        if not self._showing:
            self._understand()
            self.edited.emit()
