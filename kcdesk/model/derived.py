"""Values that are worked out of a record and its children, and never kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from kcdesk.model.fields import Entity, Record, Value
from kcdesk.model.norms import NormChoice, applicable, ceiling
from kcdesk.model.size import LARGE, UNKNOWN, size_class

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

Children = Mapping[str, Sequence[Record]]

FIGURES = (
    "revenue", "profit", "tax_paid", "capital", "workers_total", "workers_female", "average_income", "electricity_kwh",
)  # fmt: skip
"""The figures of a year that an establishment shows."""

_OWN_FIGURES = ("workers_total", "capital")
"""Those that stand on the establishment itself, for its ``figures_year``."""

_DIFFICULT_AREAS = ("kho_khan", "dac_biet_kk")
_MINERALS = "6"


def derive(entity: Entity, record: Record, children: Children, context: Context) -> dict[str, Value]:
    """The worked-out values by name; what cannot be worked out is None. Empty for most entities."""
    if entity.name == "establishment":
        return of_establishment(record, children, context)
    if entity.name == "support_request":
        return of_request(record, children, context)
    if entity.name == "cost_item":
        return {"amount": item_amount(record)}
    return {}


def of_establishment(record: Record, children: Children, context: Context) -> dict[str, Value]:
    """Province, size class, first judgement of eligibility, the figures of the latest year.

    ``latest_year`` is the latest with any figure, ``latest_revenue`` and so on the figures of that
    year. The size class goes by the latest known of each.
    """
    figures = figures_by_year(record, children)
    year = max(figures, default=None)
    size = size_class(
        _latest(figures, "workers_total", record),
        _latest(figures, "revenue", record),
        _latest(figures, "capital", record),
        context.size_limits,
    )
    commune = record.get("commune_code")
    made: dict[str, Value] = {
        "province_code": context.tables.parent("communes", str(commune)) or None if commune else None,
        "size_class": size,
        "eligibility_found": _eligibility(record, size),
        "latest_year": year,
    }
    for name in FIGURES:
        made[f"latest_{name}"] = figures[year].get(name) if year is not None else None
    return made


def figures_by_year(record: Record, children: Children) -> dict[int, dict[str, int]]:
    """The figures by year: the yearly rows, and the establishment's own where a row has none."""
    figures: dict[int, dict[str, int]] = {}
    for row in children.get("yearly_figures", ()):
        year = row.get("year")
        if isinstance(year, int):
            figures.setdefault(year, {}).update(_wholes(row, FIGURES))
    own_year, own = record.get("figures_year"), _wholes(record, _OWN_FIGURES)
    if isinstance(own_year, int) and own:
        figures[own_year] = {**own, **figures.get(own_year, {})}
    return figures


def _wholes(row: Record, names: Sequence[str]) -> dict[str, int]:
    return {name: value for name in names if (value := _whole(row, name)) is not None}


def _latest(figures: Mapping[int, Mapping[str, int]], name: str, record: Record) -> int | None:
    """The figure of the latest year that has it; else the establishment's own without a year."""
    for year in sorted(figures, reverse=True):
        if name in figures[year]:
            return figures[year][name]
    return _whole(record, name)


def _eligibility(record: Record, size: str) -> str:
    """``khong``, ``can_xem_xet`` or ``co``: a first look only, which a person may overrule."""
    if size == LARGE or record.get("status") == "ngung":
        return "khong"
    minerals = record.get("trade_group") == _MINERALS and record.get("priority_area") not in _DIFFICULT_AREAS
    if size == UNKNOWN or minerals or record.get("legal_form") in (None, "THT", "KHAC"):
        return "can_xem_xet"
    return "co"


def of_request(record: Record, children: Children, context: Context) -> dict[str, Value]:
    """Own capital, share asked, eligible cost, and the norm with the ceiling that follows."""
    items = children.get("cost_items", ())
    total, requested = _whole(record, "total_cost"), _whole(record, "requested_amount")
    choice = norm_for(record, context)
    top = ceiling_for(record, items, choice)
    norm = choice.norm if choice else None
    return {
        "items_total": items_total(items),
        "eligible_cost": eligible_cost(record, items),
        "own_capital": own_capital(record),
        "share_asked": share(requested, total),
        "ceiling": top,
        "above_ceiling": None if top is None or requested is None else requested > top,
        "norm_share": norm.max_share_percent if norm else None,
        "norm_cap": norm.cap if norm else None,
        "norm_per": norm.per or None if norm else None,
        "norm_basis": ", ".join(part for part in (norm.legal_basis, norm.clause) if part) or None if norm else None,
        "norm_from": norm.valid_from or None if norm else None,
        "norm_source": norm.source or None if norm else None,
        "norm_note": norm.note or None if norm else None,
        "norm_in_force": choice.in_force if choice else None,
        "norm_stands_in": choice.stands_in if choice else None,
    }


def item_amount(item: Record) -> int | None:
    """The amount of a cost item: as written, else quantity times price, rounded to the đồng."""
    written = _whole(item, "amount")
    return computed_amount(item) if written is None else written


def computed_amount(item: Record) -> int | None:
    """Quantity times price, rounded to the đồng; None where one of them is missing."""
    quantity, price = item.get("quantity"), _whole(item, "unit_price")
    if price is None or isinstance(quantity, bool) or not isinstance(quantity, int | float):
        return None
    return int((Decimal(repr(quantity)) * price).to_integral_value(ROUND_HALF_UP))


def items_total(items: Sequence[Record]) -> int | None:
    """The sum of all items; None where no item has an amount."""
    amounts = [amount for item in items if (amount := item_amount(item)) is not None]
    return sum(amounts) if amounts else None


def eligible_cost(record: Record, items: Sequence[Record]) -> int | None:
    """The sum of the items that count for support, else the total cost."""
    total = items_total(items)
    if total is None:
        return _whole(record, "total_cost")
    return sum(item_amount(item) or 0 for item in items if item.get("eligible") is not False)


def own_capital(record: Record) -> int | None:
    """Vốn đối ứng: total less what is asked for and other capital; may come out below zero."""
    total, requested = _whole(record, "total_cost"), _whole(record, "requested_amount")
    if total is None or requested is None:
        return None
    return total - requested - (_whole(record, "other_capital") or 0)


def share(part: int | None, total: int | None) -> float | None:
    """A part in per cent of the total, with one decimal."""
    if part is None or not total:
        return None
    return float((Decimal(part) * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP))


def exact(number: float) -> Decimal:
    """A float as the decimal that it stands for."""
    return Decimal(repr(number))


def norm_for(record: Record, context: Context) -> NormChoice | None:
    """The norm that applies to a request; None where none is known or the request says too little."""
    activity, year = record.get("activity"), record.get("plan_year")
    if not activity or not isinstance(year, int):
        return None
    return applicable(
        context.tables.norms(),
        activity=str(activity),
        sub=str(record.get("activity_item") or ""),
        fund=str(record.get("fund_source") or ""),
        province=context.province,
        plan_year=year,
    )


def ceiling_for(record: Record, items: Sequence[Record], choice: NormChoice | None) -> int | None:
    """The most that the norm allows for this request, in đồng."""
    if choice is None:
        return None
    return ceiling(choice.norm, eligible_cost(record, items), record.get("is_line") is True)


def _whole(record: Record, name: str) -> int | None:
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
