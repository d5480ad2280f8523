"""Small words in which rules are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kcdesk.i18n import _
from kcdesk.model.fields import Record, Rule, Value
from kcdesk.model.problems import Level, Problem

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

Children: TypeAlias = Mapping[str, Sequence[Record]]
Found: TypeAlias = Sequence[Problem]


def error(field: str, code: str, message: str) -> Problem:
    """A problem that keeps the record from being saved."""
    return Problem(Level.ERROR, field, code, message)


def warning(field: str, code: str, message: str) -> Problem:
    """A problem that is told, and no more."""
    return Problem(Level.WARNING, field, code, message)


def gap(field: str, code: str, message: str) -> Problem:
    """Something that is missing for the record to be complete."""
    return Problem(Level.GAP, field, code, message)


def whole(record: Record, name: str) -> int | None:
    """The value of a field if it is a whole number."""
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(record: Record, name: str) -> str:
    """The value of a field if it is text, else ""."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def is_after(first: Value, second: Value) -> bool:
    """True where one ISO date is later than another, as far as both are known (2026 and 2026-10 are not)."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    known = min(len(first), len(second))
    return first[:known] > second[:known]


def not_in_future(*names: str) -> Rule:
    """A rule: days (or months, years) that lie after today are told. Years are whole numbers."""

    def rule(record: Record, children: Children, context: Context) -> Found:
        del children
        today = context.today.isoformat()
        return [
            warning(name, "in_future", _("Thời điểm này ở sau hôm nay; hãy dò lại."))
            for name in names
            if is_after(_as_date(record.get(name)), today)
        ]

    return rule


def _as_date(value: Value) -> str:
    return str(value) if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)) else ""


def in_order(first: str, second: str, code: str, message: str) -> Rule:
    """A rule: the second date may not be before the first. ``message`` is marked for translation."""

    def rule(record: Record, children: Children, context: Context) -> Found:
        del children, context
        return [error(second, code, _(message))] if is_after(record.get(first), record.get(second)) else []

    return rule


def at_most(part: str, total: str, code: str, message: str) -> Rule:
    """A rule: a part may not be larger than its total. ``message`` is marked for translation."""

    def rule(record: Record, children: Children, context: Context) -> Found:
        del children, context
        part_value, total_value = whole(record, part), whole(record, total)
        if part_value is None or total_value is None or part_value <= total_value:
            return []
        return [error(part, code, _(message))]

    return rule
