"""The province's word on one or many requests: the state, its day, the number of the paper, a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.catalogue import entity as declared
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.formats import grouped
from kcdesk.ui.widgets.card import label
from kcdesk.work import office

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk

REQUEST = "support_request"
NOTE_HEIGHT = 76
OnDone = Callable[[str, set[tuple[str, str]]], object]
_Decided = tuple[str, set[tuple[str, str]]]


class DecideDialog(Message):
    """``on_done(save, rows)`` is called once the state of all of them is written."""

    def __init__(self, session: Session, numbers: Sequence[int], on_done: OnDone, parent: QWidget) -> None:
        words = ngettext("Trạng thái của {n} đề nghị", "Trạng thái của {n} đề nghị", len(numbers))
        super().__init__(
            parent, words.format(n=grouped(len(numbers))), _("Cộng tác viên thấy trạng thái này khi nhận tệp trả lời.")
        )
        self._session = session
        self._numbers = tuple(numbers)
        self._on_done = on_done
        self._kind = declared(REQUEST)
        self.status = QComboBox()
        for one in self._kind["status"].choices:
            self.status.addItem(_(one.label), one.code)
        self.day = QLineEdit(f"{session.today():%d/%m/%Y}")
        self.number = QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(session.theme.px(NOTE_HEIGHT))
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        for field, part in (
            ("status", self.status), ("status_on", self.day), ("status_number", self.number),
            ("status_note", self.note),
        ):  # fmt: skip
            name = label(_(self._kind[field].label), "strong")
            name.setBuddy(part)
            part.setAccessibleName(name.text())
            self.body.addWidget(name)
            self.body.addWidget(part)
        self.body.addWidget(self._trouble)
        self.add_buttons(_("Ghi trạng thái"), None, _("Thôi"))
        self.finished.connect(self.deleteLater)

    def open(self) -> None:
        super().open()
        self.status.setFocus()

    def accept(self) -> None:
        try:
            on = self._day()
        except ValueProblem as problem:
            self._say(problem.message)
            return
        numbers, status = self._numbers, str(self.status.currentData())
        number, note = self.number.text(), self.note.toPlainText()
        self._session.jobs.run(
            lambda desk: _decide(desk, numbers, status, on, number, note), self._on_decided, self._on_refused
        )

    def _day(self) -> date | None:
        field = self._kind["status_on"]
        value = field.kind.parse(self.day.text(), field).value
        return date.fromisoformat(str(value)) if value else None

    def _on_decided(self, decided: _Decided) -> None:
        super().accept()
        self._on_done(*decided)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._say(error.message)
        else:
            self._session.show_error(error)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.note.hasFocus() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _decide(desk: Desk, numbers: Sequence[int], status: str, on: date | None, number: str, note: str) -> _Decided:
    rows = [str(one["id"]) for one in desk.store.page(REQUEST, list(numbers))]
    save = office.decide(desk, rows, status, on=on, number=number, note=note)
    return save, {(REQUEST, row) for row in rows}
