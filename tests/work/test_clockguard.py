"""A wrong clock is noticed and said, and decides nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kcdesk import __released__
from kcdesk.work import bundles, clockguard
from kcdesk.work.cautions import cautions
from tests.work import desks
from tests.work.test_handover import record, send

RELEASED = date.fromisoformat(__released__)


class Stopped(desks.Ticking):
    """A clock on which another day can be set."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day
        self._now = self._now.replace(year=day.year, month=day.month, day=day.day)

    def today(self) -> date:
        """The day that was set."""
        return self._day


@pytest.mark.parametrize("days", [0, 1, 30, 300, -2])
def test_an_ordinary_clock_is_not_complained_about(field, days):
    field.clock = Stopped(RELEASED + timedelta(days=days))
    assert clockguard.warning(field) == ""


@pytest.mark.parametrize("years", [-10, -1, 10])
def test_a_clock_years_off_is_told_and_nothing_is_refused(field, years):
    field.clock = Stopped(RELEASED + timedelta(days=365 * years))
    (said,) = cautions(field)
    assert said.code == "clock"
    assert said.sentence.startswith("Đồng hồ của máy có thể sai: máy ghi ngày")
    assert record(field)
    assert clockguard.newest(field) >= RELEASED
    assert clockguard.warning(field)


def test_a_date_that_came_in_tells_that_the_clock_is_late(office, field, tmp_path):
    desks.introduce(office, field)
    field.clock = Stopped(RELEASED + timedelta(days=200))
    record(field)
    office.clock = Stopped(RELEASED)
    assert clockguard.warning(office) == ""
    (report,) = send(field, office, tmp_path)
    assert report.state == "merged"
    assert clockguard.newest(office) == RELEASED + timedelta(days=200)
    assert "sớm hơn" in clockguard.warning(office)
    assert bundles.sent_positions(office) == (0, 0)


def test_dates_that_no_clock_can_show_are_no_measure(field):
    field.clock = Stopped(RELEASED + timedelta(days=3650))
    record(field)
    field.clock = Stopped(RELEASED + timedelta(days=5))
    assert clockguard.warning(field) == ""
