"""What waits for an officer: bundles of senders who are not trusted, and single changes; letting them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work import taking
from kcdesk.work.kept import kept_bundle
from kcdesk.work.opened import opened
from kcdesk.work.taking import Report

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

WAITING, ADMITTED, REFUSED = "waiting", "admitted", "refused"
CHANGE = "change"


def held(desk: Desk) -> list[dict[str, Any]]:
    """Everything that waits, in the order in which it came."""
    return [dict(item) for item in desk.store.held.list(state=WAITING)]


def admit_from(desk: Desk, device: str) -> list[Report]:
    """Take in the bundles that were held for a device that is trusted now."""
    reports = []
    for item in desk.store.held.list(kind="bundle", device=device, state=WAITING):
        reports.append(taking.apply_import(desk, kept_bundle(desk, item["kept"], item["file"])))
        desk.store.held.update(item["id"], state=ADMITTED)
    return reports


def admit(desk: Desk, path: Path, *, only: str = "") -> Report:
    """Let one held bundle in, whole or only one record of it, whoever sent it.

    Raises UserError where the bundle is not held.
    """
    with opened(desk, path) as found:
        bundle_id = found.manifest.id
    states = (WAITING, REFUSED)
    waiting = [one for one in desk.store.held.list(bundle=bundle_id) if one["state"] in states]
    alone = desk.store.held.list(kind=CHANGE)
    if not waiting and not alone:
        raise UserError(_("Gói này không nằm trong danh sách chờ xác nhận."), code="not_held")
    report = taking.apply_import(desk, path, admitted=True, only=only)
    rows = {row for _entity, row in report.rows}
    for item in waiting:
        if not only or item.get("row") == only or item.get("row") in rows:
            desk.store.held.update(item["id"], state=ADMITTED)
    _settle(desk, alone)
    return report


def _settle(desk: Desk, waiting: Iterable[Mapping[str, Any]]) -> None:
    """A change is held once, under the first bundle that brought it; it may come in with a later one."""
    for item in waiting:
        if desk.store.known([str(item["id"]).partition("/")[0]]):
            desk.store.held.update(item["id"], state=ADMITTED)


def refuse(desk: Desk, bundle: str, row: str = "") -> int:
    """Do not let in what waits of a bundle, or of it only what is about one record; how much that was.

    It stays kept, and the sender is told. Admitting it later is still possible. Raises UserError where
    nothing waits.
    """
    waiting = [
        one for one in desk.store.held.list(bundle=bundle, state=WAITING) if not row or one.get("row") == row
    ]  # fmt: skip
    if not waiting:
        raise UserError(_("Gói này không nằm trong danh sách chờ xác nhận."), code="not_held")
    with desk.store.transaction():
        for item in waiting:
            desk.store.held.update(item["id"], state=REFUSED)
    return len(waiting)
