"""Cài đặt, “Bàn giao máy”: give this laptop on, or take one over while this one is still empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.ui.handover.give import GiveDialog
from kcdesk.ui.handover.take import TakeHereDialog
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import cursors, grants

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.taking_over import TakenOver


@dataclass(frozen=True, slots=True)
class _State:
    """``left`` are positions that the province has not confirmed."""

    empty: bool
    handed_on: str
    left: int


class HandoverCard(Card):
    """For a collaborator's laptop."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Bàn giao máy"))
        self._session = session
        self._words = label("", wrap=True)
        self._left = label("", "small", wrap=True)
        self.give = secondary(_("Bàn giao máy này…"), self._on_give)
        self.take = secondary(_("Nhận bàn giao…"), self._on_take)
        self.body.addWidget(self._words)
        self.body.addWidget(self._left)
        self.body.addLayout(row(self.give, self.take, None))
        self._left.hide()
        self.take.hide()
        self.refresh()

    def refresh(self) -> None:
        """Look how things stand."""
        self._session.jobs.read(_state, self._show, key="handover")

    def _show(self, state: _State) -> None:
        self.take.setVisible(state.empty)
        self.give.setVisible(not state.empty or bool(state.handed_on))
        if state.handed_on:
            self._words.setText(_("Máy này đã bàn giao ngày {day}: chỉ xem và gửi.").format(day=state.handed_on))
            self.give.set_text(_("Ghi lại tệp bàn giao…"))
            self._left.setText(
                _("Tỉnh chưa xác nhận hết: hãy vào Gửi / Nhận, gửi nốt rồi mới cất máy.")
                if state.left
                else _("Tỉnh đã nhận hết những gì ghi trên máy này.")
            )
        elif state.empty:
            self._words.setText(
                _("Máy chưa có hồ sơ nào: có thể nhận mọi hồ sơ của máy cũ, hoặc gói khởi đầu do tỉnh tạo.")
            )
        else:
            self._words.setText(
                _("Đổi máy, hoặc giao địa bàn cho người khác: ghi toàn bộ hồ sơ, ảnh và giấy tờ ra một tệp khóa kín.")
            )
        self._left.setVisible(bool(state.handed_on))

    def _on_give(self) -> None:
        GiveDialog(self._session, self.refresh, self.window()).open()

    def _on_take(self) -> None:
        TakeHereDialog(self._session, self._on_taken, self.window()).open()

    def _on_taken(self, taken: TakenOver) -> None:
        self.refresh()
        count = taken.records.get("establishment", 0)
        self._session.toast(_("Đã nhận bàn giao: {count} cơ sở.").format(count=count))


def _state(desk: Desk) -> _State:
    handed = grants.handed_over(desk)
    if handed is None:
        return _State(desk.store.head()[0] == 0, "", 0)
    day = "/".join(reversed(handed.at[:10].split("-")))
    return _State(False, day, max(0, handed.position - cursors.confirmed(desk).position))
