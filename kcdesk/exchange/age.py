"""age v1 (https://age-encryption.org/v1): what a bundle is wrapped in.

pyrage does the encryption to keys. What it does not offer is here: a strict look at the header before
anything is computed (a thousand stanzas cost seconds, a large work factor gigabytes), and passphrases
with a work factor that is named instead of measured (see ``passphrase``).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.exchange import passphrase as phrases
from kcdesk.exchange.limits import AGE_HEADER, AGE_STANZAS, WORK_FACTOR
from kcdesk.exchange.streams import Readable, Seekable, Writable
from kcdesk.i18n import _
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.exchange.keys import AgeIdentity

VERSION_LINE = b"age-encryption.org/v1"
ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")
_COLUMNS = 64


@dataclass(frozen=True, slots=True)
class Stanza:
    """One way to the file key: its kind (``X25519``, ``scrypt``), arguments and body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The header as read; ``signed`` is the text under the ``mac``, ``length`` counts all its bytes."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes
    length: int

    @property
    def by_passphrase(self) -> bool:
        """True where a passphrase opens the file."""
        return any(stanza.kind == "scrypt" for stanza in self.stanzas)


def is_age(start: bytes) -> bool:
    """True where a file that starts like this is an age file."""
    return start.startswith(VERSION_LINE + b"\n")


def encrypt_stream(source: Readable, target: Writable, recipients: Sequence[str]) -> None:
    """Encrypt everything in ``source`` to these recipients (``age1…``); at least one, at most twenty."""
    import pyrage

    if not 0 < len(recipients) <= AGE_STANZAS:
        raise ValueError("one to twenty recipients")
    streams = _Streams(source, target)
    try:
        pyrage.encrypt_io(streams, streams, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
    except pyrage.EncryptError:
        streams.raise_own_error()
        raise


def encrypt_passphrase(source: Readable, target: Writable, passphrase: str) -> None:
    """Encrypt everything in ``source`` with a passphrase, at the greatest work factor that is read."""
    phrases.encrypt(source, target, passphrase, WORK_FACTOR)


def decrypt_stream(
    source: Seekable, target: Writable, identities: Sequence[AgeIdentity], passphrase: str | None = None
) -> bool:
    """Decrypt ``source`` (seekable, from its start) into ``target``; True where a passphrase opened it.

    What is in ``target`` may be used only after this has returned: then the last block was verified.
    Raises UserError where the header is out of bounds, nothing here opens the file, or it is damaged.
    """
    header = read_header(source)
    if header.by_passphrase:
        if not passphrase:
            raise UserError(
                _("Gói này được khóa bằng mật khẩu; hãy nhập mật khẩu của gói."),
                code="needs_passphrase",
                action=_("Đây là gói bàn giao: nhận ở Cài đặt, mục Bàn giao máy, trên máy chưa có dữ liệu."),
            )
        source.seek(header.length)
        phrases.decrypt(source, target, passphrase, header)
        return True
    source.seek(0)
    _decrypt_with_keys(source, target, identities)
    return False


def _decrypt_with_keys(source: Readable, target: Writable, identities: Sequence[AgeIdentity]) -> None:
    import pyrage

    streams = _Streams(source, target)
    try:
        keys = [pyrage.x25519.Identity.from_str(one.text) for one in identities]
        pyrage.decrypt_io(streams, streams, keys)
    except pyrage.DecryptError as error:
        streams.raise_own_error()
        if "matching" in str(error).lower():
            raise UserError(
                _("Gói này không gửi cho máy này: không có khóa nào ở đây mở được."), code="not_for_me"
            ) from error
        raise damaged() from error
    except (OSError, EOFError, ValueError) as error:
        streams.raise_own_error()
        raise damaged() from error


class _Streams:
    """Both ends of pyrage's work. It wraps what they raise in errors of its own; here it is remembered."""

    def __init__(self, source: Readable, target: Writable) -> None:
        self._source = source
        self._target = target
        self._error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._source.read(size)
        except Exception as error:
            self._error = self._error or error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except Exception as error:
            self._error = self._error or error
            raise

    def flush(self) -> None:
        """Nothing waits here."""

    def raise_own_error(self) -> None:
        """Raise what reading or writing raised, if it did."""
        if self._error is not None:
            raise self._error


def damaged() -> UserError:
    """The error for an encrypted file that does not verify."""
    return UserError(_("Tệp gói bị hỏng hoặc bị cắt ngắn; hãy xin gửi lại."), code="damaged")


def read_header(source: Readable) -> Header:
    """Read and check the header, from the start of the file, against format and bounds.

    Bounds: 16 KiB, twenty stanzas, work factor 18. Raises UserError.
    """
    start = source.read(AGE_HEADER)
    if start.startswith(ARMOR):
        raise UserError(_("Gói phải là tệp nhị phân, không phải dạng chữ (armor)."), code="not_a_bundle")
    try:
        header = _parse(start)
    except (ValueError, binascii.Error) as error:
        raise UserError(_("Phần đầu của tệp gói không hợp lệ hoặc quá lớn."), code="bad_header") from error
    _check_bounds(header)
    return header


def _check_bounds(header: Header) -> None:
    if len(header.stanzas) > AGE_STANZAS:
        raise UserError(_("Gói ghi quá nhiều nơi nhận."), code="bad_header")
    if not header.by_passphrase:
        return
    arguments = header.stanzas[0].arguments
    if len(header.stanzas) != 1 or len(arguments) != 2 or not re.fullmatch(r"[1-9][0-9]?", arguments[1]):
        raise UserError(_("Phần đầu của tệp gói không hợp lệ hoặc quá lớn."), code="bad_header")
    if int(arguments[1]) > WORK_FACTOR:
        raise UserError(_("Gói khóa bằng mật khẩu với mức tính toán quá lớn."), code="bad_header")


def _parse(start: bytes) -> Header:
    """The header at the start of these bytes. Raises ValueError."""
    lines = _Lines(start)
    if lines.next() != VERSION_LINE:
        raise ValueError("not age")
    stanzas: list[Stanza] = []
    while True:
        before = lines.at
        line = lines.next()
        if line.startswith(b"--- "):
            mac = _decode(line[4:])
            if len(mac) != 32 or not stanzas:
                raise ValueError("mac")
            return Header(tuple(stanzas), start[: before + 3], mac, lines.at)
        if len(stanzas) > AGE_STANZAS:
            raise ValueError("too many stanzas")
        stanzas.append(_stanza(line, lines))


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    mark, *arguments = line.split(b" ")
    if mark != b"->" or not arguments or not all(_ARGUMENT.fullmatch(one) for one in arguments):
        raise ValueError("stanza")
    body: list[bytes] = []
    while True:
        piece = lines.next()
        if len(piece) > _COLUMNS:
            raise ValueError("wide line")
        body.append(_decode(piece))
        if len(piece) < _COLUMNS:
            break
    kind, *rest = (one.decode("ascii") for one in arguments)
    return Stanza(kind, tuple(rest), b"".join(body))


class _Lines:
    """The lines of a header, which must end inside the bytes read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def next(self) -> bytes:
        end = self._data.find(b"\n", self.at)
        if end < 0:
            raise ValueError("header without end")
        line = self._data[self.at : end]
        self.at = end + 1
        return line


def _decode(text: bytes) -> bytes:
    """Canonical base64 without padding. Raises ValueError."""
    blob = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if base64.b64encode(blob).rstrip(b"=") != text:
        raise ValueError("not canonical")
    return blob
