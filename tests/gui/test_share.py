"""The days between which lines are copied are typed as everywhere else."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.ui.overview.share import read_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/4", date(2026, 4, 3)),
        ("hôm qua", date(2026, 11, 22)),
        ("03042025", date(2025, 4, 3)),
        ("", None),
        ("x", None),
    ],
)
def test_a_day_is_read_as_people_say_it(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day
