"""Settling what two people changed without seeing each other: an ordinary change that names every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue, validate
from kcdesk.model.changes import DELETED
from kcdesk.model.fields import Entity, Value, Writer
from kcdesk.model.problems import UserError
from kcdesk.work import records

if TYPE_CHECKING:
    from kcdesk.store.types import Edit
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.conflicts import OpenConflict


def resolve(desk: Desk, row: str, field: str, given: object) -> str:
    """Settle one field of one record with a value, one of those in conflict or another; the save's id.

    For ``deleted`` the value is true or false. Raises UserError where the record is not here, the field
    is not in conflict, the value does not fit, or only the province may write it.
    """
    from kcdesk.work import conflicts

    entity = records.locate(desk, row)
    row = row.strip().lower()
    found = next((one for one in conflicts.of_row(desk, entity, row) if one.field == field), None)
    if found is None:
        raise UserError(_("Mục này không có hai giá trị khác nhau đang chờ chọn."), code="not_in_conflict")
    saved = desk.store.save([_edit(desk, found, given)], desk.stamp())
    return saved.save


def _edit(desk: Desk, found: OpenConflict, given: object) -> Edit:
    from kcdesk.store.types import Edit

    if found.field == DELETED:
        return Edit(found.entity, found.id, delete=_yes(given))
    kind = catalogue.entity(found.entity)
    if found.field in kind and not desk.profile.is_province and _only_province(kind, found.field):
        raise UserError(_("Mục này chỉ tỉnh ghi được."), code="only_province")
    return Edit(found.entity, found.id, {found.field: _value(kind, found, given)}, settle=(found.field,))


def _only_province(kind: Entity, field: str) -> bool:
    return Writer.PROVINCE in (kind.writer, kind[field].writer)


def _yes(given: object) -> bool:
    """True or false as a script or a person gives it. Raises UserError."""
    words = {"true": True, "1": True, "false": False, "0": False}
    chosen = words.get(str(given).strip().lower())
    if chosen is None:
        raise UserError(_("Với mục đã xóa, giá trị phải là true hoặc false."), code="invalid")
    return chosen


def _value(kind: Entity, found: OpenConflict, given: object) -> Value:
    """The value as it is kept: one of those in conflict as it is, another one normalised. Raises UserError."""
    for head in found.heads:
        if given == head.value or (head.value is not None and given == str(head.value)):
            return head.value
    clean, problems = validate.normalise(kind, {found.field: given})
    if problems:
        raise UserError(problems[0].message, code="invalid", problems=tuple(problems))
    return clean.get(found.field)
