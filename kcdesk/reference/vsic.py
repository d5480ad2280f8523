"""The industry codes VSIC 2025 and VSIC 2018: by code, by name, and by the words that people use.

The same digits may mean something else in the two versions, so a code is kept with its version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kcdesk.reference.csv_tables import Overrides, read_table
from kcdesk.text.fold import TONES, fold_all, marked, words

VERSION = "2025"
"""The version in force since 2025-11-15 (Quyết định 36/2025/QĐ-TTg)."""

VERSIONS = ("2018", "2025")

_CODE_LEVELS = (4, 5)
"""The levels with which an establishment is coded."""

_LOWEST = 5

_EXACT, _BEGINS, _ALL_WORDS, _LONG_IN_NAME, _INSIDE, _IN_NAME = range(6)
_LONG = 3
"""From so many words on, a name that has all of them says more than a usual word inside the text."""

_OTHER_MARKS = 10
"""Added where the typed marks are those of another word: giỏ is not giò."""


class VsicEntry(NamedTuple):
    """One code of one version; ``level`` is 1 (section) to 5."""

    version: str
    code: str
    level: int
    parent: str
    name: str


class VsicMatch(NamedTuple):
    """A code that fits the typed text; ``words`` is the usual word that led to it, "" for the official name."""

    entry: VsicEntry
    words: str


class _Phrase(NamedTuple):
    """A usual word for a product or trade."""

    text: str
    folded: str
    code: str


class _Hit(NamedTuple):
    order: tuple[int, int, int]
    words: str


class Vsic:
    """The lists of both versions, read when they are first asked for."""

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or {}
        self._lists: dict[str, dict[str, VsicEntry]] = {}
        self._names: dict[str, list[tuple[str, VsicEntry]]] = {}

    def get(self, code: str, version: str = VERSION) -> VsicEntry | None:
        """The entry of a code in a version ("" means the one in force), None where there is none."""
        return self._list(version or VERSION).get(code)

    def all(self, version: str = VERSION) -> tuple[VsicEntry, ...]:
        """Every entry of a version, in its order."""
        return tuple(self._list(version).values())

    def children(self, code: str, version: str = VERSION) -> tuple[VsicEntry, ...]:
        """The entries directly under a code."""
        return tuple(entry for entry in self._list(version).values() if entry.parent == code)

    def to_2025(self, code: str) -> tuple[VsicEntry, ...]:
        """What a code of 2018 became: several entries where it was divided, none for an unknown code."""
        return self._mapped(self._map[0].get(code, ()), "2025")

    def from_2025(self, code: str) -> tuple[VsicEntry, ...]:
        """The codes of 2018 that a code of 2025 comes from."""
        return self._mapped(self._map[1].get(code, ()), "2018")

    def find(self, text: str, version: str = VERSION, limit: int = 20) -> list[VsicMatch]:
        """The codes of level 4 and 5 that a typed text may mean, the likeliest first.

        Found by the beginning of a code, by usual words for products and trades ("bánh tráng"; also
        inside a longer text such as "cơ sở sản xuất bánh tráng"), and by the official names.
        """
        typed = text.strip()
        if typed.isdecimal():
            return self._by_code(typed, version)[:limit]
        hits: dict[VsicEntry, _Hit] = {}
        for code, hit in self._by_words(typed):
            for entry in self._in_version(code, version):
                hits[entry] = min(hit, hits.get(entry, hit))
        for entry, hit in self._by_name(typed, version):
            hits[entry] = min(hit, hits.get(entry, hit))
        ranked = sorted(hits, key=lambda entry: (hits[entry].order, -entry.level, entry.code))
        return [VsicMatch(entry, hits[entry].words) for entry in ranked[:limit]]

    def _by_code(self, digits: str, version: str) -> list[VsicMatch]:
        fitting = (entry for entry in self._list(version).values() if entry.code.startswith(digits))
        return [VsicMatch(entry, "") for entry in sorted(fitting) if entry.level in _CODE_LEVELS]

    def _by_words(self, typed: str) -> Iterable[tuple[str, _Hit]]:
        asked = words(typed)
        if not asked:
            return
        folded = " ".join(asked)
        exact = marked(typed)
        plain = exact == folded
        for phrase in self._phrases:
            rank = _rank(phrase.folded, folded, asked)
            if rank is None:
                continue
            own = marked(phrase.text)
            foreign = 0 if plain or _same_marks(own, exact) else _OTHER_MARKS
            if not (foreign and rank == _INSIDE):
                longest = -len(phrase.folded) if rank == _INSIDE else len(phrase.folded)
                yield phrase.code, _Hit((rank + foreign, longest, int(own != exact)), phrase.text)

    def _by_name(self, typed: str, version: str) -> Iterable[tuple[VsicEntry, _Hit]]:
        asked = [f" {word}" for word in words(typed)]
        exact = marked(typed)
        plain = exact == " ".join(words(typed))
        rank = _LONG_IN_NAME if len(asked) >= _LONG else _IN_NAME
        for place, (name, entry) in enumerate(self._folded_names(version)):
            if asked and all(word in name for word in asked):
                foreign = 0 if plain or _same_marks(marked(entry.name), exact) else _OTHER_MARKS
                yield entry, _Hit((rank + foreign, 0, place), "")

    def _in_version(self, code: str, version: str) -> tuple[VsicEntry, ...]:
        if version == VERSION:
            return self._mapped((code,), VERSION)
        return self.from_2025(code)

    def _mapped(self, codes: Iterable[str], version: str) -> tuple[VsicEntry, ...]:
        entries = self._list(version)
        return tuple(entries[code] for code in codes if code in entries)

    def _list(self, version: str) -> dict[str, VsicEntry]:
        if version not in VERSIONS:
            return {}
        if version not in self._lists:
            rows = read_table(f"vsic_{version}.csv", ("code",), self._overrides.get(f"vsic_{version}", ()))
            self._lists[version] = {row[0]: VsicEntry(version, row[0], int(row[1]), row[2], row[3]) for row in rows}
        return self._lists[version]

    def _folded_names(self, version: str) -> list[tuple[str, VsicEntry]]:
        if version not in self._names:
            everything = self._list(version).values()
            parents = Counter(entry.parent for entry in everything)
            entries = [entry for entry in everything if entry.level == _LOWEST or parents[entry.code] > 1]
            entries = [entry for entry in entries if entry.level in _CODE_LEVELS]
            folded = fold_all(entry.name for entry in entries)
            self._names[version] = [(f" {name}", entry) for name, entry in zip(folded, entries, strict=True)]
        return self._names[version]

    @cached_property
    def _map(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        onward: dict[str, tuple[str, ...]] = {}
        back: dict[str, tuple[str, ...]] = {}
        key = ("code_2018", "code_2025")
        for old, new, _changed in read_table("vsic_map.csv", key, self._overrides.get("vsic_map", ())):
            onward[old] = (*onward.get(old, ()), new)
            back[new] = (*back.get(new, ()), old)
        return onward, back

    @cached_property
    def _phrases(self) -> list[_Phrase]:
        rows = read_table("vsic_words.csv", ("words",), self._overrides.get("vsic_words", ()))
        folded = fold_all(row[0] for row in rows)
        return [_Phrase(row[0], plain, row[1]) for row, plain in zip(rows, folded, strict=True)]


def _rank(phrase: str, typed: str, asked: list[str]) -> int | None:
    """How a usual word fits the typed text, both folded; None where it does not."""
    if phrase == typed:
        return _EXACT
    if phrase.startswith(typed):
        return _BEGINS
    if f" {phrase} " in f" {typed} ":
        return _INSIDE
    spaced = f" {phrase}"
    return _ALL_WORDS if all(f" {word}" in spaced for word in asked) else None


def _same_marks(phrase: str, typed: str) -> bool:
    """True where the typed words have their marks in the phrase, or a shorter phrase has its own in them."""
    if len(phrase) < len(typed) and f" {phrase} " in f" {typed} ":
        return True
    own = phrase.split()
    return all(any(_begins(word, one) for word in own) for one in typed.split())


def _begins(word: str, typed: str) -> bool:
    """True where the word begins with what was typed, tone for tone if one was typed already."""
    letters = typed.rstrip(TONES)
    tone = typed[len(letters) :]
    bare = word.rstrip(TONES)
    return bare.startswith(letters) and (not tone or word[len(bare) :] == tone)
