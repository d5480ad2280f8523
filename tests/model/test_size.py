"""The size class."""

from __future__ import annotations

import pytest

from kcdesk.model.size import size_class

BILLION = 10**9


@pytest.mark.parametrize(
    ("workers", "revenue", "capital", "found"),
    [
        (10, 3 * BILLION, None, "sieu_nho"),
        (10, 3 * BILLION + 1, None, "nho"),
        (10, 9 * BILLION, 2 * BILLION, "sieu_nho"),
        (11, 1, 1, "nho"),
        (100, None, 20 * BILLION, "nho"),
        (101, 1, None, "vua"),
        (200, 200 * BILLION, 900 * BILLION, "vua"),
        (200, 201 * BILLION, 101 * BILLION, "lon"),
        (201, None, None, "lon"),
        (5, None, None, "chua_ro"),
        (None, 1, 1, "chua_ro"),
    ],
)
def test_size_classes(workers: int | None, revenue: int | None, capital: int | None, found: str) -> None:
    assert size_class(workers, revenue, capital) == found
