"""What a collaborator gets from the province: the records of his area, whole, and nothing of others."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, records, settings, trust
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST

HERE, THERE = "31441", "31459"


@pytest.fixture
def people(tmp_path):
    """A province and two collaborators, each with a commune of his own, who have sent their keys."""
    with desks.province(tmp_path / "tinh") as office:
        one = desks.collaborator(tmp_path / "mot", "CTV01", (HERE,))
        two = desks.collaborator(tmp_path / "hai", "CTV02", (THERE,))
        areas = [{"code": "CTV01", "communes": [HERE]}, {"code": "CTV02", "communes": [THERE]}]
        issued = settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=areas)
        for person in (one, two):
            settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
            trust.trust(office, person.fingerprint, person.profile.code)
            _send(person, office, tmp_path, everything=True)
        yield office, one, two
        one.close()
        two.close()


def _send(giver, taker, folder, **wanted):
    if giver.profile.is_province:
        wanted["to"] = taker.profile.code
    try:
        return [bundles.apply_import(taker, one.path) for one in bundles.export(giver, folder, Wanted(**wanted))]
    except UserError as error:
        assert error.code == "nothing_new"
        return []


def _round(office, *others, folder):
    for _time in range(2):
        for one in others:
            _send(one, office, folder)
        for one in others:
            _send(office, one, folder)


def _record(desk, commune, **values):
    given = {**ESTABLISHMENT, "commune_code": commune, **values}
    return records.save_record(desk, "establishment", None, given, {"products": [{"name": "Bánh tráng"}]}).id


def test_everybody_gets_his_own_area_and_nothing_of_others(people, tmp_path):
    office, one, two = people
    mine, other = _record(office, HERE), _record(office, THERE)
    _round(office, one, two, folder=tmp_path)
    assert one.store.get("establishment", mine)
    assert two.store.get("establishment", other)
    assert {entry.change.row for entry in one.store.log() if entry.change}.isdisjoint({other})
    assert two.store.count("establishment") == 1
    assert two.store.count("product") == 1


def test_a_record_that_comes_into_an_area_comes_whole(people, tmp_path):
    office, one, two = people
    row = _record(one, HERE)
    request = records.save_record(one, "support_request", None, {**REQUEST, "establishment_id": row}).id
    _round(office, one, two, folder=tmp_path)
    records.save_record(one, "establishment", row, {"address": "Ấp 2"})
    _round(office, one, two, folder=tmp_path)
    assert two.store.count("establishment") == 0
    records.save_record(office, "establishment", row, {"commune_code": THERE})
    _round(office, one, two, folder=tmp_path)
    assert records.load(two, "establishment", row).record == records.load(office, "establishment", row).record
    assert len(two.store.children("establishment", row)["products"]) == 1
    assert two.store.get("support_request", request)
    assert two.store.unsettled() == []
    there, at_two = office.store.history(row), two.store.history(row)
    assert {entry.change.id for entry in there} == {entry.change.id for entry in at_two}


def test_the_change_that_moves_a_record_away_goes_to_the_area_it_leaves_and_later_ones_do_not(people, tmp_path):
    office, one, two = people
    row = _record(one, HERE)
    _round(office, one, two, folder=tmp_path)
    records.save_record(office, "establishment", row, {"commune_code": THERE})
    lost = bundles.export(office, tmp_path, Wanted(to="CTV01"))
    records.save_record(office, "establishment", row, {"address": "Ấp 9"})
    assert lost
    _send(office, one, tmp_path)
    here = records.load(one, "establishment", row).record
    assert (here["commune_code"], here["address"]) == (THERE, ESTABLISHMENT["address"])
    records.save_record(office, "establishment", row, {"commune_code": HERE})
    _send(office, one, tmp_path)
    assert records.load(one, "establishment", row).record["address"] == "Ấp 9"


def test_a_commune_in_conflict_lies_in_both_areas(people, tmp_path):
    office, one, two = people
    row = _record(one, HERE)
    records.save_record(one, "establishment", row, {"commune_code": HERE})
    _send(one, office, tmp_path)
    records.save_record(office, "establishment", row, {"commune_code": THERE})
    records.save_record(one, "establishment", row, {"commune_code": "31471"})
    _send(one, office, tmp_path)
    assert [found.conflicts for found in office.store.unsettled()] == [("commune_code",)]
    _send(office, two, tmp_path)
    assert two.store.get("establishment", row)


def test_until_areas_are_drawn_nobody_gets_what_is_about_others(people, tmp_path):
    office, one, two = people
    kept = office.settings["collaborators"]
    settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=[])
    for key in ("area/CTV01", "area/CTV02"):
        office.store.meta.set(key, None)
    early = _record(office, HERE)
    _record(one, HERE)
    _round(office, one, two, folder=tmp_path)
    assert one.store.get("establishment", early) is None
    assert two.store.count("establishment") == 0
    settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=kept)
    _round(office, one, two, folder=tmp_path)
    assert one.store.get("establishment", early)
    assert two.store.count("establishment") == 0


def test_who_has_no_communes_listed_gets_what_is_about_his_own_records(people, tmp_path):
    office, one, two = people
    settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=[{"code": "CTV02", "communes": [THERE]}])
    mine = _record(one, HERE)
    _record(office, HERE)
    _round(office, one, two, folder=tmp_path)
    records.save_record(office, "establishment", mine, {"address": "Ấp 5"})
    _round(office, one, two, folder=tmp_path)
    assert one.store.count("establishment") == 1
    assert records.load(one, "establishment", mine).record["address"] == "Ấp 5"


def test_no_marker_is_written_for_what_is_on_its_way_already(people, tmp_path):
    office, one, two = people
    for number in range(5):
        _record(office, HERE, name=f"Cơ sở {number}")
    _round(office, one, two, folder=tmp_path)
    for number in range(5):
        _record(one, HERE, name=f"Cơ sở nữa {number}")
    _round(office, one, two, folder=tmp_path)
    assert not [entry for entry in office.store.log() if entry.marker]


def test_a_full_bundle_for_somebody_holds_his_area_and_nothing_else(people, tmp_path):
    office, one, two = people
    mine, other, moved = _record(one, HERE), _record(two, THERE), _record(one, HERE)
    _round(office, one, two, folder=tmp_path)
    records.save_record(office, "establishment", moved, {"commune_code": THERE})
    _round(office, one, two, folder=tmp_path)
    made = bundles.export(office, tmp_path, Wanted(to="CTV01", full=True))
    fresh = desks.collaborator(tmp_path / "moi", "CTV01", (HERE,))
    again = bundles.export(office, tmp_path, Wanted(to="CTV01", full=True, recipient=fresh.recipient))
    assert [one.counts["changes"] for one in made] == [one.counts["changes"] for one in again]
    settings.settings_import(fresh, tmp_path / "tinh.kcs", fingerprint=office.unit_fingerprint)
    for bundle in again:
        bundles.apply_import(fresh, bundle.path)
    rows = {entry.change.row for entry in fresh.store.log() if entry.change}
    assert mine in rows
    assert not {other, moved} & rows
    fresh.close()
