"""Adds many files one after the other: made fit on a thread that only reads, then quickly written.

So the thread that keeps what is typed is never held up by a large photo, and memory holds one photo at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import UserError
from kcdesk.ui.attachments.incoming import Incoming
from kcdesk.ui.jobs import FIGURES
from kcdesk.work import attachments, papers

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.attachments import Paper
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.camera import Place
    from kcdesk.work.photos import Fit


@dataclass(frozen=True, slots=True)
class Task:
    """A thing and the record that it goes to; ``owner`` "" while that record is a draft. ``kind`` "" is guessed."""

    incoming: Incoming
    entity: str
    owner: str = ""
    kind: str = ""
    title: str = ""
    hint: str = ""
    """The activity of a request, which tells what its photos show."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch. ``save`` names all that was written, ``failures`` are sentences."""

    total: int
    added: int = 0
    save: str = ""
    failures: list[str] = field(default_factory=list)
    owners: set[tuple[str, str]] = field(default_factory=set)
    papers: list[Paper] = field(default_factory=list)
    places: list[tuple[str, Place]] = field(default_factory=list)
    stopped: bool = False


class Adder(QObject):
    """Signals: ``progressed(done, total)``; ``kept(paper)`` – a file for a draft is here; ``finished(outcome)``."""

    progressed = Signal(int, int)
    kept = Signal(object)
    finished = Signal(object)

    def __init__(self, session: Session, parent: QObject, there: Callable[[], Sequence[Paper]] = tuple) -> None:
        """``there`` tells what a draft has already."""
        super().__init__(parent)
        self._session = session
        self._there = there
        self._tasks: list[Task] = []
        self._outcome: Outcome | None = None
        self._alone = False
        self.keep_place = False

    @property
    def running(self) -> bool:
        """True while something is being added."""
        return self._outcome is not None

    def add(self, tasks: Sequence[Task]) -> None:
        """Add these, after what is being added already."""
        if not tasks:
            return
        self._tasks += tasks
        if self._outcome is not None:
            self._outcome.total += len(tasks)
            return
        self._outcome = Outcome(len(tasks))
        self._next()

    def stop(self) -> None:
        """Add no more; what was added stays and can be taken back."""
        if self._outcome is not None and self._tasks:
            self._outcome.stopped = True
            self._outcome.total -= len(self._tasks)
            self._tasks.clear()

    def let_go(self) -> None:
        """Who asked is gone: what goes to a saved record is still added, a draft that was left takes no more."""
        self._alone = True
        if self._outcome is None:
            self.deleteLater()
            return
        going = [one for one in self._tasks if one.owner]
        self._outcome.total -= len(self._tasks) - len(going)
        self._outcome.stopped = len(going) < len(self._tasks)
        self._tasks = going

    def _say_alone(self, outcome: Outcome) -> None:
        if outcome.owners:
            self._session.rows_changed(outcome.owners)
        words = ngettext("Đã thêm {n} tệp", "Đã thêm {n} tệp", outcome.added).format(n=outcome.added)
        if outcome.stopped or outcome.failures:
            words = _("{words}; các tệp khác chưa thêm được").format(words=words)
        self._session.toast(words)
        self.deleteLater()

    def _next(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        self.progressed.emit(outcome.added + len(outcome.failures), outcome.total)
        if not self._tasks:
            self._outcome = None
            if self._alone:
                self._say_alone(outcome)
            else:
                self.finished.emit(outcome)
            return
        self._task = self._tasks.pop(0)
        incoming, keep = self._task.incoming, self.keep_place
        self._session.jobs.read(
            lambda _desk: incoming.fit(keep_place=keep), self._on_fit, self._on_failed, lane=FIGURES
        )

    def _on_fit(self, made: Fit) -> None:
        outcome, task = self._outcome, self._task
        if outcome is None:
            return
        if self._alone and not task.owner:
            outcome.stopped = True
            self._next()
            return
        save, there = outcome.save, list(self._there())
        kind = task.kind or papers.guess_kind(made.name, {"activity": task.hint}, is_photo=made.extension == "jpg")

        def write(desk: Desk) -> tuple[str, Paper | None]:
            if not task.owner:
                return "", attachments.keep_loose(desk, made, kind, there, task.title)
            return attachments.add(desk, task.entity, task.owner, made, kind, title=task.title, save=save).save, None

        self._made = made
        self._session.jobs.run(write, self._on_written, self._on_failed)

    def _on_written(self, written: tuple[str, Paper | None]) -> None:
        outcome, task, made = self._outcome, self._task, self._made
        if outcome is None:
            return
        save, paper = written
        outcome.added += 1
        outcome.save = outcome.save or save
        if made.place is not None:
            outcome.places.append((made.name, made.place))
        if paper is not None:
            outcome.papers.append(paper)
            self.kept.emit(paper)
        else:
            outcome.owners.add((task.entity, task.owner))
        self._next()

    def _on_failed(self, error: BaseException) -> None:
        if self._outcome is None:
            return
        if isinstance(error, UserError):
            self._outcome.failures.append(error.message)
        else:
            self._outcome.total -= 1
            self._session.show_error(error)
        self._next()
