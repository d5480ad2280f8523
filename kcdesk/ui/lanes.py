"""A piece of work, and a thread that does one after the other."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
PROGRESS_STEP = 0.05
"""Seconds between two messages about progress."""


@dataclass(eq=False)
class Job:
    """One piece of work; ``tell`` and ``is_cancelled`` are what a long use case is given."""

    function: Callable[..., Any]
    done: Done | None = None
    failed: Failed | None = None
    title: str = ""
    key: str = ""
    long: bool = False
    bare: bool = False
    report: Callable[[str, int, int], None] | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)
    _last: float = 0.0

    def cancel(self) -> None:
        """Stop at the next place where it is safe; nothing half done stays."""
        self._stopped.set()

    @property
    def cancelled(self) -> bool:
        """True once ``cancel`` was called."""
        return self._stopped.is_set()

    def is_cancelled(self) -> bool:
        """The ``Cancel`` of the use cases."""
        return self.cancelled

    def tell(self, done: int, total: int, what: str = "") -> None:
        """The ``Progress`` of the use cases: how far the job is (``total`` 0: not known)."""
        now = time.monotonic()
        if self.report and now - self._last >= PROGRESS_STEP:
            self._last = now
            self.report(what, done, total)


class Lane:
    """A thread that takes jobs one after the other; started with the first."""

    def __init__(self, name: str, run: Callable[[Job], None], leave: Callable[[int], None]) -> None:
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._run = run
        self._leave = leave
        self._last: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)
        self._is_started = False

    def put(self, job: Job) -> None:
        if not self._is_started:
            self._is_started = True
            self._thread.start()
        self._queue.put(job)

    def stop(self, last: Callable[[], None]) -> None:
        """Let the thread finish what is queued, do ``last`` there, and end."""
        self._last = last
        if self._is_started:
            self._queue.put(None)
            self._thread.join()

    def _loop(self) -> None:
        while (job := self._queue.get()) is not None:
            self._run(job)
            number = id(job)
            del job
            self._leave(number)
        self._last()
