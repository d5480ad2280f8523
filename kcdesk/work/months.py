"""Requests by the month in which they were drawn up, this year beside the last.

A request was drawn up on the day of its application; where none is written (a need that was only told),
on the day on which it was first noted, which its id carries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

MONTHS = 12
_DATED = (
    "SELECT id, application_on FROM support_request WHERE deleted = 0 AND application_on >= ? AND application_on < ?"
)
_UNDATED = "SELECT id FROM support_request WHERE deleted = 0 AND application_on IS NULL AND id >= ? AND id < ?"


@dataclass(frozen=True, slots=True)
class Months:
    """Numbers of requests in the months of ``year`` and of the year before, January first.

    ``so_far`` and ``so_far_before`` count from the turn of the year up to the same day in both years.
    """

    year: int
    numbers: tuple[int, ...]
    before: tuple[int, ...]
    so_far: int
    so_far_before: int

    @property
    def growth(self) -> float | None:
        """By how many percent more there are than a year before; None where there was nothing to compare with."""
        return (self.so_far - self.so_far_before) * 100 / self.so_far_before if self.so_far_before else None


def by_month(desk: Desk, today: date) -> Months:
    """Count the requests of this year and the last."""
    numbers, before = [0] * MONTHS, [0] * MONTHS
    so_far = so_far_before = 0
    for _row, day in drawn_up(desk, date(today.year - 1, 1, 1), date(today.year + 1, 1, 1)):
        is_in_time = (day.month, day.day) <= (today.month, today.day)
        if day.year == today.year:
            numbers[day.month - 1] += 1
            so_far += is_in_time
        else:
            before[day.month - 1] += 1
            so_far_before += is_in_time
    return Months(today.year, tuple(numbers), tuple(before), so_far, so_far_before)


def requests_of(desk: Desk, first: date, after: date) -> tuple[str, ...]:
    """The ids of the requests drawn up from a day on and before another."""
    return tuple(row for row, _day in drawn_up(desk, first, after))


def drawn_up(desk: Desk, first: date, after: date) -> Iterator[tuple[str, date]]:
    """Requests with the day on which they were drawn up, from a day on and before another."""
    for row, day in desk.store.select(_DATED, (first.isoformat(), after.isoformat())):
        yield str(row), _read(str(day)) or noted_on(str(row))
    for (row,) in desk.store.select(_UNDATED, (_stem(first), _stem(after))):
        yield str(row), noted_on(str(row))


def noted_on(row: str) -> date:
    """The day, where the person sits, on which a row got its id (UUIDv7: its first 48 bits are milliseconds)."""
    milliseconds = int(row[:8] + row[9:13], 16)
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().date()


def _read(day: str) -> date | None:
    """A day as it is stored; None where what came from elsewhere is none."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _stem(day: date) -> str:
    """Ids made on this day or later do not come before this text."""
    milliseconds = int(datetime.combine(day, time()).astimezone().timestamp() * 1000)
    text = f"{max(0, milliseconds):012x}"
    return f"{text[:8]}-{text[8:]}"
