"""How to reach a person: telephone and e-mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.text import as_text, bounded, clean
from kcdesk.model.problems import Level, Problem

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_BETWEEN = re.compile(r"[\s.\-–—()]")
_NUMBER = re.compile(r"(?:\+84|0084|84)?0?([1-9][0-9]{8,9})")

_OLD_MOBILES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""The prefixes of eleven digits that became ones of ten in September 2018."""

_LONGEST_PHONE = 60
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


def plain_phone(text: str) -> str:
    """A Vietnamese number as ten or eleven digits from 0; "" where the text is none."""
    digits = _BETWEEN.sub("", text)
    found = _NUMBER.fullmatch(digits)
    if found is None:
        return ""
    number = f"0{found[1]}"
    new = _OLD_MOBILES.get(number[:4])
    if new and len(number) == 11:
        number = new + number[4:]
    return number if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number) else ""


class Phone(Kind):
    """A telephone number. What is not understood is kept as it was typed and only warned of."""

    name: ClassVar[str] = "phone"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        typed = clean(as_text(value))
        return plain_phone(typed) or bounded(typed, field.max_length or _LONGEST_PHONE) or None

    def format(self, value: Value, field: Field) -> str:
        del field
        if not isinstance(value, str):
            return "" if value is None else str(value)
        return f"{value[:4]} {value[4:7]} {value[7:]}" if _MOBILE.fullmatch(value) else value

    def check(self, value: Value, field: Field, context: Context) -> Sequence[Problem]:
        del context
        if not isinstance(value, str) or plain_phone(value):
            return ()
        words = _("Số điện thoại này không đúng dạng số của Việt Nam; hãy dò lại.")
        return (Problem(Level.WARNING, field.name, "odd_phone", words),)


class Email(Kind):
    """An e-mail address."""

    name: ClassVar[str] = "email"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        typed = bounded(clean(as_text(value)), field.max_length or _LONGEST_EMAIL)
        if not typed:
            return None
        if not _EMAIL.fullmatch(typed):
            raise ValueProblem("bad_email", _("Thư điện tử phải có dạng ten@donvi.vn."))
        return typed

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)
