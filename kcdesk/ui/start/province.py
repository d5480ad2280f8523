"""The last step: the province's settings file, where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_file
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.start.step import Step
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


class LastStep(Step):
    """Takes the open desk."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._jobs = jobs
        self._desk: Desk | None = None
        self._state = label("", wrap=True)
        self._choose = secondary(_("Chọn tệp cấu hình…"), self._on_choose)
        self._card = Card(look="quiet")
        self._card.body.addWidget(self._state)
        self._card.body.addLayout(row(self._choose, None))
        self.body.addWidget(self._card)
        self.body.addStretch(1)

    def take_desk(self, desk: Desk) -> None:
        """The workspace is made; say what is left to do on this kind of machine."""
        self._desk = desk
        if desk.profile.is_province:
            self.title.setText(_("Sẵn sàng"))
            self.why.setText(_("Khóa của đơn vị đã được tạo trên máy này."))
            self._state.setText(
                _(
                    "Vào Cài đặt để tạo tệp cấu hình phát cho cộng tác viên. Cộng tác viên dùng tệp ấy để khóa "
                    "gói gửi về, chỉ máy của tỉnh mở được."
                )
            )
            self._choose.hide()
        else:
            self.title.setText(_("Tệp cấu hình của tỉnh"))
            self.why.setText(_("Nếu Trung tâm Khuyến công đã gửi tệp có đuôi .kcs, chọn ở đây. Chưa có thì bỏ qua."))
            self._state.setText(
                _("Chưa có tệp cấu hình: vẫn nhập được hồ sơ, khi nào có tệp mới gửi được gói khóa kín.")
            )

    def _on_choose(self) -> None:
        choose_file(self, _("Tệp cấu hình của tỉnh"), _("Tệp cấu hình (*.kcs)"), self._on_chosen)

    def _on_chosen(self, file: Path) -> None:
        from kcdesk.ui.receive.settings_file import take_settings

        if self._desk is not None:
            take_settings(self, self._jobs, file, self._on_taken)

    def _on_taken(self, sentence: str) -> None:
        self._state.setText(sentence)
        self._choose.set_text(_("Chọn tệp khác…"))
        self.finished.emit()
