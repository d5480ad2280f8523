"""Attachments: kept once, never changed, bounded."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.store import files
from kcdesk.store.files import FILES_FILE, FileInfo, Files
from tests.store.desk import KEY


def test_bytes_come_back_and_are_kept_once(tmp_path: Path) -> None:
    shelf = Files(tmp_path, KEY)
    data = bytes(range(256)) * 500
    name = shelf.add(data, ".JPG")
    assert name == sha256(data).hexdigest()
    assert shelf.add(data, "png") == name
    assert shelf.get(name) == data
    assert list(shelf.all()) == [FileInfo(name, "jpg", len(data))]
    assert shelf.info(name) == FileInfo(name, "jpg", len(data))
    assert shelf.missing([name, "x", "x"]) == ["x"]
    shelf.close()
    again = Files(tmp_path, KEY, read_only=True)
    assert again.get(name) == data
    assert again.add(data) == name
    with pytest.raises(UserError):
        again.add(b"new")
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == [FILES_FILE]


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    shelf = Files(tmp_path, KEY)
    assert shelf.get("x") is None
    assert shelf.info("x") is None
    assert shelf.missing(["x"]) == ["x"]
    assert list(shelf.all()) == []
    shelf.close()
    assert not list(tmp_path.iterdir())


def test_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(UserError) as caught:
        Files(tmp_path, KEY).add(b"12345678901")
    assert caught.value.code == "file_too_large"


def test_a_damaged_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILES_FILE).write_bytes(b"x" * 8192)
    with pytest.raises(UserError) as caught:
        Files(tmp_path, KEY).get("x")
    assert caught.value.code == "damaged_file"
