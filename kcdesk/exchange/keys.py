"""Keys: what signs a bundle, what opens it, and the texts in which they are handed on.

A signing key is Ed25519 (PyNaCl), a receiving key is an X25519 identity of age (pyrage). The id of a
signing key is sixteen base32 letters (80 bits) of SHA-256("kcdesk device 1" ‖ public key); in four
groups of four it is the fingerprint that is read over the telephone. A province's unit key is a pair
of both, kept outside every workspace: on a stick and on paper.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from kcdesk.i18n import N_, _
from kcdesk.model.problems import UserError

DEVICE_ID = re.compile(r"[A-Z0-9]{16}")
"""The form of a device id where it is only carried; what it names is checked against the key itself."""
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
KEY_BYTES = 32
_FINGERPRINT = re.compile(r"[A-Z2-7]{16}")
_ID_DOMAIN = b"kcdesk device 1"
_MISTYPED = str.maketrans({"0": "O", "1": "I", "8": "B"})
_UNIT_HEAD = "kcdesk unit key 1"
_UNIT_NOTE = N_(
    "# Khóa của đơn vị cấp tỉnh. Ai có tệp này đều ký được thay đơn vị.\n"
    "# Chép vào USB và in ra giấy, cất trong tủ có khóa; không gửi qua thư điện tử hay Zalo.\n"
)


def device_id(public: bytes) -> str:
    """The id of a public signing key: sixteen letters of A–Z and 2–7."""
    return base64.b32encode(sha256(_ID_DOMAIN + public).digest()[:10]).decode("ascii")


def fingerprint(device: str) -> str:
    """A device id as it is read aloud: four groups of four."""
    return " ".join(device[at : at + 4] for at in range(0, len(device), 4))


def read_fingerprint(text: str) -> str:
    """The device id in a typed fingerprint, whatever its spaces, hyphens and case.

    Letters that do not occur (0, 1, 8) are read as those they are taken for (O, I, B). Raises UserError.
    """
    letters = re.sub(r"[\s.\-–]", "", text).upper().translate(_MISTYPED)
    if not _FINGERPRINT.fullmatch(letters):
        raise UserError(
            _("Mã khóa gồm 16 chữ cái và chữ số, chia bốn nhóm, ví dụ K7F3 Q2MW AXBW 4TZD."), code="bad_fingerprint"
        )
    return letters


def key_number(public: bytes) -> bytes:
    """The eight bytes by which minisign names a key."""
    return sha256(_ID_DOMAIN + public).digest()[:8]


def minisign_public_text(public: bytes) -> str:
    """``sender.pub``: the public key in the form that ``minisign -p`` reads."""
    number = key_number(public)
    shown = number[::-1].hex().upper()
    blob = base64.b64encode(b"Ed" + number + public).decode("ascii")
    return f"untrusted comment: minisign public key {shown}\n{blob}\n"


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """True where the signature over the message was made with the key that belongs to ``public``."""
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


@dataclass(frozen=True)
class DeviceKey:
    """A signing key, made of 32 random bytes: a device's own, or the one in a unit key."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_BYTES:
            raise ValueError("a seed has 32 bytes")

    @classmethod
    def from_seed(cls, seed: bytes) -> DeviceKey:
        """The key made of these 32 bytes. Raises ValueError for another length."""
        return cls(bytes(seed))

    @cached_property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return bytes(self._signing.verify_key)

    @cached_property
    def device_id(self) -> str:
        """The id under which this key is known."""
        return device_id(self.public)

    @property
    def fingerprint(self) -> str:
        """The id as it is read aloud."""
        return fingerprint(self.device_id)

    @property
    def public_text(self) -> str:
        """The public key as it stands in a manifest: base64."""
        return public_text(self.public)

    @property
    def minisign_text(self) -> str:
        """``sender.pub`` of this key."""
        return minisign_public_text(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature over the message, 64 bytes."""
        return self._signing.sign(message).signature

    @cached_property
    def _signing(self) -> SigningKey:
        return SigningKey(self.seed)


def public_text(public: bytes) -> str:
    """A public signing key as base64."""
    return base64.b64encode(public).decode("ascii")


def read_public(text: str) -> bytes:
    """The public signing key in its base64 text. Raises ValueError where it is none."""
    try:
        public = base64.b64decode(text, validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if len(public) != KEY_BYTES or public_text(public) != text:
        raise ValueError("not a public key")
    return public


@dataclass(frozen=True)
class AgeIdentity:
    """A key that opens what is encrypted to its recipient; ``text`` is ``AGE-SECRET-KEY-1…``."""

    text: str = field(repr=False)
    recipient: str

    @classmethod
    def generate(cls) -> AgeIdentity:
        """A new identity from the system's randomness."""
        from pyrage import x25519

        made = x25519.Identity.generate()
        return cls(str(made), str(made.to_public()))

    @classmethod
    def from_text(cls, text: str) -> AgeIdentity:
        """Read the secret text, or an ``identity.txt`` with its comment lines. Raises UserError."""
        from pyrage import IdentityError, x25519

        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        try:
            identity = x25519.Identity.from_str(lines[0] if len(lines) == 1 else "")
        except IdentityError as error:
            raise UserError(_("Đây không phải là khóa giải mã hợp lệ."), code="bad_identity") from error
        return cls(str(identity), str(identity.to_public()))

    @property
    def file_text(self) -> str:
        """``identity.txt``: what ``age -i`` reads."""
        return f"# public key: {self.recipient}\n{self.text}\n"


def checked_recipient(text: str) -> str:
    """The recipient (``age1…``) if it is one. Raises UserError."""
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(text if RECIPIENT.fullmatch(text) else ""))
    except RecipientError as error:
        raise UserError(_("Đây không phải là địa chỉ khóa nhận hợp lệ (age1…)."), code="bad_recipient") from error


@dataclass(frozen=True)
class UnitKey:
    """The key of a province's unit: it signs settings, and it opens a database key put by for recovery."""

    signing: DeviceKey
    recovery: AgeIdentity
    province: str = ""

    @classmethod
    def from_seed(cls, seed: bytes, province: str = "") -> UnitKey:
        """A new unit key from 32 random bytes; its recovery identity is drawn by age."""
        return cls(DeviceKey.from_seed(seed), AgeIdentity.generate(), province)

    def to_text(self) -> str:
        """The text of the key file, short enough to be typed from paper; it ends in a check sum."""
        lines = [
            _UNIT_HEAD,
            f"province: {self.province}",
            f"fingerprint: {self.signing.fingerprint}",
            f"signing: {_groups(self.signing.seed)}",
            f"recovery: {self.recovery.text}",
            f"recovery-public: {self.recovery.recipient}",
        ]
        return _(_UNIT_NOTE) + "".join(f"{line}\n" for line in [*lines, f"check: {_check_sum(lines)}"])

    @classmethod
    def from_text(cls, text: str) -> UnitKey:
        """Read a key file. Raises UserError where it is none or was mistyped."""
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if not lines or lines[0] != _UNIT_HEAD or len(lines) > 20:
            raise UserError(_("Tệp này không phải là khóa của đơn vị."), code="bad_unit_key")
        parts = dict(line.partition(":")[::2] for line in lines[1:])
        values = {name: value.strip() for name, value in parts.items()}
        if values.get("check") != _check_sum(lines[:-1]):
            raise UserError(_("Khóa của đơn vị bị gõ sai hoặc tệp đã hỏng."), code="bad_unit_key")
        try:
            seed = base64.b32decode(re.sub(r"\s", "", values.get("signing", "")) + "====", casefold=True)
            signing = DeviceKey.from_seed(seed)
        except (binascii.Error, ValueError) as error:
            raise UserError(_("Khóa của đơn vị bị gõ sai hoặc tệp đã hỏng."), code="bad_unit_key") from error
        return cls(signing, AgeIdentity.from_text(values.get("recovery", "")), values.get("province", ""))


def _groups(seed: bytes) -> str:
    """Base32 without padding in groups of four."""
    letters = base64.b32encode(seed).decode("ascii").rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _check_sum(lines: list[str]) -> str:
    """Eight letters that depend on every line; spaces and case, easily mistyped, do not count."""
    plain = "\n".join(re.sub(r"\s", "", line).upper() for line in lines)
    return base64.b32encode(sha256(plain.encode("utf-8")).digest()[:5]).decode("ascii")
