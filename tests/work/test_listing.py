"""Lists as the window asks for them: order, search that follows saves, cells in words, where a record stands."""

from __future__ import annotations

from kcdesk.text.collate import sort_key
from kcdesk.work import bundles, demo, pictures, records, shelf
from kcdesk.work.listing import FIRST_ROWS, Listings, ListQuery, values_in_use
from kcdesk.work.standing import Cursor, Standing, standing_of
from tests.work import desks

COLUMNS = ("name", "legal_form", "commune_code", "phone", "workers_total")


def test_a_list_comes_in_vietnamese_order_with_its_first_rows(field):
    demo.fill(field, 90, seed=4)
    reader = field.reader()
    found = Listings(reader).find(ListQuery("establishment", COLUMNS))
    names = [row.record["name"] for row in Listings(reader).rows(ListQuery("establishment", COLUMNS), found.numbers)]
    reader.close()
    assert len(found.numbers) == found.of_all == 90
    assert len(found.first) == FIRST_ROWS
    assert names == sorted(names, key=sort_key)


def test_the_first_hits_are_the_beginning_of_all_hits(field):
    demo.fill(field, 150, seed=4)
    reader = field.reader()
    listings = Listings(reader)
    query = ListQuery("establishment", COLUMNS, search="a")
    first, whole = listings.find_first(query), listings.find(query)
    reader.close()
    assert not first.is_whole
    assert list(first.numbers) == list(whole.numbers[: len(first.numbers)])


def test_a_search_sees_what_was_saved_since(field):
    demo.fill(field, 10, seed=4)
    reader = field.reader()
    listings = Listings(reader)
    query = ListQuery("establishment", COLUMNS, search="lo gom phu ninh")
    assert len(listings.find(query).numbers) == 0
    saved = records.save_record(field, "establishment", None, desks.ESTABLISHMENT | {"name": "Lò gốm Phú Ninh"})
    listings.changed({("establishment", saved.id)})
    found = listings.find(ListQuery("establishment", COLUMNS, search="lo gom phu ninh", keep=saved.id))
    reader.close()
    assert [row.id for row in found.first] == [saved.id]
    assert (found.kept, found.of_all) == (0, 11)
    assert found.first[0].cells[:3] == ("Lò gốm Phú Ninh", "Hộ KD", "Vị Thủy")


def test_where_a_record_stands():
    sent = Cursor(made=20, confirmed=10)
    assert standing_of(1, 0, 5, sent, False) is Standing.ERRORS
    assert standing_of(0, 2, 5, sent, False) is Standing.GAPS
    assert standing_of(0, 0, 25, sent, False) is Standing.UNSENT
    assert standing_of(0, 0, 15, sent, False) is Standing.MADE
    assert standing_of(0, 0, 10, sent, False) is Standing.CONFIRMED
    assert standing_of(0, 0, 25, sent, True) is Standing.COMPLETE


def test_filters_offer_what_is_in_use_and_pictures_add_up(field):
    demo.fill(field, 40, seed=4)
    communes = values_in_use(field, "establishment", ["commune_code"])["commune_code"]
    assert sum(number for _value, _words, number in communes) == 40
    drawn = pictures.draw(field)
    asked = list(field.store.rows("support_request", where={"plan_year": drawn.plan_year}))
    assert sum(bar.amount for bar in drawn.by_commune) == len(asked)
    for bar in drawn.by_commune:
        where = {"_commune": bar.value, "plan_year": drawn.plan_year}
        assert field.store.count("support_request", where) == bar.amount
    assert sum(bar.amount for bar in drawn.by_activity) == sum(one["requested_amount"] or 0 for one in asked)
    assert pictures.totals(field).records["establishment"] == 40
    assert shelf.whats_next(field).records["establishment"] == 40
    assert not shelf.whats_next(field).has_key
    assert shelf.lines(field) == []


def test_a_province_narrows_by_writer_and_by_the_commune_of_the_establishment(tmp_path):
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        owner = records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id
        records.save_record(field, "support_request", None, {**desks.REQUEST, "establishment_id": owner})
        for one in bundles.export(field, tmp_path):
            bundles.apply_import(office, one.path)
        records.save_record(office, "establishment", None, {**desks.ESTABLISHMENT, "name": "Cơ sở khác"})
        used = values_in_use(office, "support_request", ["kind"])
        assert [(value, number) for value, _words, number in used["_by"]] == [("CTV07", 1)]
        assert used["_commune"][0][0] == "31441"
        assert office.store.count("establishment", {"_by": "CTV07"}) == 1
        assert office.store.count("support_request", {"_commune": "31441", "_by": "CTV07"}) == 1
        assert "_by" not in values_in_use(field, "support_request", ["kind"])
