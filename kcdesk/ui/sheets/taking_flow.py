"""Writing what a plan says, taking it back, and saving the rows that were not taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_new_file
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.result_step import ResultStep
from kcdesk.work import layouts

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers, OpenedFile
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.sheets import Plan, Taken


class TakingFlow(QObject):
    """Knows the import that was made last. What it writes is one save."""

    def __init__(self, session: Session, step: ResultStep) -> None:
        super().__init__(step)
        self._session = session
        self._step = step
        self._taken: Taken | None = None
        self._plan: Plan | None = None
        self._source: Path | None = None
        step.undo_asked.connect(self.undo)
        step.report_asked.connect(self._ask_report)

    def writing(self, opened: OpenedFile, table: int, answers: Answers, planned: Plan) -> Callable[..., Taken]:
        """What writes the rows of a plan, for the thread of the desk. Raises Cancelled before anything is written."""

        def write(desk: Desk, progress: Any, cancel: Any) -> Taken:
            from kcdesk.work import sheets

            taken = sheets.apply(desk, planned, progress=progress, cancel=cancel)
            layouts.keep(desk, opened, table, answers)
            return taken

        return write

    def show(self, opened: OpenedFile, planned: Plan, taken: Taken) -> None:
        """Show what was written."""
        self._source, self._plan, self._taken = opened.path, planned, taken
        self._step.show_taken(taken, taken.counts["doubtful"] + taken.counts["refused"])
        self._session.rows_changed(taken.rows)

    def undo(self) -> None:
        """Take the whole import back."""
        from kcdesk.work import undoing

        taken = self._taken
        if taken is None or not taken.save or not self._step.undo.isVisible() or not self._step.undo.isEnabled():
            return

        def done(_undone: object) -> None:
            self._step.show_undone()
            self._session.rows_changed(taken.rows)

        def failed(error: BaseException) -> None:
            self._step.show_undoing(is_on=False)
            self._session.show_error(error)

        self._step.show_undoing(is_on=True)
        self._session.jobs.run(lambda desk: undoing.undo(desk, taken.save), done, failed)

    def save_report(self, path: Path) -> None:
        """Write the rows that were not taken into a workbook."""
        from kcdesk.work import sheets

        planned = self._plan
        if planned is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._session.jobs.run(
            lambda _desk: sheets.report(path, planned), lambda count: self._step.show_report(path, count)
        )

    def _ask_report(self) -> None:
        if self._source is not None:
            name = _("{file} - chưa nhập.xlsx").format(file=self._source.stem)
            suggested = str(self._source.with_name(name))
            choose_new_file(
                self._step, _("Lưu các dòng chưa nhập"), _("Tệp Excel (*.xlsx)"), self.save_report, suggested
            )
