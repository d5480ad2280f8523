"""age: keys and passphrases, the strict look at the header, damage."""

from __future__ import annotations

import io
import os

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.exchange import age, passphrase
from kcdesk.exchange.keys import AgeIdentity
from kcdesk.exchange.scratch import Scratch
from kcdesk.model.problems import UserError

MINE, OTHER = AgeIdentity.generate(), AgeIdentity.generate()
SIZES = (0, 1, 65535, 65536, 65537, 131072, 200_000)


def encrypted(data: bytes, *recipients: str) -> bytes:
    target = io.BytesIO()
    age.encrypt_stream(io.BytesIO(data), target, recipients or (MINE.recipient,))
    return target.getvalue()


def phrased(data: bytes, phrase: str = "mật khẩu", factor: int = 8) -> bytes:
    target = io.BytesIO()
    passphrase.encrypt(io.BytesIO(data), target, phrase, factor)
    return target.getvalue()


def decrypted(data: bytes, *identities: AgeIdentity, phrase: str | None = None, limit: int = 1 << 20) -> bytes:
    with Scratch(limit) as target:
        age.decrypt_stream(io.BytesIO(data), target, identities or (MINE,), phrase)
        return target.pread(0, limit)


def refusal(data: bytes, **other: str) -> str:
    with pytest.raises(UserError) as refused:
        decrypted(data, **other)  # type: ignore[arg-type]
    assert refused.value.message
    return refused.value.code


@pytest.mark.parametrize("size", SIZES)
def test_round_trip_by_key(size: int) -> None:
    data = os.urandom(size)
    assert decrypted(encrypted(data, OTHER.recipient, MINE.recipient)) == data


@pytest.mark.parametrize("size", SIZES)
def test_passphrase_both_ways_with_another_implementation(size: int) -> None:
    data = os.urandom(size)
    made = phrased(data)
    assert pyrage.passphrase.decrypt(made, "mật khẩu") == data
    assert decrypted(made, phrase="mật khẩu") == data


def test_wrong_key_wrong_passphrase_no_passphrase() -> None:
    assert refusal(encrypted(b"x", OTHER.recipient)) == "not_for_me"
    assert refusal(phrased(b"x"), phrase="sai") == "wrong_passphrase"
    assert refusal(phrased(b"x")) == "needs_passphrase"


def test_what_is_larger_than_allowed_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        decrypted(encrypted(bytes(200_000)), limit=100_000)
    assert refused.value.code == "too_large"


def test_every_flipped_byte_and_every_length_is_noticed() -> None:
    for data, phrase in ((encrypted(b"hello" * 20), None), (phrased(b"hello" * 20, factor=1), "mật khẩu")):
        for at in range(len(data)):
            wrong = bytearray(data)
            wrong[at] ^= 1 << at % 8
            with pytest.raises(UserError):
                decrypted(bytes(wrong), phrase=phrase)
            with pytest.raises(UserError):
                decrypted(data[:at], phrase=phrase)
        with pytest.raises(UserError):
            decrypted(data + b"x", phrase=phrase)


def test_truncation_at_a_block_of_a_passphrase_file_is_noticed() -> None:
    data = phrased(os.urandom(131072 + 10), factor=1)
    start = len(data) - 131072 - 10 - 3 * 16
    for blocks in range(3):
        assert refusal(data[: start + blocks * (65536 + 16)], phrase="mật khẩu") == "damaged"


def head(*stanzas: bytes, mac: bytes = b"A" * 43) -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + mac + b"\n" + bytes(200)


X25519 = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
SCRYPT = b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA %s\n" + b"A" * 43 + b"\n"


@pytest.mark.parametrize(
    "start",
    [
        head(*[X25519] * 21),
        head(*[X25519] * 1000),
        head(SCRYPT % b"19"),
        head(SCRYPT % b"30"),
        head(SCRYPT % b"99999999999999999999"),
        head(SCRYPT % b"018"),
        head(SCRYPT % b"-1"),
        head(SCRYPT % b"18", X25519),
        head(SCRYPT % b"18", SCRYPT % b"18"),
        head(),
        head(X25519, mac=b"A" * 42),
        head(X25519, mac=b"A" * 44),
        head(X25519, mac=b"A" * 42 + b"B"),
        head(b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 65 + b"\n"),
        head(b"-> X25519  A\nAAAA\n"),
        head(b"-> \n\n"),
        head(b"->\n\n"),
        head(b"-> X25519 \xc3\xa9\nAAAA\n"),
        b"age-encryption.org/v1\n-> x " + b"A" * 20_000 + b"\n\n",
        b"age-encryption.org/v1\n" + (b"-> x\n" + (b"A" * 64 + b"\n") * 10_000),
        b"age-encryption.org/v2\n",
        b"",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
    ],
)
def test_header_out_of_bounds_is_refused_before_anything_is_computed(start: bytes) -> None:
    assert refusal(start, phrase="mật khẩu") in ("bad_header", "not_a_bundle")


def test_header_with_twenty_stanzas_is_looked_at() -> None:
    assert len(age.read_header(io.BytesIO(head(*[X25519] * 20))).stanzas) == 20
    assert age.read_header(io.BytesIO(head(SCRYPT % b"18"))).by_passphrase


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    assert refusal(data, phrase="x")
    assert refusal(b"age-encryption.org/v1\n-> " + data, phrase="x")
