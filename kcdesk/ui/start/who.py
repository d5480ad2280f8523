"""Who works here, and on whose machine."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.model.kinds.contact import plain_phone
from kcdesk.ui.start.step import Step
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import row

_CODE = re.compile(r"[A-Z0-9]{2,12}")


class WhoStep(Step):
    """Code, name, unit, telephone. Signals: ``role_changed(is_province)``, ``practice_asked`` – only try it,
    ``handover_asked`` – everything comes from an old laptop."""

    role_changed = Signal(bool)
    practice_asked = Signal()
    handover_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.is_province = False
        self.code = self.add_line(_("Mã tỉnh cấp"), _("Có trong quyết định hoặc do Trung tâm báo, ví dụ CTV07."))
        self.name = self.add_line(_("Họ và tên"))
        self.unit = self.add_line(_("Đơn vị"), _("Ví dụ: Phòng Kinh tế xã Vị Thủy."))
        self.phone = self.add_line(_("Điện thoại"))
        self.code.textEdited.connect(self._on_code_edited)
        self._other = link("", self._on_other, quiet=True)
        practice = link(_("Dùng thử với dữ liệu tự tạo"), self.practice_asked.emit, quiet=True)
        handover = link(_("Nhận bàn giao từ máy cũ"), self.handover_asked.emit, quiet=True)
        self.body.addLayout(row(self._other, None, handover, 12, practice))
        self.body.addStretch(1)
        self._show_role()

    def trouble(self) -> str:
        if not self.code.text().strip():
            self.code.setFocus()
            return _("Chưa có mã. Nếu tỉnh chưa cấp, hãy gọi Trung tâm Khuyến công để hỏi.")
        if not _CODE.fullmatch(self.code.text().strip()):
            self.code.setFocus()
            return _("Mã gồm 2 đến 12 chữ cái không dấu hoặc chữ số, ví dụ CTV07.")
        if plain_phone(self.code.text()):
            self.code.setFocus()
            return _("Đây là số điện thoại, không phải mã tỉnh cấp.")
        if not self.name.text().strip():
            self.name.setFocus()
            return _("Chưa có họ và tên.")
        phone = self.phone.text().strip()
        if phone and not plain_phone(phone):
            self.phone.setFocus()
            return _("Số điện thoại chưa đúng; không có thì để trống.")
        return ""

    def _on_code_edited(self, text: str) -> None:
        place = self.code.cursorPosition()
        if text != text.upper():
            self.code.setText(text.upper())
            self.code.setCursorPosition(place)

    def _on_other(self) -> None:
        self.is_province = not self.is_province
        self._show_role()
        self.role_changed.emit(self.is_province)

    def _show_role(self) -> None:
        if self.is_province:
            self.title.setText(_("Máy của tỉnh"))
            self.why.setText(_("Máy này nhận các gói do cộng tác viên gửi về và giữ khóa của đơn vị."))
            self._other.set_text(_("Tôi là cộng tác viên"))
            self.unit.setPlaceholderText(_("Trung tâm Khuyến công …"))
        else:
            self.title.setText(_("Anh, chị là ai?"))
            self.why.setText(_("Tên và mã này đứng trên mọi gói gửi tỉnh, để tỉnh biết ai gửi."))
            self._other.set_text(_("Đây là máy của tỉnh"))
            self.unit.setPlaceholderText("")
