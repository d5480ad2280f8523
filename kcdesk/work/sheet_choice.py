"""What may be chosen for a workbook: kinds of record, and the establishments behind the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.work import joins

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_BATCH = 500


def kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of record that can have a sheet, with what they are called."""
    from kcdesk.sheets.columns import sheet_entities

    return tuple((kind.name, _(kind.label_plural)) for kind in sheet_entities())


def owners(desk: Desk, entity: str, numbers: Sequence[int]) -> frozenset[str]:
    """The establishments behind these rows of a list (row numbers): themselves, or those they belong to.

    A list shows one row for joined establishments, so all that are one with it come along.
    """
    name = "id" if entity == "establishment" else "establishment_id"
    found: set[str] = set()
    for start in range(0, len(numbers), _BATCH):
        found |= {str(one[name]) for one in desk.store.page(entity, numbers[start : start + _BATCH]) if one.get(name)}
    return frozenset(joins.with_group(desk, "establishment", sorted(found)))
