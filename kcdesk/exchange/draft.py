"""One part of a bundle while it is written: the archive without manifest, in an encrypted scratch file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from hashlib import sha256
from typing import IO, Any

from kcdesk.exchange.container import ZipOut
from kcdesk.exchange.limits import ENTRIES, FILE, UNPACKED
from kcdesk.exchange.manifest import Point, Resource
from kcdesk.exchange.scratch import Scratch
from kcdesk.model.problems import UserError

BUFFER = 256 * 1024
MOST_ENTRIES = ENTRIES // 2
MOST_UNPACKED = UNPACKED // 2
_MOST_PACKED = FILE // 2


class Full(Exception):
    """An entry has grown beyond its bound: the part must be made of less."""


class Draft:
    """The entries of one part, hashed as they are written, and what the manifest will say about them."""

    def __init__(self, start: Point, folder: str | None) -> None:
        self.scratch = Scratch(_MOST_PACKED, folder=folder)
        self.start = start
        self.end = start
        self.resources: list[Resource] = []
        self.counts: dict[str, int] = {}
        self.unpacked = 0
        self._zip = ZipOut(self.scratch)
        self._open: EntryOut | None = None

    def entry(self, path: str, limit: int, **extra: Any) -> EntryOut:
        """A stream for one deflated entry; closing it adds it to the resources."""
        self._open = EntryOut(self._zip.open(path, packed=True), limit, lambda done: self._add(path, done, extra))
        return self._open

    def add(self, path: str, data: bytes, *, packed: bool, digest: str = "", **extra: Any) -> None:
        """One entry whose bytes are at hand, and perhaps their SHA-256."""
        self._zip.write(path, data, packed=packed)
        self.unpacked += len(data)
        self.resources.append(Resource(path, len(data), digest or sha256(data).hexdigest(), extra))

    def count(self, name: str, more: int = 1) -> None:
        """Count something that the manifest tells."""
        self.counts[name] = self.counts.get(name, 0) + more

    def add_unlisted(self, path: str, data: bytes) -> None:
        """The manifest or its signature."""
        self._zip.write(path, data, packed=True)

    def _add(self, path: str, done: EntryOut, extra: dict[str, Any]) -> None:
        self._open = None
        self.unpacked += done.size
        self.resources.append(Resource(path, done.size, done.digest(), extra))

    def finish(self) -> Scratch:
        """Write the archive's directory; the scratch file stands at its start."""
        self._zip.close()
        self.scratch.seek(0)
        return self.scratch

    def close(self) -> None:
        """Forget the part, also in the middle of an entry."""
        if self.scratch.closed:
            return
        with contextlib.suppress(UserError, OSError):
            if self._open is not None:
                self._open.abandon()
        with contextlib.suppress(UserError, OSError):
            self._zip.close()
        self.scratch.close()


class EntryOut:
    """Bytes on their way into an entry: gathered, hashed, counted, bounded. Raises Full."""

    def __init__(self, stream: IO[bytes], limit: int, done: Callable[[EntryOut], None]) -> None:
        self.size = 0
        self._stream = stream
        self._limit = limit
        self._done = done
        self._hash = sha256()
        self._buffer = bytearray()

    def write(self, data: bytes) -> None:
        """Take bytes."""
        self._buffer += data
        self.size += len(data)
        if len(self._buffer) >= BUFFER:
            self._pass_on()

    def write_text(self, text: str) -> None:
        """Take a text, as UTF-8."""
        self.write(text.encode("utf-8"))

    def digest(self) -> str:
        """SHA-256 in hexadecimal of everything written."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """End the entry."""
        self._pass_on()
        self._stream.close()
        self._done(self)

    def abandon(self) -> None:
        """End the entry as it is: the part is given up."""
        self._stream.close()

    def _pass_on(self) -> None:
        if self.size > self._limit:
            raise Full
        self._hash.update(self._buffer)
        self._stream.write(self._buffer)
        self._buffer.clear()
