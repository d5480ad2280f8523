"""Handing over: everything of one laptop to a successor or a new laptop, in one bundle with a grant.

Whoever has the bundle and what opens it – a passphrase, or the key that it was encrypted to – goes on where
the old laptop stopped. The old one writes nothing any more but goes on sending until all of it is confirmed.
Under a passphrase the grant goes to a key that lies in the bundle itself, and whoever takes over signs the next
grant with it; the province takes the first successor and holds a second one.

A province's laptop is not handed over this way: copy its folder, or a backup, to the new one, and it takes
a key of its own by itself.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk import __version__
from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import UserError
from kcdesk.work import codes, cursors, grants, making, outgoing, trust
from kcdesk.work.consent import Consent
from kcdesk.work.grants import HandedOver
from kcdesk.work.jobs import Cancel, Progress, never, quiet
from kcdesk.work.profile import CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kcdesk.exchange.grants import Grant
    from kcdesk.exchange.keys import DeviceKey
    from kcdesk.exchange.spec import BundleSpec
    from kcdesk.exchange.writer import Written
    from kcdesk.model.changes import Change
    from kcdesk.model.fields import Record
    from kcdesk.work.bootstrap import Desk

_LARGEST_SETTINGS = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A handover bundle that was made; several paths only where one file could not hold it."""

    paths: tuple[Path, ...]
    code: str
    position: int
    records: int
    to: str


def give(
    desk: Desk,
    folder: Path,
    *,
    passphrase: str = "",
    to: str = "",
    recipient: str = "",
    code: str = "",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Given:
    """Hand this laptop over: a bundle with everything, and the end of its right to write.

    It is opened by the ``passphrase``, or by the key behind ``recipient`` (age1…); with ``to``, the
    fingerprint of the new laptop, nobody else can take over. ``code`` is the successor's where it is another
    one. Made again, it is the same handover. Raises UserError where neither is given, the passphrase is too
    weak, or it was handed over to somebody else.
    """
    phrase, successor = _checked(desk, passphrase, to, recipient)
    before = grants.handed_over(desk)
    if before and successor and before.to != successor:
        raise UserError(
            _("Máy này đã bàn giao cho máy khác rồi; hãy làm lại tệp cho đúng máy đó."), code="already_handed_over"
        )
    handed = before or _ending(desk, successor, _checked_code(desk, code, successor))
    desk.workspace.backup()
    with desk.store.transaction():
        desk.store.meta.set(grants.HANDED_OVER, handed.as_meta())
        stream = outgoing.Outgoing(desk, "", lambda _device, _origin: False, handed.position, cancel)
        stream.keeps_purged = True
        stream.consent = _Everything(desk)
        written = _write(desk, folder, _spec(desk, handed, stream, (phrase, recipient), progress))
        for one in written:
            desk.store.bundles.put(making.made_item(one, cursors.SUCCESSOR, desk.now()))
    return Given(
        paths=tuple(one.path for one in written), code=written[0].code, position=handed.position, to=handed.to,
        records=sum(one.counts.get(catalogue.ENTITIES[0].name, 0) for one in written),
    )  # fmt: skip


def _checked(desk: Desk, passphrase: str, to: str, recipient: str) -> tuple[str, str]:
    """The passphrase in its one form, and the id of the successor. Raises UserError."""
    from kcdesk.exchange.keys import checked_recipient
    from kcdesk.store.vault import check_password

    if desk.profile.is_province:
        raise UserError(
            _("Máy của tỉnh không bàn giao bằng gói: hãy chép thư mục dữ liệu hoặc bản sao lưu sang máy mới."),
            code="province_copies",
        )
    phrase = normal(passphrase)
    if bool(phrase) == bool(recipient):
        raise UserError(_("Hãy cho mật khẩu của gói bàn giao, hoặc khóa nhận của máy mới."), code="how_to_seal")
    if phrase:
        check_password(phrase)
    else:
        checked_recipient(recipient)
        if not to:
            raise UserError(_("Cần dấu khóa của máy mới khi bàn giao bằng khóa nhận."), code="no_successor")
    successor = trust.read(to) if to else ""
    if successor == desk.device_id:
        raise UserError(_("Đây là khóa của chính máy này."), code="own_key")
    return phrase, successor


def _checked_code(desk: Desk, code: str, successor: str) -> str:
    """The code under which the successor writes. Raises UserError."""
    given = code.strip().upper() or desk.profile.code
    if not CODE.fullmatch(given):
        raise UserError(_("Mã “{code}” không đúng dạng mã cộng tác viên.").format(code=code), code="bad_code")
    if given != desk.profile.code and not successor:
        raise UserError(_("Bàn giao cho mã khác thì cần dấu khóa của máy mới."), code="no_successor")
    return given


def normal(passphrase: str) -> str:
    """The same keys typed give the same passphrase, whatever the input method composes."""
    import unicodedata

    return unicodedata.normalize("NFC", passphrase).strip()


def _ending(desk: Desk, successor: str, code: str) -> HandedOver:
    """The grant to a known laptop, or to a key that goes with the bundle."""
    from kcdesk.exchange.keys import DeviceKey

    seed = b"" if successor else desk.random(32)
    carried = DeviceKey.from_seed(seed) if seed else None
    position, chain = desk.store.head()
    granted = grant_from(
        desk.identity.device_key(), carried.device_id if carried else successor,
        new_key=carried.public_text if carried else "", code=code, position=position,
        chain=chain.hex(), at=desk.now(),
    )  # fmt: skip
    return HandedOver(
        position=position, chain=chain.hex(), at=granted.at, to=successor, grant=granted.as_item(),
        seed=b64encode(seed).decode("ascii"),
    )  # fmt: skip


def grant_from(key: DeviceKey, new: str, *, new_key: str, code: str, position: int, chain: str, at: str) -> Grant:
    """What an old device signs for the one that takes its place."""
    from kcdesk.exchange.grants import Grant, Reason, signed

    granted = Grant(
        old=key.device_id, old_key=key.public_text, new=new, new_key=new_key, code=code, position=position,
        chain=chain, ends=True, reason=Reason.HANDOVER, at=at,
    )  # fmt: skip
    return signed(granted, key)


class _Everything(Consent):
    """In the place of consents: the successor takes the place of who collected the data and gets all of it."""

    def allows(self, entity: str, row: str) -> bool:
        """Always."""
        del entity, row
        return True

    def reduce(self, change: Change) -> Change:
        """The change as it is."""
        return change

    def record(self, entity: str, record: Record) -> Record:
        """The record as it is."""
        del entity
        return record


def _write(desk: Desk, folder: Path, spec: BundleSpec) -> tuple[Written, ...]:
    from kcdesk.exchange.writer import write_bundle

    folder.mkdir(parents=True, exist_ok=True)
    written = write_bundle(spec, folder)
    desk.store.meta.set(_SEQUENCE, spec.sequence + len(written))
    return written


_SEQUENCE = "handover_sequence"


def _spec(
    desk: Desk, handed: HandedOver, stream: outgoing.Outgoing, seal: tuple[str, str], progress: Progress
) -> BundleSpec:
    """What the bundle is made of; ``seal`` is passphrase and recipient, one of them empty."""
    from kcdesk.exchange.manifest import BundleKind, Point
    from kcdesk.exchange.spec import BundleSpec

    phrase, recipient = seal
    beginning = desk.store.chain_at(0)
    carried = (*grants.own_items(desk), handed.grant, {grants.PRIVATE: _private(desk, handed)})
    return BundleSpec(
        kind=BundleKind.HANDOVER, new_id=desk.new_id, created=desk.now(), key=desk.identity.device_key(),
        identity=desk.identity.age_identity(), code=desk.profile.code, unit=desk.profile.unit,
        name=making.name_parts(desk), sequence=int(desk.store.meta.get(_SEQUENCE, 1)), log=desk.device_id,
        start=Point(0, beginning.hex() if beginning else "0" * 64), end=Point(handed.position, handed.chain),
        steps=stream.steps, rows=stream.rows, files=making.LazyFiles(stream.file_refs), read_file=stream.read_file,
        recipients=(recipient,) if recipient else (), passphrase=phrase, max_bytes=0, grants=carried,
        settings=int(desk.settings.get("serial", 0)), catalogue=catalogue.SCHEMA_VERSION,
        reference={name: desk.reference.list_date(name) for name in ("communes", "vsic")},
        app=f"kcdesk {__version__}", progress=progress,
    )  # fmt: skip


def _private(desk: Desk, handed: HandedOver) -> dict[str, Any]:
    """What the successor needs besides the records: profile, settings, keys that open what is on its way."""
    meta = desk.store.meta
    confirmed = cursors.confirmed(desk).position
    sql = "SELECT count(*) FROM log WHERE kind = 0 AND position <= ?"
    return {
        "seed": handed.seed,
        "profile": desk.profile.as_meta(),
        "settings": _bounded(desk.settings),
        "counters": meta.get(codes.META, {}),
        "mark": meta.get(codes.MARK, ""),
        "confirmed": desk.store.select(sql, (confirmed,))[0][0],
        "ages": [desk.identity.age, *desk.identity.former],
    }


def _bounded(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in force; without their code tables where these are large: the next settings file has them."""
    import json

    if len(json.dumps(dict(settings))) > _LARGEST_SETTINGS:
        return {**settings, "tables": {}}
    return dict(settings)
