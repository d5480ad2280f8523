"""The store under trouble: the n-th write fails, the disk is full, the process is killed, bytes are wrong."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store import driver, vault
from kcdesk.store.records import Store
from kcdesk.store.types import Edit
from kcdesk.store.workspace import WORKSPACE_FILE, Workspace
from tests.store.desk import KEY, Person, open_store

CHEAP = vault.Cost(1, 8 * 1024 * 1024)
PASSWORD = "mật khẩu thử"
_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN", "SAVEPOINT", "RELEASE")


class Failing:
    """A connection on which the n-th writing statement fails as a full disk or a broken one does."""

    def __init__(self, connection: Any, nth: int, code: int) -> None:
        self._connection = connection
        self._left = nth
        self._code = code
        self.failed = False

    def _count(self, sql: str) -> None:
        if sql.lstrip().startswith(_WRITES):
            self._left -= 1
            if self._left == 0:
                self.failed = True
                error = driver.driver().OperationalError("database or disk is full")
                error.sqlite_errorcode = self._code
                raise error

    def execute(self, sql: str, *values: Any) -> Any:
        """Execute, or fail."""
        self._count(sql)
        return self._connection.execute(sql, *values)

    def executemany(self, sql: str, values: Any) -> Any:
        """Execute for many, or fail."""
        self._count(sql)
        return self._connection.executemany(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def picture(store: Store) -> list[object]:
    """Everything that a store shows and has logged."""
    log = [(entry.position, entry.chain, entry.change) for entry in store.log()]
    return [log, [list(store.rows(name)) for name in ("shop", "item", "asked")], store.unsettled(), store.head()]


def works(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """The ways of writing, each over its own piece of the world."""
    person = Person(store, seed=random.randrange(10**9))
    shop = person.put("shop", name="Ánh", phone="1")
    item = person.put("item", shop_id=shop, name="Bánh")
    save = person.save(Edit("shop", shop, {"name": "Bình"})).save
    yield "save", lambda: person.save(Edit("shop", shop, {"name": "Đức"}), Edit("item", item, {"price": 9}))
    yield "new", lambda: person.save(*(Edit("shop", person.new_id(), {"name": "Mới"}) for _ in range(3)))
    yield "delete", lambda: person.delete("shop", shop)
    yield "undo", lambda: store.undo(save, person.stamp())
    yield "meta", lambda: store.meta.set("key", 1)


@pytest.mark.parametrize("code", [13, 10], ids=["full", "io"])
def test_the_nth_write_fails_and_nothing_of_it_is_there(tmp_path: Path, code: int) -> None:
    store = open_store(tmp_path, fast=True)
    core, connection = store.core, store.core.connection
    for name, work in works(store):
        for nth in range(1, 200):
            before = picture(store)
            core.connection = core.log._connection = Failing(connection, nth, code)
            try:
                work()
            except EnvironmentProblem:
                assert core.connection.failed
                core.connection = core.log._connection = connection
                assert picture(store) == before, name
                continue
            finally:
                core.connection = core.log._connection = connection
            break
        else:
            pytest.fail("it never came to an end")
    assert store.doctor() == []
    store.close()


def test_a_merge_into_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    giver = open_store(tmp_path, device="G", fast=True)
    person = Person(giver, "G")
    person.save(*(Edit("shop", person.new_id(), {"name": "x" * 500}) for _ in range(400)))
    changes = [entry.change for entry in giver.log() if entry.change]
    taker = open_store(tmp_path, device="T", fast=True)
    Person(taker, "T").put("shop", name="Ánh")
    before = picture(taker)
    pages = taker.core.connection.execute("PRAGMA page_count").fetchone()[0]
    taker.core.connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(EnvironmentProblem) as caught:
        taker.merge(changes, "G")
    assert caught.value.code == "disk_full"
    assert picture(taker) == before
    assert taker.doctor() == []
    taker.core.connection.execute("PRAGMA max_page_count = 1000000")
    assert taker.merge(changes, "G").new == 400
    giver.close()
    taker.close()


_SAVER = """
import sys, resource, signal
from pathlib import Path
from kcdesk.model.problems import UserError
from tests.store.desk import Person, open_store
limit = int(sys.argv[2])
store = open_store(Path(sys.argv[1]))
person = Person(store, seed=int(sys.argv[3]))
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    while True:
        row = person.put("shop", name="Co so " + "x" * 300)
        person.put("item", shop_id=row, name="Banh")
        print(row, flush=True)
except UserError as error:
    print(error.code, flush=True)
"""


def saver(home: Path, limit: int, seed: int) -> subprocess.Popen[str]:
    """A process that saves as fast as it can and tells every row that was acknowledged."""
    command = [sys.executable, "-c", _SAVER, str(home), str(limit), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a thing of Unix")
@pytest.mark.parametrize("limit", [150_000, 171_717, 400_000, 1_111_111])
def test_a_write_that_the_system_refuses_halfway(tmp_path: Path, limit: int) -> None:
    open_store(tmp_path).close()
    *rows, code = (saver(tmp_path, limit, 1).communicate(timeout=60)[0] or "").split()
    assert code in {"disk_full", "disk_error"}
    store = open_store(tmp_path)
    assert {str(record["id"]) for record in store.rows("shop")} >= set(rows)
    assert store.doctor() == []
    store.close()


def killed(home: Path, seed: int, seconds: float) -> list[str]:
    """The rows acknowledged before the process was killed."""
    process = saver(home, 0, seed)
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    rest = process.communicate(timeout=60)[0].split("\n")
    return [first, *(row for row in rest[:-1] if row)]


def kill_and_look(home: Path, times: int) -> None:
    """Kill at random moments; what was acknowledged is there, and everything hangs together."""
    open_store(home).close()
    noise = random.Random(7)
    acknowledged: set[str] = set()
    for seed in range(times):
        acknowledged |= set(killed(home, seed, noise.random() * 0.2))
        store = open_store(home)
        assert acknowledged <= {str(record["id"]) for record in store.rows("shop")}
        assert store.doctor() == []
        store.close()


def test_killed_while_saving(tmp_path: Path) -> None:
    kill_and_look(tmp_path, 3)


@pytest.mark.long
def test_killed_while_saving_two_hundred_times(tmp_path: Path) -> None:
    kill_and_look(tmp_path, 200)


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a closed workspace with some records, without leftovers."""
    home = tmp_path / "home"
    with Workspace.create(home, PASSWORD, cost=CHEAP, signing_key=b"k" * 32) as workspace:
        person = Person(workspace.store)
        for number in range(60):
            person.put("establishment", name=f"Cơ sở {number}", address="x" * 400)
    return home


def open_and_read(home: Path) -> str:
    """Open, read everything and check: "" where all went well, else the code of the sentence."""
    try:
        with Workspace.open(home, PASSWORD) as workspace:
            list(workspace.store.rows("establishment"))
            list(workspace.store.log())
            found = workspace.store.doctor()
            return found[0].code if found else ""
    except UserError as error:
        return error.code if error.message.endswith(".") else f"no sentence: {error.message}"


def test_a_flipped_bit_anywhere_is_noticed_and_said(filled: Path) -> None:
    path = filled / WORKSPACE_FILE
    whole = path.read_bytes()
    noise = random.Random(11)
    places = [0, 15, 16, 17, 99, 4095, 4096, len(whole) - 1, *(noise.randrange(len(whole)) for _ in range(12))]
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << noise.randrange(8)
        path.write_bytes(content)
        assert open_and_read(filled) == "damaged_file", place
    path.write_bytes(whole)
    assert open_and_read(filled) == ""


def test_a_cut_file_is_noticed_and_said(filled: Path) -> None:
    path = filled / WORKSPACE_FILE
    whole = path.read_bytes()
    for length in (0, 1, 16, 100, 4095, 4096, 5000, 8192, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert open_and_read(filled) == "damaged_file", length
    path.write_bytes(os.urandom(20_000))
    assert open_and_read(filled) == "damaged_file"
    path.write_bytes(whole)
    assert open_and_read(filled) == ""


def test_nothing_readable_stands_in_any_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    name, phone = "Nguyễn Thị Tuyệt Mật", "0987654321"
    with Workspace.create(home, PASSWORD, cost=CHEAP, meta={"profile": {"name": name}}) as workspace:
        person = Person(workspace.store)
        row = person.put("establishment", name=name, representative=name, phone=phone)
        workspace.store.drafts.put("establishment", row, "2026", {"name": name})
        workspace.store.files.add((name + phone).encode() * 50, "txt")
        with workspace.store.transaction():  # large enough to spill out of the cache
            edits = (Edit("establishment", person.new_id(), {"name": name, "address": name * 30}) for _ in range(3_000))
            workspace.store.save(list(edits), person.stamp())
            assert_unreadable(home, name, phone)
        assert list(workspace.store.rows("establishment", search="tuyet mat", sort="-address", limit=3))
        workspace.backup()
        assert_unreadable(home, name, phone)
    assert_unreadable(home, name, phone)


def assert_unreadable(home: Path, *words: str) -> None:
    """Nothing of the words, in any encoding or folded, is in any file of a folder."""
    plain = [*words, "nguyen thi tuyet mat", "TUYET MAT"]
    needles = [word.encode(coding) for word in plain for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not any(needle in content for needle in needles), path.name


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root mounts a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    store = open_store(small_disk)
    person = Person(store)
    rows = [person.put("shop", name="Ánh")]
    with pytest.raises(EnvironmentProblem) as caught:  # noqa: PT012 - until it is full
        while True:
            rows.append(person.put("shop", name="x" * 2_000))
    assert (caught.value.code, caught.value.status) == ("disk_full", 4)
    assert {str(record["id"]) for record in store.rows("shop")} == set(rows)
    with pytest.raises(EnvironmentProblem):
        store.files.add(bytes(2_000_000))
    store.close()
    again = open_store(small_disk)
    assert {str(record["id"]) for record in again.rows("shop")} == set(rows)
    assert again.doctor() == []
    again.close()
    assert driver.connect(small_disk / "A.kcw", KEY).execute("PRAGMA integrity_check").fetchone() == ("ok",)
