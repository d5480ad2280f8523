"""Changes and how they merge. Pure: the law of the house, see architecture.md "Changes".

A row's state follows from the set of its changes alone, whatever the order in which they came: that
is what makes merging idempotent and free of order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kcdesk.model.fields import Value

DELETED = "deleted"
"""The field, of every entity, that says a record was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one save did to one row, as it stands in the log and in a bundle.

    ``set`` holds new values by exchange name, ``withheld`` the names of values that were set but not
    sent (no consent), ``purged`` those whose value was removed for good. ``after`` names, for every
    field in one of these, the changes that were its heads where it was written and whose value was
    there, or had been purged there. ``seen``, with a deletion only, lists every head of the record and
    its children that the person who deleted could see. ``at`` is ISO UTC and decides nothing.
    """

    id: str
    device: str
    at: str
    by: str
    save: str
    entity: str
    row: str
    set: Mapping[str, Value]
    after: Mapping[str, tuple[str, ...]]
    withheld: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    def touched(self) -> tuple[str, ...]:
        """The names of all fields that the change sets, with or without a value here."""
        return (*self.set, *self.withheld, *self.purged)


@dataclass(frozen=True, slots=True)
class Head:
    """A change that no other change here names for this field; ``known`` tells if its value is here.

    ``purged`` tells that the value was removed for good: nobody will see it here again.
    """

    change: str
    value: Value
    known: bool = True
    purged: bool = False


@dataclass(slots=True)
class FieldState:
    """A field of one row after all changes that are here: what is shown, and between what to choose."""

    value: Value
    heads: tuple[Head, ...]
    waiting: bool = False

    @property
    def in_conflict(self) -> bool:
        """Two people set different values without seeing each other, and nothing is still to come."""
        if self.waiting or len(self.heads) == 1:
            return False
        return len({comparable(head.value) for head in self.heads if head.known}) > 1


@dataclass(slots=True)
class RowState:
    """A row after all changes that are here."""

    entity: str
    fields: dict[str, FieldState] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Value]:
        """The values shown, without the fields that were never set."""
        return {name: state.value for name, state in self.fields.items() if name != DELETED}

    @property
    def deleted(self) -> bool:
        """The shown value of ``deleted``; a deletion in conflict with an edit does not count, see store."""
        state = self.fields.get(DELETED)
        return bool(state and state.value)

    def heads(self, name: str) -> tuple[str, ...]:
        """What an ordinary change names in ``after``: the heads of a field whose value is here, or was purged here.

        A value that was purged cannot be asked about any more; one that was withheld comes when its owner agrees.
        """
        state = self.fields.get(name)
        return tuple(head.change for head in state.heads if head.known or head.purged) if state else ()

    def all_heads(self) -> frozenset[str]:
        """The ids of all heads of all fields."""
        return frozenset(head.change for state in self.fields.values() for head in state.heads)


def comparable(value: Value) -> object:
    """Equal for values that mean the same: composed or combining marks, a list in another order, nothing at all."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    if isinstance(value, tuple):
        return tuple(sorted(value)) or None
    return value


def fold(entity: str, changes: Iterable[Change]) -> RowState:
    """The state of one row from the set of its changes, in any order.

    Shown is, among the heads with a known value, "not deleted" before "deleted", then the greatest id.
    Should changes name each other in a circle, which no sound program writes, all of them are heads:
    a value that somebody wrote is never out of sight.
    """
    by_id = {change.id: change for change in changes}
    if len(by_id) == 1:
        return _fold_one(entity, next(iter(by_id.values())))
    setters: dict[str, list[Change]] = {}
    for change in by_id.values():
        for name in change.touched():
            setters.setdefault(name, []).append(change)
    state = RowState(entity)
    for name, writers in setters.items():
        one = writers[0]
        state.fields[name] = _written_once(name, one, by_id) if len(writers) == 1 else _fold_field(name, writers, by_id)
    return state


def _fold_one(entity: str, change: Change) -> RowState:
    """The same for a row that was written once, as most are."""
    only = {change.id: change}
    return RowState(entity, {name: _written_once(name, change, only) for name in change.touched()})


def _written_once(name: str, change: Change, here: Mapping[str, Change]) -> FieldState:
    """A field that one change set, as most fields of most rows."""
    waiting = any(one not in here for one in change.after.get(name, ()))
    value = change.set.get(name)
    return FieldState(value, (Head(change.id, value, name in change.set, name in change.purged),), waiting)


def _fold_field(name: str, writers: list[Change], here: Mapping[str, Change]) -> FieldState:
    named = {one for change in writers for one in change.after.get(name, ()) if one != change.id}
    writers.sort(key=lambda one: one.id)
    latest = [change for change in writers if change.id not in named] or writers
    heads = tuple(
        Head(change.id, change.set.get(name), known=name in change.set, purged=name in change.purged)
        for change in latest
    )
    return FieldState(_shown(name, heads), heads, waiting=not named <= here.keys())


def _shown(name: str, heads: Iterable[Head]) -> Value:
    known = [head for head in heads if head.known]
    if not known:
        return None
    return max(known, key=lambda head: (name != DELETED or not head.value, head.change)).value


def seen_by_deletion(state: RowState, changes: Iterable[Change]) -> frozenset[str]:
    """What the deletions that stand as heads of ``deleted`` have seen; empty where there are none."""
    deletions = _deletions(state)
    return frozenset(one for change in changes if change.id in deletions for one in change.seen)


def deletion_conflict(state: RowState, changes: Iterable[Change], others: Iterable[str]) -> frozenset[str]:
    """The heads that a deletion did not see: of the row itself and, in ``others``, of its children.

    Empty where the row is not deleted or where everything was seen. Until a person settles it, such
    a row is shown. Where something that the deletion saw has not come yet, the unseen heads may
    just be its predecessors: the row is then waiting, not in conflict.
    """
    if not state.deleted:
        return frozenset()
    return (state.all_heads() | frozenset(others)) - _deletions(state) - seen_by_deletion(state, changes)


def _deletions(state: RowState) -> frozenset[str]:
    field_state = state.fields.get(DELETED)
    return frozenset(head.change for head in field_state.heads if head.value) if field_state else frozenset()
