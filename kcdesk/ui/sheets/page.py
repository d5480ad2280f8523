"""Nhập từ Excel: file, columns, preview, result – every step is passed by itself where nothing is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_file
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.busy import BusyPanel
from kcdesk.ui.sheets.columns_flow import ColumnsFlow
from kcdesk.ui.sheets.columns_step import ColumnsStep
from kcdesk.ui.sheets.file_step import FileStep
from kcdesk.ui.sheets.plan_flow import PlanFlow
from kcdesk.ui.sheets.plan_step import PlanStep
from kcdesk.ui.sheets.result_step import ResultStep
from kcdesk.ui.sheets.steps_bar import StepsBar
from kcdesk.ui.sheets.taking_flow import TakingFlow
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import assistant
from kcdesk.work.assistant import OpenedFile
from kcdesk.work.jobs import Cancelled
from kcdesk.work.sheet_rows import STALE

if TYPE_CHECKING:
    from kcdesk.work.sheets import Plan, Taken

FILE, COLUMNS, PLAN, RESULT = range(4)


class SheetPage(QWidget):
    """Signals: ``closed``; ``open_asked(id)`` of an establishment; ``list_asked``; ``template_asked``."""

    closed = Signal()
    open_asked = Signal(str)
    list_asked = Signal()
    template_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._opened: OpenedFile | None = None
        self._table = -1
        self._at = FILE
        self.file_step = FileStep(session)
        self.busy = BusyPanel(session)
        self.steps = StepsBar()
        self._stack = QStackedWidget()
        self._back = secondary(_("Quay lại"), self.go_back, "Esc")
        self.next = primary(_("Tiếp tục"), self.go_on, "Ctrl+Enter")
        self.plans = PlanFlow(session, self)
        self._build()
        self._connect()
        self._show(FILE)

    @cached_property
    def columns_step(self) -> ColumnsStep:
        """The second step; each is made when it is first wanted."""
        step = ColumnsStep(self._session)
        step.finished.connect(self.go_on)
        self._stack.addWidget(step)
        return step

    @cached_property
    def columns(self) -> ColumnsFlow:
        """What is said about the columns."""
        flow = ColumnsFlow(self._session, self.columns_step)
        flow.changed.connect(self._on_stale)
        return flow

    @cached_property
    def plan_step(self) -> PlanStep:
        """The third step."""
        step = PlanStep(self._session)
        step.answered.connect(self._on_rows_answered)
        self.plans.planned.connect(self._on_planned_again)
        step.open_asked.connect(self.open_asked)
        step.column_asked.connect(lambda _letter: self._show(COLUMNS))
        step.finished.connect(self.next.setFocus)
        self._stack.addWidget(step)
        return step

    @cached_property
    def result_step(self) -> ResultStep:
        """The last step."""
        step = ResultStep(self._session)
        step.another_asked.connect(self._start_again)
        step.list_asked.connect(self.list_asked)
        self._stack.addWidget(step)
        return step

    @cached_property
    def taking(self) -> TakingFlow:
        """What writes and takes back."""
        return TakingFlow(self._session, self.result_step)

    @property
    def at(self) -> int:
        """The step that is shown: FILE, COLUMNS, PLAN or RESULT."""
        return self._at

    @property
    def is_busy(self) -> bool:
        """True while something is read, planned or written for this page, or soon will be."""
        return self.busy.is_running or self.plans.is_waiting

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self.plans.plan

    def begin(self) -> None:
        """The page comes into sight, as it was left."""
        self._stack.currentWidget().begin()

    def choose(self) -> None:
        """Choose a file."""
        kinds = _("Danh sách ({kinds})").format(kinds=" ".join(f"*{one}" for one in assistant.SUFFIXES))
        choose_file(self, _("Nhập từ Excel"), kinds, self.receive, self._session.preferences.out_folder)

    def receive(self, file: Path) -> None:
        """Open a file; what was going on before is let go."""
        if self.busy.is_running:
            return
        self._forget()
        self._work(
            _("Đang xem tệp {file}").format(file=file.name),
            lambda _desk, progress, cancel: assistant.open_file(file, progress, cancel),
            self._on_opened,
            FILE,
        )

    def go_on(self) -> None:
        """To the next step."""
        if self.busy.is_running or not self.next.isVisible() or not self.next.isEnabled():
            return
        if self._at == FILE:
            self._ask_columns()
        elif self._at == COLUMNS:
            self._make_plan()
        elif self._at == PLAN:
            self._make_plan(then=self._take) if self.plans.is_stale else self._take()

    def go_back(self) -> None:
        """To the step before; from the first and the last, away. What was answered stays."""
        if self.busy.is_running:
            self.busy.stop()
        elif self._at == PLAN and not self._is_own:
            self._show(COLUMNS)
        elif self._at in (COLUMNS, PLAN):
            self._show(FILE)
        else:
            self.closed.emit()

    @property
    def _is_own(self) -> bool:
        return self._opened is not None and self._opened.is_own

    def _build(self) -> None:
        for part in (self.file_step, self.busy):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 16)
        outer.setSpacing(12)
        outer.addLayout(row(label(_("Nhập từ Excel"), "title"), None, self.steps))
        outer.addWidget(self._stack, 1)
        outer.addLayout(row(self._back, None, self.next))
        keys: tuple[tuple[QKeySequence, Callable[[], object]], ...] = (
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self.go_on),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Enter), self.go_on),
            (QKeySequence("Esc"), self.go_back),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo),
        )
        for key, act in keys:
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _connect(self) -> None:
        self.steps.chosen.connect(self._on_step_chosen)
        self.file_step.choose_asked.connect(self.choose)
        self.file_step.template_asked.connect(self.template_asked)
        self.file_step.table_chosen.connect(self._on_table_chosen)
        self.file_step.header_shown.connect(self._on_header_shown)

    def _show(self, step: int) -> None:
        self._at = step
        self._stack.setCurrentWidget(self._step(step))
        has_columns = self._opened is not None and bool(self.columns.views) and not self._is_own
        reachable = {FILE} | ({COLUMNS} if has_columns else set())
        reachable |= {PLAN} if self.plans.plan else set()
        self.steps.show_step(step, reachable if step != RESULT else set())
        self._back.set_text(_("Đóng") if step in (FILE, RESULT) else _("Quay lại"))
        self._back.show()
        self.next.setVisible(step != RESULT and (self._opened is not None or step != FILE))
        self.next.set_text(_("Nhập vào dữ liệu") if step == PLAN else _("Tiếp tục"))
        self.next.setEnabled(self._can_go_on(step))
        self.begin()

    def _step(self, step: int) -> QWidget:
        names = {FILE: "file_step", COLUMNS: "columns_step", PLAN: "plan_step", RESULT: "result_step"}
        found: QWidget = getattr(self, names[step])
        return found

    def _can_go_on(self, step: int) -> bool:
        if step == FILE:
            return self._table >= 0
        return step != PLAN or self.plans.is_stale or self.plans.brings > 0

    def _work(self, title: str, function: Callable[..., Any], done: Callable[[Any], None], back: int) -> None:
        """Run something long with its progress on this page; where it fails or is stopped, ``back`` is shown."""

        def failed(error: BaseException) -> None:
            self._show(back)
            self._on_failed(error)

        self.steps.show_step(self._at, set())
        self.next.hide()
        self._back.hide()
        self.busy.run(title, function, done, failed)
        self._stack.setCurrentWidget(self.busy)
        self.busy.begin()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self._session.toast(_("Đã dừng. Chưa có gì được ghi."))
        elif isinstance(error, UserError) and error.code == STALE:
            self._session.toast(_("Dữ liệu vừa đổi ở nơi khác, đang xem trước lại."))
            self._make_plan()
        elif isinstance(error, UserError) and self._opened is None:
            self.file_step.say(f"{error.message} {error.action}".strip())
        else:
            self._session.show_error(error)

    def _on_opened(self, opened: OpenedFile) -> None:
        self._opened = opened
        self._choose_table(opened.first_choice)
        shown = [offer for offer in opened.offers if not offer.hidden]
        if opened.is_own:
            self._make_plan()
        elif self._table >= 0 and len(shown) == 1 and not opened.notes:
            self._ask_columns()
        else:
            self._show(FILE)

    def _choose_table(self, number: int) -> None:
        """Another table of the file; what was answered about the one before is let go."""
        self._table = number
        self.plans.forget()
        if self._opened is not None:
            self.columns.start(self._opened, number)
            self.file_step.show_file(self._opened, number)

    def _on_table_chosen(self, number: int) -> None:
        if self._opened is not None and number != self._table:
            self._choose_table(number)
            self._show(FILE)

    def _on_header_shown(self, sheet: str, at: int) -> None:
        if self._opened is None or self._is_own:
            return
        try:
            self._opened = assistant.point_out(self._opened, sheet, at)
        except UserError as error:
            self._session.toast(error.message)
            return
        self._choose_table(0)
        self._show(FILE)

    def _ask_columns(self) -> None:
        """Look at the columns; where nothing is asked, go on at once."""
        if self._is_own:
            self._make_plan()
        else:
            self.columns.ask(self._on_columns)

    def _on_columns(self) -> None:
        if self.columns.is_open:
            self._show(COLUMNS)
            return
        if self.columns.remembered:
            self._session.toast(self.columns.remembered)
        self._make_plan()

    def _on_stale(self) -> None:
        """A plan holds for its answers only."""
        self.plans.is_stale = True

    def _make_plan(self, then: Callable[[], None] | None = None) -> None:
        """Plan all rows, and show them."""
        if self._opened is None:
            return

        def done(planned: Plan) -> None:
            self.plans.take(planned)
            self.plan_step.show_plan(planned, self.columns.answers)
            self._show(PLAN)
            if then is not None:
                then()

        making = self.plans.making(self._opened, self._table, self.columns.answers)
        self._work(_("Đang xem trước các dòng"), making, done, self._at)

    def _on_rows_answered(self) -> None:
        self.plans.on_answered()
        self.next.setEnabled(True)

    def _on_planned_again(self, planned: Plan) -> None:
        self.plan_step.show_plan(planned, self.columns.answers)
        if self._at == PLAN and not self.busy.is_running:
            self.next.setEnabled(self._can_go_on(PLAN))

    def _on_step_chosen(self, step: int) -> None:
        if self.busy.is_running:
            return
        if step == PLAN and self.plans.is_stale:
            self._make_plan()
        else:
            self._show(step)

    def _take(self) -> None:
        planned, opened, table, answers = self.plans.plan, self._opened, self._table, self.columns.answers
        if planned is None or opened is None:
            return
        if not self.plans.brings:
            self._session.toast(_("Chưa có dòng nào nhập được; hãy trả lời các dòng cần xem."))
            return

        def done(taken: Taken) -> None:
            self._show(RESULT)
            self.taking.show(opened, planned, taken)
            self.begin()

        self._work(_("Đang nhập vào dữ liệu"), self.taking.writing(opened, table, answers, planned), done, PLAN)

    def _undo(self) -> None:
        if self._at == RESULT and not self.busy.is_running:
            self.taking.undo()

    def _forget(self) -> None:
        self._opened = None
        self._choose_table(-1)
        self.file_step.show_nothing()
        self.file_step.say("")

    def _start_again(self) -> None:
        self._forget()
        self._show(FILE)
        self.choose()
