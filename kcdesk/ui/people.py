"""Several people on one laptop: each has a workspace of their own, with a password of their own.

The first stands in the program's data folder itself, the others in folders beside its files. Before anything is
opened no more is known of them than a label, which is the collaborator's code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kcdesk.i18n import _
from kcdesk.ui.preferences import Preferences

WORKSPACE_FILE = "workspace.kcw"
_FOLDER = "nguoi-"
_FIRST_OTHER = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person's workspace is, and what the lock page calls it."""

    home: Path
    label: str


def places(root: Path) -> list[Place]:
    """The workspaces on this laptop, the first one first; none before the first start."""
    others = sorted(
        (one for one in root.glob(f"{_FOLDER}*") if one.name.removeprefix(_FOLDER).isdigit()),
        key=lambda one: int(one.name.removeprefix(_FOLDER)),
    )
    homes = [one for one in (root, *others) if (one / WORKSPACE_FILE).is_file()]
    return [Place(home, label_of(home, at)) for at, home in enumerate(homes, start=1)]


def label_of(home: Path, number: int) -> str:
    """What a workspace is called before it is open."""
    return Preferences.load(home).label or _("Người dùng {n}").format(n=number)


def new_home(root: Path) -> Path:
    """The folder for one more person: the program's own where it is free."""
    if not (root / WORKSPACE_FILE).exists():
        return root
    number = _FIRST_OTHER
    while (root / f"{_FOLDER}{number}").exists():
        number += 1
    return root / f"{_FOLDER}{number}"
