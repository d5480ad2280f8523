"""Hostile files through the real command line: one sentence, exit status 3, nothing changed, little memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kcdesk.work.profile import Profile, Role
from tests.exchange.making import forged, manifest, sealed, with_lines, zipped
from tests.work import desks

MEMORY = 300 << 20
PROGRAM = (
    "import resource, sys\n"
    "from kcdesk.cli import main\n"
    "status = main.main(sys.argv[1:])\n"
    "print(next(int(line.split()[1]) * 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    "sys.exit(status)\n"
)
NOISE = random.Random(7).randbytes
HOSTILE: dict[str, Callable[[], bytes]] = {
    "noise": lambda: NOISE(50_000),
    "zeros": lambda: zipped([("data/changes-001.jsonl", bytes(100 << 20))]),
    "upward path": lambda: zipped([("../../x", b"x")]),
    "absolute path": lambda: zipped([("/etc/passwd", b"x")]),
    "nested": lambda: zipped([("files/x.zip", zipped([("x", bytes(20 << 20))]))]),
    "case twins": lambda: zipped([("DOC-TOI.txt", b"x"), ("doc-toi.txt", b"y")]),
    "for another recipient": lambda: sealed(forged()),
    "newer format": lambda: forged(edit=lambda document: document["kcdesk"].update(format=2)),
    "deep JSON": lambda: with_lines(b"[" * 500_000),
    "invalid UTF-8": lambda: with_lines(b'{"id": "\xff"}'),
    "lone surrogate": lambda: with_lines(b'{"id": "\\ud800"}'),
    "NUL": lambda: with_lines(b'{"id": "\\u0000"}'),
    "a number out of range": lambda: with_lines(b'{"id": 1e999}'),
    "many fields": lambda: with_lines(b'{"set": {' + b", ".join(b'"f%d": 1' % one for one in range(60_000)) + b"}}"),
    "cut short": lambda: forged(made=manifest())[:-20],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a province; nothing may change it."""
    home = tmp_path_factory.mktemp("hostile") / "tinh"
    profile = Profile(role=Role.PROVINCE, code="TINH92", name="Phòng", unit="Trung tâm Khuyến công", province="92")
    desks.Desk.create(home, desks.PASSWORD, profile, cost=desks.CHEAP).close()
    return home


def taken_in(home: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """``bundle import`` in a process of its own; the last line of stdout is the most memory it held."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "bundle", "import", str(path), "--home", str(home)],
        env={**os.environ, "KCDESK_PASSWORD": desks.PASSWORD}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_is_refused_with_one_sentence(office: Path, tmp_path: Path, kind: str) -> None:
    with desks.Desk.open(office, desks.PASSWORD) as desk:
        before = desk.store.head()
    path = tmp_path / "KC_92_31441_CTV07_20261123_0001.kcb"
    path.write_bytes(HOSTILE[kind]())
    done = taken_in(office, path)
    said = done.stderr.strip().splitlines()
    assert (done.returncode, len(said)) == (3, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert int(done.stdout.splitlines()[-1]) < MEMORY
    with desks.Desk.open(office, desks.PASSWORD) as desk:
        assert desk.store.head() == before
        assert desk.store.doctor() == []
