"""What stands where on a form: the groups of the declaration, with the sub-tables and worked-out values in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcdesk.i18n import N_
from kcdesk.model.fields import Entity, Field


@dataclass(frozen=True, slots=True)
class Shown:
    """A worked-out value: its name in ``derive``, its label and unit, and the field it stands after."""

    name: str
    label: str
    unit: str
    after: str


SHOWN: dict[str, tuple[Shown, ...]] = {
    "support_request": (Shown("own_capital", N_("Vốn đối ứng"), N_("triệu đồng"), "requested_amount"),),
    "establishment": (Shown("size_class", N_("Quy mô"), "", "workers_total"),),
}
FIRST_IN: dict[str, str] = {"cost_items": "total_cost"}
"""A sub-table that stands at the head of the group of a field."""
AT_END_OF: dict[str, str] = {
    "sites": "address",
    "products": "main_trade",
    "certificates": "main_trade",
    "yearly_figures": "workers_total",
    "equipment": "technology_level",
    "earlier_supports": "eligibility",
}
"""A sub-table that stands at the end of the group of a field; the others have a group of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the form."""

    name: str
    label: str
    fields: tuple[Field, ...] = ()
    before: tuple[Entity, ...] = ()
    after: tuple[Entity, ...] = ()


def sections(entity: Entity, children: Sequence[Entity]) -> list[Section]:
    """The cards of a form in the order of the paper."""
    fields = [one for one in entity.fields if one.name != entity.parent_field and not one.automatic]
    groups = [(group.name, group.label) for group in entity.groups]
    named = {name for name, _label in groups}
    if any(one.group not in named for one in fields):
        groups.append(("", N_("Khác") if groups else entity.label))
    made = []
    placed: set[str] = set()
    for name, label in groups:
        own = tuple(one for one in fields if (one.group if one.group in named else "") == name)
        names = {one.name for one in own}
        before = tuple(child for child in children if _is_in(child, FIRST_IN, names, name, taken=placed))
        placed.update(child.plural for child in before)
        after = tuple(child for child in children if _is_in(child, AT_END_OF, names, name, taken=placed))
        placed.update(child.plural for child in after)
        if own or before or after:
            made.append(Section(name or "other", label, own, before, after))
    alone = [child for child in children if child.plural not in placed]
    return made + [Section(child.plural, child.label_plural, after=(child,)) for child in alone]


def shown_after(entity: str, field: str) -> tuple[Shown, ...]:
    """The worked-out values that stand below a field."""
    return tuple(one for one in SHOWN.get(entity, ()) if one.after == field)


def _is_in(child: Entity, places: dict[str, str], names: set[str], group: str, *, taken: set[str]) -> bool:
    if child.plural in taken:
        return False
    return places.get(child.plural) in names or (places is AT_END_OF and child.plural == group)
