"""A sender who is not known yet: the fingerprint of the laptop is compared over the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import primary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import bundles, trust

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.bundles import Report


class StrangerBox(Card):
    """A sender who is not known yet: his fingerprint is compared by telephone.

    Signal: ``admitted(device, code, typed)``.
    """

    admitted = Signal(str, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(look="warning")
        self._session = session
        self._device = ""
        self._mark = label("", "code", wrap=True)
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Mã cộng tác viên"))
        self.code.setMaxLength(12)
        self.typed = QLineEdit()
        self.typed.setProperty("size", "code")
        self.typed.setAccessibleName(_("Dấu khóa nghe qua điện thoại"))
        self.typed.setMaxLength(24)
        self.button = primary(_("Xác nhận và ghép"), self._on_click)
        self.body.addWidget(label(_("Chưa biết máy gửi gói này. Gói được giữ lại, chưa ghép gì."), "strong", wrap=True))
        self.body.addWidget(label(_("Dấu khóa của máy gửi:"), "small"))
        self.body.addWidget(self._mark)
        self.body.addWidget(
            label(
                _("Gọi cho cộng tác viên theo số đã biết, nhờ đọc dấu khóa trong mục Cài đặt, rồi gõ lại:"), wrap=True
            )
        )
        self.body.addLayout(row(label(_("Dấu khóa"), "strong"), self.typed))
        self.body.addLayout(row(label(_("Của mã"), "strong"), self.code, self.button))
        self.typed.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._on_click)
        self.hide()

    def ask(self, device: str, code: str, *, quietly: bool = False) -> None:
        """Show the fingerprint of a device and wait for what is typed; ``quietly`` leaves the focus where it is."""
        self._device = device
        mark = " ".join(device[at : at + 4] for at in range(0, len(device), 4))
        self._mark.setText(mark)
        self._mark.setAccessibleName(mark)
        self.code.setText(code)
        self.typed.clear()
        self.show()
        if not quietly:
            self.typed.setFocus()

    def _on_click(self) -> None:
        if not self.typed.text().strip():
            self.typed.setFocus()
            return
        self.admitted.emit(self._device, self.code.text().strip(), self.typed.text().strip())


def admit_sender(desk: Desk, device: str, typed: str, code: str) -> list[Report]:
    """Bind the sender's key to a code, and take in what was held of it. Raises UserError where the key is another."""
    if trust.read(typed) != device:
        raise UserError(_("Dấu khóa vừa gõ không phải của máy gửi gói này."), code="wrong_fingerprint")
    trust.trust(desk, typed, code)
    return bundles.admit_from(desk, device)
