"""The head of a form: where one is, what it is called, whether it is kept, and the one main action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.widgets import buttons


class FormHeader(QWidget):
    """Breadcrumb, title, state of the draft, Lịch sử, Lưu. Signals: ``save_pressed``, ``history_pressed``."""

    save_pressed = Signal()
    history_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._crumb = QLabel(self)
        self._crumb.setProperty("role", "crumb")
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.addWidget(self._crumb)
        words.addWidget(self._title)
        layout.addLayout(words, 1)
        self._kept = QLabel(self)
        self._kept.setObjectName("draft_state")
        self._kept.setProperty("role", "small")
        layout.addWidget(self._kept)
        self.history_button = buttons.secondary(_("Lịch sử"), self.history_pressed.emit)
        self.history_button.setObjectName("history")
        layout.addWidget(self.history_button)
        self.save_button: QPushButton = buttons.primary(_("Lưu"), self.save_pressed.emit, "Ctrl+S")
        self.save_button.setObjectName("save")
        layout.addWidget(self.save_button)
        self._layout = layout

    def add_button(self, button: QPushButton) -> None:
        """One more button, before Lịch sử."""
        self._layout.insertWidget(self._layout.indexOf(self.history_button), button)

    def show_words(self, crumbs: list[str], title: str) -> None:
        """The way that leads here, and the name of the record."""
        self._crumb.setText(" › ".join(crumbs))
        self._title.setText(title)
        self._title.setToolTip(title)

    def show_busy(self, *, busy: bool) -> None:
        """While a save runs the button cannot be pressed again."""
        self.save_button.setEnabled(not busy)

    def show_kept(self, words: str) -> None:
        """What is said about the draft."""
        self._kept.setText(words)

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """The last stop of the form: the button that saves."""
        self.save_button.setFocus(reason)

    def reachable(self) -> bool:
        """The button can be pressed."""
        return self.save_button.isEnabled()

    def wanted(self) -> bool:
        """Nothing is missing here."""
        return False

    def has_focus(self) -> bool:
        """The person is at the button."""
        return self.save_button.hasFocus()
