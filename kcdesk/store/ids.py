"""Names of rows and changes: UUIDs of version 7, so that new ones come after older ones."""

from __future__ import annotations

from collections.abc import Callable

_LOW_BITS = 62
_HIGH_BITS = 12


def uuid7(ms: int, random_bytes: bytes) -> str:
    """The UUIDv7 (RFC 9562) of a time in milliseconds since 1970 and ten random bytes, as lower-case text."""
    noise = int.from_bytes(random_bytes[:10], "big")
    high = (noise >> 68) & 0xFFF
    low = noise & ((1 << _LOW_BITS) - 1)
    number = (ms & ((1 << 48) - 1)) << 80 | 7 << 76 | high << 64 | 2 << 62 | low
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class IdSource:
    """Makes ids that only grow, even when the clock stands still or is set back.

    ``clock`` gives milliseconds since 1970, ``random`` so many random bytes as asked for. One source
    is for one thread.
    """

    def __init__(self, clock: Callable[[], int], random: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._random = random
        self._ms = 0
        self._count = 0

    def __call__(self) -> str:
        """A new id, greater than every one before."""
        now = self._clock()
        if now > self._ms:
            self._ms = now
            self._count = int.from_bytes(self._random(2), "big") & 0x7FF
        else:
            self._count += 1
            if self._count >> _HIGH_BITS:
                self._ms += 1
                self._count = 0
        low = self._random(8)
        noise = self._count << 68 | (int.from_bytes(low, "big") & ((1 << _LOW_BITS) - 1))
        return uuid7(self._ms, noise.to_bytes(10, "big"))
