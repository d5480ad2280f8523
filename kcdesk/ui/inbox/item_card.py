"""One file of the inbox: who sent it, its code, what it brings; for a stranger the fingerprint to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.formats import day_and_time
from kcdesk.ui.receive.stranger import StrangerBox, admit_sender
from kcdesk.ui.receive.take import describe
from kcdesk.ui.receive.words import contents
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import holding, inbox
from kcdesk.work.inbox import HeldItem, Item
from kcdesk.work.taking import HELD, UNKNOWN_SENDER

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.taking import Report


class ItemCard(Card):
    """Signal: ``admitted(rows, number of bundles)`` – an officer let something in that was held."""

    admitted = Signal(object, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._shown: Item | HeldItem | None = None
        self._title = label("", "name", wrap=True)
        self._who = label("", "second", wrap=True)
        self._code_name = label(_("Mã gói, đọc cho người gửi đối chiếu:"), "small", wrap=True)
        self._code = label("", "code")
        self._lines = label("", wrap=True)
        self._trouble = label("", "problem", wrap=True)
        self.stranger = StrangerBox(session)
        self._admit_words = label("", wrap=True)
        self.admit = secondary(_("Cho ghép"), self._on_admit)
        self._admit_box = Card(look="warning")
        self._admit_box.body.addWidget(self._admit_words)
        self.refuse = secondary(_("Không nhận"), self._on_refuse)
        self._admit_box.body.addLayout(row(self.admit, self.refuse, None))
        self.refuse_stranger = link(_("Không nhận gói này"), self._on_refuse)
        self._build()
        self.stranger.admitted.connect(self._on_typed)
        self.show_item(None)

    def show_item(self, shown: Item | HeldItem | None) -> None:
        """Tell about a file, or what waits; None for nothing."""
        is_same = shown is not None and shown == self._shown
        self._shown = shown
        if is_same:
            return
        self._trouble.hide()
        self.stranger.hide()
        self.refuse_stranger.hide()
        self._admit_box.hide()
        if shown is None:
            self._say(_("Hộp nhận trống"), "", "", _about())
        elif isinstance(shown, HeldItem):
            self._show_held(shown)
        else:
            self._show_file(shown)

    def _build(self) -> None:
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 4, 0)
        content.setSpacing(8)
        for part in (
            self._title, self._who, self._code_name, self._code, self._lines, self.stranger,
            self.refuse_stranger, self._admit_box, self._trouble,
        ):  # fmt: skip
            content.addWidget(part)
        content.setAlignment(self.refuse_stranger, Qt.AlignmentFlag.AlignLeft)
        content.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area)

    def _show_file(self, item: Item) -> None:
        report = item.report
        if report is None:
            self._say(item.path.name, "", "", _("Không có gì trên máy này bị thay đổi."))
            self._trouble.setText(f"{item.trouble} {item.advice}".strip())
            self._trouble.show()
            return
        heading, lines = describe(report, is_done=item.is_done, is_province=True)
        if report.state == HELD:
            lines = [*lines, contents(report.counts), _about_held(report, is_done=item.is_done)]
        lines.append(item.path.name)
        self._say(heading, _who(report.sender.code, report.sender.unit), report.code, "\n".join(filter(None, lines)))
        if report.state == HELD and item.is_done and report.reason == UNKNOWN_SENDER:
            self.stranger.ask(report.sender.id, report.sender.code, quietly=True)

    def _show_held(self, held: HeldItem) -> None:
        heading = held.title or _("Gói đang giữ")
        lines = [contents(held.counts), _("Nhận lúc {time}").format(time=day_and_time(held.at)), held.file]
        self._say(heading, _who(held.who, held.unit), held.code, "\n".join(filter(None, lines)))
        if held.can_trust:
            self.stranger.ask(held.device, held.who, quietly=True)
            self.refuse_stranger.show()
            return
        text = _("Giữ lại vì {reason}. Chỉ cho ghép sau khi đã hỏi người gửi.").format(reason=held.reason)
        self._admit_words.setText(text)
        self._admit_box.show()

    def _say(self, title: str, who: str, code: str, lines: str) -> None:
        for part, text in ((self._title, title), (self._who, who), (self._code, code), (self._lines, lines)):
            part.setText(text)
            part.setVisible(bool(text))
        self._code.setAccessibleName(_("Mã gói {code}").format(code=code))
        self._code_name.setVisible(bool(code))

    def _on_typed(self, device: str, code: str, typed: str) -> None:
        self._session.jobs.run(
            lambda desk: admit_sender(desk, device, typed, code), self._on_admitted, self._on_refused
        )

    def _on_admit(self) -> None:
        held = self._shown
        if isinstance(held, HeldItem):
            self._session.jobs.run(
                lambda desk: [inbox.admit(desk, held.bundle, held.row)], self._on_admitted, self._on_refused
            )

    def _on_refuse(self) -> None:
        """It stays kept, and the sender is told with the next answer."""
        held = self._shown
        if isinstance(held, HeldItem):
            self._session.jobs.run(
                lambda desk: holding.refuse(desk, held.bundle, held.row), self._on_turned_down, self._on_refused
            )

    def _on_turned_down(self, _count: int) -> None:
        self._shown = None
        self._session.toast(_("Không nhận. Người gửi được báo trong lần trả lời tới."))
        self._session.rows_changed(())

    def _on_admitted(self, reports: list[Report]) -> None:
        self._shown = None
        rows = {row_ for report in reports for row_ in report.rows}
        self.admitted.emit(rows, len(reports))

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._trouble.setText(f"{error.message} {error.action}".strip())
            self._trouble.show()
        else:
            self._session.show_error(error)


def _who(code: str, unit: str) -> str:
    who = ", ".join(filter(None, (code, unit)))
    return _("Người gửi: {who}").format(who=who) if who else ""


def _about() -> str:
    return _("Thả các gói cộng tác viên gửi vào cửa sổ. Mỗi gói được kiểm tra và cho xem trước, rồi mới ghép.")


def _about_held(report: Report, *, is_done: bool) -> str:
    if is_done:
        return ""
    if report.reason == UNKNOWN_SENDER:
        return _("Chưa biết máy gửi. Bấm nút bên trái: gói được giữ lại, rồi xác nhận dấu khóa của người gửi.")
    return _("Gói được giữ lại, chưa ghép gì, đến khi cán bộ cho phép.")
