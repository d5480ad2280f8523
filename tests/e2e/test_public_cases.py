"""What users of other field systems reported, played through here: nothing lost, nothing doubled, nothing hidden.

Each test names the public report it comes from and plays its story with our own bundles.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store import backup
from kcdesk.work import attachments, bundles, conflicts, cursors, lacking, records, resolving, shelf
from kcdesk.work.bundles import Wanted
from kcdesk.work.shelf import BundleStanding
from tests.work import desks
from tests.work.desks import ESTABLISHMENT

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(tmp_path):
    """A province and a collaborator who know each other."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "mot") as field:
        desks.introduce(office, field)
        yield office, field


def pieces(desk, folder, after=0):
    """Every position of the log as a bundle of its own, in their order."""
    head = desk.store.head()[0]
    return [
        made.path
        for position in range(after, head)
        for made in bundles.export(desk, folder, Wanted(again=(position, position + 1)))
    ]


def send(giver, taker, folder, **wanted):
    if giver.profile.is_province:
        wanted["to"] = taker.profile.code
    try:
        return [bundles.apply_import(taker, one.path) for one in bundles.export(giver, folder, Wanted(**wanted))]
    except UserError as error:
        assert error.code == "nothing_new"
        return []


def edit(desk, row, **values):
    records.save_record(desk, "establishment", row, values)


def create(desk, **values):
    return records.save_record(desk, "establishment", None, {**ESTABLISHMENT, **values}).id


def shown(desk, row, name):
    return desk.store.get("establishment", row).get(name)


def test_odk_central_669_an_offline_run_that_comes_out_of_order_is_no_conflict(world, tmp_path):
    """getodk/central 669: several offline changes of one record arrive in the wrong order."""
    office, field = world
    row = create(field)
    for address in ("Ấp 2", "Ấp 3", "Ấp 4"):
        edit(field, row, address=address)
    run = pieces(field, tmp_path)
    for path in reversed(run):
        report = bundles.apply_import(office, path)
        assert report.conflicts == 0
        assert list(conflicts.all_open(office)) == []
    assert office.store.unsettled() == []
    assert records.load(office, "establishment", row).record == records.load(field, "establishment", row).record


def test_odk_central_698_only_the_field_that_two_people_changed_is_in_conflict(world, tmp_path):
    """getodk/central 698: two offline changes; the server changed the property of the second one meanwhile."""
    office, field = world
    row = create(field)
    send(field, office, tmp_path)
    send(office, field, tmp_path)
    edit(field, row, address="Ấp 2")
    edit(field, row, main_trade="Bún khô")
    edit(office, row, main_trade="Hủ tiếu")
    [report] = send(field, office, tmp_path)
    assert report.conflicts == 1
    [found] = conflicts.all_open(office)
    assert found.field == "main_trade"
    assert {head.value for head in found.heads} == {"Bún khô", "Hủ tiếu"}
    assert shown(office, row, "address") == "Ấp 2"
    resolving.resolve(office, row, "main_trade", "Bún khô")
    send(office, field, tmp_path)
    assert list(conflicts.all_open(field)) == []
    assert shown(field, row, "main_trade") == "Bún khô"


def test_odk_central_805_the_third_change_first_then_the_first_and_the_second(world, tmp_path):
    """getodk/central 805: what follows its predecessor is no conflict, though it came late."""
    office, field = world
    row = create(field)
    send(field, office, tmp_path)
    start = field.store.head()[0]
    for address in ("Ấp 2", "Ấp 3", "Ấp 4"):
        edit(field, row, address=address)
    first, second, third = pieces(field, tmp_path, start)
    for path in (third, first, second):
        assert bundles.apply_import(office, path).conflicts == 0
    assert list(conflicts.all_open(office)) == []
    assert office.store.unsettled() == []
    assert shown(office, row, "address") == "Ấp 4"


def test_odk_central_808_the_creation_comes_last_and_nothing_breaks(world, tmp_path):
    """getodk/central 808: second update first, then the first one, then the registration: an error there."""
    office, field = world
    row = create(field)
    edit(field, row, address="Ấp 2")
    edit(field, row, address="Ấp 3")
    creation, first, second = pieces(field, tmp_path)
    bundles.apply_import(office, second)
    assert shown(office, row, "address") == "Ấp 3"
    bundles.apply_import(office, first)
    bundles.apply_import(office, creation)
    assert office.store.unsettled() == []
    assert records.load(office, "establishment", row).record == records.load(field, "establishment", row).record
    assert office.workspace.doctor() == []


def test_odk_central_815_what_is_said_to_be_in_conflict_is_listed_with_both_values(world, tmp_path):
    """getodk/central 815: an update came before its creation; a conflict was shown that no list contained."""
    office, field = world
    row = create(field)
    edit(field, row, address="Ấp 2")
    creation, update = pieces(field, tmp_path)
    bundles.apply_import(office, update)
    assert office.store.unsettled()[0].conflicts == ()
    assert list(conflicts.all_open(office)) == []
    edit(office, row, address="Ấp 9")
    bundles.apply_import(office, creation)
    for one in office.store.unsettled():
        listed = {found.field for found in conflicts.all_open(office) if found.id == one.row}
        assert set(one.conflicts) == listed
    assert shown(office, row, "address") == "Ấp 9"
    assert office.store.unsettled() == []


def test_qfieldcloud_429_a_conflict_hides_nothing_and_can_always_be_settled(world, tmp_path):
    """opengisch/QFieldCloud 429: with conflicts to be settled by hand, everything of a day disappeared."""
    office, field = world
    rows = [create(field, name=f"Cơ sở {number}") for number in range(5)]
    send(field, office, tmp_path)
    send(office, field, tmp_path)
    for row in rows:
        edit(field, row, address="Ấp xã ghi", main_trade="Bún")
        edit(office, row, address="Ấp tỉnh ghi")
    [report] = send(field, office, tmp_path)
    assert (report.conflicts, office.store.count("establishment")) == (5, 5)
    assert {shown(office, row, "main_trade") for row in rows} == {"Bún"}
    for found in list(conflicts.all_open(office)):
        assert {head.value for head in found.heads} == {"Ấp xã ghi", "Ấp tỉnh ghi"}
        resolving.resolve(office, found.id, found.field, "Ấp xã ghi")
    assert list(conflicts.all_open(office)) == []
    send(office, field, tmp_path)
    assert {shown(field, row, "address") for row in rows} == {"Ấp xã ghi"}
    edited = [change for entry in office.store.log() if (change := entry.change)]
    assert sum(change.set.get("address") == "Ấp tỉnh ghi" for change in edited) == 5


def test_qfieldcloud_551_qfield_4033_made_is_not_merged_and_what_failed_is_sent_again(world, tmp_path):
    """opengisch/QFieldCloud 551, opengisch/QField 4033: "pushed" was shown, it failed later, and points were gone."""
    office, field = world
    send(field, office, tmp_path, everything=True)
    row = create(field)
    [made] = bundles.export(field, tmp_path, Wanted())
    broken = tmp_path / "hong.kcb"
    broken.write_bytes(made.path.read_bytes()[:-40])
    with pytest.raises(UserError):
        bundles.apply_import(office, broken)
    assert office.store.head()[0] == 0
    line = next(one for one in shelf.lines(field) if one.id == made.id)
    assert line.standing is BundleStanding.MADE
    create(office, name="Tỉnh ghi", commune_code="31441")
    send(office, field, tmp_path, everything=True)
    assert shown(field, row, "name") == ESTABLISHMENT["name"]
    assert cursors.confirmed(field).position == 0
    [again] = bundles.export(field, tmp_path, Wanted())
    bundles.apply_import(office, again.path)
    send(office, field, tmp_path)
    assert shown(office, row, "name") == ESTABLISHMENT["name"]
    standings = {one.id: one.standing for one in shelf.lines(field)}
    assert standings[made.id] is standings[again.id] is BundleStanding.CONFIRMED


def test_qfield_3922_a_photo_that_did_not_come_is_told_asked_for_and_still_here(world, tmp_path):
    """opengisch/QField 3922: attributes came, photos did not, and the next sync deleted them where they were."""
    office, field = world
    row = create(field)
    for number in range(3):
        path = tmp_path / f"giay{number}.pdf"
        path.write_bytes(b"%PDF-1.4\n" + os.urandom(600_000) + b"\n%%EOF\n")
        attachments.add(field, "establishment", row, attachments.read(path), "khac")
    parts = bundles.export(field, tmp_path, Wanted(max_bytes=1024 * 1024))
    bundles.apply_import(office, parts[0].path)
    assert office.store.get("establishment", row)
    missing = [name for lack in lacking.lacking(office) for name in lack.files]
    assert missing
    assert all(lack.part for lack in lacking.lacking(office))
    send(office, field, tmp_path)
    assert field.store.files.missing(missing) == []
    for one in bundles.export(field, tmp_path, Wanted()):
        bundles.apply_import(office, one.path)
    assert lacking.lacking(office) == []
    assert office.store.files.missing(missing) == []


def test_qfield_7479_what_was_saved_is_in_the_next_bundle_though_the_program_died(tmp_path):
    """opengisch/QField 7479: the file of changes was empty although observations had been recorded."""
    program = (
        "import os, sys; from pathlib import Path; from tests.work import desks; from kcdesk.work import records\n"
        "desk = desks.collaborator(Path(sys.argv[1]))\n"
        "print(records.save_record(desk, 'establishment', None, desks.ESTABLISHMENT).id, flush=True)\n"
        "os._exit(9)\n"
    )
    home = tmp_path / "mot"
    called = subprocess.run(
        [sys.executable, "-c", program, str(home)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    row = called.stdout.strip()
    assert called.returncode == 9, called.stderr
    from kcdesk.work.bootstrap import Desk

    with (
        desks.province(tmp_path / "tinh") as office,
        Desk.open(home, desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine) as field,
    ):
        desks.introduce(office, field)
        [report] = send(field, office, tmp_path)
        assert report.new == 1
        assert shown(office, row, "name") == ESTABLISHMENT["name"]


# Further complaints of the same list (peers.md §3) that concern sending and receiving.


def test_a_step_that_failed_stops_the_rest_and_a_backup_was_made_before(world, tmp_path):
    """MerginMaps/mobile 2382: the temporary file could not be written, sync went on and emptied good data."""
    office, field = world
    create(field)
    made = bundles.export(field, tmp_path, Wanted())
    before = office.store.head()
    whole = made[0].path.read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 1):
        made[0].path.write_bytes(whole[:cut])
        with pytest.raises(UserError):
            bundles.apply_import(office, made[0].path)
        assert office.store.head() == before
        assert office.store.bundles.list() == []
    made[0].path.write_bytes(whole)
    count = len(backup.listed(office.home))
    bundles.apply_import(office, made[0].path)
    assert len(backup.listed(office.home)) >= max(1, count)


def test_a_full_disk_is_told_before_and_leaves_nothing(world, tmp_path, monkeypatch):
    """MerginMaps/mobile 2394: the disk was full and part of the data was silently missing."""
    _office, field = world
    create(field)
    out = tmp_path / "usb"
    out.mkdir()
    usage = shutil.disk_usage(out)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100))
    with pytest.raises(EnvironmentProblem) as caught:
        bundles.export(field, out, Wanted())
    assert caught.value.code == "disk_full"
    assert list(out.iterdir()) == []
    assert field.store.bundles.list() == []


def test_the_second_editor_overwrites_nothing_whoever_sends_first(world, tmp_path):
    """Tangerine 2722 and 2484: a record was lost without a conflict, and the first to press "sync" won."""
    office, field = world
    with desks.collaborator(tmp_path / "hai", "CTV08") as other:
        desks.introduce(office, other)
        row = create(field)
        send(field, office, tmp_path)
        send(office, field, tmp_path)
        send(other, office, tmp_path, everything=True)
        listed = [{"code": code, "communes": ["31441"]} for code in ("CTV07", "CTV08")]
        from kcdesk.work import settings

        settings.settings_export(office, tmp_path / "khu.kcs", collaborators=listed)
        send(office, other, tmp_path)
        edit(field, row, address="Ấp bảy")
        edit(other, row, address="Ấp tám")
        send(other, office, tmp_path)
        send(field, office, tmp_path)
        [found] = conflicts.all_open(office)
        assert {head.value for head in found.heads} == {"Ấp bảy", "Ấp tám"}
        for person in (field, other):
            send(office, person, tmp_path)
            [there] = conflicts.all_open(person)
            assert {head.value for head in there.heads} == {"Ấp bảy", "Ấp tám"}
            assert there.shown == found.shown


def test_the_same_bundle_ten_times_is_no_change_and_no_error(world, tmp_path):
    """kobotoolbox/kobocat 470, opengisch/QFieldCloud 154: doubles after a retry, or a device blocked by them."""
    office, field = world
    create(field)
    [made] = bundles.export(field, tmp_path, Wanted())
    bundles.apply_import(office, made.path)
    head = office.store.head()
    for number in range(10):
        copy = tmp_path / f"ban sao ({number}).kcb"
        shutil.copy(made.path, copy)
        assert bundles.apply_import(office, copy).new == 0
    assert office.store.head() == head
    assert office.store.count("establishment") == 1


def test_one_bad_record_never_blocks_the_others(world, tmp_path):
    """getodk/getodk 671: one bad record stopped the whole export."""
    from kcdesk.store.types import Edit

    office, field = world
    good, bad = create(field), create(field, name="Hai")
    field.store.save([Edit("establishment", bad, {"workers_total": -5, "legal_form": "XYZ"})], field.stamp())
    [report] = send(field, office, tmp_path)
    assert report.held == 0
    assert shown(office, good, "name") == ESTABLISHMENT["name"]
    assert (shown(office, bad, "workers_total"), shown(office, bad, "legal_form")) == (-5, "XYZ")


def test_a_clock_ten_years_off_decides_nothing(world, tmp_path):
    """medic/cht-core 6284 and 1658: devices that travel in time."""
    from datetime import timedelta

    office, field = world
    row = create(field)
    send(field, office, tmp_path)
    send(office, field, tmp_path)
    field.clock._now -= timedelta(days=3650)
    edit(field, row, address="Ấp mới")
    send(field, office, tmp_path)
    assert shown(office, row, "address") == "Ấp mới"
    assert list(conflicts.all_open(office)) == []


def test_an_earlier_bundle_can_be_made_again_by_its_number(world, tmp_path):
    """Survey Solutions, "Cannot find data": headquarters was restored and work was discarded."""
    from kcdesk.work import making

    office, field = world
    row = create(field)
    [lost] = bundles.export(field, tmp_path, Wanted())
    lost.path.unlink()
    stretch = making.stretch_of(field, lost.sequence)
    for one in bundles.export(field, tmp_path, Wanted(again=stretch)):
        bundles.apply_import(office, one.path)
    assert shown(office, row, "name") == ESTABLISHMENT["name"]
    with pytest.raises(UserError):
        making.stretch_of(field, 99)


def test_text_that_a_spreadsheet_would_run_is_guarded_in_the_tables(world, tmp_path):
    """onaio/onadata 3024: formulas in exported values."""
    _office, field = world
    create(field, name='=HYPERLINK("http://x")', address="+84 900")
    [made] = bundles.export(field, tmp_path, Wanted())
    files = bundles.unpack(field, made.path, tmp_path / "mo")
    [table] = [one for one in files if one.name == "establishment.csv"]
    [row] = csv.DictReader(io.StringIO(table.read_bytes().decode("utf-8-sig")))
    assert not any(str(value)[:1] in "=+-@\t" for value in row.values() if value)
