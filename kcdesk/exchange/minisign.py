"""Minisign signatures, prehashed ("ED"): made so that ``minisign -V`` accepts them, read strictly.

Format: https://jedisct1.github.io/minisign/#signature-format . Only the form that kcdesk writes is
read: four lines, a fixed first line, nothing after the last. So there is one text for one signature
and trusted comment, and no place for anything that is not signed.
"""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import blake2b

from kcdesk.exchange import keys
from kcdesk.exchange.strict_json import expect
from kcdesk.i18n import _
from kcdesk.model.problems import UserError

SUFFIX = ".minisig"
MAX_TEXT = 12 * 1024
"""Bytes of a signature file; minisign itself allows a trusted comment of 8 KiB."""
MAX_COMMENT = 8 * 1024 - 64
_ALGORITHM = b"ED"
_UNTRUSTED = "untrusted comment: kcdesk "
_TRUSTED = "trusted comment: "
_PRINTABLE = re.compile(r"[\x20-\x7e]*")


def sign(message: bytes, key: keys.DeviceKey, comment: str) -> str:
    """The text of the signature file over the message; the comment, printable ASCII, is signed too."""
    if not _PRINTABLE.fullmatch(comment) or len(comment) > MAX_COMMENT:
        raise ValueError("a trusted comment is printable ASCII of bounded length")
    signature = key.sign(blake2b(message).digest())
    whole = key.sign(signature + comment.encode("ascii"))
    blob = _encode(_ALGORITHM + keys.key_number(key.public) + signature)
    return f"{_UNTRUSTED}{key.device_id}\n{blob}\n{_TRUSTED}{comment}\n{_encode(whole)}\n"


def verify(message: bytes, text: bytes, public: bytes) -> str:
    """The trusted comment of a signature over the message by this key.

    Raises UserError where the text has another form or the signature is not by this key.
    """
    signature, comment, whole = _parse(text, public)
    right = keys.verify(public, blake2b(message).digest(), signature)
    if not right or not keys.verify(public, signature + comment.encode("ascii"), whole):
        raise UserError(
            _("Chữ ký không đúng: gói bị sửa sau khi tạo hoặc không do máy ghi trong gói tạo ra."), code="bad_signature"
        )
    return comment


def _parse(text: bytes, public: bytes) -> tuple[bytes, str, bytes]:
    """Signature, trusted comment and global signature, where the text has the one form that is read."""
    try:
        lines = text.decode("ascii").split("\n") if len(text) <= MAX_TEXT else []
        first, blob, trusted, whole, end = lines
        expect(first == _UNTRUSTED + keys.device_id(public) and trusted.startswith(_TRUSTED) and not end, "lines")
        comment = trusted[len(_TRUSTED) :]
        parts = _decode(blob, 74)
        expect(parts[:10] == _ALGORITHM + keys.key_number(public), "key")
        expect(_PRINTABLE.fullmatch(comment) is not None, "comment")
        return parts[10:], comment, _decode(whole, 64)
    except ValueError as error:  # includes UnicodeDecodeError
        raise UserError(_("Chữ ký trong gói không đúng dạng hoặc là của máy khác."), code="bad_signature") from error


def _encode(blob: bytes) -> str:
    return base64.b64encode(blob).decode("ascii")


def _decode(text: str, size: int) -> bytes:
    """The bytes of one canonical base64 text of this size. Raises ValueError."""
    try:
        blob = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(blob) != size or _encode(blob) != text:
        raise ValueError("not the one form of these bytes")
    return blob
