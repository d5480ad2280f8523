"""Beside the form, before anything is saved: records that may be the same, and the way to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.model.twins import WORDS
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.widgets.buttons import Button, link
from kcdesk.ui.widgets.card import Card, empty, label
from kcdesk.work import joins, twins, undoing
from kcdesk.work.twins import Seen

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.jobs import Cancel

WAIT_MS = 150
KEY = "F6"
_LOOKED_AT = {
    "establishment": {
        "name", "commune_code", "tax_code", "phone", "zalo", "representative", "latitude", "longitude",
    },
    "support_request": {"establishment_id", "activity", "plan_year"},
    "visit": {"establishment_id", "visited_on"},
}  # fmt: skip


class TwinsCard(Card):
    """What was found; hidden where nothing was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(look="warning", parent=parent)
        self.setObjectName("twins")
        self.setProperty("help", "twins")
        self.setAccessibleName(_("Có thể trùng"))
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(4)
        self.buttons: list[Button] = []
        self.hide()

    def begin(self, heading: str) -> None:
        """Empty the card and say what follows."""
        empty(self.body)
        self.buttons = []
        self.body.addWidget(label(heading, "strong", wrap=True))

    def add(self, name: str, why: str, go: Button) -> None:
        """One record: its name, the reason in words, and a way to it."""
        for words, role in ((name, ""), (why, "small")):
            if words:
                self.body.addWidget(label(words, role, wrap=True))
        go.setAccessibleName(f"{go.text()}: {name}")
        self.buttons.append(go)
        self.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)


class Twins(QObject):
    """Looks while one types, off the window's thread; only the newest question is answered."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.card = TwinsCard(page)
        self._beside: bool | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)
        page.state.changed.connect(self._on_changed)
        page.saved.connect(lambda _entity, _row: self._timer.start())
        shortcut = QShortcut(QKeySequence(KEY), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._go_there)
        self._timer.start()

    def place(self, *, beside: bool) -> None:
        """Below the index where that is shown, else above the form."""
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self._page.index.add_below(self.card)
        else:
            self._page.place_bar(self.card)

    def _on_changed(self, name: str) -> None:
        if name in _LOOKED_AT.get(self._page.entity.name, ()):
            self._timer.start()

    def _ask(self) -> None:
        page = self._page
        entity, row, values = page.entity.name, page.record_id or "", dict(page.state.values)

        def look(desk: Desk, cancel: Cancel) -> Seen:
            return twins.look(desk, entity, values, row, cancel)

        page.session.jobs.read(look, self._show, key="twins", cancellable=True, lane=FIGURES)

    def _show(self, seen: Seen) -> None:
        card = self.card
        if seen.joined:
            card.begin(_("Đã gộp chung với"))
            for row, name in seen.joined:
                card.add(name, "", self._link(_("Mở cơ sở này"), row))
            card.add("", _("Tách ra thì mỗi cơ sở lại đứng riêng, không mất gì."), link(_("Tách ra"), self._separate))
        elif seen.twins:
            card.begin(_("Có thể đã có ({key})").format(key=KEY))
            for twin in seen.twins:
                why = ", ".join(_(WORDS[reason]) for reason in twin.likeness.reasons)
                card.add(twin.name, why, self._link(_("Mở cơ sở này"), twin.row))
        elif seen.already:
            is_visit = self._page.entity.name == "visit"
            card.begin(_("Ngày này đã ghi một lượt ({key})").format(key=KEY) if is_visit
                       else _("Đã có đề nghị này ({key})").format(key=KEY))  # fmt: skip
            for row, name in seen.already:
                card.add(name, "", self._link(_("Mở lượt này") if is_visit else _("Mở đề nghị này"), row))
        card.setVisible(bool(seen.joined or seen.twins or seen.already))

    def _link(self, words: str, row: str) -> Button:
        return link(words, partial(self._page.open_record.emit, self._page.entity.name, row))

    def _go_there(self) -> None:
        if self.card.isVisible() and self.card.buttons:
            self.card.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _separate(self) -> None:
        page, row = self._page, self._page.record_id or ""

        def on_separated(save: str) -> None:
            page.session.rows_changed({("establishment", row)})
            self._timer.start()
            page.session.toast(_("Đã tách ra"), _("Hoàn tác"), lambda: self._undo(save))

        page.session.jobs.run(lambda desk: joins.separate(desk, row), on_separated)

    def _undo(self, save: str) -> None:
        self._page.session.jobs.run(lambda desk: undoing.undo(desk, save), lambda _undone: self._timer.start())
