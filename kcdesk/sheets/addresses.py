"""One line of address taken apart: hamlet, commune, district, province, of today or of before July 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference

_COMMUNE, _DISTRICT, _PROVINCE = "commune", "district", "province"
_TYPES: dict[str, tuple[str, ...]] = {
    "xa": (_COMMUNE,), "phuong": (_COMMUNE,), "thi tran": (_COMMUNE,), "dac khu": (_COMMUNE,),
    "huyen": (_DISTRICT,), "quan": (_DISTRICT,), "thi xa": (_DISTRICT,), "thanh pho": (_DISTRICT, _PROVINCE),
    "tinh": (_PROVINCE,),
}  # fmt: skip
_SHORT = {
    "x": "xa", "p": "phuong", "tt": "thi tran", "h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho",
    "t": "tinh", "f": "phuong", "dk": "dac khu",
}  # fmt: skip
_PLACES = {"hcm": "ho chi minh", "tphcm": "thanh pho ho chi minh", "hn": "ha noi", "brvt": "ba ria vung tau"}
_TYPE_WORD = (
    r"(?:x[ãaà]|phư[ờo]ng|phuong|thị\s*trấn|thi\s*tran|đặc\s*khu|huy[ệê]n|huyen|quận|quan|thị\s*xã|thi\s*xa"
    r"|thành\s*phố|thanh\s*pho|tỉnh|tinh)"
)
_ABBREVIATED = r"(?:tx|tp|tt|[xphqtf])(?:\.\s*|\s+(?=[A-ZĐÀ-Ỹ0-9]))|(?:[pq])(?=[0-9]{1,2}\b)"
_BEGINS = re.compile(rf"(?<![\w.])(?:{_TYPE_WORD}\s+(?=\S)|{_ABBREVIATED})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\s[-–—]\s|(?<=\w)-\s|(?<=[a-zà-ỹ]{3})\.\s(?=[A-ZĐ]))\s*")
_ROMANS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12",
}  # fmt: skip
_LETTER_NUMBER = re.compile(r"^(p|q|f|h|x)\s*\.?\s*([0-9]{1,2})$")


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names. ``communes`` are the codes of today that it may mean: one, several, or none.

    ``rest`` is what stands before the commune. ``district`` is the code of the old district, "" where none is named.
    ``was_old`` is True where an old unit led here; ``old_name`` then says which.
    """

    communes: tuple[str, ...]
    rest: str
    district: str = ""
    old_name: str = ""
    was_old: bool = False

    @property
    def is_sure(self) -> bool:
        """True where there is one commune only."""
        return len(self.communes) == 1


class _Unit(NamedTuple):
    code: str
    type: str
    above: str
    """The code of the district of an old commune, of the province of any other unit."""


class _Named(NamedTuple):
    """A part of an address: its folded type ("" where none is written) and name, and the words as written."""

    type: str
    name: str
    text: str


class Addresses:
    """Reads addresses for a workspace of one province."""

    def __init__(self, reference: Reference, province: str, area: Iterable[str] = ()) -> None:
        self._communes = reference.communes
        self._province = province
        self._area = frozenset(area)

    def read(
        self, text: str, *, commune: str = "", district: str = "", province: str = "", today: bool = False
    ) -> Place:
        """The place that an address names; columns of their own for commune, district and province help.

        ``today`` says that names without a district are those of today, where they can be.
        """
        written = ", ".join(part for part in (
            text, _typed(commune, "xã"), _typed(district, "huyện"), _typed(province, "tỉnh"),
        ) if part)  # fmt: skip
        return self._read(written, today=today)

    def is_today(self, text: str) -> bool:
        """True for the name of a commune of today in the workspace's province."""
        parts = _parts(text)
        units = self._current.get(parts[0].name, ()) if parts else ()
        return any(_fits(one.type, parts[0].type) and one.above == self._province for one in units)

    def _read(self, written: str, *, today: bool) -> Place:
        parts = _parts(written)
        provinces, named_provinces, parts = self._take_province(parts)
        districts, named_district, parts = self._take_district(parts, provinces)
        within = _Within(provinces, named_provinces, today)
        place = self._take_commune(parts, within, districts)
        if place is not None:
            return Place(place.codes, place.rest, named_district, place.old, place.was_old)
        if districts:
            codes = {one.code for unit in districts for one in self._communes.from_legacy_district(unit.code)}
            label = self._communes.legacy.district_label(districts[0].code)
            return Place(tuple(sorted(codes)), _joined(parts), named_district, label, was_old=True)
        return Place((), _joined(parts))

    def _take_province(self, parts: list[_Named]) -> tuple[frozenset[str], frozenset[str], list[_Named]]:
        """The provinces of today meant by the last part, else the workspace's own; the old ones it names."""
        if len(parts) > 1 or (parts and _PROVINCE in _TYPES.get(parts[-1].type, ())):
            last = parts[-1]
            if last.type == "" or _PROVINCE in _TYPES.get(last.type, ()):
                found = self._province_names.get(last.name, frozenset())
                as_district = self._districts.get(last.name, ()) if last.type != "tinh" else ()
                if found and not (as_district and len(parts) < 3 and last.type != "tinh" and not self._own(found)):
                    return found, self._old_provinces.get(last.name, frozenset()), parts[:-1]
        return frozenset((self._province,)) if self._province else frozenset(), frozenset(), parts

    def _own(self, provinces: frozenset[str]) -> bool:
        return self._province in provinces

    def _take_district(self, parts: list[_Named], provinces: frozenset[str]) -> tuple[list[_Unit], str, list[_Named]]:
        """The old districts meant by the last part, and the code where it is one only."""
        if not parts:
            return [], "", parts
        last = parts[-1]
        if last.type and _DISTRICT not in _TYPES[last.type]:
            return [], "", parts
        units = [unit for unit in self._districts.get(last.name, ()) if _fits(unit.type, last.type)]
        near = [unit for unit in units if not provinces or self._new_provinces(unit.above) & provinces]
        if not near and last.type and not provinces:
            near = units
        if not near or (not last.type and len(parts) < 2):
            return [], "", parts
        if not last.type and not any(self._former.get(part.name) for part in parts[:-1]):
            return [], "", parts
        return near, near[0].code if len(near) == 1 else "", parts[:-1]

    def _take_commune(self, parts: list[_Named], within: _Within, districts: list[_Unit]) -> _Found | None:
        """The commune meant by the last part that is one."""
        for index in range(len(parts) - 1, -1, -1):
            part = parts[index]
            if part.type and _COMMUNE not in _TYPES[part.type]:
                continue
            if not part.type and index < len(parts) - 1 and districts:
                continue
            found = self._commune(part, within, districts)
            if found is not None:
                rest = _joined([*parts[:index], *parts[index + 1 :]])
                return _Found(found.codes, rest, found.old, found.was_old)
        return None

    def _commune(self, part: _Named, within: _Within, districts: list[_Unit]) -> _Reading | None:
        if districts:
            return self._old_commune(part, [unit.code for unit in districts])
        provinces = within.provinces
        now = [
            unit.code for unit in self._current.get(part.name, ())
            if _fits(unit.type, part.type) and (not provinces or unit.above in provinces)
        ]  # fmt: skip
        near = [unit for unit in self._former.get(part.name, ()) if self._in_provinces(unit, provinces)]
        before = [unit for unit in near if _fits(unit.type, part.type)]
        became = {one.code for unit in before for one in self._communes.from_legacy(unit.code)}
        if now and within.named:
            became = {code for code in became if self._was_in(code, before, within.named)}
        if now and (within.today or became <= set(now)):
            return _Reading(tuple(now), "", was_old=False)
        if now and part.type != "thi tran":
            return _Reading(self._ordered({*now, *became}), "", was_old=False)
        if became:
            names = {self._communes.legacy.label(unit.code) for unit in before}
            return _Reading(self._ordered(became), " / ".join(sorted(names)), was_old=True)
        return None

    def _old_commune(self, part: _Named, districts: list[str]) -> _Reading | None:
        units = [unit for unit in self._former.get(part.name, ()) if unit.above in districts]
        fitting = [unit for unit in units if _fits(unit.type, part.type)] or units
        codes = {one.code for unit in fitting for one in self._communes.from_legacy(unit.code)}
        if codes:
            names = {self._communes.legacy.label(unit.code) for unit in fitting}
            return _Reading(self._ordered(codes), " / ".join(sorted(names)), was_old=True)
        around = {one.code for code in districts for one in self._communes.from_legacy_district(code)}
        now = {unit.code for unit in self._current.get(part.name, ()) if _fits(unit.type, part.type)} & around
        return _Reading(self._ordered(now), "", was_old=False) if now else None

    def _ordered(self, codes: set[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=lambda code: (code not in self._area, code)))

    def _was_in(self, code: str, units: list[_Unit], named: frozenset[str]) -> bool:
        """True where an old commune that became this one lay in a province of the name that is written."""
        legacy = self._communes.legacy
        return any(
            legacy.province_of(unit.above) in named and code in legacy.became.get(unit.code, ()) for unit in units
        )

    def _in_provinces(self, unit: _Unit, provinces: frozenset[str]) -> bool:
        return not provinces or any(one.province_code in provinces for one in self._communes.from_legacy(unit.code))

    @cached_property
    def _current(self) -> dict[str, list[_Unit]]:
        found: dict[str, list[_Unit]] = {}
        for one in self._communes.all():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(name, []).append(_Unit(one.code, kind, one.province_code))
        return found

    @cached_property
    def _former(self) -> dict[str, list[_Unit]]:
        found: dict[str, list[_Unit]] = {}
        for one in self._communes.legacy.communes.values():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(_number(name, kind), []).append(_Unit(one.code, kind, one.district_code))
        return found

    @cached_property
    def _districts(self) -> dict[str, list[_Unit]]:
        found: dict[str, list[_Unit]] = {}
        for one in self._communes.legacy.districts.values():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(_number(name), []).append(_Unit(one.code, kind, one.province_code))
        return found

    @cached_property
    def _province_names(self) -> dict[str, frozenset[str]]:
        """Names of provinces, those of before the reform too, to the provinces of today."""
        found: dict[str, set[str]] = {}
        for one in self._communes.provinces():
            found.setdefault(split_type(fold(one.full_name))[1], set()).add(one.code)
        for code, name in self._communes.legacy.provinces.items():
            found.setdefault(split_type(fold(name))[1], set()).update(self._new_provinces(code))
        return {name: frozenset(codes) for name, codes in found.items()}

    @cached_property
    def _old_provinces(self) -> dict[str, frozenset[str]]:
        """Names of the provinces before the reform to their codes."""
        return {split_type(fold(name))[1]: frozenset((code,)) for code, name in self._communes.legacy.provinces.items()}

    def _new_provinces(self, old: str) -> frozenset[str]:
        return self._became.get(old, frozenset())

    @cached_property
    def _became(self) -> dict[str, frozenset[str]]:
        """Old province to those of today that hold its territory."""
        found: dict[str, set[str]] = {}
        legacy = self._communes.legacy
        for code, one in legacy.communes.items():
            province = legacy.province_of(one.district_code)
            found.setdefault(province, set()).update(new.province_code for new in self._communes.from_legacy(code))
        for district in legacy.districts.values():
            if district.commune_code and (zone := self._communes.get(district.commune_code)):
                found.setdefault(district.province_code, set()).add(zone.province_code)
        return {old: frozenset(new) for old, new in found.items()}


class _Within(NamedTuple):
    """Where to look: provinces of today, old provinces that are written, whether names are those of today."""

    provinces: frozenset[str]
    named: frozenset[str]
    today: bool


class _Reading(NamedTuple):
    codes: tuple[str, ...]
    old: str
    was_old: bool


class _Found(NamedTuple):
    codes: tuple[str, ...]
    rest: str
    old: str
    was_old: bool


def split_type(folded: str) -> tuple[str, str]:
    """("thi tran", "nang mau") for "thi tran nang mau"; the type "" where none stands before the name."""
    words = folded.split(" ")
    for length in (2, 1):
        kind = " ".join(words[:length])
        if kind in _TYPES and len(words) > length:
            return kind, " ".join(words[length:])
    kind = _SHORT.get(words[0], "")
    return (kind, " ".join(words[1:])) if kind and len(words) > 1 else ("", folded)


def _parts(written: str) -> list[_Named]:
    """The parts of an address in their order, parted by commas and before the words of types."""
    pieces: list[str] = []
    for chunk in _BETWEEN.split(written):
        starts = [found.start() for found in _BEGINS.finditer(chunk)]
        edges = [0, *(start for start in starts if start), len(chunk)]
        pieces += [chunk[first:last] for first, last in pairwise(edges)]
    parts = []
    for piece in pieces:
        text = piece.strip(" .,-–;")
        if text:
            parts.append(_named(text))
    return parts


def _named(text: str) -> _Named:
    folded = fold(text)
    folded = _PLACES.get(folded, folded)
    numbered = _LETTER_NUMBER.match(folded)
    if numbered:
        return _Named(_SHORT[numbered[1]], numbered[2].lstrip("0"), text)
    kind, name = split_type(folded)
    return _Named(kind, _number(_PLACES.get(name, name), kind), text)


def _number(name: str, kind: str = "phuong") -> str:
    """Wards with a number: 05 is 5, and so is V."""
    if kind == "phuong" and name in _ROMANS:
        return _ROMANS[name]
    return name.lstrip("0") or name if name.isdecimal() else name


def _fits(unit: str, asked: str) -> bool:
    return not asked or unit == asked


def _joined(parts: Iterable[_Named]) -> str:
    return ", ".join(part.text for part in parts)


def _typed(name: str, kind: str) -> str:
    """A name from a column of its own, with its type where none is written."""
    text = " ".join(name.split())
    if not text:
        return ""
    written, _bare = split_type(fold(text))
    return text if written or "," in text else f"{kind} {text}" if kind != "xã" else text
