"""Which columns a list shows: a choice by entity, any declared field can be added."""

from __future__ import annotations

from dataclasses import dataclass

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Entity, Field
from kcdesk.work import standing
from kcdesk.work.showing import COMMUNE

OWNER = "establishment_id"
STATE = standing.STATE
"""The column that says where a record stands; always the last one."""

_FIRST = {
    "establishment": ("name", "legal_form", "commune_code", "main_trade", "workers_total"),
    "support_request": ("title", "establishment_id", "activity", "requested_amount"),
    "visit": ("establishment_id", "visited_on", "kind", "next_step"),
    "proposal": ("title", "form", "plan_year", "support_amount"),
    "attachment": ("title", "kind", "taken_on"),
}
_SHORT = {
    "legal_form": N_("Loại hình"),
    "commune_code": N_("Xã, phường"),
    "main_trade": N_("Ngành nghề"),
    "workers_total": N_("Lao động"),
    "name": N_("Tên cơ sở"),
    "establishment_id": N_("Cơ sở"),
    "plan_year": N_("Năm"),
    "requested_amount": N_("Đề nghị (triệu)"),
    "activity": N_("Nội dung"),
    "title": N_("Tên"),
    "next_due_on": N_("Hạn"),
    "visited_on": N_("Ngày"),
}
_WIDTHS = {
    "name": 260,
    "title": 280,
    "establishment_id": 160,
    "legal_form": 88,
    "commune_code": 98,
    "main_trade": 112,
    "activity": 126,
    "workers_total": 90,
    "plan_year": 64,
    "visited_on": 100,
    "next_due_on": 100,
    "kind": 120,
    "content": 220,
    "requested_amount": 124,
    STATE: 122,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: field, heading, width in pixels at 100 %, and whether it holds numbers."""

    name: str
    heading: str
    width: int
    is_number: bool = False


def is_column(entity: Entity, name: str) -> bool:
    """True where a list of the entity can have this column: a field, or the commune of the establishment."""
    return name in entity or (name == COMMUNE and OWNER in entity)


def first_columns(entity: Entity, *, of_many: bool = False) -> tuple[str, ...]:
    """The columns before anybody chose; ``of_many`` where the list holds the records of many communes.

    The commune then takes the place of the activity, which the title says, too.
    """
    wanted = _FIRST.get(entity.name) or tuple(field.name for field in entity.fields[:5])
    known = tuple(name for name in wanted if name in entity)
    if of_many and OWNER in known:
        at = known.index(OWNER) + 1
        known = (*known[:at], COMMUNE, *(name for name in known[at:] if name != "activity"))
    return known or tuple(field.name for field in entity.fields[:4])


def first_sort(entity: Entity) -> tuple[str, bool]:
    """The order before anybody chose: by title, visits with the latest first."""
    return ("visited_on", True) if entity.name == "visit" and "visited_on" in entity else ("", False)


def column(entity: Entity, name: str) -> Column:
    """How a field stands as a column."""
    if name == STATE:
        return Column(STATE, _("Tình trạng"), _WIDTHS[STATE])
    if name == COMMUNE:
        return Column(COMMUNE, _("Xã, phường"), _WIDTHS["commune_code"])
    field = entity[name]
    is_number = is_numeric(field)
    heading = _(_SHORT[name]) if name in _SHORT else _(field.label)
    return Column(name, heading, _WIDTHS.get(name, 96 if is_number else 150), is_number)


def is_numeric(field: Field) -> bool:
    """True for fields whose values are compared as numbers and stand at the right."""
    return field.kind.sql_type in ("INTEGER", "REAL") and field.kind.name not in ("yes_no", "latitude", "longitude")


def choosable(entity: Entity) -> list[Field]:
    """The fields that can be columns."""
    return [field for field in entity.fields if field.kind.name not in ("long_text",)]
