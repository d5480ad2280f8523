"""Câu hỏi: what was asked of collaborators, what they answered; done, or asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.formats import day, grouped
from kcdesk.ui.receive.words import due
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.halves import Halves, scrolled
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import reviews, undoing
from kcdesk.work.reviews import ANSWERED, CLOSED, OPEN

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.reviews import Question

CARD_WIDTH = 470
NARROW = 820
DONE, AGAIN = "1", "2"


class AskedView(QWidget):
    """Signals: ``counted(number)`` – so many answers are to be looked at; ``open_asked(entity, id, field)``."""

    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = ANSWERED
        self._questions: Sequence[Question] = ()
        self._segments: dict[str, QPushButton] = {}
        columns = (Column(_("Hồ sơ › mục")), Column(_("Trả lời")), Column(_("Hạn"), 112))
        self.table = RowTable(columns, session.theme, _("Câu hỏi"))
        self.card = AskedCard(session)
        self._empty = EmptyState(_("Không có câu hỏi nào"), _about())
        self._stack = QStackedWidget()
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _key: self.card.enter())
        self.card.closed.connect(lambda one: self._do(lambda desk: reviews.close(desk, one.id), _("Đã xong.")))
        self.card.again.connect(
            lambda one, text: self._do(lambda desk: reviews.ask_again(desk, one.id, text), _("Đã hỏi lại."))
        )
        self.card.open_asked.connect(self.open_asked)
        session.changed.connect(lambda _rows: self.ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self.ask()

    def ask(self) -> None:
        """Look up the questions of the state that is chosen."""
        state = self._state
        self._session.jobs.read(lambda desk: _find(desk, state), self._show, key="asked")

    def _build(self) -> None:
        words = {ANSWERED: _("Đã trả lời"), OPEN: _("Chờ trả lời"), CLOSED: _("Đã xong")}
        for at, (state, text) in enumerate(words.items()):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setProperty("segment", True)
            button.setProperty("place", ("first", "", "last")[at])
            button.clicked.connect(lambda _checked=False, state=state: self._choose(state))
            self._segments[state] = button
        self._segments[ANSWERED].setChecked(True)
        self._words = words
        left = Card()
        left.body.setContentsMargins(14, 12, 14, 12)
        left.body.addLayout(row(*self._segments.values(), None, spacing=0))
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        left.body.addWidget(self._stack, 1)
        self._right = scrolled(self.card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Halves(left, self._right, self._session.theme, narrow=NARROW, widths=(0, CARD_WIDTH)))

    def _choose(self, state: str) -> None:
        self._state = state
        self.ask()

    def _show(self, found: tuple[dict[str, int], list[Question]]) -> None:
        counts, self._questions = found
        for state, button in self._segments.items():
            number = f"  {grouped(counts[state])}" if counts[state] and state != CLOSED else ""
            button.setText(self._words[state] + number)
        self.counted.emit(counts[ANSWERED])
        self.table.show_lines([_line(one) for one in self._questions])
        self._stack.setCurrentIndex(0 if self._questions else 1)
        self._right.setVisible(bool(self._questions))
        if not self._questions:
            self._segments[self._state].setFocus()
            return
        if self.table.key is None:
            self.table.go_to(0)
        if self.isVisible() and not self.card.is_typing:
            self.table.setFocus()

    def _on_chosen(self, key: object) -> None:
        self.card.show_question(next(one for one in self._questions if one.id == key))

    def _do(self, act: Callable[[Desk], str], said: str) -> None:
        def done(save: str) -> None:
            self.card.done()
            self._session.rows_changed({(reviews.REVIEW, "")})
            self._session.toast(said, _("Hoàn tác"), lambda: self._take_back(save))

        self._session.jobs.run(act, done, self.card.refuse)

    def _take_back(self, save: str) -> None:
        self._session.jobs.run(
            lambda desk: undoing.undo(desk, save), lambda undone: self._session.rows_changed(undone.rows)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._questions or not self.card.press(event.text()):
            super().keyPressEvent(event)


class AskedCard(Card):
    """One question with its answer. Signals: ``closed(question)``, ``again(question, words)``,
    ``open_asked(entity, id, field)``."""

    closed = Signal(object)
    again = Signal(object, str)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._question: Question | None = None
        self._place = label("", "second", wrap=True)
        self._title = label("", "name", wrap=True)
        self._asked = label("", wrap=True)
        self._now = label("", wrap=True)
        self._answer = label("", "strong", wrap=True)
        self._answered = label("", "small", wrap=True)
        self.close_button = primary(_("Xong"), lambda: self.press(DONE), DONE)
        self.again_button = secondary(_("Hỏi lại"), lambda: self.press(AGAIN), AGAIN)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(_("Cần bổ sung hoặc sửa điều gì"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(session.theme.px(76))
        self._send = primary(_("Hỏi lại"), self._on_again, "Ctrl+Enter")
        self._box = QWidget()
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.words)
        inner.addLayout(row(self._send, None))
        self._trouble = label("", "problem", wrap=True)
        answer = Card(look="quiet")
        answer.body.addWidget(self._answer)
        answer.body.addWidget(self._answered)
        self._answer_box = answer
        for part in (self._place, self._title, self._asked, self._now, answer):
            self.body.addWidget(part)
        self.body.addLayout(row(self.close_button, self.again_button, None))
        self.body.addWidget(self._box)
        self.body.addWidget(self._trouble)
        self.body.addLayout(row(link(_("Mở hồ sơ ở mục này ›"), self._on_open), None))
        self.body.addStretch(1)
        self.done()

    @property
    def is_typing(self) -> bool:
        """True while words are being typed."""
        return not self._box.isHidden()

    def enter(self) -> None:
        """Put the focus on the first button."""
        if not self.close_button.isHidden():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(self, question: Question) -> None:
        """Show one question and what was answered."""
        if self._question is None or self._question.id != question.id:
            self.done()
        self._question = question
        self._place.setText(question.place)
        self._title.setText(f"{question.title} › {question.label}" if question.label else question.title)
        asked = _("Hỏi ngày {day}: “{words}”").format(day=day(question.asked_on), words=question.words)
        suggested = _("gợi ý: {value}").format(value=question.suggested) if question.suggested else ""
        self._asked.setText(" · ".join(filter(None, (asked, suggested))))
        self._now.setText(_("Đang ghi: {value}").format(value=question.now) if question.label else "")
        self._now.setVisible(bool(question.label))
        self._answer.setText(question.answer or _("Chưa trả lời"))
        self._answered.setText(
            _("Trả lời ngày {day}").format(day=day(question.answered_on)) if question.answered_on else ""
        )
        self.close_button.setVisible(question.state != CLOSED)
        self.again_button.setVisible(question.state != OPEN)

    def done(self) -> None:
        """What was typed is gone."""
        self.words.clear()
        self._box.hide()
        self._trouble.hide()

    def press(self, text: str) -> bool:
        """1 closes the question, 2 asks again. True where it was one of them."""
        if self._question is None:
            return False
        if text == DONE and not self.close_button.isHidden():
            self.closed.emit(self._question)
        elif text == AGAIN and not self.again_button.isHidden():
            self._box.show()
            self.words.setFocus()
        else:
            return False
        return True

    def refuse(self, error: BaseException) -> None:
        """Say what does not fit."""
        if isinstance(error, UserError):
            self._trouble.setText(error.message)
            self._trouble.show()
        else:
            self._session.show_error(error)

    def _on_again(self) -> None:
        if self._question is not None:
            self.again.emit(self._question, self.words.toPlainText())

    def _on_open(self) -> None:
        if self._question is not None:
            self.open_asked.emit(self._question.entity, self._question.row, self._question.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._box.isVisible():
            self._on_again()
        elif event.key() == Qt.Key.Key_Escape and self.is_typing:
            self.done()
            self.enter()
        else:
            super().keyPressEvent(event)


def _find(desk: Desk, state: str) -> tuple[dict[str, int], list[Question]]:
    counts = {one: reviews.count(desk, one) for one in (ANSWERED, OPEN, CLOSED)}
    return counts, reviews.questions(desk, state)


def _line(question: Question) -> Line:
    words = f"{question.title} › {question.label}" if question.label else question.title
    level, said = due(question.days_left) if question.state == OPEN else ("", "")
    return Line(question.id, (words, question.answer or "—", said), ("", "", level), tip=f"{words}\n{question.words}")


def _about() -> str:
    return _("Mở một hồ sơ rồi bấm “Hỏi” (Ctrl+H). Câu hỏi đi cùng tệp trả lời của người đó.")
