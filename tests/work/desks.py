"""Desks to work at: a clock that only moves when asked, cheap passwords, a province and its collaborators."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kcdesk.store.vault import Cost
from kcdesk.work import settings
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role

PASSWORD = "mot hai ba bon nam"
CHEAP = Cost(1, 8 * 1024 * 1024)

ESTABLISHMENT = {
    "name": "Cơ sở bánh tráng Út Mười",
    "legal_form": "HKD",
    "commune_code": "31441",
    "representative": "Nguyễn Thị Ví Dụ",
    "phone": "0900000001",
    "address": "Ấp 1",
    "trade_group": "1",
    "main_trade": "Bánh tráng",
    "consent": "dong_y",
    "consent_on": "2026-11-02",
    "consent_method": "ky",
    "consent_notice": "TB-01",
}
REQUEST = {
    "kind": "nhu_cau",
    "plan_year": 2027,
    "activity": "ND03",
    "fund_source": "KCDP",
    "title": "Máy tráng bánh",
    "total_cost": 250_000_000,
    "requested_amount": 110_000_000,
}


def machine() -> str:
    """The computer on which all tests seem to run, wherever a workspace was made."""
    return "một máy"


class Ticking:
    """A clock that goes one second at every look."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The next second."""
        self._now += timedelta(seconds=1)
        return self._now

    def today(self) -> date:
        """Always the same day."""
        return date(2026, 11, 23)


def province(home: Path) -> Desk:
    """The workspace of Cần Thơ."""
    profile = Profile(role=Role.PROVINCE, code="TINH92", name="Phòng", unit="Trung tâm Khuyến công", province="92")
    return Desk.create(home, PASSWORD, profile, clock=Ticking(), cost=CHEAP, machine=machine)


def collaborator(home: Path, code: str = "CTV07", communes: tuple[str, ...] = ("31441",)) -> Desk:
    """The workspace of a collaborator."""
    profile = Profile(role=Role.COLLABORATOR, code=code, name="Người Ghi", unit="UBND xã", communes=communes)
    return Desk.create(home, PASSWORD, profile, clock=Ticking(), cost=CHEAP, machine=machine)


def reopened(desk: Desk) -> Desk:
    """The same workspace, closed and opened again."""
    home = desk.home
    desk.close()
    return Desk.open(home, PASSWORD, clock=Ticking(), machine=machine)


def introduce(office: Desk, *people: Desk) -> None:
    """Give the province's settings to collaborators, and their fingerprints to the province."""
    from kcdesk.work import trust

    issued = settings.settings_export(office, office.home.parent / "tinh.kcs")
    for person in people:
        settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
        trust.trust(office, person.fingerprint, person.profile.code)
