"""Taking over: into a workspace that is still empty, or at the first run where there is none yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_file
from kcdesk.ui.dialogs.message import Message, show_error
from kcdesk.ui.handover.fields import beside
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.session import Session
from kcdesk.ui.start.secret import strength
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.ui.widgets.password import PasswordField

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.taking_over import TakenOver

KINDS = "(*.kcb)"
WIDTH = 560


class _TakeDialog(Message):
    """What both ways share: the file, what opens it, and where it is said why it does not."""

    def __init__(self, theme: Theme, heading: str, sentence: str, parent: QWidget | None) -> None:
        super().__init__(parent, heading, sentence)
        self._theme = theme
        self._is_done = False
        self.file: Path | None = None
        self._shown = label(_("Chưa chọn tệp."), "second", wrap=True)
        self.choose = secondary(_("Chọn tệp bàn giao…"), self._on_choose)
        self.body.addLayout(row(self.choose, None))
        self.body.addWidget(self._shown)
        self.phrase = PasswordField(_("Mật khẩu của tệp bàn giao"), theme)
        self.setMinimumWidth(theme.px(WIDTH))

    def close_up(self, main: str) -> None:
        """The line for trouble and the buttons, below everything else."""
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.add_buttons(main, None, _("Thôi"))
        self.finished.connect(self.deleteLater)

    def take_file(self, file: Path) -> None:
        """This file is to be taken over."""
        self.file = file
        self._shown.setText(_("Tệp: {file}").format(file=file.name))
        self.phrase.setFocus()

    def open(self) -> None:
        super().open()
        self.choose.setFocus()

    def _on_choose(self) -> None:
        choose_file(self, _("Chọn tệp bàn giao"), _("Tệp bàn giao {kinds}").format(kinds=KINDS), self.take_file)

    def say(self, trouble: str) -> None:
        """Why one cannot go on."""
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def on_failed(self, error: BaseException) -> None:
        """Show why it did not work; nothing was changed."""
        self.setEnabled(True)
        if isinstance(error, UserError):
            self.say(f"{error.message} {error.action}".strip())
        else:
            show_error(self, error)

    def accept(self) -> None:
        if self._is_done:
            super().accept()
        elif self.file is None:
            self.say(_("Chưa chọn tệp bàn giao."))
            self.choose.setFocus()
        elif not (trouble := self.trouble()):
            self.say("")
            self.setEnabled(False)
            self.start(self.file)
        else:
            self.say(trouble)

    def trouble(self) -> str:
        """Why what was typed does not do; "" where it does."""
        return ""

    def start(self, file: Path) -> None:
        """Begin to take over, each way in its own manner."""
        del file

    def done(self, result: int) -> None:
        self._is_done = True
        super().done(result)


class TakeHereDialog(_TakeDialog):
    """Into the empty workspace that is open: the file of an old laptop, or the province's start bundle."""

    def __init__(
        self, session: Session, on_taken: Callable[[TakenOver], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            session.theme, _("Nhận bàn giao"),
            _("Nhận mọi hồ sơ của máy cũ, hoặc gói khởi đầu do tỉnh tạo, vào máy chưa có dữ liệu này."), parent,
        )  # fmt: skip
        self._session = session
        self._on_taken = on_taken
        self.body.addLayout(beside((_("Mật khẩu của tệp bàn giao"), self.phrase)))
        self.body.addWidget(label(_("Gói khởi đầu của tỉnh không cần mật khẩu."), "small", wrap=True))
        self.typed = QLineEdit()
        self.typed.setProperty("size", "code")
        self.typed.setMaxLength(24)
        self.typed.setAccessibleName(_("Dấu khóa của máy giao, đọc qua điện thoại"))
        self._question = label("", wrap=True)
        self._question.setBuddy(self.typed)
        for part in (self._question, self.typed):
            part.hide()
            self.body.addWidget(part)
        self.close_up(_("Nhận bàn giao"))

    def start(self, file: Path) -> None:
        from kcdesk.ui.desks import prepare
        from kcdesk.work import taking_over

        phrase, typed = self.phrase.text(), self.typed.text().strip()

        def take(desk: Desk, progress: Callable[..., None], _cancel: object) -> TakenOver:
            taken = taking_over.take(desk, file, passphrase=phrase, fingerprint=typed, progress=progress)
            prepare(desk)
            return taken

        self._session.jobs.long(_("Đang nhận bàn giao"), take, self._on_done, self.on_failed)

    def on_failed(self, error: BaseException) -> None:
        super().on_failed(error)
        if isinstance(error, UserError) and error.code == "confirm_sender":
            self._question.setText(_("Dấu khóa nghe đọc qua điện thoại:"))
            self._question.show()
            self.typed.show()
            self.typed.setFocus()

    def _on_done(self, taken: TakenOver) -> None:
        self._session.take_profile()
        self._on_taken(taken)
        super().done(1)


class TakeFirstDialog(_TakeDialog):
    """At the first run: the workspace of the same collaborator is made out of the file."""

    def __init__(
        self, home: Path, theme: Theme, jobs: Jobs, on_made: Callable[[Desk], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme, _("Nhận bàn giao từ máy cũ"),
            _("Mã, họ tên, địa bàn và mọi hồ sơ lấy từ tệp do máy cũ ghi ra."), parent,
        )  # fmt: skip
        self._home = home
        self._jobs = jobs
        self._on_made = on_made
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Họ và tên, nếu là người khác"))
        self.first = PasswordField(_("Mật khẩu mới để mở dữ liệu trên máy này"), theme)
        self.second = PasswordField(_("Gõ lại mật khẩu mới"), theme)
        above = ((_("Mật khẩu của tệp bàn giao"), self.phrase), (_("Họ và tên, nếu là người khác"), self.name))
        below = ((_("Mật khẩu mới cho máy này"), self.first), (_("Gõ lại mật khẩu mới"), self.second))
        self.body.addLayout(beside(*above))
        self.body.addLayout(beside(*below))
        self.close_up(_("Nhận bàn giao"))

    def trouble(self) -> str:
        level, words = strength(self.first.text())
        if level == "error":
            self.first.setFocus()
            return _("Mật khẩu mới: {words}").format(words=words)
        if self.first.text() != self.second.text():
            self.second.setFocus()
            return _("Hai lần gõ mật khẩu mới chưa giống nhau.")
        return ""

    def start(self, file: Path) -> None:
        home, phrase, password, name = self._home, self.phrase.text(), self.first.text(), self.name.text().strip()
        self._jobs.open(lambda: make(home, password, file, phrase, name), self._on_done, self.on_failed)

    def _on_done(self, desk: Desk) -> None:
        super().done(1)
        self._on_made(desk)


def make(home: Path, password: str, file: Path, phrase: str, name: str) -> Desk:
    """The workspace out of a handover, on the thread that will own it."""
    from kcdesk.ui.desks import prepare
    from kcdesk.work import taking_over

    desk, _taken = taking_over.create(home, password, file, passphrase=phrase, name=name)
    return prepare(desk)
