"""Which columns a sub-table shows, which are worked out, which are summed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kcdesk.i18n import N_, _
from kcdesk.model.derived import computed_amount
from kcdesk.model.fields import Entity, Field, Record, Value
from kcdesk.ui.forms.state import is_typed

MAIN: dict[str, tuple[str, ...]] = {
    "cost_items": ("name", "is_new", "quantity", "unit_price", "amount"),
    "products": ("name", "unit", "output", "revenue", "markets"),
    "equipment": ("name", "quantity", "made_year", "origin", "condition"),
    "certificates": ("kind", "product_id", "level", "issued_on", "expires_on"),
    "yearly_figures": ("year", "revenue", "profit", "workers_total", "average_income"),
    "earlier_supports": ("year", "fund_source", "activity", "amount"),
    "sites": ("name", "address", "commune_code", "workers", "is_main"),
}
"""The columns shown at first, where the table has many; the others come with "Thêm cột"."""
FEW = 6
"""A table with no more columns than this shows them all."""
SUMMED: dict[str, tuple[str, ...]] = {"cost_items": ("amount",), "earlier_supports": ("amount",)}
SHORT_UNITS = {N_("triệu đồng"): N_("triệu"), N_("triệu đồng/năm"): N_("triệu/năm")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a declared field, with what stands in for it while nothing is typed there."""

    name: str
    field: Field
    work_out: Callable[[Record], Value] | None = None

    @property
    def title(self) -> str:
        """The heading, with a short unit."""
        unit = _(SHORT_UNITS.get(self.field.unit, self.field.unit))
        return f"{_(self.field.label)} ({unit})" if unit else _(self.field.label)

    @property
    def is_number(self) -> bool:
        """Written at the right."""
        kind = self.field.kind
        return kind.sql_type in ("INTEGER", "REAL") and kind.name not in ("yes_no", "year")


def all_columns(entity: Entity) -> list[Column]:
    """Every column of a sub-table in the order of its declaration."""
    computed = _computed(entity)
    return [Column(one.name, one, computed.get(one.name)) for one in entity.fields if is_typed(entity, one)]


def main_columns(entity: Entity) -> list[Column]:
    """The columns shown at first."""
    columns = all_columns(entity)
    named = MAIN.get(entity.plural, ())
    chosen = [one for one in columns if one.name in named or one.field.required.value == "to_save"]
    return columns if len(columns) <= FEW else chosen if chosen else columns[:FEW]


def total(column: Column, rows: list[Mapping[str, Value]]) -> Value:
    """The sum of a column over the rows; None where no row has a number."""
    numbers = [value for row in rows if isinstance(value := column_value(column, row), int | float)]
    return sum(numbers) if numbers else None


def column_value(column: Column, row: Record) -> Value:
    """What stands in a column of a row: what was typed, else what follows from the others."""
    typed = row.get(column.name)
    return column.work_out(row) if typed is None and column.work_out else typed


def _computed(entity: Entity) -> dict[str, Callable[[Record], Value]]:
    has_both = "quantity" in entity and "unit_price" in entity and "amount" in entity
    return {"amount": computed_amount} if has_both else {}
