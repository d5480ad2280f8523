"""``kcdesk attach``: the same files are taken, and the same refused, as in the window."""

from __future__ import annotations

import json

import pytest

from kcdesk.work import attachments, records
from kcdesk.work.bootstrap import Desk
from tests.cli.test_main import run
from tests.work import desks, pictures

__all__ = ["run"]


@pytest.fixture
def owner(run, tmp_path):
    with Desk.open(tmp_path / "ctv", desks.PASSWORD) as desk:
        return records.save_record(desk, "establishment", None, desks.ESTABLISHMENT).id


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "xưởng.jpg"
    path.write_bytes(pictures.jpeg(pictures.photo(400, 300)))
    return path


def there(home, owner):
    with Desk.open(home, desks.PASSWORD) as desk:
        return [
            (one, attachments.content(desk, one.sha256)) for one in attachments.of_record(desk, "establishment", owner)
        ]


def test_a_photo_is_attached_and_its_place_told(run, owner, photo, tmp_path):
    status, out, _err = run("attach", owner, photo, "--kind", "anh_xuong", "--title", "Lò tráng", "--json")
    told = json.loads(out)
    assert status == 0
    assert (told["latitude"], told["longitude"], told["taken_on"]) == (9.7812, 105.4712, "2026-10-05")
    ((paper, data),) = there(tmp_path / "ctv", owner)
    assert (paper.id, paper.kind, paper.title, paper.name) == (told["id"], "anh_xuong", "Lò tráng", "xưởng.jpg")
    assert pictures.SECRET not in data and b"Exif" not in data


def test_the_place_stays_when_asked_for(run, owner, photo, tmp_path):
    assert run("attach", owner, photo, "--kind", "anh_xuong", "--keep-place")[0] == 0
    ((_paper, data),) = there(tmp_path / "ctv", owner)
    assert b"Exif" in data and pictures.SECRET not in data


def test_the_same_file_twice_and_wrong_ones_are_refused_in_one_sentence(run, owner, photo, tmp_path):
    assert run("attach", owner, photo, "--kind", "anh_xuong")[0] == 0
    status, _out, err = run("attach", owner, photo, "--kind", "anh_may")
    assert status == 3 and "đã có ở hồ sơ này rồi" in err
    program = tmp_path / "a.jpg"
    program.write_bytes(b"MZ" + bytes(90))
    status, _out, err = run("attach", owner, program, "--kind", "anh_may")
    assert status == 3 and "a.jpg" in err.splitlines()[-1]
    assert run("attach", owner, photo, "--kind", "khong_co")[0] == 3
    assert len(there(tmp_path / "ctv", owner)) == 1
