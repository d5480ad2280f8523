"""The plan of the open list: made, shown, and made anew after answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kcdesk.ui.garbage import set_aside, take_up
from kcdesk.ui.session import Session
from kcdesk.work import assistant

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers, OpenedFile
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.sheets import Plan

SOON = 250
"""Milliseconds after an answer: who answers quickly is not planned for in between."""

QUICK = 3000
"""A plan of at most so many rows is made anew after every answer; a longer one before it is written."""


class PlanFlow(QObject):
    """Signal: ``planned(plan)`` – a plan was made quietly after an answer."""

    planned = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: Callable[..., Plan] | None = None
        self.plan: Plan | None = None
        self.is_stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON)
        self._timer.timeout.connect(self._plan_again)

    @property
    def is_waiting(self) -> bool:
        """True where a plan will be made in a moment."""
        return self._timer.isActive()

    @property
    def brings(self) -> int:
        """How many rows would be written."""
        counts = self.plan.counts if self.plan is not None else {}
        return counts.get("new", 0) + counts.get("update", 0)

    def forget(self) -> None:
        """Another list: nothing is planned."""
        self._timer.stop()
        take_up()
        self.plan, self.is_stale, self._wanted = None, True, None

    def making(self, opened: OpenedFile, table: int, answers: Answers) -> Callable[..., Plan]:
        """What plans all rows, for the thread of the desk."""

        def plan(desk: Desk, *told: Any) -> Plan:
            return assistant.plan(desk, opened, table, answers, *told)

        self._wanted = plan
        return plan

    def take(self, planned: Plan) -> None:
        """A plan was made."""
        take_up()
        if len(planned.rows) > QUICK:
            set_aside()
        self.plan, self.is_stale = planned, False

    def on_answered(self) -> None:
        """An answer was given: what was planned does not hold any more."""
        self.is_stale = True
        if self.plan is not None and len(self.plan.rows) <= QUICK:
            self._timer.start()

    def _plan_again(self) -> None:
        """Plan quietly, the rows staying on screen meanwhile."""
        wanted = self._wanted
        if wanted is None:
            return

        def done(planned: Plan) -> None:
            if wanted is self._wanted and not self._timer.isActive():
                self.take(planned)
                self.planned.emit(planned)

        self._session.jobs.run(wanted, done)
