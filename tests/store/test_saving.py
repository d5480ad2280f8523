"""The one write path: what is written, and above all what is not."""

from __future__ import annotations

import pytest

from kcdesk.model.changes import DELETED
from kcdesk.store.changelog import chain_start
from kcdesk.store.records import Store
from kcdesk.store.types import Edit, Marker
from tests.store.desk import AT, Person


def test_values_of_every_kind_come_back_exactly(store: Store, person: Person) -> None:
    values = {"name": "Cơ sở Đá", "trades": ("a", "b"), "workers": 3, "area": 1.5, "open": False}
    row = person.put("shop", **values)
    assert store.get("shop", row) == {"id": row, "deleted": False, **values}


@pytest.mark.parametrize(
    "values",
    [
        {"workers": "nhiều"},
        {"workers": "12"},
        {"workers": True},
        {"workers": 2**70},
        {"name": 5},
        {"area": "rộng"},
        {"open": "có"},
        {"open": 3},
        {"name": "\x1fa\x1f"},
        {"trades": ()},
        {"unknown_field": ("x", "y")},
        {"unknown_field": 1.25, "workers": 3},
    ],
)
def test_what_no_column_holds_is_kept_as_it_came(
    store: Store, person: Person, other: Person, values: dict[str, object]
) -> None:
    row = person.put("shop", **values)  # type: ignore[arg-type]
    assert store.get("shop", row) == {"id": row, "deleted": False, **values}
    other.store.merge([entry.change for entry in store.log() if entry.change], "A")
    assert other.store.get("shop", row) == store.get("shop", row)
    assert [entry.change for entry in other.store.log()] == [entry.change for entry in store.log()]
    for name in values:
        person.put("shop", row, **{name: None})
    assert store.get("shop", row) == {"id": row, "deleted": False}
    assert store.doctor() == []


def test_only_real_differences_are_written(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh", workers=3, phone=None)
    assert dict(store.history(row)[0].change.set) == {"name": "Ánh", "workers": 3}  # type: ignore[union-attr]
    saved = person.save(Edit("shop", row, {"name": "Ánh", "workers": 4, "phone": None}))
    assert [dict(change.set) for change in saved.changes] == [{"workers": 4}]
    again = person.save(Edit("shop", row, {"name": "Ánh", "workers": 4}))
    assert again.changes == ()
    assert again.rows == frozenset()
    assert store.head()[0] == 2


def test_the_first_save_of_an_empty_row_is_kept(store: Store, person: Person) -> None:
    row = person.put("shop")
    assert store.get("shop", row) == {"id": row, "deleted": False}


def test_a_change_names_the_heads_that_it_saw(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh", phone="1")
    person.put("shop", row, name="Bình")
    person.put("shop", row, name="Đức", phone="2")
    first, second, third = [entry.change for entry in store.history(row) if entry.change]
    assert (first.after, second.after) == ({}, {"name": (first.id,)})
    assert third.after == {"name": (second.id,), "phone": (first.id,)}
    assert len({first.save, second.save, third.save}) == 3


def test_all_of_a_save_or_nothing(store: Store, person: Person) -> None:
    with pytest.raises(KeyError):
        person.save(Edit("shop", person.new_id(), {"name": "Ánh"}), Edit("nothing", "x", {"a": 1}))
    with pytest.raises(ValueError, match="JSON"):
        person.save(Edit("shop", person.new_id(), {"name": "Ánh"}), Edit("shop", "x", {"area": float("nan")}))
    assert store.head() == (0, chain_start(b"A"))
    assert store.count("shop") == 0


def test_several_edits_of_one_row_are_one_change(store: Store, person: Person) -> None:
    row = person.new_id()
    saved = person.save(Edit("shop", row, {"name": "Ánh", "workers": 1}), Edit("shop", row, {"workers": 2}))
    assert [dict(change.set) for change in saved.changes] == [{"name": "Ánh", "workers": 2}]


def test_the_chain_goes_on_over_changes_and_markers(store: Store, person: Person) -> None:
    from hashlib import sha256

    row = person.put("shop", name="Ánh")
    assert store.mark(Marker(person.new_id(), "shop", row, "CTV08", "moved"), AT) == 2
    person.put("shop", row, name="Bình")
    chain = chain_start(b"A")
    for entry in store.log():
        id_ = entry.change.id if entry.change else entry.marker.id  # type: ignore[union-attr]
        chain = sha256(chain + id_.encode()).digest()
        assert (entry.chain, store.chain_at(entry.position)) == (chain, chain)
    assert store.head() == (3, chain)
    assert store.chain_at(4) is None
    assert [entry.position for entry in store.log(1, 2)] == [2]
    assert [entry.marker.receiver for entry in store.log() if entry.marker] == ["CTV08"]
    assert len(store.history(row)) == 2
    store.restart_log(b"another key")
    assert store.chain_at(0) == chain_start(b"another key")
    assert store.head()[1] != chain
    assert store.doctor() == []


def test_deleting_takes_the_children_out_of_sight_and_back(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh")
    item = person.put("item", shop_id=row, name="Bánh tráng")
    deleted = person.delete("shop", row)
    assert len(deleted.changes) == 1
    known = {entry.change.id for entry in store.log() if entry.change}
    assert set(deleted.changes[0].seen) == known - {deleted.changes[0].id}
    assert store.get("shop", row) is None
    assert (list(store.rows("shop")), list(store.rows("item"))) == ([], [])
    assert [record["id"] for record in store.rows("shop", {"deleted": True})] == [row]
    person.save(Edit("shop", row, {"deleted": False}))
    assert store.get("shop", row) is not None
    assert [record["id"] for record in store.rows("item")] == [item]
    assert store.unsettled() == []


def test_a_deletion_in_one_save_with_a_new_child_has_seen_it(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh")
    child = Edit("item", person.new_id(), {"shop_id": row, "name": "Bánh"})
    person.save(Edit("shop", row, delete=True), child)
    assert store.get("shop", row) is None
    assert store.unsettled() == []
    assert store.doctor() == []


def test_writing_to_a_deleted_row_is_a_conflict_that_shows_it(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh")
    person.delete("shop", row)
    person.put("shop", row, name="Bình")
    assert store.get("shop", row) is not None
    assert [(one.row, one.conflicts) for one in store.unsettled()] == [(row, (DELETED,))]
    person.delete("shop", row)
    assert store.get("shop", row) is None
    assert store.unsettled() == []


def test_writing_to_a_child_of_a_deleted_row_shows_it_again(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh")
    item = person.put("item", shop_id=row, name="Bánh")
    person.delete("shop", row)
    person.put("item", item, name="Bánh tráng")
    assert [one.conflicts for one in store.unsettled("shop")] == [(DELETED,)]
    person.save(Edit("shop", row, delete=False))
    assert store.unsettled() == []
    assert store.get("shop", row) is not None


def test_undo_brings_back_what_was_there(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh", phone="1")
    save = person.save(Edit("shop", row, {"name": "Bình", "phone": None, "workers": 2})).save
    person.put("shop", row, workers=5)
    undone = store.undo(save, person.stamp())
    assert [dict(change.set) for change in undone.changes] == [{"name": "Ánh", "phone": "1"}]
    record = store.get("shop", row)
    assert record is not None
    assert (record["name"], record["phone"], record["workers"]) == ("Ánh", "1", 5)
    redone = store.undo(undone.save, person.stamp())
    assert [dict(change.set) for change in redone.changes] == [{"name": "Bình", "phone": None}]
    assert store.undo("unknown", person.stamp()).changes == ()


def test_undo_of_a_new_record_deletes_it_with_its_children(store: Store, person: Person) -> None:
    shop, item = person.new_id(), person.new_id()
    save = person.save(Edit("shop", shop, {"name": "Ánh"}), Edit("item", item, {"shop_id": shop, "name": "Bánh"}))
    undone = store.undo(save.save, person.stamp())
    assert [(change.row, dict(change.set)) for change in undone.changes] == [(shop, {DELETED: True})]
    assert (store.count("shop"), store.count("item")) == (0, 0)
    store.undo(undone.save, person.stamp())
    assert (store.count("shop"), store.count("item")) == (1, 1)


def test_a_new_record_taken_back_and_done_again_is_deleted_when_taken_back_once_more(
    store: Store, person: Person
) -> None:
    shop, item = person.new_id(), person.new_id()
    save = person.save(Edit("shop", shop, {"name": "Ánh"}), Edit("item", item, {"shop_id": shop, "name": "Ghế"}))
    undone = store.undo(save.save, person.stamp())
    store.undo(undone.save, person.stamp())
    again = store.undo(save.save, person.stamp())
    assert [(change.row, dict(change.set)) for change in again.changes] == [(shop, {DELETED: True})]
    assert store.get("shop", shop) is None


def test_undo_never_takes_a_row_that_others_wrote_to_from_its_parent(store: Store, person: Person) -> None:
    shop, item = person.put("shop", name="Ánh"), person.new_id()
    save = person.save(Edit("item", item, {"shop_id": shop, "name": "Ghế"}))
    person.put("item", item, name="Bàn")
    store.undo(save.save, person.stamp())
    assert [one["id"] for one in store.children("shop", shop)["items"]] == [item]


def test_undo_of_a_new_record_that_was_written_to_since_only_empties_it(store: Store, person: Person) -> None:
    row = person.new_id()
    save = person.save(Edit("shop", row, {"name": "Ánh", "phone": "1"})).save
    person.put("shop", row, phone="2")
    store.undo(save, person.stamp())
    assert store.get("shop", row) == {"id": row, "deleted": False, "phone": "2"}


def test_undo_of_a_deletion_shows_the_record(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh")
    save = person.delete("shop", row).save
    store.undo(save, person.stamp())
    assert store.get("shop", row) is not None
    assert store.unsettled() == []


def test_counts_follow_the_record_and_its_children(tmp_path: object) -> None:
    from pathlib import Path

    from tests.store.desk import open_store

    store = open_store(
        Path(str(tmp_path)), assess=lambda entity, record, children: (0, 2 - len(children.get("items", ())))
    )
    person = Person(store)
    row = person.put("shop", name="Ánh")
    number = store.numbers("shop", [row])[row]
    assert store.counts("shop", [number]) == [(0, 2, 1)]
    person.put("item", shop_id=row, name="Bánh")
    item = person.put("item", shop_id=row, name="Kẹo")
    assert store.counts("shop", [number]) == [(0, 0, 3)]
    assert store.count("shop", {"_incomplete": True}) == 0
    person.delete("item", item)
    assert store.counts("shop", [number]) == [(0, 1, 4)]
    assert store.count("shop", {"_incomplete": True}) == 1
    edits = [Edit("shop", person.new_id(), {"name": f"{index}"}) for index in range(600)]
    person.save(*edits)
    assert store.count("shop", {"_incomplete": True}) == 601
    done = []
    while one := store.assess_some(250):
        done.append(one)
    assert done == [250, 250, 100]
    assert store.doctor() == []
    store.close()


def test_not_yet_sent_counts_records_with_their_children(store: Store, person: Person, other: Person) -> None:
    other.put("shop", name="Từ nơi khác")
    store.merge([entry.change for entry in other.store.log() if entry.change], "B")
    assert store.rows_changed_after(0) == {}
    row = person.put("shop", name="Ánh")
    person.put("item", shop_id=row, name="Bánh")
    assert store.rows_changed_after(0) == {"shop": 1}
    assert store.rows_changed_after(store.head()[0]) == {}
    assert [record["id"] for record in store.rows("shop", {"_position>": 1})] == [row]
