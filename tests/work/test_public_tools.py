"""Every kind of bundle, made by desks that work: age, unzip, minisign and frictionless open it, and what these tools
pack again is taken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kcdesk.exchange.keys import DeviceKey
from kcdesk.work import attachments, bundles, handover, records, settings, starting, taking_over, trust
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.work import desks, pictures

TOOLS = pytest.mark.tool("age", "unzip", "zip", "minisign")


def run(folder: Path, *command: object) -> str:
    """Call a tool, which must succeed; what it said."""
    done = subprocess.run([str(one) for one in command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def through_the_tools(folder: Path, path: Path, reader: Desk | None, signer: DeviceKey) -> Path:
    """Decrypt, unpack, verify and validate a bundle with public tools alone, and pack it again; the new file."""
    work = folder / f"tools-{path.stem}"
    work.mkdir()
    archive = path
    if reader is not None:
        (work / "identity.txt").write_text(reader.identity.age_identity().file_text, encoding="ascii")
        archive = work / "b.zip"
        run(work, "age", "-d", "-i", "identity.txt", "-o", archive, path)
    run(work, "unzip", "-q", archive, "-d", "b")
    (work / "sender.pub").write_text(signer.minisign_text, encoding="ascii")
    run(work, "minisign", "-Vm", "b/datapackage.json", "-p", "sender.pub")
    said = run(work / "b", sys.executable, "-m", "frictionless", "validate", "datapackage.json")
    assert "VALID" in said
    assert "INVALID" not in said
    run(work / "b", "zip", "-qr", "../again.zip", ".")
    if reader is None:
        return (work / "again.zip").rename(work / "again.kcs")
    recipients = bundles.inspect(reader, path).manifest.recipients
    named = [part for one in recipients for part in ("-r", one)]
    run(work, "age", "-e", *named, "-o", "again.kcb", "again.zip")
    return work / "again.kcb"


@pytest.fixture
def met(office: Desk, field: Desk, tmp_path: Path) -> tuple[Desk, Desk]:
    """A province and a collaborator who know each other; he has a record with a photo."""
    desks.introduce(office, field)
    row = records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id
    request = {**desks.REQUEST, "establishment_id": row, "title": "=cmd|' /C calc'!A0"}
    records.save_record(field, "support_request", None, request)
    photo = tmp_path / "a.jpg"
    photo.write_bytes(pictures.jpeg())
    attachments.attach(field, row, photo, "anh_xuong")
    return office, field


def key(desk: Desk) -> DeviceKey:
    """What signs the bundles of a desk."""
    return desk.identity.device_key()


@TOOLS
def test_what_a_collaborator_sends_and_what_the_province_answers(met: tuple[Desk, Desk], tmp_path: Path) -> None:
    office, field = met
    (sent,) = bundles.export(field, tmp_path, Wanted())
    report = bundles.apply_import(office, through_the_tools(tmp_path, sent.path, office, key(field)))
    assert (report.state, report.held, report.files_missing) == ("merged", 0, 0)
    assert bundles.apply_import(office, sent.path).state == "known"
    (answer,) = bundles.export(office, tmp_path, Wanted(to="CTV07"))
    back = bundles.apply_import(field, through_the_tools(tmp_path, answer.path, field, key(office)))
    assert back.confirmed == field.store.head()[0]
    (receipt,) = bundles.export(field, tmp_path, Wanted())
    assert receipt.counts.get("changes", 0) == 0
    report = bundles.apply_import(office, through_the_tools(tmp_path, receipt.path, office, key(field)))
    assert report.confirmed == office.store.head()[0]


@TOOLS
def test_a_whole_workspace(met: tuple[Desk, Desk], tmp_path: Path) -> None:
    office, field = met
    bundles.apply_import(office, bundles.export(field, tmp_path, Wanted())[0].path)
    with desks.collaborator(tmp_path / "moi") as fresh:
        settings.settings_import(
            fresh, settings.settings_export(office, tmp_path / "tinh.kcs").path, fingerprint=office.unit_fingerprint
        )
        (made,) = bundles.export(office, tmp_path, Wanted(to="CTV07", full=True, recipient=fresh.recipient))
        again = through_the_tools(tmp_path, made.path, fresh, key(office))
        assert bundles.apply_import(fresh, again).state == "merged"
        assert fresh.store.count("establishment") == 1


@TOOLS
def test_a_start_for_a_second_laptop(met: tuple[Desk, Desk], tmp_path: Path) -> None:
    office, field = met
    bundles.apply_import(office, bundles.export(field, tmp_path, Wanted())[0].path)
    with desks.collaborator(tmp_path / "hai") as second:
        issued = settings.settings_export(office, tmp_path / "tinh.kcs")
        settings.settings_import(second, issued.path, fingerprint=issued.fingerprint)
        (first,) = bundles.export(second, tmp_path, Wanted(everything=True))
        bundles.apply_import(office, first.path)
        trust.trust(office, second.fingerprint, "CTV07")
        bundles.admit_from(office, second.device_id)
        (path,) = starting.start(office, tmp_path, to=second.fingerprint).paths
        taking_over.take(second, through_the_tools(tmp_path, path, second, key(office)))
        assert second.store.count("establishment") == 1


@TOOLS
def test_a_handover_to_a_key(met: tuple[Desk, Desk], tmp_path: Path) -> None:
    _office, field = met
    with desks.collaborator(tmp_path / "moi") as heir:
        given = handover.give(field, tmp_path, to=heir.fingerprint, recipient=heir.recipient)
        again = through_the_tools(tmp_path, given.paths[0], heir, key(field))
        taking_over.take(heir, again, fingerprint=field.fingerprint)
        assert heir.store.count("establishment") == 1


@TOOLS
def test_settings(office: Desk, field: Desk, tmp_path: Path) -> None:
    issued = settings.settings_export(
        office, tmp_path / "tinh.kcs", collaborators=[{"code": "CTV07", "communes": ["31441"]}],
        periods=[{"id": "Q4-2026", "name": "Quý IV", "start": "2026-10-01", "end": "2026-12-31"}],
    )  # fmt: skip
    unit = office.unit_key
    assert unit is not None
    again = through_the_tools(tmp_path, issued.path, None, unit.signing)
    applied = settings.settings_import(field, again, fingerprint=issued.fingerprint)
    assert (applied.serial, applied.confirmed) == (issued.serial, True)
