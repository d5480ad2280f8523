"""Money: a whole number of đồng, typed and shown in triệu đồng.

A wrong unit is the commonest mistake on these forms. What is outside ``Field.likely`` and would be
inside it ten, a thousand or a million times smaller (or larger) is asked back.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import ClassVar, Literal

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.numbers import as_whole, limits, read_number, write_number
from kcdesk.model.kinds.text import clean

THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9

_UNITS = {
    "": MILLION,
    **dict.fromkeys(("d", "dong", "vnd"), 1),
    **dict.fromkeys(("k", "ng", "nghin", "ngan"), THOUSAND),
    **dict.fromkeys(("tr", "trieu", "m"), MILLION),
    **dict.fromkeys(("ty", "ti"), BILLION),
}
_CURRENCY = re.compile(r"(?<=[a-z])(?:vnd|dong|d)$")
_PART = re.compile(r"(?P<number>[0-9][0-9., ]*|[.,][0-9]+)(?P<unit>[a-z][a-z. ]*)?")
_SHORT_PARTS = (1, 3)
"""After "1 tỷ" a bare 2 or 200 is understood; a bare 20 could be either of two sums."""

_FACTORS = (Decimal(1) / MILLION, Decimal(1) / THOUSAND, Decimal(THOUSAND), Decimal(1) / 10, Decimal(10))
_MARKS = str.maketrans({"đ": "d", "₫": "d", "−": "-", "–": "-", "—": "-"})


def read_money(text: str) -> int:
    """The đồng that a typed sum means: 97,82 · 97820000đ · 97tr8 · 1,2 tỷ · 50 triệu. Raises ValueProblem."""
    folded = _without_marks(text)
    negative = folded.startswith("-") or (folded.startswith("(") and folded.endswith(")"))
    body = folded.strip("()").removeprefix("-").strip()
    amount = _sum(body, text)
    if amount != amount.to_integral_value():
        raise ValueProblem("below_one_dong", _("Số tiền lẻ hơn một đồng; hãy kiểm tra lại dấu phẩy."))
    return as_whole(-int(amount) if negative else int(amount))


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFD", clean(text).lower())
    return "".join(one for one in parts if not unicodedata.combining(one)).translate(_MARKS).strip()


def _sum(body: str, typed: str) -> Decimal:
    total, last, place, spaced = Decimal(0), 0, 0, False
    for found in _PART.finditer(body):
        if found.start() != place:
            break
        number, unit = found["number"], _unit(found["unit"] or "", typed)
        if not place:
            total, last = read_number(number) * unit, unit
        elif not found["unit"]:
            total += _rest(number.strip(), last, spaced=spaced)
            last = 0
        elif unit < last:
            total, last = total + read_number(number) * unit, unit
        else:
            break
        place, spaced = found.end(), body[: found.end()].endswith(" ")
    if not place or place != len(body):
        raise ValueProblem(
            "not_money", _("Không hiểu số tiền “{text}”; ví dụ: 97,82 (triệu đồng).").format(text=clean(typed)[:40])
        )
    return total


def _unit(words: str, typed: str) -> int:
    name = words.replace(".", "").replace(" ", "")
    unit = _UNITS.get(name) or _UNITS.get(_CURRENCY.sub("", name))
    if unit is None:
        raise ValueProblem("not_money", _("Không hiểu đơn vị tiền trong “{text}”.").format(text=clean(typed)[:40]))
    return unit


def _rest(digits: str, unit: int, *, spaced: bool) -> Decimal:
    """What stands after a unit without one of its own: 97tr8 is 97,8 triệu, 97tr82 is 97,82."""
    if not digits.isdecimal() or unit <= 1 or (spaced and len(digits) not in _SHORT_PARTS):
        raise ValueProblem("no_unit", _("Hãy ghi đơn vị sau số {number}.").format(number=digits))
    return Decimal(digits).scaleb(-len(digits)) * unit


def write_money(value: int) -> str:
    """Đồng as triệu đồng, every đồng kept: 97,82."""
    return write_number(Decimal(value).scaleb(-6))


def is_likely(value: Decimal | int, field: Field) -> bool:
    """True where the value is inside ``Field.likely``; nothing has always been likely."""
    low, high = field.likely
    return value == 0 or ((low is None or value >= low) and (high is None or value <= high))


class Money(Kind):
    """A sum of money in đồng."""

    name: ClassVar[str] = "money"
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "INTEGER"
    schema_type: ClassVar[str] = "integer"

    def parse(self, text: str, field: Field) -> Spoken:
        if not clean(text):
            return Spoken(None)
        value = read_money(text)
        instead = _instead(value, field)
        if instead is None:
            limits(value, field)
            return Spoken(value)
        return Spoken(value, _("Có phải {amount} triệu?").format(amount=write_money(instead)), instead)

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueProblem("not_whole", _("Số tiền phải là số nguyên, tính bằng đồng."))
        amount = as_whole(value)
        limits(amount, field)
        return amount

    def format(self, value: Value, field: Field) -> str:
        del field
        if isinstance(value, bool) or not isinstance(value, int):
            return "" if value is None else str(value)
        return write_money(value)


def _instead(value: int, field: Field) -> int | None:
    """The likely sum that was probably meant where the value is not likely."""
    if is_likely(value, field):
        return None
    for factor in _FACTORS:
        other = value * factor
        if other == other.to_integral_value() and is_likely(other, field):
            return int(other)
    return None
