"""Proposals (đề án): several requests bundled into one, and whether its form's conditions are met.

Conditions are those of Circular 36/2013/TT-BCT, Article 2, as amended by Circular 17/2018/TT-BCT: a flagship
proposal (đề án điểm) has at least two activities and two beneficiaries and runs for two to three years. A group
proposal (đề án nhóm) has one activity and several beneficiaries. They warn and never forbid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import UserError
from kcdesk.work import joins, records
from kcdesk.work.prepare import Plain, Preparer, refuse

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

ENTITY, REQUEST = "proposal", "support_request"
ORDINARY, GROUP, FLAGSHIP = "thuong", "nhom", "diem"
_SEVERAL = 2
_MONTHS_OF_A_YEAR = 12
_SHORTEST_YEARS, _LONGEST_YEARS = 2, 3


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a form of proposal asks for, in words; ``is_met`` None where it cannot be told yet."""

    words: str
    detail: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Member:
    """A request in a proposal."""

    row: str
    title: str
    owner: str
    activity: str
    total: int
    asked: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal with its requests and the conditions of its form; sums in đồng."""

    members: tuple[Member, ...]
    conditions: tuple[Condition, ...]
    total: int
    asked: int


def standing(desk: Desk, row: str, typed: Mapping[str, Value] | None = None) -> Standing:
    """How a proposal stands; ``typed`` are the values of a form that is being filled in."""
    record = {**(desk.store.get(ENTITY, row) or {}), **(typed or {})}
    rows = list(desk.store.rows(REQUEST, {"proposal_id": row})) if row else []
    members = tuple(_member(desk, one) for one in rows)
    return Standing(
        members,
        tuple(conditions(record, rows, _owners(desk, rows))),
        sum(one.total for one in members),
        sum(one.asked for one in members),
    )


def conditions_of(desk: Desk, typed: Mapping[str, Value], numbers: Sequence[int]) -> list[Condition]:
    """The conditions for a proposal that is about to be made of the requests of these row numbers."""
    rows = desk.store.page(REQUEST, numbers)
    return conditions(typed, rows, _owners(desk, rows))


def conditions(record: Mapping[str, Value], requests: Sequence[Record], owners: int) -> list[Condition]:
    """What the form of a proposal asks for, and whether its requests give it. ``owners`` counts beneficiaries."""
    form = record.get("form")
    activities = {str(one["activity"]) for one in requests if one.get("activity")}
    said = ngettext("{n} cơ sở", "{n} cơ sở", owners).format(n=owners)
    kinds = ngettext("{n} nội dung", "{n} nội dung", len(activities)).format(n=len(activities))
    if form == FLAGSHIP:
        years = _years(record)
        length = _("{n} năm").format(n=years) if years else _("chưa ghi thời gian")
        in_time = None if not years else _SHORTEST_YEARS <= years <= _LONGEST_YEARS
        return [
            Condition(_("Từ 2 nội dung khuyến công trở lên"), kinds, len(activities) >= _SEVERAL),
            Condition(_("Từ 2 cơ sở thụ hưởng trở lên"), said, owners >= _SEVERAL),
            Condition(_("Thực hiện trong 2 đến 3 năm"), length, in_time),
        ]
    if form == GROUP:
        return [
            Condition(_("Một nội dung khuyến công"), kinds, len(activities) == 1 if activities else None),
            Condition(_("Nhiều cơ sở thụ hưởng"), said, owners >= _SEVERAL),
        ]
    return []


def _years(record: Mapping[str, Value]) -> int:
    """In how many years, begun ones counted, a proposal is carried out; 0 where that is not known."""
    months = [_month(record.get(name)) for name in ("starts_on", "ends_on")]
    first, last = months
    if first is None or last is None or last < first:
        return 0
    return (last - first) // _MONTHS_OF_A_YEAR + 1


def _month(value: Value) -> int | None:
    text = str(value or "")
    year, _dash, month = text.partition("-")
    return int(year) * _MONTHS_OF_A_YEAR + int(month[:2]) if year.isdigit() and month[:2].isdigit() else None


def proposed_form(requests: Iterable[Record], owners: int) -> str:
    """The form that requests fit: flagship for several activities, group for one, ordinary for one establishment."""
    activities = {one.get("activity") for one in requests if one.get("activity")}
    if owners < _SEVERAL:
        return ORDINARY
    return FLAGSHIP if len(activities) >= _SEVERAL else GROUP


def draft(desk: Desk, numbers: Sequence[int]) -> dict[str, Value]:
    """First values of a proposal made of the requests of these row numbers of a list."""
    rows = desk.store.page(REQUEST, numbers)
    years = [year for one in rows if isinstance(year := one.get("plan_year"), int)]
    sources = {one.get("fund_source") for one in rows if one.get("fund_source")}
    activities = sorted({str(one["activity"]) for one in rows if one.get("activity")})
    return {
        "form": proposed_form(rows, _owners(desk, rows)),
        "plan_year": max(years, default=desk.today().year + 1),
        "fund_source": next(iter(sources)) if len(sources) == 1 else None,
        "activities": tuple(activities),
        "total_cost": _sum(rows, "total_cost"),
        "support_amount": _sum(rows, "requested_amount"),
    }


def bundle(desk: Desk, numbers: Sequence[int], values: Plain) -> tuple[str, str]:
    """Make a proposal of requests, given by row numbers of a list; its id and the id of the save. Raises UserError."""
    if not numbers:
        raise UserError(_("Hãy chọn ít nhất một đề nghị."), code="nothing_chosen")
    preparer = Preparer(desk)
    made = preparer.prepare(catalogue.entity(ENTITY), None, values)
    refuse([made])
    kind = catalogue.entity(REQUEST)
    into: Plain = {"proposal_id": made.id, "proposal_form": made.record.get("form")}
    with desk.store.transaction():  # the requests may only point to a proposal that is there
        save = records.write(desk, preparer, [made])
        second = Preparer(desk)
        members = [second.prepare(kind, str(one["id"]), into) for one in desk.store.page(REQUEST, numbers)]
        refuse(members)
        records.write(desk, second, members, save)
    return made.id, save


def release(desk: Desk, request: str) -> str:
    """Take a request out of its proposal; the id of the save."""
    return records.save_record(desk, REQUEST, request, {"proposal_id": None}).save


def _member(desk: Desk, request: Record) -> Member:
    owner = desk.store.get("establishment", str(request.get("establishment_id") or "")) or {}
    return Member(
        row=str(request["id"]),
        title=str(request.get("title") or ""),
        owner=str(owner.get("name") or ""),
        activity=str(request.get("activity") or ""),
        total=_sum([request], "total_cost") or 0,
        asked=_sum([request], "requested_amount") or 0,
    )


def _sum(requests: Iterable[Record], name: str) -> int | None:
    """The sum of a field in đồng; None for nothing."""
    return sum(value for one in requests if isinstance(value := one.get(name), int)) or None


def _owners(desk: Desk, requests: Iterable[Record]) -> int:
    """How many establishments benefit; joined ones are one."""
    shown = joins.groups(desk).shown
    rows = {str(one["establishment_id"]) for one in requests if one.get("establishment_id")}
    return len({shown.get(row, row) for row in rows})
