"""The check finds what was changed behind the back of the write path, and the tables can be made anew."""

from __future__ import annotations

import pytest

from kcdesk.store import doctor
from kcdesk.store.records import Store
from kcdesk.store.types import Edit
from tests.store.desk import Person


@pytest.fixture
def filled(store: Store, person: Person, other: Person) -> Store:
    """A store with records, children, a conflict, an undo and a deletion."""
    rows = [person.put("shop", name=f"Cơ sở {number}", workers=number) for number in range(12)]
    for row in rows[:6]:
        person.put("item", shop_id=row, name="Bánh")
        person.put("asked", shop_id=row, title="Máy")
    other.store.merge([entry.change for entry in store.log() if entry.change], "A")
    other.put("shop", rows[0], name="B")
    person.put("shop", rows[0], name="A", strange=("x",))
    person.delete("shop", rows[1])
    other.put("shop", rows[1], phone="1")
    store.merge([entry.change for entry in other.store.log() if entry.change], "B")
    person.delete("shop", rows[2])
    store.undo(person.save(Edit("shop", rows[3], {"workers": 99})).save, person.stamp())
    return store


def codes(store: Store) -> list[str]:
    """The codes of what is found."""
    return [finding.code for finding in store.doctor()]


def test_a_sound_store_has_no_findings(filled: Store) -> None:
    steps: list[tuple[int, int]] = []
    assert filled.doctor(lambda done, total: steps.append((done, total))) == []
    assert steps[-1][0] == steps[-1][1]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE shop SET workers = 77 WHERE workers = 5", "differs_from_log"),
        ("UPDATE shop SET deleted = 1 WHERE workers = 5", "differs_from_log"),
        ("UPDATE shop SET _sort_name = x'00' WHERE workers = 5", "differs_from_log"),
        ("UPDATE shop SET _extra = NULL", "differs_from_log"),
        ("DELETE FROM shop WHERE workers = 5", "not_in_table"),
        ("INSERT INTO shop (id, deleted) VALUES ('x', 0)", "not_in_log"),
        ("DELETE FROM log WHERE position = 3", "broken_chain"),
        ("UPDATE log SET id = 'x' WHERE position = 3", "broken_chain"),
        ("UPDATE log SET chain = x'00' WHERE position = 3", "broken_chain"),
        ("DELETE FROM unsettled", "unsettled_differs"),
        (
            "INSERT INTO unsettled SELECT 'shop', id, '[\"name\"]', '[]' FROM shop WHERE workers = 5",
            "unsettled_differs",
        ),
        ("UPDATE shop_search SET text = 'x' WHERE n = 4", "search_differs"),
        ("DELETE FROM item_search", "search_differs"),
    ],
)
def test_what_was_changed_from_outside_is_found(filled: Store, sql: str, code: str) -> None:
    filled.core.connection.execute(sql)
    assert code in codes(filled)


def test_the_tables_are_made_anew_from_the_log(filled: Store) -> None:
    before = {name: sorted(map(str, filled.rows(name))) for name in ("shop", "item", "asked")}
    unsettled = filled.unsettled()
    for sql in ("DELETE FROM shop WHERE workers > 5", "UPDATE item SET name = 'x'", "DELETE FROM unsettled"):
        filled.core.connection.execute(sql)
    assert codes(filled)
    doctor.rebuild(filled)
    assert codes(filled) == []
    assert {name: sorted(map(str, filled.rows(name))) for name in before} == before
    assert filled.unsettled() == unsettled


def test_attachments_are_looked_at(filled: Store) -> None:
    name = filled.files.add(b"picture", "jpg")
    assert codes(filled) == []
    connection = filled.files.connection()
    assert connection is not None
    connection.execute("UPDATE files SET data = x'00' WHERE sha256 = ?", (name,))
    assert codes(filled) == ["file_differs"]
