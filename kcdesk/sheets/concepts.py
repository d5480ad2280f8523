"""What the words of a header speak of, and which field such things together mean.

A header is put together: "Số điện thoại người đại diện" is a telephone and a representative. The resource
``concepts.csv`` says which words speak of what, ``compositions.csv`` which of these things together make a field.
Words that make it another thing (a book-keeper, a bank, a date of birth) are known, too, so that nothing is taken for
a field because it begins like one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from kcdesk import paths
from kcdesk.sheets.header_text import Words, words_of

ANYTHING = "*"
"""In a composition: beside it may be spoken of anything that does not head a column of its own."""

FILLER, FOREIGN, SHADE = "-", "x", "~"
"""Concepts of words that say nothing, of words of what no field holds, and of words that may turn the meaning."""

_BESIDE = frozenset(("year",))
"""What may be spoken of beside anything, but not first: "Doanh thu năm" is the sales."""

_PLANNED = "exp"
"""What is only planned; it counts where a composition asks for it: planned capital is that of a project."""

_SELDOM = frozenset(("use", "register", "assessed"))
"""What seldom makes a header another thing: now in use, as registered."""

_HEADS = frozenset((
    FOREIGN, "address", "phone", "email", "zalo", "owner", "chu", "product", "machine", "proj", "trade", "cluster",
    "village", "supplier", "lender", "position", "former", "cost", "money", "tcost", "capital", "date", "pid",
    "workers", "capdone",
    "revenue", "fullname", "ocop", "office", "expire", "decision", "taxid",
))  # fmt: skip
"""What heads a column of its own."""

_UNIT, _OWNER_OF_ALL = "unitw", "est"
"""A unit is mostly an establishment."""

_LONGEST = 7
_ONSET = r"(?:ngh(?=[eiy])|ng(?![eiy])|gh(?=[eiy])|gi|kh|nh|ph|qu|th|tr|ch|k(?=[eiy])|c(?![eiy])|[bdghlmnrstvx])?"
_RIME = (
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ya|ye|oai|oay|oeo|uoi|uou|uay|uye|uya|uyu|ieu|yeu|uao)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_SHORTEST_MENDED = 4


class Composition(NamedTuple):
    """Things that together mean a field. ``asks`` where a person should look at it."""

    target: str
    needs: frozenset[str]
    may: frozenset[str]
    asks: bool
    first: str = ""
    """What must be spoken of first, "" for anything: "Chủ hộ, điện thoại" is a person with a telephone."""

    def fits(self, concepts: frozenset[str], first: str) -> bool:
        """True where all that is needed is there and nothing that does not belong to it."""
        if self.first and self.first != first:
            return False
        more = concepts - self.needs - self.may - {_PLANNED} - (_BESIDE if first not in _BESIDE else frozenset[str]())
        if not self.needs <= concepts:
            return False
        return not more & _HEADS if ANYTHING in self.may else not more


class Spoken(NamedTuple):
    """What a header speaks of: things in their order, words that are not known, and whether one had to be mended."""

    concepts: tuple[str, ...]
    unknown: tuple[str, ...]
    mended: bool

    @property
    def said(self) -> frozenset[str]:
        """Its things without the words that say nothing."""
        return frozenset(self.concepts) - {FILLER, SHADE}

    @property
    def is_shaded(self) -> bool:
        """True where some word may make it another thing: what is lent, shown, reported."""
        return SHADE in self.concepts

    @property
    def first(self) -> str:
        """What it speaks of first; "" for nothing."""
        return next((one for one in self.concepts if one not in (FILLER, SHADE, _PLANNED)), "")


class Concepts:
    """The two resources, read when they are first asked for."""

    @property
    def _phrases(self) -> Mapping[tuple[str, ...], list[tuple[tuple[str, ...], str]]]:
        return _read_phrases()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase has."""
        return frozenset(word for phrase in self._phrases for word in phrase)

    @property
    def compositions(self) -> tuple[Composition, ...]:
        """What makes a field, as declared."""
        return _read_compositions()

    def speaks_of(self, words: Words, *, marked: bool) -> Spoken:
        """What some words speak of."""
        plain, mended = self._mend(words.plain)
        concepts: list[str] = []
        unknown: list[str] = []
        place = 0
        for length, concept in self._parts(plain, words.marked, marked=marked):
            if concept:
                concepts.append(concept)
            else:
                unknown.append(plain[place])
            place += length
        return Spoken(tuple(concepts), tuple(unknown), mended)

    def almost(self, spoken: Spoken) -> Composition | None:
        """The field that is meant but for one thing more that seldom changes it, and is not spoken of first."""
        said = spoken.said
        for harmless in sorted(said & _SELDOM - {spoken.first}):
            found = self.composed(said - {harmless}, spoken.first)
            if found is not None:
                return found
        return None

    def _parts(self, plain: Sequence[str], written: Sequence[str], *, marked: bool) -> list[tuple[int, str]]:
        """The words as phrases: the division that leaves the fewest words unknown, then the fewest phrases."""
        best: list[tuple[tuple[int, int, int], list[tuple[int, str]]]] = [((0, 0, 0), [])]
        for place in range(len(plain) - 1, -1, -1):
            ways = []
            for length in range(min(_LONGEST, len(plain) - place), 0, -1):
                concept = self._concept(plain, written, place, length, marked=marked)
                if concept or length == 1:
                    (unknown, phrases, foreign), rest = best[-length]
                    cost = (unknown + (not concept), phrases + 1, foreign + (concept == FOREIGN))
                    ways.append((cost, [(length, concept), *rest]))
            best.append(min(ways, key=lambda one: one[0]))
        return best[-1][1]

    def composed(self, said: frozenset[str], first: str) -> Composition | None:
        """The field that these things together mean: the one that needs most of them, of equals the first."""
        fitting = [one for one in self.compositions if one.fits(said, first)]
        if not fitting and _UNIT in said:
            return self.composed(said - {_UNIT} | {_OWNER_OF_ALL}, _OWNER_OF_ALL if first == _UNIT else first)
        return max(fitting, key=_telling, default=None)

    def _concept(self, plain: Sequence[str], written: Sequence[str], place: int, length: int, *, marked: bool) -> str:
        """What a phrase of so many words speaks of, "" for none.

        A word that stands alone must be written with the marks of the phrase: hộ is not họ.
        """
        ways = self._phrases.get(tuple(plain[place : place + length]))
        if ways is None:
            return ""
        if not marked:
            return ways[0][1]
        here = tuple(written[place : place + length])
        concept = next((concept for way, concept in ways if way == here), "")
        return concept or ("" if length == 1 else ways[0][1])

    def _mend(self, plain: Sequence[str]) -> tuple[list[str], bool]:
        """Words that are none of the language, by a letter: nghanh is ngành."""
        mended = [self._mended(word) for word in plain]
        return mended, mended != list(plain)

    def _mended(self, word: str) -> str:
        if len(word) < _SHORTEST_MENDED or word in self.vocabulary or not word.isalpha() or _SYLLABLE.fullmatch(word):
            return word
        near = _one_off(word, self.vocabulary)
        return near[0] if len(near) == 1 and near[0][0] == word[0] else word


def _telling(one: Composition) -> tuple[bool, float]:
    """How much a composition says; one beside which anything may stand only counts where no other fits."""
    return ANYTHING not in one.may, len(one.needs) + bool(one.first) / 2


@cache
def _read_phrases() -> Mapping[tuple[str, ...], list[tuple[tuple[str, ...], str]]]:
    """Plain words to the ways to write them with marks, each with its concept; read once, they never change."""
    found: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
    with paths.resource("sheets", "concepts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for phrase in row["words"].split(";"):
                words = words_of(phrase)
                found.setdefault(words.plain, []).append((words.marked, row["concept"]))
    return found


@cache
def _read_compositions() -> tuple[Composition, ...]:
    with paths.resource("sheets", "compositions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_composition(row) for row in csv.DictReader(file))


def _composition(row: dict[str, str]) -> Composition:
    needs = row["needs"].split()
    first = next((need[1:] for need in needs if need.startswith("^")), "")
    return Composition(
        row["target"], frozenset(need.lstrip("^") for need in needs), frozenset(row["may"].split()), bool(row["asks"]),
        first,
    )  # fmt: skip


def _one_off(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words that differ by one letter, or by two that changed places."""
    from rapidfuzz.distance import OSA

    return [one for one in vocabulary if abs(len(one) - len(word)) < 2 and OSA.distance(one, word, score_cutoff=1) == 1]
