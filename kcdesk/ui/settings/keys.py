"""The fingerprint of this machine to read over the telephone, and the province's settings file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_file, choose_new_file
from kcdesk.ui.receive.settings_file import take_settings
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row, rule
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work import settings, trust

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.settings import Issued

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
        self.body.addWidget(label(_("Dấu khóa của máy này"), "strong"))
        self.body.addLayout(row(self._mark, link(_("Chép"), lambda: self._copy(self._mark.text())), None, spacing=12))
        self.body.addWidget(
            label(_("Khi tỉnh nhận gói đầu tiên sẽ gọi hỏi dấu khóa này. Đọc từng nhóm bốn chữ."), "small", wrap=True)
        )
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

    def _add_settings(self) -> None:
        self.body.addWidget(label(_("Tệp cấu hình của tỉnh"), "strong"))
        self.body.addWidget(self._state)
        self.body.addLayout(row(secondary(_("Chọn tệp cấu hình…"), self._on_choose), None))

    def _add_unit(self) -> None:
        self.body.addWidget(label(_("Dấu khóa của đơn vị"), "strong"))
        self.body.addLayout(row(self._unit, link(_("Chép"), lambda: self._copy(self._unit.text())), None, spacing=12))
        self.body.addWidget(
            label(_("Đọc dấu này cho cộng tác viên khi họ dùng tệp cấu hình lần đầu."), "small", wrap=True)
        )
        self.body.addWidget(self._state)
        issue = secondary(_("Tạo tệp cấu hình cho cộng tác viên…"), self._on_issue)
        keep = secondary(_("Cất khóa đơn vị ra USB…"), self._on_keep)
        line = QWidget()
        flow = FlowLayout(line)
        for button in (issue, keep):
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
        name = f"cau-hinh-{self._session.profile.province}.kcs"
        choose_new_file(self, _("Tạo tệp cấu hình"), _("Tệp cấu hình {kinds}").format(kinds=KINDS), self._issue, name)

    def _issue(self, file: Path) -> None:
        from kcdesk.ui.desks import prepare

        def write(desk: Desk) -> Issued:
            issued = settings.settings_export(desk, file)
            prepare(desk)
            return issued

        self._session.jobs.run(write, self._on_issued)

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
