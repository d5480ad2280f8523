"""Values as cells: real dates and numbers where nothing is lost by it, text for all else, never a formula."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kcdesk.model.fields import Field, Value

GENERAL, TEXT, WHOLE, FRACTION, YEAR, DAY, MONTH = (
    "General", "@", "#,##0", "#,##0.######", "0", "dd/mm/yyyy", "mm/yyyy",
)  # fmt: skip
"""Number formats."""

_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was; earlier days are written as text."""

_EXACT = 2**53
_LONGEST = 32_767
_MILLION = 6
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NOTHING, WITHHELD = "...", "***"
"""Marks of an empty cell, and of one whose value was left out for lack of consent."""


class Cell(NamedTuple):
    """What goes into one cell: a text or a number, and the number format."""

    value: str | int | float
    format: str


Labels = Callable[[str, str, str], str]
"""From table, code and edition to the name of a code, "" where it is not known."""


def cell_of(field: Field, value: Value, labels: Labels, version: str = "") -> Cell | None:
    """The cell that shows a value; None for nothing. ``version`` is the edition of the code table."""
    if value is None or value in ("", ()):
        return None
    maker = _MAKERS.get(field.kind.name)
    made = maker(value) if maker else None
    if made is not None:
        return made
    if field.code_table and isinstance(value, str):
        return Cell(bounded(with_label(value, labels(field.code_table, value, version))), TEXT)
    shown = field.kind.format(value, field) if field.kind.name not in ("phone", "tax_code") else str(value)
    return Cell(bounded(shown), GENERAL if len(shown) > 250 or "\n" in shown else TEXT)


def with_label(code: str, label: str) -> str:
    """A code as it is shown and chosen: "31441 – Xã Vị Thủy"."""
    return f"{code} – {label}" if label else code


def mark_of(value: Value) -> str:
    """Three characters that tell whether a value is still the one that went out."""
    if value is None or value in ("", ()):
        return NOTHING
    text = "\x1f".join(value) if isinstance(value, tuple) else str(value)
    number = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    return _ALPHABET[number & 63] + _ALPHABET[number >> 6 & 63] + _ALPHABET[number >> 12 & 63]


def millions(value: int) -> float | int | None:
    """Đồng as triệu đồng; None where a spreadsheet's number would not give every đồng back."""
    exact = Decimal(value).scaleb(-_MILLION)
    if exact == exact.to_integral_value():
        return int(exact) if abs(int(exact)) < 10**15 else None
    number = float(exact)
    shown = Decimal(f"{number:.15g}")
    return number if shown.scaleb(_MILLION) == value else None


def _money(value: Value) -> Cell | None:
    number = millions(value) if isinstance(value, int) and not isinstance(value, bool) else None
    return None if number is None else Cell(number, WHOLE if isinstance(number, int) else FRACTION)


def _whole(value: Value) -> Cell | None:
    good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    return Cell(value, WHOLE) if good and isinstance(value, int) else None


def _year(value: Value) -> Cell | None:
    made = _whole(value)
    return made._replace(format=YEAR) if made else None


def _number(value: Value) -> Cell | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _EXACT:
        return None
    return Cell(value, WHOLE if value == int(value) else FRACTION)


def _degrees(value: Value) -> Cell | None:
    made = _number(value)
    return made._replace(format=GENERAL) if made else None


def _day(value: Value) -> Cell | None:
    """A day as the number that a spreadsheet counts days by."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
    return Cell((day - _EPOCH).days, DAY) if day and day >= _FIRST_DAY else None


def _month(value: Value) -> Cell | None:
    made = _day(f"{value}-01")
    return made._replace(format=MONTH) if made else None


_MAKERS: dict[str, Callable[[Value], Cell | None]] = {
    "money": _money, "integer": _whole, "year": _year, "decimal": _number, "percent": _number, "latitude": _degrees,
    "longitude": _degrees, "date": _day, "partial_date": _day, "month": _month,
}  # fmt: skip


def bounded(text: str) -> str:
    """Text that a cell can hold: no control characters, no longer than Excel takes."""
    if text.isprintable():
        return text[:_LONGEST]
    return "".join(one if one >= " " or one in "\n\t" else " " for one in text)[:_LONGEST]
