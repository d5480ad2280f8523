"""At the province: a start bundle for a laptop that has nothing yet, out of what is here of its area.

For a new laptop in the place of one that is dead, lost or stolen, and for a second laptop beside the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk import __version__
from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.work import areas, cursors, grants, making, outgoing, receipts, receivers, trust
from kcdesk.work.jobs import Cancel, Progress, never, quiet
from kcdesk.work.trust import Standing

if TYPE_CHECKING:
    from kcdesk.exchange.grants import Grant
    from kcdesk.exchange.spec import BundleSpec
    from kcdesk.exchange.writer import Written
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.receivers import Receiver
    from kcdesk.work.trust import Device

_NOWHERE = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A start bundle that was made; ``replaced`` is the id of the laptop in whose place the new one comes."""

    paths: tuple[Path, ...]
    code: str
    to: str
    collaborator: str
    records: int
    replaced: str


def start(
    desk: Desk,
    folder: Path,
    *,
    to: str,
    replaces: str = "",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Started:
    """Make a start bundle for the trusted device with the fingerprint ``to``.

    ``replaces`` is the fingerprint of a dead, lost or stolen laptop: the unit key says that the new one
    continues it, and what comes from the old one beyond what is here now is held. Raises UserError where
    the new laptop is not trusted yet, or sent no bundle to make its key known.
    """
    device = _new_device(desk, to)
    granted = _granted(desk, device, replaces) if replaces else None
    with desk.store.transaction():
        if granted is not None:
            grants.keep(desk, [granted])
        receiver = receivers.of_device(desk, device)
        spec = _spec(desk, receiver, granted, progress, cancel)
        written = _write(spec, folder)
        for one in written:
            desk.store.bundles.put(making.made_item(one, receiver.cursor, desk.now()))
        making.keep_sequence(desk, receiver.cursor, spec.sequence + len(written))
    return Started(
        paths=tuple(one.path for one in written), code=written[0].code, to=device.id, collaborator=device.code,
        records=sum(one.counts.get(catalogue.ENTITIES[0].name, 0) for one in written),
        replaced=granted.old if granted else "",
    )  # fmt: skip


def _new_device(desk: Desk, typed: str) -> Device:
    if not desk.profile.is_province:
        raise UserError(_("Chỉ tỉnh mới tạo được gói khởi đầu cho cộng tác viên."), code="wrong_role")
    device = trust.find(desk, trust.read(typed))
    if device is None or device.state is not Standing.TRUSTED or device.province:
        raise UserError(
            _("Máy mới chưa được xác nhận: hãy xác nhận dấu khóa của máy đó cho cộng tác viên trước."),
            code="not_trusted",
        )
    if not device.recipient:
        raise UserError(
            _("Chưa có khóa nhận của máy mới: hãy nhận gói đầu tiên mà máy đó gửi trước."), code="no_recipient"
        )
    return device


def _granted(desk: Desk, device: Device, typed: str) -> Grant | None:
    """The unit's word that the new laptop comes in the place of the old one. Raises UserError."""
    from kcdesk.exchange.grants import Grant, Reason, Signer, signed

    key = desk.unit_key
    if key is None:
        raise UserError(_("Máy này không giữ khóa của đơn vị."), code="no_unit_key")
    old = trust.find(desk, trust.read(typed))
    if old is None or old.province or old.id == device.id or old.state is Standing.UNKNOWN:
        raise UserError(_("Không có máy cũ nào mang dấu khóa “{typed}”.").format(typed=typed), code="not_found")
    if not old.key:  # nothing ever came from it: there is nothing to continue
        trust.learn(desk, replace(old, state=Standing.REPLACED))
        return None
    here = cursors.incoming(desk, old.id)
    granted = Grant(
        old=old.id, old_key=old.key, new=device.id, new_key=device.key, code=device.code, position=here.position,
        chain=here.chain or _NOWHERE, ends=True, reason=Reason.LOST, at=desk.now(), signer=Signer.UNIT,
    )  # fmt: skip
    return signed(granted, key.signing)


def _spec(desk: Desk, receiver: Receiver, granted: Grant | None, progress: Progress, cancel: Cancel) -> BundleSpec:
    from kcdesk.exchange.manifest import BundleKind, Point
    from kcdesk.exchange.spec import BundleSpec

    area = areas.enter(desk, receiver)
    head, chain = desk.store.head()
    beginning = desk.store.chain_at(0)
    stream = outgoing.Outgoing(desk, receiver.name, lambda _device, _origin: False, head, cancel, area)
    stream.starts_anew = True
    return BundleSpec(
        kind=BundleKind.FULL, new_id=desk.new_id, created=desk.now(), key=desk.identity.device_key(),
        identity=desk.identity.age_identity(), code=desk.profile.code, unit=desk.profile.unit,
        name=replace(making.name_parts(desk), collaborator=receiver.name),
        sequence=making.next_sequence(desk, receiver.cursor), log=desk.device_id,
        start=Point(0, beginning.hex() if beginning else _NOWHERE), end=Point(head, chain.hex()),
        steps=stream.steps, rows=stream.rows, files=making.LazyFiles(stream.file_refs), read_file=stream.read_file,
        recipients=receiver.recipients, max_bytes=0, receipt=receipts.receipt(desk, receiver),
        grants=(granted.as_item(),) if granted else (), settings=int(desk.settings.get("serial", 0)),
        catalogue=catalogue.SCHEMA_VERSION,
        reference={name: desk.reference.list_date(name) for name in ("communes", "vsic")},
        app=f"kcdesk {__version__}", progress=progress,
    )  # fmt: skip


def _write(spec: BundleSpec, folder: Path) -> tuple[Written, ...]:
    from kcdesk.exchange.writer import write_bundle

    folder.mkdir(parents=True, exist_ok=True)
    return write_bundle(spec, folder)
