"""``duplicates join separate distinct``: establishments that are one and the same."""

from __future__ import annotations

from argparse import Namespace

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.twins import WORDS


def duplicates(options: Namespace, out: Out) -> int:
    """List the pairs that may be one, the likeliest first."""
    from kcdesk.work import twins

    with opening.desk(options) as desk:
        found = twins.pairs(desk)
    for pair in found:
        why = ", ".join(_(WORDS[reason]) for reason in pair.likeness.reasons)
        content = {
            "a": pair.one, "b": pair.two, "names": list(pair.names), "commune_code": pair.commune,
            "score": pair.likeness.score, "reasons": [str(reason) for reason in pair.likeness.reasons],
        }  # fmt: skip
        out.line(content, f"{pair.likeness.score}\t{pair.one}\t{pair.two}\t{' / '.join(pair.names)}\t{why}")
    if not found and not out.as_json:
        out.say(_("Không có cặp nào nghi trùng."))
    return 0


def join(options: Namespace, out: Out) -> int:
    """Let two establishments be one; the first stands for both."""
    from kcdesk.work import joins

    with opening.desk(options) as desk:
        save = joins.join(desk, options.keep, options.other, reason=options.reason)
    out.document({"keep": options.keep, "other": options.other, "save": save}, _("Đã gộp; tách ra lại được."))
    return 0


def separate(options: Namespace, out: Out) -> int:
    """Take an establishment out of its group."""
    from kcdesk.work import joins

    with opening.desk(options) as desk:
        save = joins.separate(desk, options.id)
    words = _("Đã tách ra.") if save else _("Hồ sơ này không gộp với hồ sơ nào.")
    out.document({"id": options.id, "save": save}, words)
    return 0


def distinct(options: Namespace, out: Out) -> int:
    """Note that two establishments are not one."""
    from kcdesk.work import joins

    with opening.desk(options) as desk:
        save = joins.dismiss(desk, options.one, options.two, reason=options.reason)
    out.document({"a": options.one, "b": options.two, "save": save}, _("Đã ghi: là hai cơ sở khác nhau."))
    return 0
