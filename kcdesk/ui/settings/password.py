"""Another password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.session import Session
from kcdesk.ui.start.secret import strength
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.password import PasswordField

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


class PasswordCard(Card):
    """The old password once, the new one twice."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Đổi mật khẩu"))
        self._session = session
        names = (_("Mật khẩu đang dùng"), _("Mật khẩu mới"), _("Gõ lại mật khẩu mới"))
        self.fields = [PasswordField(name, session.theme) for name in names]
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        for name, field in zip(names, self.fields, strict=True):
            words = label(name, "strong")
            words.setBuddy(field.field)
            self.body.addWidget(words)
            self.body.addWidget(field)
        self.body.addWidget(self._trouble)
        self.button = secondary(_("Đổi mật khẩu"), self._on_click)
        self.body.addLayout(row(self.button, None))
        for field, following in zip(self.fields, self.fields[1:], strict=False):
            field.entered.connect(following.setFocus)
        self.fields[-1].entered.connect(self._on_click)

    def _on_click(self) -> None:
        old, new, again = (field.text() for field in self.fields)
        level, words = strength(new)
        if level == "error":
            self._say(words)
        elif new != again:
            self._say(_("Hai lần gõ mật khẩu mới chưa giống nhau."))
        else:
            self._say("")
            self.button.setEnabled(False)
            self._session.jobs.run(lambda desk: _change(desk, old, new), self._on_done, self._on_failed)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _on_done(self, _result: object) -> None:
        self.button.setEnabled(True)
        for field in self.fields:
            field.clear()
        self._session.toast(_("Đã đổi mật khẩu. Hãy ghi ra giấy và cất nơi an toàn."))

    def _on_failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, UserError):
            self._say(error.message)
        else:
            self._session.show_error(error)


def _change(desk: Desk, old: str, new: str) -> None:
    desk.workspace.change_password(old, new)
