"""A fuzzer that knows the format: what it changes is packed and signed again, so that every layer is reached.

Whatever comes of it: the bundle is taken (planned, then let in by an officer), or it is refused with one sentence
and exit status 3, and then nothing has changed. Anything else fails.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcdesk.exchange import minisign
from kcdesk.exchange.manifest import descriptor
from kcdesk.model.problems import UserError
from kcdesk.text.visible import is_one_line
from kcdesk.work import bundles, records, taking, trust
from kcdesk.work.bootstrap import Desk
from tests.exchange.making import SENDER, SENDER_AGE, forged, listed, manifest, sealed, zipped
from tests.fault import nasty
from tests.fault.hostile_making import LINE, ROW
from tests.fault.snapshot import everything
from tests.work import desks

EXAMPLES = settings.default.max_examples if settings.default else 40
MANY = settings(max_examples=8 * EXAMPLES)
IDS = [f"019a0000-0000-7000-8000-{number:012x}" for number in range(1, 6)]
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, 2**70, 1.5, -0.0, 1e308, 1e-320, "", "x",
    nasty.MARK_UP, "\u202e", "\n", "\0", "=1+1", "../x", "a" * 300, "0" * 64, "sha256:" + "0" * 64, [], {}, [[]], [{}],
    {"a": {}}, [0] * 300, ["x", "x"], SENDER.device_id, SENDER.public_text, "changes", "full", "settings", "feedback",
    "establishment", "same_as", "attachment", "deleted", "name", "9999-12-31T23:59:59.999Z", "2026-02-29T00:00:00.000Z",
    "31441", *IDS, IDS, [IDS[0]], {"name": [IDS[0]]}, {"name": "x"}, {"deleted": True}, {"commune_code": "31441"},
)  # fmt: skip
CHANGES: list[dict[str, Any]] = [
    {**LINE, "id": IDS[0], "set": {"name": "Cơ sở", "commune_code": "31441", "workers_total": 5, "capital": 10**9}},
    {**LINE, "id": IDS[1], "set": {"phone": "0912345678", "latitude": 10.1}, "after": {"phone": []}},
    {**LINE, "id": IDS[2], "set": {"name": "Khác"}, "after": {"name": [IDS[0]]}, "withheld": ["tax_code"]},
    {**LINE, "id": IDS[3], "entity": "site", "row": IDS[4], "set": {"establishment_id": ROW, "name": "Xưởng"}},
    {**LINE, "id": IDS[4], "set": {"deleted": True}, "seen": [IDS[0], IDS[2]]},
]
RECEIPT = {
    "log": SENDER.device_id, "to": {"position": 0, "chain": "0" * 64}, "sequences": [1], "missing_files": ["0" * 64],
    "points": [{"position": 1, "chain": "0" * 64}],
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A province that trusts the one who sends all this."""
    with desks.province(tmp_path_factory.mktemp("fuzz") / "tinh") as desk:
        records.save_record(desk, "establishment", None, desks.ESTABLISHMENT, {})
        trust.trust(desk, SENDER.fingerprint, "CTV07")
        yield desk


@pytest.fixture(scope="module")
def sound(office: Desk) -> bytes:
    """One bundle as it is sent: encrypting twice gives two files."""
    return sealed(bundle_of(office.recipient, lines_of(CHANGES), len(CHANGES)), (office.recipient,))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value: what holds it, and the key or number there."""
    found: list[tuple[Any, Any]] = []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found.append((value, key))
        found += places(one)
    return found


def changed(value: Any, draw: Callable[[Any], Any]) -> Any:
    """A copy of a JSON value with a few places replaced, taken out, doubled, renamed or exchanged."""
    made = copy.deepcopy(value)
    for _time in range(draw(st.integers(1, 3))):
        there = places(made)
        if not there:
            break
        holder, key = there[draw(st.integers(0, len(there) - 1))]
        way = draw(st.sampled_from(["put", "put", "put", "drop", "double", "rename", "swap"]))
        if way == "drop":
            del holder[key]
        elif way == "double" and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        elif way == "rename" and isinstance(holder, dict):
            holder[str(draw(st.sampled_from(["x", "_extra", "rowid", "id", "format", "path", "name"])))] = holder.pop(
                key
            )
        elif way == "swap":
            other, where = there[draw(st.integers(0, len(there) - 1))]
            holder[key] = copy.deepcopy(other[where])
        else:
            holder[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return made


def bent(data: bytes, draw: Callable[[Any], Any]) -> bytes:
    """Bytes with a few of them changed, taken out, put in or doubled."""
    made = bytearray(data)
    for _time in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(made) - 1)))
        piece = draw(
            st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from([b"PK\3\4", b'"', b"\n", b"\xff" * 4]))
        )
        way = draw(st.sampled_from(["put", "insert", "drop", "double"]))
        if way == "put":
            made[at : at + len(piece)] = piece
        elif way == "insert":
            made[at:at] = piece
        elif way == "drop":
            del made[at : at + draw(st.integers(1, 40))]
        else:
            made[at:at] = made[at : at + draw(st.integers(1, 200))]
    return bytes(made)


def lines_of(content: list[Any]) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for one in content)


def bundle_of(recipient: str, data: bytes, count: int, edit: Callable[[dict[str, Any]], None] | None = None) -> bytes:
    """A signed archive with these lines."""
    made = manifest(recipients=(recipient, SENDER_AGE.recipient), counts={"changes": count})
    return forged({"data/changes-001.jsonl": data, "DOC-TOI.txt": b"doc"}, made, edit=edit)


def judged(office: Desk, folder: Path, data: bytes) -> str:
    """What becomes of a file: "taken", or the code with which it was refused, and then nothing changed."""
    path = folder / "x.kcb"
    path.write_bytes(data)
    before = everything(office)
    try:
        bundles.plan_import(office, path)
        assert everything(office) == before
        with office.store.plan():  # what an officer lets in, as if it stayed
            with taking.opened(office, path, for_import=True) as found:
                taking._merge(
                    office,
                    found,
                    taking._gate(office, found, admitted=True),
                    taking._report(office, found, admitted=True),
                    taking.quiet,
                )
            for kind in ("establishment", "site"):
                for row in [str(one["id"]) for one in office.store.rows(kind)]:
                    records.load(office, kind, row)
    except UserError as error:
        assert (error.status, is_one_line(error.message)) == (3, True)
        assert everything(office) == before
        return error.code
    assert everything(office) == before
    return "taken"


def test_what_is_not_changed_is_taken(office: Desk, tmp_path: Path) -> None:
    data = bundle_of(office.recipient, lines_of(CHANGES), len(CHANGES))
    assert judged(office, tmp_path, data) == judged(office, tmp_path, sealed(data, (office.recipient,))) == "taken"


@MANY
@given(data=st.data())
def test_manifest_of_any_shape(office: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    def edit(found: dict[str, Any]) -> None:
        found["kcdesk"].update(receipt=RECEIPT, grants=[], told=[{"kind": "held"}], elsewhere={"2": ["0" * 64]})
        made = changed(found, data.draw)
        found.clear()
        found.update(made if isinstance(made, dict) else {"x": made})

    folder = tmp_path_factory.mktemp("manifest")
    judged(office, folder, bundle_of(office.recipient, lines_of(CHANGES), len(CHANGES), edit))


@MANY
@given(data=st.data())
def test_changes_of_any_shape(office: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = changed(CHANGES, data.draw)
    made = bundle_of(office.recipient, lines_of(content), len(content))
    judged(office, tmp_path_factory.mktemp("changes"), made)


@MANY
@given(data=st.data())
def test_lines_of_any_bytes(office: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bent(lines_of(CHANGES), data.draw)
    made = bundle_of(office.recipient, content, content.count(b"\n"))
    judged(office, tmp_path_factory.mktemp("lines"), made)


@MANY
@given(data=st.data())
def test_archive_of_any_bytes(office: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """What is taken in spite of it holds what was signed, bit for bit."""
    sound = bundle_of(office.recipient, lines_of(CHANGES), len(CHANGES))
    made = bent(sound, data.draw)
    folder = tmp_path_factory.mktemp("archive")
    if judged(office, folder, made) == "taken":
        with taking.opened(office, folder / "x.kcb") as found:
            assert b"".join(found.bundle.chunks("data/changes-001.jsonl")) == lines_of(CHANGES)


@MANY
@given(data=st.data())
def test_sealed_file_of_any_bytes(
    office: Desk, tmp_path_factory: pytest.TempPathFactory, sound: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from([0, sound.index(b"\n--- "), len(sound) // 2]))
    made = sound[:start] + bent(sound[start:], data.draw)
    assert made == sound or judged(office, tmp_path_factory.mktemp("sealed"), made) != "taken"


@MANY
@given(data=st.data())
@example(data=None)
def test_signature_of_any_bytes(
    office: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject | None
) -> None:
    whole = listed(manifest(recipients=(office.recipient,)), {"DOC-TOI.txt": b"doc"})
    content = descriptor(whole)
    right = minisign.sign(content, SENDER, whole.trusted_comment()).encode("ascii")
    made = right if data is None else bent(right, data.draw)
    entries = [("DOC-TOI.txt", b"doc"), ("datapackage.json", content), ("datapackage.json.minisig", made)]
    verdict = judged(office, tmp_path_factory.mktemp("signature"), zipped(entries))
    assert (verdict == "taken") is (made == right)
