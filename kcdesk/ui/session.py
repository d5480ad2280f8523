"""What every page of the open workspace is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kcdesk.ui.jobs import SLOW

if TYPE_CHECKING:
    from kcdesk.model.validate import Context
    from kcdesk.reference.tables import Reference
    from kcdesk.ui.jobs import Jobs
    from kcdesk.ui.preferences import Preferences
    from kcdesk.ui.theme import Theme
    from kcdesk.work.bootstrap import Desk

RowId = tuple[str, str]
"""Entity and row id."""

PREPARE_MS = 1000
"""So long after the workspace was opened the overview has all that it asked for."""


class Session(QObject):
    """The open workspace as the window sees it.

    ``desk`` belongs to the worker thread: its store is touched inside ``jobs.run`` only; profile,
    role and reference are plain values. ``is_practice``: everything here is made up, nothing is sent.
    ``no_writing`` says why nothing can be written here any more, "" where it can.

    Signals: ``changed(rows)`` – rows were written, as a set of (entity, id); an empty set means many.
    ``toasted(text, action, on_action)`` and ``errored(exception)`` are shown by the window.
    """

    changed = Signal(object)
    toasted = Signal(str, str, object)
    errored = Signal(object)

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        theme: Theme,
        preferences: Preferences,
        parent: QObject | None = None,
        *,
        is_practice: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.jobs = jobs
        self.theme = theme
        self.preferences = preferences
        self.is_practice = is_practice
        self.no_writing = ""
        self.profile = desk.profile
        self.role = desk.role
        self.reference: Reference = desk.reference
        QTimer.singleShot(PREPARE_MS, self, self._prepare)

    def _prepare(self) -> None:
        """The first form would read the tables of places and trades on the window's thread."""
        reference = self.reference
        self.jobs.read(lambda _desk, cancel: reference.prepare(cancel), key="prepare", cancellable=True, lane=SLOW)

    def take_profile(self) -> None:
        """The profile or the province's settings were written: show what holds now."""
        self.profile = self.desk.profile
        self.role = self.desk.role
        self.reference = self.desk.reference
        self.rows_changed(())

    def today(self) -> date:
        """The day by the desk's clock."""
        return self.desk.today()

    def context(self) -> Context:
        """What rules are given on the window's thread, where nothing is asked of the database.

        Whether a row that is pointed to is still there is looked at when the record is saved.
        """
        return replace(self.desk.context(), row_exists=None, paper_exists=None)

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say a short thing that goes away by itself, with one way to act on it."""
        self.toasted.emit(text, action, on_action)

    def show_error(self, error: BaseException) -> None:
        """Show an error: a sentence where a person can mend it, else the dialog for bugs."""
        self.errored.emit(error)

    def rows_changed(self, rows: Iterable[RowId]) -> None:
        """Tell every page that rows were written."""
        self.changed.emit(set(rows))
