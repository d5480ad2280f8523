"""What is said about the columns of the open list: asked for, answered, remembered from the last time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kcdesk.i18n import _
from kcdesk.ui.formats import day
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.columns_step import ColumnsStep
from kcdesk.work import assistant_columns, layouts
from kcdesk.work.assistant import Answers, OpenedFile

if TYPE_CHECKING:
    from kcdesk.work.assistant import ColumnAnswer
    from kcdesk.work.assistant_columns import ColumnView, MissingValue
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.layouts import Remembered

_Looked = tuple["Remembered | None", list["ColumnView"]]


class ColumnsFlow(QObject):
    """Signal: ``changed`` – an answer is another, so a plan made before does not hold any more."""

    changed = Signal()

    def __init__(self, session: Session, step: ColumnsStep) -> None:
        super().__init__(step)
        self._session = session
        self._step = step
        self._opened: OpenedFile | None = None
        self._table = -1
        self._remembered = ""
        self.answers = Answers()
        self.views: list[ColumnView] = []
        step.answered.connect(self._on_answered)
        step.constant_chosen.connect(self._on_constant)
        step.notes_chosen.connect(self._on_notes)
        step.all_accepted.connect(self._on_all_accepted)
        step.forget_asked.connect(self._on_forget)

    @property
    def is_open(self) -> bool:
        """True where something is asked that is not answered yet."""
        lacking = any(one.is_needed and one.target not in self.answers.constants for one in self._missing())
        return lacking or any(view.question for view in self.views) or not assistant_columns.has_names(self.views)

    @property
    def remembered(self) -> str:
        """Says that the answers of the last time were taken, and when that was; "" where none were."""
        return self._remembered

    def start(self, opened: OpenedFile | None, table: int) -> None:
        """Another file or table: nothing is answered yet."""
        self._opened, self._table = opened, table
        self._remembered = ""
        self.answers = Answers()
        self.views = []

    def ask(self, done: Callable[[], None]) -> None:
        """Look at the columns; ``done`` comes when they are known."""
        opened, table, answers = self._opened, self._table, self.answers
        if opened is None:
            return
        is_first = not self.views

        def look(desk: Desk) -> _Looked:
            known = layouts.look_up(desk, opened, table) if is_first else None
            return known, assistant_columns.columns(opened, table, known.answers if known else answers)

        def take(looked: _Looked) -> None:
            known, views = looked
            if known is not None:
                self.answers = known.answers
                words = _("Đã dùng cách ghép cột của lần nhập {day} cho mẫu này.")
                self._remembered = words.format(day=day(known.at))
            self._take(views)
            done()

        self._session.jobs.run(look, take)

    def _take(self, views: list[ColumnView]) -> None:
        self.views = views
        for one in self._missing():
            if one.is_needed and one.suggested:
                self.answers.constants.setdefault(one.target, one.suggested)
        self._show()

    def _show(self) -> None:
        self._step.show_columns(self.views, self._missing(), self.answers, self._remembered)

    def _missing(self) -> list[MissingValue]:
        profile = self._session.profile
        return assistant_columns.missing(self.views, profile.communes, self._session.today().year)

    def _map(self) -> None:
        opened, table, answers = self._opened, self._table, self.answers
        self.changed.emit()
        if opened is not None:
            self._session.jobs.run(lambda _desk: assistant_columns.columns(opened, table, answers), self._take)

    def _on_answered(self, letter: str, answer: ColumnAnswer) -> None:
        self.answers.columns[letter] = answer
        self._map()

    def _on_all_accepted(self) -> None:
        for view in self.views:
            if view.question:
                self.answers.columns[view.letter] = assistant_columns.confirmed(view)
        self._map()

    def _on_constant(self, target: str, value: str) -> None:
        if value:
            self.answers.constants[target] = value
        else:
            self.answers.constants.pop(target, None)
        self.changed.emit()
        self._show()

    def _on_notes(self, keep: bool) -> None:
        self.answers.notes = keep
        self.changed.emit()

    def _on_forget(self) -> None:
        opened, table = self._opened, self._table
        self.answers = Answers()
        self._remembered = ""
        if opened is not None:
            self._session.jobs.run(lambda desk: layouts.forget(desk, opened, table))
        self._map()
