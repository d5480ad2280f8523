"""Making bundles: what is new for the receiver, reduced by consent, signed, encrypted, read back, noted."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk import __version__
from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.work import areas, cursors, feedback, grants, hearsay, outgoing, receipts, receivers, restoring
from kcdesk.work.jobs import Cancel, Progress, never, quiet

if TYPE_CHECKING:
    from kcdesk.exchange.manifest import Again, BundleKind, Point
    from kcdesk.exchange.spec import BundleSpec, NameParts
    from kcdesk.exchange.writer import Written
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.receivers import Receiver

MIB = 1024 * 1024
NOTHING_NEW = "nothing_new"
BACKUP_DUE = "backup_due"
"""Set when something came in that no verified backup has yet: no receipt speaks of it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What kind of bundle the person asks for.

    ``to`` is a collaborator's code, at the province. ``everything`` sends all, confirmed or not, and where there is
    nothing at all yet it still makes the sender known; ``full``
    makes a bundle for a new start, ``again`` sends the log above the first position up to the second.
    ``recipient`` is a further age recipient; ``max_bytes`` bounds one part.
    """

    to: str = ""
    everything: bool = False
    full: bool = False
    again: tuple[int, int] | None = None
    recipient: str = ""
    plain: bool = False
    max_bytes: int = 18 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One bundle that was made. ``withheld`` counts records of which personal values were left out."""

    path: Path
    id: str
    code: str
    sequence: int
    part: int
    of: int
    bytes: int
    sha256: str
    counts: Mapping[str, int]
    withheld: int
    encrypted: bool


def export(
    desk: Desk, folder: Path, wanted: Wanted | None = None, *, progress: Progress = quiet, cancel: Cancel = never
) -> list[Made]:
    """Make the next bundle for the receiver, in as many parts as needed; whole or not at all.

    Raises UserError where there is nothing new, no key to encrypt to, or a plain bundle is not allowed;
    EnvironmentProblem where the folder cannot be written.
    """
    asked = wanted or Wanted()
    made: list[Made] = []
    found = receivers.find_all(desk, asked.to)
    for number, receiver in enumerate(found, 1):
        try:
            made += _export(desk, folder, receiver, asked, progress, cancel)
        except UserError as error:
            if error.code not in (NOTHING_NEW, "no_recipient") or (number == len(found) and not made):
                raise
    return made


def _export(
    desk: Desk, folder: Path, receiver: Receiver, asked: Wanted, progress: Progress, cancel: Cancel
) -> list[Made]:
    """The bundle for one device of the receiver."""
    from kcdesk.exchange.writer import write_bundle

    recipients = _recipients(desk, receiver, asked)
    if not grants.handed_over(desk):
        outgoing.mark_consented(desk, receiver.name)
    _backup_if_due(desk)
    job = _job(desk, receiver, asked, cancel)
    if not (asked.full or asked.again or asked.everything) and not _anything_new(job):
        raise UserError(_("Không có gì mới để gửi: nơi nhận đã có đủ."), code=NOTHING_NEW)
    spec = _spec(job, asked, recipients, progress)
    keep_sequence(desk, receiver.cursor, spec.sequence + 1)
    written = write_bundle(spec, folder)
    _note(job, spec, written)
    return [_made(one, job.stream, spec) for one in written]


@dataclass(frozen=True, slots=True)
class _Job:
    """One export: for whom, from where to where, and the files that the receiver asked for."""

    desk: Desk
    receiver: Receiver
    start: Point
    end: Point
    stream: outgoing.Outgoing
    missing: list[str]
    told: tuple[dict[str, Any], ...] = ()


def _job(desk: Desk, receiver: Receiver, asked: Wanted, cancel: Cancel) -> _Job:
    area = areas.enter(desk, receiver) if desk.profile.is_province else None
    start, end = _stretch(desk, receiver, asked)
    origins = _nobody if asked.full else receiver.has
    stream = outgoing.Outgoing(desk, receiver.name, origins, end.position, cancel, area)
    stream.keeps_purged |= asked.full
    stream.starts_anew = asked.full
    if not (asked.full or asked.everything):
        stream.files_after = cursors.files_upto(desk, receiver.cursor)
    told = feedback.items(desk, receiver, area)
    asked_for = desk.store.meta.get(receipts.missing_key(receiver.cursor), [])
    return _Job(desk, receiver, start, end, stream, asked_for, told)


def _nobody(device: str, origin: str) -> bool:
    """A full bundle leaves out nobody's changes."""
    del device, origin
    return False


def _recipients(desk: Desk, receiver: Receiver, asked: Wanted) -> tuple[str, ...]:
    """The age recipients; none for a plain bundle. Raises UserError."""
    from kcdesk.exchange.keys import checked_recipient

    given = (checked_recipient(asked.recipient),) if asked.recipient else ()
    recipients = tuple(dict.fromkeys((*receiver.recipients, *given)))
    if asked.plain:
        if recipients or desk.profile.is_province:
            raise UserError(
                _("Đã có khóa của nơi nhận nên gói phải được mã hóa; hãy bỏ --plain."), code="plain_not_allowed"
            )
        return ()
    if not recipients and desk.profile.is_province:
        raise UserError(
            _("Chưa có khóa của {code}: cần nhận một gói của người đó trước.").format(code=receiver.name),
            code="no_recipient",
        )
    if not recipients:
        raise UserError(
            _("Chưa có khóa của nơi nhận: hãy nhận tệp thiết lập của tỉnh trước."),
            code="no_recipient",
            action=_("Nếu tỉnh chưa dùng kcdesk, có thể tạo gói không mã hóa bằng --plain."),
        )
    return recipients


def _backup_if_due(desk: Desk) -> None:
    """A receipt is made only from a state that is in a verified backup."""
    if desk.store.meta.get(BACKUP_DUE, False):
        desk.workspace.backup()
        desk.store.meta.set(BACKUP_DUE, False)


def _stretch(desk: Desk, receiver: Receiver, asked: Wanted) -> tuple[Point, Point]:
    """From where to where the bundle carries the log."""
    from kcdesk.exchange.manifest import Point

    handed = grants.handed_over(desk)
    head, chain = (handed.position, bytes.fromhex(handed.chain)) if handed else desk.store.head()
    if asked.again:
        first, last = asked.again
        if not 0 <= first < last <= head:
            raise UserError(_("Chỉ gửi lại được trong khoảng từ 0 đến {head}.").format(head=head), code="bad_stretch")
        return _point(desk, first), _point(desk, last)
    whole = asked.everything or asked.full
    start = 0 if whole else cursors.confirmed(desk, receiver.cursor).position
    if not (whole or desk.profile.is_province):
        start = max(start, min(hearsay.sent_from(desk), head))
    return _point(desk, start), Point(head, chain.hex())


def _point(desk: Desk, position: int) -> Point:
    from kcdesk.exchange.manifest import Point

    chain = desk.store.chain_at(position)
    return Point(position, chain.hex() if chain else "")


def _anything_new(job: _Job) -> bool:
    """True where there is a change, a file or a receipt that the receiver does not have yet."""
    if job.stream.allowed(job.missing) or any(step.changes for step in job.stream.steps(job.start.position)):
        return True
    if grants.own_items(job.desk) and not job.desk.store.bundles.list(direction="made", device=job.desk.device_id):
        return True  # nobody knows yet whom this device continues
    told = job.desk.store.meta.get(_told_key(job.desk, job.receiver), [])
    return bool(_telling(job) != told)


def _telling(job: _Job) -> list[Any]:
    """The receipt and what was held or marked, to see whether it was told already."""
    told = [list(map(str, one.values())) for one in job.told]
    return [*receipts.state(job.desk, job.receiver), told] if told else receipts.state(job.desk, job.receiver)


def _spec(job: _Job, asked: Wanted, recipients: tuple[str, ...], progress: Progress) -> BundleSpec:
    from kcdesk.exchange.spec import BundleSpec

    desk, stream = job.desk, job.stream
    return BundleSpec(
        kind=_kind(desk, asked),
        new_id=desk.new_id,
        created=desk.now(),
        key=desk.identity.device_key(),
        identity=desk.identity.age_identity(),
        code=desk.profile.code,
        unit=desk.profile.unit,
        name=name_parts(desk),
        sequence=next_sequence(desk, job.receiver.cursor),
        log=desk.device_id,
        start=job.start,
        end=job.end,
        steps=stream.steps,
        rows=stream.rows,
        files=LazyFiles(lambda: stream.file_refs(job.missing)),
        read_file=stream.read_file,
        recipients=recipients,
        plain=asked.plain,
        max_bytes=asked.max_bytes,
        receipt=receipts.receipt(desk, job.receiver),
        grants=grants.own_items(desk),
        escrow=_escrow(desk),
        told=job.told,
        settings=int(desk.settings.get("serial", 0)),
        catalogue=catalogue.SCHEMA_VERSION,
        reference={name: desk.reference.list_date(name) for name in ("communes", "vsic")},
        again=_again(asked),
        app=f"kcdesk {__version__}",
        progress=progress,
    )


class LazyFiles:
    """The files of a bundle, which are known only when its changes have been read."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    def __iter__(self) -> Any:
        """The files named so far."""
        return iter(self._find())


def _kind(desk: Desk, asked: Wanted) -> BundleKind:
    from kcdesk.exchange.manifest import BundleKind

    if asked.full:
        return BundleKind.FULL
    return BundleKind.FEEDBACK if desk.profile.is_province else BundleKind.CHANGES


def _again(asked: Wanted) -> Again | None:
    from kcdesk.exchange.manifest import Again

    return Again(*asked.again) if asked.again else None


def name_parts(desk: Desk) -> NameParts:
    """What a file made here is named after."""
    from kcdesk.exchange.spec import NameParts

    commune = desk.profile.communes[0] if desk.profile.communes else "00000"
    return NameParts(desk.profile.province, commune, desk.profile.code, f"{desk.today():%Y%m%d}")


def _escrow(desk: Desk) -> dict[str, str] | None:
    """The database key, wrapped to the province's recovery key, where that is known."""
    recovery = str(desk.settings.get("recovery", ""))
    if not recovery or desk.profile.is_province:
        return None
    from io import BytesIO

    from kcdesk.exchange.age import encrypt_stream

    sealed = BytesIO()
    encrypt_stream(BytesIO(desk.workspace.key), sealed, [recovery])
    return {"recipient": recovery, "key": b64encode(sealed.getvalue()).decode("ascii")}


def stretch_of(desk: Desk, number: int, to: str = "") -> tuple[int, int]:
    """The positions that an earlier bundle of this log carried, by its number, to send them again.

    Of a part with files only, those of all parts made with it. Raises UserError where there is no such bundle.
    """
    names = {receiver.cursor for receiver in receivers.find_all(desk, to)}
    made = [
        one for one in desk.store.bundles.list(direction="made", log=desk.device_id) if one.get("receiver") in names
    ]  # fmt: skip
    found = next((one for one in reversed(made) if one["sequence"] == number), None)
    if found is None:
        raise UserError(_("Không có gói số {number} đã tạo trên máy này.").format(number=number), code="not_found")
    mates = [one for one in made if one["at"] == found["at"]] if found["position_from"] == found["position_to"] else []
    first = min(int(one["position_from"]) for one in (found, *mates))
    last = max(int(one["position_to"]) for one in (found, *mates))
    if first == last:
        raise UserError(_("Gói này không có nội dung để gửi lại; hãy tạo gói mới."), code="bad_stretch")
    return first, last


def next_sequence(desk: Desk, receiver: str) -> int:
    """The number of the next bundle for a receiver, from 1, for this device."""
    return int(desk.store.meta.get("sequences", {}).get(f"{receiver}/{desk.device_id}", 1))


def keep_sequence(desk: Desk, receiver: str, number: int) -> None:
    """Keep the number of the next bundle for a receiver."""
    kept = dict(desk.store.meta.get("sequences", {}))
    kept[f"{receiver}/{desk.device_id}"] = number
    desk.store.meta.set("sequences", kept)


def _told_key(desk: Desk, receiver: Receiver) -> str:
    return f"told/{receiver.cursor}/{desk.device_id}"


def _note(job: _Job, spec: BundleSpec, written: Sequence[Written]) -> None:
    """Remember what was made, what it withheld and what its receipt told."""
    desk, receiver = job.desk, job.receiver
    key = outgoing.withheld_key(receiver.name)
    with desk.store.transaction():
        for one in written:
            desk.store.bundles.put(made_item(one, receiver.cursor, spec.created))
        kept = {tuple(row) for row in desk.store.meta.get(key, [])}
        desk.store.meta.set(key, sorted(kept | job.stream.withheld))
        desk.store.meta.set(_told_key(desk, receiver), _telling(job))
        desk.store.meta.set(receipts.missing_key(receiver.cursor), [])
        keep_sequence(desk, receiver.cursor, spec.sequence + len(written))
        restoring.put_away(desk)


def made_item(one: Written, receiver: str, at: str) -> dict[str, Any]:
    """How a made bundle is noted on the shelf."""
    manifest = one.manifest
    return {
        "id": manifest.id, "direction": "made", "kind": manifest.kind.value, "sequence": manifest.sequence,
        "device": manifest.sender.device, "log": manifest.log, "position_from": manifest.start.position,
        "position_to": manifest.end.position, "chain": manifest.end.chain, "sha256": one.sha256, "code": one.code,
        "state": "made", "at": at, "receiver": receiver, "file": one.path.name, "bytes": one.bytes,
        "counts": dict(manifest.counts), "part": [manifest.part.number, manifest.part.of],
    }  # fmt: skip


def _made(one: Written, stream: outgoing.Outgoing, spec: BundleSpec) -> Made:
    manifest = one.manifest
    return Made(
        path=one.path,
        id=manifest.id,
        code=one.code,
        sequence=manifest.sequence,
        part=manifest.part.number,
        of=manifest.part.of,
        bytes=one.bytes,
        sha256=one.sha256,
        counts=dict(manifest.counts),
        withheld=len(stream.withheld),
        encrypted=spec.sealed,
    )
