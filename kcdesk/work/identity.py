"""The keys of one workspace: the device key that signs, the age identity that opens what is sent here.

Both are made at set-up and kept inside the encrypted database; they leave it only when asked for.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work.clock import RandomBytes

if TYPE_CHECKING:
    from kcdesk.exchange.keys import AgeIdentity, DeviceKey, UnitKey

META = "identity"
"""Where the keys stand in the workspace's settings."""

UNIT = "unit_key"
"""Where a province keeps the text of its unit key."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The signing seed, the id that follows from it, and the secret age identity as text.

    ``former`` are the age identities of the devices that this one continues: what was sent to them can
    still be opened.
    """

    seed: bytes
    device_id: str
    age: str
    former: tuple[str, ...] = ()

    def as_meta(self) -> dict[str, Any]:
        """The form in which it is kept."""
        seed = b64encode(self.seed).decode("ascii")
        return {"seed": seed, "device": self.device_id, "age": self.age, "former": list(self.former)}

    @classmethod
    def from_meta(cls, kept: dict[str, Any]) -> Identity:
        """Read what ``as_meta`` gave."""
        former = tuple(str(one) for one in kept.get("former", ()))
        return cls(b64decode(kept["seed"]), str(kept["device"]), str(kept["age"]), former)

    def device_key(self) -> DeviceKey:
        """The key that signs; loads the libraries of cryptography."""
        from kcdesk.exchange.keys import DeviceKey

        return DeviceKey.from_seed(self.seed)

    def age_identity(self) -> AgeIdentity:
        """The key that opens; loads the libraries of cryptography."""
        from kcdesk.exchange.keys import AgeIdentity

        return AgeIdentity.from_text(self.age)

    def age_identities(self) -> list[AgeIdentity]:
        """All keys that open, one's own first."""
        from kcdesk.exchange.keys import AgeIdentity

        return [AgeIdentity.from_text(one) for one in (self.age, *self.former)]


def make(random: RandomBytes) -> Identity:
    """A new pair of keys from the given random bytes."""
    from kcdesk.exchange.keys import AgeIdentity, DeviceKey

    key = DeviceKey.from_seed(random(32))
    return Identity(key.seed, key.device_id, AgeIdentity.generate().text)


def unit_key(given: bytes, province: str, random: RandomBytes) -> UnitKey:
    """The province's unit key: read from its key file, or made anew where there is none.

    Raises UserError where the file is no unit key, or one of another province.
    """
    from kcdesk.exchange.keys import UnitKey

    if not given:
        return UnitKey.from_seed(random(32), province)
    key = UnitKey.from_text(given.decode("utf-8", errors="replace"))
    if key.province and key.province != province:
        raise UserError(
            _("Khóa này là của tỉnh có mã {code}, không phải tỉnh của dữ liệu này.").format(code=key.province),
            code="other_province",
        )
    return key
