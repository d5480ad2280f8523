"""The wrapped key: opened by the password only, and never half written."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.store import vault
from tests.store.conftest import CHEAP, PASSWORD


def test_the_password_opens_the_key_however_its_marks_are_composed(tmp_path: Path) -> None:
    key = vault.create(tmp_path, unicodedata.normalize("NFC", PASSWORD), CHEAP)
    assert len(key) == 32
    assert vault.open(tmp_path, unicodedata.normalize("NFD", PASSWORD)) == key


def test_a_wrong_password_is_said_in_one_sentence(tmp_path: Path) -> None:
    vault.create(tmp_path, PASSWORD, CHEAP)
    with pytest.raises(UserError) as caught:
        vault.open(tmp_path, PASSWORD + "x")
    assert (caught.value.code, caught.value.message) == ("wrong_password", "Mật khẩu chưa đúng.")
    assert caught.value.status == 3


def test_a_new_password_opens_the_same_key_and_the_old_one_no_longer(tmp_path: Path) -> None:
    key = vault.create(tmp_path, PASSWORD, CHEAP)
    vault.change_password(tmp_path, PASSWORD, "mật khẩu mới", CHEAP)
    assert vault.open(tmp_path, "mật khẩu mới") == key
    with pytest.raises(UserError):
        vault.open(tmp_path, PASSWORD)
    assert [path.name for path in tmp_path.iterdir()] == [vault.KEY_FILE]


def test_a_wrong_old_password_changes_nothing(tmp_path: Path) -> None:
    vault.create(tmp_path, PASSWORD, CHEAP)
    before = (tmp_path / vault.KEY_FILE).read_bytes()
    with pytest.raises(UserError, match="chưa đúng"):
        vault.change_password(tmp_path, "không phải", "mật khẩu mới", CHEAP)
    assert (tmp_path / vault.KEY_FILE).read_bytes() == before


@pytest.mark.parametrize("password", ["", "ngắn", "        ", "aaaaaaaaaa", "abababab"])
def test_a_weak_password_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(UserError) as caught:
        vault.create(tmp_path, password, CHEAP)
    assert caught.value.code == "weak_password"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged_file"),
        (b"{", "damaged_file"),
        (b"[]", "damaged_file"),
        (b'{"format": 1}', "damaged_file"),
        (b'{"format": 9}', "newer_file"),
        (b"\xff\xfe\x00", "damaged_file"),
    ],
)
def test_a_damaged_key_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / vault.KEY_FILE).write_bytes(content)
    with pytest.raises(UserError) as caught:
        vault.open(tmp_path, PASSWORD)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "value"),
    [("memory", 1 << 40), ("passes", 10**6), ("passes", 0), ("memory", 1), ("salt", "!"), ("box", "AAAA"), ("box", 3)],
)
def test_parameters_that_no_program_of_ours_wrote_are_refused(tmp_path: Path, name: str, value: object) -> None:
    vault.create(tmp_path, PASSWORD, CHEAP)
    path = tmp_path / vault.KEY_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(UserError) as caught:
        vault.open(tmp_path, PASSWORD)
    assert caught.value.code in {"damaged_file", "wrong_password"}


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        vault.open(tmp_path, PASSWORD)
    assert caught.value.code == "no_key"
