"""Taking a received bundle in: what it brings is said first, then it is merged; strangers are held."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import UserError
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive import words
from kcdesk.ui.receive.stranger import StrangerBox, admit_sender
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import bundles

if TYPE_CHECKING:
    from kcdesk.work.bundles import Report
    from kcdesk.work.shelf import BundleLine

MERGED, HELD, KNOWN = "merged", "held", "known"


class TakePanel(Card):
    """Signals: ``taken(report)`` – it was merged or is held; ``closed``;
    ``follow_asked(tab)`` – go on with what it brought: questions, conflicts."""

    taken = Signal(object)
    closed = Signal()
    follow_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._file: Path | None = None
        self._report: Report | None = None
        self._title = label("", "name", wrap=True)
        self._who = label("", "second", wrap=True)
        self._code = label("", "code")
        self._lines = label("", wrap=True)
        self._trouble = label("", "problem", wrap=True)
        self.take = primary(_("Ghép vào máy này"), self._on_take, "Enter")
        self._later = secondary(_("Để sau"), self.closed.emit)
        self.stranger = StrangerBox(session)
        self.stranger.admitted.connect(self._on_admitted)
        for part in (self._title, self._who, self._code, self._lines, self.stranger, self._trouble):
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self._questions = secondary(_("Xem việc tỉnh hỏi"), lambda: self.follow_asked.emit("questions"))
        self._conflicts = secondary(_("Xem mâu thuẫn"), lambda: self.follow_asked.emit("conflicts"))
        self.body.addLayout(row(self.take, self._questions, self._conflicts, self._later, None))
        self.body.addStretch(1)

    def plan(self, file: Path) -> None:
        """Look into a file and say what taking it in would do."""
        self._file = file
        self._say(_("Đang xem {file}…").format(file=file.name), "", "", "")
        self._buttons(take=False)
        self.stranger.hide()
        self._session.jobs.long(
            _("Đang kiểm tra gói"),
            lambda desk, progress, _cancel: bundles.plan_import(desk, file, progress=progress),
            self._on_planned,
            self._on_refused,
        )

    def _on_planned(self, report: Report) -> None:
        self._report = report
        self._show(report, is_done=False)
        if report.state == HELD and self._session.profile.is_province:
            self._hold()
        else:
            self._buttons(take=report.state == MERGED)
            (self.take if report.state == MERGED else self._later).setFocus()

    def show_held(self, line: BundleLine) -> None:
        """A bundle that waits: ask for the fingerprint of its sender."""
        self._file = None
        self._say(
            _("Gói của người gửi chưa xác nhận"), _sender_words(line.who, ""), line.code, words.contents(line.counts)
        )
        self._buttons(take=False)
        self.stranger.ask(line.device, line.who)

    def _hold(self) -> None:
        """Keep the bundle whole until its sender is known; nothing of it is merged."""
        file = self._file
        if file is None:
            return
        self._buttons(take=False)
        self._session.jobs.run(lambda desk: bundles.apply_import(desk, file), self._on_held, self._on_refused)

    def _on_held(self, report: Report) -> None:
        self.stranger.ask(report.sender.id, report.sender.code)
        self.taken.emit(report)

    def _on_take(self) -> None:
        file = self._file
        if file is None or not self.take.isVisible():
            return
        self._buttons(take=False)
        self._session.jobs.long(
            _("Đang ghép gói"),
            lambda desk, progress, _cancel: bundles.apply_import(desk, file, progress=progress),
            self._on_taken,
            self._on_refused,
        )

    def _on_admitted(self, device: str, code: str, typed: str) -> None:
        self._session.jobs.run(
            lambda desk: admit_sender(desk, device, typed, code), self._on_taken_in, self._on_refused
        )

    def _on_taken_in(self, reports: list[Report]) -> None:
        for report in reports:
            self._on_taken(report)

    def _on_taken(self, report: Report) -> None:
        self._report = report
        self.stranger.hide()
        self._show(report, is_done=True)
        self._buttons(take=False)
        self._later.set_text(_("Xong"))
        self._questions.setVisible(bool(report.counts.get("review")) and not self._session.profile.is_province)
        self._conflicts.setVisible(bool(report.conflicts))
        ways = (self._questions, self._conflicts, self._later)
        next(part for part in ways if not part.isHidden()).setFocus()
        self._session.rows_changed(report.rows)
        self.taken.emit(report)

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            self._session.show_error(error)
            return
        if self.stranger.isVisible():
            self._trouble.setText(error.message)
            self._trouble.show()
            return
        name = self._file.name if self._file else ""
        self._say(_("Không nhận được {file}").format(file=name), "", "", _("Không có gì trên máy này bị thay đổi."))
        self._trouble.setText(f"{error.message} {error.action}".strip())
        self._trouble.show()
        self._buttons(take=False)

    def _show(self, report: Report, *, is_done: bool) -> None:
        heading, lines = describe(report, is_done=is_done, is_province=self._session.profile.is_province)
        self._say(heading, _sender_words(report.sender.code, report.sender.unit), report.code, "\n".join(lines))

    def _say(self, title: str, who: str, code: str, lines: str) -> None:
        for part, text in ((self._title, title), (self._who, who), (self._code, code), (self._lines, lines)):
            part.setText(text)
            part.setVisible(bool(text))
        self._trouble.hide()

    def _buttons(self, *, take: bool) -> None:
        self.take.setVisible(take)
        self._later.set_text(_("Để sau") if take else _("Đóng"))
        self._questions.hide()
        self._conflicts.hide()


def _sender_words(code: str, unit: str) -> str:
    who = ", ".join(filter(None, (code, unit)))
    return _("Người gửi: {who}").format(who=who) if who else ""


def describe(report: Report, *, is_done: bool, is_province: bool) -> tuple[str, list[str]]:
    """A report in words: a heading, and a sentence for everything that is not zero."""
    if report.state == KNOWN:
        return _("Gói này đã ghép từ trước"), [_("Không có gì thay đổi.")]
    if report.state == HELD:
        if is_province:
            return _("Gói của người gửi chưa xác nhận"), []
        return _("Chưa nhận được gói này"), [_("Máy gửi chưa có trong cấu hình của tỉnh. Hãy gọi tỉnh để hỏi.")]
    heading = _("Đã ghép xong") if is_done else _("Gói này mang đến")
    lines = [words.contents(report.counts)]
    counted = (
        (report.new, ngettext("{n} thay đổi mới", "{n} thay đổi mới", report.new)),
        (report.known, ngettext("{n} thay đổi đã có từ trước", "{n} thay đổi đã có từ trước", report.known)),
        (report.conflicts, ngettext("{n} hồ sơ hai người cùng sửa", "{n} hồ sơ hai người cùng sửa", report.conflicts)),
        (report.waiting, ngettext("{n} hồ sơ còn chờ phần khác", "{n} hồ sơ còn chờ phần khác", report.waiting)),
        (report.held, ngettext("{n} thay đổi được giữ lại", "{n} thay đổi được giữ lại", report.held)),
        (
            report.files_missing,
            ngettext("{n} ảnh, giấy tờ chưa đến", "{n} ảnh, giấy tờ chưa đến", report.files_missing),
        ),
    )
    lines += [text.format(n=grouped(number)) for number, text in counted if number]
    if report.missing:
        lines.append(_("Còn thiếu gói số {numbers}").format(numbers=", ".join(map(str, report.missing))))
    if report.confirmed and not is_province:
        lines.append(_("Tỉnh báo đã nhận các gói gửi trước."))
    return heading, [line for line in lines if line]
