"""Workspaces of plausible records to measure on, made once by the program's own commands and kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".dev" / "bench"
PASSWORD = "mật khẩu để đo, không phải của ai"
COMMANDS = ("init --role collaborator --code CTV07 --name Đo --province 92 --communes 31441,31459", "demo --seed 7")


def environment(home: Path) -> dict[str, str]:
    """What a measured process is started with."""
    more = {"KCDESK_HOME": str(home), "KCDESK_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), **more}


def _mark() -> str:
    """Changes whenever tables or declarations may have changed: then the workspaces are made anew."""
    digest = hashlib.sha256()
    for folder in ("model", "store", "work"):
        for path in sorted((ROOT / "kcdesk" / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def workspace(size: int) -> Path:
    """The folder of a workspace with so many establishments."""
    home = KEPT / f"{size}-{_mark()}"
    if (home / "ready").is_file():
        return home
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob(f"{size}-*"):
        shutil.rmtree(old)
    print(f"making a workspace of {size:,} establishments …", file=sys.stderr, flush=True)
    first, second = COMMANDS
    for command in (first.split(), [*second.split(), "--establishments", str(size)]):
        whole = [sys.executable, "-m", "kcdesk", *command]
        subprocess.run(whole, env=environment(home), check=True, stdout=subprocess.DEVNULL)
    _assess(home)
    (home / "ready").touch()
    return home


def _assess(home: Path) -> None:
    """What an open window does in its idle time: nobody types in the first minute after 100,000 records came."""
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.care import assess_some

    with Desk.open(home, PASSWORD) as desk:
        while assess_some(desk, 500):
            pass


def copied(home: Path, to: Path) -> Path:
    """A copy of a closed workspace, to write in."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(home, to)
    return to
