"""The fingerprint of this machine to read over the telephone, and the province's settings file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_file, choose_new_file
from kcdesk.ui.dialogs.message import ask
from kcdesk.ui.receive.settings_file import take_settings
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row, rule
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work import settings, trust, unit_draft

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.settings import Issued
    from kcdesk.work.unit_draft import UnitDraft

KINDS = "(*.kcs)"


class KeysCard(Card):
    """At a collaborator's: own fingerprint, settings file. At the province: also the unit's, and issuing settings."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Khóa và cấu hình của tỉnh"))
        self._session = session
        self._is_province = session.profile.is_province
        self._mark = self._code()
        self._unit = self._code()
        self._state = label("", wrap=True)
        self._former = link("", self._on_former, quiet=True)
        self._former.hide()
        self.body.addWidget(label(_("Dấu khóa của máy này"), "strong"))
        self.body.addLayout(row(self._mark, link(_("Chép"), lambda: self._copy(self._mark.text())), None, spacing=12))
        self.body.addWidget(label(_about_mark(is_province=self._is_province), "small", wrap=True))
        self.body.addSpacing(4)
        self.body.addWidget(rule())
        self.body.addSpacing(4)
        self._add_unit() if self._is_province else self._add_settings()

    def refresh(self) -> None:
        """Show what holds now."""
        desk = self._session.desk
        self._mark.setText(desk.fingerprint)
        self._mark.setAccessibleName(_("Dấu khóa của máy này {mark}").format(mark=desk.fingerprint))
        if self._is_province:
            self._unit.setText(desk.unit_fingerprint)
            self._unit.setAccessibleName(_("Dấu khóa của đơn vị {mark}").format(mark=desk.unit_fingerprint))
        self._state.setText(_in_force(desk.settings, is_province=self._is_province))
        self._session.jobs.read(settings.can_take_back, self._show_former, key="former settings")

    def _add_settings(self) -> None:
        self.body.addWidget(label(_("Tệp cấu hình của tỉnh"), "strong"))
        self.body.addWidget(self._state)
        self.body.addLayout(row(secondary(_("Chọn tệp cấu hình…"), self._on_choose), self._former, None))

    def _add_unit(self) -> None:
        self.body.addWidget(label(_("Dấu khóa của đơn vị"), "strong"))
        self.body.addLayout(row(self._unit, link(_("Chép"), lambda: self._copy(self._unit.text())), None, spacing=12))
        self.body.addWidget(
            label(_("Đọc dấu này cho cộng tác viên khi họ dùng tệp cấu hình lần đầu."), "small", wrap=True)
        )
        self.body.addWidget(self._state)
        issue = secondary(_("Soạn và ký cấu hình…"), self._on_issue)
        keep = secondary(_("Cất khóa đơn vị ra USB…"), self._on_keep)
        line = QWidget()
        flow = FlowLayout(line)
        for button in (issue, keep, self._former):
            flow.addWidget(button)
        self.body.addWidget(line)

    def _code(self) -> Any:
        shown = label("", "code")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return shown

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._session.toast(_("Đã chép."))

    def _on_choose(self) -> None:
        choose_file(self, _("Tệp cấu hình của tỉnh"), _("Tệp cấu hình {kinds}").format(kinds=KINDS), self._on_chosen)

    def _on_chosen(self, file: Path) -> None:
        take_settings(self, self._session.jobs, file, self._on_taken)

    def _on_taken(self, sentence: str) -> None:
        self._session.take_profile()
        self.refresh()
        self._session.toast(sentence)

    def _on_issue(self) -> None:
        self._session.jobs.read(unit_draft.begin, self._edit)

    def _edit(self, draft: UnitDraft) -> None:
        from kcdesk.ui.settings.unit_dialog import UnitDialog

        dialog = UnitDialog(self._session, draft, self._on_issued, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.show_first()

    def _show_former(self, serial: int) -> None:
        self._former.set_text(_("Quay lại cấu hình số {serial}…").format(serial=serial))
        self._former.setVisible(bool(serial))

    def _on_former(self) -> None:
        sentence = _("Hồ sơ đã ghi không đổi; chúng giữ danh mục lúc ghi.")
        if self._is_province:
            sentence += " " + _("Nội dung cũ được ký lại thành một tệp mới để gửi cho cộng tác viên.")
        ask(
            self.window(), _("Dùng lại cấu hình trước đó?"), sentence,
            yes=_("Dùng lại"), no=_("Thôi"), on_yes=self._on_back,
        )  # fmt: skip

    def _on_back(self) -> None:
        if not self._is_province:
            self._take_back(None)
            return
        name = f"cau-hinh-{self._session.profile.province}.kcs"
        choose_new_file(
            self, _("Ghi tệp cấu hình"), _("Tệp cấu hình {kinds}").format(kinds=KINDS), self._take_back, name
        )

    def _take_back(self, file: Path | None) -> None:
        from kcdesk.ui.desks import prepare

        def write(desk: Desk) -> int:
            serial = settings.take_back(desk, file)
            prepare(desk)
            return serial

        self._session.jobs.run(write, self._on_taken_back)

    def _on_taken_back(self, _serial: int) -> None:
        self._session.take_profile()
        self.refresh()
        self._session.toast(_("Đã dùng lại cấu hình trước đó."))

    def _on_issued(self, issued: Issued) -> None:
        self._session.take_profile()
        self.refresh()
        self._session.toast(_("Đã tạo tệp cấu hình số {serial}.").format(serial=issued.serial))

    def _on_keep(self) -> None:
        choose_new_file(self, _("Cất khóa đơn vị"), _("Khóa đơn vị (*.kckey)"), self._keep, "khoa-don-vi.kckey")

    def _keep(self, file: Path) -> None:
        self._session.jobs.run(
            lambda desk: trust.export_unit_key(desk, file),
            lambda _path: self._session.toast(_("Đã cất khóa. Giữ USB này ở nơi an toàn.")),
        )


def _about_mark(*, is_province: bool) -> str:
    if is_province:
        return _("Tên của riêng máy này. Cộng tác viên đối chiếu dấu khóa của đơn vị, ở dưới.")
    return _("Khi tỉnh nhận gói đầu tiên sẽ gọi hỏi dấu khóa này. Đọc từng nhóm bốn chữ.")


def _in_force(content: Any, *, is_province: bool) -> str:
    """What holds now, in words."""
    serial = content.get("serial")
    if not serial:
        return (
            _("Chưa tạo tệp cấu hình nào.")
            if is_province
            else _("Chưa có. Khi tỉnh gửi tệp có đuôi .kcs, chọn ở đây; từ đó gói gửi đi được khóa kín.")
        )
    words = _("Đang dùng cấu hình số {serial} của {unit}.").format(serial=serial, unit=content.get("unit", ""))
    if not content.get("confirmed") and not is_province:
        words += " " + _("Chưa đối chiếu dấu khóa qua điện thoại.")
    return words
