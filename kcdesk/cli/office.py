"""``senders``, ``feedback`` and ``purge``: the province's office, and what is removed for good."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.office import Period


def senders(options: Namespace, out: Out) -> int:
    """Who has sent in a reporting period and who is missing; 1 where somebody is missing."""
    from kcdesk.work import office

    with opening.desk(options) as desk:
        period = _period(desk, options.period)
        found = office.standing(desk, period)
    for one in found:
        shown: dict[str, Any] = {
            "period": period.id, "due": period.due.isoformat(), "code": one.code, "name": one.name,
            "communes": list(one.communes), "sent": one.has_sent, "bundles": one.bundles, "records": one.records,
            "last_at": one.last_at, "days_left": one.days_left, "held": one.held, "missing": list(one.missing),
        }  # fmt: skip
        word = _("đã gửi") if one.has_sent else _("chưa gửi")
        out.line(shown, f"{one.code}\t{word}\t{one.bundles}\t{one.last_at}")
    if not out.as_json and found:
        out.say(_("{name}: còn {days} ngày.").format(name=period.name, days=found[0].days_left))
    return 1 if any(not one.has_sent for one in found) else 0


def _period(desk: Desk, wanted: str) -> Period:
    from kcdesk.work import office

    known = office.periods(desk)
    found = next((one for one in known if one.id == wanted), None) if wanted else office.current(desk)
    if found is None:
        names = ", ".join(one.id for one in known)
        raise UsageError(_("Không có kỳ báo cáo này; có: {names}.").format(names=names), code="usage")
    return found


def feedback(options: Namespace, out: Out) -> int:
    """At the province: one answer for each collaborator. At a collaborator's: what the province told last."""
    from kcdesk.work import office

    with opening.desk(options) as desk:
        if not desk.profile.is_province:
            return _told(desk, out)
        if not options.out:
            raise UsageError(_("Thiếu tham số: {names}.").format(names="--out"), code="usage")
        with opening.folder(Path(options.out)) as folder:
            made = office.feedback_all(desk, folder, codes=options.to or None)
        _drop_empty(Path(options.out))
    for one in made:
        shown = {
            "code": one.code, "files": [str(path) for path in one.paths], "codes": list(one.codes),
            "counts": dict(one.counts), "error": one.error,
        }  # fmt: skip
        words = ", ".join(str(path) for path in one.paths) or one.error or _("không có gì mới")
        out.line(shown, f"{one.code}\t{words}")
    return 1 if any(one.error for one in made) else 0


def _drop_empty(folder: Path) -> None:
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def _told(desk: Desk, out: Out) -> int:
    from kcdesk.work import feedback as answers

    for one in answers.notices(desk):
        shown = {
            "kind": one.kind, "entity": one.entity, "row": one.row, "fields": list(one.fields), "reason": one.reason,
            "message": one.words,
        }  # fmt: skip
        out.line(shown, f"{one.title}\t{', '.join(one.labels)}\t{one.words}")
    return 0


def purge(options: Namespace, out: Out) -> int:
    """Remove the personal data of some establishments for good; without ids, list those of which one may."""
    from kcdesk.work import purging

    with opening.desk(options) as desk:
        if not options.ids:
            for one in purging.candidates(desk):
                words = {purging.WITHDRAWN: _("không đồng ý hoặc đã rút"), purging.RETENTION: _("hết thời hạn lưu")}
                shown = {"id": one.row, "name": one.title, "reason": one.reason}
                out.line(shown, f"{one.row}\t{one.title}\t{words[one.reason]}")
            return 0
        done = purging.purge(desk, options.ids)
    content = {"records": done.records, "values": done.values, "files": done.files}
    words_done = _("Đã xóa hẳn {values} mục dữ liệu cá nhân và {files} tệp của {records} hồ sơ.")
    out.document(content, words_done.format(**content))
    return 0
