"""Hỏi cộng tác viên: a question about a field of a record, or about the whole of it, with a suggested value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.catalogue import entity as declared
from kcdesk.model.fields import Writer
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import reviews, undoing

if TYPE_CHECKING:
    from kcdesk.model.fields import Field
    from kcdesk.ui.session import Session
    from kcdesk.work.records import SavedRecord

WORDS_HEIGHT = 84


class AskDialog(Message):
    """A field, the words, a suggested value, a last day."""

    def __init__(
        self, parent: QWidget, session: Session, entity: str, row_id: str, title: str, field: str = ""
    ) -> None:
        super().__init__(parent, _("Hỏi cộng tác viên"), title)
        self._session = session
        self._entity, self._row = declared(entity), row_id
        self.setMinimumWidth(session.theme.px(560))
        self.field = QComboBox()
        self.field.setAccessibleName(_("Hỏi về mục"))
        self.field.addItem(_("Cả hồ sơ"), "")
        for one in self._entity.fields:
            if not one.automatic and not one.parent and one.writer is not Writer.PROVINCE:
                self.field.addItem(_(one.label), one.name)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(_("Cần bổ sung hoặc sửa điều gì"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(session.theme.px(WORDS_HEIGHT))
        self.value = QLineEdit()
        self.value.setAccessibleName(_("Giá trị gợi ý"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Giá trị gợi ý"))
        self.due = QLineEdit()
        self.due.setAccessibleName(_("Trả lời trước ngày"))
        self.due.setPlaceholderText(_("ngày/tháng/năm, có thể để trống"))
        self._value_name = label(_("Giá trị gợi ý"), "strong")
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self._build()
        self.field.currentIndexChanged.connect(lambda _at: self._show_field())
        self.field.setCurrentIndex(max(0, self.field.findData(field)))
        self._show_field()
        self.words.setFocus()
        self.finished.connect(self.deleteLater)

    def _build(self) -> None:
        for name, part in (
            (label(_("Hỏi về mục"), "strong"), self.field),
            (label(_("Cần bổ sung hoặc sửa điều gì"), "strong"), self.words),
        ):
            name.setBuddy(part)
            self.body.addWidget(name)
            self.body.addWidget(part)
        self.body.addWidget(self._value_name)
        self.body.addLayout(row(self.value, self.choice))
        self.body.addWidget(label(_("Trả lời trước ngày"), "strong"))
        self.body.addWidget(self.due)
        self.body.addWidget(self._trouble)
        self.add_buttons(_("Ghi câu hỏi"), None, _("Thôi"))

    def _show_field(self) -> None:
        """A suggestion is typed, chosen from the list of the field, or there is none."""
        field = self._field()
        choices = field.choices if field else ()
        is_typed = field is not None and not choices and not field.code_table
        self.choice.clear()
        self.choice.addItem(_("Không gợi ý"), "")
        for one in choices:
            self.choice.addItem(_(one.label), one.code)
        self.value.setVisible(is_typed)
        self.choice.setVisible(bool(choices))
        self._value_name.setVisible(is_typed or bool(choices))

    def _field(self) -> Field | None:
        name = str(self.field.currentData() or "")
        return self._entity[name] if name else None

    def open(self) -> None:
        super().open()
        self.words.setFocus()

    def accept(self) -> None:
        field, words = self._field(), self.words.toPlainText()
        suggested = str(self.choice.currentData() or "") if field and field.choices else self.value.text()
        try:
            last = self._last_day()
        except ValueProblem as problem:
            self._say(problem.message)
            return
        entity, row_id, name = self._entity.name, self._row, field.name if field else ""
        self._session.jobs.run(
            lambda desk: reviews.ask(desk, entity, row_id, name, words, suggested=suggested, due_on=last),
            self._on_asked,
            self._on_refused,
        )

    def _last_day(self) -> date | None:
        field = declared("review")["due_on"]
        value = field.kind.parse(self.due.text(), field).value
        return date.fromisoformat(str(value)) if value else None

    def _on_asked(self, saved: SavedRecord) -> None:
        session, rows = self._session, {(self._entity.name, self._row), (reviews.REVIEW, saved.id)}
        session.rows_changed(rows)
        session.toast(
            _("Đã ghi câu hỏi; gửi đi cùng tệp trả lời."), _("Hoàn tác"),
            lambda: session.jobs.run(
                lambda desk: undoing.undo(desk, saved.save), lambda undone: session.rows_changed(undone.rows)
            ),
        )  # fmt: skip
        super().accept()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            problems = getattr(error, "problems", ())
            self._say(problems[0].message if problems else error.message)
        else:
            self._session.show_error(error)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.words.hasFocus() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
