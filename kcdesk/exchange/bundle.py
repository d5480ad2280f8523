"""A bundle that was opened: what it says about itself, and everything in it, read from the scratch copy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from kcdesk.exchange import changes_json, container, lines, naming, tables_csv
from kcdesk.exchange.container import ZipIn
from kcdesk.exchange.manifest import Manifest
from kcdesk.exchange.scratch import Scratch
from kcdesk.exchange.trust import Sealed, SenderState
from kcdesk.model.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a bundle came from: file, SHA-256 and size of the file, how it was closed, who signed it."""

    path: Path
    sha256: str
    bytes: int
    sealed: Sealed
    sender_state: SenderState
    sender_code: str


@dataclass(frozen=True, slots=True)
class FileInfo:
    """An attachment in a bundle: extension without dot, bytes."""

    extension: str
    size: int


class Bundle:
    """Everything in a bundle whose whole check was passed. Close it, or use it in a ``with``."""

    def __init__(self, manifest: Manifest, archive: ZipIn, scratch: Scratch, origin: Origin) -> None:
        self.manifest = manifest
        self.origin = origin
        self._archive = archive
        self._scratch = scratch

    @property
    def path(self) -> Path:
        """The file it came in; it is not read again."""
        return self.origin.path

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return self.origin.sha256

    @property
    def size(self) -> int:
        """Size of the file."""
        return self.origin.bytes

    @property
    def code(self) -> str:
        """The code to read over the telephone; the writer showed the same."""
        return naming.short_code(bytes.fromhex(self.origin.sha256))

    @property
    def sender_trust(self) -> SenderState:
        """What the trust list said about the key that signed it."""
        return self.origin.sender_state

    @property
    def sender_code(self) -> str:
        """The collaborator code that the trust list binds to the key; "" where it does not know it."""
        return self.origin.sender_code

    @property
    def manifest_bytes(self) -> bytes:
        """``datapackage.json`` as it was signed."""
        return self._archive.read(container.MANIFEST)

    @property
    def signature_bytes(self) -> bytes:
        """The minisign signature over it."""
        return self._archive.read(container.SIGNATURE)

    def names(self) -> tuple[str, ...]:
        """The entries in the order of the archive; each is safe as a path in a folder."""
        return tuple(self._archive.entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one entry, piece by piece. KeyError where there is none of that name."""
        return self._archive.chunks(name)

    def changes(self) -> Iterator[Change]:
        """All changes in the order in which they were written; their form was checked when the bundle was opened."""
        for name in self._archive.entries:
            if container.CHANGES.fullmatch(name):
                for line in lines.split(self._archive.chunks(name)):
                    yield changes_json.load_checked(line)

    def tables(self) -> tuple[str, ...]:
        """The entities of which there is a table."""
        return tuple(name[5:-4] for name in self._archive.entries if container.TABLE.fullmatch(name))

    def rows(self, entity: str) -> Iterator[dict[str, str]]:
        """The rows of a table as texts, for looking at: nothing is merged from them. KeyError where there is none."""
        reader = csv.DictReader(self._text(f"data/{entity}.csv"))
        yield from reader

    def _text(self, name: str) -> Iterator[str]:
        stream = io.TextIOWrapper(
            io.BufferedReader(_Chunks(self._archive.chunks(name))), tables_csv.ENCODING, newline=""
        )
        yield from stream

    @cached_property
    def files(self) -> Mapping[str, FileInfo]:
        """The attachments by SHA-256."""
        found = ((entry, container.FILE.fullmatch(name)) for name, entry in self._archive.entries.items())
        return {match[1]: FileInfo(match[2], entry.size) for entry, match in found if match}

    def file(self, sha256: str) -> bytes | None:
        """The bytes of an attachment; None where it is not in this bundle."""
        info = self.files.get(sha256)
        return None if info is None else self._archive.read(f"files/{sha256}.{info.extension}")

    def settings(self) -> tuple[str, ...]:
        """The names of the files of a settings bundle (``communes.csv``)."""
        return tuple(name[9:] for name in self._archive.entries if container.SETTING.fullmatch(name))

    def setting(self, name: str) -> bytes:
        """The bytes of one file of a settings bundle. KeyError where there is none of that name."""
        return self._archive.read(f"settings/{name}")

    def close(self) -> None:
        """Forget the scratch copy."""
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Chunks(io.RawIOBase):
    """A stream over pieces of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
