"""Nhập từ Excel: file, columns, preview, result – every step is passed by itself where nothing is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_file
from kcdesk.ui.garbage import set_aside, take_up
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.columns_flow import ColumnsFlow
from kcdesk.ui.sheets.columns_step import ColumnsStep
from kcdesk.ui.sheets.file_step import FileStep
from kcdesk.ui.sheets.plan_step import PlanStep
from kcdesk.ui.sheets.result_step import BusyPanel, ResultStep
from kcdesk.ui.sheets.steps_bar import StepsBar
from kcdesk.ui.sheets.taking_flow import TakingFlow
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import assistant
from kcdesk.work.assistant import OpenedFile
from kcdesk.work.jobs import Cancelled
from kcdesk.work.sheet_plan import STALE

if TYPE_CHECKING:
    from kcdesk.ui.jobs import Job
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.sheets import Plan, Taken

FILE, COLUMNS, PLAN, RESULT = range(4)
SOON = 250
QUICK = 3000
"""A plan of at most so many rows is made anew after every answer; a longer one before it is written."""


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
        self._plan: Plan | None = None
        self._is_stale = True
        self._job: Job | None = None
        self._at = FILE
        self.file_step = FileStep(session)
        self.busy = BusyPanel(session)
        self.steps = StepsBar()
        self._stack = QStackedWidget()
        self._back = secondary(_("Quay lại"), self.go_back, "Esc")
        self.next = primary(_("Tiếp tục"), self.go_on, "Ctrl+Enter")
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(SOON)
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
        return self._job is not None or self._again.isActive()

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self._plan

    def begin(self) -> None:
        """The page comes into sight, as it was left."""
        if self._job is None:
            self._stack.currentWidget().begin()  # type: ignore[attr-defined]

    def choose(self) -> None:
        """Choose a file."""
        kinds = _("Danh sách ({kinds})").format(kinds=" ".join(f"*{one}" for one in assistant.SUFFIXES))
        choose_file(self, _("Nhập từ Excel"), kinds, self.receive, self._session.preferences.out_folder)

    def receive(self, file: Path) -> None:
        """Open a file; what was going on before is let go."""
        if self._job is not None:
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
        if self._job is not None or not self.next.isVisible() or not self.next.isEnabled():
            return
        if self._at == FILE:
            self._ask_columns()
        elif self._at == COLUMNS:
            self._make_plan()
        elif self._at == PLAN:
            self._make_plan(then=self._take) if self._is_stale else self._take()

    def go_back(self) -> None:
        """To the step before; from the first and the last, away. What was answered stays."""
        if self._job is not None:
            self._stop()
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
        self.busy.stop_asked.connect(self._stop)
        self._session.jobs.progressed.connect(self._on_progressed)
        self._again.timeout.connect(self._plan_again)

    def _show(self, step: int) -> None:
        self._at = step
        self._stack.setCurrentWidget(self._step(step))
        has_columns = self._opened is not None and bool(self.columns.views) and not self._is_own
        reachable = {FILE} | ({COLUMNS} if has_columns else set())
        reachable |= {PLAN} if self._plan else set()
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
        counts = self._plan.counts if self._plan is not None and step == PLAN else {}
        return step != PLAN or self._is_stale or bool(counts.get("new", 0) + counts.get("update", 0))

    def _work(self, title: str, function: Callable[..., Any], done: Callable[[Any], None], back: int) -> None:
        """Run something long with its progress on this page; where it fails or is stopped, ``back`` is shown."""

        def finished(result: Any) -> None:
            self._job = None
            done(result)

        def failed(error: BaseException) -> None:
            self._job = None
            self._show(back)
            self._on_failed(error)

        self.busy.begin(title)
        self._stack.setCurrentWidget(self.busy)
        self.steps.show_step(self._at, set())
        self.next.hide()
        self._back.hide()
        self.busy.stop.setFocus()
        self._job = self._session.jobs.long("", function, finished, failed)
        self._job.title = title  # named only now: this page shows it, the strip at the corner need not

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progressed(self, job: Job, text: str, done: int, total: int) -> None:
        if job is self._job:
            self.busy.tell(text, done, total)

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
        take_up()
        self._table, self._plan, self._is_stale = number, None, True
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
        self._is_stale = True

    def _make_plan(self, then: Callable[[], None] | None = None) -> None:
        """Plan all rows, and show them."""
        opened, table, answers = self._opened, self._table, self.columns.answers
        if opened is None:
            return

        def plan(desk: Desk, progress: Any, cancel: Any) -> Plan:
            return assistant.plan(desk, opened, table, answers, progress, cancel)

        def done(planned: Plan) -> None:
            self._take_plan(planned)
            self._show(PLAN)
            if then is not None:
                then()

        self._work(_("Đang xem trước các dòng"), plan, done, self._at)

    def _take_plan(self, planned: Plan) -> None:
        take_up()
        if len(planned.rows) > QUICK:
            set_aside()
        self._plan = planned
        self._is_stale = False
        self.plan_step.show_plan(planned, self.columns.answers)

    def _on_rows_answered(self) -> None:
        self._is_stale = True
        self.next.setEnabled(True)
        if self._plan is not None and len(self._plan.rows) <= QUICK:
            self._again.start()

    def _plan_again(self) -> None:
        """Plan quietly after an answer, the rows staying on screen meanwhile."""
        opened, table, answers = self._opened, self._table, self.columns.answers
        if opened is None or self._job is not None or self._at != PLAN:
            return

        def done(planned: Plan) -> None:
            if opened is self._opened and self._at == PLAN and not self._again.isActive():
                self._take_plan(planned)
                self.next.setEnabled(self._can_go_on(PLAN))

        self._session.jobs.run(lambda desk: assistant.plan(desk, opened, table, answers), done)

    def _on_step_chosen(self, step: int) -> None:
        if self._job is not None:
            return
        if step == PLAN and self._is_stale:
            self._make_plan()
        else:
            self._show(step)

    def _take(self) -> None:
        planned, opened, table, answers = self._plan, self._opened, self._table, self.columns.answers
        if planned is None or opened is None:
            return
        if not planned.counts["new"] + planned.counts["update"]:
            self._session.toast(_("Chưa có dòng nào nhập được; hãy trả lời các dòng cần xem."))
            return

        def done(taken: Taken) -> None:
            self._show(RESULT)
            self.taking.show(opened, planned, taken)
            self.begin()

        self._work(_("Đang nhập vào dữ liệu"), self.taking.writing(opened, table, answers, planned), done, PLAN)

    def _undo(self) -> None:
        if self._at == RESULT and self._job is None:
            self.taking.undo()

    def _forget(self) -> None:
        self._again.stop()
        self._opened = None
        self._choose_table(-1)
        self.file_step.show_nothing()
        self.file_step.say("")

    def _start_again(self) -> None:
        self._forget()
        self._show(FILE)
        self.choose()
