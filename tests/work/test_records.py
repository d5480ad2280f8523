"""Saving, adding, deleting, taking back, looking at records."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UsageError, UserError
from kcdesk.work import records, undoing
from tests.work.desks import ESTABLISHMENT, REQUEST

SPARE = "01900000-0000-7000-8000-00000000000a"


@pytest.fixture
def one(field):
    """The id of an establishment with two products."""
    children = {"products": [{"name": "Bánh tráng"}, {"name": "Bún khô", "unit": "kg"}]}
    return records.save_record(field, "establishment", None, ESTABLISHMENT, children).id


def test_a_new_record_gets_defaults_code_and_editions(field, one):
    found = records.load(field, "establishment", one)
    assert found.record["status"] == "dang_hd"
    assert found.record["code"] == "CS-31441-CTV07-001"
    assert found.record["commune_list"] == field.reference.list_date("communes")
    assert found.record["consent_by"] == "CTV07"
    assert [row["name"] for row in found.children["products"]] == ["Bánh tráng", "Bún khô"]
    assert "vsic_version" not in found.record


def test_absent_fields_stay_and_none_empties(field, one):
    saved = records.save_record(field, "establishment", one, {"address": None, "phone": "0900000002"})
    assert saved.changed
    assert not saved.created
    record = records.load(field, "establishment", one).record
    assert record.get("address") is None
    assert record["phone"] == "0900000002"
    assert record["name"] == ESTABLISHMENT["name"]


def test_saving_the_same_again_writes_nothing(field, one):
    position = field.store.head()
    saved = records.save_record(field, "establishment", one, ESTABLISHMENT)
    assert not saved.changed
    assert saved.save == ""
    assert field.store.head() == position


def test_children_are_changed_added_and_left_out_by_id(field, one):
    first, second = records.load(field, "establishment", one).children["products"]
    given = [{"id": second["id"], "name": "Bún tươi"}, {"name": "Hủ tiếu"}]
    records.save_record(field, "establishment", one, {}, {"products": given})
    after = records.load(field, "establishment", one).children["products"]
    assert [(row["name"], row.get("unit")) for row in after] == [("Bún tươi", "kg"), ("Hủ tiếu", None)]
    assert first["id"] not in {row["id"] for row in after}


def test_an_error_saves_nothing_and_names_every_problem(field, one):
    position = field.store.head()
    with pytest.raises(UserError) as caught:
        records.save_record(
            field, "establishment", one, {"commune_code": "99999", "name": None}, {"products": [{"unit": "kg"}]}
        )
    assert caught.value.code == "invalid"
    named = {(problem.field, problem.code) for problem in caught.value.problems}
    assert {("commune_code", "unknown_commune"), ("name", "required"), ("products[0].name", "required")} <= named
    assert field.store.head() == position


def test_the_code_is_never_changed_and_the_counter_goes_on_after_opening_again(field, one, tmp_path):
    from tests.work.desks import reopened

    records.save_record(field, "establishment", one, {"code": "CS-1"})
    assert records.load(field, "establishment", one).record["code"] == "CS-31441-CTV07-001"
    desk = reopened(field)
    try:
        second = records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "phone": "0900000009"}).id
        assert records.load(desk, "establishment", second).record["code"] == "CS-31441-CTV07-002"
        request = records.save_record(desk, "support_request", None, {**REQUEST, "establishment_id": second}).id
        assert records.load(desk, "support_request", request).record["code"] == "DN-31441-CTV07-001"
    finally:
        desk.close()


def test_undo_takes_back_new_changed_and_deleted(field, one):
    changed = records.save_record(field, "establishment", one, {"name": "Cơ sở khác"}, {"products": []})
    undoing.undo(field, changed.save)
    back = records.load(field, "establishment", one)
    assert back.record["name"] == ESTABLISHMENT["name"]
    assert len(back.children["products"]) == 2
    gone = records.delete_record(field, "establishment", one)
    with pytest.raises(UserError, match="Không tìm thấy"):
        records.load(field, "establishment", one)
    undoing.undo(field, gone)
    assert len(records.load(field, "establishment", one).children["products"]) == 2
    with pytest.raises(UserError) as caught:
        undoing.undo(field, changed.save)
    assert caught.value.code == "nothing_to_undo"
    assert field.store.doctor() == []


def test_add_many_is_all_or_nothing(field):
    good = {**ESTABLISHMENT, "products": [{"name": "Bánh"}]}
    with pytest.raises(UserError, match="Dòng 3") as caught:
        records.add_many(field, "establishment", [(1, good), (3, {**good, "consent_on": "2026-02-30"})])
    assert caught.value.status == 3
    assert field.store.count("establishment") == 0
    added = records.add_many(field, "establishment", [(1, good), (2, {**good, "name": "Cơ sở hai"})])
    assert [one.line for one in added] == [1, 2]
    assert field.store.count("product") == 2
    with pytest.raises(UserError) as again:
        records.add_many(field, "establishment", [(1, {**good, "id": added[0].id})])
    assert again.value.code == "exists"


def test_only_the_province_writes_what_is_hers(field, office, one):
    request = {**REQUEST, "establishment_id": one}
    with pytest.raises(UserError) as caught:
        records.save_record(field, "support_request", None, {**request, "status": "phe_duyet"})
    assert caught.value.problems[0].code == "only_province"
    there = records.save_record(office, "establishment", None, ESTABLISHMENT).id
    saved = records.save_record(
        office, "support_request", None, {**request, "establishment_id": there, "status": "phe_duyet"}
    )
    assert saved.changed


def test_a_reference_to_nothing_is_told(field):
    with pytest.raises(UserError) as caught:
        records.save_record(
            field, "support_request", None, {**REQUEST, "establishment_id": "019a0000-0000-7000-8000-00000000dead"}
        )
    assert caught.value.problems


def test_lists_search_without_marks_and_sort_as_vietnamese(field):
    names = ["Đức Thịnh", "Dũng", "Ánh", "An Bình"]
    for name in names:
        records.save_record(field, "establishment", None, {**ESTABLISHMENT, "name": name})
    page = records.list_page(field, "establishment")
    assert [row["name"] for row in page.rows] == ["An Bình", "Ánh", "Dũng", "Đức Thịnh"]
    assert [row["name"] for row in records.list_page(field, "establishment", search="thinh duc").rows] == ["Đức Thịnh"]
    limited = records.list_page(field, "establishment", limit=1, offset=2)
    assert (limited.rows[0]["name"], limited.total) == ("Dũng", 4)
    assert records.find_titles(field, "establishment", "binh")[0][1] == "An Bình"
    with pytest.raises(UsageError):
        records.list_page(field, "khong_co")


def test_check_tells_gaps_of_records_and_their_children(field, one):
    request = {**REQUEST, "establishment_id": one}
    records.save_record(field, "support_request", None, request)
    found = list(records.check(field))
    assert {checked.entity for checked in found} == {"establishment", "support_request"}
    assert all(checked.problem.message.endswith((".", "”.")) for checked in found)


def test_history_has_the_record_and_its_children_in_order(field, one):
    records.save_record(field, "establishment", one, {"phone": "0900000003"}, {"products": []})
    entries = records.history(field, one)
    assert [entry.position for entry in entries] == sorted(entry.position for entry in entries)
    assert [entry.change.entity for entry in entries].count("product") == 4


def test_preview_writes_nothing(field, one):
    position = field.store.head()
    problems, derived = records.preview(field, "support_request", None, {**REQUEST, "establishment_id": one})
    assert derived["share_asked"] == 44.0
    assert not [problem for problem in problems if problem.level.value == "error"]
    assert field.store.head() == position


def test_a_child_id_that_is_none_or_somebody_elses_is_refused(field, one):
    child = records.load(field, "establishment", one).children["products"][0]["id"]
    position = field.store.head()
    for rows, code in (
        ([{"id": "xyz", "name": "Bún"}], "bad_id"),
        ([{"id": one, "name": "Bún"}], "exists"),
        ([{"id": child, "name": "Bún"}], "exists"),
        ([{"id": SPARE, "name": "Bún"}, {"id": SPARE.upper(), "name": "Mì"}], "exists"),
    ):
        with pytest.raises(UserError) as caught:
            records.save_record(field, "establishment", None, ESTABLISHMENT, {"products": rows})
        assert caught.value.code == code
    twice = [{"id": child, "name": "Bún"}, {"id": child, "name": "Mì"}]
    with pytest.raises(UserError):
        records.save_record(field, "establishment", one, {}, {"products": twice})
    assert field.store.head() == position


def test_a_child_that_was_deleted_comes_back_when_it_is_given_again(field, one):
    before = records.load(field, "establishment", one).children["products"]
    records.save_record(field, "establishment", one, {}, {"products": []})
    records.save_record(field, "establishment", one, {}, {"products": [{"id": before[1]["id"], "name": "Bún khô"}]})
    assert records.load(field, "establishment", one).children["products"] == [before[1]]
