"""Making a bundle for the province: what is in it, where it goes, and afterwards the code to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.ui.dialogs.files import choose_folder
from kcdesk.ui.formats import grouped, size
from kcdesk.ui.receive import words
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, empty, label, row
from kcdesk.work import making, shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.jobs import Cancel, Progress
    from kcdesk.work.making import Made
    from kcdesk.work.shelf import Next


class MakePanel(Card):
    """Before: content and folder. Signals: ``made(bundles, next)``; ``settings_asked`` – choose the province's file."""

    made = Signal(object, object)
    settings_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Tạo gói gửi tỉnh"), parent=parent)
        self._session = session
        self._next: Next | None = None
        self._what = label("", "name", wrap=True)
        self._more = label("", "second", wrap=True)
        self._warning = Card(look="warning")
        self._warning.body.addWidget(
            label(_("Chưa có tệp cấu hình của tỉnh, nên chưa khóa kín được gói."), "strong", wrap=True)
        )
        self._warning.body.addWidget(
            label(_("Hãy xin Trung tâm Khuyến công tệp có đuôi .kcs rồi chọn ở đây."), wrap=True)
        )
        choose = secondary(_("Chọn tệp cấu hình…"), self.settings_asked.emit)
        self._open = QCheckBox(_("Tạo gói không khóa"))
        self._open_note = label(
            _(
                "Chỉ khi tỉnh chưa dùng chương trình này. Ai có tệp cũng đọc được; thông tin cá nhân chưa được "
                "đồng ý sẽ không có trong gói."
            ),
            "small",
            wrap=True,
        )
        self._warning.body.addLayout(row(choose, None))
        self._warning.body.addWidget(self._open)
        self._warning.body.addWidget(self._open_note)
        self._folder = QLineEdit(session.preferences.out_folder or default_folder())
        self._folder.setAccessibleName(_("Để gói vào thư mục"))
        self._trouble = label("", "problem", wrap=True)
        self.button = primary(_("Tạo gói"), self._on_make, "Enter")
        self._build()
        self._folder.returnPressed.connect(self._on_make)
        self._open.toggled.connect(lambda _on: self._enable())

    def begin(self) -> None:
        """Ask what would be in it."""
        self._say("")
        self._what.setText(_("Đang đếm…"))
        self._session.jobs.read(shelf.whats_next, self._show, key="next")
        self.button.setFocus()

    def _build(self) -> None:
        where = label(_("Để gói vào thư mục"), "strong")
        where.setBuddy(self._folder)
        self.body.addWidget(self._what)
        self.body.addWidget(self._more)
        self.body.addWidget(self._warning)
        self.body.addSpacing(6)
        self.body.addWidget(where)
        self.body.addLayout(row(self._folder, secondary(_("Chọn…"), self._on_choose)))
        self.body.addWidget(self._trouble)
        self.body.addSpacing(4)
        self.body.addLayout(row(self.button, None))
        self.body.addStretch(1)
        self._warning.hide()
        self._trouble.hide()

    def _show(self, found: Next) -> None:
        self._next = found
        said = words.contents(found.records)
        self._what.setText(said or _("Không có gì mới để gửi"))
        lines = []
        if found.again:
            lines.append(_("Trong đó {n} hồ sơ đã gửi lần trước mà tỉnh chưa báo nhận.").format(n=grouped(found.again)))
        if not said:
            lines.append(_("Tỉnh đã nhận đủ những gì có trên máy này."))
        self._more.setText("\n".join(lines))
        self._more.setVisible(bool(lines))
        if self._session.is_practice:
            self._say(_("Đây là dữ liệu tự tạo để dùng thử, nên không tạo gói gửi đi được."))
        self._warning.setVisible(not found.has_key and not self._session.is_practice)
        self._enable()

    def _enable(self) -> None:
        found = self._next
        can = found is not None and (found.has_key or self._open.isChecked()) and not self._session.is_practice
        self.button.setEnabled(can)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _on_choose(self) -> None:
        choose_folder(
            self, _("Để gói vào thư mục"), lambda folder: self._folder.setText(str(folder)), self._folder.text()
        )

    def _on_make(self) -> None:
        if not self.button.isEnabled():
            return
        folder = Path(self._folder.text().strip()).expanduser()
        self._say("")
        self.button.setEnabled(False)
        self._session.preferences.out_folder = str(folder)
        self._session.preferences.save()
        wanted = making.Wanted(plain=self._next is not None and not self._next.has_key)
        self._session.jobs.long(
            _("Đang tạo gói gửi tỉnh"),
            lambda desk, progress, cancel: _export(desk, folder, wanted, progress, cancel),
            self._on_made,
            self._on_failed,
        )

    def _on_made(self, bundles: list[Made]) -> None:
        self.button.setEnabled(True)
        self.made.emit(bundles, self._next)

    def _on_failed(self, error: BaseException) -> None:
        self._enable()
        if isinstance(error, UserError):
            self._say(error.message)
        else:
            from kcdesk.work.jobs import Cancelled

            if isinstance(error, Cancelled):
                self._say(_("Đã dừng. Chưa có gói nào được tạo."))
            else:
                self._session.show_error(error)


class MadePanel(Card):
    """After: the code in two groups to read over the telephone, the files, the letter."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._made: Sequence[Made] = ()
        self._next: Next | None = None
        self._title = label(_("Đã tạo gói gửi tỉnh"), "name")
        self._codes = QVBoxLayout()
        self._note = label("", "second", wrap=True)
        self.folder = primary(_("Mở thư mục"), self._on_reveal)
        self._copy = secondary(_("Chép nội dung thư"), self._on_copy)
        self.body.addWidget(self._title)
        self.body.addWidget(label(_("Đọc mã này qua điện thoại để tỉnh đối chiếu khi nhận:"), "second", wrap=True))
        self.body.addLayout(self._codes)
        self.body.addWidget(self._note)
        self.body.addSpacing(4)
        self.body.addLayout(row(self.folder, self._copy, None))
        self.body.addStretch(1)

    def show_made(self, bundles: Sequence[Made], found: Next) -> None:
        """Show what was made."""
        self._made, self._next = bundles, found
        empty(self._codes)
        for one in bundles:
            code = label(one.code, "code")
            code.setAccessibleName(_("Mã gói {code}").format(code=one.code))
            code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._codes.addWidget(code)
            self._codes.addWidget(label(f"{one.path.name} · {size(one.bytes)}", "small", wrap=True))
        withheld = bundles[0].withheld if bundles else 0
        lines = [words.contents(found.records)]
        if withheld:
            lines.append(
                ngettext(
                    "{n} hồ sơ được gửi không kèm thông tin cá nhân, vì chưa ghi nhận đồng ý.",
                    "{n} hồ sơ được gửi không kèm thông tin cá nhân, vì chưa ghi nhận đồng ý.",
                    withheld,
                ).format(n=grouped(withheld))
            )
        if bundles and not bundles[0].encrypted:
            lines.append(_("Gói này không khóa: chỉ gửi qua đường tin cậy."))
        self._note.setText("\n".join(filter(None, lines)))
        self.folder.setFocus()

    def _on_reveal(self) -> None:
        if self._made and not reveal(self._made[0].path):
            self._session.toast(_("Gói nằm trong thư mục {folder}").format(folder=self._made[0].path.parent))

    def _on_copy(self) -> None:
        if self._next is None:
            return
        today = f"{self._session.today():%d/%m/%Y}"
        text = words.letter(self._session.profile, self._made, self._next.records, today)
        QGuiApplication.clipboard().setText(text)
        self._session.toast(_("Đã chép. Dán vào thư rồi đính kèm tệp."))


def _export(desk: Desk, folder: Path, wanted: making.Wanted, progress: Progress, cancel: Cancel) -> list[Made]:
    """Make the bundle in a folder that is made where it is not there. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không tạo được thư mục “{folder}”. Hãy chọn thư mục khác.").format(folder=folder), code="not_allowed"
        ) from error
    return making.export(desk, folder, wanted, progress=progress, cancel=cancel)


def default_folder() -> str:
    """Where bundles go at first: a folder of their own among the documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(documents or Path.home()) / "kcdesk")
