"""Chuyển đổi, đổi chủ: an establishment gets another owner, name or legal form and stays the same establishment.

What it is and has done stays: place, trade, products, machines, figures, requests, visits, earlier support, its
code. What belongs to the former owner or to the former registration starts anew: his telephone and number, the
consent that he gave, the tax code and registration where the legal form changes or another one is given. The
former name, owner and tax code are written down and still found by search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue, validate
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import UserError
from kcdesk.work import records
from kcdesk.work.records import SavedRecord

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

ENTITY = "establishment"
FIELDS = (
    "name", "legal_form", "legal_form_note", "representative", "phone", "tax_code", "registration_number", "changed_on",
)  # fmt: skip
"""What is asked in the step."""
OF_OWNER = ("position", "gender", "ethnicity", "personal_number", "phone", "phone_missing_reason", "zalo", "email")
"""What belongs to the person and goes with him."""
OF_REGISTRATION = (
    "tax_code",
    "tax_code_missing_reason",
    "registration_number",
    "registration_date",
    "registration_place",
)
_FORMER = {"name": "former_names", "representative": "former_owners", "tax_code": "former_tax_codes"}
_NEW_CONSENT: dict[str, Value] = {
    "consent": "chua_hoi", "consent_on": None, "consent_method": None, "consent_notice": None, "consent_by": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Succession:
    """What the step would write.

    ``anew`` names the fields that are emptied or changed, ``former`` the old values that are kept searchable, by
    the field that keeps them. ``asks_consent`` tells that the new owner has to be asked.
    """

    values: Mapping[str, Value]
    anew: tuple[str, ...]
    former: Mapping[str, str]
    asks_consent: bool


def plan(record: Record, given: Mapping[str, Value]) -> Succession:
    """What a change means for a record; ``given`` are values of ``FIELDS`` as they were typed for the time after.

    What is given stands, also where it is as before (a son who keeps his father's telephone).

    Raises UserError where none of name, owner and legal form changes.
    """
    changed = {name: value for name, value in given.items() if name in FIELDS and value != record.get(name)}
    owner, form = "representative" in changed, "legal_form" in changed
    if not (owner or form or "name" in changed):
        raise UserError(_("Chưa có gì thay đổi: hãy ghi chủ mới, tên mới hoặc loại hình mới."), code="nothing_changed")
    values: dict[str, Value] = dict(changed)
    if owner:
        values = {**_emptied(record, OF_OWNER, given), **_NEW_CONSENT, **values}
    if form or "tax_code" in changed:
        values = {**_emptied(record, OF_REGISTRATION, given), **values}
    former: dict[str, str] = {}
    for name, keeper in _FORMER.items():
        old = record.get(name)
        if isinstance(old, str) and old and name in values and values[name] != old:
            former[keeper] = old
            values[keeper] = _with_line(record.get(keeper), old)
    anew = tuple(name for name in values if name not in _FORMER.values() and values[name] != record.get(name))
    return Succession(values, anew, former, asks_consent=owner)


def succeed(desk: Desk, row: str, given: Mapping[str, object]) -> SavedRecord:
    """Write the change as one save. Raises UserError where nothing changes or something cannot be saved."""
    record = records.load(desk, ENTITY, row).record
    clean, problems = validate.normalise(catalogue.entity(ENTITY), given)
    if problems:
        raise UserError(problems[0].message, code="invalid", problems=tuple(problems))
    return records.save_record(desk, ENTITY, row, plan(record, clean).values)


def _emptied(record: Record, names: tuple[str, ...], given: Mapping[str, Value]) -> dict[str, Value]:
    return {name: None for name in names if record.get(name) is not None and name not in given}


def _with_line(text: Value, line: str) -> str:
    """One more line, unless it is there already."""
    lines = [one for one in str(text or "").splitlines() if one.strip()]
    return "\n".join(lines if line in lines else [*lines, line])
