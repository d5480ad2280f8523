"""Removing personal data for good: after the province has merged it, or on its owner's wish; a tombstone stays.

A laptop purges only what a real receipt confirmed and nothing of which is held back there; that somebody was
told by telephone is not enough. It is a prompt, never done by itself: where the owner withdrew or refused,
at once, else when the months that the province's settings name have passed. The province purges for those
who withdrew, and that reaches the laptops. Ids and history stay, with a mark in the place of the values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import N_, _
from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.privacy import is_personal
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import areas, cursors, feedback, outgoing, records, settings, settings_parts
from kcdesk.work.consent import Consent, is_declared
from kcdesk.work.jobs import Progress, quiet

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

WITHDRAWN, RETENTION = "withdrawn", "retention"
NO_CONSENT = ("rut", "tu_choi")
_SHA256 = "sha256"
_STILL_HELD = N_("Còn nội dung về hồ sơ này đang chờ xác nhận: hãy nhận hoặc từ chối trước khi xóa.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An establishment whose personal data may be purged now: its name, and why (withdrawn, retention)."""

    row: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed: records, values in their history, files."""

    records: int
    values: int
    files: int


def candidates(desk: Desk, today: date | None = None) -> list[Candidate]:
    """The establishments that may be purged now and still hold personal data, those who withdrew first."""
    day = today or desk.today()
    kind = catalogue.entity("establishment")
    found = []
    for record in desk.store.rows("establishment", {"deleted": False}):
        row = str(record["id"])
        reason = _reason(desk, row, str(record.get("consent") or ""), day)
        if reason and not _objection(desk, row) and _count_values(desk, family(desk, row)):
            found.append(Candidate(row, records.title(kind, record), reason))
    return sorted(found, key=lambda one: (one.reason != WITHDRAWN, one.title))


def _reason(desk: Desk, row: str, consent: str, day: date) -> str:
    if consent in NO_CONSENT:
        return WITHDRAWN
    months = int(desk.settings.get("retention_months", 0))
    if desk.profile.is_province or not months:
        return ""
    latest = max((entry.change.at for entry in desk.store.history(row) if entry.change), default="")
    since = datetime.fromisoformat(latest).date() if latest else day
    passed = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return RETENTION if passed >= months else ""


def family(desk: Desk, row: str) -> dict[str, str]:
    """An establishment with all that hangs on it, each row with its entity."""
    return areas.with_all_on_them(desk, {row: "establishment"})


def _objection(desk: Desk, row: str) -> str:
    """Why nothing may be purged yet; "" where it may."""
    rows = family(desk, row)
    if any(one.row in rows for one in desk.store.unsettled()):
        return _("Hồ sơ còn chỗ hai người ghi khác nhau hoặc còn chờ phần chưa tới: hãy xử lý trước khi xóa.")
    if any(one["row"] in rows for one in desk.store.held.list(kind="change", state="waiting")):
        return _(_STILL_HELD)
    if desk.profile.is_province:
        return ""
    if feedback.held_rows(desk) & rows.keys():
        return _("Tỉnh đang giữ lại một phần của hồ sơ này, chưa ghép: chưa xóa được.")
    confirmed = cursors.confirmed(desk)
    sql = "SELECT max(position) FROM log WHERE kind = 0 AND row IN (SELECT value FROM json_each(?))"
    last = desk.store.select(sql, [json.dumps(list(rows))])[0][0] or 0
    if last > confirmed.position:
        return _("Tỉnh chưa xác nhận đã ghép hết hồ sơ này bằng gói trả lời: chưa xóa được.")
    if Consent(desk).allows("establishment", row) and _papers(desk, rows) & cursors.awaited(desk):
        return _("Tỉnh chưa nhận được đủ tệp đính kèm của hồ sơ này: hãy gửi gói mới rồi chờ gói trả lời.")
    return ""


def _papers(desk: Desk, rows: Collection[str]) -> set[str]:
    """The files of some records."""
    named = desk.store.histories([row for row in rows if desk.store.get(outgoing.ATTACHMENT, row, deleted=True)])
    return {str(one.set[_SHA256]) for changes in named.values() for one in changes if _SHA256 in one.set}


def purge(desk: Desk, rows: Sequence[str], *, today: date | None = None, progress: Progress = quiet) -> Purged:
    """Remove the personal values of these establishments, and of all that hangs on them, for good.

    Their papers with personal data go too, and what was kept of bundles and backups that hold them; a new
    verified backup is made. Raises UserError where one of them may not be purged; nothing is removed then.
    """
    day = today or desk.today()
    families: dict[str, str] = {}
    for row in rows:
        families |= _checked(desk, row, day)
    count = _count_values(desk, families)
    kept = _kept_with(desk, families, progress)
    _refuse_while_waiting(desk, kept)
    with desk.store.transaction():
        touched = desk.store.purge(list(families), _personal_of(desk))
        for entity, row in touched:
            desk.store.drafts.drop(entity, row)
        kept.forget(desk)
        for item in desk.store.held.list(kind="change"):
            if item["row"] in families:
                desk.store.held.drop(item["id"])
        if desk.profile.is_province:
            areas.mark_purged(desk, touched)
    return Purged(len(touched), count, sweep(desk))


def follow(desk: Desk, rows: Collection[str]) -> None:
    """The province purged these rows and its marks came in: what was kept here of their values goes too."""
    kept = _kept_with(desk, rows, quiet)
    kept.held = sorted(set(kept.held) - _waiting(desk))
    with desk.store.transaction():
        kept.forget(desk)
    sweep(desk)


def sweep(desk: Desk) -> int:
    """After a purge, here or at the province: drop the files that nothing names any more, and the older backups."""
    gone = _unnamed(desk)
    desk.store.files.drop(gone)
    desk.workspace.backup_purged(gone)
    return len(gone)


def _checked(desk: Desk, row: str, day: date) -> dict[str, str]:
    record = desk.store.get("establishment", row)
    if record is None:
        raise UserError(_("Không tìm thấy cơ sở này."), code="not_found")
    objection = _objection(desk, row)
    if not objection and not _reason(desk, row, str(record.get("consent") or ""), day):
        objection = _("Chủ cơ sở chưa rút đồng ý và chưa hết thời hạn lưu: chưa xóa được.")
    if objection:
        raise UserError(objection, code="not_yet")
    return family(desk, row)


def _personal_of(desk: Desk) -> Callable[[Change], list[str]]:
    """From a change to the names of its personal values; of a personal paper also the name of its file."""
    open_papers = {
        str(one["id"]) for one in desk.store.rows(outgoing.ATTACHMENT, {"has_personal_data": False})
    }  # fmt: skip

    def names(change: Change) -> list[str]:
        if not is_declared(change.entity):
            return []
        kind = catalogue.entity(change.entity)
        found = [name for name, value in change.set.items() if name in kind and is_personal(kind[name], value)]
        if change.entity == outgoing.ATTACHMENT and change.row not in open_papers and _SHA256 in change.set:
            found.append(_SHA256)
        return [name for name in found if change.set[name] is not None]

    return names


def _count_values(desk: Desk, rows: Iterable[str]) -> int:
    names = _personal_of(desk)
    histories = desk.store.histories(list(rows))
    return sum(len(names(change)) for changes in histories.values() for change in changes)


@dataclass(slots=True)
class _Kept:
    """The kept bundles that hold personal values of some rows: those taken in, and those that were ever held."""

    bundles: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def forget(self, desk: Desk) -> None:
        """What they were stays noted, what was in them does not."""
        for one in self.bundles:
            desk.store.bundles.update(one, kept=[])
        for one in self.held:
            desk.store.held.update(one, kept=[])


def _kept_with(desk: Desk, rows: Collection[str], progress: Progress) -> _Kept:
    marks = "SELECT DISTINCT CASE origin WHEN '' THEN device ELSE origin END FROM log"
    sql = f"{marks} WHERE row IN (SELECT value FROM json_each(?))"
    givers = {giver for (giver,) in desk.store.select(sql, [json.dumps(list(rows))])}
    kept = [one for one in desk.store.bundles.list(direction="received") if one.get("kept") and one["device"] in givers]
    held = [one for one in desk.store.held.list(kind="bundle") if one.get("kept")]
    found = _Kept()
    for at, item in enumerate((*kept, *held)):
        progress(at, len(kept) + len(held))
        if _holds_personal(desk, item, rows):
            (found.bundles if at < len(kept) else found.held).append(str(item["id"]))
    return found


def _holds_personal(desk: Desk, item: Mapping[str, Any], rows: Collection[str]) -> bool:
    """True also for what cannot be opened here again, as a handover under its passphrase: it holds everything."""
    from kcdesk.work.kept import kept_bundle
    from kcdesk.work.opened import opened

    names = _personal_of(desk)
    try:
        with opened(desk, kept_bundle(desk, item["kept"], str(item.get("file")))) as bundle:
            return any(change.row in rows and names(change) for change in bundle.bundle.changes())
    except EnvironmentProblem:  # a full disk says nothing about the bundle
        raise
    except UserError:
        return True


def _refuse_while_waiting(desk: Desk, found: _Kept) -> None:
    """What an officer has not looked at yet is not thrown away unseen."""
    if _waiting(desk) & set(found.held):
        raise UserError(_(_STILL_HELD), code="not_yet")


def _waiting(desk: Desk) -> set[str]:
    return {str(one["id"]) for one in desk.store.held.list(kind="bundle", state="waiting")}


def _unnamed(desk: Desk) -> list[str]:
    """The files that no record, no kept bundle and no draft names."""
    named: set[str] = set()
    for (text,) in desk.store.select("SELECT body FROM log WHERE entity = ? AND kind = 0", (outgoing.ATTACHMENT,)):
        named.add(str((json.loads(text).get("set") or {}).get(_SHA256)))
    for item in (*desk.store.bundles.list(), *desk.store.held.list()):
        named.update(item.get("kept") or ())
    for content in (desk.settings, *desk.store.meta.get(settings.BEFORE, [])):
        named |= settings_parts.named_files(content)
    drafts = " ".join(text for (text,) in desk.store.select("SELECT body FROM drafts"))
    return [one.sha256 for one in desk.store.files.all() if one.sha256 not in named and one.sha256 not in drafts]
