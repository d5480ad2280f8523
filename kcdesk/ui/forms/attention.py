"""What waits on the record that is open: fields in conflict, what the province asks; and asking, at the province."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from kcdesk.i18n import _
from kcdesk.model.changes import DELETED
from kcdesk.ui.forms.bars import Bar
from kcdesk.ui.widgets import buttons
from kcdesk.work import waits

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.waits import Attention

ASK_KEY = "Ctrl+H"


class FormAttention(QObject):
    """A bar above the form, a word at each field, and in a province the button that asks."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._found: Attention | None = None
        self.bar = Bar("warning", page)
        self.bar.first.connect(self._go)
        page.place_bar(self.bar)
        page.body.built.connect(self._flag_fields)
        page.session.changed.connect(self.ask)
        if page.session.profile.is_province:
            self._add_asking()
        self.ask()

    def ask(self, _rows: object = None) -> None:
        """Look up what waits on this record."""
        page = self._page
        entity, row = page.entity.name, page.record_id
        if row is not None:
            page.session.jobs.read(lambda desk: waits.of_record(desk, entity, row), self._show, key=f"waits:{row}")

    def _add_asking(self) -> None:
        button = buttons.secondary(_("Hỏi"), self._open_question, ASK_KEY)
        button.setToolTip(_("Hỏi cộng tác viên về hồ sơ này"))
        button.setObjectName("ask")
        self._page.header.add_button(button)
        shortcut = QShortcut(QKeySequence(ASK_KEY), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._open_question)

    def _open_question(self) -> None:
        from kcdesk.ui.inbox.ask import AskDialog

        page = self._page
        if page.record_id is None:
            return
        title = str(page.state.values.get(page.entity.title_field) or page.state.values.get("code") or "")
        field = page.place().partition("[")[0]
        AskDialog(page, page.session, page.entity.name, page.record_id, title, field).open()

    def _show(self, found: Attention) -> None:
        self._found = found
        words = []
        if DELETED in found.conflicts:
            words.append(_("Một người đã xóa hồ sơ này, người kia đang sửa."))
        fields = [_(self._page.entity[name].label) for name in found.conflicts if name in self._page.entity]
        if fields:
            words.append(_("Hai người cùng sửa: {fields}.").format(fields=", ".join(fields)))
        if found.questions and not self._page.session.profile.is_province:
            words += [_("Tỉnh hỏi: “{words}”").format(words=one) for one in found.questions.values()]
        elif found.questions:
            words.append(_("Đang hỏi cộng tác viên về hồ sơ này."))
        if words:
            self.bar.ask(" ".join(words), _("So sánh và chọn") if found.conflicts else _("Xem câu hỏi"))
        else:
            self.bar.hide()
        self._flag_fields()

    def _flag_fields(self, _section: str = "") -> None:
        """At each field that is built: what waits there."""
        found = self._found
        if found is None:
            return
        for name, row in self._page.body.rows.items():
            if name in found.conflicts:
                row.flag(_("có mâu thuẫn"), _("Mở để so sánh và chọn"), partial(self._compare, name))
            elif name in found.questions:
                row.flag(_("tỉnh hỏi"), found.questions[name], self._answer)
            else:
                row.flag("", "", self._answer)

    def _go(self) -> None:
        if self._found is not None and self._found.conflicts:
            self._compare(self._found.conflicts[0])
        else:
            self._answer()

    def _compare(self, field: str) -> None:
        self._page.conflict_asked.emit(self._page.record_id or "", field)

    def _answer(self) -> None:
        self._page.question_asked.emit(self._page.record_id or "")
