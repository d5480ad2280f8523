"""Support norms: which one applies to a request, and the ceiling that follows from it.

A norm is data with dates (domain.md §3); it only ever warns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

NATIONAL_FUND, LOCAL_FUND = "KCQG", "KCDP"
"""Khuyến công quốc gia and khuyến công địa phương."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What may be granted for one content of support.

    ``item`` is the sub-item, "" for a request that names none. ``province`` is "" for a national norm.
    ``max_share_percent`` is None where no share is set, ``cap`` (đồng) None where no sum is; a
    technological line may get ``cap`` times ``line_factor``. ``per`` says for what the cap counts
    ("cơ sở"). Dates are ISO, ``valid_to`` "" while the norm is in force. ``source`` tells where it was
    read, ``note`` what to mind.
    """

    activity: str
    fund: str
    item: str = ""
    province: str = ""
    max_share_percent: float | None = None
    cap: int | None = None
    line_factor: float = 1.0
    per: str = ""
    valid_from: str = ""
    valid_to: str = ""
    legal_basis: str = ""
    clause: str = ""
    source: str = ""
    note: str = ""

    def in_force(self, day: str) -> bool:
        """True where the norm is in force on an ISO day."""
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class NormChoice:
    """The norm that applies to a request.

    ``in_force`` is False where none is in force on 31 December of the plan year and the latest known
    one stands in. ``stands_in`` is True where a national norm is used because the province has none,
    or because the fund is not decided yet.
    """

    norm: Norm
    in_force: bool
    stands_in: bool


def applicable(
    norms: Iterable[Norm], *, activity: str, sub: str, fund: str, province: str, plan_year: int
) -> NormChoice | None:
    """The norm for a request: of its province for KCDP, else the national one; None where there is none.

    In force on 31 December of the plan year, else the latest known.
    """
    fitting = [norm for norm in norms if norm.activity == activity and norm.item == sub]
    own = [norm for norm in fitting if norm.fund == fund and norm.province == (province if fund == LOCAL_FUND else "")]
    if own and (fund == NATIONAL_FUND or province):
        return _of_year(own, plan_year, stands_in=False)
    national = [norm for norm in fitting if norm.fund == NATIONAL_FUND and not norm.province]
    return _of_year(national, plan_year, stands_in=fund != NATIONAL_FUND) if national else None


def _of_year(norms: list[Norm], plan_year: int, *, stands_in: bool) -> NormChoice:
    day = f"{plan_year:04}-12-31"
    valid = [norm for norm in norms if norm.in_force(day)]
    return NormChoice(max(valid or norms, key=lambda norm: norm.valid_from), bool(valid), stands_in)


def ceiling(norm: Norm, eligible_cost: int | None, is_line: bool) -> int | None:
    """The most đồng that the norm allows; None where it sets neither a share (of a known cost) nor a cap."""
    bounds = []
    if norm.max_share_percent is not None and eligible_cost is not None:
        bounds.append(Decimal(str(norm.max_share_percent)) / 100 * eligible_cost)
    if norm.cap is not None:
        bounds.append(Decimal(norm.cap) * (Decimal(str(norm.line_factor)) if is_line else 1))
    return int(min(bounds).to_integral_value(ROUND_DOWN)) if bounds else None
