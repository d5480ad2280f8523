"""Changing a field of the marked records: choose it, type it in its own editor, read what it means, do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.catalogue import entity as declared
from kcdesk.model.fields import Required, Value
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.formats import grouped
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.session import Session
from kcdesk.ui.theme import mark
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, empty, label, row
from kcdesk.work import bulk
from kcdesk.work.bulk import Done, Meaning

WIDTH_EMS = 62
DELAY = 250
"""Milliseconds after the last letter before it is worked out what a change means."""
_LONG_LIST = 12


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be typed: the heading of the dialog, the fields (none: one is chosen), what stands in them."""

    heading: str
    names: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


class BulkDialog(Message):
    """A dialog over the list. ``on_done`` is called with what was written."""

    def __init__(
        self,
        session: Session,
        entity: str,
        numbers: Sequence[int],
        change: Change,
        on_done: Callable[[Done], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, change.heading)
        self.setProperty("help", "bulk")
        self._session = session
        self._entity = entity
        self._numbers = list(numbers)
        self._on_done = on_done
        self.setMinimumWidth(WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._ask)
        self.form = MiniForm(session, entity, change.names, change.values, over=self)
        self.fields: QComboBox | None = None if change.names else self._make_choice()
        self.form.changed.connect(self._timer.start)
        self.form.escaped.connect(self.reject)
        self.body.addWidget(self.form)
        self._told = Card(look="quiet")
        self._lines = QVBoxLayout()
        self._told.body.addLayout(self._lines)
        self.body.addWidget(self._told)
        self.change = primary(_("Sửa"), self._change)
        self.form.set_goal(self.change)
        self.body.addLayout(row(None, secondary(_("Thôi"), self.reject, "Esc"), self.change))
        self._say([_("Nhập giá trị mới để xem điều gì sẽ thay đổi.")])
        self.change.setEnabled(False)
        if change.values:
            self._timer.start()
        elif self.fields is not None:
            self._on_field_chosen(0)

    def open(self) -> None:
        super().open()
        if self.fields is not None:
            self.fields.setFocus()
        else:
            self.form.focus_first()

    def _make_choice(self) -> QComboBox:
        """The fields that can be changed, by the groups of the form."""
        kind = declared(self._entity)
        fields = QComboBox()
        fields.setAccessibleName(_("Mục cần sửa"))
        fields.setMaxVisibleItems(_LONG_LIST)
        for one in bulk.choosable(kind, is_province=self._session.role == "province"):
            fields.addItem(_(one.label), one.name)
        fields.currentIndexChanged.connect(self._on_field_chosen)
        self.body.addWidget(label(_("Mục cần sửa"), "strong"))
        self.body.addWidget(fields)
        return fields

    def _on_field_chosen(self, _index: int) -> None:
        if self.fields is not None:
            self.form.show_fields((str(self.fields.currentData()),), {})
            self.change.setEnabled(False)
            self._timer.start()

    def _ask(self) -> None:
        trouble = self.form.trouble()
        if trouble:
            self._say([trouble], "error")
            self.change.setEnabled(False)
            return
        entity, numbers, values = self._entity, self._numbers, self.form.values()
        kind = declared(entity)
        if any(kind[name].required is Required.TO_SAVE and value is None for name, value in values.items()):
            self._say([_("Nhập giá trị mới để xem điều gì sẽ thay đổi.")])
            self.change.setEnabled(False)
            return

        def look(desk: Any, cancel: Any) -> Meaning:
            return bulk.look(desk, entity, numbers, values, cancel)

        self._session.jobs.read(look, self._show, self._on_refused, key="bulk:look", cancellable=True, lane=FIGURES)

    def _show(self, meaning: Meaning) -> None:
        is_doubtful = meaning.areas or meaning.outside or meaning.refused or meaning.emptied
        self._say(meaning_lines(meaning), "warning" if is_doubtful else "quiet")
        text = _("Sửa {n} mục").format(n=grouped(meaning.changed)) if meaning.changed else _("Sửa")
        self.change.set_text(text)
        self.change.setEnabled(bool(meaning.changed))

    def _on_refused(self, error: BaseException) -> None:
        self._say([str(getattr(error, "message", error))], "error")
        self.change.setEnabled(False)

    def _say(self, lines: Sequence[str], look: str = "quiet") -> None:
        mark(self._told, card=look)
        empty(self._lines)
        for line in lines:
            self._lines.addWidget(label(line, wrap=True))
        self._told.setAccessibleName(" ".join(lines))

    def _change(self) -> None:
        if self.form.trouble():  # typed a moment ago, after the last look
            self._ask()
            return
        entity, numbers, values = self._entity, self._numbers, self.form.values()

        def work(desk: Any, progress: Any, cancel: Any) -> Done:
            return bulk.change(desk, entity, numbers, values, progress=progress, cancel=cancel)

        self._session.jobs.long(_("Đang sửa nhiều mục"), work, self._on_done, self._session.show_error)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from field to field; it never closes the dialog by itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.fields is not None and self.focusWidget() is self.fields:
            self.form.focus_first()


def meaning_lines(meaning: Meaning) -> list[str]:
    """What a change means, one sentence a line."""
    if not meaning.changed:
        return [_refusal(meaning)] if meaning.refused else [_("Các mục đã đánh dấu đều đang có giá trị này.")]
    words = ngettext("{n} trong {all} mục sẽ đổi giá trị.", "{n} trong {all} mục sẽ đổi giá trị.", meaning.changed)
    lines = [words.format(n=grouped(meaning.changed), all=grouped(meaning.count))]
    if meaning.sent_again:
        again = ngettext(
            "{n} mục đã gửi tỉnh rồi, sẽ được gửi lại trong gói sau.",
            "{n} mục đã gửi tỉnh rồi, sẽ được gửi lại trong gói sau.",
            meaning.sent_again,
        )
        lines.append(again.format(n=grouped(meaning.sent_again)))
    for code, number in sorted(meaning.areas.items()):
        lines.append(
            _("▲ {n} mục sang địa bàn của {code}: gửi tỉnh xong, người đó phụ trách tiếp.").format(
                n=grouped(number), code=code
            )
        )
    if meaning.outside:
        lines.append(_("▲ {n} mục ra ngoài địa bàn của mình.").format(n=grouped(meaning.outside)))
    if meaning.emptied:
        emptied = ngettext(
            "▲ Ô giá trị mới đang để trống: {n} mục đang có giá trị sẽ bị bỏ trống.",
            "▲ Ô giá trị mới đang để trống: {n} mục đang có giá trị sẽ bị bỏ trống.",
            meaning.emptied,
        )
        lines.append(emptied.format(n=grouped(meaning.emptied)))
    if meaning.refused:
        lines.append(_refusal(meaning))
    lines.append(_("Làm xong vẫn hoàn tác được cả lần sửa này."))
    return lines


def _refusal(meaning: Meaning) -> str:
    words = _("✕ {n} trong {tried} mục xem trước không nhận được giá trị này và sẽ giữ nguyên: {reason}")
    return words.format(n=grouped(meaning.refused), tried=grouped(meaning.tried), reason=meaning.reason)


def consent_dialog(
    session: Session, numbers: Sequence[int], on_done: Callable[[Done], None], parent: QWidget
) -> BulkDialog:
    """Record the answer of many owners who were asked on one day, with the notice that was read to them."""
    values: dict[str, Value] = {"consent": "dong_y", "consent_on": session.today().isoformat()}
    change = Change(_("Ghi đồng ý xử lý dữ liệu cá nhân"), bulk.CONSENT, values)
    return BulkDialog(session, "establishment", numbers, change, on_done, parent)


def delete_many(session: Session, entity: str, numbers: Sequence[int], on_done: Callable[[Done], None]) -> None:
    """Delete the marked records; that can be taken back."""

    def work(desk: Any, progress: Any, cancel: Any) -> Done:
        return bulk.delete(desk, entity, numbers, progress=progress, cancel=cancel)

    session.jobs.long(_("Đang xóa nhiều mục"), work, on_done, session.show_error)
