"""The words in which a reader is told whom to believe, and in which it tells what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class SenderState(StrEnum):
    """What is known about the key that signed a bundle."""

    UNKNOWN = "unknown"
    """Verified by the key that the bundle itself names: only to be held."""
    KNOWN = "known"
    REVOKED = "revoked"
    """Held, never refused."""
    REPLACED = "replaced"
    """Held, never refused."""


class Sealed(StrEnum):
    """How a bundle was closed."""

    KEYS = "keys"
    PASSPHRASE = "passphrase"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry of the trust list: the whole key, the collaborator code it is bound to, its state."""

    public: bytes
    code: str = ""
    state: SenderState = SenderState.KNOWN


Trust: TypeAlias = Callable[[str, bytes], Known | None]
"""From the device id and public key that a bundle names to what the trust list has under that id."""


def trust_nobody(device: str, public: bytes) -> Known | None:
    """The trust list of somebody who only looks."""
    del device, public
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a bundle is to be imported. ``empty`` is None where it is only looked at."""

    empty: bool | None = None
    plain_allowed: bool = True
    """False where a province's key is known: changes then come encrypted."""
