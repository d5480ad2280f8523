"""Passphrase files of age, streaming and with a work factor that is named.

pyrage measures the machine to choose the work factor (19 on a quick one, where 18 is the most that is
read) and takes the whole text at once. So the two functions of the age specification that are needed
(https://c2sp.org/age: "The scrypt recipient type" and "Payload") are put together here from the
primitives of hashlib and PyNaCl; every test runs them against pyrage and the ``age`` program.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from typing import TYPE_CHECKING

from nacl import bindings
from nacl.exceptions import CryptoError

from kcdesk.exchange.streams import Readable, Writable
from kcdesk.i18n import _
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.exchange.age import Header

CHUNK = 64 * 1024
_TAG = bindings.crypto_aead_chacha20poly1305_ietf_ABYTES
_ZERO_NONCE = bytes(12)
_SALT_LABEL = b"age-encryption.org/v1/scrypt"
_FILE_KEY = 16


def encrypt(source: Readable, target: Writable, passphrase: str, work_factor: int) -> None:
    """Write an age file that only the passphrase opens."""
    file_key = os.urandom(_FILE_KEY)
    salt = os.urandom(16)
    body = bindings.crypto_aead_chacha20poly1305_ietf_encrypt(
        file_key, None, _ZERO_NONCE, _wrapping_key(passphrase, salt, work_factor)
    )
    head = f"age-encryption.org/v1\n-> scrypt {_text(salt)} {work_factor}\n{_text(body)}\n---".encode("ascii")
    nonce = os.urandom(16)
    target.write(head + b" " + _text(_mac(file_key, head)).encode("ascii") + b"\n" + nonce)
    key = _derive(file_key, nonce, b"payload")
    number, chunk = 0, _fill(source, CHUNK)
    while True:
        following = _fill(source, CHUNK) if len(chunk) == CHUNK else b""
        target.write(
            bindings.crypto_aead_chacha20poly1305_ietf_encrypt(chunk, None, _nonce(number, not following), key)
        )
        if not following:
            return
        number, chunk = number + 1, following


def decrypt(source: Readable, target: Writable, passphrase: str, header: Header) -> None:
    """Decrypt the payload that ``source`` stands before. Raises UserError (wrong passphrase, damaged)."""
    file_key = _unwrap(passphrase, header)
    if not hmac.compare_digest(_mac(file_key, header.signed), header.mac):
        raise _damaged()
    nonce = _fill(source, 16)
    if len(nonce) != 16:
        raise _damaged()
    key = _derive(file_key, nonce, b"payload")
    number, sealed = 0, _fill(source, CHUNK + _TAG)
    while True:
        following = _fill(source, CHUNK + _TAG) if len(sealed) == CHUNK + _TAG else b""
        chunk = _open(sealed, _nonce(number, not following), key)
        if not chunk and number:
            raise _damaged()  # an empty last chunk is allowed in an empty file only
        target.write(chunk)
        if not following:
            return
        number, sealed = number + 1, following


def _unwrap(passphrase: str, header: Header) -> bytes:
    stanza = header.stanzas[0]
    salt_text, factor = stanza.arguments
    try:
        salt = base64.b64decode(salt_text + "=" * (-len(salt_text) % 4), validate=True)
    except ValueError as error:
        raise _damaged() from error
    if len(salt) != 16 or len(stanza.body) != _FILE_KEY + _TAG or _text(salt) != salt_text:
        raise _damaged()
    try:
        return bindings.crypto_aead_chacha20poly1305_ietf_decrypt(
            stanza.body, None, _ZERO_NONCE, _wrapping_key(passphrase, salt, int(factor))
        )
    except CryptoError as error:
        raise UserError(_("Mật khẩu của gói không đúng."), code="wrong_passphrase") from error


def _open(sealed: bytes, nonce: bytes, key: bytes) -> bytes:
    if len(sealed) < _TAG:
        raise _damaged()
    try:
        return bindings.crypto_aead_chacha20poly1305_ietf_decrypt(sealed, None, nonce, key)
    except CryptoError as error:
        raise _damaged() from error


def _wrapping_key(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    """scrypt with N = 2^work_factor, r = 8, p = 1; it takes 1 KiB × N of memory."""
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    cost = 1 << work_factor
    return hashlib.scrypt(words, salt=_SALT_LABEL + salt, n=cost, r=8, p=1, maxmem=cost * 1024 + (1 << 20), dklen=32)


def _derive(key: bytes, salt: bytes, label: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869) of 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), head, "sha256")


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _fill(source: Readable, size: int) -> bytes:
    """Read ``size`` bytes, fewer only at the end."""
    pieces: list[bytes] = []
    while size > 0 and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _text(blob: bytes) -> str:
    """Base64 without padding, as age writes it."""
    return base64.b64encode(blob).decode("ascii").rstrip("=")


def _damaged() -> UserError:
    return UserError(_("Tệp gói bị hỏng hoặc bị cắt ngắn; hãy xin gửi lại."), code="damaged")
