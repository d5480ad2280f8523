"""Xuất Excel: what, which kinds of record, with or without personal values; then where the file is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_new_file
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive.make import default_folder
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.export_rows import ALL, MARKED, SHOWN, TEMPLATE, ListRows, Wanted, made_words, write
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import sheet_choice
from kcdesk.work.jobs import Cancelled

if TYPE_CHECKING:
    from kcdesk.ui.lanes import Job
    from kcdesk.work.sheets import Exported


WIDTH = 720
MOST_WIDE = 1180
"""Within the smallest window, whatever the size of the text."""
OTHERS = 190
"""Height of title and buttons, and of the window's own frame, in pixels at 100 %."""
_FIRST = ("establishment", "support_request", "visit")


class ExportDialog(QDialog):
    """Opens over the window; stays open to say what was written. Signal of Qt: ``finished``."""

    def __init__(
        self, parent: QWidget | None, session: Session, rows: ListRows | None = None, *, template: bool = False
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = rows
        self._job: Job | None = None
        self._made: Exported | None = None
        self.setWindowTitle(_("Xuất Excel"))
        self.setProperty("help", "sheet_out")
        self.setModal(True)
        self.setMinimumWidth(min(session.theme.px(WIDTH), MOST_WIDE))
        self.what = QButtonGroup(self)
        self.kinds: dict[str, QCheckBox] = {}
        self.careful = QRadioButton(_("Chỉ ghi thông tin cá nhân của người đã đồng ý"))
        self.everything = QRadioButton(_("Ghi đủ, kể cả của người chưa đồng ý"))
        self.path = QLineEdit(str(self._suggested(template=template)))
        self.path.setAccessibleName(_("Lưu vào tệp"))
        self.bar = QProgressBar()
        self._trouble = label("", "problem", wrap=True)
        self.go = primary(_("Xuất"), self._on_go)
        self.close_button = secondary(_("Đóng"), self.reject, "Esc")
        self.folder = primary(_("Mở thư mục"), self._on_folder)
        self._form = QWidget()
        self._area = QScrollArea()
        self._result = label("", wrap=True)
        self._build(template=template)
        self.finished.connect(self.deleteLater)

    def wanted(self) -> Wanted:
        """What is chosen now. Raises UserError where no kind of record is."""
        what = str(self.what.checkedButton().property("what"))
        entities = frozenset(name for name, box in self.kinds.items() if box.isChecked())
        if not entities:
            raise UserError(_("Chưa chọn loại hồ sơ nào."), code="nothing_chosen")
        text = self.path.text().strip()
        if not text:
            raise UserError(_("Chưa ghi tên tệp."), code="no_name")
        path = Path(text).expanduser()
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        rows = self._rows
        numbers = () if rows is None else tuple(rows.marked if what == MARKED else rows.shown if what == SHOWN else ())
        return Wanted(path, what, entities, self.everything.isChecked(), numbers)

    def _build(self, *, template: bool) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(label(_("Xuất những gì"), "heading"))
        self._add_what(left, template=template)
        left.addSpacing(10)
        self._personal = self._about_persons()
        left.addWidget(self._personal)
        left.addStretch(1)
        both = row(left, self._kinds(), spacing=28)
        both.setStretch(0, 1)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 6, 0)
        form.setSpacing(6)
        form.addLayout(both)
        form.addSpacing(4)
        name = label(_("Lưu vào tệp"), "heading")
        name.setBuddy(self.path)
        form.addWidget(name)
        form.addLayout(row(self.path, secondary(_("Chọn nơi lưu…"), self._on_choose)))
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._form)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(10)
        self._title = label(_("Xuất Excel"), "name")
        for part in (self._title, self._area, self._result, self.bar, self._trouble):
            body.addWidget(part)
        body.addSpacing(4)
        body.addLayout(row(None, self.close_button, self.go, self.folder))
        for later in (self._result, self.bar, self._trouble, self.folder):
            later.hide()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Đang ghi tệp Excel"))
        self._on_what()

    def _fit(self) -> None:
        """As high as what is asked, as far as the screen goes."""
        room = self.screen().availableGeometry().height() - self._session.theme.px(OTHERS)
        self._area.setFixedHeight(min(self._form.sizeHint().height() + 4, room))
        self.adjustSize()

    def _about_persons(self) -> QWidget:
        """Whether personal values of people who did not agree go out, and what that means."""
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(label(_("Thông tin cá nhân"), "heading"))
        lines.addWidget(self.careful)
        lines.addWidget(self.everything)
        self._warning = Card(look="warning")
        self._warning.body.setContentsMargins(12, 8, 12, 8)
        words = _("Tệp Excel không khóa: ai có tệp là đọc được. Chỉ để dùng riêng trên máy này, không gửi đi.")
        self._warning.body.addWidget(label(words, "fact", wrap=True))
        lines.addWidget(self._warning)
        self.careful.setChecked(True)
        self._warning.hide()
        self.everything.toggled.connect(self._warning.setVisible)
        self.everything.toggled.connect(lambda _on: self._fit())
        return holder

    def _add_what(self, form: QVBoxLayout, *, template: bool) -> None:
        offers: list[tuple[str, str]] = []
        rows = self._rows
        if rows is not None and rows.marked:
            words = ngettext("{n} dòng đang đánh dấu", "{n} dòng đang đánh dấu", len(rows.marked))
            offers.append((MARKED, words.format(n=grouped(len(rows.marked)))))
        if rows is not None and rows.is_narrowed:
            words = ngettext("{n} dòng đang lọc trong danh sách", "{n} dòng đang lọc trong danh sách", len(rows.shown))
            offers.append((SHOWN, words.format(n=grouped(len(rows.shown)))))
        offers += [(ALL, _("Tất cả")), (TEMPLATE, _("Mẫu trống, có sẵn danh mục"))]
        first = TEMPLATE if template else offers[0][0]
        for code, words in offers:
            button = QRadioButton(words)
            button.setProperty("what", code)
            self.what.addButton(button)
            form.addWidget(button)
            button.setChecked(code == first)
        if any(code in (MARKED, SHOWN) for code, _words in offers) and rows is not None:
            note = _("Cơ sở của những dòng này được xuất cùng mọi thứ thuộc về chúng.")
            form.addWidget(label(note, "small", wrap=True))
        self.what.buttonClicked.connect(lambda _button: self._on_what())

    def _kinds(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(label(_("Gồm các trang"), "heading"))
        names: Mapping[str, str] = dict(sheet_choice.kinds())
        for name in (*_FIRST, *(name for name in names if name not in _FIRST)):
            box = QCheckBox(names[name])
            box.setChecked(True)
            self.kinds[name] = box
            lines.addWidget(box)
        lines.addStretch(1)
        return lines

    def _suggested(self, *, template: bool) -> Path:
        folder = self._session.preferences.out_folder or default_folder()
        name = _("mau-nhap") if template else _("co-so")
        return Path(folder) / f"{name}-{self._session.today():%Y-%m-%d}.xlsx"

    def _on_what(self) -> None:
        button = self.what.checkedButton()
        is_template = button is not None and button.property("what") == TEMPLATE
        self._personal.setVisible(not is_template)

    def _on_choose(self) -> None:
        choose_new_file(
            self, _("Xuất Excel"), _("Tệp Excel (*.xlsx)"), lambda path: self.path.setText(str(path)), self.path.text()
        )

    def _on_go(self) -> None:
        self._say("")
        try:
            wanted = self.wanted()
        except UserError as error:
            self._say(error.message)
            return
        self._busy(is_busy=True)
        entity = self._rows.entity if self._rows else ""
        self._job = self._session.jobs.long(
            "",
            lambda desk, progress, cancel: write(desk, wanted, entity, progress, cancel),
            self._on_made,
            self._on_failed,
        )
        self._job.title = _("Đang ghi tệp Excel")  # named only now: this window shows it, the strip need not
        self._session.jobs.progressed.connect(self._on_progressed)

    def _busy(self, *, is_busy: bool) -> None:
        self._form.setEnabled(not is_busy)
        self.go.setVisible(not is_busy)
        self.bar.setVisible(is_busy)
        self.bar.setRange(0, 0)
        self.close_button.set_text(_("Dừng") if is_busy else _("Đóng"))

    def _on_progressed(self, job: Job, text: str, done: int, total: int) -> None:
        if job is self._job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self._title.setText(f"{text}… {grouped(done)}")

    def _on_made(self, made: Exported) -> None:
        self._job = None
        self._made = made
        self._session.preferences.out_folder = str(made.path.parent)
        self._session.preferences.save()
        self.bar.hide()
        self._area.hide()
        self._title.setText(_("Đã ghi tệp Excel"))
        self._result.setText(made_words(made))
        self._result.show()
        self.close_button.set_text(_("Đóng"))
        self.folder.show()
        self.folder.setFocus()
        self.adjustSize()

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self._busy(is_busy=False)
        self._title.setText(_("Xuất Excel"))
        if isinstance(error, Cancelled):
            self._say(_("Đã dừng. Chưa có tệp nào được ghi."))
        elif isinstance(error, UserError):
            self._say(f"{error.message} {error.action}".strip())
        else:
            self._session.show_error(error)

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _on_folder(self) -> None:
        if self._made is not None and not reveal(self._made.path):
            self._session.toast(_("Tệp nằm trong thư mục {folder}").format(folder=self._made.path.parent))
        self.accept()

    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def open(self) -> None:
        super().open()
        self._fit()
        self.go.setFocus()
