"""One question of the province: what it says, the value as it stands, the one it suggests, and the ways to answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.catalogue import entity as declared
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_file
from kcdesk.ui.formats import day
from kcdesk.ui.receive.words import due
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import Button, link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.reviews import Question

ANSWER_HEIGHT = 76
TAKE, KEEP, OTHER, PROVE = 1, 2, 3, 4
"""The keys: take what is suggested, leave it and answer in words, another value, a paper as proof."""


class QuestionCard(Card):
    """Signals: ``suggested(question)``, ``put(question, text)``, ``answered(question, words)``,
    ``proved(question, file, kind of paper)``; ``open_asked(entity, id, field)``."""

    suggested = Signal(object)
    put = Signal(object, str)
    answered = Signal(object, str)
    proved = Signal(object, object, str)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._question: Question | None = None
        self._place = label("", "second", wrap=True)
        self._number = label("", "small")
        self._title = label("", "name", wrap=True)
        self._due = Badge("quiet", "")
        self._words = label("", wrap=True)
        self._by = label("", "small")
        self._now, self._now_by = label("", "name", wrap=True), label("", "small")
        self._suggested = label("", "name", wrap=True)
        self.take = primary(_("Lấy gợi ý"), lambda: self.press(str(TAKE)), str(TAKE))
        self.keep = secondary(_("Giữ và trả lời"), lambda: self.press(str(KEEP)), str(KEEP))
        self.other = secondary(_("Nhập giá trị khác"), lambda: self.press(str(OTHER)), str(OTHER))
        self.paper = secondary(_("Đính giấy tờ"), lambda: self.press(str(PROVE)), str(PROVE))
        self.typed = QLineEdit()
        self.picked = QComboBox()
        self.answer = QPlainTextEdit()
        self.kind = QComboBox()
        self._boxes: dict[int, QWidget] = {}
        self._trouble = label("", "problem", wrap=True)
        self._build()
        self.typed.returnPressed.connect(self._on_put)

    @property
    def is_typing(self) -> bool:
        """True while an answer or value is being typed: nothing may take the focus away."""
        return bool(self.typed.text() or self.answer.toPlainText().strip()) or any(
            not box.isHidden() for box in self._boxes.values()
        )

    def enter(self) -> None:
        """Put the focus on the first way to answer."""
        first = next((one for one in self._ways() if one.isEnabled() and not one.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(self, question: Question, place: str) -> None:
        """Show one question."""
        is_same = self._question is not None and self._question.id == question.id
        self._question = question
        self._number.setText(place)
        self._place.setText(question.place)
        self._title.setText(f"{question.title} › {question.label}" if question.label else question.title)
        level, said = due(question.days_left)
        self._due.show_state(level or "quiet", said)
        self._due.setVisible(question.days_left is not None)
        self._words.setText(f"“{question.words}”")
        self._by.setText(", ".join(filter(None, (question.by, day(question.asked_on)))))
        self._now.setText(question.now)
        self._now_by.setText(" · ".join(filter(None, (question.now_by, day(question.now_at)))))
        self._now_box.setVisible(bool(question.label) and question.is_here)
        self._suggested.setText(question.suggested)
        self._suggested_box.setVisible(bool(question.suggested))
        self._show_ways(question)
        if not is_same:
            self.done()

    def done(self) -> None:
        """What was typed is gone: it was taken, or another question is shown."""
        self.typed.clear()
        self.answer.clear()
        self._trouble.hide()
        self._show_box(0)

    def refuse(self, error: BaseException) -> None:
        """Say why an answer could not be taken."""
        if isinstance(error, UserError):
            self._trouble.setText(f"{error.message} {error.action}".strip())
            self._trouble.show()
        else:
            self._session.show_error(error)

    def press(self, text: str) -> bool:
        """A key: 1 takes what is suggested, 2 answers, 3 another value, 4 a paper. True where it was one."""
        ways = {str(number): way for number, way in enumerate(self._ways(), start=1)}
        if self._question is None or text not in ways or ways[text].isHidden() or not ways[text].isEnabled():
            return False
        if int(text) == TAKE:
            self.suggested.emit(self._question)
        else:
            self._show_box(int(text))
        return True

    def _ways(self) -> tuple[Button, ...]:
        return (self.take, self.keep, self.other, self.paper)

    def _show_ways(self, question: Question) -> None:
        self.take.setVisible(question.can_take)
        self.keep.set_text(_("Giữ và trả lời") if question.label else _("Trả lời"))
        self.other.setVisible(question.is_here and (question.takes_text or bool(question.choices)))
        self.paper.setVisible(question.is_here)
        self.picked.clear()
        for code, words in question.choices:
            self.picked.addItem(words, code)
        self.typed.setVisible(question.takes_text)
        self.picked.setVisible(bool(question.choices))
        self._open.setVisible(question.is_here)

    def _show_box(self, wanted: int) -> None:
        """The field for the way that was chosen; 0 for none."""
        for number, box in self._boxes.items():
            box.setVisible(number == wanted)
        target = {KEEP: self.answer, OTHER: self.typed, PROVE: self.kind}.get(wanted)
        if target is self.typed and self.typed.isHidden():
            target = self.picked
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 4, 0)
        content.setSpacing(10)
        content.addLayout(_first_wide(self._place, self._number))
        content.addLayout(_first_wide(self._title, self._due))
        said = Card(look="quiet")
        said.body.addWidget(self._words)
        said.body.addWidget(self._by)
        content.addWidget(said)
        content.addLayout(self._values())
        content.addLayout(row(*self._ways(), None))
        self._add_boxes(content)
        content.addWidget(self._trouble)
        self._open = link(_("Mở hồ sơ ở mục này ›"), self._on_open)
        content.addLayout(row(self._open, None))
        content.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area)

    def _values(self) -> QHBoxLayout:
        """The value as it stands beside the one that is suggested."""
        self._now_box, self._suggested_box = Card(look="choice"), Card(look="accent")
        self._now_box.body.addLayout(row(label(_("Đang ghi"), "small"), None, self._now_by))
        self._now_box.body.addWidget(self._now)
        self._suggested_box.body.addWidget(label(_("Tỉnh gợi ý"), "small"))
        self._suggested_box.body.addWidget(self._suggested)
        for box in (self._now_box, self._suggested_box):
            box.body.setContentsMargins(14, 10, 14, 11)
            box.body.setSpacing(3)
        both = row(self._now_box, self._suggested_box, spacing=14)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        return both

    def _add_boxes(self, content: QVBoxLayout) -> None:
        """The fields that open under the buttons."""
        self.answer.setAccessibleName(_("Trả lời tỉnh"))
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(self._session.theme.px(ANSWER_HEIGHT))
        self.typed.setAccessibleName(_("Giá trị khác"))
        self.picked.setAccessibleName(_("Giá trị khác"))
        self.kind.setAccessibleName(_("Loại giấy tờ"))
        for one in declared("attachment")["kind"].choices:
            self.kind.addItem(_(one.label), one.code)
        send = primary(_("Trả lời"), self._on_answer, "Ctrl+Enter")
        put = primary(_("Ghi vào hồ sơ"), self._on_put)
        choose = primary(_("Chọn tệp…"), self._on_prove)
        self._boxes = {
            KEEP: _box(_("Trả lời tỉnh"), self.answer, row(send, None)),
            OTHER: _box(_("Giá trị khác"), row(self.typed, self.picked, put)),
            PROVE: _box(_("Loại giấy tờ"), row(self.kind, choose, None)),
        }
        for box in self._boxes.values():
            content.addWidget(box)
            box.hide()

    def _on_answer(self) -> None:
        if self._question is not None:
            self.answered.emit(self._question, self.answer.toPlainText())

    def _on_put(self) -> None:
        question = self._question
        if question is None:
            return
        text = str(self.picked.currentData()) if question.choices else self.typed.text()
        if text.strip():
            self.put.emit(question, text)
        else:
            self.typed.setFocus()

    def _on_prove(self) -> None:
        question, kind = self._question, str(self.kind.currentData())

        def chosen(file: Path) -> None:
            self.proved.emit(question, file, kind)

        kinds = _("Ảnh, giấy tờ (*.jpg *.jpeg *.png *.pdf *.docx *.xlsx)")
        choose_file(self, _("Chọn giấy tờ làm bằng"), kinds, chosen)

    def _on_open(self) -> None:
        if self._question is not None:
            self.open_asked.emit(self._question.entity, self._question.row, self._question.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._boxes[KEEP].isVisible():
            self._on_answer()
        elif event.key() == Qt.Key.Key_Escape and self.is_typing:
            self.done()
            self.enter()
        else:
            super().keyPressEvent(event)


def _first_wide(first: QWidget, last: QWidget) -> QHBoxLayout:
    """Two parts beside each other, the first with all the room."""
    made = row(first, last)
    made.setStretch(0, 1)
    return made


def _box(name: str, *parts: QWidget | QHBoxLayout) -> QWidget:
    box = QWidget()
    inner = QVBoxLayout(box)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(6)
    inner.addWidget(label(name, "strong"))
    for part in parts:
        inner.addWidget(part) if isinstance(part, QWidget) else inner.addLayout(part)
    return box
