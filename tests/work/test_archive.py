"""History save by save, and the archive: whatever was given up, deleted or lost a choice is found and comes back."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import archive, bulk, drafts, past, records, resolving, undoing
from kcdesk.work.archive import Sort
from tests.work import desks

NAME = "Lò bánh tráng Vị Thủy"


@pytest.fixture
def row(field):
    return records.save_record(field, "establishment", None, desks.ESTABLISHMENT | {"name": NAME}).id


def _only(desk, sort, text=""):
    found = archive.find(desk, text, (sort,))
    assert len(found) == 1
    return found[0]


def test_the_history_tells_who_changed_what_from_what(field, row):
    records.save_record(field, "establishment", row, {"address": "Ấp 2"}, {"products": [{"name": "Bánh tráng"}]})
    newest, first = past.of_record(field, row)
    assert (first.is_first, newest.is_first, newest.by, newest.is_here) == (True, False, "CTV07", True)
    told = {line.name: (line.before, line.after) for line in newest.lines}
    assert told["address"] == ("Ấp 1", "Ấp 2")
    assert {line.entity for line in newest.lines} == {"establishment", "product"}
    assert newest.records == 2


def test_an_old_value_is_put_back_as_a_new_change_though_somebody_wrote_since(field, row):
    for address in ("Ấp 2", "Ấp 3"):
        records.save_record(field, "establishment", row, {"address": address})
    second = next(one for one in past.of_record(field, row) if one.lines[0].after == "Ấp 2")
    line = second.lines[0]
    assert (line.before, line.is_now, line.can_return) == ("Ấp 1", False, True)
    with pytest.raises(UserError):
        undoing.undo(field, second.save, rows=[row], fields=["address"])
    done = undoing.put_back(field, line.entity, line.row, line.name, line.before)
    assert field.store.get("establishment", row)["address"] == "Ấp 1"
    undoing.undo(field, done.save)
    assert field.store.get("establishment", row)["address"] == "Ấp 3"


def test_an_import_shows_how_many_it_changed_and_is_taken_back_for_one_record_alone(field, row):
    other = records.save_record(field, "establishment", None, desks.ESTABLISHMENT | {"phone": "0900000009"}).id
    bulk.change(field, "establishment", list(field.store.ids("establishment")), {"trade_group": "2"})
    newest = past.of_record(field, row)[0]
    assert newest.records == 2
    undoing.undo(field, newest.save, rows=[row])
    assert field.store.get("establishment", row)["trade_group"] == "1"
    assert field.store.get("establishment", other)["trade_group"] == "2"


def test_a_deleted_record_is_found_by_its_name_and_comes_back_with_its_rows(field, row):
    records.save_record(field, "establishment", row, {}, {"products": [{"name": "Bánh tráng mè"}]})
    records.delete_record(field, "establishment", row)
    kept = _only(field, Sort.DELETED, "banh trang vi thuy")
    assert (kept.title, kept.row, kept.by) == (NAME, row, "CTV07")
    assert archive.find(field, "lo gom", (Sort.DELETED,)) == []
    archive.take_back(field, kept)
    assert [one["name"] for one in field.store.children("establishment", row)["products"]] == ["Bánh tráng mè"]
    assert archive.find(field, "", (Sort.DELETED,)) == []


def test_a_row_of_a_table_that_was_deleted_is_found_too(field, row):
    records.save_record(field, "establishment", row, {}, {"products": [{"name": "Bánh tráng mè"}]})
    records.save_record(field, "establishment", row, {}, {"products": []})
    archive.take_back(field, _only(field, Sort.DELETED, "me"))
    assert len(field.store.children("establishment", row)["products"]) == 1


def test_a_draft_that_was_given_up_is_found_and_waits_again(field, row):
    drafts.keep(field, "establishment", "new-1", {"name": "Lò gốm Phú Ninh"})
    drafts.discard(field, "establishment", "new-1")
    assert drafts.find_new(field, "establishment") == []
    kept = _only(field, Sort.DRAFT, "gom")
    archive.take_back(field, kept)
    assert [one.values["name"] for one in drafts.find_new(field, "establishment")] == ["Lò gốm Phú Ninh"]
    assert archive.find(field, "", (Sort.DRAFT,)) == []


def test_a_draft_of_a_record_that_has_another_one_by_now_becomes_a_draft_of_its_own(field, row):
    drafts.keep(field, "establishment", row, {"name": "Tên cũ hơn"})
    drafts.discard(field, "establishment", row)
    drafts.keep(field, "establishment", row, {"name": "Tên mới hơn"})
    back = drafts.take_back(field, drafts.discarded(field, "establishment")[0])
    assert back.is_new
    assert drafts.find(field, "establishment", row).values["name"] == "Tên mới hơn"


def test_what_only_the_province_writes_is_not_taken_back_in_the_field(office, field, row):
    request = records.save_record(field, "support_request", None, desks.REQUEST | {"establishment_id": row})
    office.store.merge([one.change for one in field.store.log(0) if one.change], "ctv")
    values = {"status": "tiep_nhan", "title": "Máy tráng bánh tự động"}
    answered = records.save_record(office, "support_request", request.id, values)
    field.store.merge([one.change for one in office.store.log(0) if one.change], "tinh")
    undoing.undo(field, answered.save)
    record = field.store.get("support_request", request.id)
    assert (record["status"], record["title"]) == ("tiep_nhan", desks.REQUEST["title"])
    with pytest.raises(UserError, match="chỉ tỉnh"):
        undoing.undo(field, answered.save, rows=[request.id], fields=["status"])
    undoing.undo(field, request.save)


def test_a_draft_can_be_erased_for_good(field):
    drafts.keep(field, "visit", "new-1", {"content": "xem máy"})
    drafts.discard(field, "visit", "new-1")
    archive.erase(field, _only(field, Sort.DRAFT))
    assert archive.find(field, "") == []


def test_a_value_that_lost_when_a_conflict_was_settled_is_found_and_put_back(office, field, row):
    entries = list(field.store.log(0))
    office.store.merge([one.change for one in entries if one.change], "ctv")
    records.save_record(office, "establishment", row, {"address": "Ấp Chín"})
    theirs = [one.change for one in office.store.history(row) if one.change][-1]
    records.save_record(field, "establishment", row, {"address": "Ấp Mười"})
    field.store.merge([theirs], "tinh")
    resolving.resolve(field, row, "address", "Ấp Mười")
    kept = _only(field, Sort.VALUE)
    assert (kept.value, kept.title, kept.by) == ("Ấp Chín", NAME, "TINH92")
    archive.take_back(field, kept)
    assert field.store.get("establishment", row)["address"] == "Ấp Chín"
    assert archive.find(field, "", (Sort.VALUE,)) == []


def test_a_change_of_many_is_found_later_and_taken_back(field, row):
    bulk.change(field, "establishment", list(field.store.ids("establishment")), {"trade_group": "2"})
    archive.take_back(field, _only(field, Sort.BATCH, "sua nhieu"))
    assert field.store.get("establishment", row)["trade_group"] == "1"


def test_a_record_with_a_conflict_in_one_of_its_rows_stands_so_in_its_list(office, field):
    from kcdesk.work.listing import Listings, ListQuery
    from kcdesk.work.standing import STATE, Standing

    made = records.save_record(
        field, "establishment", None, desks.ESTABLISHMENT, {"products": [{"name": "Bánh tráng"}]}
    )
    office.store.merge([one.change for one in field.store.log(0) if one.change], "ctv")
    child = field.store.children("establishment", made.id)["products"][0]
    for desk, unit in ((office, "kg"), (field, "cái")):
        rows = {"products": [{"id": child["id"], "unit": unit}]}
        records.save_record(desk, "establishment", made.id, {}, rows)
    field.store.merge([one.change for one in office.store.log(0) if one.change], "tinh")
    found = Listings(field).find(ListQuery("establishment", ("name",)))
    assert [one.standing for one in found.first] == [Standing.CONFLICT]
    narrowed = Listings(field).find(ListQuery("establishment", ("name",), where={STATE: "conflict"}))
    assert len(narrowed.numbers) == 1


def test_a_draft_of_a_record_that_was_deleted_is_not_lost(field, row):
    drafts.keep(field, "establishment", row, {"name": "Tên đang gõ"})
    records.delete_record(field, "establishment", row)
    kept = _only(field, Sort.DRAFT, "dang go")
    archive.take_back(field, kept)
    assert [one.values["name"] for one in drafts.find_new(field, "establishment")] == ["Tên đang gõ"]
    assert archive.find(field, "", (Sort.DRAFT,)) == []
