"""Damage on the way: every byte of a bundle flipped, every length it may be cut to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from kcdesk.exchange import reader
from kcdesk.exchange.manifest import BundleKind
from kcdesk.exchange.spec import no_rows
from kcdesk.model.problems import UserError
from tests.exchange.making import PROVINCE_AGE, Log, written


def opens(path: Path, data: bytes) -> dict[str, bytes] | None:
    """What a reader finds inside; None where it refuses with a sentence. Anything else fails the test."""
    path.write_bytes(data)
    try:
        with reader.open_bundle(path, identities=[PROVINCE_AGE]) as bundle:
            list(bundle.changes())
            return {name: b"".join(bundle.chunks(name)) for name in bundle.names()}
    except UserError as error:
        return None if error.message and error.status in (3, 4) else {"no sentence": b""}


def small(folder: Path, **other: object) -> bytes:
    log = Log()
    log.put("later_entity", name="Cơ sở")
    return written(folder, steps=log.from_position, rows=no_rows, files=(), **other).path.read_bytes()


def flipped(data: bytes, *, every: bool) -> Iterable[tuple[int, int, bytes]]:
    """The data with one bit changed: every bit, or in each byte another one than in the byte before."""
    for at in range(len(data)):
        for bit in range(8) if every else (at % 8,):
            wrong = bytearray(data)
            wrong[at] ^= 1 << bit
            yield at, bit, bytes(wrong)


def flips_are_noticed(folder: Path, *, every: bool) -> None:
    for at, bit, wrong in flipped(small(folder), every=every):
        assert opens(folder / "x", wrong) is None, (at, bit)


def flips_change_no_entry(folder: Path, kind: BundleKind, *, every: bool) -> None:
    data = small(folder, plain=True, recipients=(), identity=None, kind=kind)
    whole = opens(folder / "x", data)
    assert whole is not None
    for at, bit, wrong in flipped(data, every=every):
        assert opens(folder / "x", wrong) in (None, whole), (at, bit)


def test_a_flipped_bit_in_any_byte_of_an_encrypted_bundle_is_noticed(tmp_path: Path) -> None:
    flips_are_noticed(tmp_path, every=False)


@pytest.mark.long
def test_every_flipped_bit_of_an_encrypted_bundle_is_noticed(tmp_path: Path) -> None:
    flips_are_noticed(tmp_path, every=True)


@pytest.mark.parametrize("kind", [BundleKind.CHANGES, BundleKind.SETTINGS])
def test_a_flip_that_changes_an_entry_of_a_plain_bundle_is_noticed(tmp_path: Path, kind: BundleKind) -> None:
    flips_change_no_entry(tmp_path, kind, every=False)


@pytest.mark.long
@pytest.mark.parametrize("kind", [BundleKind.CHANGES, BundleKind.SETTINGS])
def test_every_flip_that_changes_an_entry_of_a_plain_bundle_is_noticed(tmp_path: Path, kind: BundleKind) -> None:
    flips_change_no_entry(tmp_path, kind, every=True)


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    for data in (small(tmp_path), small(tmp_path, plain=True, recipients=())):
        for length in range(len(data)):
            assert opens(tmp_path / "x", data[:length]) is None, length
        assert opens(tmp_path / "x", data + b"\0") is None


def test_cut_and_flip_of_a_bundle_of_many_blocks(tmp_path: Path) -> None:
    data = written(tmp_path, read_file=lambda digest: b"", plain=False, steps=big_steps()).path.read_bytes()
    assert len(data) > 200_000
    for at in range(0, len(data), 9973):
        wrong = bytearray(data)
        wrong[at] ^= 1
        assert opens(tmp_path / "x", bytes(wrong)) is None, at
        assert opens(tmp_path / "x", data[:at]) is None, at
    blocks = [data[:300], data[300 : 300 + 65552], data[300 + 65552 :]]
    assert opens(tmp_path / "x", blocks[0] + blocks[2] + blocks[1]) is None


def big_steps() -> object:
    import random

    source = random.Random(5)
    log = Log()
    for _number in range(200):
        log.put("establishment", name="".join(chr(source.randrange(0x61, 0x7A)) for _letter in range(2000)))
    return log.from_position


def test_zeroes_over_the_end_as_a_stick_taken_out_too_early(tmp_path: Path) -> None:
    data = small(tmp_path)
    for keep in range(0, len(data), 101):
        assert opens(tmp_path / "x", data[:keep] + bytes(len(data) - keep)) is None, keep


def test_plain_archive_damaged_is_damaged_for_others_too(tmp_path: Path) -> None:
    """A check of the test itself: zipfile agrees that the undamaged archive is whole."""
    with zipfile.ZipFile(io.BytesIO(small(tmp_path, plain=True, recipients=()))) as archive:
        assert archive.testzip() is None
