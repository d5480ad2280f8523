"""Are two establishments one and the same? How much speaks for it, and in which words.

Nothing here is certain: a person decides. A score says how much to expect of a look.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kcdesk.i18n import N_
from kcdesk.model.fields import Value
from kcdesk.text.fold import fold
from kcdesk.text.similar import similarity

ALIKE = 0.85
"""Names at least this much alike count, in the same commune."""
SAME_NAME = 0.97
NEAR_METRES = 60.0
WORTH_A_LOOK = 50
"""Pairs with a lower score are not shown."""
_EARTH_METRES = 6_371_000.0
_NUMBER = re.compile(r"\d")
_TAX_STEM = 10
_SHORTEST_PHONE = 8


class Reason(StrEnum):
    """What two records have in common."""

    TAX_CODE = "tax_code"
    TAX_BRANCH = "tax_branch"
    PHONE = "phone"
    NAME = "name"
    LIKE_NAME = "like_name"
    PERSON = "person"
    NEAR = "near"


WORDS: Mapping[Reason, str] = {
    Reason.TAX_CODE: N_("cùng mã số thuế"),
    Reason.TAX_BRANCH: N_("cùng mã số thuế gốc"),
    Reason.PHONE: N_("cùng số điện thoại"),
    Reason.NAME: N_("cùng tên, cùng xã"),
    Reason.LIKE_NAME: N_("tên gần giống, cùng xã"),
    Reason.PERSON: N_("cùng người đại diện, cùng xã"),
    Reason.NEAR: N_("vị trí rất gần nhau"),
}
_WEIGHT: Mapping[Reason, float] = {
    Reason.TAX_CODE: 0.9,
    Reason.TAX_BRANCH: 0.5,
    Reason.PHONE: 0.6,
    Reason.NAME: 0.75,
    Reason.LIKE_NAME: 0.55,
    Reason.PERSON: 0.35,
    Reason.NEAR: 0.35,
}
_OTHER_TAX_CODE = 0.5
"""Two whole, different tax codes speak against it: the score is taken times this."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of an establishment. ``phones`` are digits only; ``point`` is a latitude and a longitude."""

    row: str
    name: str = ""
    commune: str = ""
    tax_code: str = ""
    phones: frozenset[str] = frozenset()
    person: str = ""
    point: tuple[float, float] | None = None

    @property
    def tax_stem(self) -> str:
        """The ten digits that a branch shares with its head office; "" where there are not as many."""
        digits = "".join(_NUMBER.findall(self.tax_code))
        return digits[:_TAX_STEM] if len(digits) >= _TAX_STEM else ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` from 0 to 100; the reasons, the strongest first."""

    score: int
    reasons: tuple[Reason, ...]


def sketch(record: Mapping[str, Value], row: str = "") -> Sketch:
    """What is compared of a record."""
    latitude, longitude = record.get("latitude"), record.get("longitude")
    has_point = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    return Sketch(
        row=row or str(record.get("id") or ""),
        name=str(record.get("name") or ""),
        commune=str(record.get("commune_code") or ""),
        tax_code=str(record.get("tax_code") or ""),
        phones=phones(str(record.get(name) or "") for name in ("phone", "zalo")),
        person=fold(str(record.get("representative") or "")),
        point=(float(latitude), float(longitude)) if has_point else None,  # type: ignore[arg-type]
    )


def phones(texts: Iterable[str]) -> frozenset[str]:
    """The telephone numbers in some texts, digits only, as from within the country."""
    found = set()
    for text in texts:
        for part in re.split(r"[;,/\n]| - ", text):
            digits = "".join(_NUMBER.findall(part))
            if digits.startswith("84") and len(digits) > _TAX_STEM:
                digits = "0" + digits[2:]
            if len(digits) >= _SHORTEST_PHONE:
                found.add(digits)
    return frozenset(found)


def compare(one: Sketch, two: Sketch) -> Likeness | None:
    """What two establishments have in common; None where nothing is worth a look. Symmetric."""
    reasons = tuple(sorted(_reasons(one, two), key=lambda reason: -_WEIGHT[reason]))
    doubt = math.prod(1 - _WEIGHT[reason] for reason in reasons)
    certainty = 1 - doubt
    if one.tax_stem and two.tax_stem and one.tax_stem != two.tax_stem:
        certainty *= _OTHER_TAX_CODE
    score = round(certainty * 100)
    return Likeness(score, reasons) if score >= WORTH_A_LOOK else None


def _reasons(one: Sketch, two: Sketch) -> list[Reason]:
    found = []
    if one.tax_code and one.tax_code == two.tax_code:
        found.append(Reason.TAX_CODE)
    elif one.tax_stem and one.tax_stem == two.tax_stem:
        found.append(Reason.TAX_BRANCH)
    if one.phones & two.phones:
        found.append(Reason.PHONE)
    if one.commune and one.commune == two.commune:
        found += _neighbours(one, two)
    if one.point and two.point and metres(one.point, two.point) <= NEAR_METRES:
        found.append(Reason.NEAR)
    return found


def _neighbours(one: Sketch, two: Sketch) -> list[Reason]:
    """What counts only within one commune."""
    found = []
    alike = similarity(one.name, two.name) if one.name and two.name else 0.0
    if alike >= SAME_NAME:
        found.append(Reason.NAME)
    elif alike >= ALIKE:
        found.append(Reason.LIKE_NAME)
    if one.person and one.person == two.person:
        found.append(Reason.PERSON)
    return found


def metres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """The distance of two points in metres (great circle, haversine)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, two))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))
