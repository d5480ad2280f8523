"""What encryption asks of the two ends it works between."""

from __future__ import annotations

from typing import Protocol


class Readable(Protocol):
    """Something to read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, none at the end."""


class Seekable(Readable, Protocol):
    """Something to read from that can be read again."""

    def seek(self, at: int, /) -> int:
        """Go to a place."""


class Writable(Protocol):
    """Something to write to."""

    def write(self, data: bytes, /) -> int:
        """Take all of these bytes."""
