"""Finding a commune by what a person types: the name of today, or the names of before the reform."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.i18n import _
from kcdesk.text.collate import sort_key
from kcdesk.text.fold import fold, fold_all, words

if TYPE_CHECKING:
    from kcdesk.reference.communes import Commune, Legacy, Province

_SHORT_FORMS = {
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "dk": "dac khu",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
}
"""How people shorten the words of a unit; p, x, h and q need no entry, they begin the word."""

_TYPES = ("xa", "phuong", "dac khu", "thi tran", "huyen", "quan", "thi xa", "thanh pho", "tinh")

_FEW_LETTERS = 3
"""Below that many typed letters only the names in force are looked at: all else would be noise."""

_CODE_LENGTH = 5


class _Tier(IntEnum):
    """How well an entry fits, the best first."""

    CODE = 0
    NAME = 1
    NAME_BEGINS = 2
    NAME_WORDS = 3
    NAME_AND_PLACE = 4
    OLD_NAME = 5
    OLD_NAME_BEGINS = 6
    OLD_NAME_WORDS = 7
    OLD_DISTRICT = 8
    PLACE_ONLY = 9


@dataclass(frozen=True, slots=True)
class Match:
    """A commune that fits what was typed.

    ``by`` is one of ``code``, ``name``, ``old_commune``, ``old_district``, ``place``. ``reason`` says in
    Vietnamese which old unit led here, "" where the name itself fits. ``split`` is True where that old
    commune was divided, so that a person has to choose.
    """

    commune: Commune
    province: str
    reason: str
    by: str
    split: bool = False


class _Entry(NamedTuple):
    """One name under which communes are found, folded: the unit's own name and the place it lies in."""

    line: str
    name: str
    bare: str
    targets: tuple[str, ...]
    old: str
    """The code of the old commune, or of the old district where that has no commune; "" for today's."""


class _Found(NamedTuple):
    order: tuple[int, int]
    entry: _Entry
    tier: _Tier


class CommuneSearch:
    """The folded names of all units, scanned at each search (a millisecond for 14,000 of them)."""

    def __init__(self, communes: Mapping[str, Commune], provinces: Mapping[str, Province], legacy: Legacy) -> None:
        self._communes = communes
        self._provinces = provinces
        self._legacy = legacy
        self._current = _current_entries(communes, provinces)
        self._former = _former_entries(legacy)

    def find(self, text: str, province: str, limit: int, area: Collection[str]) -> list[Match]:
        """See ``Communes.find``."""
        if text.strip().isdecimal() and len(text.strip()) > 1:
            hits = self._by_code(text.strip())
        else:
            hits = self._by_name(_asked_words(text))
        best: dict[str, _Found] = {}
        for entry, tier in hits:
            for code in entry.targets:
                nearness = 0 if code in area else 1 if self._communes[code].province_code == province else 2
                found = _Found((nearness, tier), entry, tier)
                if code not in best or found.order < best[code].order:
                    best[code] = found
        ranked = sorted(best, key=lambda code: (best[code].order, sort_key(self._communes[code].name), code))
        return [self._match(self._communes[code], best[code]) for code in ranked[:limit]]

    def _by_code(self, digits: str) -> Iterable[tuple[_Entry, _Tier]]:
        for entry in self._current:
            if entry.targets[0].startswith(digits):
                yield entry, _Tier.CODE
        if len(digits) == _CODE_LENGTH:
            yield from ((entry, _Tier.OLD_NAME) for entry in self._former if entry.old == digits)

    def _by_name(self, asked: list[str]) -> Iterable[tuple[_Entry, _Tier]]:
        if not asked:
            return
        marks = sorted((f" {word}" for word in asked), key=len, reverse=True)
        few = sum(map(len, asked)) < _FEW_LETTERS
        for entries in (self._current,) if few else (self._current, self._former):
            fitting = [entry for entry in entries if marks[0] in entry.line]
            for mark in marks[1:]:
                fitting = [entry for entry in fitting if mark in entry.line]
            for entry in fitting:
                yield entry, _tier(entry, asked)

    def _match(self, commune: Commune, found: _Found) -> Match:
        province = self._provinces.get(commune.province_code)
        entry, tier = found.entry, found.tier
        return Match(
            commune=commune,
            province=province.full_name if province else "",
            reason=self._reason(entry, tier),
            by=_means(entry, tier),
            split=len(entry.targets) > 1 and tier is not _Tier.PLACE_ONLY and tier is not _Tier.OLD_DISTRICT,
        )

    def _reason(self, entry: _Entry, tier: _Tier) -> str:
        """Which old unit led here; "" where the present name does."""
        if not entry.old:
            return ""
        commune = self._legacy.communes.get(entry.old)
        district = self._legacy.districts.get(commune.district_code if commune else entry.old)
        district_name = _in_a_sentence(district.full_name) if district else ""
        if tier is _Tier.PLACE_ONLY and district:
            province = self._legacy.provinces.get(district.province_code, "")
            return _("trước 01/7/2025 thuộc {place}").format(place=_in_a_sentence(province))
        if tier is _Tier.OLD_DISTRICT or commune is None:
            return _("trước 01/7/2025 thuộc {place}").format(place=district_name)
        return _("trước 01/7/2025: {commune}, {district}").format(commune=commune.full_name, district=district_name)


def _asked_words(text: str) -> list[str]:
    expanded = " ".join(_SHORT_FORMS.get(word, word) for word in words(text))
    return [word.lstrip("0") or word if word.isdecimal() else word for word in expanded.split()]


def _tier(entry: _Entry, asked: list[str]) -> _Tier:
    """How well an entry with all the asked words fits."""
    typed = " ".join(asked)
    own = [word for word in asked if f" {word}" in f" {entry.name}"]
    if typed in (entry.name, entry.bare):
        return _Tier.OLD_NAME if entry.old else _Tier.NAME
    if entry.name.startswith(typed) or entry.bare.startswith(typed):
        return _Tier.OLD_NAME_BEGINS if entry.old else _Tier.NAME_BEGINS
    if len(own) == len(asked):
        return _Tier.OLD_NAME_WORDS if entry.old else _Tier.NAME_WORDS
    if typed.startswith((f"{entry.bare} ", f"{entry.name} ")):
        return _Tier.OLD_NAME if entry.old else _Tier.NAME
    if any(word not in _TYPES for word in own):
        return _Tier.OLD_NAME_WORDS if entry.old else _Tier.NAME_AND_PLACE
    if entry.old and all(f" {word}" in _district_part(entry) for word in asked):
        return _Tier.OLD_DISTRICT
    return _Tier.PLACE_ONLY


def _district_part(entry: _Entry) -> str:
    return entry.line.split(" | ")[1]


def _means(entry: _Entry, tier: _Tier) -> str:
    if tier is _Tier.CODE:
        return "code"
    if tier is _Tier.OLD_DISTRICT:
        return "old_district"
    if tier is _Tier.PLACE_ONLY:
        return "place"
    return "old_commune" if entry.old else "name"


def _current_entries(communes: Mapping[str, Commune], provinces: Mapping[str, Province]) -> list[_Entry]:
    places = {code: fold(province.full_name) for code, province in provinces.items()}
    names = fold_all(commune.full_name for commune in communes.values())
    entries = []
    for commune, name in zip(communes.values(), names, strict=True):
        line = f" {name} | {places.get(commune.province_code, '')}"
        entries.append(_Entry(line, name, _without_type(name), (commune.code,), ""))
    return entries


def _former_entries(legacy: Legacy) -> list[_Entry]:
    provinces = {code: fold(name) for code, name in legacy.provinces.items()}
    names = fold_all(district.full_name for district in legacy.districts.values())
    places: dict[str, str] = {}
    entries = []
    for district, name in zip(legacy.districts.values(), names, strict=True):
        places[district.code] = f" | {name} | {provinces.get(district.province_code, '')}"
        if district.commune_code:
            line = f" {name}{places[district.code]}"
            entries.append(_Entry(line, name, _without_type(name), (district.commune_code,), district.code))
    names = fold_all(commune.full_name for commune in legacy.communes.values())
    for commune, name in zip(legacy.communes.values(), names, strict=True):
        targets = legacy.became.get(commune.code)
        if targets:
            line = f" {name}{places.get(commune.district_code, ' |  |')}"
            entries.append(_Entry(line, name, _without_type(name), targets, commune.code))
    return entries


def _without_type(name: str) -> str:
    """ "nang mau" for "thi tran nang mau"; a ward with a number keeps its type (phuong 5)."""
    for unit_type in _TYPES:
        if name.startswith(f"{unit_type} "):
            bare = name[len(unit_type) + 1 :]
            return name if bare.isdecimal() else bare
    return name


def _in_a_sentence(name: str) -> str:
    """ "huyện Vị Thủy": the type small, as inside a sentence."""
    return name[:1].lower() + name[1:]
