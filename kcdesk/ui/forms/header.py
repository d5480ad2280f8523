"""The head of a form: where one is, what it is called, whether it is kept, and the one main action."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.widgets import buttons
from kcdesk.ui.widgets.elided import ElidedLabel

TITLE_EMS = 16
"""The room that the title keeps, in widths of the letter M."""


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
        self._crumb = ElidedLabel("", "crumb", self)
        self._title = ElidedLabel("", "title", self)
        self._kept = QLabel(self)
        self._kept.setTextFormat(Qt.TextFormat.PlainText)
        self._kept.setObjectName("draft_state")
        self._kept.setProperty("role", "small")
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self._crumb)
        above.addWidget(self._kept)
        above.addStretch(1)
        words.addLayout(above)
        words.addWidget(self._title)
        layout.addLayout(words, 1)
        self._spare: list[QPushButton] = []
        self.history_button = buttons.secondary(_("Lịch sử"), self.history_pressed.emit)
        self.history_button.setObjectName("history")
        layout.addWidget(self.history_button)
        self.save_button: QPushButton = buttons.primary(_("Lưu"), self.save_pressed.emit, "Ctrl+S")
        self.save_button.setObjectName("save")
        layout.addWidget(self.save_button)
        self._layout = layout

    def add_button(self, button: QPushButton, *, spare: bool = False) -> None:
        """One more button, before Lịch sử. A ``spare`` one gives way to the title where there is no room."""
        self._layout.insertWidget(self._layout.indexOf(self.history_button), button)
        if spare:
            self._spare.append(button)

    def adapt(self) -> None:
        """Leave the title its room: buttons that can be reached by a key or a menu too give way, the last first."""
        gap = self._layout.spacing()
        buttons_here = [one for one in self.findChildren(QPushButton) if one not in self._spare and not one.isHidden()]
        room = self.width() - TITLE_EMS * self.fontMetrics().horizontalAdvance("M")
        room -= sum(one.sizeHint().width() + gap for one in buttons_here)
        for one in self._spare:
            room -= one.sizeHint().width() + gap
            one.setVisible(room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.adapt()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self.adapt)

    def show_words(self, crumbs: list[str], title: str) -> None:
        """The way that leads here, and the name of the record."""
        self._crumb.setText(" › ".join(crumbs))
        self._title.setText(title)

    def name_save(self, words: str) -> None:
        """Other words on the button that saves."""
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)

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
