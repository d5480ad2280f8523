"""Bundles kept as they were signed, in pieces among the files, and opened again over memory."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kcdesk.i18n import _
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.opened import Opened

_CHUNK = 32 * 1024 * 1024


def keep_file(desk: Desk, found: Opened) -> list[str]:
    """Keep a bundle as it was signed, in pieces; their names.

    Raises UserError where the file is no longer the one that was checked: a stick may have been changed.
    """
    names, digest = [], sha256()
    with found.path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            names.append(desk.store.files.add(piece, "kcb"))
    if digest.hexdigest() != found.bundle.sha256:
        raise UserError(_("Tệp gói đã đổi trong lúc đọc; hãy chép lại rồi thử lại."), code="changed_while_reading")
    return names


class KeptBundle:
    """A bundle that was kept, opened like the file that it was; nothing readable touches the disk."""

    def __init__(self, desk: Desk, kept: list[str], name: str) -> None:
        self.name = name
        self._desk = desk
        self._kept = kept

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Its bytes, over a scratch file whose key is only in memory."""
        from kcdesk.exchange.limits import FILE
        from kcdesk.exchange.scratch import Scratch

        del mode
        scratch = Scratch(FILE)
        for one in self._kept:
            scratch.write(self._desk.store.files.get(one) or b"")
        scratch.seek(0)
        return cast("IO[bytes]", scratch)


def kept_bundle(desk: Desk, kept: list[str], name: str) -> Path:
    """A kept bundle in the place of the path of a file; only its name and its bytes are asked for."""
    return cast("Path", KeptBundle(desk, kept, Path(name).name))
