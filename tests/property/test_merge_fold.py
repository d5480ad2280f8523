"""Fold and merge as laws: several people, lost, repeated and reordered parts, and never a lost edit."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from kcdesk.model.changes import DELETED, Change, deletion_conflict, fold

FIELDS = ("name", "phone", "area")


@dataclass
class Replica:
    """One person's set of changes to one row."""

    device: str
    changes: dict[str, Change] = field(default_factory=dict)

    def write(self, id_: str, values: dict[str, object]) -> Change:
        """An ordinary change: names all heads of what it sets."""
        state = fold("shop", self.changes.values())
        made = Change(
            id=id_,
            device=self.device,
            at="",
            by="",
            save=id_,
            entity="shop",
            row="r",
            set=values,  # type: ignore[arg-type]
            after={name: state.heads(name) for name in values},
            seen=tuple(sorted(state.all_heads())) if values.get(DELETED) else (),
        )
        self.changes[id_] = made
        return made


@dataclass
class World:
    """What several people did, in the end."""

    replicas: list[Replica]
    typed: list[tuple[str, object]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """People who write and now and then hand over some of what they have, in any order."""
    people = draw(st.integers(2, 4))
    world = World([Replica(f"D{number}") for number in range(people)], [])
    noise = random.Random(draw(st.integers(0, 10**6)))
    for _ in range(draw(st.integers(1, 25))):
        one = noise.choice(world.replicas)
        if noise.random() < 0.55:  # writes; ids do not follow time, as clocks do not
            id_ = f"{noise.randrange(16**6):06x}-{len(world.typed)}"
            name = noise.choice((*FIELDS, DELETED))
            value = noise.random() < 0.6 if name == DELETED else f"v{noise.randrange(4)}"
            one.write(id_, {name: value})
            world.typed.append((name, value))
        else:
            other = noise.choice(world.replicas)
            part = [change for change in other.changes.values() if noise.random() < 0.7]
            one.changes.update((change.id, change) for change in part)
    return world


def everything(world: World) -> dict[str, Change]:
    """All changes of everybody."""
    return {id_: change for replica in world.replicas for id_, change in replica.changes.items()}


@given(worlds(), st.integers(0, 10**6))
@settings(max_examples=300, deadline=None)
def test_order_and_repetition_do_not_matter(world: World, seed: int) -> None:
    changes = list(everything(world).values())
    shuffled = changes * 2
    random.Random(seed).shuffle(shuffled)
    one, other = fold("shop", changes), fold("shop", shuffled)
    assert one.fields == other.fields
    assert one.deleted is other.deleted


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_all_agree_when_everything_has_arrived(world: World) -> None:
    whole = everything(world)
    state = fold("shop", whole.values())
    assert not any(one.waiting for one in state.fields.values())
    for replica in world.replicas:
        merged = fold("shop", (replica.changes | whole).values())
        assert merged.fields == state.fields


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_no_edit_is_lost(world: World) -> None:
    """Every change is a head, or somebody who saw it wrote over it."""
    whole = everything(world)
    state = fold("shop", whole.values())
    named = {(name, one) for change in whole.values() for name in change.set for one in change.after[name]}
    for change in whole.values():
        for name in change.set:
            is_head = any(head.change == change.id for head in state.fields[name].heads)
            assert is_head or (name, change.id) in named
    assert len(world.typed) == len(whole)


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_no_conflict_is_invented(world: World) -> None:
    """Two heads never know of each other: no path of predecessors leads from one to the other."""
    whole = everything(world)
    state = fold("shop", whole.values())
    for name, one in state.fields.items():
        if one.in_conflict:
            values = {head.value for head in one.heads}
            assert len(values) > 1
        for head in one.heads:
            others = {other.change for other in one.heads} - {head.change}
            assert not others & ancestors(whole, name, head.change)


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_a_partial_delivery_waits_and_does_not_quarrel(world: World) -> None:
    """Whoever wrote alone is never in conflict with himself, whatever part of it has arrived."""
    lonely = [change for change in everything(world).values() if change.device == "D0"]
    alone = Replica("D0")
    for change in lonely:
        alone.write(change.id, dict(change.set))
    chain = list(alone.changes.values())
    for cut in range(len(chain)):
        state = fold("shop", chain[:cut] + chain[cut + 1 :])
        assert not any(one.in_conflict for one in state.fields.values())


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_a_settlement_settles_for_everybody(world: World) -> None:
    whole = everything(world)
    judge = Replica("judge", dict(whole))
    state = fold("shop", whole.values())
    quarrels = {name: one.value for name, one in state.fields.items() if one.in_conflict}
    if quarrels:
        judge.write("ffffff-judge", quarrels)  # type: ignore[arg-type]
    settled = fold("shop", judge.changes.values())
    assert not any(one.in_conflict for one in settled.fields.values())
    assert not quarrels or {name: settled.fields[name].value for name in quarrels} == quarrels


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_a_deletion_never_hides_what_it_did_not_see(world: World) -> None:
    whole = everything(world)
    state = fold("shop", whole.values())
    unseen = deletion_conflict(state, whole.values(), ())
    if state.deleted and not unseen:
        deletions = [
            change for change in whole.values() if change.id in {h.change for h in state.fields[DELETED].heads}
        ]
        seen = {one for change in deletions for one in change.seen} | {change.id for change in deletions}
        assert state.all_heads() <= seen


def ancestors(changes: dict[str, Change], name: str, start: str) -> set[str]:
    """Everything that a change was built on, for one field."""
    found: set[str] = set()
    wanted = list(changes[start].after.get(name, ()))
    while wanted:
        one = wanted.pop()
        if one not in found:
            found.add(one)
            wanted += changes[one].after.get(name, ()) if one in changes else ()
    return found
