"""Settling conflicts: what is chosen travels like any change and is the end of it."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, conflicts, records, resolving
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def disputed(tmp_path):
    """A record whose number of workers and address two people changed without seeing each other."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "workers_total": 3}).id
        _pass(field, office, tmp_path)
        records.save_record(field, "establishment", row, {"workers_total": 5, "address": "Ấp 2"})
        records.save_record(office, "establishment", row, {"workers_total": 7, "address": "Ấp 3"})
        _pass(field, office, tmp_path)
        yield office, field, row


def _pass(giver, taker, folder, **wanted):
    for one in bundles.export(giver, folder, Wanted(**wanted)):
        bundles.apply_import(taker, one.path)


def test_a_chosen_value_settles_a_conflict_everywhere(disputed, tmp_path):
    office, field, row = disputed
    assert {one.field for one in conflicts.all_open(office)} == {"workers_total", "address"}
    resolving.resolve(office, row, "workers_total", "5")
    resolving.resolve(office, row, "address", "Ấp 4")
    assert list(conflicts.all_open(office)) == []
    _pass(office, field, tmp_path, to="CTV07")
    assert list(conflicts.all_open(field)) == []
    for desk in (office, field):
        record = records.load(desk, "establishment", row).record
        assert (record["workers_total"], record["address"]) == (5, "Ấp 4")
        assert desk.store.doctor() == []


def test_what_is_not_in_conflict_or_does_not_fit_is_refused(disputed):
    office, _field, row = disputed
    position = office.store.head()
    for id_, name, value, code in (
        (row, "name", "A", "not_in_conflict"),
        (row, "workers_total", "nhiều", "invalid"),
        ("0193a000-0000-7000-8000-000000000000", "name", "A", "not_found"),
    ):
        with pytest.raises(UserError) as caught:
            resolving.resolve(office, id_, name, value)
        assert caught.value.code == code
    assert office.store.head() == position


@pytest.mark.parametrize("gone", [True, False])
def test_a_deletion_against_an_edit_is_settled_by_yes_or_no(disputed, tmp_path, gone):
    office, field, row = disputed
    _pass(office, field, tmp_path, to="CTV07")
    records.delete_record(field, "establishment", row)
    records.save_record(office, "establishment", row, {"main_trade": "Bún"})
    _pass(field, office, tmp_path)
    assert "deleted" in {one.field for one in conflicts.all_open(office)}
    with pytest.raises(UserError):
        resolving.resolve(office, row, "deleted", "có lẽ")
    resolving.resolve(office, row, "deleted", str(gone))
    assert "deleted" not in {one.field for one in conflicts.all_open(office)}
    assert (office.store.get("establishment", row) is None) is gone
    assert office.store.doctor() == []
