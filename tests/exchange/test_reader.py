"""Reading: trust, who it is for, resources, counts; each refusal with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kcdesk.exchange import reader
from kcdesk.exchange.keys import AgeIdentity, DeviceKey, public_text
from kcdesk.exchange.manifest import BundleKind, Point, Sender
from kcdesk.exchange.trust import Known, SenderState
from kcdesk.model.problems import EnvironmentProblem, UserError
from tests.exchange.making import (
    ENTRIES,
    PROVINCE_AGE,
    SENDER,
    STRANGER,
    STRANGER_AGE,
    forged,
    manifest,
    sealed,
    with_lines,
    written,
)


def code(folder: Path, data: bytes, **other: Any) -> str:
    """The code of the refusal, or ``taken``."""
    path = folder / "x.kcb"
    path.write_bytes(data)
    try:
        with reader.open_bundle(path, identities=[PROVINCE_AGE], **other) as bundle:
            list(bundle.changes())
    except UserError as error:
        return error.code if error.message else "no sentence"
    return "taken"


def test_forged_bundle_is_taken_so_that_the_others_fail_for_their_reason(tmp_path: Path) -> None:
    assert code(tmp_path, forged()) == "taken"
    assert code(tmp_path, sealed(forged())) == "taken"


def known(state: SenderState, public: bytes = SENDER.public) -> Any:
    return lambda device, key: Known(public=public, code="CTV07", state=state) if device == SENDER.device_id else None


@pytest.mark.parametrize("state", [SenderState.KNOWN, SenderState.REVOKED, SenderState.REPLACED])
def test_trust_list_is_asked_and_told(tmp_path: Path, state: SenderState) -> None:
    one = written(tmp_path)
    with reader.open_bundle(one.path, identities=[PROVINCE_AGE], trust=known(state)) as bundle:
        assert bundle.sender_trust is state
        assert bundle.sender_code == "CTV07"


def test_unknown_sender_is_verified_by_the_key_it_names(tmp_path: Path) -> None:
    with reader.open_bundle(written(tmp_path).path, identities=[PROVINCE_AGE]) as bundle:
        assert bundle.sender_trust is SenderState.UNKNOWN
        assert bundle.sender_code == ""


def test_second_key_with_a_known_id_is_refused(tmp_path: Path) -> None:
    data = written(tmp_path).path.read_bytes()
    assert code(tmp_path, data, trust=known(SenderState.KNOWN, STRANGER.public)) == "other_key"


def test_wrong_signer_is_refused(tmp_path: Path) -> None:
    assert code(tmp_path, forged(key=STRANGER)) == "bad_signature"
    other_key = Sender(device=SENDER.device_id, key=STRANGER.public_text)
    assert code(tmp_path, forged(made=manifest(sender=other_key), key=STRANGER)) == "bad_sender"
    weak = public_text(bytes(32))
    device = DeviceKey.from_seed(bytes(32)).device_id
    assert code(tmp_path, forged(made=manifest(sender=Sender(device=device, key=weak)))) == "bad_sender"


def test_trusted_comment_must_name_bundle_and_recipients(tmp_path: Path) -> None:
    good = manifest().trusted_comment()
    assert code(tmp_path, forged(comment=good)) == "taken"
    for wrong in (good + " ", good.replace("019a", "019b"), good.rpartition(",")[0], "x"):
        assert code(tmp_path, forged(comment=wrong)) == "bad_signature"


def test_bundle_for_somebody_else_is_refused_in_every_wrapping(tmp_path: Path) -> None:
    made = manifest(recipients=(STRANGER_AGE.recipient,))
    assert code(tmp_path, forged(made=made)) == "not_for_me"
    assert code(tmp_path, sealed(forged(made=made))) == "not_for_me"
    assert code(tmp_path, sealed(forged(), [STRANGER_AGE.recipient])) == "not_for_me"
    plain = manifest(recipients=())
    assert code(tmp_path, sealed(forged(made=plain))) == "not_for_me"
    assert code(tmp_path, forged(made=plain)) == "taken"


def test_without_any_key_only_what_is_for_everybody_opens(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(forged(made=manifest(recipients=())))
    reader.open_bundle(path, identities=[]).close()
    path.write_bytes(forged())
    with pytest.raises(UserError):
        reader.open_bundle(path, identities=[])


def test_newer_format_is_refused_with_that_sentence(tmp_path: Path) -> None:
    data = forged(edit=lambda document: document["kcdesk"].__setitem__("format", 2))
    assert code(tmp_path, data) == "newer_format"


def test_resources_and_entries_must_be_the_same_set(tmp_path: Path) -> None:
    def more(document: dict[str, Any]) -> None:
        document["resources"].append({**document["resources"][0], "path": "data/site.csv"})

    def fewer(document: dict[str, Any]) -> None:
        document["resources"].clear()

    def twice(document: dict[str, Any]) -> None:
        document["resources"] *= 2

    for edit in (more, fewer, twice):
        assert code(tmp_path, forged(edit=edit)) == "bad_resources"


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "datapackage.json", "datapackage.json.minisig", "doc-toi.txt"])
def test_resource_paths_are_never_used_as_paths(tmp_path: Path, path: str) -> None:
    data = forged(edit=lambda document: document["resources"][0].__setitem__("path", path))
    assert code(tmp_path, data) == "bad_resources"


def test_hash_and_size_of_every_entry_count(tmp_path: Path) -> None:
    for name, value in (("hash", "sha256:" + "0" * 64), ("bytes", 4)):
        data = forged(edit=lambda document, n=name, v=value: document["resources"][0].__setitem__(n, v))  # type: ignore[misc]
        assert code(tmp_path, data) == "bad_hash"


def test_attachment_must_have_the_hash_that_names_it(tmp_path: Path) -> None:
    assert code(tmp_path, forged({"files/" + "a" * 64 + ".jpg": b"x"})) == "bad_hash"


def test_settings_entries_belong_to_settings_only(tmp_path: Path) -> None:
    entries = {**ENTRIES, "settings/keys.json": b"{}"}
    assert code(tmp_path, forged(entries)) == "wrong_kind"
    assert code(tmp_path, forged(entries, manifest(kind=BundleKind.SETTINGS, recipients=()))) == "taken"


def test_bundle_without_manifest_or_signature(tmp_path: Path) -> None:
    from tests.exchange.making import zipped

    assert code(tmp_path, zipped([("DOC-TOI.txt", b"x")])) == "not_a_bundle"
    assert code(tmp_path, zipped([("datapackage.json", b"{}")])) == "not_a_bundle"
    assert code(tmp_path, zipped([("datapackage.json", b"{}"), ("datapackage.json.minisig", b"x")])) == "bad_manifest"


LINE = (
    b'{"id":"019a0000-0000-7000-8000-000000000001","device":"AAAAAAAAAAAAAAAA","at":"2026-11-23T08:15:02.120Z","by":"C",'
    b'"save":"019a0000-0000-7000-8000-000000000002","entity":"visit","row":"019a0000-0000-7000-8000-000000000003",'
    b'"set":{"note":"x"}}'
)


def test_lines_of_changes(tmp_path: Path) -> None:
    assert code(tmp_path, with_lines(LINE, LINE)) == "taken"
    assert code(tmp_path, with_lines(LINE, b"")) == "bad_change"
    assert code(tmp_path, with_lines(LINE, b"\xff")) == "bad_change"
    assert code(tmp_path, with_lines(LINE + b"\r\n" + LINE)) == "bad_counts"
    assert code(tmp_path, with_lines(b" " * (1 << 20) + LINE)) == "bad_change"
    assert code(tmp_path, with_lines(b"[" * 900_000)) == "bad_change"
    entry = {"data/changes-001.jsonl": LINE}
    assert code(tmp_path, forged(entry, manifest(counts={"changes": 1}))) == "bad_change"


def test_number_of_changes_must_be_as_announced(tmp_path: Path) -> None:
    entry = {"data/changes-001.jsonl": LINE + b"\n"}
    for counts in ({"changes": 2}, {}, {"changes": 0}):
        assert code(tmp_path, forged(entry, manifest(counts=counts))) == "bad_counts"


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"\0" * 5000, b"SQLite format 3\0"],
)
def test_other_files_are_no_bundles(tmp_path: Path, data: bytes) -> None:
    assert code(tmp_path, data) in ("not_a_bundle", "bad_archive")


def test_file_larger_than_the_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.kcb"
    with path.open("wb") as sparse:
        sparse.write(b"age-encryption.org/v1\n")
        sparse.truncate((2 << 30) + 1)
    with pytest.raises(UserError) as refused:
        reader.open_bundle(path, identities=[PROVINCE_AGE])
    assert refused.value.code == "too_large"


def test_file_that_cannot_be_read_is_the_machines_fault(tmp_path: Path) -> None:
    for path in (tmp_path / "none.kcb", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(EnvironmentProblem) as refused:
            reader.open_bundle(path, identities=[PROVINCE_AGE])
        assert refused.value.code == "cannot_read"
        assert refused.value.status == 4


def test_name_of_the_file_means_nothing(tmp_path: Path) -> None:
    one = written(tmp_path)
    renamed = one.path.rename(tmp_path / "Bản sao (2) của gói.tmp")
    with reader.open_bundle(renamed, identities=[PROVINCE_AGE]) as bundle:
        assert bundle.code == one.code


def test_stick_may_be_taken_away_once_it_is_open(tmp_path: Path) -> None:
    one = written(tmp_path)
    bundle = reader.open_bundle(one.path, identities=[PROVINCE_AGE])
    one.path.unlink()
    assert len(list(bundle.changes())) == 3
    assert bundle.manifest_bytes
    assert bundle.signature_bytes
    bundle.close()
    with pytest.raises(ValueError, match="closed"):
        list(bundle.changes())


def test_own_later_key_among_many(tmp_path: Path) -> None:
    one = written(tmp_path)
    identities = [AgeIdentity.generate(), AgeIdentity.generate(), PROVINCE_AGE]
    with reader.open_bundle(one.path, identities=identities) as bundle:
        assert bundle.manifest.start == Point(0, bundle.manifest.start.chain)
