"""Ids that only grow."""

from __future__ import annotations

import uuid

from kcdesk.store.ids import IdSource, uuid7


def test_it_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    made = uuid.UUID(uuid7(1_700_000_000_123, bytes(range(10))))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == 1_700_000_000_123
    assert str(made) == uuid7(1_700_000_000_123, bytes(range(10)))


def test_they_grow_while_the_clock_stands_or_is_set_back() -> None:
    times = iter([5] * 6_000 + [1] * 3_000 + [9, 2])
    source = IdSource(lambda: next(times), lambda count: b"\xff" * count)
    made = [source() for _ in range(9_002)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(uuid.UUID(one).version == 7 for one in made[:50])
