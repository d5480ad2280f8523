"""How far a bundle has come: made, told by word, arrived, merged; and making an earlier stretch again."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, hearsay, records, shelf
from kcdesk.work.bundles import Wanted
from kcdesk.work.shelf import BundleStanding
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def pair(tmp_path):
    """A province and a collaborator who know each other."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        yield office, field, tmp_path


def _make(desk, folder, name, **wanted):
    if name:
        records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "name": name})
    return bundles.export(desk, folder, Wanted(**wanted))[0]


def _standings(desk):
    return {line.sequence: line.standing for line in shelf.lines(desk) if line.is_made}


def test_states_are_never_mixed_up(pair):
    office, field, folder = pair
    first = _make(field, folder, "Một")
    assert _standings(field) == {1: BundleStanding.MADE}
    bundles.apply_import(office, first.path)
    bundles.apply_import(field, _make(office, folder, "", to="CTV07").path)
    assert _standings(field) == {1: BundleStanding.CONFIRMED}
    _make(field, folder, "Hai")
    hearsay.note(
        field, next(one.id for one in shelf.lines(field) if one.is_made and one.sequence == 2), "zalo", "2026-11-23"
    )
    third = _make(field, folder, "Ba")
    assert third.counts["changes"] < 30
    assert _standings(field) == {1: BundleStanding.CONFIRMED, 2: BundleStanding.NOTED, 3: BundleStanding.MADE}
    bundles.apply_import(office, third.path)
    assert office.store.count("establishment") == 2
    bundles.apply_import(field, _make(office, folder, "", to="CTV07").path)
    assert _standings(field)[3] is BundleStanding.ARRIVED
    lacking = next(one for one in shelf.lines(field) if one.is_made and one.sequence == 2)
    again = _make(field, folder, "", again=lacking.again)
    bundles.apply_import(office, again.path)
    assert office.store.count("establishment") == 3
    bundles.apply_import(field, _make(office, folder, "", to="CTV07").path)
    assert set(_standings(field).values()) == {BundleStanding.CONFIRMED}
    assert hearsay.notes(field) == {}


def test_what_was_told_is_left_out_of_the_next_bundle_until_taken_back(pair):
    _office, field, folder = pair
    first = _make(field, folder, "Một")
    hearsay.note(field, first.id, "dien_thoai", "2026-11-20")
    assert shelf.whats_next(field).records == {}
    with pytest.raises(UserError):
        bundles.export(field, folder, Wanted())
    hearsay.take_back(field, first.id)
    assert shelf.whats_next(field).records == {"establishment": 1}
    for bundle, channel, on in ((first.id, "chim", "2026-11-20"), (first.id, "zalo", "2026-12-01"), ("x", "zalo", "")):
        with pytest.raises(UserError):
            hearsay.note(field, bundle, channel, on)
