"""One field in many records: what it means is said before, it is one save, and it can be taken back."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.ui.lists.bulk import meaning_lines
from kcdesk.work import bulk, demo, records, settings, undoing
from kcdesk.work.jobs import Cancelled
from kcdesk.work.listing import Listings, ListQuery
from kcdesk.work.standing import STATE, Standing
from tests.work import desks

NAMES = ("Lò bánh tráng Vị Thủy", "Bánh tráng Út Nhàn", "Cơ sở Ba Liền")


@pytest.fixture
def three(field):
    for at, name in enumerate(NAMES):
        values = desks.ESTABLISHMENT | {"name": name, "phone": f"090000000{at}", "consent": "chua_hoi"}
        values = {key: value for key, value in values.items() if not key.startswith("consent_")}
        records.save_record(field, "establishment", None, values)
    return list(field.store.ids("establishment"))


def _values(desk, name):
    return [one.get(name) for one in desk.store.rows("establishment")]


def test_a_field_is_changed_in_all_of_them_and_taken_back_at_once(field, three):
    before = _values(field, "trade_group")
    done = bulk.change(field, "establishment", three, {"trade_group": "2"})
    assert (done.changed, _values(field, "trade_group")) == (3, ["2"] * 3)
    assert [(one.save, one.count) for one in undoing.batches(field)] == [(done.save, 3)]
    undoing.undo(field, done.save)
    assert _values(field, "trade_group") == before


def test_what_it_means_is_known_before(field, three):
    meaning = bulk.look(field, "establishment", three, {"commune_code": "31459"})
    assert (meaning.count, meaning.changed, meaning.outside, meaning.sent_again) == (3, 3, 3, 0)
    assert bulk.look(field, "establishment", three, {"commune_code": "31441"}).changed == 0


def test_an_empty_value_says_what_goes_and_a_wanted_one_is_refused_by_all(field, three):
    nothing = bulk.look(field, "establishment", three, {"legal_form": None})
    assert (nothing.changed, nothing.refused, nothing.emptied) == (0, 3, 0)
    assert meaning_lines(nothing) == [
        "✕ 3 trong 3 mục xem trước không nhận được giá trị này và sẽ giữ nguyên: Chưa nhập “Loại hình”."
    ]
    bulk.change(field, "establishment", three[:2], {"address": "Ấp 1"})
    bulk.change(field, "establishment", three[2:], {"address": None})
    gone = bulk.look(field, "establishment", three, {"address": None})
    assert (gone.changed, gone.emptied) == (2, 2)
    assert any("2 mục đang có giá trị sẽ bị bỏ trống" in line for line in meaning_lines(gone))
    assert bulk.look(field, "establishment", three, {"address": "Ấp 9"}).emptied == 0


def test_a_commune_of_somebody_else_is_named(office, tmp_path):
    settings.settings_export(office, tmp_path / "x.kcs", collaborators=[{"code": "CTV08", "communes": ["31459"]}])
    values = desks.ESTABLISHMENT | {"name": NAMES[0]}
    records.save_record(office, "establishment", None, values)
    numbers = list(office.store.ids("establishment"))
    assert bulk.look(office, "establishment", numbers, {"commune_code": "31459"}).areas == {"CTV08": 1}


def test_consent_of_many_is_recorded_with_day_way_notice_and_who(field, three):
    answers = ("dong_y", "2026-11-20", "mieng", "TB-01/2026")
    bulk.change(field, "establishment", three, dict(zip(bulk.CONSENT, answers, strict=True)))
    for record in field.store.rows("establishment"):
        assert tuple(record[name] for name in bulk.CONSENT) == answers
        assert record["consent_by"] == "CTV07"


def test_a_value_that_fits_no_field_is_refused_before_anything_is_written(field, three):
    with pytest.raises(UserError):
        bulk.look(field, "establishment", three, {"trade_group": "không có nhóm này"})
    with pytest.raises(UserError):
        bulk.change(field, "establishment", three, {"legal_form": None})
    assert _values(field, "legal_form") == ["HKD"] * 3
    assert undoing.batches(field) == []


def test_stopping_leaves_everything_as_it_was(field, three):
    head = field.store.head()
    with pytest.raises(Cancelled):
        bulk.change(field, "establishment", three, {"trade_group": "2"}, cancel=lambda: True)
    assert field.store.head() == head


def test_many_are_deleted_in_one_step_and_come_back_in_one(field, three):
    done = bulk.delete(field, "establishment", three[:2])
    assert field.store.count("establishment") == 1
    undoing.undo(field, done.save)
    assert field.store.count("establishment") == 3


def test_what_was_done_to_one_record_of_many_is_taken_back_alone(field, three):
    done = bulk.change(field, "establishment", three, {"trade_group": "2", "status": "tam_ngung"})
    row = str(field.store.page("establishment", three[:1])[0]["id"])
    undoing.undo(field, done.save, rows=[row], fields=["status"])
    record = field.store.get("establishment", row)
    assert (record["status"], record["trade_group"]) == ("dang_hd", "2")
    assert sorted(_values(field, "status")) == ["dang_hd", "tam_ngung", "tam_ngung"]


def test_a_list_shows_only_what_stands_where_it_was_asked_for(field, three):
    listings = Listings(field)
    first = str(field.store.page("establishment", three[:1])[0]["id"])
    field.store.drafts.put("establishment", first, field.now(), {"values": {}})
    listings.changed({("establishment", first)})

    def ids(standing):
        return [row.id for row in listings.find(ListQuery("establishment", ("name",), where={STATE: standing})).first]

    assert ids(Standing.DRAFT) == [first]
    assert (len(ids(Standing.UNSENT)), ids(Standing.CONFLICT), ids(Standing.RETURNED)) == (3, [], [])
    assert listings.find(ListQuery("establishment", ("name",), keep=first)).first[0].standing in Standing


def test_what_the_province_asked_about_stands_as_sent_back(field, three):
    row = str(field.store.page("establishment", three[:1])[0]["id"])
    review = {"row_type": "establishment", "row_id": row, "words": "Thiếu một chữ số", "state": "mo"}
    from kcdesk.store.types import Edit

    field.store.save([Edit("review", field.new_id(), review)], field.stamp())
    shown = {one.id: one.standing for one in Listings(field).find(ListQuery("establishment", ("name",))).first}
    assert shown[row] is Standing.RETURNED
    assert list(shown.values()).count(Standing.RETURNED) == 1


def test_hundreds_are_changed_in_a_moment(field):
    demo.fill(field, 300, seed=4)
    numbers = list(field.store.ids("establishment"))
    said = []

    def tell(done, total, what=""):
        said.append(done)

    bulk.change(field, "establishment", numbers, {"trade_group": "2"}, progress=tell)
    assert said[-1] == 300
    assert said == sorted(said) and any(one > 150 for one in said)
    assert set(_values(field, "trade_group")) == {"2"}


def test_stopped_while_it_is_written_nothing_of_it_is_kept(field):
    demo.fill(field, 900, seed=4)
    numbers = list(field.store.ids("establishment"))
    before, said = sorted(map(str, _values(field, "trade_group"))), []

    def tell(done, total, what=""):
        said.append(done)

    with pytest.raises(Cancelled):
        bulk.change(
            field, "establishment", numbers, {"trade_group": "2"}, progress=tell,
            cancel=lambda: bool(said) and said[-1] > 450,
        )  # fmt: skip
    assert said[-1] < 900
    assert sorted(map(str, _values(field, "trade_group"))) == before
    assert undoing.batches(field) == []
