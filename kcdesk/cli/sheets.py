"""``sheet export|import``: workbooks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _


def export(options: Namespace, out: Out) -> int:
    """Write a workbook of all records, or an empty one to fill in."""
    from kcdesk.work import sheets

    with opening.desk(options) as desk:
        made = sheets.export(desk, Path(options.out), personal=options.personal, template=options.template)
    words = _("Đã ghi “{file}”: {count} dòng.").format(file=made.path, count=sum(made.counts.values()))
    if made.withheld:
        words += "\n" + _("{count} dòng để trống dữ liệu cá nhân vì chưa có sự đồng ý.").format(count=made.withheld)
    out.document({"file": str(made.path), "counts": made.counts, "withheld": made.withheld}, words)
    return 0
