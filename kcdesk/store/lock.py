"""One process a workspace: a locked file that the system frees by itself when the process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.store.errors import guarded

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _free(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class ProcessLock:
    """The lock on one workspace. The file itself is empty and stays where it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises UserError ``in_use`` where another process has it."""
        with guarded():
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _hold(handle)
        except OSError as error:
            os.close(handle)
            raise UserError(
                _("Dữ liệu này đang được mở trong một cửa sổ khác của chương trình."),
                code="in_use",
                action=_("Dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."),
            ) from error
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; without effect where it is not held."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        try:
            _free(handle)
        finally:
            os.close(handle)
