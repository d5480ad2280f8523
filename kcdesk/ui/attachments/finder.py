"""Looks for the establishment to which photos go: a few letters, arrows, Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.widgets.card import label
from kcdesk.work import records
from kcdesk.work.dealing import Target

if TYPE_CHECKING:
    from kcdesk.ui.session import Session

WAIT, HITS = 80, 8


class Finder(QWidget):
    """Signals: ``found(target)``; ``escaped`` – Esc with nothing typed."""

    found = Signal(object)
    escaped = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._targets: list[Target] = []
        self.field = QLineEdit(self)
        self.field.setAccessibleName(_("Cơ sở mà ảnh thuộc về"))
        self.field.setPlaceholderText(_("Gõ tên, điện thoại, mã số thuế"))
        self.list = QListWidget(self)
        self.list.setProperty("boxed", "true")
        self.list.setAccessibleName(_("Cơ sở tìm thấy"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.hide()
        self._none = label(_("Không có cơ sở nào như vậy."), "small")
        self._none.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self.field)
        body.addWidget(self._none)
        body.addWidget(self.list, 4)
        body.addStretch(1)
        self.setFocusProxy(self.field)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._ask)
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))

    def begin(self, text: str) -> None:
        """A letter was typed elsewhere: go on typing here."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(text)
        self._timer.start()

    def clear(self) -> None:
        """Nothing is looked for."""
        self._timer.stop()
        self.field.clear()
        self._show([])

    def _ask(self) -> None:
        text = self.field.text().strip()
        if not text:
            self._show([])
            return
        self._session.jobs.read(
            lambda desk: (text, list(records.find_titles(desk, "establishment", text, HITS))),
            self._on_hits,
            key="deal to",
        )

    def _on_hits(self, answer: tuple[str, Sequence[tuple[str, str, str]]]) -> None:
        text, hits = answer
        if text == self.field.text().strip():
            self._show([Target("establishment", *one) for one in hits])
            self._none.setVisible(not hits)

    def _show(self, targets: list[Target]) -> None:
        self._targets = targets
        self._none.hide()
        self.list.clear()
        for one in targets:
            self.list.addItem(QListWidgetItem(f"{one.title}\n{one.detail}" if one.detail else one.title))
        self.list.setVisible(bool(targets))
        if targets:
            self.list.setCurrentRow(0)

    def _take(self, at: int) -> None:
        if 0 <= at < len(self._targets):
            target = self._targets[at]
            self.clear()
            self.found.emit(target)

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._targets:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(len(self._targets) - 1, self.list.currentRow() + step)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentRow())
            return True
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.escaped.emit()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if not with_control and self._on_key(event.key()):
                return True
        return super().eventFilter(watched, event)
