"""The time of day and chance, as arguments: no use case reads them by itself, so tests can repeat it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol, TypeAlias

RandomBytes: TypeAlias = Callable[[int], bytes]
"""Gives that many bytes that nobody can guess."""

system_random: RandomBytes = os.urandom


class Clock(Protocol):
    """What the use cases ask about time."""

    def now(self) -> datetime:
        """The moment, in UTC with its zone."""

    def today(self) -> date:
        """The date where the person sits."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, in UTC with its zone."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The date where the person sits."""
        return datetime.now().astimezone().date()


def moment(clock: Clock) -> str:
    """The moment as it stands in a change: ISO, UTC, milliseconds, ``Z``."""
    return clock.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(clock: Clock) -> int:
    """The moment in whole milliseconds since 1970, for row and change ids."""
    return int(clock.now().timestamp() * 1000)
