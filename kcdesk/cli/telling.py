"""How far long work has come, on stderr: nothing for what is quick, nothing where a program reads."""

from __future__ import annotations

import time
from collections.abc import Callable

from kcdesk.cli.out import Out
from kcdesk.i18n import _

_FIRST, _EVERY = 2.0, 2.0
"""Seconds before the first line, and between lines."""


class Telling:
    """A progress that says now and then how far work has come."""

    def __init__(self, out: Out, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._next = clock() + _FIRST

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Say it where it is time to."""
        if self._out.as_json or self._clock() < self._next:
            return
        self._next = self._clock() + _EVERY
        if total:
            self._out.say(_("{what}: {done}/{total} …").format(what=what, done=done, total=total))
        else:
            self._out.say(_("{what}: {done} …").format(what=what, done=done) if done else f"{what} …")
