"""The last step: writing, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.busy import centred
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.work.sheets import Taken

WIDTH, WIDEST = 640, 1040


class ResultStep(QWidget):
    """Signals: ``undo_asked``; ``report_asked``; ``another_asked``; ``list_asked``."""

    undo_asked = Signal()
    report_asked = Signal()
    another_asked = Signal()
    list_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: Path | None = None
        self._title = label("", "title", wrap=True)
        self._lines = label("", wrap=True)
        self._left = Card(look="warning")
        self._left_words = label("", wrap=True)
        self.report = secondary(_("Lưu các dòng chưa nhập…"), self.report_asked.emit)
        self.folder = secondary(_("Mở thư mục"), self._on_folder)
        self._left.body.addWidget(self._left_words)
        self._left.body.addLayout(row(self.report, self.folder, None))
        self.list = primary(_("Xem danh sách"), self.list_asked.emit, "Enter")
        self.undo = secondary(_("Hoàn tác cả lần nhập"), self.undo_asked.emit, "Ctrl+Z")
        self.another = link(_("Nhập tệp khác"), self.another_asked.emit)
        card = Card()
        card.setFixedWidth(min(session.theme.px(WIDTH), WIDEST))
        card.body.setContentsMargins(28, 24, 28, 22)
        card.body.setSpacing(12)
        for part in (self._title, self._lines, self._left):
            card.body.addWidget(part)
        card.body.addLayout(row(self.list, self.undo, None, self.another))
        centred(self, card)

    def begin(self) -> None:
        """The step comes into sight."""
        self.list.setFocus()

    def show_taken(self, taken: Taken, left: int) -> None:
        """What was written, and how many rows were not taken."""
        counts = taken.counts
        self._report = None
        self._title.setText(_("Đã nhập xong") if taken.save else _("Không có gì mới để nhập"))
        words = (
            (counts["new"], ngettext("{n} dòng mới", "{n} dòng mới", counts["new"])),
            (counts["update"], ngettext("{n} dòng cập nhật", "{n} dòng cập nhật", counts["update"])),
            (counts["same"], ngettext("{n} dòng không đổi", "{n} dòng không đổi", counts["same"])),
        )
        lines = [text.format(n=grouped(number)) for number, text in words if number]
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        self.undo.setVisible(bool(taken.save))
        self._left.setVisible(left > 0)
        self.folder.hide()
        self.report.show()
        self._left_words.setText(
            ngettext(
                "{n} dòng chưa nhập. Lưu ra tệp Excel có cột “Vì sao chưa nhận”, sửa rồi nhập lại tệp đó.",
                "{n} dòng chưa nhập. Lưu ra tệp Excel có cột “Vì sao chưa nhận”, sửa rồi nhập lại tệp đó.",
                left,
            ).format(n=grouped(left))
        )

    def show_undoing(self, *, is_on: bool) -> None:
        """The import is being taken back, which takes a while where it was long."""
        self.undo.setEnabled(not is_on)
        self.undo.set_text(_("Đang hoàn tác…") if is_on else _("Hoàn tác cả lần nhập"))

    def show_undone(self) -> None:
        """The import was taken back."""
        self.show_undoing(is_on=False)
        self._title.setText(_("Đã hoàn tác lần nhập"))
        self._lines.setText(_("Dữ liệu trở lại như trước khi nhập."))
        self._lines.show()
        self.undo.hide()
        self.list.setFocus()

    def show_report(self, path: Path, count: int) -> None:
        """The rows that were not taken were written."""
        self._report = path
        self._left_words.setText(_("Đã lưu {n} dòng chưa nhập vào “{file}”.").format(n=grouped(count), file=path.name))
        self.report.hide()
        self.folder.show()
        self._on_folder()
        self.folder.setFocus()

    def _on_folder(self) -> None:
        if self._report is not None and not reveal(self._report):
            self._session.toast(_("Tệp nằm trong thư mục {folder}").format(folder=self._report.parent))
