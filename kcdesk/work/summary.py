"""A few lines of plain text about any stretch of days, to be pasted where people ask for figures.

Figures and names of places only: no establishment and no person is named but the one who reports.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.work import joins
from kcdesk.work.months import drawn_up, noted_on
from kcdesk.work.showing import Shower

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

MOST_LINES = 10
_MOST_PARTS = 4
_MILLION = 1_000_000
_REQUESTS = (
    "SELECT r.id, r.activity, r.requested_amount, coalesce(e.commune_code, r.commune_code) FROM support_request r"
    " LEFT JOIN establishment e ON e.id = r.establishment_id WHERE r.id IN (SELECT value FROM json_each(?))"
)
_VISITS = (
    "SELECT count(*), count(DISTINCT establishment_id) FROM visit"
    " WHERE deleted = 0 AND visited_on >= ? AND visited_on <= ?"
)


class Subject(StrEnum):
    """By what the requests are taken apart."""

    ACTIVITY = "activity"
    COMMUNE = "commune"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class _Request:
    day: date
    activity: str
    amount: int
    commune: str


def lines(desk: Desk, subject: Subject, first: date, last: date) -> tuple[str, ...]:
    """At most ``MOST_LINES`` lines about the days from ``first`` to ``last``, both counted; swapped if need be."""
    first, last = min(first, last), max(first, last)
    requests = _requests(desk, first, last)
    visits, visited = desk.store.select(_VISITS, (first.isoformat(), last.isoformat()))[0]
    asked = sum(one.amount for one in requests)
    text = [
        _("Khuyến công {where}, từ {first} đến {last}").format(where=_where(desk), first=_day(first), last=_day(last)),
        _("Khảo sát: {visits} lượt tại {places} cơ sở").format(visits=_grouped(visits), places=_grouped(visited)),
        _("Cơ sở ghi mới: {new}, đang theo dõi {all}").format(
            new=_grouped(_new_establishments(desk, first, last)), all=_grouped(_shown(desk))
        ),
        _("Đề nghị lập trong kỳ: {n}, xin hỗ trợ {amount} triệu đồng").format(
            n=_grouped(len(requests)), amount=_millions(asked)
        ),
        _compared(desk, requests, first, last),
        *_parts(desk, subject, requests, first, last),
        _("Người báo: {code} {name}, {today}").format(
            code=desk.profile.code, name=desk.profile.name, today=_day(desk.today())
        ),
    ]
    return tuple(line for line in text if line)[:MOST_LINES]


def _shown(desk: Desk) -> int:
    """Establishments, one for each group of joined ones."""
    return desk.store.count("establishment", joins.shown_only(desk, "establishment"))


def _requests(desk: Desk, first: date, last: date) -> list[_Request]:
    days = dict(drawn_up(desk, first, last + timedelta(days=1)))
    found = desk.store.select(_REQUESTS, (json.dumps(list(days)),))
    return [
        _Request(days[str(row)], str(activity or ""), int(amount or 0), str(commune or ""))
        for row, activity, amount, commune in found
    ]


def _new_establishments(desk: Desk, first: date, last: date) -> int:
    """Establishments that were first noted in these days, as their ids tell."""
    ids = desk.store.select("SELECT id FROM establishment WHERE deleted = 0")
    return sum(first <= noted_on(str(row)) <= last for (row,) in ids)


def _compared(desk: Desk, requests: Sequence[_Request], first: date, last: date) -> str:
    before = len(_requests(desk, _year_before(first), _year_before(last)))
    if not before:
        return _("Cùng kỳ năm trước: chưa có số liệu")
    growth = (len(requests) - before) * 100 / before
    words = _("tăng {n} %") if growth >= 0 else _("giảm {n} %")
    return _("Cùng kỳ năm trước: {n} đề nghị ({change})").format(
        n=_grouped(before), change=words.format(n=_decimal(abs(growth)))
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _parts(desk: Desk, subject: Subject, requests: Sequence[_Request], first: date, last: date) -> list[str]:
    if subject is Subject.MONTH:
        return _by_month(requests, first, last)
    shower = Shower(desk)
    if subject is Subject.ACTIVITY:
        field = catalogue.entity("support_request")["activity"]
        amounts: Counter[str] = Counter()
        for one in requests:
            amounts[one.activity] += one.amount
        numbers = Counter(one.activity for one in requests if one.activity)
        return [
            _("- {what}: {n} đề nghị, {amount} triệu đồng").format(
                what=shower.say(field, code, {}), n=_grouped(number), amount=_millions(amounts[code])
            )
            for code, number in numbers.most_common(_MOST_PARTS)
        ]
    field = catalogue.entity("establishment")["commune_code"]
    places = Counter(one.commune for one in requests if one.commune)
    return [
        _("- {what}: {n} đề nghị").format(what=shower.say(field, code, {}), n=_grouped(number))
        for code, number in places.most_common(_MOST_PARTS)
    ]


def _by_month(requests: Sequence[_Request], first: date, last: date) -> list[str]:
    """The last months of the stretch, one line each."""
    numbers = Counter((one.day.year, one.day.month) for one in requests)
    months = [divmod(at, 12) for at in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    return [
        _("- Tháng {month}/{year}: {n} đề nghị").format(month=at + 1, year=year, n=_grouped(numbers[year, at + 1]))
        for year, at in months[-_MOST_PARTS:]
    ]


def _where(desk: Desk) -> str:
    communes, profile = desk.reference.communes, desk.profile
    names = [found.full_name for code in profile.communes if (found := communes.get(code)) is not None]
    if len(names) == 1:
        return names[0].split(",")[0]
    province = communes.province(profile.province)
    where = province.full_name if province else ""
    return _("{n} xã, phường, {province}").format(n=len(names), province=where) if names else where


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(number: float) -> str:
    return f"{number:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _millions(dong: int) -> str:
    return _decimal(dong / _MILLION)
