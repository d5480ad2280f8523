"""The size class of an establishment.

Thresholds of Nghị định 80/2021/NĐ-CP, Điều 5, for industry. They are general knowledge and not
checked against the text (domain.md §1), so they are data: a context may carry others, and what
follows from them only warns.
"""

from __future__ import annotations

from dataclasses import dataclass

_BILLION = 10**9

LARGE, UNKNOWN = "lon", "chua_ro"


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """The upper bounds of one class: workers, and revenue or capital in đồng."""

    code: str
    label: str
    workers: int
    revenue: int
    capital: int


SIZE_LIMITS = (
    SizeLimit("sieu_nho", "Siêu nhỏ", 10, 3 * _BILLION, 3 * _BILLION),
    SizeLimit("nho", "Nhỏ", 100, 50 * _BILLION, 20 * _BILLION),
    SizeLimit("vua", "Vừa", 200, 200 * _BILLION, 100 * _BILLION),
)
"""Smallest first. Not verified."""

OTHER_LABELS = {LARGE: "Lớn", UNKNOWN: "Chưa rõ"}


def size_class(
    workers: int | None, revenue: int | None, capital: int | None, limits: tuple[SizeLimit, ...] = SIZE_LIMITS
) -> str:
    """The code of the size class: ``sieu_nho``, ``nho``, ``vua``, ``lon``, or ``chua_ro``.

    A class takes those within its workers and within its revenue or its capital. Of revenue and
    capital one is enough; without workers, or with neither of the two, only "lon" can be told.
    """
    if workers is not None and workers > limits[-1].workers:
        return LARGE
    if workers is None or (revenue is None and capital is None):
        return UNKNOWN
    for limit in limits:
        by_revenue = revenue is not None and revenue <= limit.revenue
        by_capital = capital is not None and capital <= limit.capital
        if workers <= limit.workers and (by_revenue or by_capital):
            return limit.code
    return LARGE
