"""Text: one line, or several."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Characters without a shape that come along when text is copied; dropped."""

_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, lone surrogates and what no document can hold."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
"""Word copies a line that was broken by hand with \\x0b and the end of a page with \\x0c."""


def clean(text: str, *, lines: bool = False) -> str:
    """Text in the form in which it is kept: NFC, nothing invisible, no space at the ends or twice.

    With ``lines`` the line breaks stay. Raises ValueProblem for characters that no text has.
    """
    visible = text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if _REFUSED.search(visible):
        raise ValueProblem("bad_character", _("Có ký tự không đọc được; hãy gõ lại."))
    if not lines:
        return " ".join(visible.split())
    parts = _LINE_ENDS.sub("\n", visible).replace("\t", " ").split("\n")
    return "\n".join(part.rstrip() for part in parts).strip()


def as_text(value: object) -> str:
    """The value if it is text. Raises ValueProblem for anything else."""
    if not isinstance(value, str):
        raise ValueProblem("not_text", _("Giá trị phải là chữ."))
    return value


def bounded(text: str, limit: int) -> str:
    """The text if it is not longer than ``limit`` characters. Raises ValueProblem."""
    if len(text) > limit:
        raise ValueProblem(
            "too_long",
            _("Dài quá {limit} ký tự (đang có {count}); hãy viết gọn lại.").format(limit=limit, count=len(text)),
        )
    return text


class Text(Kind):
    """One line of text; ``Field.max_length`` counts characters."""

    name: ClassVar[str] = "text"
    limit: ClassVar[int] = 250
    lines: ClassVar[bool] = False

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        cleaned = clean(as_text(value), lines=self.lines)
        return bounded(cleaned, field.max_length or self.limit) or None

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)


class LongText(Text):
    """Several lines of text."""

    name: ClassVar[str] = "long_text"
    limit: ClassVar[int] = 4000
    lines: ClassVar[bool] = True
