"""``resolve``."""

from __future__ import annotations

from argparse import Namespace

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _


def resolve(options: Namespace, out: Out) -> int:
    """Settle one field which two people changed without seeing each other."""
    from kcdesk.work import resolving

    with opening.desk(options) as desk:
        save = resolving.resolve(desk, options.id, options.field, options.value)
    out.document({"id": options.id, "field": options.field, "save": save}, _("Đã chọn giá trị."))
    return 0
