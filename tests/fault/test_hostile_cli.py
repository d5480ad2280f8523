"""Hostile files through the real command line: one sentence, exit status 3, nothing changed, little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kcdesk.work import records
from tests.e2e.program import ROOT, is_vietnamese_sentence
from tests.fault.hostile import CASES
from tests.fault.hostile_changes import many_fields
from tests.fault.snapshot import everything, real_province
from tests.work import desks

MEMORY = 300 << 20
PATIENCE = 60
"""Seconds for one command; on a machine that does other things too the slowest takes a tenth of it."""
PROGRAM = (
    "import sys\n"
    "from kcdesk.cli import main\n"
    "status = main.main(sys.argv[2:])\n"
    "peak = next(int(line.split()[1]) * 1024 for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
    "open(sys.argv[1], 'w').write(str(peak))\n"
    "sys.exit(status)\n"
)
ALONE = (
    "archive: name of many lines",
    "archive: huge directory",
    "manifest: newer format",
    "manifest: millions of objects",
    "change: half a million fields",
    "change: deep objects",
)
"""One of every sort that costs something, each in a process of its own."""
ELSEWHERE = (
    ("bundle", "inspect"),
    ("bundle", "verify"),
    ("bundle", "unpack", "--out", "inside"),
    ("bundle", "admit"),
    ("bundle", "import", "--plan"),
    ("settings", "import"),
)


@dataclass(frozen=True)
class Office:
    """The home of a province, and the public key to which everybody encrypts."""

    home: Path
    recipient: str

    def call(self, folder: Path, *arguments: object) -> tuple[subprocess.CompletedProcess[str], int]:
        """A command in a process of its own, and the most memory that it held."""
        peak = folder / "peak"
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(peak), "--home", str(self.home), *(str(one) for one in arguments)],
            env={**os.environ, "KCDESK_PASSWORD": desks.PASSWORD, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done, int(peak.read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A province with a record of its own; nothing may change it."""
    home = tmp_path_factory.mktemp("hostile") / "tinh"
    with real_province(home) as desk:
        records.save_record(desk, "establishment", None, desks.ESTABLISHMENT, {})
        return Office(home, desk.recipient)


@pytest.fixture(autouse=True)
def _nothing_changes(office: Office) -> Iterator[None]:
    """Whatever a test sends, every table, the log and the files are as before."""
    with desks.Desk.open(office.home, desks.PASSWORD) as desk:
        before = everything(desk)
    there = sorted(path.name for path in office.home.iterdir())
    yield
    with desks.Desk.open(office.home, desks.PASSWORD) as desk:
        assert everything(desk) == before
        assert desk.store.doctor() == []
    assert sorted(path.name for path in office.home.iterdir()) == there


def test_all_of_them_at_once(office: Office, tmp_path: Path) -> None:
    paths = {name: tmp_path / f"{number:03d}.kcb" for number, name in enumerate(CASES)}
    for name, path in paths.items():
        path.write_bytes(CASES[name].make(office.recipient))
    done, peak = office.call(tmp_path, "--json", "bundle", "import", *paths.values())
    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 3
    assert {name: one["error"] for name, one in zip(CASES, said, strict=True)} == {
        name: case.code for name, case in CASES.items()
    }
    assert [one["message"] for one in said if not is_vietnamese_sentence(one["message"])] == []
    assert json.loads(done.stdout)["bundles"] == []
    assert peak < MEMORY


@pytest.mark.parametrize("name", ALONE)
def test_one_by_one(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / "KC_92_31441_CTV07_20261123_0001.kcb"
    path.write_bytes(CASES[name].make(office.recipient))
    done, peak = office.call(tmp_path, "bundle", "import", path)
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (3, "")
    assert is_vietnamese_sentence(sentence)
    assert peak < MEMORY


@pytest.mark.long
def test_ten_million_fields(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.kcb"
    path.write_bytes(many_fields(office.recipient, 10_000_000))
    done, peak = office.call(tmp_path, "bundle", "import", path)
    assert done.returncode == 3
    assert peak < MEMORY


@pytest.mark.parametrize("command", ELSEWHERE, ids=" ".join)
def test_other_commands_refuse_it_too(office: Office, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "x.kcb"
    path.write_bytes(CASES[("archive: upward path", "change: infinite")[len(command) % 2]].make(office.recipient))
    done, _peak = office.call(tmp_path, *command, path)
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (3, "")
    assert is_vietnamese_sentence(sentence)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["peak", "x.kcb"]


def test_name_of_the_file_steers_no_terminal(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[2J\u202eb\n<b>x.kcb"
    path.mkdir()
    done, _peak = office.call(tmp_path, "bundle", "import", path)
    assert done.returncode == 4
    (sentence,) = done.stderr.splitlines()
    assert sentence.isprintable()


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "pipe"])
def test_device_in_the_place_of_a_file_never_holds_it_up(office: Office, tmp_path: Path, device: str) -> None:
    if device == "pipe":
        os.mkfifo(tmp_path / "pipe")
    done, _peak = office.call(tmp_path, "bundle", "import", tmp_path / device)
    assert done.returncode in (3, 4)
    assert len(done.stderr.splitlines()) == 1
