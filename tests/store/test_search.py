"""Search in memory finds what SQL finds, in the same order, and follows what is saved."""

from __future__ import annotations

import random

import pytest

from kcdesk.store.records import Store
from kcdesk.store.search import SearchIndex
from kcdesk.store.types import Edit
from tests.store.desk import Person

WORDS = "Cơ sở Hợp tác xã Bánh tráng Đá mỹ nghệ Nông sản Thuỷ hải Tân Phú Hoà Bình Ánh Dương Ước Nguyễn Lê".split()
QUERIES = (
    "",
    "a",
    "n",
    "co so",
    "so co",
    "banh",
    "trang da",
    "uoc",
    "nguyễn lê",
    "zz",
    "hoà bình",
    "9",
    "0912 3",
    "an an",
)


def fill(person: Person, count: int) -> list[str]:
    """Some shops with random names."""
    noise = random.Random(count)
    rows = [person.new_id() for _ in range(count)]
    edits = [
        Edit("shop", row, {"name": " ".join(noise.choices(WORDS, k=4)), "phone": f"09{noise.randrange(10**8):08}"})
        for row in rows
    ]
    person.save(*edits)
    return rows


@pytest.mark.parametrize("count", [0, 1, 30, 3_000])
def test_it_finds_what_sql_finds(store: Store, person: Person, count: int) -> None:
    fill(person, count)
    for sort in ("", "-name", "phone"):
        index = SearchIndex.build(store, "shop", sort=sort)
        assert len(index) == count
        for query in QUERIES:
            expected = list(store.ids("shop", sort=sort, search=query))
            assert list(index.all(query)) == expected
            assert list(index.first(query, 7)) == expected[:7]
            assert [number for part in index.find(query) for number in part] == expected


def test_it_follows_saves(store: Store, person: Person) -> None:
    rows = fill(person, 2_500)
    index = SearchIndex.build(store, "shop", where={"phone>=": "0910"})
    noise = random.Random(3)
    for _ in range(40):
        row = noise.choice(rows)
        choice = noise.randrange(4)
        if choice == 0:
            saved = person.save(Edit("shop", person.new_id(), {"name": noise.choice(WORDS), "phone": "0999"}))
        elif choice == 1:
            saved = person.delete("shop", row)
        elif choice == 2:
            saved = person.save(Edit("shop", row, {"phone": "0"}))
        else:
            saved = person.save(Edit("shop", row, {"name": noise.choice(WORDS), "phone": "0998"}))
        index.update(saved.rows)
    for query in QUERIES:
        assert list(index.all(query)) == list(store.ids("shop", {"phone>=": "0910"}, search=query))
    index.update(person.save(*(Edit("shop", row, {"workers": 9}) for row in rows[:600])).rows)
    assert list(index.all("")) == list(store.ids("shop", {"phone>=": "0910"}))
    index.remove([index.first("", 1)[0], -1])
    assert len(index) == store.count("shop", {"phone>=": "0910"}) - 1


def test_it_starts_empty_and_takes_the_first(store: Store, person: Person) -> None:
    index = SearchIndex.build(store, "shop")
    index.update(person.save(Edit("shop", person.new_id(), {"name": "Ánh"})).rows)
    index.update([("item", "x")])
    assert len(index.all("anh")) == 1


def test_a_newer_letter_stops_it(store: Store, person: Person) -> None:
    fill(person, 4_000)
    index = SearchIndex.build(store, "shop")
    calls = iter([False, True])
    assert len(list(index.find("", lambda: next(calls)))) == 1
    assert len(index.all("", lambda: True)) == 0
