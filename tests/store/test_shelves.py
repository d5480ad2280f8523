"""Settings, drafts, bundles, devices and what is held."""

from __future__ import annotations

import pytest

from kcdesk.store.records import Store


def test_settings_are_any_json(store: Store) -> None:
    assert store.meta.get("missing") is None
    assert store.meta.get("missing", {"a": 1}) == {"a": 1}
    for value in ({"tên": ["Đá", 1, None]}, [], "chữ", 0, False, None):
        store.meta.set("key", value)
        assert store.meta.get("key", "default") == value
    store.meta.drop("key")
    assert store.meta.get("key") is None
    with pytest.raises(TypeError):
        store.meta.set("key", object())


def test_drafts_by_entity_and_key(store: Store) -> None:
    store.drafts.put("shop", "new-1", "2026-11-23", {"values": {"name": "Ánh"}})
    store.drafts.put("shop", "new-1", "2026-11-24", {"values": {"name": "Bình"}})
    store.drafts.put("item", "new-1", "2026-11-24", {})
    assert store.drafts.get("shop", "new-1") == ("2026-11-24", {"values": {"name": "Bình"}})
    assert store.drafts.all("shop") == [("new-1", "2026-11-24", {"values": {"name": "Bình"}})]
    store.drafts.drop("shop", "new-1")
    assert store.drafts.get("shop", "new-1") is None
    assert len(store.drafts.all("item")) == 1
    assert store.head()[0] == 0


def test_a_shelf_keeps_every_name_and_the_order_of_coming(store: Store) -> None:
    bundle = {"id": "b1", "direction": "made", "sequence": 1, "manifest": {"kcdesk": {"format": 1}}, "path": "x.kcb"}
    store.bundles.put(bundle)
    store.bundles.put({"id": "b2", "direction": "received", "sequence": 7})
    store.bundles.put({"id": "b3", "direction": "made", "sequence": 2})
    kept = store.bundles.get("b1")
    assert kept is not None
    assert {name: kept[name] for name in bundle} == bundle
    store.bundles.update("b1", state="confirmed", note="qua điện thoại")
    assert [one["id"] for one in store.bundles.list()] == ["b1", "b2", "b3"]
    assert [one["id"] for one in store.bundles.list(direction="made")] == ["b1", "b3"]
    assert [one["id"] for one in store.bundles.list(direction="made", state=None)] == ["b3"]
    updated = store.bundles.get("b1")
    assert updated is not None
    assert (updated["state"], updated["note"], updated["path"]) == ("confirmed", "qua điện thoại", "x.kcb")
    store.bundles.drop("b1")
    assert store.bundles.get("b1") is None
    with pytest.raises(KeyError):
        store.bundles.update("b1", state="x")
    with pytest.raises(KeyError):
        store.bundles.list(path="x.kcb")


def test_a_shelf_is_part_of_the_transaction(store: Store) -> None:
    def put_and_fail() -> None:
        with store.transaction():
            store.devices.put({"id": "K7F3", "key": "x", "code": "CTV07", "state": "trusted"})
            store.held.put({"id": "h", "kind": "change", "reason": "area"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert store.devices.list() == []
    assert store.held.list() == []
