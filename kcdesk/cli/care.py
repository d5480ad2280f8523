"""``doctor``."""

from __future__ import annotations

from argparse import Namespace

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _


def doctor(options: Namespace, out: Out) -> int:
    """Check a workspace; 1 where something was found."""
    from kcdesk.work import care
    from kcdesk.work.cautions import cautions

    with opening.desk(options) as desk:
        examined = care.doctor(desk)
        told = cautions(desk)
    findings = [{"code": one.code, "message": one.message} for one in examined.findings]
    words = [one.message for one in examined.findings] or [_("Dữ liệu nguyên vẹn.")]
    out.document(
        {
            "findings": findings,
            "warnings": [{"code": one.code, "message": one.sentence} for one in told],
            "position": examined.position,
            "chain": examined.chain,
            "rows": examined.rows,
        },
        "\n".join(words),
    )
    return 1 if findings else 0
