"""Over the form of a proposal: its requests with their sums, and whether the conditions of its form are met."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped, millions
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.proposals.lines import show_conditions
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, empty, label, row
from kcdesk.work import proposals, undoing

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.proposals import Member, Standing

WAIT_MS = 150
MOST_SHOWN = 6


class ProposalPart(QObject):
    """Keeps the card up to date while one types."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.card = Card()
        self.card.setAccessibleName(_("Các đề nghị trong đề án"))
        self.heading = label("", "heading", wrap=True)
        self.conditions = QVBoxLayout()
        self.members = QVBoxLayout()
        self.members.setSpacing(2)
        for part in (self.conditions, self.members):
            self.card.body.addLayout(part)
        self.card.body.insertWidget(0, self.heading)
        page.place_bar(self.card)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)
        page.state.changed.connect(lambda _name: self._timer.start())
        page.saved.connect(lambda _entity, _row: self._timer.start())
        page.session.changed.connect(lambda _rows: self._timer.start())
        self._timer.start()

    def _ask(self) -> None:
        row_id, typed = self._page.record_id or "", dict(self._page.state.values)

        def look(desk: Desk) -> Standing:
            return proposals.standing(desk, row_id, typed)

        self._page.session.jobs.read(look, self._show, key="proposal", lane=FIGURES)

    def _show(self, found: Standing) -> None:
        show_conditions(self.conditions, found.conditions)
        count = len(found.members)
        words = ngettext("{n} đề nghị", "{n} đề nghị", count).format(n=grouped(count))
        sums = _("{words} · tổng kinh phí {total}, xin hỗ trợ {asked} triệu đồng")
        self.heading.setText(sums.format(words=words, total=millions(found.total), asked=millions(found.asked)))
        empty(self.members)
        for one in found.members[:MOST_SHOWN]:
            self._add(one)
        more = count - MOST_SHOWN
        if more > 0:
            self.members.addWidget(label(_("và {n} đề nghị nữa").format(n=grouped(more)), "small"))
        if not count:
            hint = _("Chưa có đề nghị nào. Đánh dấu các đề nghị trong danh sách rồi chọn “Gộp thành đề án…”.")
            self.members.addWidget(label(hint, "small", wrap=True))

    def _add(self, one: Member) -> None:
        page = self._page
        go = link(_("Mở"), partial(page.open_record.emit, proposals.REQUEST, one.row), quiet=True)
        go.setAccessibleName(_("Mở {title}").format(title=one.title))
        out = link(_("Bỏ ra"), partial(self._release, one.row), quiet=True)
        out.setAccessibleName(_("Bỏ {title} ra khỏi đề án").format(title=one.title))
        said = label(f"{one.title} – {one.owner}" if one.owner else one.title)
        said.setMinimumWidth(40)
        self.members.addLayout(row(said, None, label(millions(one.asked), "fact"), go, out))

    def _release(self, request: str) -> None:
        session = self._page.session

        def done(save: str) -> None:
            session.rows_changed({(proposals.REQUEST, request)})
            session.toast(_("Đã bỏ đề nghị ra khỏi đề án."), _("Hoàn tác"), lambda: back(save))

        def back(save: str) -> None:
            session.jobs.run(lambda desk: undoing.undo(desk, save), lambda undone: session.rows_changed(undone.rows))

        session.jobs.run(lambda desk: proposals.release(desk, request), done, session.show_error)
