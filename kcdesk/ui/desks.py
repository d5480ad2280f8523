"""Opening the desk on the thread that owns it, with all that the window shows of it already read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_SHOWN = ("profile", "identity", "settings", "reference", "fingerprint", "unit_fingerprint")


def open_desk(home: Path, password: str) -> Desk:
    """Open the workspace of a folder. Raises UserError."""
    from kcdesk.work.bootstrap import Desk

    return prepare(Desk.open(home, password))


def prepare(desk: Desk) -> Desk:
    """Read what every page shows, so that the window's thread never asks the store."""
    for name in _SHOWN:
        getattr(desk, name)
    return desk
