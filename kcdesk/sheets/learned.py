"""A second opinion on headers: what words mostly meant in labelled headers.

The rules of ``sheets.headers`` know what they were told; of words put together in a way that nobody thought of they say
nothing, or too much. Weights learned from the labelled headers (a softmax over the fields, on words, pairs of words and
units) say what such words mostly meant. They never make a column sure: where the rules say nothing their guess is asked
about, where the rules are sure and the guess is another field the column is asked about.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kcdesk import paths
from kcdesk.sheets.header_text import read_header, split_levels

OTHER = "#ignore"
"""What is none of our fields."""

PRESUMED = 0.7
"""A guess counts from this share of the likelihood on."""

_KNOWN = 0.8
"""So many of the words must have been seen: a word that was never seen mostly makes it another thing."""

_WORD, _PAIR, _FIRST, _LAST, _UNIT, _INSIDE, _ABOVE = "w:", "p:", "f:", "l:", "u:", "i:", "a."


class Guess(NamedTuple):
    """What a header may mean: a target as in ``Meaning``, and which share of the likelihood it has, 0 to 1."""

    target: str
    share: float

    @property
    def counts(self) -> bool:
        """True where it is likely enough to be heard."""
        return self.share >= PRESUMED


NO_GUESS = Guess("", 0.0)


def marks_of(header: str) -> list[str]:
    """What the weights look at in a header: its words without tone marks, pairs of them, the first, the last, the unit,
    what stands in brackets; those of the rows above apart."""
    return list(dict.fromkeys(_marks(header)))


def _marks(header: str) -> Iterator[str]:
    levels = split_levels(header)
    for number, level in enumerate(levels):
        read, is_own = read_header(level), number == len(levels) - 1
        words, where = read.words.plain, "" if is_own else _ABOVE
        yield from (f"{where}{_WORD}{word}" for word in words)
        yield from (f"{where}{_PAIR}{one} {other}" for one, other in pairwise(words))
        if words and is_own:
            yield _FIRST + words[0]
            yield _LAST + words[-1]
        yield _UNIT + read.unit
        yield from (_INSIDE + word for word in read.inside.plain)


def guess(header: str) -> Guess:
    """What the words of a header mostly meant; ``NO_GUESS`` where too few of them were ever seen."""
    seen, marks = weights(), marks_of(header)
    words = [mark for mark in marks if mark.removeprefix(_ABOVE).startswith(_WORD)]
    if not words or sum(word in seen for word in words) < _KNOWN * len(words):
        return NO_GUESS
    scores: dict[str, float] = {}
    for mark in marks:
        for target, weight in seen.get(mark, {}).items():
            scores[target] = scores.get(target, 0.0) + weight
    best = max(scores, key=lambda target: scores[target])
    return Guess(best, 1 / sum(math.exp(score - scores[best]) for score in scores.values()))


@cache
def weights() -> dict[str, dict[str, float]]:
    """By mark the weight of each field; made by ``python -m tests.sheets.learn``."""
    found: dict[str, dict[str, float]] = {}
    with paths.resource("sheets", "learned.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pairs = (one.rpartition(":") for one in row["weights"].split())
            found[row["mark"]] = {target: float(weight) for target, _colon, weight in pairs}
    return found
