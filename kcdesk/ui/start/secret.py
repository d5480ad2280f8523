"""The password: twice, its strength in words, and plainly what happens when it is forgotten."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.start.step import Step
from kcdesk.ui.theme import Theme, mark
from kcdesk.ui.widgets.card import Card, label
from kcdesk.ui.widgets.password import PasswordField

SHORTEST = 8
GOOD_LENGTH = 14
MIDDLING_LENGTH = 11
FEWEST_LETTERS = 3


def strength(password: str) -> tuple[str, str]:
    """A level (error, warning, good) and what to say about a password, by length and variety."""
    if len(password) < SHORTEST:
        return "error", _("Còn ngắn: cần ít nhất {count} ký tự.").format(count=SHORTEST)
    if len(set(password)) < FEWEST_LETTERS:
        return "error", _("Quá dễ đoán.")
    if password.isdigit() or len(set(password.lower())) <= len(password) // 3:
        return "warning", _("Dùng được, nhưng dễ đoán. Thêm vài chữ nữa sẽ tốt hơn.")
    if len(password) >= GOOD_LENGTH:
        return "good", _("Mạnh.")
    if len(password) >= MIDDLING_LENGTH:
        return "good", _("Khá.")
    return "warning", _("Tạm được. Vài từ liền nhau thì vừa mạnh vừa dễ nhớ.")


class SecretStep(Step):
    """``password`` is the text of the first field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Mật khẩu mở dữ liệu"),
            _("Mọi thứ ghi trong máy này được khóa bằng mật khẩu. Gõ hai lần cho chắc."),
            parent,
        )
        self._first = PasswordField(_("Mật khẩu"), theme)
        self._second = PasswordField(_("Gõ lại mật khẩu"), theme)
        self._strength = label("", "small")
        for words, field in ((_("Mật khẩu"), self._first), (_("Gõ lại mật khẩu"), self._second)):
            name = label(words, "strong")
            name.setBuddy(field.field)
            self.body.addWidget(name)
            self.body.addWidget(field)
            if field is self._first:
                self.body.addWidget(self._strength)
            self.body.addSpacing(4)
        warning = Card(look="warning")
        warning.body.setContentsMargins(14, 10, 14, 10)
        warning.body.addWidget(label(_("Hãy ghi mật khẩu ra giấy và cất nơi an toàn."), "strong", wrap=True))
        warning.body.addWidget(
            label(
                _(
                    "Quên mật khẩu thì không ai mở được, kể cả tỉnh. Những gì đã gửi thì tỉnh gửi lại được; những gì "
                    "chưa gửi coi như mất."
                ),
                wrap=True,
            )
        )
        self.body.addSpacing(6)
        self.body.addWidget(warning)
        self.body.addStretch(1)
        self._first.edited.connect(self._on_edited)
        self._first.entered.connect(self._second.setFocus)
        self._second.entered.connect(self.finished)

    @property
    def password(self) -> str:
        """What was typed first."""
        return self._first.text()

    def begin(self) -> None:
        self._first.setFocus()

    def trouble(self) -> str:
        level, words = strength(self._first.text())
        if level == "error":
            self._first.setFocus()
            return words
        if self._first.text() != self._second.text():
            self._second.setFocus()
            return _("Hai lần gõ chưa giống nhau.")
        return ""

    def _on_edited(self, text: str) -> None:
        level, words = strength(text) if text else ("", "")
        self._strength.setText(words)
        mark(self._strength, level=level)
