"""What goes wrong in daily life: one Vietnamese sentence, the right exit status, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.cases import cases
from tests.e2e.program import ROOT, Program, write_lines

FIRST = cases()[0]


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A province's settings, and a collaborator with one establishment and one request."""
    folder = tmp_path_factory.mktemp("settled")
    province, field = Program(folder / "tinh"), Program(folder / "ctv")
    province.run("init", "--role", "province", "--province", "92", "--name", "Phòng")
    province.run("settings", "export", "--out", folder / "tinh.kcs")
    field.run("init", "--role", "collaborator", "--code", "CTV07", "--name", "Người Ghi", "--communes", "31441")
    field.run("settings", "import", folder / "tinh.kcs")
    for name in ("establishment", "support_request"):
        field.run("add", name, write_lines(folder / f"{name}.jsonl", [FIRST[name]]))
    field.run("bundle", "export", "--out", folder / "gui")
    return province, field, next((folder / "gui").iterdir())


@pytest.fixture
def field(settled, tmp_path):
    """A copy of the collaborator's workspace, to be spoilt."""
    home = tmp_path / "ctv"
    shutil.copytree(settled[1].home, home)
    return Program(home)


@pytest.fixture
def province(settled, tmp_path):
    """A copy of the province's workspace."""
    home = tmp_path / "tinh"
    shutil.copytree(settled[0].home, home)
    return Program(home)


def _intact(program: Program) -> None:
    assert program.run("doctor").json["findings"] == []
    assert [one["name"] for one in program.run("list", "establishment").lines] == [FIRST["establishment"]["name"]]


def test_wrong_password(field):
    assert field.refused("list", "establishment", KCDESK_PASSWORD="sai mat khau roi")["error"] == "wrong_password"
    _intact(field)


def test_no_password_at_all(field):
    assert field.refused("list", "establishment", status=2, KCDESK_PASSWORD="")["error"] == "no_password"


@pytest.mark.parametrize("keep", [0, 5000, 0.99])
def test_truncated_database(field, keep):
    path = field.home / "workspace.kcw"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole)) if keep < 1 else int(keep)])
    assert field.refused("doctor", status=3)["error"] == "damaged_file"
    path.write_bytes(whole)
    _intact(field)


def test_foreign_database(field):
    path = field.home / "workspace.kcw"
    path.write_bytes(b"SQLite format 3\x00" + bytes(8000))
    assert field.refused("list", "establishment")["error"] == "foreign_file"


def test_no_workspace(tmp_path):
    assert Program(tmp_path / "khong").refused("list", "establishment")["error"] == "no_workspace"


@pytest.mark.parametrize("place", [0.001, 0.5, 0.9999])
def test_one_flipped_bit_in_a_bundle(settled, province, tmp_path, place):
    whole = bytearray(settled[2].read_bytes())
    whole[int(place * len(whole))] ^= 1
    bad = tmp_path / "hong.kcb"
    bad.write_bytes(whole)
    province.refused("bundle", "verify", bad)
    before = province.run("doctor").json
    result = province.run("bundle", "import", bad, expect=3)
    assert [one["file"] for one in result.json["refused"]] == [str(bad)]
    assert province.run("doctor").json == before


def test_a_bundle_cut_short_and_something_else(settled, province, tmp_path):
    cut, other = tmp_path / "cut.kcb", tmp_path / "anh.kcb"
    whole = settled[2].read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    other.write_bytes(b"\xff\xd8\xff" + bytes(500))
    for path in (cut, other):
        province.refused("bundle", "inspect", path)
    province.refused("bundle", "inspect", tmp_path / "khong_co.kcb", status=4)


def test_unknown_commune_and_thirtieth_of_february(field, tmp_path):
    for spoilt in ({"commune_code": "99999"}, {"consent_on": "2026-02-30"}, {"phone": 12}, {"khong_co": "x"}):
        good = {key: value for key, value in FIRST["establishment"].items() if key != "id"}
        lines = write_lines(tmp_path / "sai.jsonl", [good, {**good, **spoilt}])
        error = field.refused("add", "establishment", lines)
        assert error["error"] == "invalid"
        assert error["message"].startswith("Dòng 2:")
        change = tmp_path / "sai.json"
        write_lines(change, [spoilt])
        field.refused("set", "establishment", FIRST["establishment"]["id"], change)
    _intact(field)


def test_files_that_cannot_be_read(field, tmp_path):
    field.refused("add", "establishment", tmp_path / "khong_co.jsonl", status=4)
    (tmp_path / "hong.jsonl").write_bytes(b'{"name": "a"}\n{"name": \xff}\n')
    assert field.refused("add", "establishment", tmp_path / "hong.jsonl")["error"] == "bad_json"
    field.refused("add", "khong_co", tmp_path / "hong.jsonl", status=2)
    _intact(field)


def test_plain_bundles_are_refused_once_the_key_is_known(field, tmp_path):
    assert field.refused("bundle", "export", "--out", tmp_path, "--plain")["error"] == "plain_not_allowed"
    assert list(tmp_path.glob("*.zip")) == []


def test_the_reader_of_the_output_leaves(field):
    command = f'"{sys.executable}" -m kcdesk list establishment --json | head -c 1'
    environment = {**os.environ, "KCDESK_HOME": str(field.home), "KCDESK_PASSWORD": field.password}
    called = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=60,
        check=False,
    )
    assert (called.returncode, called.stdout, called.stderr) == (0, b"{", b"")


def _small_disk(folder: Path, megabytes: float) -> bool:
    """Put a small file system under a folder; False where that is not allowed here."""
    size = f"size={int(megabytes * 1024)}k"
    called = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, timeout=20, check=False
    )
    return called.returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A folder with little room, or None where this machine does not let us make one."""
    folder = tmp_path / "nho"
    folder.mkdir()
    if os.name != "posix" or not shutil.which("mount") or not _small_disk(folder, 8):
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], capture_output=True, timeout=20, check=False)


def test_full_disk(settled, small_disk, tmp_path):
    if small_disk is None:
        pytest.skip("needs the right to mount a small file system")
    home = small_disk / "ctv"
    shutil.copytree(settled[1].home, home)
    program = Program(home)
    many = [{**FIRST["establishment"], "id": None, "note": "x" * 3000, "name": f"Cơ sở số {n}"} for n in range(1500)]
    lines = write_lines(tmp_path / "nhieu.jsonl", many)
    assert program.refused("add", "establishment", lines, status=4)["error"] == "disk_full"
    _intact(program)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "day").write_bytes(bytes(max(0, room - 300_000)))
    out = small_disk / "gui"
    assert program.refused("bundle", "export", "--out", out, status=4)["error"] == "disk_full"
    assert not out.exists()
    (small_disk / "day").unlink()
    _intact(program)
