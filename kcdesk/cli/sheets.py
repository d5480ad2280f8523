"""``sheet export|import``: workbooks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.cli.telling import Telling
from kcdesk.i18n import _

if TYPE_CHECKING:
    from kcdesk.work.sheets import Plan


def export(options: Namespace, out: Out) -> int:
    """Write a workbook of all records, or an empty one to fill in."""
    from kcdesk.work import sheets

    with opening.desk(options) as desk:
        made = sheets.export(
            desk, Path(options.out), personal=options.personal, template=options.template, progress=Telling(out)
        )
    words = _("Đã ghi “{file}”: {count} dòng.").format(file=made.path, count=sum(made.counts.values()))
    if made.withheld:
        words += "\n" + _("{count} dòng để trống dữ liệu cá nhân vì chưa có sự đồng ý.").format(count=made.withheld)
    out.document({"file": str(made.path), "counts": made.counts, "withheld": made.withheld}, words)
    return 0


def take(options: Namespace, out: Out) -> int:
    """Take a list or workbook in, or say what that would do."""
    from kcdesk.work import assistant, layouts, sheets

    telling = Telling(out)
    wishes = sheets.wishes(opening.read_bytes(Path(options.map))) if options.map else None
    wishes = sheets.with_sheet(wishes, options.sheet)
    with opening.desk(options) as desk:
        since, source = "", None
        if options.remembered:
            opened = assistant.open_file(Path(options.file), telling)
            wishes, since = layouts.with_remembered(desk, opened, wishes)
            source = opened.source
        planned = sheets.plan(desk, Path(options.file), wishes, source=source, progress=telling)
        content = {**planned.as_json(), "remembered": since}
        save = ""
        if not options.plan:
            save = sheets.apply(desk, planned, progress=telling).save
            content["save"] = save
        left = sheets.report(Path(options.report), planned) if options.report else 0
    out.document(content, "\n".join(_words(planned, written=bool(save))))
    if left and not out.as_json:
        out.say(_("Đã ghi {count} dòng chưa nhận vào “{file}”.").format(count=left, file=options.report))
    return 0


def _words(planned: Plan, *, written: bool) -> Iterator[str]:
    """A plan as lines of words."""
    words = {"new": _("mới"), "update": _("cập nhật"), "doubtful": _("cần xem"), "refused": _("không nhận")}
    yield from planned.notes
    yield from planned.questions
    for row in planned.rows:
        if row.status.value != "same":
            yield f"{row.sheet}\t{row.row}\t{words[row.status.value]}\t{row.title}\t{'; '.join(row.why)}"
    counted = planned.counts
    yield _("Mới {new}, trùng {same}, cập nhật {update}, cần xem {doubtful}, không nhận {refused}.").format(**counted)
    yield _("Đã ghi vào dữ liệu.") if written else _("Chưa ghi gì.")
