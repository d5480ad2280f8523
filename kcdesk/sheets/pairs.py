"""Cells that say two things: a person with a telephone, both numbers of a place on the map."""

from __future__ import annotations

import re

from kcdesk.model.fields import Value
from kcdesk.model.kinds import ValueProblem
from kcdesk.model.kinds.contact import plain_phone
from kcdesk.model.kinds.place import parse_point

_DIGITS = re.compile(r"\+?[0-9(][0-9\s.()\-]{7,}[0-9]")
_LABELS = re.compile(r"\b(?:số\s+)?(?:điện\s+thoại|sđt|đtdđ|đt|tel|dđ|di\s+động)\b\s*[.:]*", re.IGNORECASE)
_BEFORE_NAMES = re.compile(r"^(?:ông|bà|anh|chị|cô|chú|o\.|b\.)\s*[:.]?\s+", re.IGNORECASE)
_EDGES = " \t\n,;:.-–/()"


def contact(text: str) -> tuple[dict[str, Value], str]:
    """The representative and telephone in "Ông Lê Văn Tám - 0912 345 678", by target, and what was not understood."""
    values: dict[str, Value] = {}
    rest = text
    for written in _DIGITS.findall(text):
        parts = [written] if plain_phone(written) else re.split(r"\s[-–]\s", written)
        for part in parts:
            number = plain_phone(part)
            if number:
                rest = rest.replace(part, " ", 1)
                values.setdefault("establishment.phone", number)
    name = _BEFORE_NAMES.sub("", " ".join(_LABELS.sub(" ", rest).split()).strip(_EDGES)).strip(_EDGES)
    if any(letter.isdigit() for letter in name):
        return values, name
    if name:
        values["establishment.representative"] = name
    return values, ""


def point(text: str) -> tuple[dict[str, Value], str]:
    """Latitude and longitude in degrees (WGS 84), by target, and what was not understood."""
    try:
        found = parse_point(text)
    except ValueProblem:
        return {}, text
    return {"establishment.latitude": float(found.latitude), "establishment.longitude": float(found.longitude)}, ""
