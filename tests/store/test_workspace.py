"""Making, opening, refusing and closing a workspace."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kcdesk.model.problems import UserError
from kcdesk.store import driver, migrations, vault
from kcdesk.store.changelog import chain_start
from kcdesk.store.types import Edit
from kcdesk.store.workspace import APPLICATION_ID, LOCK_FILE, WORKSPACE_FILE, Workspace, place_warnings
from tests.store.conftest import PASSWORD
from tests.store.desk import Person

Workspaces = Callable[..., Workspace]


def refused(workspaces: Workspaces) -> UserError:
    """The sentence with which opening is refused; the folder is free again afterwards."""
    with pytest.raises(UserError) as caught:
        workspaces()
    assert caught.value.message.endswith(".")
    return caught.value


def test_what_was_saved_is_there_after_closing_and_one_file_is_left(workspaces: Workspaces, tmp_path: Path) -> None:
    with workspaces(new=True, meta={"profile": {"name": "Đặng Văn Ước"}}) as first:
        row = Person(first.store).put("shop", name="Ánh Dương")
        assert first.store.chain_at(0) == chain_start(b"k" * 32)
    left = {path.name for path in (tmp_path / "home").iterdir()}
    assert left == {vault.KEY_FILE, WORKSPACE_FILE, LOCK_FILE}
    with workspaces() as second:
        record = second.store.get("shop", row)
        assert record is not None
        assert record["name"] == "Ánh Dương"
        assert second.store.meta.get("profile") == {"name": "Đặng Văn Ước"}
        assert second.store.doctor() == []


def test_settings_of_the_connection_are_safe(workspaces: Workspaces) -> None:
    connection = workspaces(new=True).store.core.connection
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert asked == {"journal_mode": "wal", "synchronous": 2}
    assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_a_reader_sees_saves_and_refuses_to_write(workspaces: Workspaces) -> None:
    workspace = workspaces(new=True)
    reader = workspace.reader()
    row = Person(workspace.store).put("shop", name="Ánh Dương")
    assert reader.get("shop", row) is not None
    assert reader.head() == workspace.store.head()
    Person(workspace.store, seed=2).put("shop", row, name="Bình Minh")
    assert reader.head() == workspace.store.head()
    with pytest.raises(UserError) as caught:
        Person(reader, seed=3).put("shop", name="x")
    assert caught.value.code == "not_allowed"
    assert workspace.store.count("shop") == 1


def test_a_second_opening_is_refused_here_and_in_another_process(workspaces: Workspaces, tmp_path: Path) -> None:
    workspace = workspaces(new=True)
    assert refused(workspaces).code == "in_use"
    script = (
        "import sys; from pathlib import Path\n"
        "from kcdesk.model.problems import UserError\n"
        "from kcdesk.store.workspace import Workspace\n"
        "try: Workspace.open(Path(sys.argv[1]), sys.argv[2], entities=())\n"
        "except UserError as error: print(error.code)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "home"), PASSWORD]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "in_use"
    workspace.close()
    workspaces().close()


def test_a_wrong_password_frees_the_folder(workspaces: Workspaces) -> None:
    workspaces(new=True).close()
    with pytest.raises(UserError, match="Mật khẩu chưa đúng"):
        workspaces(password="không phải đâu")
    workspaces().close()


def test_nothing_is_made_twice(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    before = {path.name: path.read_bytes() for path in (tmp_path / "home").iterdir()}
    with pytest.raises(UserError) as caught:
        workspaces(new=True)
    assert caught.value.code == "exists"
    assert {path.name: path.read_bytes() for path in (tmp_path / "home").iterdir()} == before


def test_a_making_that_fails_leaves_nothing(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (lambda _: 1 / 0,))
    with pytest.raises(ZeroDivisionError):
        workspaces(new=True)
    assert not (tmp_path / "home").exists()


def test_an_empty_folder_is_no_workspace(workspaces: Workspaces, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert refused(workspaces).code == "no_workspace"


def test_a_missing_key_file_is_told(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    (tmp_path / "home" / vault.KEY_FILE).unlink()
    assert refused(workspaces).code == "no_key"


def test_a_plain_database_is_foreign(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    path = tmp_path / "home" / WORKSPACE_FILE
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert refused(workspaces).code == "foreign_file"


def test_an_encrypted_file_of_another_program_is_foreign(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    home = tmp_path / "home"
    change(home, "PRAGMA application_id = 7")
    assert refused(workspaces).code == "foreign_file"


def test_a_file_of_a_later_version_is_refused_and_not_touched(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    home = tmp_path / "home"
    change(home, "PRAGMA user_version = 999")
    before = (home / WORKSPACE_FILE).read_bytes()
    assert refused(workspaces).code == "newer_file"
    assert (home / WORKSPACE_FILE).read_bytes() == before


def change(home: Path, sql: str) -> None:
    """Write to the database of a closed workspace."""
    connection = driver.connect(home / WORKSPACE_FILE, vault.open(home, PASSWORD))
    connection.execute(sql)
    connection.close()


def test_an_older_file_is_backed_up_and_brought_forward(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspaces(new=True) as workspace:
        row = Person(workspace.store).put("shop", name="Ánh Dương", later="kept aside")
    steps = (*migrations.MIGRATIONS, lambda database: database["shop"].add_column("more", str))
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(migrations, "VERSION", 2)
    monkeypatch.setattr("kcdesk.store.workspace.VERSION", 2)
    with workspaces() as workspace:
        assert workspace.store.core.connection.execute("PRAGMA user_version").fetchone()[0] == 2
        record = workspace.store.get("shop", row)
        assert record is not None
        assert record["later"] == "kept aside"
        assert workspace.store.head()[0] == 1
    assert (tmp_path / "home" / "backups" / "version-1.kcw").exists()


def test_a_migration_that_fails_leaves_the_old_version(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspaces(new=True) as workspace:
        row = Person(workspace.store).put("shop", name="Ánh Dương")

    def step(database: Any) -> None:
        database["held"].transform(rename={"reason": "why"})
        raise ZeroDivisionError

    first = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", (*first, step))
    for name in ("kcdesk.store.migrations.VERSION", "kcdesk.store.workspace.VERSION"):
        monkeypatch.setattr(name, 2)
    with pytest.raises(ZeroDivisionError):
        workspaces()
    monkeypatch.setattr(migrations, "MIGRATIONS", first)
    for name in ("kcdesk.store.migrations.VERSION", "kcdesk.store.workspace.VERSION"):
        monkeypatch.setattr(name, 1)
    assert workspaces().store.get("shop", row) is not None


def test_what_a_crash_left_half_written_is_cleaned(workspaces: Workspaces, tmp_path: Path) -> None:
    workspaces(new=True).close()
    left = tmp_path / "home" / "workspace.key.new"
    left.write_bytes(b"half")
    workspaces().close()
    assert not left.exists()


def test_a_folder_that_others_copy_about_is_warned_of() -> None:
    assert [one.code for one in place_warnings(Path("/home/x/OneDrive - So Cong Thuong/kcdesk"))] == ["synced_folder"]
    assert place_warnings(Path("/home/x/kcdesk")) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders are other ones on Windows")
def test_a_folder_without_permission_is_told(workspaces: Workspaces, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    home = tmp_path / "home" if os.geteuid() else Path("/sys/kcdesk")  # there even root may not make a folder
    with pytest.raises(UserError) as caught:
        workspaces(home=home, new=True)
    assert caught.value.status == 4


def test_a_save_after_a_crash_without_closing_is_there(workspaces: Workspaces, tmp_path: Path) -> None:
    workspace = workspaces(new=True)
    person = Person(workspace.store)
    row = person.put("shop", name="Ánh Dương")
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (tmp_path / "home").iterdir():  # the state that a power cut leaves behind
        if path.name != LOCK_FILE:
            (copy / path.name).write_bytes(path.read_bytes())
    with workspaces(home=copy) as after:
        assert after.store.get("shop", row) is not None
        assert after.store.doctor() == []
        after.store.save([Edit("shop", row, {"name": "Bình Minh"})], Person(after.store, seed=2).stamp())
    assert sorted(path.suffix for path in copy.iterdir()) == [".kcw", ".key", ".lock"]
