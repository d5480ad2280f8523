"""Which values are personal, and how those that are masked are shown.

Personal values are withheld without consent; masked ones are shown in part in lists and on paper.
"""

from __future__ import annotations

from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.identity import is_personal_number

_SHOWN = 3
_HIDDEN = "•"


def is_personal(field: Field, value: Value) -> bool:
    """True for a value that may not travel without consent: a personal field, or a tax code that is
    the owner's personal number."""
    return field.personal or (field.kind.name == "tax_code" and is_personal_number(value))


def is_masked(field: Field, value: Value) -> bool:
    """True for a value of which lists and papers show the last digits only."""
    return field.masked or (field.kind.name == "tax_code" and is_personal_number(value))


def masked(field: Field, value: Value) -> str:
    """The value as lists and papers show it: •••••••678 where it is masked, else as it is."""
    shown = field.kind.format(value, field)
    if not is_masked(field, value):
        return shown
    plain = shown.replace(" ", "")
    return _HIDDEN * max(0, len(plain) - _SHOWN) + plain[-_SHOWN:]
