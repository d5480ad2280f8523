"""Numbers: how they are read and written, whole numbers, decimals, percentages, years."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, Literal

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.text import clean

LARGEST = 2**63 - 1
"""The largest whole number that the database keeps; the smallest is its negative."""

_MOST_CHARACTERS = 40
_EXACT_DIGITS = 15
"""A decimal with no more significant digits than this comes back from a 64-bit float as it went in."""

_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-"})
_NUMBER = re.compile(r"(-?)\s*((?:[0-9][0-9., ]*)|(?:[.,][0-9]+))")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?")
_GROUPED = {mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}


def not_a_number(text: str) -> ValueProblem:
    """The problem of a text that is no number."""
    return ValueProblem("not_a_number", _("“{text}” không phải là số; ví dụ: 1.234,5.").format(text=text[:40]))


def read_number(text: str) -> Decimal:
    """The number that a Vietnamese office means: 1.234,5 · 97,82 · 97.82 · 1 234,5.

    A dot before exactly three digits stands between thousands, else it is a decimal mark, as the
    number pad gives it. Raises ValueProblem.
    """
    typed = clean(text).translate(_MINUS)
    found = _NUMBER.fullmatch(typed)
    if found is None or len(typed) > _MOST_CHARACTERS:
        raise not_a_number(typed)
    sign, body = found.groups()
    body = body.strip()
    if " " in body:
        if not _SPACED.fullmatch(body):
            raise not_a_number(typed)
        whole, mark, rest = _parted(body.replace(" ", ""))
        return Decimal(f"{sign}{whole}.{rest or 0}") if mark else Decimal(f"{sign}{whole}")
    return Decimal(sign + _plain(body, typed))


def _parted(body: str) -> tuple[str, str, str]:
    return body.partition("," if "," in body else ".")


def _plain(body: str, typed: str) -> str:
    """Digits with at most one point, as Decimal reads them."""
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        mark, between = (",", ".") if body.rindex(",") > body.rindex(".") else (".", ",")
        whole, _mark, rest = body.partition(mark)
        if mark in rest or not _GROUPED[between].fullmatch(whole):
            raise not_a_number(typed)
        return f"{whole.replace(between, '')}.{rest or 0}"
    mark = "," if commas else "."
    if dots + commas > 1 or (dots and _is_thousands(body)):
        if not _GROUPED[mark].fullmatch(body):
            raise not_a_number(typed)
        return body.replace(mark, "")
    whole, _mark, rest = body.partition(mark)
    return f"{whole or 0}.{rest or 0}"


def _is_thousands(body: str) -> bool:
    """One dot before exactly three digits; nobody writes 0.500 for five hundred."""
    return bool(_GROUPED["."].fullmatch(body)) and not body.startswith("0")


def write_number(value: Decimal) -> str:
    """A number as an office writes it, without digits that say nothing: 1.234,5."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.translate(str.maketrans(",.", ".,"))
    return "0" if text == "-0" else text


def as_whole(value: object) -> int:
    """The value if it is a whole number within 64 bits. Raises ValueProblem."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueProblem("not_whole", _("Giá trị phải là số nguyên."))
    return _within(value)


def _within(value: int) -> int:
    if abs(value) > LARGEST:
        raise ValueProblem("too_large", _("Số quá lớn."))
    return value


def as_decimal(value: object) -> Decimal:
    """The value as an exact decimal if it is a finite number. Raises ValueProblem."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueProblem("not_a_number", _("Giá trị phải là số."))
    exact = Decimal(repr(value))
    if not exact.is_finite():
        raise ValueProblem("not_a_number", _("Giá trị phải là số."))
    return exact


def limits(value: Decimal | int, field: Field) -> None:
    """Raise ValueProblem where the value is below ``Field.minimum`` or above ``Field.maximum``."""
    if field.minimum is not None and value < field.minimum:
        if field.minimum == 0:
            raise ValueProblem("below_minimum", _("Không được nhỏ hơn 0."))
        raise ValueProblem("below_minimum", _("Nhỏ nhất là {limit}.").format(limit=_shown(field.minimum, field)))
    if field.maximum is not None and value > field.maximum:
        raise ValueProblem("above_maximum", _("Lớn nhất là {limit}.").format(limit=_shown(field.maximum, field)))


def _shown(limit: float, field: Field) -> str:
    words = field.kind.format(limit, field)
    return f"{words} {_(field.unit)}" if field.unit else words


class WholeNumber(Kind):
    """A whole number."""

    name: ClassVar[str] = "integer"
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "INTEGER"
    schema_type: ClassVar[str] = "integer"

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        if not typed:
            return Spoken(None)
        number = read_number(typed)
        if number != number.to_integral_value():
            raise ValueProblem("not_whole", _("Phải là số nguyên, không có phần lẻ."))
        return Spoken(self.normalise(int(number), field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        whole = as_whole(value)
        limits(whole, field)
        return whole

    def format(self, value: Value, field: Field) -> str:
        del field
        return write_number(Decimal(value)) if isinstance(value, int) else "" if value is None else str(value)


class DecimalNumber(Kind):
    """A number with at most ``places`` decimals; kept as a float that gives back exactly what was typed."""

    name: ClassVar[str] = "decimal"
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "REAL"
    schema_type: ClassVar[str] = "number"
    places: ClassVar[int] = 3

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        return Spoken(self._kept(read_number(typed), field) if typed else None)

    def normalise(self, value: object, field: Field) -> Value:
        return None if value is None else self._kept(as_decimal(value), field)

    def _kept(self, value: Decimal, field: Field) -> float:
        rounded = round(value, self.places) if abs(value) < LARGEST else value
        if rounded != value:
            raise ValueProblem("too_fine", _("Nhiều nhất {places} chữ số lẻ.").format(places=self.places))
        if value and value.adjusted() + self.places >= _EXACT_DIGITS:
            raise ValueProblem("too_large", _("Số quá lớn."))
        limits(value, field)
        return float(value) if value else 0.0

    def format(self, value: Value, field: Field) -> str:
        del field
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "" if value is None else str(value)
        return write_number(Decimal(repr(value)))


class Percent(DecimalNumber):
    """A share in per cent with at most two decimals; typed with or without the sign."""

    name: ClassVar[str] = "percent"
    places: ClassVar[int] = 2

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        return DecimalNumber.parse(self, typed.removesuffix("%"), field)


FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years outside are mistakes of typing, whatever the day."""

LAST_SHORT_YEAR = 69
"""Two digits up to this mean 20xx, above it 19xx. Fixed, so that no text changes its meaning with time."""


def read_year(digits: str) -> int:
    """A year of two or four digits. Raises ValueProblem."""
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) <= LAST_SHORT_YEAR else 1900)
    return check_year(int(digits))


def check_year(year: int) -> int:
    """The year if it is one that a paper may bear. Raises ValueProblem."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueProblem(
            "bad_year",
            _("Năm {year} không hợp lệ; năm phải từ {first} đến {last}.").format(
                year=year, first=FIRST_YEAR, last=LAST_YEAR
            ),
        )
    return year


class Year(Kind):
    """A year; two digits are understood."""

    name: ClassVar[str] = "year"
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "INTEGER"
    schema_type: ClassVar[str] = "integer"

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        if not typed:
            return Spoken(None)
        if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", typed):
            raise ValueProblem("bad_year", _("Năm ghi bằng bốn chữ số, ví dụ 2026."))
        return Spoken(self.normalise(read_year(typed), field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        year = check_year(as_whole(value))
        limits(year, field)
        return year

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)
