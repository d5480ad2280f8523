"""A bundle opens with public tools alone, and what they pack again is taken."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from kcdesk.exchange import reader
from kcdesk.exchange.keys import DeviceKey
from kcdesk.exchange.manifest import BundleKind
from kcdesk.exchange.writer import write_bundle
from kcdesk.model.problems import UserError
from tests.exchange.making import PHOTO, PROVINCE_AGE, SENDER, SENDER_AGE, small_log, written

FRICTIONLESS = Path(sys.executable).parent / "frictionless"
PHRASE = "ban giao 2026"


def run(*command: str | Path, folder: Path, fails: bool = False) -> str:
    done = subprocess.run([str(one) for one in command], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def unpacked(folder: Path) -> Path:
    """A small bundle, decrypted by age and unpacked by unzip."""
    one = written(folder)
    (folder / "identity.txt").write_text(PROVINCE_AGE.file_text, encoding="ascii")
    run("age", "-d", "-i", "identity.txt", "-o", "b.zip", one.path.name, folder=folder)
    run("unzip", "-q", "b.zip", "-d", "b", folder=folder)
    return folder / "b"


@pytest.mark.tool("age", "unzip")
def test_age_and_unzip_open_it(tmp_path: Path) -> None:
    inside = unpacked(tmp_path)
    assert (inside / "files" / f"{sha256(PHOTO).hexdigest()}.jpg").read_bytes() == PHOTO
    assert (inside / "data" / "establishment.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert run("unzip", "-tq", "b.zip", folder=tmp_path)


@pytest.mark.tool("age", "unzip", "minisign")
def test_minisign_accepts_the_signature(tmp_path: Path) -> None:
    inside = unpacked(tmp_path)
    (tmp_path / "sender.pub").write_text(SENDER.minisign_text, encoding="ascii")
    said = run("minisign", "-Vm", inside / "datapackage.json", "-p", "sender.pub", folder=tmp_path)
    assert PROVINCE_AGE.recipient in said
    (tmp_path / "other.pub").write_text(DeviceKey.from_seed(bytes(32)).minisign_text, encoding="ascii")
    run("minisign", "-Vm", inside / "datapackage.json", "-p", "other.pub", folder=tmp_path, fails=True)
    with (inside / "datapackage.json").open("ab") as manifest:
        manifest.write(b" ")
    run("minisign", "-Vm", inside / "datapackage.json", "-p", "sender.pub", folder=tmp_path, fails=True)


@pytest.mark.tool("age", "unzip")
@pytest.mark.skipif(not FRICTIONLESS.exists(), reason="frictionless is not installed")
def test_frictionless_finds_everything_valid_and_notices_a_change(tmp_path: Path) -> None:
    inside = unpacked(tmp_path)
    said = run(FRICTIONLESS, "validate", "datapackage.json", folder=inside)
    assert "INVALID" not in said
    assert said.count("VALID") == 5
    table = inside / "data" / "establishment.csv"
    table.write_bytes(table.read_bytes().replace(b"7", b"8", 1))
    assert "INVALID" in run(FRICTIONLESS, "validate", "datapackage.json", folder=inside, fails=True)


@pytest.mark.skipif(not FRICTIONLESS.exists(), reason="frictionless is not installed")
def test_drafts_and_bad_values_validate_too(tmp_path: Path) -> None:
    log = small_log()
    place = log.put("establishment", name=None, tax_code="sai", workers_total=None)
    log.put("support_request", establishment_id=place, title='a,"b"\r\nc\rd\ne', plan_year=None)
    log.put("support_request", establishment_id=log.new_id(), title="cơ sở chưa đến")
    log.put("visit", establishment_id=place, visited_on="2026-99-99")
    log.put("attachment", owner_id=place, sha256="x", taken_on="2026-02-30")
    log.put("yearly_figure", establishment_id=place, year=-5, revenue=10**18)
    (one,) = write_bundle(log.spec(), tmp_path)
    with reader.open_bundle(one.path, identities=[PROVINCE_AGE]) as bundle:
        for name in bundle.names():
            target = tmp_path / "b" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"".join(bundle.chunks(name)))
    assert "INVALID" not in run(FRICTIONLESS, "validate", "datapackage.json", folder=tmp_path / "b")


@pytest.mark.tool("age", "unzip", "zip")
@pytest.mark.parametrize("options", [["-qr"], ["-qrD"], ["-qr0"], ["-qrX9"]])
def test_bundle_packed_again_by_those_tools_is_taken(tmp_path: Path, options: list[str]) -> None:
    inside = unpacked(tmp_path)
    run("zip", *options, "../again.zip", ".", folder=inside)
    recipients = ["-r", PROVINCE_AGE.recipient, "-r", SENDER_AGE.recipient]
    run("age", "-e", *recipients, "-o", "again.kcb", "again.zip", folder=tmp_path)
    for name in ("again.kcb", "again.zip"):
        with reader.open_bundle(tmp_path / name, identities=[PROVINCE_AGE]) as bundle:
            assert list(bundle.changes()) == small_log().changes()


@pytest.mark.tool("age", "unzip", "zip")
def test_bundle_changed_and_packed_again_is_refused(tmp_path: Path) -> None:
    inside = unpacked(tmp_path)
    table = inside / "data" / "changes-001.jsonl"
    table.write_bytes(table.read_bytes().replace(b"0912345678", b"0912345679"))
    run("zip", "-qr", "../again.zip", ".", folder=inside)
    with pytest.raises(UserError) as refused:
        reader.open_bundle(tmp_path / "again.zip", identities=[PROVINCE_AGE])
    assert refused.value.code == "bad_hash"


@pytest.mark.tool("age", "unzip")
def test_bundle_passed_on_by_its_receiver_is_refused(tmp_path: Path) -> None:
    """Decrypted by the one it was for, and encrypted to somebody else, signature untouched."""
    from tests.exchange.making import STRANGER_AGE

    unpacked(tmp_path)
    run("age", "-e", "-r", STRANGER_AGE.recipient, "-o", "on.kcb", "b.zip", folder=tmp_path)
    with pytest.raises(UserError) as refused:
        reader.open_bundle(tmp_path / "on.kcb", identities=[STRANGER_AGE])
    assert refused.value.code == "not_for_me"


def asked(command: list[str], answer: str, folder: Path, times: int) -> None:
    """Run a command that asks for a passphrase on its terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp(command[0], command)
    for _time in range(times):
        while b"passphrase" not in os.read(terminal, 1024):
            pass
        os.write(terminal, answer.encode() + b"\n")
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        pass  # the other end is closed: it has ended
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)


@pytest.mark.tool("age", "unzip")
@pytest.mark.filterwarnings("ignore:This process")
def test_age_opens_a_handover_by_passphrase_and_packs_it_again(tmp_path: Path) -> None:
    one = written(tmp_path, kind=BundleKind.HANDOVER, recipients=(), passphrase=PHRASE)
    asked(["age", "-d", "-o", "b.zip", one.path.name], PHRASE, tmp_path, 1)
    run("unzip", "-tq", "b.zip", folder=tmp_path)
    asked(["age", "-p", "-o", "again.kcb", "b.zip"], PHRASE, tmp_path, 2)
    with reader.open_bundle(tmp_path / "again.kcb", identities=[], passphrase=PHRASE) as bundle:
        assert len(list(bundle.changes())) == 3
