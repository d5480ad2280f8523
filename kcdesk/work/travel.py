"""The way a bundle travels: how large a part may be, and whether what lies on a stick is really there."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from kcdesk.work.making import Made

MIB = 1024 * 1024
_CHUNK = MIB


class Way(StrEnum):
    """How the file gets to the other side."""

    EMAIL = "email"
    ZALO = "zalo"
    STICK = "stick"


MOST = {Way.EMAIL: 18 * MIB, Way.ZALO: 100 * MIB, Way.STICK: 1000 * MIB}
"""The largest part. Mail adds a third to what it carries, and many servers stop at 25 MB; on a stick, FAT stops at
4 GB, and a reader takes 2 GiB unpacked."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Read back from where it lies: so many files, so many bytes."""

    files: int
    bytes: int


def read_back(made: list[Made], *, progress: Progress = quiet, cancel: Cancel = never) -> Copied:
    """Read every part again from the device itself and compare it with what was made.

    Raises EnvironmentProblem where a file cannot be read, UserError ``bad_copy`` where it is not what was made.
    """
    total, done = sum(one.bytes for one in made), 0
    for one in made:
        stop_if(cancel)
        digest = sha256()
        try:
            _forget(one.path)
            with one.path.open("rb") as file:
                while piece := file.read(_CHUNK):
                    stop_if(cancel)
                    digest.update(piece)
                    done += len(piece)
                    progress(done, total, _("Đang đọc lại {file}").format(file=one.path.name))
        except OSError as error:
            raise EnvironmentProblem(
                _("Không đọc lại được “{file}”: đừng rút USB, hãy thử chép lại.").format(file=one.path.name),
                code="unreadable",
            ) from error
        if digest.hexdigest() != one.sha256:
            raise UserError(
                _("Tệp “{file}” trên USB không giống tệp đã tạo; hãy dùng USB khác.").format(file=one.path.name),
                code="bad_copy",
            )
    return Copied(len(made), done)


def _forget(path: Path) -> None:
    """Have the system write the file out and forget its copy in memory, so that reading asks the device."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
