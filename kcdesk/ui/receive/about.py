"""One bundle of the history: what is in it, how far it came, and what can still be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.catalogue import entity as declared
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import UserError
from kcdesk.ui.formats import day, day_and_time, size
from kcdesk.ui.receive import words
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import hearsay, inside
from kcdesk.work.shelf import BundleStanding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kcdesk.ui.session import Session
    from kcdesk.work.inside import Carried
    from kcdesk.work.shelf import BundleLine

_NOT_YET = (BundleStanding.MADE, BundleStanding.LACKING, BundleStanding.NOTED)


class AboutBundle(Card):
    """Signals: ``again_asked(line)`` – make the same stretch anew; ``changed`` – a note was written;
    ``letter_asked(line)``; ``open_asked(entity, id, field)`` – a record that it carried."""

    again_asked = Signal(object)
    letter_asked = Signal(object)
    open_asked = Signal(str, str, str)
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._is_province = session.profile.is_province
        self._line: BundleLine | None = None
        self._title = label(_("Gói và mã"), "name", wrap=True)
        self._state = Badge("quiet", "")
        self._code_name = label(_("Mã để đọc qua điện thoại:"), "small")
        self._code = label("", "big-code")
        self._text = label(_about_page(is_province=self._is_province), "second", wrap=True)
        self._meaning = label("", wrap=True)
        self._again = secondary(_("Tạo lại gói này"), lambda: self.again_asked.emit(self._line))
        self._copy = secondary(_("Chép nội dung thư"), self._on_copy)
        self._letter = secondary(_("Thư gửi kèm (Word)"), lambda: self.letter_asked.emit(self._line))
        self._folder = secondary(_("Mở thư mục"), self._on_folder)
        self._told = link(_("Tỉnh báo đã nhận…"), self._on_told)
        self._untold = link(_("Bỏ ghi nhận"), self._on_untold)
        self.note = NoteBox()
        self.look = link(_("Xem trong gói có gì ›"), self._on_look)
        columns = (Column(_("Loại"), 116), Column(_("Hồ sơ")), Column(_("Người ghi"), 92))
        self.carried = RowTable(columns, session.theme, _("Hồ sơ trong gói"))
        self.carried.setMinimumHeight(session.theme.px(180))
        self.carried.opened.connect(self._on_opened)
        self._build()
        self.note.given.connect(self._on_noted)
        self._show_actions(None)

    def show_bundle(self, line: BundleLine) -> None:
        """Tell about a bundle."""
        self._line = line
        self._title.setText(words.title(line, is_province=self._is_province))
        self._state.show_state(*words.standing(line))
        self._code.setText(line.code)
        self._code.setAccessibleName(_("Mã gói {code}").format(code=line.code))
        when = _("Lập lúc {time}") if line.is_made else _("Nhận lúc {time}")
        parts = [
            words.contents(line.counts),
            when.format(time=day_and_time(line.at)),
            " · ".join(filter(None, (line.file, size(line.bytes) if line.bytes else ""))),
        ]
        self._text.setText("\n".join(filter(None, parts)))
        self._meaning.setText(_meaning(line, is_province=self._is_province))
        self._show_actions(line)

    def _build(self) -> None:
        self.body.addLayout(row(self._title, None, self._state))
        for part in (self._code_name, self._code, self._text, self._meaning):
            self.body.addWidget(part)
        self.body.addSpacing(4)
        deeds = FlowLayout()
        for deed in (self._again, self._folder, self._copy, self._letter):
            deeds.addWidget(deed)
        self.body.addLayout(deeds)
        self.body.addLayout(row(self._told, self._untold, None))
        self.body.addWidget(self.note)
        self.body.addLayout(row(self.look, None))
        self.body.addWidget(self.carried, 1)
        self._fill = label("")
        self.body.addWidget(self._fill, 1)

    def _show_actions(self, line: BundleLine | None) -> None:
        is_sent = line is not None and line.is_made and not self._is_province
        waits = is_sent and line is not None and line.standing in _NOT_YET
        self._code_name.setVisible(bool(line and line.code))
        self._code.setVisible(bool(line and line.code))
        self._state.setVisible(line is not None)
        self._meaning.setVisible(bool(self._meaning.text()) and line is not None)
        self._again.setVisible(bool(is_sent and line and line.again))
        self._copy.setVisible(is_sent)
        self._letter.setVisible(is_sent)
        self._folder.setVisible(bool(line and line.is_made and self._path(line)))
        self._told.setVisible(waits and bool(line and line.note is None and line.again))
        self._untold.setVisible(bool(line and line.note))
        self.note.hide()
        self.look.setVisible(line is not None and line.kind != "settings" and not (self._is_province and line.is_made))
        self._show_carried([])

    def _on_look(self) -> None:
        line = self._line
        if line is not None:
            self._session.jobs.read(
                lambda desk: inside.inside(desk, line.id), self._show_carried, self._session.show_error, key="inside"
            )

    def _show_carried(self, found: Sequence[Carried]) -> None:
        here = {True: "", False: _(" (không còn ở đây)")}
        self.carried.show_lines(
            [
                Line((one.row, one.opens, one.is_here), (one.kind, one.title + here[one.is_here], one.by))
                for one in found
            ]
        )
        self.carried.setVisible(bool(found))
        self._fill.setVisible(not found)
        if found:
            self.carried.go_to(0)
            self.carried.setFocus()

    def _on_opened(self, key: tuple[str, tuple[str, str], bool]) -> None:
        _row, opens, is_here = key
        if is_here:
            self.open_asked.emit(*opens, "")

    def _path(self, line: BundleLine) -> Path | None:
        """Where the file lies, if it is where bundles are put."""
        folder = self._session.preferences.out_folder
        path = Path(folder) / line.file if folder and line.file else None
        return path if path is not None and path.exists() else None

    def _on_folder(self) -> None:
        path = self._path(self._line) if self._line else None
        if path is not None and not reveal(path):
            self._session.toast(_("Gói nằm trong thư mục {folder}").format(folder=path.parent))

    def _on_copy(self) -> None:
        if self._line is None:
            return
        made = words.MadeFile(Path(self._line.file), self._line.code)
        text = words.letter(self._session.profile, [made], self._line.counts, day(self._line.at))
        QGuiApplication.clipboard().setText(text)
        self._session.toast(_("Đã chép. Dán vào thư rồi đính kèm tệp."))

    def _on_told(self) -> None:
        self.note.ask(f"{self._session.today():%d/%m/%Y}")

    def _on_noted(self, channel: str, on: str) -> None:
        line = self._line
        if line is None:
            return
        self._session.jobs.run(
            lambda desk: hearsay.note(desk, line.id, channel, on), lambda _note: self.changed.emit(), self._refused
        )

    def _on_untold(self) -> None:
        line = self._line
        if line is not None:
            self._session.jobs.run(lambda desk: hearsay.take_back(desk, line.id), lambda _none: self.changed.emit())

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.note.say(error.message)
        else:
            self._session.show_error(error)


class NoteBox(Card):
    """How and when the province said that it has a bundle. Signal: ``given(channel, ISO day)``."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(look="quiet")
        self.channel = QComboBox()
        self.channel.setAccessibleName(_("Tỉnh báo bằng"))
        for code, text in hearsay.CHANNELS.items():
            self.channel.addItem(_(text), code)
        self.day = QLineEdit()
        self.day.setAccessibleName(_("Ngày tỉnh báo"))
        self.day.setMaximumWidth(140)
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        sentence = _("Khi tỉnh chưa dùng chương trình này. Gói sau sẽ không gửi lại phần tỉnh đã báo nhận.")
        self.body.addWidget(label(sentence, "small", wrap=True))
        self.body.addLayout(row(label(_("Tỉnh báo bằng"), "strong"), self.channel, None))
        self.body.addLayout(row(label(_("Ngày"), "strong"), self.day, secondary(_("Ghi nhận"), self._on_given), None))
        self.body.addWidget(self._trouble)
        self.day.returnPressed.connect(self._on_given)
        self.hide()

    def ask(self, today: str) -> None:
        """Open, with today filled in."""
        self.day.setText(today)
        self._trouble.hide()
        self.show()
        self.channel.setFocus()

    def say(self, trouble: str) -> None:
        """What does not fit."""
        self._trouble.setText(trouble)
        self._trouble.show()

    def _on_given(self) -> None:
        field = declared("visit")["visited_on"]
        try:
            read = field.kind.parse(self.day.text(), field).value
        except ValueProblem as problem:
            self.say(problem.message)
            return
        self.given.emit(str(self.channel.currentData()), str(read or ""))


def _meaning(line: BundleLine, *, is_province: bool) -> str:
    """What the state means for the person, in one sentence."""
    if line.note is not None:
        text = _("Tỉnh báo đã nhận qua {how} ngày {on} (ghi tay; chưa có giấy báo nhận của tỉnh).")
        return text.format(how=_(hearsay.CHANNELS[line.note.channel]), on=day(line.note.on))
    if is_province and line.is_made:
        return ""
    return {
        BundleStanding.MADE: _("Đã tạo trên máy này. Chưa biết tỉnh nhận được chưa: sẽ rõ khi tỉnh trả lời."),
        BundleStanding.LACKING: _("Tỉnh chưa có gói này dù đã có gói sau. Hãy tạo lại và gửi thêm một lần."),
        BundleStanding.ARRIVED: _("Tỉnh đã nhận gói này, còn chờ gói trước nó."),
        BundleStanding.CONFIRMED: _("Tỉnh đã ghép xong gói này và mọi gói trước nó."),
    }.get(line.standing, "")


def _about_page(*, is_province: bool) -> str:
    if is_province:
        return _("Mỗi gói có một mã ngắn. Đọc mã cho người gửi nghe để cả hai biết là cùng một gói.")
    return _("Mỗi gói có một mã ngắn để đọc qua điện thoại. Tỉnh trả lời bằng một tệp: thả vào cửa sổ là xong.")
