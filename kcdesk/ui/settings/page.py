"""Cài đặt: how the window looks, who may open it, and the keys by which the province knows this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kcdesk import i18n
from kcdesk.i18n import _
from kcdesk.ui.handover.card import HandoverCard
from kcdesk.ui.handover.devices import DevicesCard
from kcdesk.ui.session import Session
from kcdesk.ui.settings.keys import KeysCard
from kcdesk.ui.settings.password import PasswordCard
from kcdesk.ui.settings.segments import Segments
from kcdesk.ui.theme import TEXT_SIZES
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row

WIDTH = 760
LOCK_MINUTES = (5, 15, 30, 0)


class SettingsPage(QWidget):
    """Signals: ``lock_asked``; ``shelf_asked``; ``practice_asked``; ``language_chosen`` – build the window anew."""

    lock_asked = Signal()
    shelf_asked = Signal()
    practice_asked = Signal()
    language_chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.keys = KeysCard(session)
        self.password = PasswordCard(session)
        self.devices = DevicesCard(session)
        gives_on = not session.profile.is_province and not session.is_practice
        self.handover = HandoverCard(session) if gives_on else None
        self._build()

    def begin(self) -> None:
        """The page comes into sight."""
        self.keys.refresh()
        self.devices.refresh()
        if self.handover is not None:
            self.handover.refresh()
        self._first.setFocus()

    def _build(self) -> None:
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(28, 20, 28, 20)
        page.setSpacing(16)
        page.addLayout(row(label(_("Cài đặt"), "title"), None))
        cards = [self._look_card(), self._safety_card(), self.password, self.keys, self.devices]
        if self.handover is not None:
            cards.append(self.handover)
        for card in cards:
            card.setMaximumWidth(self._session.theme.px(WIDTH))
            page.addWidget(card)
        page.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _look_card(self) -> Card:
        preferences = self._session.preferences
        card = Card(_("Hiển thị"))
        sizes = [(str(one), f"{one} %") for one in TEXT_SIZES]
        schemes = [("system", _("Theo máy")), ("light", _("Sáng")), ("dark", _("Tối"))]
        languages = [("vi", "Tiếng Việt"), ("en", "English")]
        text = Segments(_("Cỡ chữ"), sizes, str(preferences.percent), self._on_size)
        colours = Segments(_("Màu nền"), schemes, preferences.scheme, self._on_scheme)
        spoken = Segments(_("Ngôn ngữ"), languages, i18n.language(), self._on_language)
        self._first = text.first
        for name, part in ((_("Cỡ chữ"), text), (_("Màu nền"), colours), (_("Ngôn ngữ"), spoken)):
            card.body.addWidget(label(name, "strong"))
            card.body.addLayout(row(part, None))
            card.body.addSpacing(4)
        return card

    def _safety_card(self) -> Card:
        card = Card(_("Khóa màn hình"))
        minutes = [(str(one), _("{n} phút").format(n=one) if one else _("Không tự khóa")) for one in LOCK_MINUTES]
        chosen = str(self._session.preferences.lock_minutes)
        card.body.addWidget(label(_("Tự khóa khi không dùng máy"), "strong"))
        card.body.addLayout(row(Segments(_("Tự khóa"), minutes, chosen, self._on_minutes), None))
        card.body.addSpacing(4)
        card.body.addLayout(row(secondary(_("Khóa ngay"), self.lock_asked.emit, "Ctrl+L"), None))
        if not self._session.is_practice:
            practice = secondary(_("Dùng thử với dữ liệu tự tạo"), self.practice_asked.emit)
            card.body.addLayout(row(practice, None))
        card.body.addLayout(row(secondary(_("Mở Kho lưu"), self.shelf_asked.emit), None))
        folder = self._session.desk.home
        card.body.addWidget(label(_("Dữ liệu trong: {folder}").format(folder=folder), "small", wrap=True))
        return card

    def _on_size(self, code: str) -> None:
        self._session.preferences.percent = int(code)
        self._session.preferences.save()
        self._session.theme.choose(percent=int(code))

    def _on_scheme(self, code: str) -> None:
        self._session.preferences.scheme = code
        self._session.preferences.save()
        self._session.theme.choose(scheme=code)

    def _on_minutes(self, code: str) -> None:
        self._session.preferences.lock_minutes = int(code)
        self._session.preferences.save()

    def _on_language(self, code: str) -> None:
        self._session.preferences.language = code
        self._session.preferences.save()
        i18n.set_language(code)
        self.language_chosen.emit()
