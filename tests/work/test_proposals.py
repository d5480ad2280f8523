"""Requests bundled into proposals, and the conditions of their forms."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import joins, proposals, records, undoing
from tests.work.desks import ESTABLISHMENT, REQUEST


def asked(desk, owner, **values):
    """A request."""
    return records.save_record(desk, "support_request", None, {**REQUEST, "establishment_id": owner, **values}).id


@pytest.fixture
def three(field):
    """Three requests of two establishments, of two contents."""
    one = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    two = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "name": "HTX Mây tre"}).id
    rows = [asked(field, one), asked(field, two), asked(field, two, activity="ND05", title="Nhãn hiệu")]
    return (one, two), rows, list(field.store.numbers("support_request", rows).values())


def test_requests_become_a_flagship_proposal_and_back(field, three):
    _owners, rows, numbers = three
    values = proposals.draft(field, numbers)
    assert values["form"] == "diem" and values["activities"] == ("ND03", "ND05") and values["plan_year"] == 2027
    assert values["total_cost"] == 750_000_000
    row, save = proposals.bundle(field, numbers, {**values, "title": "Bánh tráng, mây tre Vị Thủy"})
    stands = proposals.standing(field, row)
    assert [one.is_met for one in stands.conditions] == [True, True, None]
    assert len(stands.members) == 3 and stands.asked == 330_000_000
    typed = {"starts_on": "2027-01", "ends_on": "2028-12"}
    assert [one.is_met for one in proposals.standing(field, row, typed).conditions] == [True, True, True]
    assert not proposals.standing(field, row, {"starts_on": "2027-01", "ends_on": "2027-09"}).conditions[2].is_met
    assert proposals.release(field, rows[2])
    assert [one.is_met for one in proposals.standing(field, row).conditions][:2] == [False, True]
    undoing.undo(field, save)
    assert proposals.standing(field, row).members == ()


def test_one_content_of_several_is_a_group(field, three):
    (one, two), _rows, numbers = three
    assert proposals.draft(field, numbers[:2])["form"] == "nhom"
    assert proposals.draft(field, numbers[:1])["form"] == "thuong"
    joins.join(field, one, two)
    assert proposals.draft(field, numbers)["form"] == "thuong", "joined establishments are one beneficiary"


def test_nothing_becomes_nothing(field):
    with pytest.raises(UserError, match="ít nhất một"):
        proposals.bundle(field, [], {"title": "x"})
    assert proposals.standing(field, "").members == ()
