"""Personal data is removed for good only after the province has merged it, and a tombstone stays."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store import backup
from kcdesk.work import attachments, bundles, conflicts, hearsay, holding, purging, records, settings, trust
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT
from tests.work.test_boundary import send

LATER = date(2029, 1, 1)


@pytest.fixture
def met(tmp_path):
    """A province and two collaborators of one commune; everybody has one establishment with its photo."""
    with desks.province(tmp_path / "tinh") as office:
        one = desks.collaborator(tmp_path / "mot", "CTV01")
        two = desks.collaborator(tmp_path / "hai", "CTV02")
        areas = [{"code": code, "communes": ["31441"]} for code in ("CTV01", "CTV02")]
        issued = settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=areas, retention_months=24)
        desks.introduce(office, one, two)
        assert issued.serial == 1
        for person in (one, two):
            send(person, office, tmp_path, everything=True)
        row = records.save_record(one, "establishment", None, ESTABLISHMENT).id
        made = attachments.read(_paper(tmp_path))
        attachments.add(one, "establishment", row, made, "khac")
        yield office, one, two, row
        one.close()
        two.close()


def _paper(folder):
    path = folder / "giay.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    return path


def _kept_with(desk, value):
    """The kept bundles in which a value still stands."""
    from kcdesk.work.kept import kept_bundle
    from kcdesk.work.opened import opened

    found = []
    for item in desk.store.bundles.list(direction="received"):
        if item.get("kept"):
            with opened(desk, kept_bundle(desk, item["kept"], "x.kcb")) as bundle:
                found += [item for change in bundle.bundle.changes() if value in change.set.values()]
    return found


def _old_backup(desk):
    """A backup of yesterday, by its name."""
    made = desk.workspace.backup()
    return made.rename(made.with_name("workspace-20200101-000000.kcw"))


def rounds(office, *people, folder):
    for _time in range(2):
        for person in people:
            send(person, office, folder)
        for person in people:
            send(office, person, folder)


def values_of(desk, row):
    return {value for entry in desk.store.history(row) if entry.change for value in entry.change.set.values()}


def test_nothing_is_purged_before_a_receipt_nor_on_hearsay(met, tmp_path):
    office, one, _two, row = met
    assert purging.candidates(one, LATER) == []
    [made] = bundles.export(one, tmp_path, Wanted())
    hearsay.note(one, made.id, "dien_thoai", "2026-11-23")
    with pytest.raises(UserError) as caught:
        purging.purge(one, [row], today=LATER)
    assert caught.value.code == "not_yet"
    bundles.apply_import(office, made.path)
    send(office, one, tmp_path)
    assert [(each.row, each.reason) for each in purging.candidates(one, LATER)] == [(row, "retention")]
    with pytest.raises(UserError):
        purging.purge(one, [row])


def test_a_laptop_purges_what_was_merged_and_the_province_keeps_it(met, tmp_path):
    office, one, two, row = met
    rounds(office, one, two, folder=tmp_path)
    one.workspace.backup()
    head = one.store.head()
    done = purging.purge(one, [row], today=LATER)
    assert done.values >= 3
    assert done.files == 1
    assert ESTABLISHMENT["phone"] not in values_of(one, row)
    record = one.store.get("establishment", row)
    assert record["name"] == ESTABLISHMENT["name"]
    assert record.get("phone") is None
    assert one.store.head() == head
    assert len(backup.listed(one.home)) == 1
    assert one.workspace.doctor() == []
    assert purging.candidates(one, LATER) == []
    for entry in one.store.history(row):
        assert "phone" in entry.change.purged or "phone" not in entry.change.touched()
    records.save_record(one, "establishment", row, {"main_trade": "Bún khô"})
    send(one, office, tmp_path, everything=True)
    there = office.store.get("establishment", row)
    assert (there["phone"], there["main_trade"]) == (ESTABLISHMENT["phone"], "Bún khô")
    assert list(conflicts.all_open(office)) == []
    rounds(office, one, two, folder=tmp_path)
    assert two.store.get("establishment", row)["phone"] == ESTABLISHMENT["phone"]
    assert one.store.get("establishment", row).get("phone") is None


def test_a_withdrawn_consent_travels_and_the_province_purges_it_everywhere(met, tmp_path):
    office, one, two, row = met
    rounds(office, one, two, folder=tmp_path)
    assert purging.candidates(office) == []
    records.save_record(one, "establishment", row, {"consent": "rut"})
    send(one, office, tmp_path)
    assert office.store.get("establishment", row)["consent"] == "rut"
    assert [each.reason for each in purging.candidates(office)] == ["withdrawn"]
    purging.purge(office, [row])
    assert ESTABLISHMENT["phone"] not in values_of(office, row)
    old = _old_backup(two)
    assert _kept_with(two, ESTABLISHMENT["phone"])
    rounds(office, one, two, folder=tmp_path)
    assert not old.exists()
    for person in (one, two):
        assert ESTABLISHMENT["phone"] not in values_of(person, row)
        assert list(person.store.files.all()) == [] or not any(info.ext == "pdf" for info in person.store.files.all())
        assert person.workspace.doctor() == []
    assert not _kept_with(two, ESTABLISHMENT["phone"])
    assert office.workspace.doctor() == []
    assert bundles.held(office) == []


def test_a_value_completed_by_a_later_consent_goes_on_to_the_others(met, tmp_path):
    office, one, two, _row = met
    row = records.save_record(one, "establishment", None, {**ESTABLISHMENT, "consent": "chua_hoi", "name": "Hai"}).id
    rounds(office, one, two, folder=tmp_path)
    assert two.store.get("establishment", row)["name"] == "Hai"
    assert two.store.get("establishment", row).get("phone") is None
    given = {name: ESTABLISHMENT[name] for name in ("consent", "consent_on", "consent_method", "consent_notice")}
    records.save_record(one, "establishment", row, given)
    rounds(office, one, two, folder=tmp_path)
    assert office.store.get("establishment", row)["phone"] == ESTABLISHMENT["phone"]
    assert two.store.get("establishment", row)["phone"] == ESTABLISHMENT["phone"]
    heads = [desk.store.head() for desk in (office, one, two)]
    rounds(office, one, two, folder=tmp_path)
    assert heads == [desk.store.head() for desk in (office, one, two)]


@pytest.mark.parametrize("refused", [False, True])
def test_what_was_held_goes_with_the_purge_once_an_officer_decided(met, tmp_path, refused):
    office, one, two, row = met
    rounds(office, one, two, folder=tmp_path)
    trust.revoke(office, one.device_id)
    records.save_record(one, "establishment", row, {"consent": "rut", "phone": "0900000055"})
    [made] = bundles.export(one, tmp_path, Wanted(everything=True))
    assert bundles.apply_import(office, made.path).state == "held"
    records.save_record(office, "establishment", row, {"consent": "rut"})
    with pytest.raises(UserError, match="chờ xác nhận"):
        purging.purge(office, [row])
    if refused:
        holding.refuse(office, made.id)
    else:
        bundles.admit(office, made.path)
    before = len([info for info in office.store.files.all() if info.ext == "kcb"])
    purging.purge(office, [row])
    assert not any(item.get("kept") for item in office.store.held.list(kind="bundle"))
    assert len([info for info in office.store.files.all() if info.ext == "kcb"]) < before
    assert office.workspace.doctor() == []


def test_a_full_disk_throws_no_kept_bundle_away(met, tmp_path, monkeypatch):
    office, one, two, row = met
    rounds(office, one, two, folder=tmp_path)
    records.save_record(one, "establishment", row, {"consent": "rut"})
    send(one, office, tmp_path)
    kept = [item["id"] for item in office.store.bundles.list(direction="received") if item.get("kept")]

    def full(*_given):
        raise EnvironmentProblem("Ổ đĩa đầy.", code="disk_full")

    with monkeypatch.context() as patch:
        patch.setattr("kcdesk.work.opened.opened", full)
        with pytest.raises(EnvironmentProblem):
            purging.purge(office, [row])
    assert ESTABLISHMENT["phone"] in values_of(office, row)
    assert [item["id"] for item in office.store.bundles.list(direction="received") if item.get("kept")] == kept
    purging.purge(office, [row])
    assert ESTABLISHMENT["phone"] not in values_of(office, row)
