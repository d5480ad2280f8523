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
_NUMBER = r"(-?[0-9]{1,3}\.[0-9]+)"
_COMMA = r"(?:,|%2C)(?:\+|%20|\s)*"
_ADDRESSES = (
    re.compile(rf".*!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(
        rf"(?:[?&](?:q|ll|query|destination|daddr)=(?:loc:)?|geo:|/place/|/search/|/dir/[^@]*/){_NUMBER}{_COMMA}{_NUMBER}"
    ),
    re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}"),
    re.compile(rf"@{_NUMBER}{_COMMA}{_NUMBER}|#map=[0-9.]+/{_NUMBER}/{_NUMBER}"),
)
"""In the address of a map page the pin comes first, then what was asked for; the middle of the picture, which may lie
streets away, only where nothing else is named."""

_LINK = re.compile(r"(?:https?://|www\.|[a-z.]+\.gl/)\S+", re.IGNORECASE)
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
    pair = _pair(typed)
    return _ordered(list(pair) if pair else _angles(typed), typed)


def _pair(typed: str) -> tuple[Decimal, Decimal] | None:
    """The two numbers of a map page's address, or of a pair with decimal commas."""
    for pattern in _ADDRESSES:
        found = pattern.search(typed)
        if found:
            first, second = (part for part in found.groups() if part is not None)
            return _decimal(first), _decimal(second)
    commas = _PAIR_WITH_COMMAS.fullmatch(typed)
    return (_decimal(commas[1]), _decimal(commas[2])) if commas else None


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
    if _LINK.search(typed):
        words = _("Liên kết này không ghi tọa độ; hãy mở nó ra, rồi chép hai con số tọa độ trên bản đồ vào đây.")
        return ValueProblem("bad_point", words)
    if _looks_like_metres(typed):
        words = _("Đây là tọa độ tính bằng mét (VN-2000); ở đây cần vĩ độ và kinh độ, ví dụ: 10.03, 105.78.")
        return ValueProblem("bad_point", words)
    return ValueProblem("bad_point", _("Không hiểu tọa độ “{text}”; ví dụ: 10.03, 105.78.").format(text=typed[:40]))


def _looks_like_metres(typed: str) -> bool:
    """Two lengths as a land paper writes them: X = 1081234,56; Y = 587123,45."""
    numbers = re.findall(r"[0-9]+(?=[.,; \t]|[.,][0-9]+|$)", re.sub(r"(?<=[0-9])[.](?=[0-9]{3}(?![0-9]))", "", typed))
    return len([one for one in numbers if 6 <= len(one) <= 7]) == 2


class Latitude(DecimalNumber):
    """Degrees north. A pasted pair gives its first part."""

    name: ClassVar[str] = "latitude"
    part: ClassVar[int] = 0
    places: ClassVar[int] = PLACES

    def parse(self, text: str, field: Field) -> Spoken:
        typed = clean(text)
        if not typed:
            return Spoken(None)
        angles = [] if _pair(typed) else _angles(typed)
        angle = angles[0] if len(angles) == 1 else parse_point(typed)[self.part]
        return Spoken(self._kept(angle, field))


class Longitude(Latitude):
    """Degrees east. A pasted pair gives its second part."""

    name: ClassVar[str] = "longitude"
    part: ClassVar[int] = 1
