"""The command line from end to end: parse, call, and one sentence with one exit status where it fails."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from kcdesk.cli.out import Out, prepare_streams
from kcdesk.i18n import LANGUAGES, _, set_language
from kcdesk.model.problems import EnvironmentProblem, UserError

SELFTEST = "selftest"
LANGUAGE = "KCDESK_LANG"
DEBUG = "KCDESK_DEBUG"
INTERRUPTED = 130
"""What a shell expects of a program that was stopped from the keyboard."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


Command = Callable[[Namespace, Out], int]


def main(argv: Sequence[str] | None = None, selftest: Command | None = None) -> int:
    """Run one command; the exit status. ``selftest`` is what stands above all layers and is handed down."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    choose_language(arguments)
    out = Out(as_json="--json" in arguments)
    try:
        return _run(arguments, out, selftest)
    except UserError as error:
        return _fail(out, error)
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        out.error(UserError(_("Đã dừng theo yêu cầu; việc đang làm dở không được giữ lại."), code="interrupted"))
        return INTERRUPTED
    except OSError as error:
        return _fail(out, _machine(error))
    except Exception as error:  # noqa: BLE001 - the boundary: a fault of ours is told, not shown as a trace
        return _fault(out, error)


def choose_language(arguments: Sequence[str]) -> None:
    """The language of messages: ``--lang``, else KCDESK_LANG, else Vietnamese."""
    wanted = os.environ.get(LANGUAGE, "vi")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
        elif argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
    set_language(wanted if wanted in LANGUAGES else "vi")


def _run(arguments: Sequence[str], out: Out, selftest: Command | None) -> int:
    from kcdesk.cli.parser import build

    try:
        options = build().parse_args(arguments)
    except SystemExit as leaving:  # help and version print and leave
        return int(leaving.code or 0)
    command = selftest if selftest and options.target == SELFTEST else _command(options.target)
    return command(options, out)


def _command(target: str) -> Command:
    module, _colon, name = target.partition(":")
    found: Command = getattr(importlib.import_module(f"kcdesk.cli.{module}"), name)
    return found


def _fail(out: Out, error: UserError) -> int:
    out.error(error)
    return error.status


def _machine(error: OSError) -> EnvironmentProblem:
    if error.errno in _FULL:
        return EnvironmentProblem(_("Ổ đĩa đã đầy; dữ liệu đã lưu trước đó còn nguyên."), code="disk_full")
    name = error.filename or ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EnvironmentProblem(_("Không có quyền đọc hoặc ghi “{file}”.").format(file=name), code="not_allowed")
    return EnvironmentProblem(_("Máy không đọc hoặc ghi được “{file}”.").format(file=name), code="unreadable")


def _reader_gone() -> int:
    """Whoever read our output has enough: no fault of anybody."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stdout.fileno())
    return 0


def _fault(out: Out, error: Exception) -> int:
    if os.environ.get(DEBUG):
        raise error
    out.error(
        EnvironmentProblem(
            _("Chương trình gặp lỗi ({kind}) và đã dừng lệnh; dữ liệu đã lưu còn nguyên.").format(
                kind=type(error).__name__
            ),
            code="fault",
        )
    )
    return EnvironmentProblem.status
