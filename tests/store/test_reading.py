"""Lists: narrowed, searched, in Vietnamese order, page by page."""

from __future__ import annotations

import pytest

from kcdesk.store.records import Store
from tests.store.desk import Person

NAMES = ("Đá", "An", "Ân", "Dừa", "Ăn", "Em", "Ớt", "Ut")


@pytest.fixture
def rows(person: Person) -> dict[str, str]:
    """Some shops by name."""
    made = {}
    for number, name in enumerate(NAMES):
        trades = ("go", "da") if number % 2 else ("da",)
        made[name] = person.put("shop", name=name, workers=number, commune_code=f"3144{number % 2}", trades=trades)
    return made


def names(store: Store, **asked: object) -> list[object]:
    """The names of a list."""
    return [record.get("name") for record in store.rows("shop", **asked)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("rows")
def test_the_order_is_that_of_the_language(store: Store) -> None:
    assert names(store) == ["An", "Ăn", "Ân", "Dừa", "Đá", "Em", "Ớt", "Ut"]
    assert names(store, sort="-name") == ["Ut", "Ớt", "Em", "Đá", "Dừa", "Ân", "Ăn", "An"]
    assert names(store, sort="-workers", limit=2) == ["Ut", "Ớt"]
    assert names(store, sort="workers", offset=6) == ["Ớt", "Ut"]


def test_other_words_are_sorted_so_too_and_empty_ones_are_last(store: Store, person: Person) -> None:
    for title, phone in (("a", "Đ"), ("b", None), ("c", "D"), ("d", "Ấ")):
        person.put("shop", name=title, phone=phone)
    assert names(store, sort="phone") == ["d", "c", "a", "b"]
    assert names(store, sort="-phone") == ["a", "c", "d", "b"]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"commune_code": "31441"}, 4),
        ({"commune_code": ["31440", "31441"]}, 8),
        ({"commune_code": None}, 0),
        ({"commune_code!=": None}, 8),
        ({"commune_code!=": "31440"}, 4),
        ({"workers>=": 2, "workers<": 5}, 3),
        ({"workers>": 2, "workers<=": 5}, 3),
        ({"workers!=": (1, 2)}, 6),
        ({"trades": "go"}, 4),
        ({"trades": "da"}, 8),
        ({"trades": "d"}, 0),
        ({"trades": [("da",), ("go", "da")]}, 8),
        ({"name": "Đá"}, 1),
        ({"deleted": True}, 0),
    ],
)
def test_filters(store: Store, where: dict[str, object], expected: int) -> None:
    assert store.count("shop", where) == expected
    assert len(store.ids("shop", where)) == expected


def test_names_that_are_no_fields_are_refused(store: Store) -> None:
    for asked in ({"where": {"x; DROP TABLE log": 1}}, {"sort": "nothing"}, {"where": {"_extra": 1}}):
        with pytest.raises(KeyError):
            list(store.rows("shop", **asked))  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        store.count("nothing")


def test_words_in_any_order_with_or_without_marks(store: Store, person: Person) -> None:
    row = person.put("shop", name="Hợp tác xã Bánh tráng Hoà Bình", phone="0912345678")
    person.put("shop", name="Cơ sở Đá mỹ nghệ")
    person.put("item", shop_id=row, name="Bánh đa nem")
    for query in ("bánh hợp", "BANH  hop", "hoa binh", "hòa bình", "hoà bi\u0300nh", "rang", "345 678", "da nem"):
        assert [record["id"] for record in store.rows("shop", search=query)] == [row], query
        assert store.count("shop", search=query) == 1
    assert names(store, search="đá mỹ") == ["Cơ sở Đá mỹ nghệ"]
    assert names(store, search="không có") == []
    assert len(names(store, search="  ")) == 2


def test_what_is_found_follows_children_and_owners(store: Store, person: Person) -> None:
    row = person.put("shop", name="Ánh Dương")
    elsewhere = person.put("shop", name="Bình Minh")
    item = person.put("item", shop_id=row, name="Kẹo dừa")
    asked = person.put("asked", shop_id=row, title="Máy ép")
    person.put("item", item, shop_id=elsewhere)
    assert names(store, search="keo dua") == ["Bình Minh"]
    person.delete("item", item)
    assert names(store, search="keo dua") == []
    person.put("shop", row, name="Hoàng Hôn")
    assert [record["id"] for record in store.rows("asked", search="hoang may")] == [asked]
    person.put("asked", asked, shop_id=elsewhere)
    assert store.count("asked", search="hoang") == 0
    assert store.count("asked", search="binh minh") == 1
    assert store.doctor() == []


def test_pages_come_in_the_order_asked_for(store: Store, rows: dict[str, str]) -> None:
    numbers = store.ids("shop", sort="workers")
    assert [record["name"] for record in store.page("shop", numbers[2:5])] == list(NAMES[2:5])
    assert [record["name"] for record in store.page("shop", numbers[::-1])] == list(NAMES[::-1])
    assert store.numbers("shop", [rows["Em"]]) == {rows["Em"]: numbers[NAMES.index("Em")]}
    assert store.page("shop", []) == []
    assert [one.position for one in store.counts("shop", numbers[:2])] == [1, 2]


def test_figures(store: Store, rows: dict[str, str]) -> None:
    assert store.group("shop", "commune_code") == {"31440": 4, "31441": 4}
    assert store.group("shop", "trades", {"workers<": 3}) == {("da",): 2, ("go", "da"): 1}
    assert store.select("SELECT sum(workers) FROM shop WHERE commune_code = ?", ("31441",)) == [(16,)]
    assert store.find_row(rows["An"]) == "shop"
    assert store.find_row("nothing") is None
    assert store.get("shop", "nothing") is None
