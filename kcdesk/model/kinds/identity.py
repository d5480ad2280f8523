"""Numbers that name an establishment or a person: tax code and personal number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.text import as_text, clean
from kcdesk.model.problems import Level, Problem

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

_BETWEEN = re.compile(r"[\s.\-–—/]")
_DIGITS = re.compile(r"[0-9]+")
_SHORT_BRANCH = re.compile(r"[0-9]{10}-[0-9]{2}")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LAST_PLACE = 96
"""Places of birth keep the numbers of the 63 old provinces, the last of which is 096 (Cà Mau)."""

PERSONAL_LENGTH = 12
_CODE_LENGTH, _BRANCH_LENGTH = 10, 13


def check_digit_fits(code: str) -> bool:
    """True where the tenth digit of a tax code follows from the first nine.

    Weights 31 … 3, tenth digit = 10 − (sum mod 11); a result of 10 is never issued.
    """
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
    return 10 - total % 11 == int(code[9])


def is_personal_number(value: Value) -> bool:
    """True for a tax code that is the owner's personal number: it is hidden as such a number is."""
    return isinstance(value, str) and len(value) == PERSONAL_LENGTH and value.isdecimal()


def _digits_of(text: str) -> str:
    return _BETWEEN.sub("", clean(text))


def _with_lost_zero(digits: str) -> str:
    """The code that Excel made these digits of when it ate the zero in front; "" where none fits."""
    code = f"0{digits}"
    if len(code) == _CODE_LENGTH and check_digit_fits(code):
        return code
    if len(code) == _BRANCH_LENGTH and digits[0] != "0" and check_digit_fits(code) and code[10:] != "000":
        return f"{code[:10]}-{code[10:]}"
    return ""


class TaxCode(Kind):
    """A tax code: 10 digits, 10-3 for a branch, or the 12 digits of the owner's personal number.

    Circular 90/2026/TT-BTC. A check digit that does not fit only warns.
    """

    name: ClassVar[str] = "tax_code"

    def parse(self, text: str, field: Field) -> Spoken:
        typed = re.sub(r"^\s*(?:mst|mã số thuế)\s*:?", "", clean(text), flags=re.IGNORECASE)
        value = self.normalise(typed, field)
        meant = _with_lost_zero(value) if is_personal_number(value) and isinstance(value, str) else ""
        doubt = _("Có phải {code}? Excel hay làm mất số 0 ở đầu.").format(code=meant) if meant else ""
        return Spoken(value, doubt, meant or None)

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None:
            return None
        digits = _digits_of(as_text(value))
        if not digits:
            return None
        if _SHORT_BRANCH.fullmatch(clean(as_text(value)).replace(" ", "")):
            raise ValueProblem("bad_tax_code", _("Sau dấu gạch phải có đủ 3 chữ số, ví dụ 0100109106-001."))
        if not _DIGITS.fullmatch(digits):
            raise ValueProblem("bad_tax_code", _("Mã số thuế chỉ gồm chữ số (và dấu gạch của đơn vị phụ thuộc)."))
        if len(digits) == _BRANCH_LENGTH:
            return f"{digits[:10]}-{digits[10:]}"
        if len(digits) in (_CODE_LENGTH, PERSONAL_LENGTH):
            return digits
        raise ValueProblem("bad_tax_code", _wrong_length(digits))

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)

    def check(self, value: Value, field: Field, context: Context) -> Sequence[Problem]:
        del context
        if not isinstance(value, str):
            return ()
        if is_personal_number(value):
            meant = _with_lost_zero(value)
            if meant:
                words = _("Có thể là {code}: Excel hay làm mất số 0 ở đầu.").format(code=meant)
                return (Problem(Level.WARNING, field.name, "lost_zero", words),)
            return _doubts(value, field)
        if not check_digit_fits(value):
            words = _("Chữ số cuối không khớp; hãy dò lại mã số thuế trên giấy.")
            return (Problem(Level.WARNING, field.name, "check_digit", words),)
        if value.endswith("-000"):
            words = _("Số thứ tự của đơn vị phụ thuộc phải từ 001 đến 999.")
            return (Problem(Level.WARNING, field.name, "bad_branch", words),)
        return ()


def _wrong_length(digits: str) -> str:
    meant = _with_lost_zero(digits)
    if meant:
        return _("Mã số thuế thiếu chữ số; có phải {code}? Excel hay làm mất số 0 ở đầu.").format(code=meant)
    return _("Mã số thuế phải có 10, 13 (dạng 10-3) hoặc 12 chữ số; đang có {count}.").format(count=len(digits))


class PersonalNumber(Kind):
    """The twelve digits of a person (số định danh cá nhân). It has no check digit."""

    name: ClassVar[str] = "personal_number"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None:
            return None
        digits = _digits_of(as_text(value))
        if not digits:
            return None
        if not _DIGITS.fullmatch(digits) or len(digits) != PERSONAL_LENGTH:
            raise ValueProblem("bad_personal_number", _personal_length(digits))
        return digits

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)

    def check(self, value: Value, field: Field, context: Context) -> Sequence[Problem]:
        del context
        return _doubts(value, field) if isinstance(value, str) else ()


def _personal_length(digits: str) -> str:
    if len(digits) == 9:
        return _("Đây là số CMND cũ (9 số), đã hết hiệu lực; hãy hỏi số định danh 12 số.")
    if len(digits) == PERSONAL_LENGTH - 1:
        words = _("Số định danh thiếu một chữ số; có phải 0{digits}? Excel hay làm mất số 0 ở đầu.")
        return words.format(digits=digits)
    return _("Số định danh cá nhân phải có đúng 12 chữ số.")


def born_in(number: str) -> int:
    """The year of birth that a personal number names (fourth digit: century and sex)."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def sex_of(number: str) -> str:
    """``nam`` or ``nu``, as a personal number names it."""
    return "nu" if int(number[3]) % 2 else "nam"


def _doubts(number: str, field: Field) -> Sequence[Problem]:
    if 1 <= int(number[:3]) <= _LAST_PLACE and int(number[3]) <= 3:
        return ()
    words = _("Số định danh này không đúng cấu tạo (nơi sinh, thế kỷ); hãy dò lại.")
    return (Problem(Level.WARNING, field.name, "odd_personal_number", words),)
