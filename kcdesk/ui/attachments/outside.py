"""Files that leave the workspace: a copy where the person says, and a passing one for the system's viewer.

A viewer needs a file that it can read. It gets one in a folder that only this account may enter, and that
is taken away again as soon as the viewer lets it go: after a while, when the workspace is closed or
locked, and at the next start where the computer was switched off in between.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.text.visible import one_line
from kcdesk.work import photos

if TYPE_CHECKING:
    from kcdesk.ui.session import Session

PREFIX = "kcdesk-xem-"
FIRST_TRY, NEXT_TRY = 3 * 60 * 1000, 30 * 1000
"""Milliseconds that a viewer has to read its file, and between two tries to take it away."""
_NAME = "viewed"
_NO_NAME = re.compile(r'[<>:"/\\|?*\ufffd]+')
_LONGEST_NAME = 120


class Viewed(QObject):
    """The files that viewers were given by this session. ``open_path`` starts the system's viewer."""

    def __init__(self, session: Session, open_path: Callable[[Path], bool] | None = None) -> None:
        super().__init__(session)
        self.setObjectName(_NAME)
        self.open_path = open_path or _open_by_system
        self._folders: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.sweep)
        folders = self._folders  # not self: it is gone by then
        self.destroyed.connect(lambda: _remove_all(folders))

    def show(self, data: bytes, extension: str) -> None:
        """Let the system show a file. Raises UserError where its content is not what its kind says."""
        _check_kind(data, extension)
        path = _passing_copy(data, extension)
        self._folders.append(path.parent)
        self._timer.start(FIRST_TRY)
        if not self.open_path(path):
            self.sweep()
            raise EnvironmentProblem(_("Máy này không có chương trình nào mở được loại tệp này."), code="no_viewer")

    def sweep(self) -> None:
        """Take away what viewers let go; try the rest again later."""
        _remove_all(self._folders)
        if self._folders:
            self._timer.start(NEXT_TRY)


def viewed(session: Session) -> Viewed:
    """The passing copies of a session."""
    found = session.findChild(Viewed, _NAME)
    return found if isinstance(found, Viewed) else Viewed(session)


def leave(session: Session) -> None:
    """The workspace is closed or locked: take away what viewers were given."""
    found = session.findChild(Viewed, _NAME)
    if isinstance(found, Viewed):
        found.sweep()


def sweep_left_over() -> None:
    """Take away passing copies that an earlier run of the program left behind when it was forced to end."""
    own = f"{PREFIX}{os.getpid()}-"
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not folder.name.startswith(own):
            _remove(folder)


def file_stem(name: str) -> str:
    """The name of a file without its ending, in letters that every system takes; it may have come from elsewhere."""
    return _NO_NAME.sub(" ", one_line(Path(name).stem, _LONGEST_NAME)).strip(" .") or "_"


def _check_kind(data: bytes, extension: str) -> None:
    """A program or a shortcut under the name of a photo is never given out. Raises UserError."""
    if photos.file_type(data) != extension:
        raise UserError(_("Tệp này không đúng là loại đã ghi nên không mở."), code="bad_file_type")


def save_copy(data: bytes, path: Path, extension: str) -> None:
    """Write a copy where the person said: whole or not at all.

    Raises UserError where its content is not what its kind says, EnvironmentProblem where it cannot be written.
    """
    _check_kind(data, extension)
    passing = path.with_name(f".{path.name}.part")
    try:
        passing.write_bytes(data)
        passing.replace(path)
    except OSError as error:
        with suppress(OSError):
            passing.unlink(missing_ok=True)
        raise EnvironmentProblem(_("Không ghi được tệp “{file}”.").format(file=path.name), code="unwritable") from error


def _passing_copy(data: bytes, extension: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    path = folder / f"xem.{extension}"
    path.write_bytes(data)
    path.chmod(stat.S_IRUSR)
    return path


def _remove_all(folders: list[Path]) -> None:
    folders[:] = [folder for folder in folders if not _remove(folder)]


def _remove(folder: Path) -> bool:
    """True where nothing of it is left. What was in it is overwritten first."""
    for path in folder.glob("*"):
        with suppress(OSError):
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
        with suppress(OSError):
            path.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _open_by_system(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
