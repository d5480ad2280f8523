"""Small real bundles for tests: two people, a log of a few changes, and archives made by hand."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kcdesk.exchange import age, container, minisign
from kcdesk.exchange.keys import AgeIdentity, DeviceKey
from kcdesk.exchange.manifest import BundleKind, Manifest, Point, Resource, Sender, descriptor
from kcdesk.exchange.spec import BundleSpec, FileRef, NameParts, Step
from kcdesk.exchange.writer import Written, write_bundle
from kcdesk.model.changes import Change
from kcdesk.model.fields import Record

SENDER = DeviceKey.from_seed(b"sender" + bytes(26))
SENDER_AGE = AgeIdentity.from_text("AGE-SECRET-KEY-1GGCWFJ6H43EHDFTUJ97RHKMHGV4XRM4EWSK6DE7WJQYL0MLM8PGQ5Y00W9")
PROVINCE_AGE = AgeIdentity.generate()
STRANGER = DeviceKey.from_seed(b"stranger" + bytes(24))
STRANGER_AGE = AgeIdentity.generate()
CREATED = "2026-11-23T08:15:02.120Z"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8


def ids() -> Callable[[], str]:
    """Ids that only grow, the same in every run."""
    numbers = itertools.count(1)
    return lambda: f"019a{next(numbers):04x}-0000-7000-8000-{0:012x}"


@dataclass
class Log:
    """A log in memory with the records that follow from it."""

    new_id: Callable[[], str] = field(default_factory=ids)
    steps: list[Step] = field(default_factory=list)
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    chain: bytes = sha256(SENDER.public).digest()

    def put(self, entity: str, row: str = "", **values: Any) -> str:
        """Set values of a record; its row id."""
        row = row or self.new_id()
        record = self.records.setdefault(entity, {}).setdefault(row, {"id": row, "deleted": False})
        record.update(values)
        self.add(
            Change(
                id=self.new_id(),
                device=SENDER.device_id,
                at=CREATED,
                by="CTV07",
                save=self.new_id(),
                entity=entity,
                row=row,
                set=values,
                after={},
            )
        )
        return row

    def add(self, *changes: Change) -> None:
        """One position of the log with these changes."""
        self.chain = sha256(self.chain + changes[0].id.encode("ascii")).digest()
        self.steps.append(Step(len(self.steps) + 1, self.chain.hex(), changes))

    def attach(self, data: bytes) -> str:
        """A file; its SHA-256."""
        digest = sha256(data).hexdigest()
        self.files[digest] = data
        return digest

    def changes(self) -> list[Change]:
        """All changes in order."""
        return [change for step in self.steps for change in step.changes]

    def from_position(self, after: int) -> Iterator[Step]:
        """What a spec asks for."""
        return (step for step in self.steps if step.position > after)

    def rows(self, entity: str, wanted: Collection[str]) -> Iterable[Record]:
        """What a spec asks for."""
        there = self.records.get(entity, {})
        return [there[row] for row in sorted(wanted) if row in there]

    def spec(self, **other: Any) -> BundleSpec:
        """A bundle of the whole log for the province, unless told otherwise."""
        given: dict[str, Any] = {
            "kind": BundleKind.CHANGES,
            "new_id": self.new_id,
            "created": CREATED,
            "key": SENDER,
            "identity": SENDER_AGE,
            "code": "CTV07",
            "unit": "Trung tâm Khuyến công",
            "name": NameParts("92", "31441", "CTV07", "20261123"),
            "sequence": 3,
            "start": Point(0, sha256(SENDER.public).hexdigest()),
            "end": Point(len(self.steps), self.chain.hex()),
            "steps": self.from_position,
            "rows": self.rows,
            "files": [FileRef(digest, "jpg", len(data)) for digest, data in self.files.items()],
            "read_file": self.files.__getitem__,
            "recipients": (PROVINCE_AGE.recipient,),
            "app": "kcdesk test",
        }
        return BundleSpec(**{**given, **other})


def small_log() -> Log:
    """An establishment, a request for it, and a photo."""
    log = Log()
    place = log.put("establishment", name="Cơ sở bánh tráng Bà Ba", phone="0912345678", workers_total=7)
    log.put("support_request", establishment_id=place, title="=Máy xay bột", plan_year=2027)
    log.put("establishment", place, phone="+84912345678")
    log.attach(PHOTO)
    return log


def written(folder: Path, **other: Any) -> Written:
    """A small bundle in one part."""
    (one,) = write_bundle(small_log().spec(**other), folder)
    return one


ENTRIES: Mapping[str, bytes] = {"DOC-TOI.txt": b"doc"}


def manifest(**other: Any) -> Manifest:
    """A manifest of a bundle without changes, sent by SENDER to PROVINCE_AGE."""
    given: dict[str, Any] = {
        "id": "019a0000-0000-7000-8000-000000000001",
        "kind": BundleKind.CHANGES,
        "sequence": 1,
        "log": SENDER.device_id,
        "start": Point(0, "0" * 64),
        "end": Point(0, "0" * 64),
        "sender": Sender(device=SENDER.device_id, key=SENDER.public_text, recipient=SENDER_AGE.recipient, code="CTV07"),
        "recipients": (PROVINCE_AGE.recipient, SENDER_AGE.recipient),
        "created": CREATED,
    }
    return Manifest(**{**given, **other})


def listed(made: Manifest, entries: Mapping[str, bytes]) -> Manifest:
    """The manifest with these entries as its resources."""
    found = tuple(Resource(name, len(data), sha256(data).hexdigest(), {"name": "x"}) for name, data in entries.items())
    return replace(made, resources=found)


def signed(text: bytes, comment: str, key: DeviceKey = SENDER) -> dict[str, bytes]:
    """Manifest and signature as entries."""
    return {container.MANIFEST: text, container.SIGNATURE: minisign.sign(text, key, comment).encode("ascii")}


def zipped(entries: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive as Python's zipfile makes it, doubles and all."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    return target.getvalue()


def sealed(archive: bytes, recipients: Collection[str] = (PROVINCE_AGE.recipient,)) -> bytes:
    """The archive encrypted to these recipients."""
    target = io.BytesIO()
    age.encrypt_stream(io.BytesIO(archive), target, tuple(recipients))
    return target.getvalue()


def forged(
    entries: Mapping[str, bytes] = ENTRIES,
    made: Manifest | None = None,
    *,
    edit: Callable[[dict[str, Any]], None] | None = None,
    key: DeviceKey = SENDER,
    comment: str = "",
) -> bytes:
    """An archive with any entries and a manifest that lists them, properly signed by ``key``."""
    whole = listed(made or manifest(), entries)
    text = descriptor(whole)
    if edit:
        document = json.loads(text)
        edit(document)
        text = json.dumps(document).encode("utf-8")
    return zipped([*entries.items(), *signed(text, comment or whole.trusted_comment(), key).items()])


def with_lines(*lines: bytes, **other: Any) -> bytes:
    """An archive with these lines of changes, properly signed."""
    data = b"".join(line + b"\n" for line in lines)
    return forged({"data/changes-001.jsonl": data}, manifest(counts={"changes": len(lines)}, **other))
