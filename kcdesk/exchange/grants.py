"""Grants: a signed statement that one device continues another one's log.

Signed by the key of the device that is continued, or by the province's unit key where that device is
dead or stolen. What is signed is the JSON of every field but the signature, keys in order, behind a
domain of its own: no signature over anything else can be taken for one over a grant.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from kcdesk.exchange import keys
from kcdesk.i18n import _
from kcdesk.model.problems import UserError

_DOMAIN = b"kcdesk grant 1\n"
_CHAIN = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9TZ:.\-]{20,30}")
_CODE = re.compile(r"[A-Z0-9]{0,12}")
_FARTHEST = 2**53
MOST = 64
"""So many grants stand in a manifest at most: one for every laptop that came in the place of another."""


class Reason(StrEnum):
    """Why a device is continued by another one."""

    HANDOVER = "handover"
    RENEWED = "renewed"
    """Its workspace was restored from an older backup, or copied to a second laptop."""
    LOST = "lost"
    """Dead, lost or stolen: the province says so."""


class Signer(StrEnum):
    """Whose key signed."""

    DEVICE = "device"
    UNIT = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """``new`` continues ``old``, whose log stood at ``position`` with ``chain``.

    With ``ends`` the old device writes nothing above that position. ``new_key`` is "" where only the
    fingerprint of the new device was known; ``code`` is the collaborator's code under which it writes.
    ``signer_key`` is the public key that signed.
    """

    old: str
    old_key: str
    new: str
    new_key: str = ""
    code: str = ""
    position: int
    chain: str
    ends: bool
    reason: Reason
    at: str
    signer: Signer = Signer.DEVICE
    signer_key: str = ""
    signature: str = field(default="", repr=False)

    def as_item(self) -> dict[str, Any]:
        """The form in which it stands in a manifest."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    def message(self) -> bytes:
        """What is signed."""
        content = {name: value for name, value in self.as_item().items() if name != "signature"}
        return _DOMAIN + json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def signed(grant: Grant, key: keys.DeviceKey) -> Grant:
    """The grant with the signature of this key."""
    named = replace(grant, signer_key=key.public_text, signature="")
    return replace(named, signature=base64.b64encode(key.sign(named.message())).decode("ascii"))


def read(item: Mapping[str, Any]) -> Grant:
    """The grant in an entry of a manifest, its signature checked against the key that it names.

    Whether that key may grant anything is for the caller to judge; a grant signed by a device is
    signed by the one that it continues. Raises UserError ``bad_grant``.
    """
    try:
        grant = parsed(item)
        public = keys.read_public(grant.signer_key)
        signature = base64.b64decode(grant.signature, validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise bad_grant() from error
    if not keys.verify(public, grant.message(), signature):
        raise bad_grant()
    return grant


def bad_grant() -> UserError:
    """The error for a grant that no sound program writes."""
    return UserError(_("Giấy ủy quyền bàn giao trong gói không đúng hoặc chữ ký giả."), code="bad_grant")


def parsed(item: Mapping[str, Any]) -> Grant:
    """The grant in its one form, its signature not looked at. Raises KeyError, TypeError or ValueError."""
    names = {one.name for one in fields(Grant)}
    if set(item) != names:
        raise ValueError("names")
    numbers = {"position": int, "ends": bool}
    for name in names:
        if type(item[name]) is not numbers.get(name, str) or (isinstance(item[name], str) and len(item[name]) > 100):
            raise TypeError(name)
    grant = Grant(**{**item, "reason": Reason(item["reason"]), "signer": Signer(item["signer"])})
    _check_form(grant)
    return grant


def _check_form(grant: Grant) -> None:
    sound = (
        _CHAIN.fullmatch(grant.chain)
        and _MOMENT.fullmatch(grant.at)
        and _CODE.fullmatch(grant.code)
        and 0 <= grant.position < _FARTHEST
        and grant.old != grant.new
    )
    if not sound or not keys.DEVICE_ID.fullmatch(grant.new):
        raise ValueError("form")
    if keys.device_id(keys.read_public(grant.old_key)) != grant.old:
        raise ValueError("old")
    if grant.new_key and keys.device_id(keys.read_public(grant.new_key)) != grant.new:
        raise ValueError("new")
    if grant.signer is Signer.DEVICE and grant.signer_key != grant.old_key:
        raise ValueError("signer")
