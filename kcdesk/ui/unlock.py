"""The first thing on screen: the password, and nothing that tells whose data it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.people import Place
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.brand import Brand
from kcdesk.ui.widgets.buttons import link, primary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.password import PasswordField

WIDTH = 400


class UnlockPage(QWidget):
    """Signals: ``entered(password)``; ``new_asked`` – one more person is to use this laptop. The page waits until
    ``refuse`` or until it is replaced."""

    entered = Signal(str)
    new_asked = Signal()

    def __init__(
        self, places: Sequence[Place], theme: Theme, chosen: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places = tuple(places)
        self.who = QComboBox()
        self.who.setAccessibleName(_("Người dùng"))
        self.who.addItems([place.label for place in places])
        homes = [place.home for place in places]
        self.who.setCurrentIndex(homes.index(chosen) if chosen in homes else 0)
        self.password = PasswordField(_("Mật khẩu"), theme)
        self.trouble = label("", "problem", wrap=True)
        self.trouble.hide()
        self.button = primary(_("Mở"), self._on_enter, "Enter")
        self._forgotten = label(
            _(
                "Mật khẩu không được lưu ở đâu; không ai mở được dữ liệu này, kể cả tỉnh. Hãy gọi Trung tâm Khuyến "
                "công: tỉnh tạo gói khởi đầu với mọi hồ sơ đã nhận. Những gì chưa gửi thì không lấy lại được."
            ),
            "small",
            wrap=True,
        )
        self._forgotten.hide()
        self._build()

    @property
    def home(self) -> Path:
        """The folder of the workspace that is chosen."""
        return self._places[self.who.currentIndex()].home

    def refuse(self, sentence: str) -> None:
        """Say why it did not open, and wait for another password."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.button.setEnabled(True)
        self.button.set_text(_("Mở"))
        self.password.setEnabled(True)
        self.password.clear()
        self.password.setFocus()

    def _build(self) -> None:
        card = Card()
        card.setFixedWidth(self._theme.px(WIDTH))
        card.body.setContentsMargins(28, 26, 28, 22)
        card.body.setSpacing(10)
        card.body.addWidget(Brand(self._theme))
        card.body.addSpacing(6)
        if len(self._places) > 1:
            whose = label(_("Người dùng"), "strong")
            whose.setBuddy(self.who)
            card.body.addWidget(whose)
            card.body.addWidget(self.who)
        words = label(_("Mật khẩu"), "strong")
        words.setBuddy(self.password.field)
        card.body.addWidget(words)
        card.body.addWidget(self.password)
        card.body.addWidget(self.trouble)
        card.body.addWidget(self.button)
        another = link(_("Thêm người dùng"), self.new_asked.emit, quiet=True)
        card.body.addLayout(row(link(_("Quên mật khẩu?"), self._on_forgotten, quiet=True), None, another))
        card.body.addWidget(self._forgotten)
        folder = label("", "small")
        self._folder = folder
        folder.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        folder.setWordWrap(True)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row(None, card, None))
        outer.addSpacing(10)
        outer.addWidget(folder)
        outer.addStretch(3)
        self.setFocusProxy(self.password)
        self.who.currentIndexChanged.connect(self._on_who_changed)
        self._on_who_changed()
        self.password.entered.connect(self._on_enter)
        self.password.edited.connect(self._on_edited)

    def _on_who_changed(self) -> None:
        self._folder.setText(_("Dữ liệu trong: {folder}").format(folder=self.home))
        self.trouble.hide()
        self.password.clear()

    def _on_edited(self, text: str) -> None:
        if text:
            self.trouble.hide()

    def _on_enter(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.password.text():
            self.refuse(_("Hãy gõ mật khẩu."))
            return
        self.button.setEnabled(False)
        self.button.set_text(_("Đang mở…"))
        self.password.setEnabled(False)
        self.entered.emit(self.password.text())

    def _on_forgotten(self) -> None:
        self._forgotten.setVisible(self._forgotten.isHidden())
