"""Many bundles at once: each is planned, one backup is made, what cannot be taken does not stop the others."""

from __future__ import annotations

import shutil

import pytest

from kcdesk.work import bundles, inbox, records
from kcdesk.work.bundles import Wanted
from kcdesk.work.jobs import Cancelled
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def full(tmp_path):
    """Three bundles of a known sender, one of a stranger, one that is no bundle, one twice."""
    with (
        desks.province(tmp_path / "tinh") as office,
        desks.collaborator(tmp_path / "xa") as field,
        desks.collaborator(tmp_path / "xb", code="CTV09") as other,
    ):
        desks.introduce(office, field)
        files = []
        for number in range(3):
            records.save_record(field, "establishment", None, {**ESTABLISHMENT, "name": f"Cơ sở {number}"})
            files += [one.path for one in bundles.export(field, tmp_path, Wanted())]
        stranger = [one.path for one in bundles.export(other, tmp_path, Wanted(everything=True, plain=True))]
        broken = tmp_path / "hong.kcb"
        broken.write_bytes(b"x" * 3000)
        yield office, files, stranger, broken, tmp_path


def test_every_file_is_told_before_and_taken_after_one_backup(full):
    office, files, stranger, broken, folder = full
    twice = folder / "chep.kcb"
    shutil.copy(files[0], twice)
    items = inbox.plan(office, [broken, files[2], twice, *stranger, files[0], files[1]])
    told = {item.path.name: (item.report.state if item.report else "", bool(item.trouble)) for item in items}
    assert told[broken.name] == ("", True)
    assert told[stranger[0].name] == ("held", False)
    assert sorted(state for state, _trouble in told.values()) == ["", "held", "known", "merged", "merged", "merged"]
    assert all(not item.report.missing for item in items if item.report)
    assert office.store.head()[0] == 0
    done = inbox.take(office, items)
    assert [item.is_done for item in done.items].count(True) == 4
    assert office.store.count("establishment") == 3
    assert len(list((office.home / "backups").glob("workspace-*.kcw"))) == 1
    again = inbox.plan(office, files)
    assert [item.report.state for item in again] == ["known"] * 3


def test_a_number_that_is_missing_is_named_before(full):
    office, files, _stranger, _broken, _folder = full
    inbox.take(office, inbox.plan(office, files[:1]))
    (item,) = inbox.plan(office, files[2:])
    assert item.report.missing in ([], [2])  # the third may cover what the second carried


def test_stopping_leaves_what_is_in(full):
    office, files, _stranger, _broken, _folder = full
    asked = []

    def cancel():
        asked.append(1)
        return len(asked) > 1

    done = inbox.take(office, inbox.plan(office, files), cancel=cancel)
    assert done.stopped
    assert [item.is_done for item in done.items] == [True, False, False]
    with pytest.raises(Cancelled):
        inbox.plan(office, files, cancel=lambda: True)
