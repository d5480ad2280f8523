"""What is here of somebody's log: stretches close up in any order, holes are named, nothing is counted twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kcdesk.work.cursors import MOST_NAMED, Incoming, Stretch

A = Stretch(0, 10, "aa", 1)
B = Stretch(10, 20, "bb", 2)
C = Stretch(20, 30, "cc", 3)


def test_stretches_close_up_to_the_highest_position_without_a_hole():
    state = Incoming()
    state.add(A)
    state.add(C)
    assert (state.position, state.chain) == (10, "aa")
    assert state.missing() == [(10, 20)]
    assert state.missing_numbers() == [2]
    state.add(B)
    assert (state.position, state.chain) == (30, "cc")
    assert state.missing() == []
    assert state.missing_numbers() == []


def test_a_lost_number_is_not_missing_where_its_positions_came_with_another():
    state = Incoming()
    state.add(A)
    state.add(Stretch(0, 30, "cc", 3))
    assert state.position == 30
    assert state.missing_numbers() == []


def test_an_older_bundle_moves_nothing_back():
    state = Incoming()
    state.add(Stretch(0, 30, "cc", 3))
    state.add(A)
    assert (state.position, state.chain) == (30, "cc")
    assert state.sequences == [1, 3]


@given(st.permutations([A, B, C, Stretch(5, 25, "dd", 4), Stretch(30, 30, "cc", 5)]))
def test_the_order_of_arrival_does_not_matter(stretches):
    state = Incoming()
    for stretch in stretches:
        state.add(stretch)
        state.add(stretch)
    assert (state.position, state.chain) == (30, "cc")
    assert state.above == []
    assert Incoming.from_meta(state.as_meta()) == state


def test_a_number_far_away_names_a_hundred_holes_at_most():
    state = Incoming()
    state.add(Stretch(5, 6, "b", 1_000_000))
    assert state.missing_numbers() == list(range(1, MOST_NAMED + 1))
