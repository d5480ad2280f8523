"""The labelled words and lines: how much of what the mapper was improved by it gets right."""

from __future__ import annotations

from kcdesk.sheets.headers import SURE, HeaderWords
from tests.sheets.labels import HEADERS, HELD_OUT, NEW_HEADERS


def test_there_are_as_many_labels_as_are_spoken_of() -> None:
    kept_apart = [*NEW_HEADERS, *HELD_OUT]
    assert len(kept_apart) >= 300
    assert len({header for header, _target in [*HEADERS, *kept_apart]}) >= 1000
    assert not {header for header, _target in HEADERS} & {header for header, _target in HELD_OUT}


def test_the_words_it_was_improved_by_are_known() -> None:
    words = HeaderWords()
    found = [(words.meaning(header), target) for header, target in HEADERS]
    right = sum(one.target == target or (target == "#ignore" and not one.target) for one, target in found)
    wrong = [one for one, target in found if one.confidence >= SURE and one.target != target]
    assert right >= 0.98 * len(found)
    assert len(wrong) <= 0.005 * len(found), wrong
