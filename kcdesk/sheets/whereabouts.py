"""Where the establishment of a row is: by its own words, by the headings above it, by the title of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kcdesk.sheets.address_text import COMMUNE as _COMMUNE_TYPE
from kcdesk.sheets.address_text import DISTRICT, TYPES, parts_of
from kcdesk.sheets.addresses import Addresses, Place
from kcdesk.sheets.grid import as_line
from kcdesk.sheets.sections import NOWHERE, place_name
from kcdesk.sheets.tables import Table
from kcdesk.sheets.titles import LONGEST, titles
from kcdesk.text.fold import fold

_COMMUNE, _DISTRICT = "establishment.commune_code", "establishment.former_district"
_ADDRESS, _PROVINCE = "establishment.address", "#province"
_LONGEST_NAME = 5
_NAMED = re.compile(
    r"(?<![,/] )\b(?:xã|phường|thị trấn|đặc khu|xa|phuong|thi tran)\s*:?\s+(?=[A-ZĐÀ-Ỹ])([^,;:()\d\n\-–]+[0-9]?)",
    re.IGNORECASE,
)
_OF_A_DISTRICT = re.compile(r"\b(?:huyện|quận|thị xã|huyen|quan|thi xa)\s*:?\s+([^,;:()\d\n\-–]+)", re.IGNORECASE)
_OWN_COMMUNE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu)\b|\b(?:tt|[xp])\b\.?\s*\w")


_OLD_UNIT = re.compile(r"\b(?:huyện|quận|thị trấn|thị xã)\b", re.IGNORECASE)
_SIGNED_ON = re.compile(r"ngày[\s0-9.…]*tháng\s*([0-9]{1,2})\s*năm\s*(20[0-9]{2})", re.IGNORECASE)
_MAY_NAME = re.compile(
    r"\b(?:xã|phường|thị|đặc khu|huyện|quận|xa|phuong|thi|huyen|quan|[xphq]\.|t[tpx])\b", re.IGNORECASE
)
_QUARTER = re.compile(r"\bquý\s*(?:iii|iv|3|4)\s*(?:/|\s|-|năm)+\s*2025", re.IGNORECASE)
_OF_YEAR = re.compile(r"\bnăm\s*(20[0-9]{2})", re.IGNORECASE)
_MERGED = (2025, 7)
"""Since this month there are communes of two levels only (resolution 202/2025/QH15)."""

_SIGNED, _MOST_ROWS = 12, 500


class _Context(NamedTuple):
    """What a sheet says of all its rows: a commune, an old district, and the words that say it."""

    commune: str = ""
    district: str = ""
    words: str = ""


class Whereabouts:
    """Reads the places of the rows of one table.

    ``today`` says that its names are those of today; ``is_given`` that a person has said the commune of rows that
    name none, so that the title counts for nothing.
    """

    def __init__(self, table: Table, addresses: Addresses, *, today: bool, is_given: bool) -> None:
        self._table = table
        self._addresses = addresses
        self._today = today or self._is_of_today()
        self._context = _Context() if is_given else self._of_the_sheet()
        self.taken_from = ""
        """The words of the sheet that gave a commune to some row, "" where none did."""

    def read(self, texts: Mapping[str, str], row: int) -> tuple[Place, str]:
        """The place of a row, and the words that name it: "" where none do."""
        heads = self._table.places.get(row, NOWHERE)
        address, commune, district = texts[_ADDRESS], texts[_COMMUNE], texts[_DISTRICT]
        if commune or _OWN_COMMUNE.search(fold(address)):
            return self._narrow(address, commune, district or heads.district, texts[_PROVINCE])
        if heads.commune or (heads.district and not district):
            return self._narrow(address, heads.commune, district or heads.district, texts[_PROVINCE])
        place, whole = self._read(address, "", district, texts[_PROVINCE])
        if place.communes or district or not self._context.commune:
            return place, whole
        self.taken_from = self._context.words
        return self._read(address, self._context.commune, self._context.district, texts[_PROVINCE])

    def _narrow(self, address: str, commune: str, district: str, province: str) -> tuple[Place, str]:
        """The place; where its name was that of several, the district of the title says which."""
        place, whole = self._read(address, commune, district, province)
        if place.is_sure or district or not self._context.district:
            return place, whole
        nearer, words = self._read(address, commune, self._context.district, province)
        return (nearer, words) if nearer.is_sure else (place, whole)

    def _read(self, address: str, commune: str, district: str, province: str) -> tuple[Place, str]:
        whole = ", ".join(part for part in (address, commune, district, province) if part)
        if not whole:
            return Place((), ""), ""
        place = self._addresses.read(
            address, commune=commune, district=district, province=province, today=self._today and not district
        )
        return place, whole

    def _is_of_today(self) -> bool:
        """True for a list dated after the merger of places that names no district, and only communes of today."""
        above = [*titles(self._table)]
        if not any(map(_is_recent, [*above, *self._signatures()])):
            return False
        heads = [place.commune for place in self._table.places.values() if place.commune]
        if any(place.district for place in self._table.places.values()) or any(map(_OLD_UNIT.search, above)):
            return False
        named = {*heads, *self._communes_of_rows()}
        return all(map(self._addresses.is_today, named))

    def _communes_of_rows(self) -> Iterator[str]:
        """The communes that rows name with their type; an old unit that no list of today has stands for itself."""
        for row in self._table.data_rows[:_MOST_ROWS]:
            for cell in self._table.grid.rows[row]:
                if not isinstance(cell, str) or len(cell) > LONGEST or not _MAY_NAME.search(cell):
                    continue
                for part in parts_of(cell):
                    if _COMMUNE_TYPE in TYPES.get(part.type, ()) or DISTRICT in TYPES.get(part.type, ()):
                        yield part.text

    def _signatures(self) -> Iterator[str]:
        """The texts of the last rows."""
        for row in self._table.grid.rows[-_SIGNED:]:
            yield from (as_line(cell) for cell in row if isinstance(cell, str) and len(cell) < LONGEST)

    def _of_the_sheet(self) -> _Context:
        """The one commune that the name of the sheet or the title above names."""
        district = next(filter(None, map(self._district_in, titles(self._table))), "")
        found: dict[tuple[str, ...], _Context] = {}
        for text in [*titles(self._table), self._table.grid.name]:
            name = self._commune_in(text, district, alone=text == self._table.grid.name)
            place = self._read("", name, district, "")[0] if name else None
            if place is not None and place.communes and not place.is_near:
                found.setdefault(place.communes, _Context(name, district, text))
        return next(iter(found.values())) if len(found) == 1 else _Context(district=district)

    def _district_in(self, text: str) -> str:
        found = _OF_A_DISTRICT.search(text)
        return " ".join(found[0].split()[: _LONGEST_NAME + 1]) if found else ""

    def _commune_in(self, text: str, district: str, *, alone: bool) -> str:
        """The name of a commune in a title; the longest run of words after its type that is one."""
        if alone and self._addresses.is_today(text):
            return text
        found = _NAMED.search(_SIGNED_ON.sub("", text))
        words = place_name(found[0]).split() if found else []
        for length in range(min(len(words), _LONGEST_NAME + 1), 1, -1):
            name = " ".join(words[:length])
            place = self._read("", name, district, "")[0]
            if place.communes and not place.is_near and fold(place.rest) == "":
                return name
        return ""


def _is_recent(text: str) -> bool:
    """True for words that date a list after the merger of places."""
    if _QUARTER.search(text):
        return True
    signed = _SIGNED_ON.search(text)
    if signed:
        return (int(signed[2]), int(signed[1])) >= _MERGED
    return any(int(year) > _MERGED[0] for year in _OF_YEAR.findall(text))
