"""Tỉnh hỏi: the return sheet as a list of things to do, one after the other, each with its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.receive.notice_card import NoticeCard, state
from kcdesk.ui.receive.question_card import QuestionCard
from kcdesk.ui.receive.words import due
from kcdesk.ui.widgets.card import Card, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import feedback, reviews, undoing

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.feedback import Notice
    from kcdesk.work.reviews import Question

LIST_WIDTH = 380
NARROW = 760
"""Below this width, at 100 %, the list gives its place to the question."""
Act = Callable[["Desk"], str]
_Found = tuple[list["Question"], list["Notice"]]


class QuestionsView(QWidget):
    """Signals: ``counted(number)`` – so many are open; ``open_asked(entity, id, field)``."""

    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._questions: Sequence[Question] = ()
        self._notices: Sequence[Notice] = ()
        self.notice = NoticeCard()
        columns = (Column(_("Hồ sơ › mục")), Column(_("Hạn"), 118))
        self.table = RowTable(columns, session.theme, _("Việc tỉnh hỏi"))
        self.card = QuestionCard(session)
        self._empty = EmptyState(
            _("Tỉnh không hỏi gì"),
            _("Khi tỉnh cần sửa hay bổ sung, thả tệp tỉnh gửi về vào cửa sổ: từng việc sẽ hiện ở đây."),
        )
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _key: self._enter())
        self.notice.open_asked.connect(self.open_asked)
        self.card.suggested.connect(lambda one: self._do(one, lambda desk: reviews.take_suggested(desk, one)))
        self.card.put.connect(lambda one, text: self._do(one, lambda desk: reviews.put(desk, one, text)))
        self.card.answered.connect(lambda one, text: self._do(one, lambda desk: reviews.answer(desk, one.id, text)))
        self.card.proved.connect(self._prove)
        self.card.open_asked.connect(self.open_asked)
        session.changed.connect(lambda _rows: self.ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self.ask()

    def ask(self) -> None:
        """Look up what is open."""
        self._session.jobs.read(_find, self._show, key="questions")

    def _build(self) -> None:
        self._list = Card()
        self._list.body.setContentsMargins(8, 8, 8, 8)
        self._list.body.addWidget(self.table, 1)
        inside = QWidget()
        self._cards = QStackedWidget()
        self._cards.addWidget(self.card)
        self._cards.addWidget(self.notice)
        both = row(self._list, self._cards, spacing=16)
        both.setStretch(1, 1)
        inside.setLayout(both)
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _show(self, found: _Found) -> None:
        self._questions, self._notices = found
        lines = [_line(one) for one in self._questions]
        self.table.show_lines([*lines, *(_notice_line(at, one) for at, one in enumerate(self._notices))])
        self._stack.setCurrentIndex(0 if self.table.rows.lines else 1)
        self.counted.emit(len(self._questions))
        if not self.table.rows.lines:
            if self.isVisible():
                self._empty.setFocus()
            return
        if self.table.key is None:
            self.table.go_to(0)
        if self.isVisible() and not self.card.is_typing:
            self._enter()

    def _enter(self) -> None:
        """Put the focus on what answers."""
        if self._cards.currentWidget() is self.card:
            self.card.enter()
        else:
            self.notice.open_button.setFocus()

    def _on_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.notice.show_notice(self._notices[key])
            self._cards.setCurrentWidget(self.notice)
            return
        at, found = next((number, one) for number, one in enumerate(self._questions) if one.id == key)
        self.card.show_question(found, _("việc {at} trong {total}").format(at=at + 1, total=len(self._questions)))
        self._cards.setCurrentWidget(self.card)

    def _prove(self, question: Question, file: Path, kind: str) -> None:
        self._do(question, lambda desk: reviews.prove(desk, question, file, kind))

    def _do(self, question: Question, act: Act) -> None:
        """Answer on the worker thread; the next question follows, and this one can be taken back."""

        def done(save: str) -> None:
            self.card.done()
            rows = {(question.entity, question.row), (reviews.REVIEW, question.id)}
            self._session.rows_changed(rows)
            self._session.toast(
                _("Đã trả lời; câu trả lời đi cùng gói gửi tỉnh tiếp theo."), _("Hoàn tác"),
                lambda: self._take_back(save),
            )  # fmt: skip

        self._session.jobs.run(act, done, self.card.refuse)

    def _take_back(self, save: str) -> None:
        self._session.jobs.run(
            lambda desk: undoing.undo(desk, save), lambda undone: self._session.rows_changed(undone.rows)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._cards.currentWidget() is not self.card or not self.card.press(event.text()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self._session.theme
        self._list.setVisible(self.width() >= theme.px(NARROW))
        self._list.setFixedWidth(min(theme.px(LIST_WIDTH), max(260, self.width() * 2 // 5)))


def _line(question: Question) -> Line:
    words = f"{question.title} › {question.label}" if question.label else question.title
    level, said = due(question.days_left)
    return Line(question.id, (words, said), ("", level), tip=f"{words}\n{question.words}")


def _notice_line(at: int, notice: Notice) -> Line:
    level, said = state(notice)
    words = f"{notice.title} › {', '.join(notice.labels)}" if notice.labels else notice.title
    return Line(at, (words, said), ("", level), tip=f"{words}\n{notice.words}")


def _find(desk: Desk) -> _Found:
    return reviews.questions(desk), feedback.notices(desk)
