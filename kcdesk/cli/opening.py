"""From options and environment to an open desk."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk import paths
from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UsageError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

PASSWORD = "KCDESK_PASSWORD"


def home(options: Namespace) -> Path:
    """The folder of the workspace."""
    named = getattr(options, "home", "")
    return Path(named) if named else paths.data_dir()


def password(options: Namespace) -> str:
    """The password, from the file named or the environment. Raises UsageError where neither is there."""
    named = getattr(options, "password_file", "")
    if named:
        return read_bytes(Path(named)).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    given = os.environ.get(PASSWORD, "")
    if not given:
        raise UsageError(
            _("Chưa có mật khẩu: đặt biến {name} hoặc dùng --password-file TỆP.").format(name=PASSWORD),
            code="no_password",
        )
    return given


def desk(options: Namespace) -> Desk:
    """The open desk of a command; what its user has to be told goes to stderr, but not among JSON."""
    from kcdesk.work.bootstrap import Desk

    opened = Desk.open(home(options), password(options))
    if not getattr(options, "json", False):
        _caution(opened)
    return opened


def _caution(opened: Desk) -> None:
    from kcdesk.cli.out import Out
    from kcdesk.work.cautions import cautions

    out = Out(as_json=False)
    for one in cautions(opened):
        out.say(_("Chú ý: {sentence}").format(sentence=one.sentence))


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder to write into, made where it is not there; taken away again where writing fails and it stays empty."""
    fresh = [one for one in (path, *path.parents) if not one.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(_("Không tạo được thư mục “{home}”.").format(home=path), code="not_allowed") from error
    try:
        yield path
    except BaseException:
        for one in fresh:
            with suppress(OSError):
                one.rmdir()
        raise


def read_bytes(path: Path) -> bytes:
    """The whole of a small file. Raises EnvironmentProblem where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> EnvironmentProblem:
    """The sentence for a file that cannot be read at all."""
    return EnvironmentProblem(_("Không đọc được tệp “{file}”.").format(file=path), code="unreadable")
