"""Restored from an older backup, or copied by hand and used on both: noticed, said, and nothing lost."""

from __future__ import annotations

import shutil

import pytest

from kcdesk.work import bundles, grants, records, restoring
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.test_handover import answer, record, send


def opened(home, machine="một máy"):
    return Desk.open(home, desks.PASSWORD, clock=desks.Ticking(), machine=lambda: machine)


def copied(desk, home):
    """A copy of the folder, as it stands now; the desk is closed."""
    desk.close()
    shutil.copytree(desk.home, home)
    return home


@pytest.fixture
def settled(tmp_path):
    """A province and a collaborator who know each other, one record that is confirmed; the folders only."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "ctv") as field:
        desks.introduce(office, field)
        record(field)
        send(field, office, tmp_path)
        answer(office, field, tmp_path)
    return tmp_path


def exchange(office, desks_, folder):
    for _round in range(3):
        for desk in desks_:
            for made in bundles.export(desk, folder, Wanted(everything=True)):
                bundles.apply_import(office, made.path)
        for made in bundles.export(office, folder, Wanted(to="CTV07", everything=True)):
            for desk in desks_:
                bundles.apply_import(desk, made.path)


def names(desk):
    return {str(one["name"]) for one in desk.store.rows("establishment")}


def test_after_an_older_backup_what_the_province_has_comes_back(settled):
    old = settled / "cu"
    shutil.copytree(settled / "ctv", old)
    with opened(settled / "tinh") as office:
        with opened(settled / "ctv") as field:
            lost = record(field, "Ghi sau bản sao lưu")
            send(field, office, settled)
            (path,) = (made.path for made in bundles.export(office, settled, Wanted(to="CTV07")))
        with opened(old) as restored:
            before, head = restored.device_id, restored.store.head()
            assert restored.store.get("establishment", lost) is None
            report = bundles.apply_import(restored, path)
            assert report.notice.startswith("Nơi nhận có những lần ghi mà ở đây không có")
            assert restored.device_id != before
            assert restored.store.head()[1] != head[1]
            assert [one.code for one in restoring.notices(restored)] == ["receipt"]
            added = record(restored, "Ghi sau khi phục hồi")
            (sent,) = send(restored, office, settled)
            assert (sent.state, sent.held) == ("merged", 0)
            answer(office, restored, settled)
            assert restored.store.get("establishment", lost) == office.store.get("establishment", lost)
            assert office.store.get("establishment", added) is not None
            assert bundles.sent_positions(restored)[1] > 0
            assert restored.store.doctor() == office.store.doctor() == []
            restoring.put_away(restored)
            assert restoring.notices(restored) == []


def test_an_own_bundle_that_comes_back_brings_what_is_missing(settled):
    old = settled / "cu"
    shutil.copytree(settled / "ctv", old)
    with opened(settled / "ctv") as field:
        lost = record(field, "Ghi sau bản sao lưu")
        (path,) = (made.path for made in bundles.export(field, settled, Wanted()))
    with opened(old) as restored:
        before = restored.device_id
        report = bundles.apply_import(restored, path)
        assert report.notice
        assert restored.device_id != before
        assert restored.store.get("establishment", lost) is not None
        with opened(settled / "tinh") as office:
            send(restored, office, settled)
            assert office.store.get("establishment", lost) is not None


def test_two_copies_that_both_go_on_lose_nothing(settled):
    copy = settled / "may-hai"
    shutil.copytree(settled / "ctv", copy)
    with opened(settled / "tinh") as office, opened(settled / "ctv") as one, opened(copy) as two:
        assert one.device_id == two.device_id
        record(one, "Trên máy một")
        record(two, "Trên máy hai")
        record(two, "Trên máy hai nữa")
        for desk in (one, two):
            send(desk, office, settled)
        row = str(next(iter(one.store.rows("establishment", {"name": desks.ESTABLISHMENT["name"]})))["id"])
        records.save_record(one, "establishment", row, {"phone": "0900000007"})
        records.save_record(two, "establishment", row, {"address": "Ấp 9"})
        exchange(office, (one, two), settled)
        assert one.device_id != two.device_id
        expected = {desks.ESTABLISHMENT["name"], "Trên máy một", "Trên máy hai", "Trên máy hai nữa"}
        for desk in (office, one, two):
            assert names(desk) == expected
            shown = desk.store.get("establishment", row)
            assert (shown["phone"], shown["address"]) == ("0900000007", "Ấp 9")
            assert desk.store.doctor() == []
        for desk in (one, two):
            own = [each.change.id for each in desk.store.log(0, bundles.sent_positions(desk)[1])
                   if each.change and each.change.device in grants.own_devices(desk)]  # fmt: skip
            assert office.store.known(own) == set(own)


def test_another_computer_is_noticed_at_once_and_known_again(settled):
    home = settled / "ctv"
    with opened(home) as field:
        first = field.device_id
    copy = settled / "chep"
    shutil.copytree(home, copy)
    with opened(copy, "máy khác") as field:
        second = field.device_id
        assert second != first
        assert [one.code for one in restoring.notices(field)] == ["copied"]
        (granted,) = grants.own(field)
        assert (granted.old, granted.new, granted.ends) == (first, second, False)
        with opened(settled / "tinh") as office:
            record(field, "Trên máy khác")
            (report,) = send(field, office, settled)
            assert (report.state, report.held) == ("merged", 0)
    for machine in ("một máy", "máy khác", ""):
        with opened(copy, machine) as field:
            assert field.device_id == second


def test_a_province_that_was_restored_gets_everything_again(settled):
    backup = settled / "tinh-cu"
    shutil.copytree(settled / "tinh", backup)
    with opened(settled / "ctv") as field:
        with opened(settled / "tinh") as office:
            lost = record(field, "Tỉnh nhận rồi mất")
            record(office, "Tỉnh ghi")
            send(field, office, settled)
            answer(office, field, settled)
        with opened(backup) as restored:
            added = record(field, "Ghi sau")
            (report,) = send(field, restored, settled)
            assert report.notice
            back = answer(restored, field, settled)
            assert back[-1].state == "merged"
            send(field, restored, settled)
            assert {lost, added} <= {str(one["id"]) for one in restored.store.rows("establishment")}
            answer(restored, field, settled)
            assert bundles.sent_positions(field)[1] == field.store.head()[0]
            assert restored.store.doctor() == []


def test_a_reader_follows_to_the_new_key(field):
    with field.reader() as reader:
        before = reader.device_id
        reader.follow()
        assert reader.device_id == before
        restoring.renew(field, restoring.Cause.RESTORED)
        reader.follow()
        assert reader.device_id == field.device_id != before
