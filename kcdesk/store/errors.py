"""What goes wrong with the disk or the file, said in one sentence.

Known trouble of the machine becomes an EnvironmentProblem, a file that cannot be used a UserError.
Every other exception is a fault of ours and is not touched.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store.driver import driver

RESERVE = 8 * 1024 * 1024
"""Bytes that a backup or an attachment leaves free, so that records can still be saved beside it."""

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def disk_full() -> EnvironmentProblem:
    """There is no room left."""
    return EnvironmentProblem(
        _("Ổ đĩa đã đầy nên chưa lưu được; dữ liệu đã lưu trước đó còn nguyên."),
        code="disk_full",
        action=_("Xóa bớt tệp không cần trên ổ đĩa rồi làm lại."),
    )


def check_room(folder: Path, needed: int) -> None:
    """Raises EnvironmentProblem ``disk_full`` where a folder's disk has not so many bytes and a reserve left."""
    if shutil.disk_usage(folder).free < needed + RESERVE:
        raise disk_full()


def not_allowed() -> EnvironmentProblem:
    """The folder or file cannot be written to."""
    return EnvironmentProblem(
        _("Máy không cho ghi vào thư mục dữ liệu; dữ liệu đã lưu trước đó còn nguyên."),
        code="not_allowed",
        action=_("Kiểm tra quyền ghi của thư mục hoặc chọn thư mục khác."),
    )


def unreadable() -> EnvironmentProblem:
    """The disk fails while reading or writing."""
    return EnvironmentProblem(
        _("Máy không đọc hoặc ghi được ổ đĩa; dữ liệu đã lưu trước đó còn nguyên."),
        code="disk_error",
        action=_("Khởi động lại máy, kiểm tra ổ đĩa rồi mở lại chương trình."),
    )


def busy() -> EnvironmentProblem:
    """Another program holds the file."""
    return EnvironmentProblem(
        _("Tệp dữ liệu đang bị chương trình khác giữ nên chưa làm được."),
        code="busy",
        action=_("Đóng chương trình sao lưu hoặc quét vi-rút đang mở tệp rồi làm lại."),
    )


def damaged() -> UserError:
    """The workspace file cannot be trusted any more."""
    return UserError(
        _("Tệp dữ liệu bị hỏng nên không mở được."),
        code="damaged_file",
        action=_("Khôi phục từ bản sao lưu gần nhất."),
    )


def foreign() -> UserError:
    """The file belongs to another program."""
    return UserError(
        _("Tệp trong thư mục này không phải là dữ liệu của chương trình."),
        code="foreign_file",
        action=_("Chọn đúng thư mục dữ liệu hoặc chuyển tệp đó đi nơi khác."),
    )


def newer() -> UserError:
    """The file was written by a later version of the program."""
    return UserError(
        _("Dữ liệu được tạo bằng phiên bản mới hơn của chương trình nên phiên bản này không mở được."),
        code="newer_file",
        action=_("Cài phiên bản mới nhất của chương trình rồi mở lại."),
    )


def translate(error: BaseException) -> UserError | None:
    """The sentence for known trouble; None for a fault of the program."""
    if isinstance(error, OSError):
        return _of_system(error)
    code = getattr(error, "sqlite_errorcode", None)
    return _of_database(code & 0xFF) if code is not None else None


def _of_system(error: OSError) -> UserError | None:
    if error.errno in _DISK_FULL:
        return disk_full()
    if error.errno in _NOT_ALLOWED:
        return not_allowed()
    return unreadable() if error.errno == errno.EIO else None


def _of_database(code: int) -> UserError | None:
    if code in (_BUSY, _LOCKED):
        return busy()
    if code == _FULL:
        return disk_full()
    if code == _READONLY:
        # The reader's connection refuses every write: reaching that is a fault of ours.
        return not_allowed()
    if code in (_IOERR, _CANTOPEN):
        return unreadable()
    return damaged() if code in (_CORRUPT, _NOTADB) else None


@contextmanager
def guarded() -> Iterator[None]:
    """Turn known trouble of the machine, raised inside, into one sentence."""
    try:
        yield
    except (driver().Error, OSError) as error:
        sentence = translate(error)
        if sentence is None:
            raise
        raise sentence from error
