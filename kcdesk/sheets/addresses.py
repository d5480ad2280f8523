"""One line of address taken apart: hamlet, commune, district, province, of today or of before July 2025."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.sheets.address_parts import Parts
from kcdesk.sheets.address_text import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    TYPES,
    Named,
    clean,
    fits,
    is_called_old,
    joined,
    parts_of,
    typed,
)
from kcdesk.sheets.address_units import Unit, Units

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference


_LONGEST = 500
"""Letters of an address that are looked at; a cell may hold a whole story."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names. ``communes`` are the codes of today that it may mean: one, several, or none.

    ``rest`` is what stands before the commune. ``district`` is the code of the old district, "" where none is named.
    ``was_old`` is True where an old unit led here; ``old_name`` then says which. ``is_near`` is True where a name had
    to be read past a slip of the pen.
    """

    communes: tuple[str, ...]
    rest: str
    district: str = ""
    old_name: str = ""
    was_old: bool = False
    is_near: bool = False

    @property
    def is_sure(self) -> bool:
        """True where there is one commune only, by its own name."""
        return len(self.communes) == 1 and not self.is_near


class Addresses:
    """Reads addresses for a workspace of one province."""

    def __init__(self, reference: Reference, province: str, area: Iterable[str] = ()) -> None:
        self._communes = reference.communes
        self._units = Units(reference.communes)
        self._parts = Parts(self._units, province)
        self._province = province
        self._area = frozenset(area)

    def read(
        self, text: str, *, commune: str = "", district: str = "", province: str = "", today: bool = False
    ) -> Place:
        """The place that an address names; columns of their own for commune, district and province help.

        ``today`` says that names without a district are those of today, where they can be.
        """
        cleaned = clean(text[:_LONGEST])
        tail = ", ".join(part for part in (
            typed(commune, "xã"), typed(district, "huyện"), typed(province, "tỉnh"),
        ) if part)  # fmt: skip
        written = ", ".join(part for part in (cleaned.text, tail) if part)
        place = self._read(written, today=today or cleaned.is_new)
        now = self._read(cleaned.now, today=True, beside=written) if cleaned.now else None
        if now is not None and now.is_sure:
            place = replace(now, rest=place.rest, district=place.district)
        if cleaned.aside:
            place = replace(place, rest=f"{place.rest} {cleaned.aside}".strip())
        return place

    def is_today(self, text: str) -> bool:
        """True for the name of a commune of today in the workspace's province."""
        parts = parts_of(text)
        units = self._units.current.get(parts[0].name, ()) if parts else ()
        return any(fits(one.type, parts[0].type) and one.above == self._province for one in units)

    def _read(self, written: str, *, today: bool, beside: str = "") -> Place:
        """The place; ``beside`` is a text that may name the province where this one does not."""
        parts, after = self._parts.of(written)
        before = len(parts)
        provinces, named_provinces, parts = self._take_province(parts)
        is_named = len(parts) < before
        if beside and not is_named:
            provinces, _named, _rest = self._take_province(self._parts.of(beside)[0])
        whole = parts
        districts, named_district, is_near, parts = self._take_district(parts, provinces, is_named=is_named)
        within = _Within(provinces, named_provinces, today)
        place = self._take_commune(parts, within, districts)
        if place is None and not is_named and (others := self._elsewhere(whole)):
            place = self._take_commune(whole[:-1], within, others)
        if place is not None:
            rest = joined([*place.rest, *after])
            return Place(place.codes, rest, named_district, place.old, place.was_old, is_near)
        rest = joined([*parts, *after])
        near = self._near(parts, within, districts)
        if near is not None:
            return Place(near.codes, joined([*near.rest, *after]), named_district, near.old, near.was_old, is_near=True)
        if districts:
            codes = {one.code for unit in districts for one in self._communes.from_legacy_district(unit.code)}
            label = self._communes.legacy.district_label(districts[0].code)
            return Place(self._ordered(codes), rest, named_district, label, was_old=True, is_near=is_near)
        return Place((), rest)

    def _take_province(self, parts: list[Named]) -> tuple[frozenset[str], frozenset[str], list[Named]]:
        """The provinces of today meant by the last parts, else the workspace's own; the old ones they name."""
        provinces = frozenset((self._province,)) if self._province else frozenset()
        named: frozenset[str] = frozenset()
        is_found = False
        while parts and (len(parts) > 1 or PROVINCE in TYPES.get(parts[-1].type, ())):
            last = parts[-1]
            found = self._units.provinces.get(last.name, frozenset())
            if not found or not (last.type == "" or PROVINCE in TYPES[last.type]):
                break
            if is_found and (not found & provinces or self._is_district(parts, provinces)):
                break
            if not is_found and len(parts) < 3 and self._province not in found and self._is_district(parts, provinces):
                break
            provinces = found & provinces if is_found else found
            named = named | self._units.old_provinces.get(last.name, frozenset())
            is_found, parts = True, parts[:-1]
        return provinces, named, parts

    def _is_district(self, parts: list[Named], provinces: frozenset[str]) -> bool:
        """True where the last part may be the district of these provinces that has the name of a province."""
        if parts[-1].type == "tinh" or any(part.type and DISTRICT in TYPES[part.type] for part in parts[:-1]):
            return False
        if len(parts) > 2 and parts[-2].name != parts[-1].name and self._districts_of(parts[-2].name, provinces):
            return False
        return bool(self._districts_of(parts[-1].name, provinces))

    def _districts_of(self, name: str, provinces: frozenset[str]) -> list[Unit]:
        """The old districts of a name; where provinces are known, those in them."""
        named = self._units.districts.get(name, [])
        return [unit for unit in named if not provinces or self._units.new_provinces(unit.above) & provinces]

    def _take_district(
        self, parts: list[Named], provinces: frozenset[str], *, is_named: bool
    ) -> tuple[list[Unit], str, bool, list[Named]]:
        """The old districts meant by the last part, the code where it is one only, and whether its name had a slip."""
        last = parts[-1] if parts else Named("", "", "")
        if not parts or (last.type and DISTRICT not in TYPES[last.type]):
            return [], "", False, parts
        near = self._districts_of(last.name, provinces)
        near = [unit for unit in near if fits(unit.type, last.type)] or near
        if not near and last.type and not is_named:
            near = self._elsewhere(parts)
        is_near = not near and bool(last.type)
        if is_near:
            near = self._units.district_like(last, provinces)
        if not near or (not last.type and len(parts) < 2):
            return [], "", False, parts
        if not last.type and not any(
            self._units.former.get(part.name) or COMMUNE in TYPES.get(part.type, ()) for part in parts[:-1]
        ):
            return [], "", False, parts
        return near, near[0].code if len(near) == 1 and not is_near else "", is_near, parts[:-1]

    def _elsewhere(self, parts: list[Named]) -> list[Unit]:
        """The districts of the last part's name in any province that have a commune of the parts before."""
        units = self._units
        if not parts:
            return []
        above = {unit.above for part in parts[:-1] for unit in units.former.get(part.name, ())
                 if fits(unit.type, part.type)}  # fmt: skip
        named = [unit for unit in units.districts.get(parts[-1].name, ()) if unit.code in above]
        return [unit for unit in named if fits(unit.type, parts[-1].type)] or named

    def _take_commune(self, parts: list[Named], within: _Within, districts: list[Unit]) -> _Found | None:
        """The commune meant by the last part that is one."""
        for index in range(len(parts) - 1, -1, -1):
            part = parts[index]
            if part.type and COMMUNE not in TYPES[part.type]:
                continue
            if not part.type and index < len(parts) - 1 and districts and any(
                    other.type and COMMUNE in TYPES[other.type] for other in parts):  # fmt: skip
                continue
            found = self._commune(part, within, districts)
            if found is not None:
                return _Found(found.codes, [*parts[:index], *parts[index + 1 :]], found.old, found.was_old)
        return None

    def _near(self, parts: list[Named], within: _Within, districts: list[Unit]) -> _Found | None:
        """The communes whose name is a slip away from a part that must be one."""
        for index in range(len(parts) - 1, -1, -1):
            part = parts[index]
            if COMMUNE not in TYPES.get(part.type, (COMMUNE,) if districts else ()):
                continue
            codes = self._units.communes_like(part, [unit.code for unit in districts], within.provinces)
            if codes:
                return _Found(self._ordered(codes), [*parts[:index], *parts[index + 1 :]], "", was_old=False)
        return None

    def _commune(self, part: Named, within: _Within, districts: list[Unit]) -> _Reading | None:
        if districts:
            return self._old_commune(part, [unit.code for unit in districts])
        provinces, units, old = within.provinces, self._units, is_called_old(part.text)
        now = [
            unit.code for unit in units.current.get(part.name, ())
            if fits(unit.type, part.type) and (not provinces or unit.above in provinces) and not old
        ]  # fmt: skip
        near = [unit for unit in units.former.get(part.name, ()) if units.in_provinces(unit, provinces)]
        before = [unit for unit in near if fits(unit.type, part.type)]
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

    def _old_commune(self, part: Named, districts: list[str]) -> _Reading | None:
        units = [unit for unit in self._units.former.get(part.name, ()) if unit.above in districts]
        fitting = [unit for unit in units if fits(unit.type, part.type)] or units
        codes = {one.code for unit in fitting for one in self._communes.from_legacy(unit.code)}
        if codes:
            names = {self._communes.legacy.label(unit.code) for unit in fitting}
            return _Reading(self._ordered(codes), " / ".join(sorted(names)), was_old=True)
        around = {one.code for code in districts for one in self._communes.from_legacy_district(code)}
        now = {unit.code for unit in self._units.current.get(part.name, ()) if fits(unit.type, part.type)} & around
        return _Reading(self._ordered(now), "", was_old=False) if now else None

    def _ordered(self, codes: set[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=lambda code: (code not in self._area, code)))

    def _was_in(self, code: str, units: list[Unit], named: frozenset[str]) -> bool:
        """True where an old commune that became this one lay in a province of the name that is written."""
        legacy = self._communes.legacy
        return any(
            legacy.province_of(unit.above) in named and code in legacy.became.get(unit.code, ()) for unit in units
        )


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
    rest: list[Named]
    old: str
    was_old: bool
