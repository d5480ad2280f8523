"""Bundles: make, look into, take in, hold. The verbs that the window and the command line call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work.cursors import sent_positions
from kcdesk.work.holding import admit, admit_from, held
from kcdesk.work.making import Made, Wanted, export
from kcdesk.work.opened import Opened, opened
from kcdesk.work.taking import Report, apply_import, plan_import

if TYPE_CHECKING:
    from kcdesk.exchange.manifest import Manifest
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.trust import Device

__all__ = [
    "Inspected", "Made", "Report", "Wanted", "admit", "admit_from", "apply_import", "export", "held", "inspect",
    "plan_import", "sent_positions", "unpack", "verify",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a bundle says about itself, checked; and how far its sender is known here."""

    file: str
    code: str
    sha256: str
    manifest: Manifest
    sender: Device


def inspect(desk: Desk, path: Path) -> Inspected:
    """Look into a bundle. Everything is checked, nothing is kept. Raises UserError where it is not sound."""
    with opened(desk, path) as found:
        return Inspected(found.file, found.bundle.code, found.bundle.sha256, found.manifest, found.sender)


def verify(desk: Desk, path: Path) -> Inspected:
    """Check a bundle from end to end, every line and file of it. Raises UserError where it is not sound."""
    return inspect(desk, path)


def unpack(desk: Desk, path: Path, folder: Path) -> list[Path]:
    """Write the entries of a checked bundle into an empty folder, readable; their paths.

    Raises UserError where the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(
            _("Thư mục “{folder}” đã có tệp; hãy chọn thư mục trống.").format(folder=folder), code="not_empty"
        )
    with opened(desk, path) as found:
        try:
            return [_unpack_one(found, name, folder) for name in found.bundle.names()]
        except OSError as error:
            raise EnvironmentProblem(
                _("Không ghi được vào thư mục “{folder}”.").format(folder=folder), code="not_written"
            ) from error


def _unpack_one(found: Opened, name: str, folder: Path) -> Path:
    """Write one entry; the reader has seen that its name stays inside the folder."""
    path = folder.joinpath(*name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in found.bundle.chunks(name):
            file.write(piece)
    return path
