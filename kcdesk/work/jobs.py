"""What long work tells its caller, and how the caller stops it. Free of Qt."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then by long work: how much is done, of how much (0: not known), at what."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Take note; must return at once and never raise."""


class Cancel(Protocol):
    """Asked now and then by long work, between two steps which can be left without harm."""

    def __call__(self) -> bool:
        """True as soon as the person wants the work to stop."""


class Cancelled(Exception):
    """The person stopped the work; nothing of it was kept."""


def quiet(done: int, total: int, what: str = "") -> None:
    """The progress of work that nobody watches."""
    del done, total, what


def never() -> bool:
    """The cancel of work that nobody can stop."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raise Cancelled where the person has asked to stop."""
    if cancel():
        raise Cancelled
