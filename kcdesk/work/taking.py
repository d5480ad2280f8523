"""Taking bundles in: check, hold what is not trusted, plan, and merge in one transaction after a backup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.work import areas, cursors, feedback, grants, lacking, making, receipts, receivers, restoring, trust
from kcdesk.work.authority import Gate
from kcdesk.work.boundary import Boundary
from kcdesk.work.consent import is_declared
from kcdesk.work.jobs import Progress, quiet
from kcdesk.work.kept import keep_file
from kcdesk.work.opened import Opened, opened
from kcdesk.work.trust import Device, Standing

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.store.types import Merged
    from kcdesk.work.bootstrap import Desk

MERGED, HELD, KNOWN = "merged", "held", "known"
UNKNOWN_SENDER, REVOKED_SENDER, REPLACED_SENDER = "unknown_sender", "revoked_sender", "replaced_sender"
PURGE_DUE = "purge_due"
"""The rows of which what came in purged values: what was kept of them here is to go."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What one bundle brings, planned or done.

    ``state`` is merged, held (the sender is not trusted) or known (it was here before). The counts are
    changes; ``conflicts`` and ``waiting`` count records. ``missing`` are sequence numbers that never came
    while something is missing, ``files_missing`` counts attachments that have not come. ``notice`` is a
    sentence where the bundle shows that this workspace is not the only one with its key.
    """

    file: str
    id: str
    code: str
    kind: str
    sequence: int
    sender: Device
    state: str
    reason: str = ""
    new: int = 0
    known: int = 0
    waiting: int = 0
    conflicts: int = 0
    held: int = 0
    missing: list[int] = field(default_factory=list)
    files_missing: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    confirmed: int = 0
    notice: str = ""
    rows: frozenset[tuple[str, str]] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """The form in which scripts get it."""
        names = ("file", "id", "code", "kind", "sequence", "state", "reason", "new", "known", "waiting", "conflicts")
        shown = {name: getattr(self, name) for name in (*names, "held", "missing", "files_missing", "counts", "notice")}
        return {**shown, "sender": self.sender.code, "fingerprint": self.sender.fingerprint}


def plan_import(desk: Desk, path: Path, *, progress: Progress = quiet) -> Report:
    """What taking in a bundle would do. Changes nothing."""
    with opened(desk, path, for_import=True) as found:
        report = _report(desk, found)
        if report.state == HELD:
            return report
        if _done(desk, found):
            report.state, report.known = KNOWN, int(found.manifest.counts.get("changes", 0))
            return report
        gate = _gate(desk, found)
        with desk.store.plan():
            _merge(desk, found, gate, report, progress)
            note_stretch(desk, found)
            report.missing = cursors.incoming(desk, found.manifest.log).missing_numbers()
            report.files_missing = len(set(lacking.to_come(desk)) - set(found.bundle.files))
        return report


def apply_import(
    desk: Desk,
    path: Path,
    *,
    admitted: bool = False,
    only: str = "",
    one_of_many: bool = False,
    progress: Progress = quiet,
) -> Report:
    """Take a bundle in: everything or, where the sender is not trusted, nothing, and it is held.

    ``admitted`` says that an officer lets it in whoever sent it, ``only`` restricts that to one record.
    For ``one_of_many`` that are taken in one run, whoever runs makes one backup and counts the files that
    have not come once, at the end.
    Importing a bundle again changes nothing.
    """
    with opened(desk, path, for_import=True) as found:
        report = _report(desk, found, admitted=admitted)
        if report.state == HELD:
            _hold(desk, found, report)
            return report
        if _done(desk, found) and not admitted:
            report.state, report.known = KNOWN, int(found.manifest.counts.get("changes", 0))
            return report
        if not one_of_many:
            desk.workspace.backup()
        _apply(desk, found, report, _gate(desk, found, admitted=admitted), only, progress)
        if not one_of_many:
            report.files_missing = len(lacking.to_come(desk))
        return report


def _gate(desk: Desk, found: Opened, *, admitted: bool = False) -> Gate:
    """What the sender may bring: what it wrote itself, and what the devices wrote that it continues."""
    writers = grants.writers(desk, found.sender, found.judged.accepted)
    boundary = Boundary(desk, found.sender, writers.values()) if desk.profile.is_province else None
    return Gate(found.sender, writers, everything=admitted or _is_whole(found), boundary=boundary)


def _report(desk: Desk, found: Opened, *, admitted: bool = False) -> Report:
    """The report to be filled, after the checks of kind and sender. Raises UserError."""
    manifest = found.manifest
    _check_fit(desk, found)
    report = Report(
        file=found.file, id=manifest.id, code=found.bundle.code, kind=manifest.kind.value, sequence=manifest.sequence,
        sender=found.sender, state=MERGED, counts=dict(manifest.counts),
    )  # fmt: skip
    reason = "" if admitted or _is_here(desk, found) else _why_held(desk, found)
    if reason:
        report.state, report.reason = HELD, reason
        report.held = max(1, int(manifest.counts.get("changes", 0)))
    return report


def _why_held(desk: Desk, found: Opened) -> str:
    """Why a bundle waits for an officer; "" where it comes in."""
    state = found.sender.state
    if state in (Standing.TRUSTED, Standing.OWN):
        return ""
    if state is Standing.REVOKED:
        return REVOKED_SENDER
    if state is Standing.REPLACED:
        sends_on = grants.still_sends(desk, found.sender.id, found.manifest.end.position)
        return "" if sends_on else REPLACED_SENDER
    return found.judged.reason or UNKNOWN_SENDER


def _check_fit(desk: Desk, found: Opened) -> None:
    """Is a bundle of this kind taken in here? Raises UserError."""
    kind = found.manifest.kind.value
    if kind == "settings":
        raise UserError(_("Đây là tệp thiết lập: hãy nhận bằng mục thiết lập."), code="wrong_kind")
    if kind == "handover":
        raise UserError(_("Đây là gói bàn giao: hãy nhận bằng mục bàn giao máy."), code="wrong_kind")
    if kind == "full":
        if desk.store.head()[0]:  # while parts of a handover are still to come
            raise UserError(_("Gói toàn bộ chỉ nhận được vào nơi chưa có dữ liệu."), code="not_empty")
        return
    if found.sender.state is Standing.OWN:
        return
    wanted = ("changes", "feedback") if desk.profile.is_province else ("feedback",)
    if kind not in wanted:
        raise UserError(_("Gói này gửi cho tỉnh, không phải cho cộng tác viên."), code="wrong_role")


def _is_whole(found: Opened) -> bool:
    """A bundle that carries what many people wrote: its sender vouches for all of it."""
    return found.manifest.kind.value in ("full", "handover") or found.sender.state is Standing.OWN


def _done(desk: Desk, found: Opened) -> bool:
    """True where this very bundle was merged before."""
    known = desk.store.bundles.get(found.manifest.id)
    return bool(known and known["direction"] == "received" and known["state"] == MERGED)


def _is_here(desk: Desk, found: Opened) -> bool:
    """True where this very file was merged before: whoever let it in is not asked about it again."""
    known = desk.store.bundles.get(found.manifest.id)
    return known is not None and _done(desk, found) and known["sha256"] == found.bundle.sha256


def _merge(desk: Desk, found: Opened, gate: Gate, report: Report, progress: Progress, only: str = "") -> Merged:
    """Add the changes, inside a transaction or a plan, and fill the report."""
    total = int(found.manifest.counts.get("changes", 0))
    changes = _counted(found.bundle.changes(), total, progress)
    wanted = _of_record(desk, changes, only) if only else changes
    merged = desk.store.merge(gate.passing(wanted), found.sender.id)
    gate.held += [(one.change, one.reason) for one in merged.held]
    report.new, report.known = merged.new + merged.completed, merged.known
    report.waiting, report.conflicts, report.held = merged.waiting, merged.conflicts, len(gate.held)
    report.rows = frozenset(merged.rows)
    return merged


def _of_record(desk: Desk, changes: Iterator[Change], only: str) -> Iterator[Change]:
    """The changes of one record and of what is saved with it."""
    rows = {only}
    for change in changes:
        parent = catalogue.entity(change.entity).parent_field if is_declared(change.entity) else ""
        if parent and change.row not in rows:
            here = desk.store.get(change.entity, change.row, deleted=True) or {}
            if {change.set.get(parent), here.get(parent)} & rows:
                rows.add(change.row)
        if change.row in rows:
            yield change


def _counted(changes: Any, total: int, progress: Progress) -> Iterator[Any]:
    for number, change in enumerate(changes, 1):
        if number % 500 == 0:
            progress(number, total)
        yield change


@contextmanager
def keeping_files(desk: Desk, found: Opened) -> Iterator[list[str]]:
    """Keep the files of a bundle, and the bundle as it was signed (its pieces); none of them where the import fails."""
    files = desk.store.files
    fresh = files.missing(found.bundle.files)
    was_here = bool(desk.store.bundles.get(found.manifest.id) or desk.store.held.get(found.manifest.id))
    with files.together():
        for name, info in found.bundle.files.items():
            files.add(found.bundle.file(name) or b"", info.extension)
        kept = keep_file(desk, found)
    try:
        yield kept
    except BaseException:
        files.drop(fresh if was_here else [*fresh, *kept])
        raise


def _apply(desk: Desk, found: Opened, report: Report, gate: Gate, only: str, progress: Progress) -> None:
    from kcdesk.work import purging, taking_over

    suspicion = restoring.suspicion(desk, found.manifest, found.sender)
    with keeping_files(desk, found) as kept, desk.store.transaction():
        merged = _merge(desk, found, gate, report, progress, only)
        if merged.purged and not desk.profile.is_province:
            desk.store.meta.set(PURGE_DUE, sorted(row for _entity, row in merged.completed_rows))
        if desk.profile.is_province:
            areas.mark_completed(desk, merged.completed_rows, giver=found.sender.code)
        _learn_sender(desk, found)
        if not only:
            if report.kind == "full":
                taking_over.settle_start(desk, found)
            note_stretch(desk, found)
            _read_receipt(desk, found, report)
            if not desk.store.bundles.get(found.manifest.id):  # one of our own stays noted as made
                _note_bundle(desk, found, report, MERGED, kept)
        _keep_held(desk, found, gate)
        desk.store.meta.set(making.BACKUP_DUE, True)
    if rows := desk.store.meta.get(PURGE_DUE, []):
        purging.follow(desk, rows)
        desk.store.meta.set(PURGE_DUE, [])
    state = cursors.incoming(desk, found.manifest.log)
    report.missing = state.missing_numbers()
    noticed = restoring.renew(desk, suspicion) if suspicion else None
    report.notice = noticed.sentence if noticed else ""


def _learn_sender(desk: Desk, found: Opened) -> None:
    if found.sender.state is not Standing.OWN:
        trust.learn(desk, found.sender)
        grants.keep(desk, found.judged.accepted)
        grants.heard(desk, found.sender.id)


def note_stretch(desk: Desk, found: Opened) -> None:
    """Remember which positions of the sender's log are here now.

    An answer to another device of the same person leaves out what that one wrote: it fills no hole here.
    """
    manifest = found.manifest
    meant = manifest.receipt.log if manifest.receipt else ""
    if found.sender.state is Standing.OWN or (meant not in ("", desk.device_id) and not desk.profile.is_province):
        return
    start, end = manifest.start, manifest.end
    state = cursors.incoming(desk, manifest.log)
    state.add(cursors.Stretch(start.position, end.position, end.chain, manifest.sequence, start.chain))
    cursors.keep_incoming(desk, manifest.log, state)


def _read_receipt(desk: Desk, found: Opened, report: Report) -> None:
    """Only the receipt of a trusted sender moves the cursor, and only where log and chain are one's own."""
    receipt = found.manifest.receipt
    if (
        receipt is None
        or found.sender.state is not Standing.TRUSTED
        or not receivers.gives_receipts(desk, found.sender)
    ):
        return
    name = receivers.of_sender(desk, found.sender)
    upto = receipt.upto
    feedback.take(desk, found.manifest)
    if cursors.confirm(desk, name, receipt.log, upto.position, upto.chain, found.sender.id):
        report.confirmed = upto.position
    if receipt.log == desk.device_id:
        desk.store.meta.set(receipts.missing_key(name), list(receipt.missing_files))
        cursors.keep_awaited(desk, name, receipt.missing_files)
        cursors.keep_arrived(desk, name, receipt.sequences)


def _note_bundle(desk: Desk, found: Opened, report: Report, state: str, kept: list[str]) -> None:
    manifest = found.manifest
    desk.store.bundles.put(
        {
            "id": manifest.id, "direction": "received", "kind": manifest.kind.value, "sequence": manifest.sequence,
            "device": manifest.sender.device, "log": manifest.log, "position_from": manifest.start.position,
            "position_to": manifest.end.position, "chain": manifest.end.chain, "sha256": found.bundle.sha256,
            "code": found.bundle.code, "state": state, "at": desk.now(), "file": found.file, "kept": kept,
            "counts": dict(manifest.counts), "sender": found.sender.code, "new": report.new, "known": report.known,
            "part": [manifest.part.number, manifest.part.of], "created": manifest.created,
            "elsewhere": {part: list(names) for part, names in manifest.elsewhere.items()},
        }
    )  # fmt: skip


def _keep_held(desk: Desk, found: Opened, gate: Gate) -> None:
    """Put the changes that were not merged on the shelf, with their reasons."""
    from kcdesk.exchange.changes_json import dump

    for change, reason in gate.held:
        name = f"{change.id}/{reason}"
        if desk.store.held.get(name):
            continue  # sent again: what an officer said about it stands
        desk.store.held.put(
            {
                "id": name, "kind": "change", "bundle": found.manifest.id,
                "device": found.sender.id, "reason": reason, "state": "waiting", "at": desk.now(),
                "change": dump(change).decode("utf-8"), "entity": change.entity, "row": change.row,
            }
        )  # fmt: skip


def _hold(desk: Desk, found: Opened, report: Report) -> None:
    """Keep a bundle of a sender who is not trusted, whole, until an officer decides.

    What he decided stands when the same file comes again: else one could ask him until he is tired.
    """
    manifest = found.manifest
    before = desk.store.held.get(manifest.id)
    if before and before["state"] == "refused" and before["sha256"] == found.bundle.sha256:
        return
    kept = keep_file(desk, found)
    with desk.store.transaction():
        desk.store.held.put(
            {
                "id": manifest.id, "kind": "bundle", "bundle": manifest.id, "device": found.sender.id,
                "reason": report.reason, "state": "waiting", "at": desk.now(), "sha256": found.bundle.sha256,
                "file": found.file, "kept": kept, "code": found.bundle.code, "claimed": manifest.sender.code,
                "unit": manifest.sender.unit, "sequence": manifest.sequence, "counts": dict(manifest.counts),
            }
        )  # fmt: skip
        if found.sender.state is Standing.UNKNOWN:
            trust.learn(desk, replace(found.sender, at=desk.now()))
