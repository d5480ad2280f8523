"""Cộng tác viên: who has sent in this period and who has not, the days left; answering everybody with one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import day, grouped
from kcdesk.ui.inbox.answer_card import AnswerCard
from kcdesk.ui.receive.words import due
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.halves import Halves, scrolled
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import office

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.office import Period, Sender

CARD_WIDTH = 400
NARROW = 860
_Found = tuple[list["Period"], "Period | None", list["Sender"]]


class PeopleView(QWidget):
    """Signals: ``counted(number)`` – so many have not sent; ``open_asked(entity, id, field)`` is never used here."""

    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._senders: Sequence[Sender] = ()
        self._wanted = ""
        columns = (
            Column(_("Mã"), 84), Column(_("Cộng tác viên, xã")), Column(_("Gói"), 56), Column(_("Gần nhất"), 100),
            Column(_("Hồ sơ"), 70), Column(_("Kỳ này"), 124),
        )  # fmt: skip
        self.table = RowTable(columns, session.theme, _("Cộng tác viên"))
        self.period = QComboBox()
        self.period.setAccessibleName(_("Kỳ báo cáo"))
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.period.setMinimumWidth(session.theme.px(220))
        self._left = Badge("quiet", "")
        self._summary = label("", "strong", wrap=True)
        self._copy = link(_("Chép danh sách chưa gửi"), self._on_copy)
        self.answer = AnswerCard(session)
        self._build()
        self.period.activated.connect(self._on_period)
        self.answer.answered.connect(self._ask)
        self.table.chosen.connect(lambda code: self.answer.show_person(str(code)))
        session.changed.connect(lambda _rows: self._ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self._ask()
        self.table.setFocus()

    def answer_all(self) -> None:
        """Answer everybody now."""
        self.answer.begin()

    def _build(self) -> None:
        card = Card()
        card.body.setContentsMargins(14, 12, 14, 12)
        card.body.addLayout(row(label(_("Kỳ báo cáo"), "strong"), self.period, self._left, None))
        summary = row(self._summary, self._copy)
        summary.setStretch(0, 1)
        card.body.addLayout(summary)
        card.body.addWidget(self.table, 1)
        answer = scrolled(self.answer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Halves(card, answer, self._session.theme, narrow=NARROW, widths=(0, CARD_WIDTH)))

    def _ask(self) -> None:
        wanted = self._wanted
        self._session.jobs.read(lambda desk: _find(desk, wanted), self._show, key="people")

    def _show(self, found: _Found) -> None:
        periods, period, senders = found
        self._senders = senders
        self.period.clear()
        for one in periods:
            self.period.addItem(one.name, one.id)
        if period is not None:
            self.period.setCurrentIndex(self.period.findData(period.id))
        lacking = [one for one in senders if not one.has_sent]
        days = next((one.days_left for one in lacking), None)
        level, said = due(days)
        self._left.show_state(level or "quiet", said)
        self._left.setVisible(bool(said))
        self._summary.setText(_summary(len(senders), len(lacking)))
        self._copy.setVisible(bool(lacking))
        self.table.show_lines([self._line(one) for one in senders])
        if self.table.key is None:
            self.table.go_to(0)
        self.counted.emit(len(lacking))

    def _line(self, sender: Sender) -> Line:
        communes = [self._session.reference.communes.get(code) for code in sender.communes]
        where = ", ".join(one.name for one in communes if one)
        name = " · ".join(filter(None, (sender.name, where)))
        level, state = ("good", _("Đã gửi")) if sender.has_sent else ("warning", _("Chưa gửi"))
        if sender.missing:
            level, state = "error", _("Thiếu gói {n}").format(n=", ".join(map(str, sender.missing)))
        elif sender.held:
            level, state = "error", _("Đang giữ {n}").format(n=grouped(sender.held))
        cells = (
            sender.code, name, grouped(sender.bundles), day(sender.last_at), grouped(sender.records), state,
        )  # fmt: skip
        return Line(sender.code, cells, ("", "", "", "", "", level), tip=name)

    def _on_period(self, at: int) -> None:
        self._wanted = str(self.period.itemData(at) or "")
        self._ask()

    def _on_copy(self) -> None:
        """The list of those who have not sent, for a message to the group."""
        lacking = [one for one in self._senders if not (one.has_sent or one.held)]
        lines = [f"- {one.code}{f' {one.name}' if one.name else ''}" for one in lacking]
        text = _("Kỳ {period}: các anh, chị sau chưa gửi số liệu:\n{people}").format(
            period=self.period.currentText(), people="\n".join(lines)
        )
        QGuiApplication.clipboard().setText(text)
        self._session.toast(_("Đã chép. Dán vào Zalo để nhắc."))


def _find(desk: Desk, wanted: str) -> _Found:
    periods = office.periods(desk)
    period = next((one for one in periods if one.id == wanted), None) or office.current(desk)
    return periods, period, office.standing(desk, period) if period else []


def _summary(total: int, lacking: int) -> str:
    if not total:
        return _("Chưa có cộng tác viên nào được xác nhận.")
    if not lacking:
        return ngettext("Cả {n} người đã gửi.", "Cả {n} người đã gửi.", total).format(n=grouped(total))
    return _("{sent} trên {total} người đã gửi, còn {lacking} người.").format(
        sent=grouped(total - lacking), total=grouped(total), lacking=grouped(lacking)
    )
