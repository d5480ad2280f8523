"""Keeps a workspace of this version for ever, to be opened by every later one.

    python -m tests.upgrade.keep_workspace

To be run once at each release; what it writes is never changed afterwards.
"""

from __future__ import annotations

import json
from pathlib import Path

from kcdesk import __version__
from kcdesk.store import vault
from kcdesk.store.types import Edit
from kcdesk.store.workspace import LOCK_FILE, Workspace
from tests.store.desk import Person

KEPT = Path(__file__).parent / "workspaces"
PASSWORD = "mật khẩu bảo tàng"
CHEAP = vault.Cost(1, 8 * 1024 * 1024)


def keep(home: Path) -> None:
    """Make the workspace, and beside it what must be found there again."""
    with Workspace.create(home, PASSWORD, cost=CHEAP, signing_key=b"k" * 32, meta={"version": __version__}) as made:
        person = Person(made.store)
        row = person.put("establishment", name="Cơ sở Đá mỹ nghệ Ánh Dương", phone="0912345678", later_field=("a", "b"))
        person.put("product", establishment_id=row, name="Bánh tráng")
        person.save(Edit("establishment", row, {"workers_total": 12}))
        gone = person.put("establishment", name="Đã xóa")
        person.delete("establishment", gone)
        sha256 = made.store.files.add(b"picture", "jpg")
        kept = {"establishment": row, "deleted": gone, "file": sha256, "position": made.store.head()[0]}
    (home / LOCK_FILE).unlink()
    (home / "expected.json").write_text(json.dumps(kept), encoding="utf-8")


if __name__ == "__main__":
    keep(KEPT / __version__)
