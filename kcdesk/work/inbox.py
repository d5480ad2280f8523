"""Many bundles at once: what each of them would do is said first, then they come in after one backup.

Each bundle comes in whole or not at all. Stopping between two of them leaves those that are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import taking
from kcdesk.work.jobs import Cancel, Cancelled, Progress, never, quiet, stop_if

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
    return done


def _look(desk: Desk, file: Path) -> Item:
    if file.suffix.lower() == SETTINGS:
        return Item(file, None, _("Đây là tệp cấu hình, không phải gói số liệu."))
    try:
        return Item(file, taking.plan_import(desk, file))
    except (UserError, EnvironmentProblem) as error:
        return Item(file, None, error.message, error.action)


def _take(desk: Desk, item: Item, progress: Progress) -> Item:
    try:
        return replace(item, report=taking.apply_import(desk, item.path, backup=False, progress=progress), is_done=True)
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
    return (report.sender.code, report.sequence, item.path.name) if report else ("", 0, item.path.name)


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
