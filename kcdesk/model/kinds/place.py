"""A point on the map, as latitude and longitude in degrees (WGS 84)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, NamedTuple

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.model.kinds.base import Spoken, ValueProblem
from kcdesk.model.kinds.numbers import DecimalNumber
from kcdesk.model.kinds.text import clean

PLACES = 6
"""Six decimals of a degree are a hand's breadth."""

_DEGREES = re.compile(
    r"(?P<before>[NSEWBĐnsewbđ])?\s*(?P<degrees>-?[0-9]{1,3}(?:[.,][0-9]+)?)\s*[°º]?"
    r"(?:\s*(?P<minutes>[0-9]{1,2}(?:[.,][0-9]+)?)\s*['’′]"
    r"(?:\s*(?P<seconds>[0-9]{1,2}(?:[.,][0-9]+)?)\s*(?:[\"”″]|''|’’))?)?"
    r"\s*(?P<after>[NSEWBĐnsewbđ](?![A-Za-zÀ-ỹ]))?"
)
_IN_ADDRESS = re.compile(r"(?:@|[?&]q=|[?&]ll=|!3d)(-?[0-9]{1,3}\.[0-9]+)(?:,|%2C|!4d)(-?[0-9]{1,3}\.[0-9]+)")
_PAIR_WITH_COMMAS = re.compile(r"(-?[0-9]{1,3},[0-9]+)\s*[,;\s]\s*(-?[0-9]{1,3},[0-9]+)")
_WORDS = re.compile(r"(?:toạ|tọa|vĩ|kinh) độ:?|lat(?:itude)?[:=]?|(?:lng|lon(?:gitude)?)[:=]?", re.IGNORECASE)
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180
_SIXTY = 60
_SECONDS = 3600
_PAIR = 2


class Point(NamedTuple):
    """Degrees north and degrees east."""

    latitude: Decimal
    longitude: Decimal


def parse_point(text: str) -> Point:
    """The point of pasted text: "10.03, 105.78", 10°02'05"N 105°46'48"E, an address of a map page.

    Raises ValueProblem.
    """
    typed = clean(text)
    address = _IN_ADDRESS.search(typed) or _PAIR_WITH_COMMAS.fullmatch(typed)
    if address:
        return _ordered([_decimal(address[1]), _decimal(address[2])], typed)
    return _ordered(_angles(typed), typed)


def _angles(typed: str) -> list[Decimal]:
    text = _WORDS.sub(" ", typed)
    found: list[Decimal] = []
    place = 0
    for match in _DEGREES.finditer(text):
        if text[place : match.start()].strip(" ,;()\t"):
            raise _not_a_point(typed)
        found.append(_angle(match))
        place = match.end()
    if not found or text[place:].strip(" ,;()"):
        raise _not_a_point(typed)
    return found


def _angle(match: re.Match[str]) -> Decimal:
    value = _decimal(match["degrees"])
    minutes, seconds = _decimal(match["minutes"] or "0"), _decimal(match["seconds"] or "0")
    if minutes >= _SIXTY or seconds >= _SIXTY:
        raise ValueProblem("bad_point", _("Phút và giây của tọa độ phải nhỏ hơn 60."))
    size = abs(value) + minutes / _SIXTY + seconds / _SECONDS
    side = (match["before"] or match["after"] or "").upper()
    return round(-size if value < 0 or side in ("S", "W") else size, PLACES)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _ordered(angles: list[Decimal], typed: str) -> Point:
    if len(angles) != _PAIR:
        raise _not_a_point(typed)
    first, second = (round(angle, PLACES) for angle in angles)
    if abs(first) > _MOST_LATITUDE >= abs(second):
        first, second = second, first
    if abs(first) > _MOST_LATITUDE or abs(second) > _MOST_LONGITUDE:
        raise _not_a_point(typed)
    return Point(first, second)


def _not_a_point(typed: str) -> ValueProblem:
    return ValueProblem("bad_point", _("Không hiểu tọa độ “{text}”; ví dụ: 10.03, 105.78.").format(text=typed[:40]))


class Latitude(DecimalNumber):
    """Degrees north. A pasted pair gives its first part."""

    name: ClassVar[str] = "latitude"
    part: ClassVar[int] = 0
    places: ClassVar[int] = PLACES

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        if not typed:
            return Spoken(None)
        angles = [] if _is_pair(typed) else _angles(typed)
        angle = angles[0] if len(angles) == 1 else parse_point(typed)[self.part]
        return Spoken(self._kept(angle, field))


class Longitude(Latitude):
    """Degrees east. A pasted pair gives its second part."""

    name: ClassVar[str] = "longitude"
    part: ClassVar[int] = 1


def _is_pair(typed: str) -> bool:
    return bool(_IN_ADDRESS.search(typed) or _PAIR_WITH_COMMAS.fullmatch(typed))
