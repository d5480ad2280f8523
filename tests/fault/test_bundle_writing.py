"""Faults while a bundle is written: for every write, sync, rename and read that can fail, nothing is left behind."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kcdesk.exchange import draft, reader, scratch, writer
from kcdesk.exchange.writer import write_bundle
from kcdesk.model.problems import EnvironmentProblem
from tests.exchange.making import PROVINCE_AGE, Log, small_log


class Fault(Exception):
    """The fault that is put in."""


@contextmanager
def failing(
    monkeypatch: pytest.MonkeyPatch, places: list[tuple[Any, str]], at: int, error: Exception
) -> Iterator[list[int]]:
    """Make the ``at``-th call of any of these functions fail; counts the calls."""
    calls = [0]

    def wrap(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] == at:
                raise error
            return real(*given, **named)

        return wrapped

    with monkeypatch.context() as patched:
        for owner, name in places:
            patched.setattr(owner, name, wrap(getattr(owner, name)))
        yield calls


PLACES: list[tuple[Any, str]] = [
    (writer._Hashing, "write"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "open"),
    (scratch.Scratch, "write"),
    (scratch.Scratch, "pread"),
    (draft.Draft, "add"),
    (draft.Draft, "entry"),
    (reader, "open_bundle"),
    (writer, "open_bundle"),
]


@pytest.mark.parametrize(
    ("number", "most"),
    [(errno.ENOSPC, 60_000), (errno.ENOSPC, 18 << 20), (errno.EIO, 18 << 20), (errno.EACCES, 18 << 20)],
)
def test_whatever_fails_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, most: int
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    at = 0
    said: list[EnvironmentProblem] = []
    while True:
        at += 1
        log = some_log()
        with failing(monkeypatch, PLACES, at, OSError(number, "fault")) as calls:
            try:
                made = write_bundle(log.spec(max_bytes=most), folder)
            except EnvironmentProblem as problem:
                said.append(problem)
                assert list(folder.iterdir()) == [], at
                continue
        assert calls[0] < at or made
        if calls[0] < at:
            break
        for one in made:  # the fault was in something that does not matter, such as the sync of the folder
            one.path.unlink()
    assert at > 20
    assert all(problem.message and problem.status == 4 for problem in said)
    for one in made:
        reader.open_bundle(one.path, identities=[PROVINCE_AGE]).close()


def some_log() -> Log:
    log = small_log()
    for number in range(3):
        log.attach(bytes([number]) * 30_000)
    return log


def test_full_disk_is_seen_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(1 << 40, 1 << 40, 1 << 20))  # type: ignore[attr-defined]
    with pytest.raises(EnvironmentProblem) as problem:
        write_bundle(small_log().spec(), tmp_path)
    assert problem.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["flip", "cut", "other"])
def test_what_is_read_back_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """A stick that says it wrote, and did not."""
    real = writer.open_bundle
    other = tmp_path / "other"
    other.mkdir()
    (whole,) = write_bundle(some_log().spec(), other)

    def damaged(path: Path, **given: Any) -> Any:
        data = bytearray(path.read_bytes())
        if damage == "flip":
            data[-5] ^= 1
        elif damage == "cut":
            del data[-100:]
        else:
            data = bytearray(whole.path.read_bytes())
        path.write_bytes(data)
        return real(path, **given)

    monkeypatch.setattr(writer, "open_bundle", damaged)
    folder = tmp_path / "stick"
    folder.mkdir()
    with pytest.raises(EnvironmentProblem) as problem:
        write_bundle(some_log().spec(), folder)
    assert problem.value.code == "read_back"
    assert list(folder.iterdir()) == []


def test_any_other_exception_leaves_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(1, 12):
        with failing(monkeypatch, PLACES, at, Fault()), pytest.raises(Fault):
            write_bundle(some_log().spec(), tmp_path)
        assert list(tmp_path.iterdir()) == []


def test_rows_and_files_that_fail_while_they_are_read(tmp_path: Path) -> None:
    def broken(*given: Any) -> Any:
        raise Fault

    for where in ("rows", "read_file", "steps", "new_id", "progress"):
        log = some_log()
        if where == "progress":
            log.steps *= 200
        with pytest.raises(Fault):
            write_bundle(log.spec(**{where: broken}), tmp_path)
        assert list(tmp_path.iterdir()) == []
