"""Chép để dán Zalo: ten lines of plain text for any two days, on the clipboard with one key."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.model.kinds import DATE
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.kinds.dates import near
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import summary
from kcdesk.work.summary import Subject

_DAY = Field(name="day", kind=DATE, label="day", help="day")
_HALF = 7


class ShareDialog(Message):
    """Two days, the text about them, and a button that copies it."""

    def __init__(self, parent: QWidget, session: Session, subject: Subject) -> None:
        super().__init__(parent, _("Chép để dán Zalo"))
        self._session, self._subject = session, subject
        self.setMinimumWidth(session.theme.px(600))
        today = session.today()
        self._first = self._day_box(_("Từ ngày"), today.replace(month=1, day=1))
        self._last = self._day_box(_("Đến ngày"), today)
        self._problem = label("", "problem")
        self._problem.hide()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Nội dung sẽ chép"))
        self.text.setMinimumHeight(session.theme.px(250))
        self._build(today)
        self._ask()

    def _build(self, today: date) -> None:
        spans = [secondary(words, partial(self._take, *days)) for words, days in spans_of(today)]
        self.body.addLayout(row(*spans, None))
        self.body.addLayout(
            row(label(_("Từ ngày")), self._first, label(_("đến ngày")), self._last, self._problem, None)
        )
        self.body.addWidget(self.text)
        self.body.addWidget(label(_("Không có tên cơ sở hay người dân trong nội dung này."), "small"))
        self._copy = primary(_("Chép"), self._on_copy, "Enter")
        self._copy.setDefault(True)
        self.body.addLayout(row(None, secondary(_("Đóng"), self.reject), self._copy))
        self._main = self._copy

    def _day_box(self, name: str, day: date) -> QLineEdit:
        box = QLineEdit(f"{day:%d/%m/%Y}")
        box.setAccessibleName(name)
        box.setFixedWidth(self._session.theme.px(110))
        box.textChanged.connect(self._ask)
        return box

    def _take(self, first: date, last: date) -> None:
        for box, day in ((self._first, first), (self._last, last)):
            box.blockSignals(True)
            box.setText(f"{day:%d/%m/%Y}")
            box.blockSignals(False)
        self._ask()
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        days = [read_day(box.text(), self._session.today()) for box in (self._first, self._last)]
        first, last = days
        is_read = first is not None and last is not None
        self._problem.setText("" if is_read else _("Ghi ngày, ví dụ 05/10/2026."))
        self._problem.setVisible(not is_read)
        self._copy.setEnabled(is_read)
        if first is not None and last is not None:
            subject = self._subject
            self._session.jobs.read(
                lambda desk: summary.lines(desk, subject, first, last), self._show, key="share", lane=FIGURES
            )

    def _show(self, lines: tuple[str, ...]) -> None:
        self.text.setPlainText("\n".join(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._session.toast(_("Đã chép. Mở Zalo và dán bằng Ctrl+V."))
        self.accept()


def spans_of(today: date) -> list[tuple[str, tuple[date, date]]]:
    """Stretches of days that are asked for most, in words."""
    this_month = today.replace(day=1)
    last_month = this_month - timedelta(days=1)
    half = today.replace(month=1 if today.month < _HALF else _HALF, day=1)
    return [
        (_("Tháng này"), (this_month, today)),
        (_("Tháng trước"), (last_month.replace(day=1), last_month)),
        (_("6 tháng"), (half, today)),
        (_("Từ đầu năm"), (today.replace(month=1, day=1), today)),
    ]


def read_day(text: str, today: date) -> date | None:
    """A whole day as a person writes it, also without the year; None where it is none."""
    try:
        meant = near(text, today)
        value = meant.iso() if meant else DATE.parse(text, _DAY).value
        return date.fromisoformat(str(value)) if value else None
    except (ValueProblem, ValueError):
        return None


def share(parent: QWidget, session: Session, subject: Subject) -> ShareDialog:
    """Open the dialog over a page."""
    box = ShareDialog(parent, session, subject)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
