"""Killed while somebody types into the form: at most the last second is gone, never what was saved."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kcdesk.store.vault import Cost
from kcdesk.work import care, drafts, records
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role
from tests.fault.typing_program import FIELD, PASSWORD, TEXT
from tests.work.desks import ESTABLISHMENT

ROOT = Path(__file__).resolve().parents[2]
SECOND = 1_000_000_000
PROFILE = Profile(role=Role.COLLABORATOR, code="CTV07", name="Người Ví Dụ", province="92", communes=("31441",))


def made(home: Path) -> str:
    """A workspace with one establishment; its id."""
    with Desk.create(home, PASSWORD, PROFILE, cost=Cost(1, 8 * 1024 * 1024)) as desk:
        return records.save_record(desk, "establishment", None, ESTABLISHMENT).id


def type_and_kill(home: Path, record: str, seed: int, seconds: float) -> tuple[int, int]:
    """Let the script type so long, then kill it. How much stood there a second before, and how much was saved."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fault.typing_program", str(home), record, str(seed)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    lines = [process.stdout.readline()]
    assert lines[0], process.stderr.read()
    time.sleep(seconds)
    assert process.poll() is None, process.stderr.read()
    process.kill()
    killed = time.monotonic_ns()
    rest, _errors = process.communicate()
    typed = saved = 0
    for line in [*lines, *rest.splitlines()]:
        word, _space, after = line.partition(" ")
        count, _space, at = after.partition(" ")
        if not at.strip().isdigit():
            continue  # cut off in the middle
        if word == "saved":
            saved = max(saved, int(count))
        elif int(at) <= killed - SECOND:
            typed = max(typed, int(count))
    return typed, saved


def kill_again_and_again(home: Path, times: int, chance: random.Random) -> None:
    """Each time the next run goes on from what was found again."""
    record = made(home)
    for _time in range(times):
        typed, saved = type_and_kill(home, record, chance.randrange(10**6), chance.uniform(0.0, 2.5))
        with Desk.open(home, PASSWORD) as desk:
            stored = str(records.load(desk, "establishment", record).record.get(FIELD) or "")
            draft = drafts.find(desk, "establishment", record)
            found = str(draft.values.get(FIELD) or "") if draft else stored
            assert care.doctor(desk).findings == ()
            others = {name: desk.store.get("establishment", record)[name] for name in ("name", "phone")}
        assert TEXT.startswith(stored.rstrip()) and TEXT.startswith(found.rstrip())
        assert len(stored) >= len(TEXT[:saved].rstrip()), "a saved value is gone"
        assert len(found) >= len(TEXT[:typed].rstrip()), "more than the last second is gone"
        assert others == {name: ESTABLISHMENT[name] for name in others}


def test_at_most_the_last_second_of_typing_is_lost(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "home", 5, random.Random(20261123))


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_a_hundred_kills(tmp_path: Path, part: int) -> None:
    kill_again_and_again(tmp_path / "home", 10, random.Random(part))
