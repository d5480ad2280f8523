"""Conflicts in words: both values, both authors, what a deletion did not see; settling them and taking that back."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, disputes, records, undoing
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def disputed(tmp_path):
    """A record whose number of workers two people changed without seeing each other."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "workers_total": 3}).id
        _pass(field, office, tmp_path)
        records.save_record(field, "establishment", row, {"workers_total": 5})
        records.save_record(office, "establishment", row, {"workers_total": 7})
        yield office, field, row, tmp_path


def _pass(giver, taker, folder, **wanted):
    for one in bundles.export(giver, folder, Wanted(**wanted)):
        bundles.apply_import(taker, one.path)


def test_both_values_are_told_with_their_authors(disputed):
    office, field, row, folder = disputed
    _pass(field, office, folder)
    (dispute,) = disputes.told(office)
    assert (dispute.title, dispute.row, dispute.field) == (ESTABLISHMENT["name"], row, "workers_total")
    assert dispute.takes_text
    here, there = dispute.options
    assert (here.value, here.who, here.is_here) == (7, "TINH92", True)
    assert (there.value, there.who, there.is_here) == (5, "CTV07", False)
    assert [one.is_shown for one in dispute.options].count(True) == 1


def test_what_was_settled_and_taken_back_can_be_settled_again(disputed):
    office, field, row, folder = disputed
    _pass(field, office, folder)
    (dispute,) = disputes.told(office)
    save = disputes.settle(office, dispute, 5)
    assert disputes.told(office) == []
    shown = next(one.value for one in dispute.options if one.is_shown)
    if shown == 5:
        with pytest.raises(UserError):
            undoing.undo(office, save)
    else:
        undoing.undo(office, save)
    assert records.load(office, "establishment", row).record["workers_total"] == shown
    disputes.settle(office, dispute, disputes.understood(dispute, "9")[0])
    assert records.load(office, "establishment", row).record["workers_total"] == 9
    with pytest.raises(UserError):
        disputes.understood(dispute, "chín")


def test_a_deletion_is_told_with_what_it_did_not_see(disputed):
    office, field, row, folder = disputed
    _pass(field, office, folder)
    disputes.settle(office, disputes.told(office)[0], 5)
    _pass(office, field, folder, to="CTV07")
    records.delete_record(field, "establishment", row)
    records.save_record(office, "establishment", row, {"main_trade": "Bún"})
    _pass(field, office, folder)
    (dispute,) = disputes.told(office)
    keep, delete = dispute.options
    assert (delete.who, keep.who) == ("CTV07", "TINH92")
    assert len(keep.lines) == 1
    assert keep.lines[0].endswith("Bún")
    disputes.settle(office, dispute, True)
    assert office.store.get("establishment", row) is None


def test_a_row_of_a_sub_table_opens_the_form_of_its_record(disputed):
    office, field, row, folder = disputed
    _pass(field, office, folder)
    disputes.settle(office, disputes.told(office)[0], 5)
    records.save_record(office, "establishment", row, {}, {"products": [{"name": "Bánh tráng"}, {"name": "Bún"}]})
    _pass(office, field, folder, to="CTV07")
    for desk, name in ((office, "Bún tươi"), (field, "Bún khô")):
        found = desk.store.children("establishment", row)["products"]
        children = [{"id": one["id"], "name": one["name"]} for one in found]
        children[1]["name"] = name
        records.save_record(desk, "establishment", row, {}, {"products": children})
    _pass(field, office, folder)
    (dispute,) = disputes.told(office)
    assert dispute.opens == ("establishment", row, "products[1].name")
    assert ESTABLISHMENT["name"] in dispute.place
