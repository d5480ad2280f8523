"""Lists in the order of any column: by words, empty cells last, and right after a save."""

from __future__ import annotations

import pytest

from kcdesk.text.collate import sort_key
from kcdesk.work import demo, ordering, records
from kcdesk.work.listing import Listings, ListQuery, values_in_use
from tests.work import desks

COLUMNS = ("name", "legal_form", "commune_code", "main_trade", "workers_total")


def _cells(listings: Listings, name: str, *, descending: bool = False, search: str = "") -> list[str]:
    query = ListQuery("establishment", COLUMNS, sort=name, descending=descending, search=search)
    rows = listings.rows(query, listings.find(query).numbers)
    return [row.cells[COLUMNS.index(name)] for row in rows]


@pytest.fixture
def reader(field):
    demo.fill(field, 80, seed=4)
    with field.reader() as desk:
        yield desk


def test_a_column_is_sorted_by_the_words_that_stand_in_it(reader):
    listings = Listings(reader)
    for name in ("commune_code", "main_trade"):
        cells = _cells(listings, name)
        assert cells == sorted(cells, key=sort_key), name


def test_numbers_are_sorted_as_numbers_and_empty_cells_stand_last(field):
    for name, workers in (("Một", 9), ("Hai", None), ("Ba", 120), ("Bốn", 11)):
        values = desks.ESTABLISHMENT | {"name": name, "phone": None, "workers_total": workers}
        records.save_record(field, "establishment", None, values)
    with field.reader() as desk:
        assert _cells(Listings(desk), "workers_total") == ["9", "11", "120", ""]
        assert _cells(Listings(desk), "workers_total", descending=True) == ["120", "11", "9", ""]


def test_what_points_to_another_record_is_sorted_by_its_name(reader):
    query = ListQuery("support_request", ("title", "establishment_id"), sort="establishment_id")
    listings = Listings(reader)
    cells = [row.cells[1] for row in listings.rows(query, listings.find(query).numbers)]
    filled = [cell for cell in cells if cell]
    assert filled == sorted(filled, key=sort_key)


def test_the_order_follows_a_save_also_while_searching(field, reader):
    listings = Listings(reader)
    _cells(listings, "workers_total", search="san xuat")
    first = listings.find(ListQuery("establishment", COLUMNS)).first[0]
    records.save_record(field, "establishment", first.id, {"workers_total": 999, "main_trade": "Sản xuất gốm"})
    listings.changed({("establishment", first.id)})
    assert _cells(listings, "workers_total", descending=True)[0] == "999"
    assert _cells(listings, "workers_total", descending=True, search="san xuat")[0] == "999"


def test_keys_that_were_read_before_a_save_are_not_taken(field, reader):
    keys = ordering.read_keys(reader, "establishment", COLUMNS)
    first = Listings(reader).find(ListQuery("establishment", COLUMNS)).first[0]
    records.save_record(field, "establishment", first.id, {"workers_total": 999})
    listings = Listings(reader)
    listings.take_keys(keys)
    assert _cells(listings, "workers_total", descending=True)[0] == "999"


def test_a_part_of_a_long_list_keeps_the_order_of_the_whole():
    column = ordering.Column()
    for number in range(5_000):
        column.put(number, number % 7)
    keys = ordering.Keys("establishment", 0, {"x": column})
    wanted = range(0, 5_000, 2)
    arranged = list(keys.arrange(wanted, "x", descending=False))
    assert arranged == sorted(wanted, key=lambda number: (number % 7, number))
    assert list(keys.arrange(wanted[:50], "x", descending=True)) == sorted(
        wanted[:50], key=lambda number: (number % 7, number), reverse=True
    )


def test_keys_that_come_later_find_their_place():
    """The numbers of a column go up with its keys, whenever a key came."""
    column = ordering.Column()
    for number, key in enumerate((b"m", b"c", b"x", b"c")):
        column.put(number, key)
    assert list(column.order()) == [1, 3, 0, 2]
    keys = ordering.Keys("establishment", 0, {"x": column})
    keys.forget([3])
    for number, key in ((3, b"n"), (7, b"a"), (5, b"z"), (6, b"d")):
        column.put(number, key)
    assert list(keys.arrange([0, 1, 2, 3, 4, 5, 6, 7], "x", descending=False)) == [7, 1, 6, 0, 3, 2, 5, 4]
    assert list(column.order()) == [7, 1, 6, 0, 3, 2, 5]


def test_the_commune_of_the_establishment_is_a_column_and_an_order(tmp_path):
    with desks.collaborator(tmp_path / "xa", communes=("31441", "31459")) as field:
        demo.fill(field, 80, seed=4)
        listings = Listings(field)
        query = ListQuery("support_request", ("title", "_commune"), sort="_commune")
        rows = listings.rows(query, listings.find(query).numbers)
        cells = [row.cells[1] for row in rows]
        assert len(set(cells)) == 2 and cells == sorted(cells, key=sort_key)
        for row in rows[:5]:
            owner = field.store.get("establishment", row.record["establishment_id"])
            assert row.cells[1] == field.reference.communes.get(owner["commune_code"]).name
        code = field.store.get("establishment", rows[0].record["establishment_id"])["commune_code"]
        only = listings.find(ListQuery("support_request", ("title", "_commune"), where={"_commune": code}))
        assert len(only.numbers) == cells.count(cells[0])
        saved = records.save_record(field, "support_request", rows[0].id, {"title": "Tên khác hẳn"})
        listings.changed({("support_request", saved.id)})
        assert listings.find(query).numbers[0] in only.numbers
        assert {words for _code, words, _n in values_in_use(field, "support_request", [])["_commune"]}
