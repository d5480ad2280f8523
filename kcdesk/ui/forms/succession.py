"""The step for an establishment that changes owner, name or legal form: what stays, what starts anew."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.forms.history import said
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, empty, label, row
from kcdesk.ui.widgets.growing import Growing, fit_to_screen
from kcdesk.work import succession, undoing
from kcdesk.work.succession import FIELDS, Succession

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.records import SavedRecord

WIDTH_EMS = 60


class SuccessionDialog(Message):
    """The new owner, name or form is typed; below stands what follows from it."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page, _("Chuyển đổi, đổi chủ"))
        self._page = page
        self._record = {**page.state.values, "id": page.record_id}
        self.setMinimumWidth(WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        words = _("Cơ sở vẫn là cơ sở này, chỉ sửa những gì đã thay đổi. Tên, chủ và mã số thuế cũ vẫn tìm được.")
        self.body.addWidget(label(words, "second", wrap=True))
        known = {name: self._record.get(name) for name in FIELDS if name != "changed_on"}
        self.form = MiniForm(page.session, "establishment", FIELDS, known, over=self)
        self._emptied: set[str] = set()
        self.form.changed.connect(self._on_changed)
        self.form.escaped.connect(self.reject)
        self.body.addWidget(Growing(self.form), 1)
        self._told = Card(look="quiet")
        self._lines = QVBoxLayout()
        self._told.body.addLayout(self._lines)
        self.body.addWidget(self._told)
        self.go = primary(_("Chuyển đổi"), self._write)
        self.form.set_goal(self.go)
        self.body.addLayout(row(None, secondary(_("Thôi"), self.reject, "Esc"), self.go))
        self._show()

    def open(self) -> None:
        super().open()
        self.form.focus_first()
        self._fit()

    def _fit(self) -> None:
        fit_to_screen(self)

    def _on_changed(self) -> None:
        """With a new owner or a new form the fields that belonged to the former one are emptied once."""
        for name, others in (("representative", ("phone",)), ("legal_form", ("tax_code", "registration_number"))):
            if name not in self._emptied and self.form.values()[name] != self._record.get(name):
                self._emptied.add(name)
                for other in others:
                    self.form.put(other, None)
        self._show()

    def _show(self) -> None:
        empty(self._lines)
        try:
            planned = succession.plan(self._record, self.form.values())
        except UserError as error:
            lines, is_ready = [error.message], False
        else:
            trouble = self.form.trouble()
            lines, is_ready = ([trouble], False) if trouble else (self._told_of(planned), True)
        for line in lines:
            self._lines.addWidget(label(line, wrap=True))
        self._told.setAccessibleName(" ".join(lines))
        self.go.setEnabled(is_ready)
        QTimer.singleShot(0, self, self._fit)

    def _told_of(self, planned: Succession) -> list[str]:
        kind, reference = catalogue.entity("establishment"), self._page.gateway.reference
        lines = [_("Giữ nguyên: địa điểm, ngành nghề, sản phẩm, máy móc, số liệu, đề nghị, lượt khảo sát, mã cơ sở.")]
        emptied = [name for name in planned.anew if planned.values[name] is None and not name.startswith("consent")]
        if emptied:
            names = ", ".join(_(kind[name].label) for name in emptied)
            lines.append(_("Bắt đầu lại, ghi sau cũng được: {names}.").format(names=names))
        for keeper, old in planned.former.items():
            field = kind[keeper]
            lines.append(
                _("Ghi vào “{field}”: {old}").format(field=_(field.label), old=said(field, old, reference) or old)
            )
        if planned.asks_consent:
            lines.append(_("▲ Chủ mới phải được hỏi lại về việc đồng ý xử lý dữ liệu cá nhân."))
        return lines

    def _write(self) -> None:
        page, given = self._page, self.form.values()
        owner = page.record_id
        if owner is None:
            return
        page.session.jobs.run(
            lambda desk: succession.succeed(desk, owner, given), self._on_written, page.session.show_error
        )

    def _on_written(self, saved: SavedRecord) -> None:
        page = self._page
        page.session.rows_changed({(page.entity.name, saved.id)})
        page.session.toast(
            _("Đã chuyển đổi; lịch sử và Kho lưu còn giữ hết."), _("Hoàn tác"), lambda: self._take_back(saved)
        )
        page.gateway.open(saved.id, page.drafting.on_opened)
        self.accept()

    def _take_back(self, saved: SavedRecord) -> None:
        session, entity, gateway = self._page.session, self._page.entity.name, self._page.gateway
        page = weakref.ref(self._page)

        def back(_done: object) -> None:
            session.rows_changed({(entity, saved.id)})
            here = page()
            if here is not None and shiboken6.isValid(here):
                gateway.open(saved.id, here.drafting.on_opened)

        gateway.take_back(lambda desk: undoing.undo(desk, saved.save), back)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from field to field; it never closes the dialog by itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
