"""What was measured, beside its floor and its bound, and the table that shows it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    ``floor`` is what the bare library needs for the same work in the same run; ``bound`` is the largest
    value allowed, ``ratio_bound`` the largest multiple of the floor. Times are in milliseconds, memory in MB.
    """

    name: str
    size: int
    value: float
    unit: str = "ms"
    floor: float | None = None
    bound: float | None = None
    ratio_bound: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def is_good(self) -> bool:
        """Whether no bound is broken."""
        over_ratio = self.ratio_bound is not None and self.ratio is not None and self.ratio > self.ratio_bound
        return not over_ratio and (self.bound is None or self.value <= self.bound)


HEADINGS = ("figure", "records", "value", "floor", "ratio", "bound", "")


def show(figures: Iterable[Figure]) -> str:
    """The table of a run."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = []
    for row in rows:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([first, *(other.strip().rjust(len(other)) for other in others)]).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    bounds = []
    if figure.bound is not None:
        bounds.append(f"{figure.bound:,g} {figure.unit}")
    if figure.ratio_bound is not None:
        bounds.append(f"{figure.ratio_bound:g}x")
    return (
        figure.name,
        f"{figure.size:,}" if figure.size else "",
        f"{figure.value:,.1f} {figure.unit}",
        f"{figure.floor:,.1f} {figure.unit}" if figure.floor is not None else "",
        f"{figure.ratio:.2f}x" if figure.ratio is not None else "",
        " / ".join(bounds),
        "" if figure.is_good else "BROKEN",
    )


def milliseconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def median(work: Callable[[], float], runs: int) -> float:
    """The median of several measurements."""
    return statistics.median(work() for _ in range(runs))


def percentile(values: list[float], share: float) -> float:
    """The value that so many of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
