"""Handing this laptop over: a passphrase for the file, where to write it, and what to do afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_folder
from kcdesk.ui.dialogs.message import Message, show_error, tell
from kcdesk.ui.handover.fields import beside
from kcdesk.ui.session import Session
from kcdesk.ui.start.secret import strength
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.password import PasswordField

if TYPE_CHECKING:
    from collections.abc import Callable

    from kcdesk.work.handover import Given


WIDTH = 560


class GiveDialog(Message):
    """Asks for the passphrase twice; with the fingerprint of the new laptop nobody else can take over."""

    def __init__(self, session: Session, on_given: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            _("Bàn giao máy này"),
            _("Toàn bộ hồ sơ, ảnh và giấy tờ được ghi vào một tệp khóa kín để mở trên máy mới."),
        )
        self.setMinimumWidth(session.theme.px(WIDTH))
        self._session = session
        self._on_given = on_given
        self._given = False
        box = Card(look="warning")
        box.body.setContentsMargins(14, 10, 14, 10)
        box.body.addWidget(
            label(_("Sau khi bàn giao, máy này chỉ xem và gửi, không ghi thêm được."), "strong", wrap=True)
        )
        self.body.addWidget(box)
        self.first = PasswordField(_("Mật khẩu của tệp bàn giao"), session.theme)
        self.second = PasswordField(_("Gõ lại mật khẩu"), session.theme)
        secrets = ((_("Mật khẩu của tệp bàn giao"), self.first), (_("Gõ lại mật khẩu"), self.second))
        self.body.addLayout(beside(*secrets))
        self.body.addWidget(
            label(_("Nói mật khẩu cho người nhận qua điện thoại, không gửi kèm tệp."), "small", wrap=True)
        )
        self.successor = QLineEdit()
        self._more = link(_("Chỉ cho đúng một máy nhận…"), self._on_more, quiet=True)
        self.body.addLayout(row(self._more, None))
        self._name = self._successor_field()
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.add_buttons(_("Chọn nơi ghi tệp…"), None, _("Thôi"))
        self.finished.connect(self.deleteLater)

    def _successor_field(self) -> QWidget:
        words = label(_("Dấu khóa của máy mới"), "strong")
        words.setBuddy(self.successor)
        self.successor.setAccessibleName(_("Dấu khóa của máy mới"))
        self.successor.setProperty("size", "code")
        self.successor.setMaxLength(24)
        for part in (words, self.successor):
            part.hide()
            self.body.addWidget(part)
        return words

    def _on_more(self) -> None:
        self._more.hide()
        self._name.show()
        self.successor.show()
        self.successor.setFocus()

    def open(self) -> None:
        super().open()
        self.first.setFocus()

    def accept(self) -> None:
        level, words = strength(self.first.text())
        if self._given:
            super().accept()
        elif level == "error":
            self._say(words)
        elif self.first.text() != self.second.text():
            self._say(_("Hai lần gõ mật khẩu chưa giống nhau."))
        else:
            self._say("")
            choose_folder(self, _("Ghi tệp bàn giao vào thư mục"), self.write)

    def write(self, folder: Path) -> None:
        """Make the file in this folder; from then on this laptop writes no more."""
        from kcdesk.work import handover

        phrase, to = self.first.text(), self.successor.text().strip()
        self.setEnabled(False)
        self._session.jobs.long(
            _("Đang ghi tệp bàn giao"),
            lambda desk, progress, cancel: handover.give(
                desk, folder, passphrase=phrase, to=to, progress=progress, cancel=cancel
            ),
            self._on_done,
            self._on_failed,
        )

    def _on_done(self, given: Given) -> None:
        self._given = True
        self._session.rows_changed(())
        self._on_given()
        self.accept()
        tell(
            self.parentWidget(),
            _("Đã ghi tệp bàn giao, mã {code}").format(code=given.code),
            _("Tệp: {file}").format(file=given.paths[0]),
            _("Trên máy mới: mở kcdesk, chọn “Nhận bàn giao từ máy cũ” rồi chọn tệp này."),
            _("Trước khi cất máy này, hãy gửi nốt cho tỉnh và chờ tỉnh xác nhận đã nhận hết."),
        )

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, UserError):
            self._say(f"{error.message} {error.action}".strip())
        else:
            show_error(self, error)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if trouble:
            self.first.setFocus()
