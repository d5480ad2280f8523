"""What the province tells about a record: something was kept back, or a value does not fit there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import primary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import feedback

if TYPE_CHECKING:
    from kcdesk.work.feedback import Notice


class NoticeCard(Card):
    """Signal: ``open_asked(entity, id, field)``."""

    open_asked = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._notice: Notice | None = None
        self._title = label("", "name", wrap=True)
        self._state = Badge("warning", "")
        self._fields = label("", "second", wrap=True)
        self._words = label("", wrap=True)
        self._next = label("", "small", wrap=True)
        self.open_button = primary(_("Mở hồ sơ"), self._on_open, "Enter")
        above = row(self._title, self._state)
        above.setStretch(0, 1)
        self.body.addLayout(above)
        for part in (self._fields, self._words, self._next):
            self.body.addWidget(part)
        self.body.addLayout(row(self.open_button, None))
        self.body.addStretch(1)

    def show_notice(self, notice: Notice) -> None:
        """Tell one of them."""
        self._notice = notice
        is_held = notice.kind == feedback.HELD
        self._title.setText(notice.title)
        self._state.show_state(*state(notice))
        self._fields.setText(", ".join(notice.labels))
        self._words.setText(_("Tỉnh giữ lại: {words}.").format(words=notice.words) if is_held else notice.words)
        self._next.setText(
            _("Phần này chưa ghép ở tỉnh. Hãy gọi tỉnh để hỏi.")
            if is_held
            else _("Sửa rồi gửi lại là xong; không cần trả lời riêng.")
        )

    def _on_open(self) -> None:
        if self._notice is not None:
            field = next(iter(self._notice.fields), "")
            self.open_asked.emit(self._notice.entity, self._notice.row, field)


def state(notice: Notice) -> tuple[str, str]:
    """Level and word of a notice."""
    return ("error", _("Tỉnh giữ lại")) if notice.kind == feedback.HELD else ("warning", _("Cần sửa"))
