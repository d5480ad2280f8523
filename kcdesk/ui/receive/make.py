"""Making a bundle for the province: what is in it, where it goes, and afterwards the code to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.ui.dialogs.files import choose_folder
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive import words
from kcdesk.ui.receive.ways import WayPicker, sticks
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import making, shelf
from kcdesk.work.travel import MOST, Way

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.jobs import Cancel, Progress
    from kcdesk.work.making import Made
    from kcdesk.work.shelf import Next


class MakePanel(Card):
    """Before: content and folder.

    Signals: ``made(bundles, next, way)``; ``settings_asked`` – choose the province's file.
    """

    made = Signal(object, object, object)
    settings_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Tạo gói gửi tỉnh"), parent=parent)
        self._session = session
        self._next: Next | None = None
        self._again: tuple[int, int] | None = None
        self.ways = WayPicker(_way(session.preferences.way))
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
        self.ways.chosen.connect(self._on_way)

    def begin(self, again: tuple[int, int] | None = None, name: str = "") -> None:
        """Ask what would be in it; ``again`` makes an earlier stretch anew, whose bundle was called ``name``."""
        self._again = again
        self.heading.setText(_("Tạo lại: {name}").format(name=name) if again else _("Tạo gói gửi tỉnh"))
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
        self.body.addWidget(label(_("Gửi bằng"), "strong"))
        self.body.addWidget(self.ways)
        self.body.addSpacing(2)
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
        if self._again is not None:
            self._what.setText(_("Đúng những gì gói ấy đã mang"))
            said = _("lần nữa")
        if found.again:
            lines.append(_("Trong đó {n} hồ sơ đã gửi lần trước mà tỉnh chưa báo nhận.").format(n=grouped(found.again)))
        if found.files_missing:
            text = ngettext(
                "Tỉnh còn thiếu {n} ảnh, giấy tờ; sẽ đi cùng gói này.",
                "Tỉnh còn thiếu {n} ảnh, giấy tờ; sẽ đi cùng gói này.",
                found.files_missing,
            )
            lines.append(text.format(n=grouped(found.files_missing)))
        elif not said:
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
        if self.ways.way is Way.STICK and folder == Path(self._session.preferences.out_folder or default_folder()):
            self._say(_("Thư mục này nằm trên máy, không phải trên USB. Hãy chọn thư mục của USB."))
            self._folder.setFocus()
            return
        self._say("")
        self.button.setEnabled(False)
        way = self.ways.way
        if way is not Way.STICK:
            self._session.preferences.out_folder = str(folder)
        self._session.preferences.way = way.value
        self._session.preferences.save()
        plain = self._next is not None and not self._next.has_key
        wanted = making.Wanted(plain=plain, max_bytes=MOST[way], again=self._again)
        self._session.jobs.long(
            _("Đang tạo gói gửi tỉnh"),
            lambda desk, progress, cancel: _export(desk, folder, wanted, progress, cancel),
            lambda bundles: self._on_made(bundles, way),
            self._on_failed,
        )

    def _on_made(self, bundles: list[Made], way: Way) -> None:
        self.button.setEnabled(True)
        self._again = None
        self.made.emit(bundles, self._next, way)

    def _on_way(self, way: Way) -> None:
        """A stick that is plugged in is where the file goes; otherwise the folder that was used last."""
        found = sticks() if way is Way.STICK else []
        if found:
            self._folder.setText(str(found[0]))
        elif way is Way.STICK:
            self._say(_("Chưa thấy USB nào. Cắm USB rồi chọn lại, hoặc chọn thư mục của nó."))
        else:
            self._folder.setText(self._session.preferences.out_folder or default_folder())
        if found or way is not Way.STICK:
            self._say("")

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


def _export(desk: Desk, folder: Path, wanted: making.Wanted, progress: Progress, cancel: Cancel) -> list[Made]:
    """Make the bundle in a folder that is made where it is not there. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không tạo được thư mục “{folder}”. Hãy chọn thư mục khác.").format(folder=folder), code="not_allowed"
        ) from error
    return making.export(desk, folder, wanted, progress=progress, cancel=cancel)


def _way(kept: str) -> Way:
    """The way that was used last."""
    return Way(kept) if kept in {one.value for one in Way} and kept != Way.STICK else Way.EMAIL


def default_folder() -> str:
    """Where bundles go at first: a folder of their own among the documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(documents or Path.home()) / "kcdesk")
