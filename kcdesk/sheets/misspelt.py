"""Which known header a misspelt one means."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_SHORTEST = 6
_SURE, _LIKELY, _MARGIN = 90, 82, 5
_SAME_HEAD = 60
"""The first words of two headers must be that much alike: "Mã cơ sở" is not "Tên cơ sở" misspelt."""


def misspelt(written: str, phrases: Mapping[str, str], vocabulary: Collection[str]) -> tuple[str, bool]:
    """The target of the known phrase that folded words are, but for a letter in some of them, and if that is sure.

    Sure is what only changed the places of letters, and what has a word that is none in any known phrase. The target
    is "" where no phrase, or more than one, comes near.
    """
    if len(written) < _SHORTEST:
        return "", False
    from rapidfuzz import fuzz, process

    ranked = process.extract(written, phrases.keys(), scorer=fuzz.ratio, score_cutoff=_LIKELY, limit=5)
    found = next(iter(ranked), None)
    if found is None or fuzz.ratio(written.split(maxsplit=1)[0], found[0].split(maxsplit=1)[0]) < _SAME_HEAD:
        return "", False
    words, score = found[0], found[1]
    if " " not in written and written[0] != words[0]:
        return "", False
    rival = max((one[1] for one in ranked if phrases[one[0]] != phrases[words]), default=0)
    swapped = len(written) == len(words) and sorted(written) == sorted(words)
    if score - rival < _MARGIN or not (swapped or _nearly(written.split(), words.split())):
        return "", False
    unheard = any(word not in vocabulary for word in written.split())
    return phrases[words], swapped or (unheard and score >= _SURE)


def _nearly(some: list[str], others: list[str]) -> bool:
    """True where as many words differ by a letter each at the most."""
    from rapidfuzz.distance import OSA

    return len(some) == len(others) and all(
        OSA.distance(one, other) <= 1 for one, other in zip(some, others, strict=True)
    )
