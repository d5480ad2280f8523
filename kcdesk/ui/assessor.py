"""Counts what is missing in records that came in by the hundreds, while nobody waits for anything."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from kcdesk.ui.session import Session
from kcdesk.work import care

PAUSE = 400
"""Milliseconds before it begins, and between two steps while other work is waiting."""


class Assessor(QObject):
    """Takes small steps on the worker thread until every record has been looked at."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._did_some = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._step)
        session.changed.connect(lambda _rows: self.wake())

    def wake(self) -> None:
        """There may be something to look at."""
        if not self._timer.isActive():
            self._timer.start()

    def _step(self) -> None:
        if self._session.jobs.busy:
            self.wake()
            return
        self._session.jobs.run(care.assess_some, self._on_assessed)

    def _on_assessed(self, number: int) -> None:
        if number:
            self._did_some = True
            self._timer.start(0)
        elif self._did_some:
            self._did_some = False
            self._session.rows_changed(())
