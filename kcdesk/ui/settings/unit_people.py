"""Collaborators in the province's settings: codes, each with the communes in charge; typed, or pasted from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.settings.unit_rows import FIELDS, NARROW
from kcdesk.ui.start.area import find_communes
from kcdesk.ui.widgets.buttons import Button, link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.halves import Halves, scrolled
from kcdesk.ui.widgets.picker import Option, Picker
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import unit_draft
from kcdesk.work.unit_draft import Person

if TYPE_CHECKING:
    from kcdesk.ui.session import Session

MOST_TOLD = 3
"""So many lines that could not be read are named."""


class PeopleTab(QWidget):
    """The list at the left, the person at hand at the right."""

    def __init__(self, session: Session, people: Sequence[Person]) -> None:
        super().__init__()
        self._session = session
        self.people = list(people)
        columns = (Column(_("Mã"), 110), Column(_("Xã, phường phụ trách")))
        self.table = RowTable(columns, session.theme, _("Cộng tác viên"))
        self.code = QLineEdit()
        self.code.setMaxLength(12)
        self.code.setAccessibleName(_("Mã cộng tác viên"))
        self.code.setPlaceholderText(_("ví dụ: CTV07"))
        self.picker = Picker(_("Xã, phường, đặc khu"), self._find, _("gõ vài chữ rồi Enter, ví dụ: vi thuy"))
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.add = secondary(_("Thêm người"), self.begin_row)
        self.paste = secondary(_("Dán danh sách"), self._on_paste, "Ctrl+V")
        self.drop = link(_("Xóa khỏi danh sách"), self._on_drop, quiet=True)
        self._said = label("", "small", wrap=True)
        self._trouble = label("", "problem", wrap=True)
        self._build()
        self._is_typing = False
        self.table.chosen.connect(lambda _key: self._on_chosen())
        self.table.opened.connect(lambda _key: self.picker.setFocus())
        self.code.textEdited.connect(self._on_code)
        self.code.returnPressed.connect(self.picker.setFocus)
        self.picker.picked.connect(self._on_commune)
        self.picker.passed.connect(self.begin_row)
        self._show_lines()
        self.table.go_to(0)
        self._show_person()

    def trouble(self) -> str:
        """The first thing that is wrong, its row made the current one; "" where all is well."""
        for at, one in enumerate(self.people):
            others = [*self.people[:at], *self.people[at + 1 :]]
            if sentence := unit_draft.trouble_of_code(one.code, others):
                self.table.go_to(at)
                return sentence
        return ""

    def begin_row(self) -> None:
        """One more person, ready to be typed; an empty one at the end is taken."""
        if not self.people or self.people[-1].code:
            self.people.append(Person(""))
        self._show_lines()
        self.table.go_to(len(self.people) - 1)
        self._show_person()
        self.code.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._on_paste()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._on_drop()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        left, right = Card(), Card()
        hint = _("Mỗi người một mã. Hồ sơ của xã nào được gửi cho người phụ trách xã ấy.")
        left.body.addWidget(label(hint, "small", wrap=True))
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self._said)
        line = QWidget()
        flow = FlowLayout(line)
        flow.addWidget(self.add)
        flow.addWidget(self.paste)
        left.body.addWidget(line)
        for words, part in ((_("Mã cộng tác viên"), self.code), (_("Xã, phường phụ trách"), self.picker)):
            name = label(words, "strong")
            name.setBuddy(part.focusProxy() or part)
            right.body.addWidget(name)
            right.body.addWidget(part)
        right.body.addWidget(self._chips)
        right.body.addWidget(self._trouble)
        right.body.addLayout(row(self.drop, None))
        right.body.addStretch(1)
        self._said.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Halves(left, scrolled(right), self._session.theme, narrow=NARROW, widths=(0, FIELDS)))

    def _find(self, text: str) -> Sequence[Option]:
        province = self._session.profile.province
        return find_communes(self._session.reference, text, province, within=province)

    def _at(self) -> int:
        return int(self.table.key) if isinstance(self.table.key, int) else -1

    def _name(self, code: str) -> str:
        commune = self._session.reference.communes.get(code)
        return commune.full_name if commune else code

    def _show_lines(self) -> None:
        names = {code: self._name(code) for one in self.people for code in one.communes}
        lines = []
        for at, one in enumerate(self.people):
            where = ", ".join(names[code] for code in one.communes) or _("chưa có xã nào")
            lines.append(Line(at, (one.code or "…", where), tip=where))
        self.table.show_lines(lines)

    def _show_person(self) -> None:
        at = self._at()
        has_row = 0 <= at < len(self.people)
        one = self.people[at] if has_row else Person("")
        if self.code.text() != one.code:
            self.code.setText(one.code)
        for part in (self.code, self.picker, self.drop):
            part.setEnabled(has_row)
        self._flow.clear()
        for code in one.communes:
            name = self._name(code)
            chip = Button(f"{name}  ✕")
            chip.setProperty("chip", True)
            chip.setAccessibleName(_("Bỏ {name}").format(name=name))
            chip.clicked.connect(lambda _checked=False, gone=code: self._put(gone, keep=False))
            self._flow.addWidget(chip)
        self._chips.updateGeometry()
        self._say_trouble(at)

    def _say_trouble(self, at: int) -> None:
        others = [one for number, one in enumerate(self.people) if number != at]
        code = self.people[at].code if 0 <= at < len(self.people) else ""
        sentence = unit_draft.trouble_of_code(code, others) if code else ""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _on_chosen(self) -> None:
        if not self._is_typing:
            self._show_person()

    def _on_code(self, text: str) -> None:
        """The list has it in capitals; what is being typed stays as it is."""
        at = self._at()
        if 0 <= at < len(self.people):
            self.people[at] = Person(text.strip().upper(), self.people[at].communes)
            self._is_typing = True
            self._show_lines()
            self._is_typing = False
            self._say_trouble(at)

    def _on_commune(self, option: Option) -> None:
        self._put(option.code, keep=True)

    def _put(self, code: str, *, keep: bool) -> None:
        at = self._at()
        if not 0 <= at < len(self.people):
            return
        communes = tuple(one for one in self.people[at].communes if one != code)
        self.people[at] = Person(self.people[at].code, (*communes, code) if keep else communes)
        self._show_lines()
        self._show_person()
        self.picker.setFocus()

    def _on_drop(self) -> None:
        at = self._at()
        if 0 <= at < len(self.people):
            del self.people[at]
            self._show_lines()
            self._show_person()
            self.table.setFocus()

    def _on_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        found, left = unit_draft.people_of_text(text, self._session.reference, self._session.profile.province)
        by_code = {one.code: at for at, one in enumerate(self.people) if one.code}
        self.people = [one for one in self.people if one.code]
        for one in found:
            if one.code in by_code:
                before = self.people[by_code[one.code]]
                self.people[by_code[one.code]] = Person(
                    one.code, tuple(dict.fromkeys((*before.communes, *one.communes)))
                )
            else:
                self.people.append(one)
        self._show_lines()
        if found:
            self.table.go_to_key(next(at for at, one in enumerate(self.people) if one.code == found[0].code))
        self._show_person()
        said = ngettext("Đã dán {n} người.", "Đã dán {n} người.", len(found)).format(n=len(found))
        if left:
            told = "; ".join(left[:MOST_TOLD]) + ("…" if len(left) > MOST_TOLD else "")
            said += " " + _("Chưa hiểu: {lines}").format(lines=told)
        elif not found:
            said = _("Chép hai cột từ Excel rồi dán: mã, các xã cách nhau bằng dấu phẩy.")
        self._said.setText(said)
        self._said.show()
