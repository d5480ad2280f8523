"""Provinces and communes: the units in force since 2025-07-01, and those before, by code and by name.

A commune's code means something only with the list it belongs to: some codes were given anew in the
reform of 2025. ``version`` is therefore the date of the list; "" or a day since the reform means the
units in force, an earlier one those before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.reference.csv_tables import Overrides, read_table

if TYPE_CHECKING:
    from kcdesk.reference.commune_search import CommuneSearch, Match

LIST_DATE = "2025-07-01"
"""The list in force (Quyết định 19/2025/QĐ-TTg)."""

LEGACY_LIST_DATE = "2025-01-04"
"""The last list before the reform."""


class Province(NamedTuple):
    """A province or centrally-run city: "92", "Thành phố Cần Thơ", "Cần Thơ", "Thành phố"."""

    code: str
    full_name: str
    name: str
    type: str


class Commune(NamedTuple):
    """A commune, ward or special zone in force; ``lat`` and ``lon`` are those of its centre, in degrees."""

    code: str
    province_code: str
    full_name: str
    name: str
    type: str
    lat: float | None
    lon: float | None


class LegacyCommune(NamedTuple):
    """A commune, ward or township of before the reform."""

    code: str
    district_code: str
    full_name: str


class LegacyDistrict(NamedTuple):
    """A district of before the reform. ``commune_code``: the special zone that took the place of an island
    district without communes."""

    code: str
    province_code: str
    full_name: str
    commune_code: str


class Legacy:
    """The units before 2025-07-01 and what became of them."""

    def __init__(self, overrides: Overrides) -> None:
        def table(name: str, *key: str) -> list[list[str]]:
            return read_table(f"{name}.csv", key, overrides.get(name, ()))

        self.provinces = {row[0]: row[1] for row in table("legacy_provinces", "code")}
        self.districts = {row[0]: LegacyDistrict(*row) for row in table("legacy_districts", "code")}
        self.communes = {row[0]: LegacyCommune(*row) for row in table("legacy_communes", "code")}
        self.became: dict[str, tuple[str, ...]] = {}
        self.made_of: dict[str, tuple[str, ...]] = {}
        for old, new, _split in table("legacy_to_current", "legacy_code", "commune_code"):
            self.became[old] = (*self.became.get(old, ()), new)
            self.made_of[new] = (*self.made_of.get(new, ()), old)

    def label(self, code: str) -> str:
        """ "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang"; "" for an unknown code."""
        commune = self.communes.get(code)
        if commune is None:
            return ""
        return f"{commune.full_name}, {self.district_label(commune.district_code)}"

    def district_label(self, code: str) -> str:
        """ "Huyện Vị Thủy, Tỉnh Hậu Giang"; "" for an unknown code."""
        district = self.districts.get(code)
        if district is None:
            return ""
        return f"{district.full_name}, {self.provinces.get(district.province_code, district.province_code)}"

    def district_of(self, code: str) -> str:
        """The code of the district of an old commune, "" for an unknown one."""
        commune = self.communes.get(code)
        return commune.district_code if commune else ""

    def province_of(self, district: str) -> str:
        """The code of the province of an old district, "" for an unknown one."""
        found = self.districts.get(district)
        return found.province_code if found else ""


class Communes:
    """The administrative units, read from the tables when they are first asked for."""

    LIST_DATE = LIST_DATE

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or {}

    @cached_property
    def _provinces(self) -> dict[str, Province]:
        rows = read_table("provinces.csv", ("code",), self._overrides.get("provinces", ()))
        return {row[0]: Province(*row) for row in rows}

    @cached_property
    def _communes(self) -> dict[str, Commune]:
        rows = read_table("communes.csv", ("code",), self._overrides.get("communes", ()))
        return {
            code: Commune(code, province, full_name, name, kind, _degrees(lat), _degrees(lon))
            for code, province, full_name, name, kind, lat, lon in rows
        }

    @cached_property
    def legacy(self) -> Legacy:
        """The units before 2025-07-01."""
        return Legacy(self._overrides)

    @cached_property
    def _search(self) -> CommuneSearch:
        from kcdesk.reference.commune_search import CommuneSearch  # built with the first search

        return CommuneSearch(self._communes, self._provinces, self.legacy)

    def prepare(self) -> Iterator[None]:
        """Read all tables and make the search, table by table, on whatever thread has time for it."""
        for needed in ("_provinces", "_communes", "legacy", "_search"):
            getattr(self, needed)
            yield

    def get(self, code: str) -> Commune | None:
        """The commune in force with that code."""
        return self._communes.get(code)

    def province(self, code: str) -> Province | None:
        """The province in force with that code."""
        return self._provinces.get(code)

    def provinces(self) -> tuple[Province, ...]:
        """The provinces in force, in the order of their codes."""
        return tuple(self._provinces.values())

    def of_province(self, code: str) -> tuple[Commune, ...]:
        """The communes of a province, in the order of their codes."""
        return tuple(commune for commune in self._communes.values() if commune.province_code == code)

    def all(self) -> tuple[Commune, ...]:
        """Every commune in force."""
        return tuple(self._communes.values())

    def find(
        self, text: str, province: str = "", limit: int = 20, *, area: Collection[str] = (), within: str = ""
    ) -> list[Match]:
        """The communes that a typed text may mean, the likeliest first.

        Found by code (the beginning is enough), by name, and by the names of the communes, districts
        and provinces before 2025-07-01; words in any order, the beginning of a word is enough, marks
        and their place do not matter. Communes of ``area`` (codes) come first, then those of ``province``;
        with ``within`` no others than those of that province come at all. Each match
        says why it is one; an old commune that was divided gives all its parts, marked ``split``.
        """
        return self._search.find(text, province, limit, area, within)

    def from_legacy(self, code: str) -> tuple[Commune, ...]:
        """The communes in force that hold territory of an old commune: several where it was divided."""
        return self._known(self.legacy.became.get(code, ()))

    def from_legacy_district(self, code: str) -> tuple[Commune, ...]:
        """The communes in force that hold territory of an old district, in the order of their codes."""
        district = self.legacy.districts.get(code)
        found = {district.commune_code} if district and district.commune_code else set()
        for commune in self.legacy.communes.values():
            if commune.district_code == code:
                found.update(self.legacy.became.get(commune.code, ()))
        return self._known(sorted(found))

    def former(self, code: str) -> tuple[str, ...]:
        """What a commune in force was made of: "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang" …"""
        return tuple(self.legacy.label(old) for old in self.legacy.made_of.get(code, ()))

    def current(self, code: str, version: str = "") -> tuple[Commune, ...]:
        """The communes in force that a code of a list means; none for an unknown code."""
        return self.from_legacy(code) if is_legacy(version) else self._known((code,))

    def label(self, code: str, version: str = "") -> str:
        """ "Xã Vị Thủy, Thành phố Cần Thơ", or the name in the old list; "" for an unknown code."""
        if is_legacy(version):
            return self.legacy.label(code)
        commune = self.get(code)
        if commune is None:
            return ""
        province = self.province(commune.province_code)
        return f"{commune.full_name}, {province.full_name}" if province else commune.full_name

    def province_label(self, code: str, version: str = "") -> str:
        """The name of a province in force, or in the old list; "" for an unknown code."""
        if is_legacy(version):
            return self.legacy.provinces.get(code, "")
        province = self.province(code)
        return province.full_name if province else ""

    def province_of(self, code: str, version: str = "") -> str:
        """The code of the province that a commune lies in, both of the same list; "" for an unknown one."""
        if is_legacy(version):
            return self.legacy.province_of(self.legacy.district_of(code))
        commune = self.get(code)
        return commune.province_code if commune else ""

    def _known(self, codes: Collection[str]) -> tuple[Commune, ...]:
        return tuple(self._communes[code] for code in codes if code in self._communes)


def is_legacy(version: str) -> bool:
    """True for the date of a list of before the reform."""
    return bool(version) and version < LIST_DATE


def _degrees(text: str) -> float | None:
    return float(text) if text else None
