"""The museum: one stored bundle of every kind of every released format opens, and says what it said then.

``bundles/format1`` was made by ``make_format1`` below; it is never made again, only read.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kcdesk.exchange import keys, reader
from kcdesk.exchange.keys import AgeIdentity, DeviceKey, UnitKey
from kcdesk.exchange.manifest import Again, BundleKind, Receipt
from kcdesk.exchange.trust import Known, SenderState
from kcdesk.exchange.writer import write_bundle
from tests.exchange.making import Log, small_log

MUSEUM = Path(__file__).parent / "bundles"
FORMAT1 = MUSEUM / "format1"
PHRASE = "ban giao dia ban 2026"


def identity(name: str) -> AgeIdentity:
    return AgeIdentity.from_text((FORMAT1 / f"{name}.identity.txt").read_text(encoding="ascii"))


@pytest.mark.parametrize("kind", [kind.value for kind in BundleKind])
def test_bundle_of_format_1_opens_and_says_what_it_said(kind: str) -> None:
    told = json.loads((FORMAT1 / "content.json").read_text(encoding="utf-8"))[kind]
    signer = keys.read_public(told["key"])
    with reader.open_bundle(
        FORMAT1 / told["file"],
        identities=[identity("province")],
        passphrase=PHRASE if told["passphrase"] else None,
        trust=lambda device, public: Known(public=signer, code="CTV07"),
    ) as bundle:
        assert bundle.sender_trust is SenderState.KNOWN
        assert content(bundle) == told["content"]


def content(bundle: reader.Bundle) -> dict[str, object]:
    """Everything that must stay readable, as plain JSON."""
    manifest = bundle.manifest
    found = {
        "id": manifest.id,
        "kind": manifest.kind.value,
        "sequence": manifest.sequence,
        "from": [manifest.start.position, manifest.start.chain],
        "to": [manifest.end.position, manifest.end.chain],
        "counts": dict(manifest.counts),
        "receipt": [manifest.receipt.log, manifest.receipt.upto.position, *manifest.receipt.sequences]
        if manifest.receipt
        else None,
        "grants": [dict(one) for one in manifest.grants],
        "escrow": manifest.escrow,
        "again": [manifest.again.after, manifest.again.upto] if manifest.again else None,
        "changes": [
            {"id": one.id, "row": one.row, "entity": one.entity, "set": dict(one.set), "after": dict(one.after)}
            for one in bundle.changes()
        ],
        "rows": {entity: list(bundle.rows(entity)) for entity in bundle.tables()},
        "files": {digest: len(bundle.file(digest) or b"") for digest in bundle.files},
        "settings": {name: bundle.setting(name).decode("utf-8") for name in bundle.settings()},
        "code": bundle.code,
    }
    return dict(json.loads(json.dumps(found)))


def make_format1(folder: Path) -> None:
    """How the stored bundles of format 1 were made."""
    device, unit = DeviceKey.from_seed(b"museum device 1 " * 2), UnitKey.from_seed(b"museum unit key " * 2, "92")
    people = {name: AgeIdentity.generate() for name in ("province", "device")}
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in people.items():
        (folder / f"{name}.identity.txt").write_text(one.file_text, encoding="ascii")
    common = {"key": device, "identity": people["device"], "recipients": (people["province"].recipient,)}
    receipt = Receipt(log=device.device_id, upto=small_log().spec().end, sequences=(7, 9), missing_files=("a" * 64,))
    grant = {"from": device.device_id, "to": "B" * 16, "signature": "x"}
    kinds: dict[str, dict[str, object]] = {
        "changes": {**common, "again": Again(0, 3)},
        "full": {**common, "escrow": {"recipient": unit.recovery.recipient, "wrapped": "AAAA"}},
        "feedback": {**common, "receipt": receipt},
        "settings": {
            "key": unit.signing, "identity": None, "recipients": (), "settings": 4,
            "settings_files": {"keys.json": b"{}", "communes.csv": "code,name\r\n31441,Hải Vân\r\n".encode()},
        },
        "handover": {**common, "recipients": (), "passphrase": PHRASE, "grants": (grant,)},
    }  # fmt: skip
    told = {}
    for kind, given in kinds.items():
        log = Log() if kind == "settings" else small_log()
        (one,) = write_bundle(log.spec(kind=BundleKind(kind), **given), folder)
        final = folder / f"{kind}{one.path.suffix}"
        one.path.rename(final)
        phrase = PHRASE if "passphrase" in given else None
        with reader.open_bundle(final, identities=[people["province"]], passphrase=phrase) as bundle:
            told[kind] = {
                "file": final.name,
                "key": bundle.manifest.sender.key,
                "passphrase": phrase is not None,
                "content": content(bundle),
            }
    (folder / "content.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
