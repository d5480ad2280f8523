"""Merging with real stores: repeated, partial, contradictory, unknown and withheld changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kcdesk.model.changes import DELETED, Change
from kcdesk.store.merging import OTHER_CONTENT
from kcdesk.store.records import Store
from kcdesk.store.types import Edit
from tests.store.desk import Person


def changes(store: Store) -> list[Change]:
    """Everything in the log."""
    return [entry.change for entry in store.log() if entry.change]


def test_twice_is_once(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    person.put("item", shop_id=row, name="Bánh")
    first = other.store.merge(changes(store), "A")
    assert (first.new, first.known, first.conflicts, first.waiting, first.held) == (2, 0, 0, 0, [])
    head = other.store.head()
    again = other.store.merge(changes(store) * 2, "A")
    assert (again.new, again.known, again.rows) == (0, 4, set())
    assert other.store.head() == head
    assert [entry.origin for entry in other.store.log()] == ["A", "A"]
    assert other.store.children("shop", row)["items"][0]["name"] == "Bánh"


def test_a_plan_changes_nothing_and_says_the_same(store: Store, person: Person, other: Person) -> None:
    person.put("shop", name="Ánh")
    with other.store.plan():
        planned = other.store.merge(changes(store), "A")
    assert other.store.head()[0] == 0
    assert other.store.count("shop") == 0
    assert other.store.merge(changes(store), "A").new == planned.new == 1


def test_the_same_id_with_other_content_is_held_and_named(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    other.store.merge(changes(store), "A")
    (original,) = changes(store)
    for forged in (
        replace(original, set={"name": "Giả"}),
        replace(original, set={"name": "Ánh", "phone": "1"}),
        replace(original, by="CTV99"),
        replace(original, row=person.new_id()),
        replace(original, seen=("x",)),
    ):
        merged = other.store.merge([forged, original], "A")
        assert [(one.change, one.reason) for one in merged.held] == [(forged, OTHER_CONTENT)]
        assert (merged.new, merged.known) == (0, 1)
    assert other.store.get("shop", row) == store.get("shop", row)
    fresh = replace(original, id=person.new_id(), row=person.new_id())
    within = other.store.merge([fresh, replace(fresh, set={"name": "Giả"})], "A")
    assert (within.new, len(within.held)) == (1, 1)


def test_two_people_are_in_conflict_until_somebody_settles(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh", phone="1")
    other.store.merge(changes(store), "A")
    person.put("shop", row, name="Bình")
    other.put("shop", row, name="Đức", phone="2")
    assert store.merge(changes(other.store), "B").conflicts == 1
    assert other.store.merge(changes(store), "A").conflicts == 1
    assert store.unsettled() == other.store.unsettled()
    assert store.get("shop", row) == other.store.get("shop", row)
    record = store.get("shop", row)
    assert record is not None
    assert record["phone"] == "2"
    shown = record["name"]
    assert person.save(Edit("shop", row, {"name": shown})).changes == ()  # a mere save settles nothing
    assert store.unsettled("shop", row)
    person.save(Edit("shop", row, {"name": shown}, settle=("name",)))
    assert store.unsettled() == []
    other.store.merge(changes(store), "A")
    assert other.store.unsettled() == []


def test_the_same_value_typed_twice_is_no_conflict(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    other.store.merge(changes(store), "A")
    person.put("shop", row, phone="0912")
    other.put("shop", row, phone="0912")
    assert store.merge(changes(other.store), "B").conflicts == 0
    assert store.unsettled() == []


def test_a_missing_part_makes_the_field_wait(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    person.put("shop", row, name="Bình")
    first, second = changes(store)
    merged = other.store.merge([second], "A")
    assert (merged.waiting, merged.conflicts) == (1, 0)
    assert [(one.row, one.waiting) for one in other.store.unsettled()] == [(row, ("name",))]
    merged = other.store.merge([first], "A")
    assert merged.waiting == 0
    assert other.store.unsettled() == []
    assert other.store.get("shop", row) == store.get("shop", row)


def test_deletion_against_edit_is_shown_until_settled(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    item = person.put("item", shop_id=row, name="Bánh")
    other.store.merge(changes(store), "A")
    person.delete("shop", row)
    other.put("item", item, name="Bánh tráng")
    for one, two in ((store, other.store), (other.store, store)):
        assert one.merge(changes(two), "x").conflicts == 1
        assert one.get("shop", row) is not None
        assert [(found.row, found.conflicts) for found in one.unsettled()] == [(row, (DELETED,))]
    person.save(Edit("shop", row, delete=True))
    other.store.merge(changes(store), "A")
    for one in (store, other.store):
        assert one.get("shop", row) is None
        assert one.unsettled() == []
        assert one.doctor() == []


def test_a_deleted_child_is_no_quarrel_with_the_deletion_of_its_parent(
    store: Store, person: Person, other: Person
) -> None:
    row = person.put("shop", name="Ánh")
    item = person.put("item", shop_id=row, name="Bánh")
    other.store.merge(changes(store), "A")
    person.delete("shop", row)
    other.delete("item", item)
    assert store.merge(changes(other.store), "B").conflicts == 0
    assert store.get("shop", row) is None


def test_a_deletion_waits_for_what_it_saw(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh")
    person.put("shop", row, name="Bình")
    person.delete("shop", row)
    first, second, deletion = changes(store)
    other.store.merge([first, deletion], "A")
    assert other.store.get("shop", row) is not None
    assert [one.waiting for one in other.store.unsettled()] == [(DELETED,)]
    other.store.merge([second], "A")
    assert other.store.get("shop", row) is None
    assert other.store.unsettled() == []


def test_a_child_before_its_parent(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh Dương")
    person.put("item", shop_id=row, name="Bánh")
    person.put("asked", shop_id=row, title="Máy ép")
    for change in reversed(changes(store)):
        other.store.merge([change], "A")
    assert [record["id"] for record in other.store.rows("shop", search="banh")] == [row]
    assert other.store.count("asked", search="anh duong") == 1
    assert other.store.doctor() == []


def test_what_is_not_declared_here_is_kept_and_passed_on(store: Store, person: Person, other: Person) -> None:
    (template,) = changes_of(person)
    strange = replace(template, id=person.new_id(), entity="spaceship", row=person.new_id(), set={"warp": 9})
    merged = store.merge([strange], "B")
    assert (merged.new, merged.rows) == (1, {("spaceship", strange.row)})
    assert store.find_row(strange.row) == "spaceship"
    assert changes(store)[-1] == strange
    assert other.store.merge(changes(store), "A").new == 2
    assert strange in changes(other.store)
    assert store.doctor() == []


def changes_of(person: Person) -> list[Change]:
    """The changes of one save of one row."""
    return list(person.save(Edit("shop", person.new_id(), {"name": "Ánh"})).changes)


def test_a_withheld_value_comes_later_and_never_goes_back(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh", phone="0912345678")
    (whole,) = changes(store)
    veiled = replace(whole, set={"name": "Ánh"}, withheld=("phone",))
    purged = replace(whole, set={"name": "Ánh"}, purged=("phone",))
    other.store.merge([veiled], "A")
    assert "phone" not in (other.store.get("shop", row) or {})
    completed = other.store.merge([whole], "A")
    assert (completed.new, completed.known, completed.completed) == (0, 0, 1)
    assert (other.store.get("shop", row) or {})["phone"] == "0912345678"
    assert other.store.count("shop", search="0912") == 1
    assert other.store.merge([veiled], "A").known == 1
    assert (other.store.get("shop", row) or {})["phone"] == "0912345678"
    assert other.store.merge([purged], "A").completed == 1
    assert (other.store.get("shop", row) or {}).get("phone") is None
    assert other.store.merge([whole, veiled], "A").known == 2
    assert (other.store.get("shop", row) or {}).get("phone") is None
    assert other.store.count("shop", search="0912") == 0
    assert "0912345678" not in str(changes(other.store))
    assert other.store.doctor() == []


def test_two_forms_of_one_change_in_one_batch(store: Store, person: Person, other: Person) -> None:
    row = person.put("shop", name="Ánh", phone="0912345678")
    (whole,) = changes(store)
    merged = other.store.merge([replace(whole, set={"name": "Ánh"}, withheld=("phone",)), whole], "A")
    assert (merged.new, merged.completed, merged.held) == (1, 1, [])
    assert other.store.get("shop", row) == store.get("shop", row)


def test_a_failed_merge_leaves_nothing(store: Store, person: Person, other: Person) -> None:
    for _ in range(3):
        person.put("shop", name="Ánh")

    def broken() -> object:
        yield from changes(store)
        raise ValueError("the file ends here")

    before = other.store.head()
    with pytest.raises(ValueError, match="ends here"):
        other.store.merge(broken(), "A")  # type: ignore[arg-type]
    assert other.store.head() == before
    assert other.store.count("shop") == 0


def save_and_fail(person: Person) -> None:
    """A transaction of its own that comes to nothing."""
    with person.store.transaction():
        person.put("shop", name="Bình")
        raise ZeroDivisionError


def test_nested_transactions_keep_what_the_outer_one_keeps(store: Store, person: Person) -> None:
    with store.transaction():
        person.put("shop", name="Ánh")
        with pytest.raises(ZeroDivisionError):
            save_and_fail(person)
        store.meta.set("kept", 1)
    assert [record["name"] for record in store.rows("shop")] == ["Ánh"]
    assert store.head()[0] == 1
    assert store.meta.get("kept") == 1
    assert store.doctor() == []
