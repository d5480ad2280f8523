"""The labelled words and lines: how much of what the mapper was improved by it gets right."""

from __future__ import annotations

import pytest

from kcdesk.sheets import learned
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.meaning import SURE
from tests.sheets.labels import (
    DEPARTMENTS,
    DEPARTMENTS_KEPT_APART,
    FIELDS_OF_WORK,
    HEADERS,
    HELD_OUT,
    KEPT_APART,
    LEARNED_FROM,
    LISTS,
    LISTS_HELD_OUT,
    NEW_HEADERS,
    OFFICES,
)
from tests.sheets.learn import learn


def test_there_are_as_many_labels_as_are_spoken_of() -> None:
    improved_by = [*HEADERS, *OFFICES, *LISTS, *DEPARTMENTS, *FIELDS_OF_WORK]
    assert len(KEPT_APART) >= 300
    assert len({header for header, _target in [*improved_by, *KEPT_APART]}) >= 1000
    once = [*NEW_HEADERS, *HELD_OUT, *LISTS_HELD_OUT, *DEPARTMENTS_KEPT_APART]
    assert len({header for header, _target in once}) >= 600
    assert not {header for header, _target in HEADERS} & {header for header, _target in HELD_OUT}
    assert not {header for header, _target in LISTS} & {header for header, _target in [*HELD_OUT, *LISTS_HELD_OUT]}


@pytest.mark.parametrize(
    ("labelled", "least", "most_asked"),
    [
        (HEADERS, 0.98, 0.05),
        (OFFICES, 0.98, 0.05),
        (LISTS, 0.98, 0.06),
        (DEPARTMENTS, 0.96, 0.1),
        (FIELDS_OF_WORK, 0.97, 0.08),
    ],
    ids=["words", "offices", "lists", "departments", "fields of work"],
)
def test_the_words_it_was_improved_by_are_known(
    labelled: list[tuple[str, str]], least: float, most_asked: float
) -> None:
    words = HeaderWords()
    found = [(words.meaning(header), target) for header, target in labelled]
    right = sum(one.target == target or (target == "#ignore" and not one.target) for one, target in found)
    wrong = [one for one, target in found if one.confidence >= SURE and one.target not in (target, "#ignore")]
    asked = sum(bool(one.target) and one.confidence < SURE for one, _target in found)
    assert right >= least * len(found)
    assert len(wrong) <= 0.003 * len(found), wrong
    assert asked <= most_asked * len(found)


def test_what_was_learned_is_what_the_labels_teach() -> None:
    weights = learn(LEARNED_FROM)
    kept = learned.weights()
    assert kept.keys() == weights.keys()
    far = [
        mark for mark, told in weights.items() if any(abs(kept[mark].get(one, 0) - told[one]) > 0.05 for one in told)
    ]
    assert len(far) <= len(weights) / 1000


def test_what_mostly_was_meant_is_never_taken_without_asking() -> None:
    words = HeaderWords()
    for header, _target in LEARNED_FROM:
        found, ruled = words.meaning(header), words.ruled(header)
        assert found == ruled or found.confidence < SURE
