"""Backups: verified, rotating, complete with attachments, and nothing half made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.store import backup, vault
from kcdesk.store.files import FILES_FILE, Files
from kcdesk.store.workspace import WORKSPACE_FILE, Workspace
from tests.store.desk import Person


def test_a_backup_opens_as_a_workspace(workspaces: Callable[..., Workspace], tmp_path: Path) -> None:
    workspace = workspaces(new=True)
    row = Person(workspace.store).put("shop", name="Ánh Dương")
    picture = workspace.store.files.add(b"picture", "jpg")
    path = workspace.backup()
    Person(workspace.store, seed=2).put("shop", name="Sau khi sao lưu")
    backup.verify(path, workspace.key)
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    (elsewhere / WORKSPACE_FILE).write_bytes(path.read_bytes())
    for name in (vault.KEY_FILE, FILES_FILE):
        (elsewhere / name).write_bytes((path.parent / name).read_bytes())
    restored = workspaces(home=elsewhere)
    assert restored.store.count("shop") == 1
    assert restored.store.get("shop", row) is not None
    assert restored.store.files.get(picture) == b"picture"
    assert restored.store.doctor() == []


def test_the_oldest_give_way_and_new_attachments_are_added(workspaces: Callable[..., Workspace]) -> None:
    workspace = workspaces(new=True)
    start = datetime(2026, 11, 23, tzinfo=UTC)
    for day in range(4):
        workspace.store.files.add(b"%d" % day)
        backup.make(workspace.home, workspace.key, workspace.store, keep=2, moment=start + timedelta(days=day))
    assert [path.name for path in backup.listed(workspace.home)] == [
        "workspace-20261126-000000.kcw",
        "workspace-20261125-000000.kcw",
    ]
    kept = Files(backup.folder(workspace.home), workspace.key)
    assert len(list(kept.all())) == 4
    kept.close()
    assert not list(backup.folder(workspace.home).glob("*.new*"))


def test_a_damaged_backup_is_told(workspaces: Callable[..., Workspace]) -> None:
    workspace = workspaces(new=True)
    path = workspace.backup()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        backup.verify(path, workspace.key)
    assert caught.value.code == "damaged_file"


def test_a_copy_that_does_not_verify_does_not_count(
    workspaces: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspaces(new=True)

    def fail(path: Path, key: bytes) -> None:
        raise UserError("hỏng.", code="damaged_file")

    monkeypatch.setattr(backup, "verify", fail)
    with pytest.raises(UserError):
        workspace.backup()
    assert list(backup.folder(workspace.home).iterdir()) == []
