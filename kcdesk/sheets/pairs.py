"""Cells that say two things: a person with a telephone, both numbers of a place on the map, first and last month."""

from __future__ import annotations

import re

from kcdesk.model.fields import Value
from kcdesk.model.kinds import ValueProblem
from kcdesk.model.kinds.contact import plain_phone
from kcdesk.model.kinds.place import parse_point
from kcdesk.text.fold import fold

_DIGITS = re.compile(r"\+?[0-9(][0-9\s.()\-]{7,}[0-9]")
_LABELS = re.compile(r"\b(?:số\s+)?(?:điện\s+thoại|sđt|đtdđ|đt|tel|dđ|di\s+động)\b\s*[.:]*", re.IGNORECASE)
_BEFORE_NAMES = re.compile(r"^(?:ông|bà|anh|chị|cô|chú|o\.|b\.)\s*[:.]?\s+", re.IGNORECASE)
_YEAR = r"(?P<{0}>(?:19|20)[0-9]{{2}})"
_MONTH = r"(?:(?:0?[1-9]|[12][0-9]|3[01])[/.-])?(?P<{0}>0?[1-9]|1[0-2])"
_QUARTER = r"(?P<{0}>[1-4]|iv|i{{1,3}})"
_BETWEEN = r"\s*(?:-|–|,|den|toi|va)\s*"
_IN = r"\s*(?:/|-|\.|nam|,)?\s*(?:nam\s*)?"
_SPANS = tuple(
    re.compile(one)
    for one in (
        rf"(?:tu )?(?:thang |t)?{_MONTH.format('m1')}{_IN}(?:{_YEAR.format('y1')})?{_BETWEEN}(?:het )?(?:thang |t)?"
        rf"{_MONTH.format('m2')}{_IN}{_YEAR.format('y2')}",
        rf"(?:tu )?quy {_QUARTER.format('q1')}{_IN}(?:{_YEAR.format('y1')})?{_BETWEEN}(?:het )?(?:quy )?"
        rf"{_QUARTER.format('q2')}{_IN}{_YEAR.format('y2')}",
        rf"(?:trong )?(?:thang |t)?{_MONTH.format('m1')}{_IN}{_YEAR.format('y2')}",
        rf"(?:trong )?quy {_QUARTER.format('q1')}{_IN}{_YEAR.format('y2')}",
        rf"(?:tu )?(?:nam )?{_YEAR.format('y1')}{_BETWEEN}(?:nam )?{_YEAR.format('y2')}",
    )
)
"""From when to when, months or quarters, the year at least at the end; the most telling way first."""

_ONE_YEAR = re.compile(r"(?:(?:trong|ca|ke hoach) )*(?:nam )?((?:19|20)[0-9]{2})")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
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


def period(text: str) -> tuple[dict[str, Value], str]:
    """First and last month in "Quý II - IV/2026" or "03-11/2026", by target, and what was not understood.

    A year alone is the year of the plan, since nobody knows when in it.
    """
    plain = " ".join(_plain(text).split())
    if alone := _ONE_YEAR.fullmatch(plain):
        return {"support_request.plan_year": int(alone[1])}, ""
    found = next((match for shape in _SPANS if (match := shape.fullmatch(plain))), None)
    if found is None:
        return {}, text
    said = found.groupdict()
    last = int(said["y2"])
    first = int(said.get("y1") or last)
    begin = _first_month(said)
    end = _last_month(said, begin)
    if (first, begin) > (last, end):
        return {}, text
    return {
        "support_request.plan_year": first,
        "support_request.starts_on": f"{first}-{begin:02}",
        "support_request.ends_on": f"{last}-{end:02}",
    }, ""


def _plain(text: str) -> str:
    """Folded words that keep the strokes between numbers."""
    return re.sub(r"[^\s/.\-–,]+", lambda found: fold(found[0]), text.lower()).strip(" .,;")


def _first_month(said: dict[str, str | None]) -> int:
    if quarter := said.get("q1"):
        return 3 * _QUARTERS[quarter] - 2
    return int(said.get("m1") or 1)


def _last_month(said: dict[str, str | None], begin: int) -> int:
    if quarter := said.get("q2") or said.get("q1"):
        return 3 * _QUARTERS[quarter]
    if month := said.get("m2"):
        return int(month)
    return begin if said.get("m1") else 12
