"""Drafts stay until they are dropped; made-up records are sound, and the same for the same seed."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import Level, UserError
from kcdesk.work import drafts, overview, records, undoing
from kcdesk.work.bootstrap import Desk
from kcdesk.work.demo import fill
from kcdesk.work.jobs import Cancelled
from kcdesk.work.profile import Profile, Role
from tests.work import desks


def test_a_draft_is_kept_replaced_found_and_dropped(field):
    drafts.keep(field, "establishment", "new-1", {"name": "Cơ"}, {"products": [{"name": "B"}]}, place="name")
    drafts.keep(field, "establishment", "new-1", {"name": "Cơ sở"}, place="phone", texts={"phone": "09 x"})
    drafts.keep(field, "establishment", "019a", {"name": "Khác"})
    found = drafts.find(field, "establishment", "new-1")
    assert (found.values, found.children, found.place, found.texts) == (
        {"name": "Cơ sở"},
        {},
        "phone",
        {"phone": "09 x"},
    )
    assert [one.key for one in drafts.find_new(field, "establishment")] == ["new-1"]
    again = desks.reopened(field)
    assert drafts.find(again, "establishment", "new-1") == found
    drafts.drop(again, "establishment", "new-1")
    assert drafts.find(again, "establishment", "new-1") is None
    again.close()


def test_made_up_records_have_no_errors_and_can_be_taken_back(field):
    made = fill(field, 40, 7)
    assert made["establishment"] == field.store.count("establishment") == 40
    problems = [one.problem for one in records.check(field)]
    assert not [one for one in problems if one.level is Level.ERROR]
    assert {one.level for one in problems} >= {Level.GAP}
    counted = overview.counts(field)
    assert counted.records["establishment"] == 40
    assert counted.unsent == sum(counted.records.values())
    assert field.store.doctor() == []
    undoing.undo(field, made["save"])
    assert field.store.count("establishment") == field.store.count("visit") == 0


def test_the_same_seed_gives_the_same_records(field, tmp_path):
    fill(field, 12, 3)
    with desks.collaborator(tmp_path / "hai") as other:
        fill(other, 12, 3)
        same = [
            list(one.store.rows(name)) for one in (field, other) for name in ("establishment", "cost_item", "visit")
        ]
        assert same[:3] == same[3:]
    with desks.collaborator(tmp_path / "ba") as third:
        fill(third, 12, 4)
        assert list(third.store.rows("establishment")) != same[0]


def test_stopping_leaves_nothing_half_done(field):
    asked = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        fill(field, 5000, 1, cancel=cancel)
    assert field.store.doctor() == []


def _profile(**values):
    given = {"role": Role.COLLABORATOR, "code": "CTV07", "name": "A", "communes": ("31441",), **values}
    return Profile(**given)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "có dấu"}, "bad_code"),
        ({"name": " "}, "no_name"),
        ({"communes": ("99999",)}, "unknown_commune"),
        ({"communes": ()}, "no_province"),
        ({"communes": ("31441", "19789")}, "communes_of_other_province"),
        ({"province": "01"}, "communes_of_other_province"),
        ({"province": "00"}, "unknown_province"),
    ],
)
def test_a_profile_that_does_not_fit_makes_nothing(tmp_path, values, code):
    with pytest.raises(UserError) as caught:
        Desk.create(tmp_path / "x", desks.PASSWORD, _profile(**values), cost=desks.CHEAP)
    assert caught.value.code == code
    assert not (tmp_path / "x").exists()


def test_a_workspace_is_made_only_once_and_read_beside_the_writer(field, tmp_path):
    with pytest.raises(UserError) as caught:
        Desk.create(field.home, desks.PASSWORD, _profile(), cost=desks.CHEAP)
    assert caught.value.code == "exists"
    reader = field.reader()
    records.save_record(field, "establishment", None, desks.ESTABLISHMENT)
    assert records.list_page(reader, "establishment").total == 1
    with pytest.raises(UserError):
        records.save_record(reader, "establishment", None, desks.ESTABLISHMENT)
    reader.close()
