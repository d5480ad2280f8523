"""The whole of a handover through the command line: a laptop given on, one that died, one that was restored."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.program import Program, write_lines
from tests.work import desks

PHRASE = {"KCDESK_PASSPHRASE": "một hai ba bốn năm sáu"}


def wrote(program, folder, *names):
    """Record establishments; their ids."""
    lines = [{**desks.ESTABLISHMENT, "name": name} for name in names]
    return [one["id"] for one in program.run("add", "establishment", write_lines(folder / "them.jsonl", lines)).lines]


def made(program, folder, *more):
    """Make the next bundle; its files."""
    return [one["file"] for one in program.run("bundle", "export", "--out", folder, *more).json["bundles"]]


def names(program):
    """What the workspace shows."""
    return {one["name"] for one in program.run("list", "establishment").lines}


def fingerprint(program):
    return program.run("keys", "list").json["devices"][0]["fingerprint"]


def states(program):
    return {one["fingerprint"]: one["state"] for one in program.run("keys", "list").json["devices"]}


@pytest.fixture
def province(tmp_path):
    program = Program(tmp_path / "tinh")
    program.run("init", "--role", "province", "--province", "92", "--name", "Phòng Quản lý công nghiệp")
    program.run("settings", "export", "--out", tmp_path / "tinh.kcs")
    return program


def joined(province, home: Path, settings: Path) -> Program:
    """A collaborator's laptop that the province knows by its fingerprint."""
    program = Program(home)
    program.run("init", "--role", "collaborator", "--code", "CTV07", "--name", "Người Ghi", "--communes", "31441")
    program.run("settings", "import", settings)
    province.run("keys", "trust", fingerprint(program), "--code", "CTV07")
    return program


def test_from_the_old_laptop_to_the_first_confirmed_bundle_of_the_new_one(province, tmp_path):
    old = joined(province, tmp_path / "cu", tmp_path / "tinh.kcs")
    first = wrote(old, tmp_path, "Đã gửi")
    province.run("bundle", "import", *made(old, tmp_path / "gui"))
    old.run("bundle", "import", *made(province, tmp_path / "tra", "--to", "CTV07"))
    (unsent,) = wrote(old, tmp_path, "Chưa gửi")
    late = made(old, tmp_path / "gui")
    assert old.run("handover", "status").json["handed_over"] is False

    given = old.run("handover", "export", "--out", tmp_path / "usb", **PHRASE).json
    assert old.refused("set", "establishment", unsent, write_json(tmp_path, {"phone": "0900000002"}))["error"] == (
        "handed_over"
    )
    assert old.run("handover", "status").json["left"] > 0

    new = Program(tmp_path / "moi")
    assert new.refused("handover", "import", given["files"][0], KCDESK_PASSPHRASE="sai mật khẩu rồi")
    assert not (tmp_path / "moi").exists()
    done = new.run("handover", "import", given["files"][0], **PHRASE).json
    assert done["records"] == {"establishment": 2}
    assert names(new) == {"Đã gửi", "Chưa gửi"}
    assert new.run("doctor").json["findings"] == []
    (fresh,) = wrote(new, tmp_path, "Ghi trên máy mới")

    report = province.run("bundle", "import", *made(new, tmp_path / "gui-moi")).json
    assert (report["held"], report["refused"]) == (0, [])
    assert names(province) == {"Đã gửi", "Chưa gửi", "Ghi trên máy mới"}
    assert states(province)[fingerprint(new)] == "trusted"
    assert states(province)[fingerprint(old)] == "replaced"
    assert province.run("bundle", "import", *late).json["held"] == 0

    back = made(province, tmp_path / "tra", "--to", "CTV07")
    assert new.run("bundle", "import", *back).json["refused"] == []
    assert new.run("history", fresh).lines
    assert new.run("history", first[0]).lines
    again = made(new, tmp_path / "gui-moi", "--all")
    assert province.run("bundle", "import", *again).json["new"] == 0
    for program in (province, new, old):
        program.run("doctor")


def test_a_laptop_died_and_the_province_starts_another_one(province, tmp_path):
    dead = joined(province, tmp_path / "cu", tmp_path / "tinh.kcs")
    wrote(dead, tmp_path, "Tỉnh đã có")
    province.run("bundle", "import", *made(dead, tmp_path / "gui"))
    new = joined(province, tmp_path / "moi", tmp_path / "tinh.kcs")
    province.run("bundle", "import", *made(new, tmp_path / "gui", "--all"))

    start = province.run(
        "handover", "export", "--to", fingerprint(new), "--replaces", fingerprint(dead), "--out", tmp_path / "tra"
    ).json
    assert start["collaborator"] == "CTV07"
    assert new.run("handover", "import", *start["files"]).json["records"] == {"establishment": 1}
    assert new.refused("handover", "import", *start["files"])["error"] == "not_empty"
    wrote(new, tmp_path, "Ghi tiếp")
    assert province.run("bundle", "import", *made(new, tmp_path / "gui")).json["held"] == 0
    assert names(province) == names(new) == {"Tỉnh đã có", "Ghi tiếp"}
    assert states(province)[fingerprint(dead)] == "replaced"

    wrote(dead, tmp_path, "Máy hỏng sống lại")
    found = made(dead, tmp_path / "gui")
    assert province.run("bundle", "import", *found).json["held"] > 0
    province.run("bundle", "admit", *found)
    new.run("bundle", "import", *made(province, tmp_path / "tra", "--to", "CTV07"))
    assert names(province) == names(new) == {"Tỉnh đã có", "Ghi tiếp", "Máy hỏng sống lại"}


def test_a_workspace_restored_from_an_older_copy_gets_back_what_it_lost(province, tmp_path):
    laptop = joined(province, tmp_path / "ctv", tmp_path / "tinh.kcs")
    wrote(laptop, tmp_path, "Trước khi chép")
    shutil.copytree(laptop.home, tmp_path / "ban-cu")
    wrote(laptop, tmp_path, "Sau khi chép")
    province.run("bundle", "import", *made(laptop, tmp_path / "gui"))
    back = made(province, tmp_path / "tra", "--to", "CTV07")

    before = fingerprint(laptop)
    shutil.rmtree(laptop.home)
    shutil.copytree(tmp_path / "ban-cu", laptop.home)
    report = laptop.run("bundle", "import", *back).json
    assert report["bundles"][0]["notice"]
    assert fingerprint(laptop) != before
    assert [one["code"] for one in laptop.run("doctor").json["warnings"]] == ["receipt"]
    wrote(laptop, tmp_path, "Sau khi phục hồi")

    assert province.run("bundle", "import", *made(laptop, tmp_path / "gui")).json["held"] == 0
    laptop.run("bundle", "import", *made(province, tmp_path / "tra", "--to", "CTV07"))
    assert names(laptop) == names(province) == {"Trước khi chép", "Sau khi chép", "Sau khi phục hồi"}
    assert laptop.run("doctor").json["warnings"] == []


def test_handover_is_called_with_what_it_needs(province, tmp_path):
    laptop = joined(province, tmp_path / "ctv", tmp_path / "tinh.kcs")
    wrote(laptop, tmp_path, "Một")
    out = tmp_path / "usb"
    assert laptop.refused("handover", "export", "--out", out)["error"] == "how_to_seal"
    assert laptop.refused("handover", "export", "--out", out, KCDESK_PASSPHRASE="ngan")["error"] == "weak_password"
    assert laptop.refused("handover", "export", "--out", out, "--replaces", "x", status=2)["error"] == "usage"
    assert province.refused("handover", "export", "--out", out, **PHRASE)["error"] == "province_copies"
    empty = Program(tmp_path / "trong")
    assert empty.refused("handover", "import", tmp_path / "khong-co.kcb", status=2)["error"] == "usage"
    assert empty.refused("handover", "import", tmp_path / "khong-co.kcb", status=4, **PHRASE)
    plain = made(laptop, tmp_path / "gui")
    assert empty.refused("handover", "import", *plain, **PHRASE)
    assert not empty.home.exists()
    assert laptop.run("handover", "status").json["handed_over"] is False


def write_json(folder: Path, values: dict) -> Path:
    """A file with one record."""
    import json

    path = folder / "sua.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path
