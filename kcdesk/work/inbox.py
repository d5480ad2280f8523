"""Many bundles at once: what each of them would do is said first, then they come in after one backup.

Each bundle comes in whole or not at all. Stopping between two of them leaves those that are in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import holding, lacking, records, taking
from kcdesk.work.authority import reason_words
from kcdesk.work.consent import is_declared
from kcdesk.work.jobs import Cancel, Cancelled, Progress, never, quiet, stop_if
from kcdesk.work.kept import kept_bundle

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.taking import Report

SETTINGS = ".kcs"


@dataclass(frozen=True, slots=True)
class Item:
    """One file: what it brings, or in ``trouble`` and ``advice`` why it cannot be taken."""

    path: Path
    report: Report | None = None
    trouble: str = ""
    advice: str = ""
    is_done: bool = False

    @property
    def can_come(self) -> bool:
        """True where taking it in would change something: it is merged, or held for an officer."""
        return self.report is not None and self.report.state in (taking.MERGED, taking.HELD) and not self.is_done


@dataclass(slots=True)
class Taken:
    """What one run did. ``stopped`` says that somebody stopped it; what stands in ``items`` as done stays."""

    items: list[Item]
    stopped: bool = False
    rows: set[tuple[str, str]] = field(default_factory=set)


def plan(desk: Desk, files: Sequence[Path], *, progress: Progress = quiet, cancel: Cancel = never) -> list[Item]:
    """What taking in these files would do, one by one, the bundles of a sender in their order. Changes nothing.

    A number that is missing here and comes with another of the files is not said to be missing.
    """
    found = []
    for at, file in enumerate(files):
        stop_if(cancel)
        progress(at, len(files), file.name)
        found.append(_look(desk, file))
    return _together(sorted(found, key=_order))


def take(desk: Desk, items: Sequence[Item], *, progress: Progress = quiet, cancel: Cancel = never) -> Taken:
    """Take in what can come, after one backup; a bundle that is refused does not stop the others."""
    wanted = [one for one in items if one.can_come]
    done = Taken(list(items))
    if not wanted:
        return done
    progress(0, len(wanted), _("Đang sao lưu"))
    desk.workspace.backup()
    with desk.store.assessing_later():
        _take_all(desk, wanted, done, progress, cancel)
    to_come = len(lacking.to_come(desk))
    for item in done.items:
        if item.is_done and item.report is not None:
            item.report.files_missing = to_come
    return done


def _take_all(desk: Desk, wanted: Sequence[Item], done: Taken, progress: Progress, cancel: Cancel) -> None:
    for at, item in enumerate(wanted):
        try:
            stop_if(cancel)
            progress(at, len(wanted), item.path.name)
            now = _take(desk, item, _stopping(progress, cancel, at, len(wanted), item.path.name))
        except Cancelled:
            done.stopped = True
            break
        done.items[done.items.index(item)] = now
        if now.report is not None:
            done.rows |= now.report.rows


def _look(desk: Desk, file: Path) -> Item:
    if file.suffix.lower() == SETTINGS:
        return Item(file, None, _("Đây là tệp cấu hình, không phải gói số liệu."))
    try:
        return Item(file, taking.plan_import(desk, file))
    except (UserError, EnvironmentProblem) as error:
        return Item(file, None, error.message, error.action)


def _take(desk: Desk, item: Item, progress: Progress) -> Item:
    try:
        return replace(
            item, report=taking.apply_import(desk, item.path, one_of_many=True, progress=progress), is_done=True
        )
    except (UserError, EnvironmentProblem) as error:
        return replace(item, report=None, trouble=error.message, advice=error.action)


def _stopping(progress: Progress, cancel: Cancel, at: int, count: int, name: str) -> Progress:
    """The progress inside one bundle; stopping there takes that bundle back."""

    def tell(done: int, total: int, what: str = "") -> None:
        del what
        stop_if(cancel)
        progress(at, count, f"{name}: {done * 100 // total} %" if total else name)

    return tell


def _order(item: Item) -> tuple[str, int, str]:
    report = item.report
    return (report.sender.code, report.sequence, item.path.name) if report else ("~", 0, item.path.name)


def _together(items: Sequence[Item]) -> list[Item]:
    """The same bundle twice comes once; numbers that come with the others are not missing."""
    seen: set[str] = set()
    coming: dict[str, set[int]] = {}
    for item in items:
        if item.report is not None:
            coming.setdefault(item.report.sender.id, set()).add(item.report.sequence)
    for item in items:
        report = item.report
        if report is None:
            continue
        report.missing = [number for number in report.missing if number not in coming[report.sender.id]]
        if report.id in seen:
            report.state, report.known, report.new = taking.KNOWN, report.new + report.known, 0
        seen.add(report.id)
    return list(items)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """What waits for an officer: a whole bundle, or in a merged one what was written about one record.

    ``who`` is the code that the sender claims. ``can_trust`` is True where typing the fingerprint that was read over
    the telephone lets everything of that sender in. ``title`` names the record, "" for a whole bundle. ``sequence``
    is the number of the bundle, 0 where it was not noted.
    """

    bundle: str
    device: str
    who: str
    unit: str
    code: str
    file: str
    at: str
    reason: str
    can_trust: bool
    counts: Mapping[str, int]
    row: str = ""
    title: str = ""
    sequence: int = 0


def waiting(desk: Desk) -> list[HeldItem]:
    """Everything that waits, the newest first; of a record one line, however many changes there are."""
    found: dict[tuple[str, str], HeldItem] = {}
    for item in desk.store.held.list(state=holding.WAITING):
        one = _held(desk, item)
        found.setdefault((one.bundle, one.row), one)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def admit(desk: Desk, bundle: str, row: str = "") -> Report:
    """An officer lets a held bundle in, whole or only what it says about one record, whoever sent it.

    Raises UserError where it is not here any more.
    """
    item = desk.store.held.get(bundle) or desk.store.bundles.get(bundle)
    if item is None or not item.get("kept"):
        raise UserError(_("Gói này không nằm trong danh sách chờ xác nhận."), code="not_held")
    kept = kept_bundle(desk, list(item["kept"]), str(item.get("file") or ""))
    return holding.admit(desk, kept, only=row)


def _held(desk: Desk, item: Mapping[str, Any]) -> HeldItem:
    bundle, device = str(item.get("bundle") or item["id"]), str(item.get("device") or "")
    known = desk.store.devices.get(device) or {}
    of = desk.store.bundles.get(bundle) or {}
    is_change = item.get("kind") == "change"
    row, entity = (str(item.get(name) or "") if is_change else "" for name in ("row", "entity"))
    return HeldItem(
        bundle=bundle, device=device, who=str(item.get("claimed") or known.get("code") or ""),
        unit=str(item.get("unit") or known.get("unit") or ""), code=str(item.get("code") or of.get("code") or ""),
        file=str(item.get("file") or of.get("file") or ""), at=str(item.get("at") or ""),
        reason=reason_words(str(item.get("reason") or "")),
        can_trust=not is_change and item.get("reason") == taking.UNKNOWN_SENDER,
        counts=dict(item.get("counts") or {}), row=row, title=_title(desk, entity, row) if row else "",
        sequence=int(item.get("sequence") or of.get("sequence") or 0),
    )  # fmt: skip


def _title(desk: Desk, entity: str, row: str) -> str:
    if not is_declared(entity):
        return entity
    kind = catalogue.entity(entity)
    record = desk.store.get(entity, row, deleted=True)
    return records.title(kind, record) if record else _(kind.label)
