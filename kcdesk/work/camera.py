"""What a camera writes into a photo that is of use: where it stood, and the day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

_GPS, _EXIF, _TAKEN, _CHANGED = 0x8825, 0x8769, 0x9003, 0x0132
_MINUTES, _SECONDS = 60, 3600
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180
_FIRST_YEAR = 2000
"""A camera whose clock was never set says an earlier one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees north and east (WGS 84), six decimals."""

    latitude: float
    longitude: float


def words(exif: Any) -> tuple[Place | None, str]:
    """Place and day (ISO, "" where it is not known) of the EXIF data of a picture."""
    return _place(exif.get_ifd(_GPS)), _day(exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_CHANGED))


def _place(gps: Any) -> Place | None:
    latitude, longitude = _degrees(gps.get(2), gps.get(1), "S"), _degrees(gps.get(4), gps.get(3), "W")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    if abs(latitude) > _MOST_LATITUDE or abs(longitude) > _MOST_LONGITUDE:
        return None
    return Place(round(latitude, 6), round(longitude, 6))


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    size = degrees + minutes / _MINUTES + seconds / _SECONDS
    if not math.isfinite(size):
        return None  # a camera without a fix writes 0/0
    return -size if str(side).strip("\0 ").upper() == negative else size


def _day(written: Any) -> str:
    text = str(written or "")[:10].replace(":", "-")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if day.year >= _FIRST_YEAR else ""


def exif_of_place(place: Place | None) -> bytes:
    """Only the position, as cameras write it; nothing where there is none."""
    if place is None:
        return b""
    from PIL import Image

    exif = Image.Exif()
    gps = exif.get_ifd(_GPS)
    gps[0] = b"\x02\x03\x00\x00"
    gps[1], gps[2] = "S" if place.latitude < 0 else "N", _rational(abs(place.latitude))
    gps[3], gps[4] = "W" if place.longitude < 0 else "E", _rational(abs(place.longitude))
    return exif.tobytes()


def _rational(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * _MINUTES)
    return float(whole), float(minutes), round((degrees - whole - minutes / _MINUTES) * _SECONDS, 4)
