"""Files that are no bundle, are for somebody else, or cost too much before they are one; signatures that are none."""

from __future__ import annotations

import base64
import io
import random
from hashlib import blake2b
from typing import Any

from kcdesk.exchange import keys, minisign, passphrase
from kcdesk.exchange.keys import AgeIdentity
from tests.exchange.making import SENDER, STRANGER, forged, manifest, sealed, zipped
from tests.fault.hostile_making import MIB, Case, addressed, change, lines, sent, signature

STRANGE_AGE = AgeIdentity.generate().recipient
_NOISE = random.Random(7).randbytes(50_000)


def header(*stanzas: bytes, mac: bytes = b"A" * 43, behind: bytes = bytes(100)) -> bytes:
    """An age file with these stanzas."""
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + mac + b"\n" + behind


def stanza(kind: bytes = b"X25519", share: bytes = bytes(32), body: bytes = bytes(32)) -> bytes:
    """One stanza, well formed."""
    return b"-> " + kind + b" " + _b64(share) + b"\n" + _b64(body) + b"\n"


def scrypt(factor: bytes) -> bytes:
    """The header of a passphrase file with this work factor."""
    return header(b"-> scrypt " + _b64(bytes(16)) + b" " + factor + b"\n" + _b64(bytes(32)) + b"\n")


def by_passphrase(recipient: str) -> bytes:
    """A bundle of changes behind a passphrase that nobody was told."""
    target = io.BytesIO()
    passphrase.encrypt(io.BytesIO(forged(made=addressed(recipient))), target, "khong ai biet", 10)
    return target.getvalue()


def passed_on(recipient: str) -> bytes:
    """A bundle for somebody else, encrypted anew to the province by whoever could read it."""
    return sent(recipient, forged(made=manifest(recipients=(AgeIdentity.generate().recipient,))))


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def old_signature(right: bytes, content: bytes) -> bytes:
    """A signature of the older kind of minisign, over the file itself."""
    made = SENDER.sign(content)
    comment = right.split(b"\n")[2].removeprefix(b"trusted comment: ")
    blob = base64.b64encode(b"Ed" + keys.key_number(SENDER.public) + made)
    whole = base64.b64encode(SENDER.sign(made + comment))
    return b"\n".join([right.split(b"\n")[0], blob, b"trusted comment: " + comment, whole, b""])


def malleable(right: bytes, content: bytes) -> bytes:
    """The same signature with the order of the group added to its second half."""
    order = (1 << 252) + 27742317777372353535851937790883648493
    made = SENDER.sign(blake2b(content).digest())
    other = made[:32] + (int.from_bytes(made[32:], "little") + order).to_bytes(32, "little")
    comment = right.split(b"\n")[2].removeprefix(b"trusted comment: ")
    blob = base64.b64encode(b"ED" + keys.key_number(SENDER.public) + other)
    whole = base64.b64encode(SENDER.sign(other + comment))
    return b"\n".join([right.split(b"\n")[0], blob, b"trusted comment: " + comment, whole, b""])


def impostor(recipient: str) -> bytes:
    """A bundle in the name of a device, with the key of another one."""
    made = addressed(recipient)

    def edit(found: dict[str, Any]) -> None:
        found["kcdesk"]["sender"].update(key=STRANGER.public_text)

    return sent(recipient, forged(made=made, edit=edit, key=STRANGER))


OUTSIDE: dict[str, Case] = {
    "nothing": Case(lambda _recipient: b"", "not_a_bundle"),
    "noise": Case(lambda _recipient: _NOISE, "not_a_bundle"),
    "a picture": Case(lambda _recipient: b"\xff\xd8\xff\xe0" + bytes(1000), "not_a_bundle"),
    "a program": Case(lambda _recipient: b"MZ" + bytes(1000), "not_a_bundle"),
    "armor": Case(lambda _recipient: b"-----BEGIN AGE ENCRYPTED FILE-----\n", "not_a_bundle"),
    "only the first line": Case(lambda _recipient: b"age-encryption.org/v1\n", "bad_header"),
    "header without end": Case(lambda _recipient: b"age-encryption.org/v1\n" + b"-> X25519 ", "bad_header"),
    "header of many megabytes": Case(
        lambda _recipient: b"age-encryption.org/v1\n-> X25519 " + b"A" * (20 * MIB), "bad_header"
    ),
    "stanza of many megabytes": Case(
        lambda _recipient: b"age-encryption.org/v1\n-> X25519 A\n" + (b"A" * 64 + b"\n") * 100_000, "bad_header"
    ),
    "thousands of recipients": Case(lambda _recipient: header(stanza() * 5000), "bad_header"),
    "twenty-one recipients": Case(lambda _recipient: header(stanza() * 21), "bad_header"),
    "stanza of another kind": Case(lambda _recipient: header(stanza(b"ssh-rsa")), "not_for_me"),
    "point of low order": Case(lambda _recipient: header(stanza()), "damaged"),
    "work factor enormous": Case(lambda _recipient: scrypt(b"63"), "bad_header"),
    "work factor above the bound": Case(lambda _recipient: scrypt(b"19"), "bad_header"),
    "work factor of many digits": Case(lambda _recipient: scrypt(b"9" * 5000), "bad_header"),
    "work factor negative": Case(lambda _recipient: scrypt(b"-1"), "bad_header"),
    "passphrase and key": Case(lambda _recipient: header(stanza(), stanza(b"scrypt")), "bad_header"),
    "behind a passphrase": Case(by_passphrase, "needs_passphrase"),
    "wrong mac": Case(lambda recipient: sent(recipient, zipped([])).replace(b"\n--- ", b"\n--- A", 1), "bad_header"),
    "for another recipient": Case(lambda _recipient: sealed(forged(), (STRANGE_AGE,)), "not_for_me"),
    "passed on": Case(passed_on, "not_for_me"),
    "plain, for another": Case(lambda _recipient: forged(), "not_for_me"),
    "cut short": Case(lambda recipient: lines(change())(recipient)[:-1], "damaged"),
    "something behind": Case(lambda recipient: lines(change())(recipient) + b"\0", "damaged"),
}

SIGNATURES: dict[str, Case] = {
    "signed by another": Case(
        lambda recipient: sent(recipient, forged(made=addressed(recipient), key=STRANGER)), "bad_signature"
    ),
    "in the name of another": Case(impostor, "bad_sender"),
    "older kind of signature": Case(signature(old_signature), "bad_signature"),
    "malleable signature": Case(signature(malleable), "bad_signature"),
    "signature over another file": Case(
        signature(lambda right, _: minisign.sign(b"{}", SENDER, _comment(right)).encode()), "bad_signature"
    ),
    "signature over another bundle": Case(
        signature(lambda _, content: minisign.sign(content, SENDER, "kcdesk bundle x to -").encode()), "bad_signature"
    ),
    "huge untrusted comment": Case(
        signature(lambda right, _: b"untrusted comment: " + b"x" * (4 * MIB) + b"\n" + right.partition(b"\n")[2]),
        "bad_manifest",
    ),
    "long untrusted comment": Case(
        signature(lambda right, _: b"untrusted comment: " + b"x" * 8000 + b"\n" + right.partition(b"\n")[2]),
        "bad_signature",
    ),
    "signature with lines of Windows": Case(signature(lambda right, _: right.replace(b"\n", b"\r\n")), "bad_signature"),
    "signature with a mark in front": Case(signature(lambda right, _: b"\xef\xbb\xbf" + right), "bad_signature"),
    "signature with more behind": Case(signature(lambda right, _: right + b"x\n"), "bad_signature"),
    "trusted comment changed": Case(
        signature(lambda right, _: right.replace(b" to age1", b" to bge1")), "bad_signature"
    ),
    "no signature": Case(signature(lambda _right, _content: b""), "bad_signature"),
    "a signature of zeros": Case(
        signature(lambda right, _: b"\n".join([right.split(b"\n")[0], base64.b64encode(b"ED" + bytes(72)), b"", b""])),
        "bad_signature",
    ),
}


def _comment(right: bytes) -> str:
    return right.split(b"\n")[2].removeprefix(b"trusted comment: ").decode("ascii")
