"""One of a closed list, several of it, yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, Literal

from kcdesk.i18n import _
from kcdesk.model.fields import Choice, Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.text import as_text, clean
from kcdesk.text.fold import fold

_BETWEEN = re.compile(r"[;\n]")
_YES = frozenset(("co", "yes", "true", "dung", "x", "1", "y", "c"))
_NO = frozenset(("khong", "no", "false", "sai", "0", "n", "k"))


def label_of(code: Value, choices: Iterable[Choice]) -> str:
    """The label of a code in the language in force; the code itself where the list has none."""
    return next((_(choice.label) for choice in choices if choice.code == code), str(code))


def _unknown(text: str) -> ValueProblem:
    return ValueProblem("unknown_choice", _("“{text}” không có trong danh sách lựa chọn.").format(text=text))


def _find(text: str, choices: tuple[Choice, ...]) -> str:
    """The code that a typed code or label means. Raises ValueProblem."""
    asked = fold(text)
    for choice in choices:
        if text == choice.code or asked in (fold(choice.code), fold(_(choice.label)), fold(choice.label)):
            return choice.code
    begins = [choice.code for choice in choices if asked and fold(_(choice.label)).startswith(asked)]
    if len(begins) == 1:
        return begins[0]
    raise _unknown(text)


class OneOf(Kind):
    """One code of ``Field.choices``. Typed as code or label, with or without marks."""

    name: ClassVar[str] = "choice"

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        return Spoken(_find(typed, field.choices) if typed else None)

    def normalise(self, value: object, field: Field) -> Value:
        if value is None or value == "":
            return None
        text = as_text(value)
        if all(choice.code != text for choice in field.choices):
            raise _unknown(clean(text)[:40])
        return text

    def format(self, value: Value, field: Field) -> str:
        return "" if value is None else label_of(value, field.choices)


class SomeOf(Kind):
    """Several codes of ``Field.choices``, kept in declared order. Typed with semicolons between them."""

    name: ClassVar[str] = "choices"

    def parse(self, text: str, field: Field) -> Spoken:
        codes = [_find(part, field.choices) for part in map(clean, _BETWEEN.split(text)) if part]
        return Spoken(self.normalise(codes, field))

    def normalise(self, value: object, field: Field) -> Value:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise ValueProblem("not_a_list", _("Giá trị phải là danh sách các mã."))
        chosen = {as_text(one) for one in value}
        known = tuple(choice.code for choice in field.choices if choice.code in chosen)
        if len(known) < len(chosen):
            raise _unknown(clean(sorted(chosen.difference(known))[0])[:40])
        return known or None

    def format(self, value: Value, field: Field) -> str:
        if not isinstance(value, tuple):
            return "" if value is None else str(value)
        return "; ".join(label_of(code, field.choices) for code in value)


class YesNo(Kind):
    """Yes, no, or nothing said."""

    name: ClassVar[str] = "yes_no"
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "INTEGER"
    schema_type: ClassVar[str] = "boolean"

    def parse(self, text: str, field: Field) -> Spoken:
        del field
        asked = fold(clean(text))
        if not asked:
            return Spoken(None)
        if asked not in _YES | _NO:
            raise ValueProblem("not_yes_no", _("Ghi “Có” hoặc “Không”."))
        return Spoken(asked in _YES)

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None or isinstance(value, bool):
            return value
        raise ValueProblem("not_yes_no", _("Giá trị phải là có hoặc không (true hoặc false)."))

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else _("Có") if value else _("Không")
