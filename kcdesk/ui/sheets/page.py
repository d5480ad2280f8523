"""Nhập từ Excel: file, columns, preview, result – every step is passed by itself where nothing is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_file, choose_new_file
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.columns_step import ColumnsStep
from kcdesk.ui.sheets.file_step import FileStep
from kcdesk.ui.sheets.plan_step import PlanStep
from kcdesk.ui.sheets.result_step import BusyPanel, ResultStep
from kcdesk.ui.sheets.steps_bar import StepsBar
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import assistant, assistant_columns
from kcdesk.work.assistant import Answers, OpenedFile
from kcdesk.work.jobs import Cancelled

if TYPE_CHECKING:
    from kcdesk.ui.jobs import Job
    from kcdesk.work.assistant import ColumnAnswer
    from kcdesk.work.assistant_columns import ColumnView
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
        self.answers = Answers()
        self._views: list[ColumnView] = []
        self._plan: Plan | None = None
        self._taken: Taken | None = None
        self._is_stale = True
        self._job: Job | None = None
        self._at = FILE
        self.file_step = FileStep(session)
        self.columns_step = ColumnsStep(session)
        self.plan_step = PlanStep(session)
        self.result_step = ResultStep(session)
        self.busy = BusyPanel(session)
        self.steps = StepsBar()
        self._stack = QStackedWidget()
        self._back = secondary(_("Quay lại"), self.go_back, "Esc")
        self._next = primary(_("Tiếp tục"), self.go_on, "Ctrl+Enter")
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(SOON)
        self._build()
        self._connect()
        self._show(FILE)

    @property
    def at(self) -> int:
        """The step that is shown: FILE, COLUMNS, PLAN or RESULT."""
        return self._at

    @property
    def is_busy(self) -> bool:
        """True while something is read, planned or written for this page."""
        return self._job is not None

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self._plan

    def begin(self) -> None:
        """The page comes into sight, as it was left."""
        if not self.is_busy:
            self._stack.currentWidget().begin()  # type: ignore[attr-defined]

    def choose(self) -> None:
        """Choose a file."""
        kinds = _("Danh sách ({kinds})").format(kinds=" ".join(f"*{one}" for one in assistant.SUFFIXES))
        choose_file(self, _("Nhập từ Excel"), kinds, self.receive, self._session.preferences.out_folder)

    def receive(self, file: Path) -> None:
        """Open a file; what was going on before is let go."""
        if self.is_busy:
            return
        self.answers = Answers()
        self._plan = self._taken = self._opened = None
        self.file_step.show_nothing()
        self.file_step.say("")

        def look(_desk: Desk, progress: Any, cancel: Any) -> OpenedFile:
            return assistant.open_file(file, progress, cancel)

        self._work(_("Đang xem tệp {file}").format(file=file.name), look, self._on_opened, FILE)

    def go_on(self) -> None:
        """To the next step."""
        if self.is_busy or not self._next.isVisible() or not self._next.isEnabled():
            return
        if self._at == FILE:
            self._ask_columns()
        elif self._at == COLUMNS:
            self._make_plan()
        elif self._at == PLAN:
            self._make_plan(then=self._take) if self._is_stale else self._take()

    def go_back(self) -> None:
        """To the step before; from the first and the last, away. What was answered stays."""
        if self.is_busy:
            self._stop()
        elif self._at == PLAN and self._opened is not None and not self._opened.is_own:
            self._show(COLUMNS)
        elif self._at in (COLUMNS, PLAN):
            self._show(FILE)
        else:
            self.closed.emit()

    def _build(self) -> None:
        for part in (self.file_step, self.columns_step, self.plan_step, self.result_step, self.busy):
            self._stack.addWidget(part)
        self._title = label(_("Nhập từ Excel"), "title")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 16)
        outer.setSpacing(12)
        outer.addLayout(row(self._title, None, self.steps))
        outer.addWidget(self._stack, 1)
        outer.addLayout(row(self._back, None, self._next))
        for key, act in (("Ctrl+Return", self.go_on), ("Ctrl+Enter", self.go_on), ("Esc", self.go_back)):
            QShortcut(QKeySequence(key), self, activated=act).setContext(_here())
        undo = QShortcut(QKeySequence.StandardKey.Undo, self, activated=self._on_undo_key)
        undo.setContext(_here())

    def _connect(self) -> None:
        self.steps.chosen.connect(self._on_step_chosen)
        self.file_step.choose_asked.connect(self.choose)
        self.file_step.template_asked.connect(self.template_asked)
        self.file_step.table_chosen.connect(self._on_table_chosen)
        self.file_step.header_shown.connect(self._on_header_shown)
        self.columns_step.answered.connect(self._on_column_answered)
        self.columns_step.constant_chosen.connect(self._on_constant)
        self.columns_step.notes_chosen.connect(self._on_notes)
        self.columns_step.all_accepted.connect(self._on_all_accepted)
        self.columns_step.finished.connect(self.go_on)
        self.plan_step.answered.connect(self._on_rows_answered)
        self.plan_step.open_asked.connect(self.open_asked)
        self.plan_step.column_asked.connect(lambda _letter: self._show(COLUMNS))
        self.plan_step.finished.connect(self._next.setFocus)
        self.result_step.undo_asked.connect(self._undo)
        self.result_step.report_asked.connect(self._ask_report)
        self.result_step.another_asked.connect(self._start_again)
        self.result_step.list_asked.connect(self.list_asked)
        self.busy.stop_asked.connect(self._stop)
        self._session.jobs.progressed.connect(self._on_progressed)
        self._session.changed.connect(self._on_rows_changed)
        self._again.timeout.connect(self._plan_again)

    # what is shown

    def _show(self, step: int) -> None:
        self._at = step
        self._stack.setCurrentIndex(step)
        has_file = self._opened is not None
        own = has_file and self._opened is not None and self._opened.is_own
        reachable = {FILE} | ({COLUMNS} if self._views and not own else set()) | ({PLAN} if self._plan else set())
        self.steps.show_step(step, reachable if step != RESULT else set())
        self._back.set_text(_("Đóng") if step in (FILE, RESULT) else _("Quay lại"))
        self._back.show()
        self._next.setVisible(step != RESULT and (has_file or step != FILE))
        self._next.setEnabled(step != FILE or self._table >= 0)
        self._next.set_text(_("Nhập vào dữ liệu") if step == PLAN else _("Tiếp tục"))
        if step == PLAN and self._plan is not None:
            counts = self._plan.counts
            self._next.setEnabled(bool(counts["new"] + counts["update"]) or self._is_stale)
        self.begin()

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
        self._next.hide()
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
        elif isinstance(error, UserError) and self._opened is None:
            self.file_step.say(f"{error.message} {error.action}".strip())
        else:
            self._session.show_error(error)

    # the file

    def _on_opened(self, opened: OpenedFile) -> None:
        self._opened, self._table = opened, opened.first_choice
        self._views, self._plan = [], None
        self._is_stale = True
        self.file_step.show_file(opened, self._table)
        shown = [offer for offer in opened.offers if not offer.hidden]
        if opened.is_own:
            self._make_plan()
        elif self._table >= 0 and len(shown) == 1 and not opened.notes:
            self._ask_columns()
        else:
            self._show(FILE)

    def _on_table_chosen(self, number: int) -> None:
        if self._opened is None or number == self._table:
            return
        self._table = number
        self._forget_answers()
        self.file_step.show_file(self._opened, number)
        self._show(FILE)

    def _on_header_shown(self, sheet: str, at: int) -> None:
        if self._opened is None or self._opened.is_own:
            return
        try:
            self._opened = assistant.point_out(self._opened, sheet, at)
        except UserError as error:
            self._session.toast(error.message)
            return
        self._table = 0
        self._forget_answers()
        self.file_step.show_file(self._opened, 0)
        self._show(FILE)

    def _forget_answers(self) -> None:
        self.answers = Answers()
        self._views, self._plan, self._is_stale = [], None, True

    # the columns

    def _ask_columns(self) -> None:
        """Map the columns; where nothing is asked, go on at once."""
        if self._opened is not None and self._opened.is_own:
            self._make_plan()
            return
        self._map(self._on_columns)

    def _map(self, done: Callable[[list[ColumnView]], None]) -> None:
        opened, table, answers = self._opened, self._table, self.answers
        if opened is None:
            return
        self._session.jobs.run(lambda _desk: assistant_columns.columns(opened, table, answers), done)

    def _on_columns(self, views: list[ColumnView]) -> None:
        self._take_columns(views)
        missing = [one for one in self._missing() if one.is_needed]
        if any(view.question for view in views) or missing or not any(view.target for view in views):
            self._show(COLUMNS)
        else:
            self._make_plan()

    def _take_columns(self, views: list[ColumnView]) -> None:
        self._views = views
        wanted = self._missing()
        for one in wanted:
            if one.is_needed and one.suggested:
                self.answers.constants.setdefault(one.target, one.suggested)
        self.columns_step.show_columns(views, self._missing(), self.answers)

    def _missing(self) -> list[assistant_columns.MissingValue]:
        year = self._session.today().year
        return assistant_columns.missing(self._views, self._session.profile.communes, year)

    def _on_column_answered(self, letter: str, answer: ColumnAnswer) -> None:
        self.answers.columns[letter] = answer
        self._is_stale = True
        self._map(self._take_columns)

    def _on_all_accepted(self) -> None:
        for view in self._views:
            if view.question:
                self.answers.columns[view.letter] = assistant_columns.confirmed(view)
        self._is_stale = True
        self._map(self._take_columns)

    def _on_constant(self, target: str, value: str) -> None:
        self._is_stale = True
        if value:
            self.answers.constants[target] = value
        else:
            self.answers.constants.pop(target, None)
        self.columns_step.show_columns(self._views, self._missing(), self.answers)

    def _on_notes(self, keep: bool) -> None:
        self.answers.notes = keep
        self._is_stale = True

    # the plan

    def _make_plan(self, then: Callable[[], None] | None = None) -> None:
        """Plan all rows, and show them."""
        opened, table, answers = self._opened, self._table, self.answers
        if opened is None:
            return

        def plan(desk: Desk, progress: Any, cancel: Any) -> Plan:
            return assistant.plan(desk, opened, table, answers, progress, cancel)

        def done(planned: Plan) -> None:
            self._take_plan(planned)
            self._show(PLAN)
            if then is not None:
                then()

        self._work(_("Đang xem trước các dòng"), plan, done, self._at if self._at != PLAN else PLAN)

    def _take_plan(self, planned: Plan) -> None:
        self._plan = planned
        self._is_stale = False
        self.plan_step.show_plan(planned, self.answers)

    def _on_rows_answered(self) -> None:
        self._is_stale = True
        self._next.setEnabled(True)
        if self._plan is not None and len(self._plan.rows) <= QUICK:
            self._again.start()

    def _plan_again(self) -> None:
        """Plan quietly after an answer, the rows staying on screen meanwhile."""
        opened, table, answers = self._opened, self._table, self.answers
        if opened is None or self.is_busy or self._at != PLAN:
            return

        def done(planned: Plan) -> None:
            if opened is self._opened and not self._again.isActive():
                self._take_plan(planned)
                self._next.setEnabled(bool(planned.counts["new"] + planned.counts["update"]))

        self._session.jobs.run(lambda desk: assistant.plan(desk, opened, table, answers), done)

    def _on_rows_changed(self, _rows: object) -> None:
        """Something was written meanwhile: a plan holds for its moment only."""
        if self._plan is not None and self._at != RESULT:
            self._is_stale = True

    def _on_step_chosen(self, step: int) -> None:
        if self.is_busy:
            return
        if step == PLAN and self._is_stale:
            self._make_plan()
        else:
            self._show(step)

    # the result

    def _take(self) -> None:
        from kcdesk.work import sheets

        planned = self._plan
        if planned is None:
            return
        if not planned.counts["new"] + planned.counts["update"]:
            self._session.toast(_("Chưa có dòng nào nhập được; hãy trả lời các dòng cần xem."))
            return

        def write(desk: Desk, progress: Any, cancel: Any) -> Taken:
            if cancel():
                raise Cancelled
            progress(0, 0, _("Đang ghi"))
            return sheets.apply(desk, planned)

        self._work(_("Đang nhập vào dữ liệu"), write, self._on_taken, PLAN)

    def _on_taken(self, taken: Taken) -> None:
        self._taken = taken
        left = taken.counts["doubtful"] + taken.counts["refused"]
        self.result_step.show_taken(taken, left)
        self._show(RESULT)
        self._session.rows_changed(taken.rows)

    def _on_undo_key(self) -> None:
        if self._at == RESULT and not self.is_busy and self.result_step.undo.isVisible():
            self._undo()

    def _undo(self) -> None:
        from kcdesk.work import undoing

        taken = self._taken
        if taken is None or not taken.save:
            return

        def done(_undone: object) -> None:
            self.result_step.show_undone()
            self._session.rows_changed(taken.rows)
            self._is_stale = True

        self._session.jobs.run(lambda desk: undoing.undo(desk, taken.save), done)

    def _ask_report(self) -> None:
        if self._opened is None:
            return
        name = _("{file} - chưa nhập.xlsx").format(file=self._opened.path.stem)
        kinds = _("Tệp Excel (*.xlsx)")
        suggested = str(self._opened.path.with_name(name))
        choose_new_file(self, _("Lưu các dòng chưa nhập"), kinds, self.write_report, suggested)

    def write_report(self, path: Path) -> None:
        """Write the rows that were not taken into a file."""
        from kcdesk.work import sheets

        planned = self._plan
        if planned is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._session.jobs.run(
            lambda _desk: sheets.report(path, planned), lambda count: self.result_step.show_report(path, count)
        )

    def _start_again(self) -> None:
        self._opened, self._plan, self._taken, self._views = None, None, None, []
        self._table = -1
        self.answers = Answers()
        self.file_step.show_nothing()
        self._show(FILE)
        self.choose()


def _here() -> Any:
    from PySide6.QtCore import Qt

    return Qt.ShortcutContext.WidgetWithChildrenShortcut
