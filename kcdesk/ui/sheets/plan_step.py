"""The third step: what would become of every row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.plan_table import PlanTable, status_words
from kcdesk.ui.sheets.row_panel import RowPanel
from kcdesk.ui.widgets.buttons import Button
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work import assistant_rows

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers
    from kcdesk.work.sheet_rows import PlannedRow, RowDoubt
    from kcdesk.work.sheets import Plan

STATUSES = ("doubtful", "new", "update", "same", "refused")
REST = 30
"""Milliseconds that the selection rests before a row is shown: nobody reads while scrolling."""


class PlanStep(QWidget):
    """Signals: ``answered`` – the answers are others, plan anew; ``open_asked(id)``; ``column_asked(letter)``;
    ``finished`` – Enter where nothing is asked any more."""

    answered = Signal()
    open_asked = Signal(str)
    column_asked = Signal(str)
    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._answers: Answers | None = None
        self._status = ""
        self.table = PlanTable(session.theme)
        self.panel = RowPanel(session)
        self.chips: dict[str, Button] = {}
        self._state = label("", "second", wrap=True)
        self._shown: PlannedRow | None = None
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(REST)
        self._looking.timeout.connect(self._look)
        self._build()
        self.table.moved.connect(self._on_moved)
        self.table.entered.connect(self._on_entered)
        self.table.digit.connect(self.panel.press)
        self.table.grouped.connect(self.panel.toggle_all)
        self.panel.answered.connect(self._on_answered)
        self.panel.taken_back.connect(self._on_taken_back)
        self.panel.open_asked.connect(self.open_asked)
        self.panel.column_asked.connect(self.column_asked)

    def begin(self) -> None:
        """The step comes into sight."""
        self.table.setFocus()

    def show_plan(self, plan: Plan, answers: Answers) -> None:
        """Show a plan; the row that was selected stays so where it can be found."""
        before = self.table.plan.row_at(self.table.currentIndex().row())
        place = self.table.currentIndex().row()
        is_first = self._plan is None or self._plan.file != plan.file
        self._plan, self._answers = plan, answers
        counts = plan.counts
        if is_first:
            self._status = "doubtful" if counts["doubtful"] else ""
        elif self._status and not counts[self._status]:
            self._status = ""
        self._count(counts)
        self._show_rows()
        if not is_first and before is not None:
            found = self.table.plan.find(before.sheet, before.row)
            self.table.go_to(found if found >= 0 else place)

    def choose(self, status: str) -> None:
        """Show the rows of one status; "" shows all."""
        self._status = status
        self._show_rows()
        self.table.setFocus()

    def _show_rows(self) -> None:
        if self._plan is None or self._answers is None:
            return
        self.table.plan.show(self._plan.rows, self._answers, self._status)
        for status, chip in self.chips.items():
            chip.setChecked(status == self._status)

    def _count(self, counts: dict[str, int]) -> None:
        all_rows = sum(counts.values())
        for status, chip in self.chips.items():
            number = counts.get(status, 0) if status else all_rows
            words = status_words(status)[1].capitalize() if status else _("Tất cả")
            chip.set_text(f"{words} {grouped(number)}")
            chip.setVisible(number > 0 or not status)
        if counts["doubtful"]:
            text = ngettext(
                "Còn {n} dòng cần xem; dòng nào chưa trả lời thì chưa nhập.",
                "Còn {n} dòng cần xem; dòng nào chưa trả lời thì chưa nhập.",
                counts["doubtful"],
            ).format(n=grouped(counts["doubtful"]))
        elif counts["new"] + counts["update"]:
            text = _("Không còn gì cần hỏi. Chưa có gì được ghi.")
        else:
            text = _("Tệp này không mang đến điều gì mới.")
        self._state.setText(text)

    def _build(self) -> None:
        bar = QWidget()
        flow = FlowLayout(bar)
        for status in ("", *STATUSES):
            chip = Button("")
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.clicked.connect(lambda _checked=False, wanted=status: self.choose(wanted))
            self.chips[status] = chip
            flow.addWidget(chip)
        card = Card()
        card.body.setContentsMargins(8, 6, 8, 8)
        card.body.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._state)
        left.addWidget(bar)
        left.addWidget(card, 1)
        body = row(left, self.panel, spacing=14)
        body.setStretch(0, 1)
        self.setLayout(body)

    def _on_moved(self, shown: PlannedRow | None) -> None:
        self._shown = shown
        self._looking.start()

    def _look(self) -> None:
        """Show the selected row, once the selection has come to rest."""
        if self._answers is not None:
            self.panel.show_row(self._plan, self._shown, self._answers)

    def _on_answered(self, shown: PlannedRow, doubt: RowDoubt, code: str, typed: str, for_all: bool) -> None:
        if self._plan is None or self._answers is None:
            return
        if for_all:
            assistant_rows.answer_alike(self._answers, self._plan.rows, doubt, code)
        else:
            assistant_rows.answer(self._answers, shown, doubt, code, typed)
        self._after_answer(shown)

    def _on_taken_back(self, shown: PlannedRow) -> None:
        if self._answers is not None:
            assistant_rows.take_back(self._answers, shown)
            self._after_answer(shown, stay=True)

    def _after_answer(self, shown: PlannedRow, *, stay: bool = False) -> None:
        self.table.plan.refresh()
        open_left = self._answers is not None and any(
            not assistant_rows.answered(self._answers, shown, doubt) for doubt in shown.doubts
        )
        if stay or open_left:
            self._on_moved(shown)
        else:
            self._go_on()
        self.answered.emit()
        self.table.setFocus()

    def _go_on(self) -> None:
        """To the next row that is asked something; where there is none, stay."""
        at = self.table.plan.next_open(self.table.currentIndex().row())
        if at >= 0:
            self.table.go_to(at)

    def _on_entered(self) -> None:
        at = self.table.plan.next_open(self.table.currentIndex().row())
        if at >= 0 and at != self.table.currentIndex().row():
            self.table.go_to(at)
        elif at < 0:
            self.finished.emit()
