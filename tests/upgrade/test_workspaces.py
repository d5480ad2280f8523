"""The workspace of every released version opens, with everything in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from kcdesk.store.workspace import Workspace
from tests.upgrade.keep_workspace import KEPT, PASSWORD, keep


def look(home: Path) -> None:
    """Open a kept workspace and find again what was put there."""
    expected = json.loads((home / "expected.json").read_text(encoding="utf-8"))
    with Workspace.open(home, PASSWORD) as workspace:
        store = workspace.store
        record = store.get("establishment", expected["establishment"])
        assert record is not None
        assert (record["name"], record["phone"]) == ("Cơ sở Đá mỹ nghệ Ánh Dương", "0912345678")
        assert (record["workers_total"], record["later_field"]) == (12, ("a", "b"))
        children = store.children("establishment", expected["establishment"])
        assert [one["name"] for one in children["products"]] == ["Bánh tráng"]
        assert store.get("establishment", expected["deleted"]) is None
        assert [one["id"] for one in store.rows("establishment", search="banh trang")] == [expected["establishment"]]
        assert store.files.get(expected["file"]) == b"picture"
        assert store.head()[0] == expected["position"]
        assert store.doctor() == []


def test_what_is_kept_for_the_museum_can_be_opened_today(tmp_path: Path) -> None:
    keep(tmp_path / "today")
    look(tmp_path / "today")


def test_every_released_version_opens(tmp_path: Path) -> None:
    for kept in sorted(KEPT.glob("*/")):  # none before the first release
        shutil.copytree(kept, tmp_path / kept.name)
        look(tmp_path / kept.name)
