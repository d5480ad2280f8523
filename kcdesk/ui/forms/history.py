"""Who changed what and when, beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.changes import DELETED
from kcdesk.model.fields import Field, Value
from kcdesk.ui.forms.state import is_typed
from kcdesk.ui.widgets import buttons
from kcdesk.ui.widgets.card import label, rule

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.reference.tables import Reference
    from kcdesk.ui.forms.page import RecordPage

WIDTH_EMS = 30
MOST_SHOWN = 100
MOST_LINES = 80
SEEN_DIGITS = 3
MANY = 6
"""A change of this many fields is a new record: its empty fields are not told."""


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
        inner, reference = QWidget(), self._page.gateway.reference
        inner.setProperty("plane", "clear")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 6, 8, 6)
        layout.setSpacing(6)
        for changes in _by_save(entries):
            first = changes[0]
            layout.addWidget(label(_("{who} · {when}").format(who=first.by, when=_when(first.at)), "strong"))
            for line in [line for change in changes for line in _lines(change, reference)][:MOST_LINES]:
                layout.addWidget(label(line, "small", wrap=True))
            layout.addWidget(rule())
        if not entries:
            layout.addWidget(label(_("Chưa có lần sửa nào."), "second"))
        layout.addStretch(1)
        self._scroll.setWidget(inner)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_panel()
            return
        super().keyPressEvent(event)


def _by_save(entries: Sequence[Any]) -> list[list[Change]]:
    """The changes of each save together, the newest save first; in a save the record before its rows."""
    saves: dict[str, list[Change]] = {}
    for entry in sorted(entries, key=lambda one: one.position, reverse=True):
        if entry.change is not None:
            saves.setdefault(entry.change.save, []).append(entry.change)
    newest = list(saves.values())[:MOST_SHOWN]
    return [sorted(changes, key=lambda one: (_is_child(one), one.id)) for changes in newest]


def _is_child(change: Change) -> bool:
    return any(one.name == change.entity and one.parent for one in catalogue.ENTITIES)


def _lines(change: Change, reference: Reference) -> list[str]:
    """One line a field of a record; a row of a sub-table is one line with all that was set in it."""
    try:
        entity = catalogue.entity(change.entity)
    except KeyError:
        return [f"{name}: {value}" for name, value in change.set.items()]
    told = [one for one in entity.fields if one.name in change.set and is_typed(entity, one)]
    is_new = len(told) >= MANY
    told = [one for one in told if change.set[one.name] is not None or not is_new]
    lines = [_line(one, change.set[one.name], reference) for one in told]
    if DELETED in change.set:
        lines.append(_("Đã xóa") if change.set[DELETED] else _("Đã lấy lại"))
    return [f"{_(entity.label)} – {'; '.join(lines)}"] if entity.parent and lines else lines


def said(declared: Field, value: Value, reference: Reference) -> str:
    """A value in words with its unit, personal numbers in part only; "" for nothing."""
    chosen = next((_(one.label) for one in declared.choices if one.code == value), "")
    if declared.code_table and isinstance(value, str):
        chosen = reference.label(declared.code_table, value)
    written = chosen or ("" if value is None else declared.kind.format(value, declared))
    if declared.masked and len(written) > SEEN_DIGITS:
        written = "•" * (len(written) - SEEN_DIGITS) + written[-SEEN_DIGITS:]
    unit = f" {_(declared.unit)}" if declared.unit and written else ""
    return written + unit


def _line(declared: Field, value: Value, reference: Reference) -> str:
    return f"{_(declared.label)}: {said(declared, value, reference) or _('để trống')}"


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone():%H:%M %d/%m/%Y}"
