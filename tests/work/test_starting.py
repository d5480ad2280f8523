"""From the province alone: a new laptop for a dead one, and a second one beside the first."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, records, settings, starting, taking_over, trust
from kcdesk.work.bundles import Wanted
from kcdesk.work.trust import Standing
from tests.work import desks
from tests.work.test_handover import answer, record, send


@pytest.fixture
def busy(office, field, tmp_path):
    """A province that lists areas, and a collaborator whose records it has; one record lies elsewhere."""
    areas = [{"code": "CTV07", "communes": ["31441"]}, {"code": "CTV08", "communes": ["31459"]}]
    issued = settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=areas)
    settings.settings_import(field, issued.path, fingerprint=issued.fingerprint)
    trust.trust(office, field.fingerprint, "CTV07")
    record(field)
    send(field, office, tmp_path)
    record(office, "Ở nơi khác", commune_code="31459")
    return office, field


def introduced(office, home, folder, code="CTV07"):
    """A new laptop that the province knows: settings, first bundle, fingerprint by telephone."""
    desk = desks.collaborator(home, code)
    settings.settings_import(desk, folder / "tinh.kcs", fingerprint=office.unit_fingerprint)
    (report,) = send(desk, office, folder, everything=True)
    assert report.state == "held"
    trust.trust(office, desk.fingerprint, code)
    bundles.admit_from(office, desk.device_id)
    return desk


def test_a_new_laptop_goes_on_in_the_place_of_a_dead_one(busy, tmp_path):
    office, field = busy
    late = record(field, "Chưa gửi thì máy hỏng")
    lost = bundles.export(field, tmp_path, Wanted())[0].path
    with introduced(office, tmp_path / "moi", tmp_path) as new:
        made = starting.start(office, tmp_path, to=new.fingerprint, replaces=field.fingerprint)
        assert made.replaced == field.device_id
        taking_over.take(new, made.paths[0])
        assert [one["name"] for one in new.store.rows("establishment")] == [desks.ESTABLISHMENT["name"]]
        row = str(next(new.store.rows("establishment"))["id"])
        records.save_record(new, "establishment", row, {"phone": "0900000008"})
        added = record(new, "Ghi trên máy mới")
        assert new.store.get("establishment", added)["code"] == f"CS-31441-CTV07-{new.device_id[:3]}-001"
        (report,) = send(new, office, tmp_path)
        assert (report.state, report.held) == ("merged", 0)
        assert trust.find(office, field.device_id).state is Standing.REPLACED
        held = bundles.apply_import(office, lost)
        assert (held.state, held.reason) == ("held", "replaced_sender")
        assert bundles.admit(office, lost).state == "merged"
        answer(office, new, tmp_path)
        assert {str(one["id"]) for one in new.store.rows("establishment")} == {row, added, late}
        assert new.store.doctor() == office.store.doctor() == []
        assert bundles.sent_positions(new)[1] > 0


def test_a_second_laptop_beside_the_first(busy, tmp_path):
    office, field = busy
    with introduced(office, tmp_path / "hai", tmp_path) as second:
        taking_over.take(second, starting.start(office, tmp_path, to=second.fingerprint).paths[0])
        one, two = record(field, "Trên máy một"), record(second, "Trên máy hai")
        codes = {field.store.get("establishment", one)["code"], second.store.get("establishment", two)["code"]}
        assert len(codes) == 2
        for _round in range(2):
            for desk in (field, second):
                send(desk, office, tmp_path, everything=True)
            for made in bundles.export(office, tmp_path, Wanted(to="CTV07", everything=True)):
                for desk in (field, second):
                    if desk.recipient in bundles.inspect(office, made.path).manifest.recipients:
                        bundles.apply_import(desk, made.path)
        names = {str(each["name"]) for each in office.store.rows("establishment", {"commune_code": "31441"})}
        assert names == {desks.ESTABLISHMENT["name"], "Trên máy một", "Trên máy hai"}
        for desk in (field, second):
            assert {str(each["name"]) for each in desk.store.rows("establishment")} == names
            assert bundles.sent_positions(desk)[1] > 0


def test_a_start_bundle_needs_a_laptop_that_is_known(busy, tmp_path):
    office, field = busy
    with desks.collaborator(tmp_path / "la") as stranger:
        for to, code in ((stranger.fingerprint, "not_trusted"), (office.fingerprint, "not_trusted")):
            with pytest.raises(UserError) as refused:
                starting.start(office, tmp_path, to=to)
            assert refused.value.code == code
        trust.trust(office, stranger.fingerprint, "CTV09")
        with pytest.raises(UserError) as unheard:
            starting.start(office, tmp_path, to=stranger.fingerprint)
        assert unheard.value.code == "no_recipient"
        with pytest.raises(UserError) as role:
            starting.start(field, tmp_path, to=stranger.fingerprint)
        assert role.value.code == "wrong_role"
