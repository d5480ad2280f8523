"""Who may not speak: unknown and revoked senders, those who speak for others, and what comes a second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import authority, bundles, holding, purging, records, settings, trust
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.exchange.making import STRANGER
from tests.fault import nasty
from tests.fault.nasty import Attacker
from tests.fault.snapshot import everything
from tests.work import desks

OTHER = "AAAAAAAAAAAAAAAA"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    """A province with a record of its own."""
    with desks.province(tmp_path / "tinh") as desk:
        yield desk


def untouched(desk: Desk) -> dict[str, object]:
    """What stands in the records, the log and the files of records."""
    found = everything(desk)
    return {name: found[name] for name in ("log", "establishment", "support_request", "attachment", "head")}


def test_an_unknown_sender_changes_no_record_however_often_he_sends(office: Desk, tmp_path: Path) -> None:
    attacker = Attacker()
    attacker.write("establishment", **nasty.PLACES)
    path, before = attacker.bundle(tmp_path, office.recipient), untouched(office)
    for _time in range(3):
        report = bundles.apply_import(office, path)
        assert (report.state, report.reason) == ("held", "unknown_sender")
        assert untouched(office) == before
    assert len(bundles.held(office)) == 1


def test_what_an_officer_refused_does_not_wait_again_when_it_is_sent_again(office: Desk, tmp_path: Path) -> None:
    attacker = Attacker()
    attacker.write("establishment", **nasty.PLACES)
    path = attacker.bundle(tmp_path, office.recipient)
    report = bundles.apply_import(office, path)
    holding.refuse(office, report.id)
    assert bundles.apply_import(office, path).state == "held"
    assert bundles.held(office) == []


def test_a_revoked_sender_is_held_and_says_why(office: Desk, tmp_path: Path) -> None:
    attacker = Attacker()
    trust.trust(office, attacker.key.fingerprint, "CTV07")
    trust.revoke(office, attacker.key.fingerprint)
    attacker.write("establishment", **nasty.PLACES)
    before = untouched(office)
    report = bundles.apply_import(office, attacker.bundle(tmp_path, office.recipient))
    assert (report.state, report.reason) == ("held", "revoked_sender")
    assert untouched(office) == before


def test_nobody_speaks_for_another_or_for_the_province(office: Desk, tmp_path: Path) -> None:
    attacker = Attacker()
    trust.trust(office, attacker.key.fingerprint, "CTV07")
    own = records.save_record(office, "establishment", None, desks.ESTABLISHMENT).id
    attacker.write("establishment", **nasty.PLACES, _device=OTHER)
    attacker.write("establishment", **nasty.PLACES, _device=office.device_id, _by="TINH92")
    attacker.write("establishment", **nasty.PLACES, _by="CTV08")
    attacker.write("support_request", establishment_id=own, status="phe_duyet", approved_on="2026-11-01")
    attacker.write("establishment", own, _purged=("phone", "representative"), _set={})
    before = untouched(office)
    report = bundles.apply_import(office, attacker.bundle(tmp_path, office.recipient))
    assert (report.state, report.new, report.held) == ("merged", 0, 5)
    assert untouched(office) == before
    reasons = sorted(str(one["reason"]) for one in bundles.held(office))
    assert reasons == ["only_province", "other_author", "other_device", "other_device", "purged_by_field"]


def test_more_than_anybody_could_look_through_is_refused_whole(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held is held in memory first: millions of changes in the name of others would fill it."""
    monkeypatch.setattr(authority, "MOST_HELD", 3)
    attacker = Attacker()
    trust.trust(office, attacker.key.fingerprint, "CTV07")
    for _number in range(4):
        attacker.write("establishment", **nasty.PLACES, _device=OTHER)
    path = attacker.bundle(tmp_path, office.recipient)
    before = everything(office)
    for run in (bundles.plan_import, bundles.apply_import):
        with pytest.raises(UserError) as refused:
            run(office, path)
        assert (refused.value.code, refused.value.status) == ("too_many_held", 3)
        assert everything(office) == before


def test_a_second_key_under_a_trusted_code_gets_nothing(office: Desk, tmp_path: Path) -> None:
    """The name that somebody gives himself counts for nothing."""
    trust.trust(office, Attacker().key.fingerprint, "CTV07")
    other = Attacker(key=STRANGER, by="CTV07")
    other.write("establishment", **nasty.PLACES)
    before = untouched(office)
    report = bundles.apply_import(office, other.bundle(tmp_path, office.recipient))
    assert (report.state, report.reason) == ("held", "unknown_sender")
    assert untouched(office) == before


def test_the_same_change_with_another_content_never_replaces_the_first(office: Desk, tmp_path: Path) -> None:
    attacker = Attacker()
    trust.trust(office, attacker.key.fingerprint, "CTV07")
    row = attacker.write("establishment", **nasty.PLACES)
    first = attacker.changes[0].id
    bundles.apply_import(office, attacker.bundle(tmp_path, office.recipient))
    attacker.write("establishment", row, name="Tên khác", _id=first)
    report = bundles.apply_import(office, attacker.bundle(tmp_path, office.recipient))
    assert (report.new, report.known, report.held) == (0, 1, 1)
    assert records.load(office, "establishment", row).record["name"] == nasty.PLACES["name"]


def test_what_was_purged_does_not_come_back_with_an_old_bundle(office: Desk, tmp_path: Path) -> None:
    with desks.collaborator(tmp_path / "ctv") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id
        (first,) = bundles.export(field, tmp_path, Wanted())
        bundles.apply_import(office, first.path)
        records.save_record(field, "establishment", row, {"consent": "rut"})
        bundles.apply_import(office, bundles.export(field, tmp_path, Wanted())[0].path)
        purging.purge(office, [row])
        assert "phone" not in records.load(office, "establishment", row).record
        again = bundles.export(field, tmp_path, Wanted(everything=True))
        for path in (first.path, *(one.path for one in again)):
            bundles.apply_import(office, path)
            assert "phone" not in records.load(office, "establishment", row).record
        assert office.store.doctor() == []


def test_older_settings_are_refused_and_change_nothing(office: Desk, tmp_path: Path) -> None:
    with desks.collaborator(tmp_path / "ctv") as field:
        older = settings.settings_export(office, tmp_path / "1.kcs")
        newer = settings.settings_export(office, tmp_path / "2.kcs", legal_basis="quan_ly_nha_nuoc")
        settings.settings_import(field, newer.path, fingerprint=newer.fingerprint)
        before = everything(field)
        with pytest.raises(UserError) as refused:
            settings.settings_import(field, older.path, fingerprint=older.fingerprint)
        assert refused.value.status == 3
        assert everything(field) == before
