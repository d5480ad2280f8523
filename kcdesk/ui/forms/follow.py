"""What is noted next for an establishment: a request, a visit. One key each, from its form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from kcdesk.i18n import N_, _
from kcdesk.ui.widgets import buttons

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage

NEXT = (
    ("support_request", N_("Thêm đề nghị"), "Ctrl+D"),
    ("visit", N_("Ghi lượt khảo sát"), "Ctrl+K"),
)
"""What may follow, in words, and its key (Đề nghị, Khảo sát)."""


class Follow(QObject):
    """Buttons in the head of an establishment's form. What is typed is saved first; a mistake stops there."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._then: Callable[[], None] | None = None
        page.saving.ended.connect(self._on_ended)
        for entity, words, keys in NEXT:
            button = buttons.secondary(_(words), partial(self.begin, entity), keys)
            button.setObjectName(f"next_{entity}")
            page.header.add_button(button, spare=True)
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.begin, entity))

    def begin(self, entity: str) -> None:
        """Save what is typed, then open a new record that belongs to this one."""
        page = self._page
        self._then = partial(self._open, entity)
        if page.record_id is not None and not page.state.dirty:
            self._on_ended(True)
        else:
            page.save()

    def _open(self, entity: str) -> None:
        self._page.new_asked.emit(entity, {"establishment_id": self._page.record_id})

    def _on_ended(self, ok: bool) -> None:
        then, self._then = self._then, None
        if ok and then is not None:
            then()
