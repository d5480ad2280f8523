"""The letter that goes with a bundle: who sends what, counts by commune, what changed, the code to compare.

Names are named, numbers of persons are not, and nothing that consent withholds from the bundle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import cursors, records
from kcdesk.work.consent import Consent, is_declared

if TYPE_CHECKING:
    from kcdesk.reports.letter import Letter
    from kcdesk.work.bootstrap import Desk

Row = tuple[str, str]
COUNTED = ("establishment", "support_request", "visit")
NAMED = ("establishment", "support_request", "proposal", "beneficiary", "target")
"""What is named one by one; visits, papers and questions are only counted or passed over."""
_MOST_NAMED, _MOST_COMMUNES = 14, 6
"""So many records and communes are named: the letter stays on one page."""


def write(desk: Desk, bundle_ids: Sequence[str], out: Path) -> Path:
    """Write the letter for some bundles made here, the parts of one usually.

    Raises UserError where a bundle is not one's own, EnvironmentProblem where the file cannot be written.
    """
    from kcdesk.reports import letter as form

    content = compose(desk, bundle_ids)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return form.write(content, out)
    except OSError as error:
        raise EnvironmentProblem(_("Không ghi được tệp “{file}”.").format(file=out), code="not_written") from error


def compose(desk: Desk, bundle_ids: Sequence[str]) -> Letter:
    """What the letter says. Raises UserError where a bundle is not one's own."""
    from kcdesk.reports.letter import Letter

    made = [_made(desk, one) for one in bundle_ids]
    rows = _changed(desk, made)
    province = desk.reference.communes.province(desk.profile.province)
    sender = desk.profile.unit or desk.profile.name
    return Letter(
        issuer=sender,
        place=_place(desk) or (province.name if province else ""),
        on=desk.today(),
        subject=_("gửi số liệu công nghiệp nông thôn, khuyến công"),
        to=_receiver(desk, made),
        paragraphs=_paragraphs(desk, made, rows),
        table=_table(desk, rows),
        items=_items(desk, rows),
        closing=_("Đề nghị đơn vị nhận đối chiếu mã nêu trên khi nhận tệp và gửi lại gói trả lời."),
        signer=desk.profile.name,
    )


def _made(desk: Desk, bundle: str) -> Mapping[str, Any]:
    found = desk.store.bundles.get(bundle)
    if found is None or found.get("direction") != "made" or found.get("log") != desk.device_id:
        raise UserError(_("Không tìm thấy gói đã gửi này."), code="not_found")
    return found


def _place(desk: Desk) -> str:
    commune = desk.reference.communes.get(desk.profile.communes[0]) if desk.profile.communes else None
    return commune.name if commune else ""


def _receiver(desk: Desk, made: Sequence[Mapping[str, Any]]) -> str:
    receiver = str(made[0].get("receiver") or "")
    if receiver == cursors.PROVINCE:
        return str(desk.settings.get("unit") or _("Đơn vị khuyến công cấp tỉnh"))
    return _("Cộng tác viên mã {code}").format(code=receiver.partition("/")[0])


def _paragraphs(desk: Desk, made: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> list[str]:
    names = ", ".join(str(one.get("file") or "") for one in made)
    codes = ", ".join(str(one.get("code") or "") for one in made)
    numbers = ", ".join(str(one["sequence"]) for one in made)
    first = _("{sender} (mã {code}) gửi kèm công văn này tệp số liệu số {numbers}, gồm {count} hồ sơ mới hoặc có sửa.")
    second = _("Tên tệp: {names}. Mã đối chiếu, đọc qua điện thoại khi nhận: {codes}.")
    return [
        first.format(
            sender=desk.profile.unit or desk.profile.name, code=desk.profile.code, numbers=numbers, count=len(rows)
        ),
        second.format(names=names, codes=codes),
    ]  # fmt: skip


def _changed(desk: Desk, made: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The records that the bundles are about, children counted with theirs, in the order in which they changed."""
    receiver = str(made[0].get("receiver") or "").partition("/")[0]
    found: dict[Row, None] = {}
    for one in made:
        for entry in desk.store.log(int(one["position_from"]), int(one["position_to"])):
            about = entry.change or entry.marker
            if entry.marker is not None and entry.marker.receiver != receiver:
                continue
            if about is not None and is_declared(about.entity):
                found[_above(desk, about.entity, about.row)] = None
    return list(found)


def _above(desk: Desk, entity: str, row: str) -> Row:
    """The record with which a row is saved."""
    kind = catalogue.entity(entity)
    if not kind.parent_field:
        return entity, row
    record = desk.store.get(entity, row, deleted=True) or {}
    return kind.parent, str(record.get(kind.parent_field) or row)


def _commune(desk: Desk, row: Row) -> str:
    record = desk.store.get(*row, deleted=True) or {}
    owner = record if record.get("commune_code") else desk.store.get(
        "establishment", str(record.get("establishment_id") or ""), deleted=True) or {}  # fmt: skip
    code = str(owner.get("commune_code") or "")
    commune = desk.reference.communes.get(code)
    return commune.full_name if commune else code or _("Chưa rõ xã")


def _table(desk: Desk, rows: Sequence[Row]) -> list[list[str]]:
    """Counts by commune; more communes than fit stand in one line."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if row[0] in COUNTED:
            counts.setdefault(_commune(desk, row), Counter())[row[0]] += 1
    if not counts:
        return []
    names = sorted(counts, key=lambda one: (-sum(counts[one].values()), one))
    shown = {name: counts[name] for name in names[:_MOST_COMMUNES]}
    rest = sum((counts[name] for name in names[_MOST_COMMUNES:]), Counter())
    if rest:
        shown[_("{n} xã, phường khác").format(n=len(names) - _MOST_COMMUNES)] = rest
    heads = [_("Xã, phường"), *(_(catalogue.entity(one).label) for one in COUNTED)]
    return [heads, *([name, *(str(one[entity]) for entity in COUNTED)] for name, one in shown.items())]


def _items(desk: Desk, rows: Sequence[Row]) -> list[str]:
    """The records by name, as many as fit."""
    consent = Consent(desk)
    lines = [_said(desk, consent, row) for row in rows if row[0] in NAMED]
    if len(lines) <= _MOST_NAMED:
        return lines
    rest = _("và {n} hồ sơ khác, có trong tệp.").format(n=len(lines) - _MOST_NAMED)
    return [*lines[:_MOST_NAMED], rest]


def _said(desk: Desk, consent: Consent, row: Row) -> str:
    """A record by its kind and name; without the name where it may not be told."""
    entity, id_ = row
    kind = catalogue.entity(entity)
    record = desk.store.get(entity, id_, deleted=True)
    open_part = consent.record(entity, record) if record else {"id": id_}
    name = records.title(kind, open_part) if open_part.get(kind.title_field) else ""
    label = _(kind.label)
    said = f"{label}: {name}" if name else _("{label} (không ghi tên)").format(label=label)
    return _("{said} – đã xóa").format(said=said) if record and record.get("deleted") else said
