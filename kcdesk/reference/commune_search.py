"""Finding a commune by what a person types: the name of today, or the names of before the reform."""

from __future__ import annotations

import re
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

_TYPES = frozenset(("xa", "phuong", "dac", "khu", "thi", "tran", "huyen", "quan", "thanh", "pho", "tinh"))
"""The words of the types of units."""

_TYPE_WORDS = {"xa": 1, "phuong": 1, "dac": 2, "thi": 2, "huyen": 1, "quan": 1, "thanh": 2, "tinh": 1}
"""By the first word of a full name: how many words the type has."""

_LETTER_AND_NUMBER = re.compile(r"(p|q|x|h|f)(\d{1,2})")
"""P5, Q10: as people write numbered wards and districts."""

_FEW_LETTERS = 3
"""Below that many letters only the names in force are looked at: all else would be noise."""

_CODE_LENGTH = 5


class _Tier(IntEnum):
    """How well an entry fits, the best first."""

    CODE = 0
    NAME = 1
    NAME_BEGINS = 2
    NAME_WORDS = 3
    OLD_NAME = 4
    OLD_NAME_BEGINS = 5
    OLD_DISTRICT = 6
    OLD_PROVINCE = 7
    SOME_IN_NAME = 8
    PLACES_ONLY = 9


_LOOSE = 10
"""Added to the tier where a word before the last one is only the beginning of a word."""


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
    """One name under which communes are found."""

    line: str
    """Folded: " own name | district | province", or " own name | province" for a unit in force."""
    targets: tuple[str, ...]
    """The codes of the communes in force that are meant."""
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
        self._bare = [(_without_type(entry.line.split(" | ")[0].strip()), entry) for entry in self._current]
        self._keys: dict[str, bytes] = {}

    def find(self, text: str, province: str, limit: int, area: Collection[str], within: str) -> list[Match]:
        """See ``Communes.find``."""
        if text.strip().isdecimal() and len(text.strip()) > 1:
            hits = self._by_code(text.strip())
        else:
            hits = self._by_name(_asked_words(text))
        best: dict[str, _Found] = {}
        for entry, tier, loose in hits:
            for code in entry.targets:
                commune = self._communes.get(code)
                if commune is None or (within and commune.province_code != within):
                    continue
                nearness = 0 if code in area else 1 if commune.province_code == province else 2
                found = _Found((nearness, tier + loose), entry, tier)
                if code not in best or found.order < best[code].order:
                    best[code] = found
        ranked = sorted(best, key=lambda code: (best[code].order, self._name_key(code), code))
        return [self._match(self._communes[code], best[code]) for code in ranked[:limit]]

    def _name_key(self, code: str) -> bytes:
        if code not in self._keys:
            self._keys[code] = sort_key(self._communes[code].name)
        return self._keys[code]

    def _by_code(self, digits: str) -> Iterable[tuple[_Entry, _Tier, int]]:
        for entry in self._current:
            if entry.targets[0].startswith(digits):
                yield entry, _Tier.CODE, 0
        if len(digits) == _CODE_LENGTH:
            yield from ((entry, _Tier.OLD_NAME, 0) for entry in self._former if entry.old == digits)

    def _by_name(self, asked: list[str]) -> Iterable[tuple[_Entry, _Tier, int]]:
        if not asked:
            return
        if len(asked) == 1 and len(asked[0]) < _FEW_LETTERS:
            yield from self._by_first_letters(asked[0])
            return
        marks = sorted((f" {word}" for word in asked), key=len, reverse=True)
        whole = [f" {word} " for word in asked[:-1]]
        for entries in (self._current, self._former):
            fitting = [entry for entry in entries if marks[0] in entry.line]
            for mark in marks[1:]:
                fitting = [entry for entry in fitting if mark in entry.line]
            for entry in fitting:
                loose = 0 if all(word in entry.line for word in whole) else _LOOSE
                yield entry, _tier(entry, asked), loose

    def _by_first_letters(self, letters: str) -> Iterable[tuple[_Entry, _Tier, int]]:
        """One or two letters: the names in force with a word that begins so, their types apart."""
        for bare, entry in self._bare:
            if bare == letters:
                yield entry, _Tier.NAME, 0
            elif bare.startswith(letters):
                yield entry, _Tier.NAME_BEGINS, 0
            elif f" {letters}" in bare:
                yield entry, _Tier.NAME_WORDS, 0

    def _match(self, commune: Commune, found: _Found) -> Match:
        province = self._provinces.get(commune.province_code)
        entry, tier = found.entry, found.tier
        return Match(
            commune=commune,
            province=province.full_name if province else "",
            reason=self._reason(entry, tier),
            by=_means(entry, tier),
            split=len(entry.targets) > 1 and tier not in (_Tier.OLD_DISTRICT, _Tier.OLD_PROVINCE),
        )

    def _reason(self, entry: _Entry, tier: _Tier) -> str:
        """Which old unit led here; "" where the present name does."""
        if not entry.old:
            return ""
        commune = self._legacy.communes.get(entry.old)
        district = self._legacy.districts.get(commune.district_code if commune else entry.old)
        district_name = _in_a_sentence(district.full_name) if district else ""
        if tier is _Tier.OLD_PROVINCE and district:
            province = self._legacy.provinces.get(district.province_code, "")
            return _("trước 01/7/2025 thuộc {place}").format(place=_in_a_sentence(province))
        if tier is _Tier.OLD_DISTRICT or commune is None:
            return _("trước 01/7/2025 thuộc {place}").format(place=district_name)
        return _("trước 01/7/2025: {commune}, {district}").format(commune=commune.full_name, district=district_name)


def _asked_words(text: str) -> list[str]:
    parted = (_LETTER_AND_NUMBER.sub(r"\1 \2", word) for word in words(text))
    expanded = " ".join(_SHORT_FORMS.get(word, word) for word in parted)
    return [word.lstrip("0") or word if word.isdecimal() else word for word in expanded.split()]


def _tier(entry: _Entry, asked: list[str]) -> _Tier:
    """How well an entry with all the asked words fits."""
    name, *places = entry.line.strip().split(" | ")
    bare, typed = _without_type(name), " ".join(asked)
    own = [word for word in dict.fromkeys(asked) if f" {word}" in f" {name}"]
    old = bool(entry.old)
    if old and typed == places[0]:
        return _Tier.OLD_DISTRICT
    if " ".join(own) in (name, bare) or _names_with_place(typed, name, bare):
        return _Tier.OLD_NAME if old else _Tier.NAME
    if name.startswith(typed) or bare.startswith(typed):
        return _Tier.OLD_NAME_BEGINS if old else _Tier.NAME_BEGINS
    if len(own) == len(set(asked)) and not old:
        return _Tier.NAME_WORDS
    return _place_tier(places, asked, own)


def _place_tier(places: list[str], asked: list[str], own: list[str]) -> _Tier:
    """The same where the name alone does not have what was typed; two places are those of an old unit."""
    typed, old = " ".join(asked), len(places) > 1
    if old and f" {places[0]}".endswith(f" {typed}"):
        return _Tier.OLD_DISTRICT
    if f" {places[-1]}".endswith(f" {typed}"):
        return _Tier.OLD_PROVINCE
    if any(word not in _TYPES for word in own):
        return _Tier.SOME_IN_NAME
    if old and all(f" {word}" in f" {places[0]}" for word in asked):
        return _Tier.OLD_DISTRICT
    return _Tier.PLACES_ONLY


def _names_with_place(typed: str, name: str, bare: str) -> bool:
    """True for the whole name with its place before or behind it: "vi thuy can tho"."""
    return typed.startswith((f"{name} ", f"{bare} ")) or typed.endswith((f" {name}", f" {bare}"))


def _means(entry: _Entry, tier: _Tier) -> str:
    if tier is _Tier.CODE:
        return "code"
    if tier is _Tier.OLD_DISTRICT:
        return "old_district"
    if tier in (_Tier.OLD_PROVINCE, _Tier.PLACES_ONLY):
        return "place"
    return "old_commune" if entry.old else "name"


def _current_entries(communes: Mapping[str, Commune], provinces: Mapping[str, Province]) -> list[_Entry]:
    places = {code: f" | {fold(province.full_name)} " for code, province in provinces.items()}
    names = fold_all(commune.full_name for commune in communes.values())
    return [
        _Entry(f" {name}{places.get(commune.province_code, ' |  ')}", (commune.code,), "")
        for commune, name in zip(communes.values(), names, strict=True)
    ]


def _former_entries(legacy: Legacy) -> list[_Entry]:
    provinces = {code: fold(name) for code, name in legacy.provinces.items()}
    names = fold_all(district.full_name for district in legacy.districts.values())
    places: dict[str, str] = {}
    entries = []
    for district, name in zip(legacy.districts.values(), names, strict=True):
        places[district.code] = f" | {name} | {provinces.get(district.province_code, '')} "
        if district.commune_code:
            entries.append(_Entry(f" {name}{places[district.code]}", (district.commune_code,), district.code))
    names = fold_all(commune.full_name for commune in legacy.communes.values())
    nowhere: tuple[str, ...] = ()
    entries += [
        _Entry(f" {name}{places.get(commune.district_code, ' |  |  ')}", legacy.became.get(commune.code, nowhere), code)
        for (code, commune), name in zip(legacy.communes.items(), names, strict=True)
    ]
    return entries


def _without_type(name: str) -> str:
    """ "nang mau" for "thi tran nang mau"; a ward with a number keeps its type (phuong 5)."""
    parts = name.split(" ")
    bare = " ".join(parts[_TYPE_WORDS.get(parts[0], 0) :])
    return name if bare.isdecimal() else bare


def _in_a_sentence(name: str) -> str:
    """ "huyện Vị Thủy": the type small, as inside a sentence."""
    return name[:1].lower() + name[1:]
