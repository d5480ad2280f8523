"""A desk with a few records, for the tests of workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcdesk.work import records
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role

PASSWORD = "bánh tráng Nàng Mau 2026"
COMMUNES = ("31441", "31459")
CONSENTED = {
    "consent": "dong_y", "consent_on": "2026-10-05", "consent_method": "ky", "consent_notice": "TB-01",
}  # fmt: skip


def desk(home: Path) -> Desk:
    """An empty workspace of a collaborator in Cần Thơ."""
    profile = Profile(
        role=Role.COLLABORATOR, code="CTV07", name="Lê Thử", unit="UBND xã Vị Thủy", province="92", communes=COMMUNES
    )
    return Desk.create(home, PASSWORD, profile)


def establishment(name: str, **more: Any) -> dict[str, Any]:
    """An establishment that can be saved."""
    return {
        "name": name, "legal_form": "HKD", "status": "dang_hd", "commune_code": "31441", "address": "Ấp 3",
        "representative": "Nguyễn Thị Mẫu", "phone": "0912345678", "trade_group": "1", "main_trade": "làm bánh tráng",
        **more,
    }  # fmt: skip


def add(desk: Desk, values: dict[str, Any], entity: str = "establishment") -> str:
    """Save a record; its id."""
    kind = records.declared(entity)
    own, children, _row = records.split(kind, values)
    return records.save_record(desk, entity, None, own, children).id
