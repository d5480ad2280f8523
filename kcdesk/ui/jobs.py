"""Work off the window's thread: one worker owns the workspace and writes, three readers look things up.

Functions run there; what they give comes back on the window's thread by signal. A job may hold the last
reference to a widget that is gone from the screen, so every job is let go of on the window's thread, and there only.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from traceback import clear_frames
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.ui.lanes import Done, Failed, Job, Lane
from kcdesk.work.jobs import Cancelled, stop_if

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

LISTS, FIGURES, SLOW = "lists", "figures", "slow"
"""The reader threads; what takes minutes goes into the last and gives way to whoever uses the window."""
CALM_SECONDS = 0.3
"""How long slow work waits after a key or a click."""


class Jobs(QObject):
    """The threads and what is waiting for them.

    Signals: ``started``, ``progressed(job, text, done, total)`` and ``ended`` speak of writing jobs;
    ``idle`` comes when the last of them has ended; ``broke`` carries what nobody else takes care of.
    """

    started = Signal(object)
    progressed = Signal(object, str, int, int)
    ended = Signal(object)
    idle = Signal()
    broke = Signal(object)
    _answered = Signal(object, object, object)
    _left = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: dict[str, Job] = {}
        self._waiting: list[Job] = []
        self._held: dict[int, Job] = {}
        self._closed = False
        self._stirred = 0.0
        self._desk: Desk | None = None
        self._worker = Lane("kcdesk-worker", self._work, self.leave)
        self._readers = {name: _Reader(f"kcdesk-{name}", self) for name in (LISTS, FIGURES, SLOW)}
        self._answered.connect(self._on_answered)
        self._left.connect(self._let_go)

    @property
    def busy(self) -> bool:
        """True while a writing job runs or waits."""
        return bool(self._waiting)

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The writing jobs that have not ended, in order."""
        return tuple(self._waiting)

    def open(self, function: Callable[[], Desk], done: Done, failed: Failed) -> Job:
        """Make or open the workspace on the worker thread, which then owns it."""
        return self._post(self._worker, Job(lambda: self._take(function()), done, failed, bare=True))

    def bare(self, function: Callable[[], Any], done: Done | None = None, failed: Failed | None = None) -> Job:
        """Run something that needs no workspace (imports, a file's first look) on the worker thread."""
        return self._post(self._worker, Job(function, done, failed, bare=True))

    def run(self, function: Callable[[Desk], Any], done: Done | None = None, failed: Failed | None = None) -> Job:
        """Run ``function(desk)`` on the worker thread, after what was asked for before."""
        return self._post(self._worker, Job(function, done, failed))

    def long(
        self, title: str, function: Callable[..., Any], done: Done | None = None, failed: Failed | None = None
    ) -> Job:
        """Run ``function(desk, progress, cancel)``; ``title`` stands on the progress strip with a way to stop."""

        def whole(desk: Desk, *told: Any) -> Any:
            try:
                return function(desk, *told)
            finally:
                with contextlib.suppress(UserError, EnvironmentProblem):  # then they come in when it is opened again
                    desk.catch_up()

        return self._post(self._worker, Job(whole, done, failed, title=title, long=True))

    @property
    def is_long(self) -> bool:
        """True while long work holds the database: what must not wait for it goes another way."""
        return any(job.long for job in self._waiting)

    def read(
        self,
        function: Callable[..., Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str = "",
        cancellable: bool = False,
        lane: str = LISTS,
    ) -> Job:
        """Run ``function(desk)`` with a read-only desk on a reader thread.

        Sums over everything go into the lane ``FIGURES``, so that a list never waits for them, and what takes
        minutes into ``SLOW``.

        Of several with the same ``key`` only the newest runs and answers. With ``cancellable`` the
        function is given a ``cancel`` as second argument, to be asked between slices.
        """
        job = Job(function, done, failed, key=key)
        if cancellable:
            cancel = partial(self._give_way, job) if lane == SLOW else job.is_cancelled
            job.function = lambda desk: function(desk, cancel)
        if key:
            if key in self._newest:
                self._newest[key].cancel()
            self._newest[key] = job
        return self._post(self._readers[lane].lane, job)

    def is_calm(self, seconds: float) -> bool:
        """True while no thread works and nobody has pressed a key or clicked for so long."""
        return not self._held and time.monotonic() - self._stirred >= seconds

    def stir(self) -> None:
        """Somebody pressed a key or clicked."""
        self._stirred = time.monotonic()

    def close(self) -> None:
        """Close the workspace and end the threads, after what was asked for before."""
        if self._closed:
            return
        self._closed = True
        for job in self._held.values():
            if job not in self._waiting:
                job.cancel()
        for reader in self._readers.values():
            reader.stop()
        self._worker.stop(self._close_desk)
        self._waiting.clear()
        self._held.clear()

    def _post(self, lane: Lane, job: Job) -> Job:
        if self._closed:
            return job
        if lane is self._worker:
            job.report = lambda text, done, total: self.progressed.emit(job, text, done, total)
            self._waiting.append(job)
            self.started.emit(job)
        self._held[id(job)] = job
        lane.put(job)
        return job

    def _give_way(self, job: Job) -> bool:
        """The ``cancel`` of slow work: waits until the window is not used for a moment."""
        while not job.cancelled and not self._closed and time.monotonic() - self._stirred < CALM_SECONDS:
            time.sleep(CALM_SECONDS / 10)
        return job.cancelled

    def _take(self, desk: Desk) -> Desk:
        self._desk = desk
        return desk

    def _work(self, job: Job) -> None:
        self.answer(job, lambda: () if job.bare else (self._desk,))

    def reading_desk(self) -> Desk:
        """A desk for the reader thread that asks. Raises Cancelled where no workspace is open."""
        if self._desk is None:
            raise Cancelled
        return self._desk.reader()

    def answer(self, job: Job, arguments: Callable[[], tuple[Any, ...]]) -> None:
        """Run a job on the thread that calls, and send what it gives to the window's thread."""
        result: Any = None
        error: BaseException | None = None
        try:
            stop_if(job.is_cancelled)
            result = job.function(*arguments(), *((job.tell, job.is_cancelled) if job.long else ()))
        except BaseException as caught:  # noqa: BLE001 - the boundary of a thread: told on the window's thread
            clear_frames(caught.__traceback__)  # what the work had in its hands would be put away there as well
            error = caught
        if shiboken6.isValid(self):
            self._answered.emit(job, result, error)

    def leave(self, number: int) -> None:
        """Say, on the thread of a lane, that it holds this job no longer."""
        if shiboken6.isValid(self):
            self._left.emit(number)

    def _let_go(self, number: int) -> None:
        job = self._held.pop(number, None)
        if job is not None and self._newest.get(job.key) is job:
            del self._newest[job.key]

    def _on_answered(self, job: Job, result: object, error: BaseException | None) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
            self.ended.emit(job)
        if not (job.key and job.cancelled):
            self._deliver(job, result, error)
        if not self._waiting:
            self.idle.emit()

    def _deliver(self, job: Job, result: object, error: BaseException | None) -> None:
        if error is None:
            if job.done and _is_alive(job.done):
                job.done(result)
        elif job.failed and _is_alive(job.failed):
            job.failed(error)
        elif not isinstance(error, Cancelled) and not self._closed:
            self.broke.emit(error)

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None


class _Reader:
    """A thread with a read-only desk of its own, made when first needed."""

    def __init__(self, name: str, jobs: Jobs) -> None:
        self.lane = Lane(name, self._look_up, jobs.leave)
        self._jobs = jobs
        self._desk: Desk | None = None

    def stop(self) -> None:
        """Finish what is queued and close the desk."""
        self.lane.stop(self._close)

    def _look_up(self, job: Job) -> None:
        if not job.cancelled:
            self._jobs.answer(job, self._arguments)

    def _arguments(self) -> tuple[Any, ...]:
        if self._desk is None:
            self._desk = self._jobs.reading_desk()
        self._desk.follow()
        return (self._desk,)

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def _is_alive(function: Callable[..., Any], depth: int = 3) -> bool:
    """False where the function belongs to a widget that is gone, or holds one: a page may go while work runs."""
    held = [getattr(function, "__self__", None)]
    for cell in getattr(function, "__closure__", None) or ():
        with contextlib.suppress(ValueError):  # a name that has no value yet
            held.append(cell.cell_contents)
    for one in held:
        if isinstance(one, QObject) and not shiboken6.isValid(one):
            return False
        if depth and isinstance(one, FunctionType | MethodType) and not _is_alive(one, depth - 1):
            return False
    return True
