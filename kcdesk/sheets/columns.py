"""The columns of a workbook, worked out from the declarations: what each sheet shows, in which order, how wide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Required

SHEET_ENTITIES = (
    "establishment", "site", "product", "certificate", "yearly_figure", "equipment", "earlier_support",
    "support_request", "cost_item", "visit",
)  # fmt: skip
"""The entities that have a sheet, in the order of the sheets: parents before their children."""

ID, MARK, REFERENCE = "kcdesk:id:", "kcdesk:mark:", "kcdesk:ref:"
"""How the headers of the hidden columns begin: whose row it is, what it was when it went out, what it points to."""

_NARROW, _WIDE = 9.0, 42.0
_WIDTHS = {
    "long_text": 40.0, "date": 12.0, "partial_date": 12.0, "month": 11.0, "year": 9.0, "integer": 10.0, "decimal": 12.0,
    "percent": 10.0, "money": 15.0, "tax_code": 16.0, "personal_number": 16.0, "phone": 14.0, "email": 24.0,
    "yes_no": 10.0, "choice": 18.0, "choices": 26.0, "code": 30.0, "reference": 34.0, "latitude": 12.0,
    "longitude": 12.0,
}  # fmt: skip
"""Widths in characters by kind; text goes by its greatest length."""


class Role(StrEnum):
    """What a column is there for."""

    ID = "id"
    MARK = "mark"
    POINTER = "pointer"
    """The hidden id of the record that a reference field names."""
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. Hidden ones have no field of their own to show."""

    role: Role
    header: str
    width: float
    field: Field | None = None

    @property
    def is_hidden(self) -> bool:
        """True for what only the program reads."""
        return self.role is not Role.VALUE


def columns_of(entity: Entity) -> tuple[Column, ...]:
    """The columns of an entity's sheet: hidden ones first, then what is asked for, then the rest as declared."""
    shown = shown_fields(entity)
    pointers = [field for field in shown if field.parent]
    hidden = [
        Column(Role.ID, f"{ID}{entity.name}", _NARROW),
        Column(Role.MARK, MARK + ",".join(field.name for field in shown), _NARROW),
        *(Column(Role.POINTER, f"{REFERENCE}{field.name}", _NARROW, field) for field in pointers),
    ]
    return (*hidden, *(Column(Role.VALUE, header_of(field), _width(field), field) for field in shown))


def shown_fields(entity: Entity) -> tuple[Field, ...]:
    """The fields of an entity that a sheet shows: code first, then what is required, then all others."""
    fields = [field for field in entity.fields if not field.automatic or field.name == "code"]
    first = [field for field in fields if is_chief(field)]
    return (*first, *(field for field in fields if not is_chief(field)))


def is_chief(field: Field) -> bool:
    """True for the fields that a printed list shows: those that are asked for, and the code."""
    return field.name == "code" or (field.required is not Required.NO and not field.applies)


def header_of(field: Field) -> str:
    """The words above a column, with the unit."""
    label = _(field.label)
    return f"{label} ({_(field.unit)})" if field.unit else label


def sheet_title(entity: Entity) -> str:
    """The name of an entity's sheet: at most 31 characters, none that Excel refuses."""
    return "".join(" " if one in "[]:*?/\\" else one for one in _(entity.label_plural))[:31].strip("' ")


def sheet_entities() -> tuple[Entity, ...]:
    """The declarations behind the sheets."""
    return tuple(catalogue.entity(name) for name in SHEET_ENTITIES)


def _width(field: Field) -> float:
    if field.name == "code":
        return 18.0
    known = _WIDTHS.get(field.kind.name)
    return known or min(_WIDE, max(14.0, (field.max_length or 120) / 5))
