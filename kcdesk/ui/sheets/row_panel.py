"""One row of the plan: what is asked, what would change, and the cells as they stand in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.plan_table import status_words
from kcdesk.ui.sheets.question_box import Asked, QuestionBox
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, label, row, rule
from kcdesk.work import assistant_rows

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers
    from kcdesk.work.assistant_rows import ValueLine
    from kcdesk.work.sheet_rows import PlannedRow
    from kcdesk.work.sheets import Plan

WIDTH = 372
MOST_LINES = 40


class RowPanel(QScrollArea):
    """Signals: ``answered(row, doubt, code, typed, all alike)``; ``taken_back(row)``; ``open_asked(id)``;
    ``column_asked(letter)``."""

    answered = Signal(object, object, str, str, bool)
    taken_back = Signal(object)
    open_asked = Signal(str)
    column_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.boxes: list[QuestionBox] = []
        self._keyed = 0
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        session.theme.changed.connect(self._fit)
        self._fit()

    def show_row(self, plan: Plan | None, shown: PlannedRow | None, answers: Answers) -> None:
        """Show a row; None leaves the panel empty."""
        self.boxes = []
        card = Card()
        if plan is not None and shown is not None:
            self._fill(card, plan, shown, answers)
        card.body.addStretch(1)
        self.setWidget(card)

    def press(self, digit: int) -> None:
        """A digit answers the first question that has no answer yet."""
        if self.boxes:
            self.boxes[self._keyed].press(digit)

    def toggle_all(self) -> None:
        """The next answer is meant for all rows that are asked the same, or for this one only."""
        if self.boxes:
            self.boxes[self._keyed].toggle_all()

    def _fill(self, card: Card, plan: Plan, shown: PlannedRow, answers: Answers) -> None:
        level, words = status_words(shown.status.value)
        title = label(shown.title or _("Dòng {row}").format(row=shown.row), "name", wrap=True)
        card.body.addLayout(row(label(_("Dòng {row}").format(row=shown.row), "small"), None, Badge(level, words)))
        card.body.addWidget(title)
        doubts = assistant_rows.questions(answers, shown)
        if not shown.doubts:
            for why in shown.why:
                card.body.addWidget(label(why, "fact", wrap=True))
        given = [assistant_rows.answered(answers, shown, doubt) for doubt in doubts]
        self._keyed = given.index("") if "" in given else 0
        for at, doubt in enumerate(doubts):
            alike = 0 if given[at] else len(assistant_rows.alike(plan.rows, doubt))
            self._add_question(card, Asked(shown, doubt, given[at], alike, at == self._keyed))
        if assistant_rows.has_answers(answers, shown):
            card.body.addWidget(link(_("Bỏ câu trả lời này"), lambda: self.taken_back.emit(shown)))
        self._add_facts(card, plan, shown)
        if assistant_rows.is_here(plan, shown):
            card.body.addWidget(link(_("Mở cơ sở này"), lambda: self.open_asked.emit(shown.id)))

    def _add_question(self, card: Card, asked: Asked) -> None:
        box = QuestionBox(self._session, asked)
        box.answered.connect(lambda *told: self.answered.emit(asked.row, *told))
        box.open_asked.connect(self.open_asked)
        box.column_asked.connect(self.column_asked)
        self.boxes.append(box)
        card.body.addWidget(box)

    def _add_facts(self, card: Card, plan: Plan, shown: PlannedRow) -> None:
        told = assistant_rows.facts(plan, shown, self._session.reference)
        changes = [line for line in told.values if line.is_change]
        others = [line for line in told.values if not line.is_change]
        if changes:
            self._add_lines(card, _("Sẽ đổi"), [(line.title, _change_words(line)) for line in changes])
        if others:
            heading = _("Đọc được") if not changes else _("Các mục khác trong tệp")
            self._add_lines(card, heading, [(line.title, line.new) for line in others])
        if told.cells:
            self._add_lines(card, _("Trong tệp"), list(told.cells))

    def _add_lines(self, card: Card, heading: str, lines: list[tuple[str, str]]) -> None:
        card.body.addWidget(rule())
        card.body.addWidget(label(heading, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, (name, text) in enumerate(lines[:MOST_LINES]):
            left = label(name, "small", wrap=True)
            left.setFixedWidth(min(self._session.theme.px(116), 170))
            grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
            said = label(text, "fact", wrap=True)
            said.setAccessibleName(f"{name}: {text}")
            grid.addWidget(said, at, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(grid)
        inner = QVBoxLayout()
        inner.addWidget(holder)
        card.body.addLayout(inner)

    def _fit(self) -> None:
        self.setFixedWidth(min(self._session.theme.px(WIDTH), 500))


def _change_words(line: ValueLine) -> str:
    """Old and new, so that it can be read without colours."""
    return _("{old} → {new}").format(old=line.old or _("để trống"), new=line.new or _("để trống"))
