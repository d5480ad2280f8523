"""Mâu thuẫn: what two people wrote without seeing each other, side by side, settled with one key each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.settle.dispute import DisputeCard
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import disputes, undoing

if TYPE_CHECKING:
    from kcdesk.ui.session import RowId, Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.disputes import Dispute

LIST_WIDTH = 400
NARROW = 760
"""Below this width, at 100 %, the list gives its place to the values."""


class ConflictsView(QWidget):
    """Signals: ``counted(number)`` – so many are open; ``open_asked(entity, id, field)``."""

    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._disputes: Sequence[Dispute] = ()
        self._reopened: dict[tuple[str, str, str], Dispute] = {}
        self._wanted: tuple[str, str] | None = None
        self.table = RowTable((Column(_("Hồ sơ")), Column(_("Mục"), 140)), session.theme, _("Các mâu thuẫn"))
        self.card = DisputeCard(session)
        self._empty = EmptyState(
            _("Không có mâu thuẫn"),
            _("Khi hai người cùng sửa một mục mà chưa thấy nhau, cả hai giá trị hiện ở đây để chọn."),
        )
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = label("", "small")
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _key: self.card.enter())
        self.card.settled.connect(self._settle)
        self.card.open_asked.connect(self.open_asked)
        session.changed.connect(lambda _rows: self.ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self.ask()

    def show_row(self, row_id: str, field: str = "") -> None:
        """Begin with the conflict of one record."""
        self._wanted = (row_id, field)
        self.ask()

    def ask(self) -> None:
        """Look up what is open."""
        self._session.jobs.read(disputes.told, self._show, key="disputes")

    def _build(self) -> None:
        self._list = Card()
        self._list.body.setContentsMargins(8, 8, 8, 8)
        self._list.body.addWidget(self.table, 1)
        inside = QWidget()
        self._both = row(self._list, self.card, spacing=16)
        self._both.setStretch(1, 1)
        inside.setLayout(self._both)
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _show(self, found: list[Dispute]) -> None:
        open_now = {dispute.key for dispute in found}
        again = [dispute for key, dispute in self._reopened.items() if key not in open_now]
        self._disputes = [*again, *found]
        self.table.show_lines([Line(one.key, (one.title, one.label), tip=_tip(one)) for one in self._disputes])
        self._stack.setCurrentIndex(0 if self._disputes else 1)
        self.counted.emit(len(self._disputes))
        self._go_on()

    def _go_on(self) -> None:
        """Show the one that was asked for, the one that is current, or the first."""
        if not self._disputes:
            if self.isVisible():
                self._empty.setFocus()
            return
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            fits = [one.key for one in self._disputes if one.row == wanted[0] and wanted[1] in ("", one.field)]
            if fits and self.table.go_to_key(fits[0]):
                self._enter()
                return
        if self.table.key is None:
            self.table.go_to(0)
        self._enter()

    def _enter(self) -> None:
        if self.isVisible() and not self.card.is_typing:
            self.card.enter()

    def _on_chosen(self, key: object) -> None:
        at, found = next((number, one) for number, one in enumerate(self._disputes) if one.key == key)
        total = len(self._disputes)
        place = ngettext("{at} trong {total}", "{at} trong {total}", total).format(at=at + 1, total=total)
        self.card.show_dispute(found, place)

    def _settle(self, dispute: Dispute, value: object, words: str) -> None:
        def done(save: str) -> None:
            self._reopened.pop(dispute.key, None)
            self._session.rows_changed({(dispute.entity, dispute.row)})
            said = _("{field}: lấy “{value}”").format(field=dispute.label, value=words)
            self._session.toast(said, _("Hoàn tác"), lambda: self._take_back(dispute, save))

        self._session.jobs.run(lambda desk: disputes.settle(desk, dispute, value), done, self.card.refuse)

    def _take_back(self, dispute: Dispute, save: str) -> None:
        """Put the value back that was shown before, and ask again."""

        def back(rows: tuple[RowId, ...]) -> None:
            self._reopened[dispute.key] = dispute
            self._wanted = (dispute.row, dispute.field)
            self._session.rows_changed(rows or {(dispute.entity, dispute.row)})

        self._session.jobs.run(lambda desk: _undo(desk, save), back)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._disputes or not self.card.press(event.text()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self._session.theme
        self._list.setVisible(self.width() >= theme.px(NARROW))
        self._list.setFixedWidth(min(theme.px(LIST_WIDTH), max(240, self.width() * 2 // 5)))


def _undo(desk: Desk, save: str) -> tuple[RowId, ...]:
    """Take a save back; nothing where the value that was chosen was shown already."""
    from kcdesk.model.problems import UserError

    try:
        return undoing.undo(desk, save).rows if save else ()
    except UserError:
        return ()


def _tip(dispute: Dispute) -> str:
    return f"{dispute.place} › {dispute.title} › {dispute.label}"
