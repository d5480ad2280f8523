"""Tổng quan: what waits for the person, what is not yet sent, and pictures that lead to their lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import N_, _, ngettext
from kcdesk.ui.formats import day, grouped, millions
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.lists.filters import INCOMPLETE, Filter
from kcdesk.ui.overview.bars import Bars
from kcdesk.ui.overview.columns import Legend, MonthColumns
from kcdesk.ui.overview.share import share
from kcdesk.ui.overview.waiting import Waiting, WaitingList
from kcdesk.ui.receive.words import contents, standing, title
from kcdesk.ui.receive.words import due as due_words
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import Button, link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.elided import ElidedLabel
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work import months, overview, pictures, twins
from kcdesk.work.months import Months
from kcdesk.work.pictures import Bar, Pictures
from kcdesk.work.summary import Subject
from kcdesk.work.twins import Pair

_WEEKDAYS = (
    N_("Thứ hai"), N_("Thứ ba"), N_("Thứ tư"), N_("Thứ năm"), N_("Thứ sáu"), N_("Thứ bảy"), N_("Chủ nhật"),
)  # fmt: skip


NARROW = 920
"""Below this width, at 100 %, the cards stand one below the other."""
_NARROW_ORDER = (1, 0, 2, 3)


class OverviewPage(QWidget):
    """Signals: ``list_asked(entity, filters)``, ``make_asked``, ``open_asked``, ``add_asked``,
    ``sheet_asked`` – take an Excel list in, ``exchange_asked(tab)``."""

    list_asked = Signal(str, object)
    make_asked = Signal()
    open_asked = Signal()
    add_asked = Signal()
    sheet_asked = Signal()
    exchange_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.is_filled = False
        """True once the figures have come."""
        self._year = 0
        self._counts: Any = None
        self._pairs: Sequence[Pair] = ()
        self._is_province = session.profile.is_province
        self.waiting = WaitingList()
        self._number = label("", "figure")
        self._unsent = label("", "second")
        self._content = label("", "small", wrap=True)
        self._by_activity = Bars(_("Nhu cầu hỗ trợ theo nội dung"), session.theme)
        self._by_commune = Bars(_("Đề nghị theo xã, phường"), session.theme)
        self._months = MonthColumns(_("Đề nghị lập trong tháng"), session.theme)
        self._compared = label("", "small", wrap=True)
        self._legend = Legend(session.theme)
        self._needs = ElidedLabel("", "heading")
        self.make = primary(_("Tạo gói gửi tỉnh"), self.make_asked.emit, "Ctrl+G")
        self._receive = secondary(
            _("Mở gói cộng tác viên gửi") if self._is_province else _("Mở gói tỉnh gửi về"), self.open_asked.emit
        )
        self._build()
        session.changed.connect(lambda _rows: self._ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The page comes into sight."""
        self._date.setText(_today(self._session.today()))
        self._ask()
        (self._receive if self._is_province else self.make).setFocus()

    def _build(self) -> None:
        self._date = label("", "second")
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(28, 20, 28, 20)
        page.setSpacing(16)
        page.addLayout(row(label(_("Tổng quan"), "title"), None, self._date))
        self._cards = (self._waiting_card(), self._send_card(), self._needs_card(), self._months_card())
        self._grid = QWidget()
        self._places = QGridLayout(self._grid)
        self._places.setSpacing(16)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._columns = 0
        self._arrange(2)
        self._add = primary(_("Thêm cơ sở"), self.add_asked.emit, "Ctrl+N")
        self._empty = self._empty_state()
        self._empty.hide()
        page.addWidget(self._grid, 1)
        page.addWidget(self._empty, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _empty_state(self) -> EmptyState:
        """What to do in a workspace that holds nothing yet."""
        heading = _("Chưa có hồ sơ nào")
        if self._is_province:
            words = _("Thả gói cộng tác viên gửi vào cửa sổ. Đã có danh sách Excel của các xã thì nhập vào đây.")
            return EmptyState(heading, words, secondary(_("Nhập từ Excel"), self.sheet_asked.emit, "Ctrl+I"))
        words = _("Vừa đi cơ sở về? Thêm cơ sở đầu tiên. Đã có danh sách Excel thì nhập cả danh sách.")
        return EmptyState(heading, words, self._add, secondary(_("Nhập từ Excel"), self.sheet_asked.emit, "Ctrl+I"))

    def _arrange(self, columns: int) -> None:
        """Two cards beside each other, or one below the other where there is no room."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, card in enumerate(self._cards):
            self._places.addWidget(card, *(divmod(at, 2) if columns == 2 else (_NARROW_ORDER[at], 0)))
        self._places.setColumnStretch(0, 4)
        self._places.setColumnStretch(1, 3 if columns == 2 else 0)
        self._places.setRowStretch(1, 1 if columns == 2 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self._session.theme.px(NARROW) else 1)

    def _waiting_card(self) -> Card:
        card = Card(_("Việc đang chờ"))
        card.body.addWidget(self.waiting)
        card.body.addStretch(1)
        self.waiting.chosen.connect(self._on_waiting_chosen)
        return card

    def _send_card(self) -> Card:
        card = Card(_("Tiếp nhận") if self._is_province else _("Gửi tỉnh"), look="accent")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        card.body.addLayout(row(self._number, self._unsent, None))
        card.body.addWidget(self._content)
        card.body.addSpacing(4)
        buttons = (self._receive,) if self._is_province else (self.make, self._receive)
        line = QWidget()
        flow = FlowLayout(line)
        for button in buttons:
            flow.addWidget(button)
        card.body.addWidget(line)
        card.body.addStretch(1)
        return card

    def _needs_card(self) -> Card:
        card = Card()
        unit = ElidedLabel(_("· triệu đồng đề nghị"), "second")
        card.body.addLayout(row(self._needs, unit, None, self._sharing(Subject.ACTIVITY), spacing=5))
        card.body.addWidget(self._by_activity)
        card.body.addSpacing(6)
        card.body.addLayout(row(ElidedLabel(_("Theo xã, phường"), "heading"), None, self._sharing(Subject.COMMUNE)))
        card.body.addWidget(self._by_commune)
        card.body.addStretch(1)
        self._by_activity.chosen.connect(self._on_activity_chosen)
        self._by_commune.chosen.connect(self._on_commune_chosen)
        return card

    def _months_card(self) -> Card:
        card = Card()
        heading = ElidedLabel(_("Đề nghị lập trong tháng"), "heading")
        card.body.addLayout(row(heading, None, self._sharing(Subject.MONTH), spacing=5))
        card.body.addWidget(self._months, 1)
        card.body.addWidget(self._legend)
        card.body.addWidget(self._compared)
        self._months.chosen.connect(self._on_month_chosen)
        return card

    def _sharing(self, subject: Subject) -> Button:
        made = link(_("Chép để dán Zalo"), lambda: share(self, self._session, subject), quiet=True)
        words = {
            Subject.ACTIVITY: _("Chép để dán Zalo: theo nội dung"),
            Subject.COMMUNE: _("Chép để dán Zalo: theo xã, phường"),
            Subject.MONTH: _("Chép để dán Zalo: theo tháng"),
        }
        made.setAccessibleName(words[subject])
        return made

    def _ask(self) -> None:
        self._session.jobs.read(
            lambda desk: (overview.counts(desk), pictures.draw(desk)), self._show, key="overview", lane=FIGURES
        )
        self._session.jobs.read(twins.few, self._show_pairs, key="pairs", cancellable=True, lane=FIGURES)

    def _show_pairs(self, found: Sequence[Pair]) -> None:
        self._pairs = found
        if self._counts is not None:
            self.waiting.show_lines(self._lines(self._counts))

    def _lines(self, counts: Any) -> list[Waiting]:
        """What waits, with the pairs that may be one before what is only incomplete."""
        lines = _waiting(counts, is_province=self._is_province)
        if self._pairs:
            names = " / ".join(self._pairs[0].names)
            pair = Waiting("warning", len(self._pairs), _("Cặp cơ sở nghi trùng"), names, "", (), "duplicates")
            at = next((at for at, line in enumerate(lines) if line.level not in ("error", "note")), len(lines))
            lines.insert(at, pair)
        return lines

    def _show(self, found: tuple[Any, Pictures]) -> None:
        counts, drawn = found
        self._counts = counts
        is_empty = not any(counts.records.values()) and not counts.drafts and not counts.last_export
        self._empty.setVisible(is_empty and not self._is_province)
        self._grid.setVisible(not is_empty or self._is_province)
        if self._empty.isVisible() and QApplication.focusWidget() in (None, self.make):
            self._add.setFocus()
        self.waiting.show_lines(self._lines(counts))
        self._show_sending(counts)
        self._year = drawn.plan_year
        self._needs.setText(_("Nhu cầu hỗ trợ năm {year} theo nội dung").format(year=drawn.plan_year))
        self._cards[2].setVisible(bool(drawn.by_activity or drawn.by_commune))
        self._by_activity.show_bars(drawn.by_activity, [millions(bar.amount) for bar in drawn.by_activity])
        self._by_commune.show_bars(
            drawn.by_commune, [_("{n} đề nghị").format(n=grouped(bar.amount)) for bar in drawn.by_commune]
        )
        counted = drawn.months
        self._cards[3].setVisible(any(counted.numbers) or any(counted.before))
        self._months.show_months(counted, self._session.today().month)
        self._legend.show_years(counted.year - 1, counted.year)
        self._compared.setText(_growth(counted))
        self.is_filled = True

    def _show_sending(self, counts: Any) -> None:
        if self._is_province:
            total = sum(counts.records.values())
            self._number.setText(grouped(total))
            self._unsent.setText(_("hồ sơ đang có"))
            self._content.setText(contents(counts.records))
            return
        self._number.setText(grouped(counts.unsent))
        self._unsent.setText(_("hồ sơ chưa gửi") if counts.unsent else _("chưa có gì mới để gửi"))
        waiting = counts.unconfirmed - counts.unsent
        lines = [contents(counts.unsent_of)]
        if waiting > 0:
            lines.append(_("{n} hồ sơ đã tạo gói, chờ tỉnh báo nhận").format(n=grouped(waiting)))
        if counts.last_made is not None:
            made = counts.last_made
            lines.append(
                _("{bundle} ({day}): {state}").format(
                    bundle=title(made, is_province=False), day=day(made.at), state=standing(made)[1].lower()
                )
            )
        self._content.setText("\n".join(filter(None, lines)))
        self._content.setVisible(any(lines))

    def _on_waiting_chosen(self, line: Waiting) -> None:
        if line.entity:
            self.list_asked.emit(line.entity, line.filters)
        else:
            self.exchange_asked.emit(line.tab)

    def _on_activity_chosen(self, bar: Bar) -> None:
        filters = [Filter("activity", bar.value, bar.words), Filter("plan_year", self._year, str(self._year))]
        self.list_asked.emit("support_request", filters)

    def _on_commune_chosen(self, bar: Bar) -> None:
        filters = [Filter("_commune", bar.value, bar.words), Filter("plan_year", self._year, str(self._year))]
        self.list_asked.emit("support_request", filters)

    def _on_month_chosen(self, month: int) -> None:
        first = self._session.today().replace(month=month, day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        words = _("Lập tháng {month}/{year}").format(month=month, year=first.year)
        self._session.jobs.read(
            lambda desk: months.requests_of(desk, first, after),
            lambda rows: self.list_asked.emit("support_request", [Filter("id", list(rows), words)]),
            key="month", lane=FIGURES,
        )  # fmt: skip


def _waiting(counts: Any, *, is_province: bool) -> list[Waiting]:
    """What waits, the gravest first; nothing that is zero."""
    incomplete = counts.incomplete
    due = (Filter("id", list(counts.due.visits), _("Hẹn trong tuần")),)
    asked = _("hạn {day}: {words}") if counts.asked.due_on else "{words}"
    only = (Filter(INCOMPLETE, True, _("Còn thiếu thông tin")),)
    lines = [
        Waiting(
            "error",
            counts.asked.count,
            _("Cộng tác viên đã trả lời câu hỏi") if is_province else _("Tỉnh yêu cầu bổ sung"),
            asked.format(day=date_words(counts.asked.due_on), words=counts.asked.words),
            "",
            (),
            "questions",
        ),
        Waiting("error", counts.held, _("Gói đang giữ, chờ xác nhận người gửi"), "", "", (), "inbox"),
        Waiting("error", counts.conflicts, _("Hồ sơ hai người cùng sửa"), "", "", (), "conflicts"),
        Waiting("note", counts.waiting, _("Hồ sơ còn thiếu phần gửi sau"), "", "", ()),
        Waiting(
            "warning",
            counts.lacking.people,
            _("Cộng tác viên chưa gửi kỳ này"),
            " · ".join(filter(None, (counts.lacking.period, due_words(counts.lacking.days_left)[1]))),
            "",
            (),
            "people",
        ),
        Waiting(
            "warning", incomplete.get("establishment", 0), _("Cơ sở còn thiếu thông tin"), "", "establishment", only
        ),
        Waiting(
            "warning",
            incomplete.get("support_request", 0),
            _("Đề nghị còn thiếu thông tin"),
            "",
            "support_request",
            only,
        ),
        Waiting(
            "note",
            len(counts.due.visits),
            _("Lượt hẹn khảo sát trong tuần"),
            _("gần nhất: {day}").format(day=date_words(counts.due.first)),
            "visit",
            due,
        ),
        Waiting("quiet", counts.drafts, _("Bản nháp chưa lưu"), _("mở danh sách để làm tiếp"), "establishment", ()),
    ]
    return [line for line in lines if line.count]


def _growth(months: Months) -> str:
    """This year against the same stretch of the last."""
    so_far = ngettext("{n} đề nghị từ đầu năm", "{n} đề nghị từ đầu năm", months.so_far).format(
        n=grouped(months.so_far)
    )
    growth = months.growth
    if growth is None:
        return so_far
    words = _("{so_far}, tăng {n} % so với cùng kỳ") if growth >= 0 else _("{so_far}, giảm {n} % so với cùng kỳ")
    return words.format(so_far=so_far, n=f"{abs(growth):.1f}".replace(".", ","))


def date_words(day_iso: str) -> str:
    """thứ tư 25/11; "" for no day."""
    try:
        moment = date.fromisoformat(day_iso)
    except ValueError:
        return ""
    return f"{_(_WEEKDAYS[moment.weekday()]).lower()} {moment:%d/%m}"


def _today(today: date) -> str:
    return f"{_(_WEEKDAYS[today.weekday()])}, {today:%d/%m/%Y}"
