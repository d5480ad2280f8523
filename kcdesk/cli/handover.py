"""``handover export|import|status``."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.taking_over import TakenOver

PASSPHRASE = "KCDESK_PASSPHRASE"


def passphrase(options: Namespace) -> str:
    """What opens a handover bundle, from the file named or the environment; "" where neither is there."""
    if options.passphrase_file:
        text = opening.read_bytes(Path(options.passphrase_file)).decode("utf-8-sig", errors="replace")
        return text.rstrip("\r\n")
    return os.environ.get(PASSPHRASE, "")


def export(options: Namespace, out: Out) -> int:
    """Hand this laptop over; at the province, make a start bundle for a new one."""
    with opening.desk(options) as desk:
        if desk.profile.is_province and options.to:
            return _start(desk, options, out)
        if options.replaces:
            raise UsageError(_("Chỉ tỉnh mới dùng --replaces."), code="usage")
        return _give(desk, options, out)


def _give(desk: Desk, options: Namespace, out: Out) -> int:
    from kcdesk.work import handover

    phrase = "" if options.recipient else passphrase(options)
    given = handover.give(
        desk, Path(options.out), passphrase=phrase, to=options.to, recipient=options.recipient, code=options.code
    )
    files = [str(path) for path in given.paths]
    content = {
        "files": files, "code": given.code, "to": given.to,
        "position": given.position, "records": given.records, "fingerprint": desk.fingerprint,
    }  # fmt: skip
    out.document(content, "\n".join(files))
    if not out.as_json:
        out.say(_("Đã bàn giao, mã gói {code}. Từ nay máy này không ghi thêm được.").format(code=given.code))
        out.say(_("Hãy gửi nốt cho tỉnh những gì chưa được xác nhận, rồi mới cất máy."))
    return 0


def _start(desk: Desk, options: Namespace, out: Out) -> int:
    from kcdesk.work import starting

    made = starting.start(desk, Path(options.out), to=options.to, replaces=options.replaces)
    files = [str(path) for path in made.paths]
    content = {
        "files": files, "code": made.code, "to": made.to,
        "collaborator": made.collaborator, "records": made.records, "replaced": made.replaced,
    }  # fmt: skip
    out.document(content, "\n".join(files))
    if not out.as_json:
        words = _("Đã tạo gói khởi đầu cho máy mới của {code}, mã gói {bundle}.")
        out.say(words.format(code=made.collaborator, bundle=made.code))
    return 0


def take(options: Namespace, out: Out) -> int:
    """Take over into an empty workspace; where there is none, one is made for the same collaborator."""
    from kcdesk.work import taking_over
    from kcdesk.work.bootstrap import exists

    home, phrase = opening.home(options), passphrase(options)
    if exists(home):
        with opening.desk(options) as desk:
            done = [
                taking_over.take(desk, Path(name), passphrase=phrase, fingerprint=options.fingerprint)
                for name in options.files
            ]
        return _tell(done[-1], out)
    if not phrase:
        raise UsageError(
            _("Chưa có dữ liệu ở máy này: hãy tạo bằng lệnh init trước, hoặc cho mật khẩu của gói bàn giao."),
            code="usage",
        )
    first, *others = (Path(name) for name in options.files)
    made, done_first = taking_over.create(home, opening.password(options), first, passphrase=phrase, name=options.name)
    with made as desk:
        done = [done_first, *(taking_over.take(desk, path, passphrase=phrase) for path in others)]
    return _tell(done[-1], out)


def _tell(done: TakenOver, out: Out) -> int:
    content: dict[str, Any] = {
        "code": done.code, "fingerprint": done.fingerprint, "from": done.old, "records": dict(done.records),
        "changes": done.changes,
    }  # fmt: skip
    words = _("Đã nhận bàn giao từ máy {old}: {count} cơ sở. Dấu khóa của máy này: {fingerprint}")
    count = done.records.get("establishment", 0)
    out.document(content, words.format(old=done.old, count=count, fingerprint=done.fingerprint))
    return 0


def status(options: Namespace, out: Out) -> int:
    """Was this laptop handed over, and what is still to be confirmed?"""
    from kcdesk.work import cursors, grants

    with opening.desk(options) as desk:
        handed = grants.handed_over(desk)
        confirmed = cursors.confirmed(desk).position
        left = max(0, handed.position - confirmed) if handed else 0
    content = {
        "handed_over": handed is not None, "at": handed.at if handed else "", "to": handed.to if handed else "",
        "position": handed.position if handed else 0, "confirmed": confirmed, "left": left,
    }  # fmt: skip
    if handed is None:
        words = _("Máy này chưa bàn giao.")
    elif left:
        words = _("Máy này đã bàn giao; tỉnh chưa xác nhận hết, hãy gửi nốt.")
    else:
        words = _("Máy này đã bàn giao và tỉnh đã nhận hết.")
    out.document(content, words)
    return 0
