"""Who changed what and when, beside the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Value
from kcdesk.ui.widgets import buttons
from kcdesk.ui.widgets.card import label, rule

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage

WIDTH_EMS = 30
MOST_SHOWN = 200


class HistoryPanel(QFrame):
    """A panel over the right side of the page; Esc closes it."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("popup", "true")
        self.setObjectName("history_panel")
        self.setAccessibleName(_("Lịch sử"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 14, 14)
        head = QHBoxLayout()
        head.addWidget(label(_("Lịch sử"), "heading"), 1)
        self._close = buttons.secondary(_("Đóng"), self.close_panel, "Esc")
        head.addWidget(self._close)
        layout.addLayout(head)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(_("Các lần sửa"))
        layout.addWidget(self._scroll, 1)
        self.hide()

    def open(self) -> None:
        """Show the panel at the right of the page."""
        width = min(self._page.width() - 40, WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        self.setGeometry(self._page.width() - width - 12, 12, width, self._page.height() - 24)
        self.show()
        self.raise_()
        self._close.setFocus()

    def close_panel(self) -> None:
        """Hide it and go back to the form."""
        self.hide()
        self._page.header.history_button.setFocus()

    def show_entries(self, entries: Sequence[Any]) -> None:
        """Show the changes, the newest first."""
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 6, 8, 6)
        layout.setSpacing(6)
        changes = [one for one in entries if one.change]
        newest = sorted(changes, key=lambda one: one.position, reverse=True)[:MOST_SHOWN]
        for entry in newest:
            change = entry.change
            layout.addWidget(label(_("{who} · {when}").format(who=change.by, when=_when(change.at)), "strong"))
            for line in _lines(change.entity, change.set):
                layout.addWidget(label(line, "small", wrap=True))
            layout.addWidget(rule())
        if not newest:
            layout.addWidget(label(_("Chưa có lần sửa nào."), "second"))
        layout.addStretch(1)
        self._scroll.setWidget(inner)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_panel()
            return
        super().keyPressEvent(event)


def _lines(entity_name: str, values: Mapping[str, Value]) -> list[str]:
    """One line a field: its label and the new value, as it is written on the form."""
    try:
        entity = catalogue.entity(entity_name)
    except KeyError:
        return [f"{name}: {value}" for name, value in values.items()]
    return [_line(entity, name, value) for name, value in values.items()]


def _line(entity: Entity, name: str, value: Value) -> str:
    if name == "deleted":
        return _("Đã xóa") if value else _("Đã lấy lại")
    if name not in entity:
        return f"{name}: {value}"
    declared = entity[name]
    chosen = next((_(one.label) for one in declared.choices if one.code == value), "")
    written = chosen or ("" if value is None else declared.kind.format(value, declared))
    if declared.masked and len(written) > 3:
        written = "•" * (len(written) - 3) + written[-3:]
    unit = f" {_(declared.unit)}" if declared.unit and written else ""
    return f"{_(declared.label)}: {written + unit if written else _('để trống')}"


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone():%H:%M %d/%m/%Y}"


