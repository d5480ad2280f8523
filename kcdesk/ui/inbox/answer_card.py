"""Trả lời tất cả: one answer for every collaborator into one folder, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.ui.dialogs.files import choose_folder
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive.make import default_folder
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.receive.words import contents
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import office
from kcdesk.work.jobs import Cancelled

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.jobs import Cancel, Progress
    from kcdesk.work.office import Feedback


class AnswerCard(Card):
    """Signal: ``answered`` – bundles were made."""

    answered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Trả lời cộng tác viên"), parent=parent)
        self._session = session
        self._done: Sequence[Feedback] = ()
        self.is_busy = False
        self._about = label(
            _(
                "Mỗi người một thư mục mang mã của họ: báo đã nhận, điều cần sửa, trạng thái đề nghị. "
                "Ai không có gì mới thì không có tệp."
            ),
            "second",
            wrap=True,
        )
        self.folder = QLineEdit(str(Path(session.preferences.out_folder or default_folder()) / _("tra-loi")))
        self.folder.setAccessibleName(_("Để tệp vào thư mục"))
        self.button = primary(_("Trả lời tất cả"), self.begin)
        self._one = secondary("", lambda: self.begin(self._code))
        self._code = ""
        self._open = secondary(_("Mở thư mục"), self._on_open)
        self._trouble = label("", "problem", wrap=True)
        self._summary = label("", "strong", wrap=True)
        columns = (Column(_("Mã"), 78), Column(_("Kết quả")), Column(_("Mã gói"), 96))
        self.table = RowTable(columns, session.theme, _("Kết quả trả lời"))
        self.body.addWidget(self._about)
        self.body.addWidget(label(_("Để tệp vào thư mục"), "strong"))
        self.body.addLayout(row(self.folder, secondary(_("Chọn…"), self._on_choose)))
        self.body.addLayout(row(self.button, self._one, None))
        self.body.addLayout(row(self._open, None))
        self.body.addWidget(self._trouble)
        self.body.addWidget(self._summary)
        self.body.addWidget(self.table, 1)
        self._fill = label("")
        self.body.addWidget(self._fill, 1)
        for part in (self._one, self._open, self._trouble, self._summary, self.table):
            part.hide()

    def show_person(self, code: str) -> None:
        """Offer to answer only this collaborator, "" for none."""
        self._code = code
        self._one.set_text(_("Chỉ {code}").format(code=code))
        self._one.setVisible(bool(code))

    def begin(self, code: str = "") -> None:
        """Make an answer for everybody, or for one."""
        if self.is_busy:
            return
        folder = Path(self.folder.text().strip()).expanduser()
        self._busy(is_busy=True)
        self._trouble.hide()
        self._session.jobs.long(
            _("Đang trả lời cộng tác viên"),
            lambda desk, progress, cancel: _answer(desk, folder, code, progress, cancel),
            self._on_done,
            self._on_failed,
        )

    def _busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.button.setEnabled(not is_busy)
        self._one.setEnabled(not is_busy)

    def _on_done(self, done: list[Feedback]) -> None:
        self._busy(is_busy=False)
        self._done = done
        made = sum(1 for one in done if one.paths)
        failed = sum(1 for one in done if one.error and not one.paths)
        said = ngettext("Đã tạo tệp trả lời cho {n} người.", "Đã tạo tệp trả lời cho {n} người.", made)
        lines = [said.format(n=grouped(made))]
        if failed:
            lines.append(_("{n} người không có tệp, lý do ghi ở bảng.").format(n=grouped(failed)))
        self._summary.setText("\n".join(lines))
        self.table.show_lines([_line(one) for one in done])
        self._summary.show()
        self.table.show()
        self._fill.hide()
        self._open.setVisible(bool(made))
        (self._open if made else self.button).setFocus()
        self.answered.emit()
        self._session.rows_changed(())

    def _on_failed(self, error: BaseException) -> None:
        self._busy(is_busy=False)
        if isinstance(error, UserError | EnvironmentProblem):
            self._trouble.setText(error.message)
            self._trouble.show()
        elif isinstance(error, Cancelled):
            self._trouble.setText(_("Đã dừng. Tệp đã tạo xong vẫn dùng được."))
            self._trouble.show()
        else:
            self._session.show_error(error)

    def _on_choose(self) -> None:
        choose_folder(
            self, _("Để tệp vào thư mục"), lambda folder: self.folder.setText(str(folder)), self.folder.text()
        )

    def _on_open(self) -> None:
        first = next((path for one in self._done for path in one.paths), None)
        if first is not None and not reveal(first.parent):
            self._session.toast(_("Tệp nằm trong thư mục {folder}").format(folder=first.parent.parent))


def _answer(desk: Desk, folder: Path, code: str, progress: Progress, cancel: Cancel) -> list[Feedback]:
    """One answer for everybody, or for one. Raises EnvironmentProblem where the folder cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không tạo được thư mục “{folder}”. Hãy chọn thư mục khác.").format(folder=folder), code="not_allowed"
        ) from error
    return office.feedback_all(desk, folder, codes=[code] if code else None, progress=progress, cancel=cancel)


def _line(one: Feedback) -> Line:
    said = contents(one.counts) or _("Báo đã nhận") if one.paths else one.error or _("Không có gì mới")
    tip = "\n".join(path.name for path in one.paths) or said
    return Line(one.code, (one.code, said, ", ".join(one.codes)), tip=tip)
