"""The units that addresses name, by folded name: communes, districts and provinces of today and of before July 2025."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.sheets.address_text import Named, fits, number, split_type
from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.reference.communes import Communes

_SHORTEST, _LONG = 4, 7
"""Letters of a name in which one slip is looked for, and two."""


class Unit(NamedTuple):
    """A commune or district. ``above`` is the district of an old commune, the province of any other unit."""

    code: str
    type: str
    above: str


class Units:
    """Finds units by their names. Built when first asked."""

    def __init__(self, communes: Communes) -> None:
        self._communes = communes

    @cached_property
    def current(self) -> dict[str, list[Unit]]:
        """The communes of today."""
        found: dict[str, list[Unit]] = {}
        for one in self._communes.all():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(number(name, kind), []).append(Unit(one.code, kind, one.province_code))
        return found

    @cached_property
    def former(self) -> dict[str, list[Unit]]:
        """The communes of before."""
        found: dict[str, list[Unit]] = {}
        for one in self._communes.legacy.communes.values():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(number(name, kind), []).append(Unit(one.code, kind, one.district_code))
        return found

    @cached_property
    def districts(self) -> dict[str, list[Unit]]:
        """The districts, all of which are of before."""
        found: dict[str, list[Unit]] = {}
        for one in self._communes.legacy.districts.values():
            kind, name = split_type(fold(one.full_name))
            found.setdefault(number(name), []).append(Unit(one.code, kind, one.province_code))
        return found

    @cached_property
    def provinces(self) -> dict[str, frozenset[str]]:
        """Names of provinces, those of before the reform too, to the provinces of today."""
        found: dict[str, set[str]] = {}
        for one in self._communes.provinces():
            found.setdefault(split_type(fold(one.full_name))[1], set()).add(one.code)
        for code, name in self._communes.legacy.provinces.items():
            found.setdefault(split_type(fold(name))[1], set()).update(self.new_provinces(code))
        return {name: frozenset(codes) for name, codes in found.items()}

    @cached_property
    def old_provinces(self) -> dict[str, frozenset[str]]:
        """Names of the provinces before the reform to their codes."""
        return {split_type(fold(name))[1]: frozenset((code,)) for code, name in self._communes.legacy.provinces.items()}

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        """First letters of provinces ("hg") to their names."""
        found: dict[str, list[str]] = {}
        for name in self.provinces:
            found.setdefault("".join(word[0] for word in name.split()), []).append(name)
        return found

    def spelt_out(self, letters: str, home: str) -> str:
        """The province that initials mean to somebody in the province ``home``; "" where nobody can know."""
        names = self._initials.get(letters, [])
        near = [name for name in names if home in self.provinces[name]]
        return near[0] if len(near) == 1 else names[0] if len(names) == 1 else ""

    def new_provinces(self, old: str) -> frozenset[str]:
        """The provinces of today that hold the territory of an old one."""
        return self._became.get(old, frozenset())

    @cached_property
    def _became(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        legacy = self._communes.legacy
        for code, one in legacy.communes.items():
            province = legacy.province_of(one.district_code)
            found.setdefault(province, set()).update(new.province_code for new in self._communes.from_legacy(code))
        for district in legacy.districts.values():
            if district.commune_code and (zone := self._communes.get(district.commune_code)):
                found.setdefault(district.province_code, set()).add(zone.province_code)
        return {old: frozenset(new) for old, new in found.items()}

    @cached_property
    def _of_district(self) -> dict[str, list[tuple[str, Unit]]]:
        """The old communes of a district with their names."""
        found: dict[str, list[tuple[str, Unit]]] = {}
        for name, units in self.former.items():
            for unit in units:
                found.setdefault(unit.above, []).append((name, unit))
        return found

    @cached_property
    def _of_province(self) -> dict[str, list[tuple[str, Unit]]]:
        """The communes of today of a province with their names."""
        found: dict[str, list[tuple[str, Unit]]] = {}
        for name, units in self.current.items():
            for unit in units:
                found.setdefault(unit.above, []).append((name, unit))
        return found

    def in_provinces(self, unit: Unit, provinces: Collection[str]) -> bool:
        """True where territory of an old commune lies in one of these provinces of today."""
        return not provinces or any(one.province_code in provinces for one in self._communes.from_legacy(unit.code))

    def district_like(self, part: Named, provinces: Collection[str]) -> list[Unit]:
        """The districts of these provinces whose name is a slip away from what is written."""
        names = (
            (name, unit) for name, units in self.districts.items() for unit in units
            if self.new_provinces(unit.above) & frozenset(provinces)
        )  # fmt: skip
        return _nearest(part, names)

    def communes_like(self, part: Named, districts: Collection[str], provinces: Collection[str]) -> set[str]:
        """The communes of today in these districts, or provinces, whose name is a slip away from what is written."""
        old = [pair for code in districts for pair in self._of_district.get(code, ())]
        codes = {one.code for unit in _nearest(part, old) for one in self._communes.from_legacy(unit.code)}
        if districts:
            return codes
        now = [pair for code in provinces for pair in self._of_province.get(code, ())]
        return {unit.code for unit in _nearest(part, now)}


def _nearest(part: Named, names: Iterable[tuple[str, Unit]]) -> list[Unit]:
    """The units with the fewest slips between their name and what is written, one at most, or two in long names."""
    from rapidfuzz.distance import OSA

    if len(part.name) < _SHORTEST:
        return []
    most = 2 if len(part.name) >= _LONG else 1
    found: dict[int, list[Unit]] = {}
    for name, unit in names:
        slips = OSA.distance(name, part.name, score_cutoff=most)
        if slips <= most and fits(unit.type, part.type):
            found.setdefault(slips, []).append(unit)
    return found[min(found)] if found else []
