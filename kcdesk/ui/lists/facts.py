"""What the panel beside a list says about one record; looked up on the reader thread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.model import catalogue
from kcdesk.model.problems import Level, Problem, UserError
from kcdesk.work import attachments, joins, records
from kcdesk.work.showing import Shower

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kcdesk.model.fields import Entity, Record, Value
    from kcdesk.work.bootstrap import Desk

_LINES = {
    "establishment": (
        "vsic_code", "main_trade", "representative", "phone", "tax_code", "status", "code",
    ),
    "support_request": (
        "establishment_id", "activity", "fund_source", "plan_year", "total_cost", "requested_amount", "status", "code",
    ),
    "visit": ("met_with", "content", "conclusion", "next_step", "next_due_on", "surveyor"),
}  # fmt: skip
_UNDER = {
    "establishment": ("legal_form", "address", "commune_code"),
    "support_request": ("establishment_id",),
    "visit": ("visited_on", "kind"),
}
_ORDER = {Level.ERROR: 0, Level.GAP: 1, Level.WARNING: 2}


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, what stands under it, problems with the gravest first, and lines of name and value."""

    id: str
    title: str
    under: tuple[str, ...]
    heading: str
    problems: tuple[Problem, ...]
    lines: tuple[tuple[str, str], ...]


def look_up(desk: Desk, entity: str, row: str) -> Facts | None:
    """The facts of one record; None where it is gone meanwhile."""
    try:
        loaded = records.load(desk, entity, row)
    except UserError:
        return None
    kind, record = loaded.entity, loaded.record
    shower = Shower(desk)
    problems = tuple(sorted(loaded.problems, key=lambda one: _ORDER[one.level]))
    return Facts(
        row, _title(shower, kind, record), _under(desk, shower, kind, record), _heading(problems), problems,
        (*_lines(desk, shower, kind, record), *_latest(desk, kind, record, loaded.derived)),
    )  # fmt: skip


def _title(shower: Shower, kind: Entity, record: Record) -> str:
    if kind.name == "visit":
        return shower.cell(kind, "establishment_id", record) or _(kind.label)
    return shower.cell(kind, kind.title_field, record) or str(record.get("code") or _(kind.label))


def _heading(problems: tuple[Problem, ...]) -> str:
    errors = sum(1 for one in problems if one.level is Level.ERROR)
    gaps = sum(1 for one in problems if one.level is Level.GAP)
    if errors:
        return ngettext("Có {n} mục sai", "Có {n} mục sai", errors).format(n=errors)
    if gaps:
        return ngettext("Còn thiếu {n} mục", "Còn thiếu {n} mục", gaps).format(n=gaps)
    return _("Nên xem lại")


def _under(desk: Desk, shower: Shower, kind: Entity, record: Record) -> tuple[str, ...]:
    parts = [shower.cell(kind, name, record) for name in _UNDER.get(kind.name, ())]
    lines = [" · ".join(part for part in parts if part)]
    commune = str(record.get("commune_code") or "")
    if commune:
        former = desk.reference.communes.former(commune)
        if former:
            more = " …" if len(former) > 1 else ""
            lines.append(_("trước 01/7/2025: {places}").format(places=former[0] + more))
    return tuple(line for line in lines if line)


def _lines(desk: Desk, shower: Shower, kind: Entity, record: Record) -> list[tuple[str, str]]:
    lines = []
    for name in _LINES.get(kind.name, tuple(field.name for field in kind.fields[:8])):
        if name not in kind or name in _UNDER.get(kind.name, ()):
            continue
        words = shower.cell(kind, name, record)
        if words:
            unit = _(kind[name].unit) if kind[name].unit else ""
            code = f"{record.get(name)} · " if kind[name].code_table == "vsic" else ""
            lines.append((_(kind[name].label), f"{code}{words} {unit}".strip()))
    lines += _counted(desk, kind, str(record["id"]))
    return lines


def _latest(desk: Desk, kind: Entity, record: Record, derived: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Of an establishment the figures of its latest year, and the day of the last visit."""
    if kind.name != "establishment":
        return []
    figures = catalogue.entity("yearly_figure")
    lines = []
    for name in ("revenue", "workers_total"):
        value = derived.get(f"latest_{name}")
        if value is not None:
            field = figures[name]
            words = f"{field.kind.format(value, field)} {_(field.unit)}"
            lines.append((f"{_(field.label)} {derived.get('latest_year')}", words))
    group = joins.with_group(desk, kind.name, [str(record["id"])])
    last = desk.store.select(
        "SELECT max(visited_on) FROM visit WHERE deleted = 0"
        " AND establishment_id IN (SELECT value FROM json_each(?))", (json.dumps(group),),
    )[0][0]  # fmt: skip
    if last:
        field = catalogue.entity("visit")["visited_on"]
        lines.append((_("Khảo sát gần nhất"), field.kind.format(last, field)))
    return lines


def _counted(desk: Desk, kind: Entity, row: str) -> list[tuple[str, str]]:
    """How many requests, visits and papers belong to an establishment or a request."""
    lines = []
    group = joins.with_group(desk, kind.name, [row])
    for other in catalogue.ENTITIES:
        if other.parent_field or other.name == kind.name or f"{kind.name}_id" not in other:
            continue
        number = desk.store.count(other.name, {f"{kind.name}_id": group})
        if number:
            lines.append((_(other.label_plural), str(number)))
    return lines + _papers(desk, kind, group)


def _papers(desk: Desk, kind: Entity, group: Sequence[str]) -> list[tuple[str, str]]:
    """How many photos and papers a record has, and how many of them are not here, and why."""
    found = [one for row in group for one in attachments.of_record(desk, kind.name, row)]
    if not found:
        return []
    kept = sum(one.withheld for one in found)
    away = sum(not one.here for one in found) - kept
    words = [str(len(found))]
    if away:
        words.append(ngettext("{n} chưa về", "{n} chưa về", away).format(n=away))
    if kept:
        words.append(ngettext("{n} không gửi vì chưa đồng ý", "{n} không gửi vì chưa đồng ý", kept).format(n=kept))
    return [(_("Ảnh, giấy tờ"), " · ".join(words))]
