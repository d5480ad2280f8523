"""The manifest of a bundle: a Data Package descriptor with everything of ours under the key ``kcdesk``.

``Manifest`` is what the program works with, ``descriptor`` and ``read`` are the two ways between it and
``datapackage.json``. Keys that this version does not know are passed over: what would change the meaning
of a bundle raises ``format``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from kcdesk.exchange import keys, strict_json
from kcdesk.exchange.limits import ENTRIES, FORMAT, MANIFEST, MANIFEST_DEPTH, NUMBER, POSITION
from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.text.visible import is_one_line

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(
    r"(?:19[7-9]\d|2\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z",
    re.ASCII,
)
"""Years that the clock of a computer shows; that the month has such a day is for ``check_day``."""
CODE = re.compile(r"[A-Z0-9]{1,32}")
"""Codes of people: no letter that looks like another one, and nothing that steers a screen."""
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_PATH = re.compile(r"[ -~]{1,150}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
SHORT = 200
"""Letters of a text in a manifest: a unit, a title."""
POINTS = 1000
"""So many ends of bundles stand in a receipt at most."""

_MANY = 100_000
T = TypeVar("T")


class BundleKind(StrEnum):
    """What a bundle is for."""

    CHANGES = "changes"
    FULL = "full"
    FEEDBACK = "feedback"
    SETTINGS = "settings"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a log: position, and the chain there as 64 hexadecimal digits."""

    position: int
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signed: device id, public signing key (base64), age recipient, collaborator code, unit."""

    device: str
    key: str
    recipient: str = ""
    code: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the sender has of a log: all up to ``upto``, above it these sequence numbers, not these files.

    ``points`` are the places at which bundles ended that came: who does not find one of them in his own log
    learns that it went on elsewhere, in a copy or before a restore.
    """

    log: str
    upto: Point
    sequences: tuple[int, ...] = ()
    missing_files: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Part ``number`` of ``of``."""

    number: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Again:
    """The stretch of the log, above ``after`` up to ``upto``, that is sent anew."""

    after: int
    upto: int


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry as the manifest lists it: path, bytes, SHA-256; ``extra`` is for other readers."""

    path: str
    bytes: int
    sha256: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that a bundle says about itself.

    ``start`` and ``end`` are ``from`` and ``to``: the bundle carries the log above ``start`` up to
    ``end``. ``recipients`` are all age recipients, the sender's own too; empty where the bundle is not
    encrypted to keys. ``settings`` is the serial of the settings in force, 0 for none. ``catalogue`` is
    the version of the declared entities, ``reference`` the date or edition of each code table. ``told``
    says what of the receiver's changes was held or marked, ``elsewhere`` by part (as text) the SHA-256 of the
    files that travel in the other parts.
    """

    id: str
    kind: BundleKind
    sequence: int
    log: str
    start: Point
    end: Point
    sender: Sender
    recipients: tuple[str, ...] = ()
    created: str
    receipt: Receipt | None = None
    grants: tuple[Mapping[str, Any], ...] = ()
    escrow: Mapping[str, Any] | None = None
    told: tuple[Mapping[str, Any], ...] = ()
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    part: Part = Part()
    settings: int = 0
    catalogue: int = 1
    reference: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None
    app: str = ""
    title: str = ""
    resources: tuple[Resource, ...] = ()
    format: int = FORMAT

    def trusted_comment(self) -> str:
        """What the signature says again about the bundle: its id and its recipients in full."""
        return f"kcdesk bundle {self.id} to {','.join(self.recipients) or '-'}"


def descriptor(manifest: Manifest) -> bytes:
    """``datapackage.json`` of a manifest."""
    own: dict[str, Any] = {
        "format": manifest.format,
        "id": manifest.id,
        "kind": manifest.kind.value,
        "sequence": manifest.sequence,
        "log": manifest.log,
        "from": _point_out(manifest.start),
        "to": _point_out(manifest.end),
        "sender": {name: getattr(manifest.sender, name) for name in Sender.__dataclass_fields__},
        "recipients": list(manifest.recipients),
        "counts": dict(manifest.counts),
        "part": {"n": manifest.part.number, "of": manifest.part.of},
        "settings": manifest.settings,
        "catalogue": manifest.catalogue,
        "reference": dict(manifest.reference),
        "app": manifest.app,
    }
    if manifest.receipt:
        own["receipt"] = _receipt_out(manifest.receipt)
    if manifest.grants:
        own["grants"] = [dict(grant) for grant in manifest.grants]
    if manifest.told:
        own["told"] = [dict(one) for one in manifest.told]
    if manifest.elsewhere:
        own["elsewhere"] = {part: list(names) for part, names in manifest.elsewhere.items()}
    if manifest.escrow is not None:
        own["escrow"] = dict(manifest.escrow)
    if manifest.again:
        own["again"] = {"from": manifest.again.after, "to": manifest.again.upto}
    package = {
        "profile": "data-package",
        "name": f"kcdesk-{manifest.id}",
        "title": manifest.title,
        "created": manifest.created,
        "kcdesk": own,
        "resources": [
            {"path": one.path, "bytes": one.bytes, "hash": f"sha256:{one.sha256}", **one.extra}
            for one in manifest.resources
        ],
    }
    return strict_json.dumps_readable(package).encode("utf-8")


@lru_cache(maxsize=1024)
def check_day(day: str) -> None:
    """Raises ValueError where there is no such day (an ISO date)."""
    date.fromisoformat(day)


def _point_out(point: Point) -> dict[str, Any]:
    return {"position": point.position, "chain": point.chain}


def _receipt_out(receipt: Receipt) -> dict[str, Any]:
    return {
        "log": receipt.log,
        "to": _point_out(receipt.upto),
        "sequences": list(receipt.sequences),
        "missing_files": list(receipt.missing_files),
        "points": [_point_out(point) for point in receipt.points],
    }


def bad_manifest() -> UserError:
    """The error for a manifest that no sound program writes."""
    return UserError(_("Bảng kê của gói không đọc được hoặc không đúng mẫu."), code="bad_manifest")


def load(data: bytes) -> dict[str, Any]:
    """The JSON object of a manifest within its bounds. Raises UserError."""
    try:
        document = strict_json.loads_checked(data, MANIFEST_DEPTH) if len(data) <= MANIFEST else None
    except ValueError as error:
        raise bad_manifest() from error
    if not isinstance(document, dict):
        raise bad_manifest()
    return document


def sender_of(document: Mapping[str, Any]) -> tuple[str, bytes]:
    """Device id and public key that a manifest names, which must belong together. Raises UserError."""
    try:
        sender = _Read(_Read(document).inner("kcdesk")).inner("sender")
        device, public = _Read(sender).text("device"), keys.read_public(_Read(sender).text("key"))
    except ValueError as error:
        check_format(document)
        raise bad_manifest() from error
    if keys.device_id(public) != device:
        raise UserError(_("Gói ghi mã máy gửi không khớp với khóa của máy đó."), code="bad_sender")
    return device, public


def check_format(document: Mapping[str, Any]) -> None:
    """Refuse a manifest of a later format, and one that names none. Raises UserError."""
    own = document.get("kcdesk")
    number = own.get("format") if isinstance(own, dict) else None
    if type(number) is not int or number < 1:
        raise bad_manifest()
    if number > FORMAT:
        raise UserError(
            _("Gói này do bản kcdesk mới hơn tạo ra; hãy cập nhật kcdesk rồi nhận lại."), code="newer_format"
        )


def read(document: Mapping[str, Any]) -> Manifest:
    """The manifest in a loaded document. Raises UserError."""
    check_format(document)
    try:
        return _manifest(_Read(document), _Read(_Read(document).inner("kcdesk")))
    except ValueError as error:
        raise bad_manifest() from error


def _manifest(package: _Read, own: _Read) -> Manifest:
    part = _Read(own.inner("part"))
    receipt, again = own.optional("receipt"), own.optional("again")
    made = Manifest(
        format=own.number("format"),
        id=own.text("id", UUID),
        kind=BundleKind(own.text("kind")),
        sequence=own.number("sequence", NUMBER),
        log=own.text("log", keys.DEVICE_ID),
        start=_point(own.inner("from")),
        end=_point(own.inner("to")),
        sender=_sender(_Read(own.inner("sender"))),
        recipients=own.texts("recipients", keys.RECIPIENT, 20),
        created=package.text("created", MOMENT),
        receipt=_receipt(_Read(receipt)) if receipt is not None else None,
        grants=own.objects("grants"),
        escrow=own.optional("escrow"),
        told=own.objects("told"),
        elsewhere=_elsewhere(own.optional("elsewhere")),
        counts=own.mapping("counts", _count),
        part=Part(part.number("n", ENTRIES), part.number("of", ENTRIES)),
        settings=own.number("settings", NUMBER),
        catalogue=own.number("catalogue", NUMBER),
        reference=own.mapping("reference", _short),
        again=_again(_Read(again)) if again is not None else None,
        app=own.text("app"),
        title=package.text("title"),
        resources=_resources(package),
    )
    if made.start.position > made.end.position or not 1 <= made.part.number <= made.part.of:
        raise ValueError("places")
    check_day(made.created[:10])
    return made


def _point(found: Any) -> Point:
    return Point(_Read(found).number("position"), _Read(found).text("chain", SHA256))


def _sender(found: _Read) -> Sender:
    recipient, code = found.text("recipient"), found.text("code")
    if (recipient and not keys.RECIPIENT.fullmatch(recipient)) or (code and not CODE.fullmatch(code)):
        raise ValueError("sender")
    return Sender(
        device=found.text("device", keys.DEVICE_ID),
        key=found.text("key"),
        recipient=recipient,
        code=code,
        unit=found.text("unit"),
    )


def _receipt(found: _Read) -> Receipt:
    sequences = found.items("sequences")
    return Receipt(
        log=found.text("log", keys.DEVICE_ID),
        upto=_point(found.inner("to")),
        sequences=tuple(_count(one, NUMBER) for one in sequences),
        missing_files=found.texts("missing_files", SHA256, _MANY),
        points=tuple(_point(one) for one in found.items("points", POINTS)),
    )


def _elsewhere(found: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    given = _Read(dict(found or {}))
    return {_part_name(part): given.texts(part, SHA256, _MANY) for part in found or {}}


def _part_name(part: str) -> str:
    strict_json.expect(re.fullmatch(r"[1-9]\d{0,4}", part) is not None, "part")
    return part


def _again(found: _Read) -> Again:
    return Again(found.number("from"), found.number("to"))


def _resources(package: _Read) -> tuple[Resource, ...]:
    made: list[Resource] = []
    for one in package.items("resources", ENTRIES):
        found = _Read(one)
        extra = {key: value for key, value in one.items() if key not in ("path", "bytes", "hash")}
        made.append(Resource(found.text("path", _PATH), found.number("bytes"), found.text("hash", _HASH)[7:], extra))
    return tuple(made)


def _count(value: Any, most: int = POSITION) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("count")
    return value


def _short(value: Any) -> str:
    strict_json.expect(isinstance(value, str) and len(value) <= SHORT and is_one_line(value), "text")
    return str(value)


class _Read:
    """Takes typed values out of a JSON object; ValueError where one is not there or of another type."""

    def __init__(self, found: Any) -> None:
        strict_json.expect(isinstance(found, dict), "not an object")
        self._found: dict[str, Any] = found

    def text(self, name: str, form: re.Pattern[str] | None = None) -> str:
        value = _short(self._found.get(name, "" if form is None else None))
        if form is not None and not form.fullmatch(value):
            raise ValueError(name)
        return value

    def number(self, name: str, most: int = POSITION) -> int:
        return _count(self._found.get(name), most)

    def inner(self, name: str) -> dict[str, Any]:
        value = self._found.get(name)
        strict_json.expect(isinstance(value, dict), name)
        return dict(value or {})

    def optional(self, name: str) -> dict[str, Any] | None:
        return None if self._found.get(name) is None else self.inner(name)

    def items(self, name: str, most: int = _MANY) -> list[Any]:
        value = self._found.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(name)
        return value

    def texts(self, name: str, form: re.Pattern[str], most: int) -> tuple[str, ...]:
        values = self.items(name, most)
        if not all(isinstance(one, str) and form.fullmatch(one) for one in values) or len(set(values)) != len(values):
            raise ValueError(name)
        return tuple(values)

    def objects(self, name: str) -> tuple[dict[str, Any], ...]:
        values = self.items(name, 1000)
        if not all(isinstance(one, dict) for one in values):
            raise ValueError(name)
        return tuple(values)

    def mapping(self, name: str, reader: Callable[[Any], T], form: re.Pattern[str] = _NAME) -> dict[str, T]:
        found = self.inner(name)
        strict_json.expect(all(form.fullmatch(key) for key in found), name)
        return {key: reader(value) for key, value in found.items()}
