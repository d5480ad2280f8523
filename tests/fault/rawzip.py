"""Archives put together by hand, so that every number in them may lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An entry; what is None is as it should be. ``told`` is packed size, size and check sum in the directory,
    ``local`` the same in the local header; ``at`` the place of the entry that the directory tells."""

    name: bytes
    data: bytes = b""
    method: int = STORED
    flags: int = 0
    attributes: int = _FILE
    extra: bytes = b""
    local_extra: bytes = b""
    local_name: bytes | None = None
    told: tuple[int, int, int] | None = None
    local: tuple[int, int, int] | None = None
    behind: bytes = b""
    at: int | None = None
    told_method: int | None = None
    comment: bytes = b""

    def packed(self) -> bytes:
        """The bytes as they lie in the archive."""
        if self.method != DEFLATED:
            return self.data
        engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return engine.compress(self.data) + engine.flush()


def raw_zip(entries: Iterable[Raw], *, count: int | None = None, end: bytes = b"", before: bytes = b"") -> bytes:
    """The archive of these entries; ``count`` is what its end says, ``end`` stands before the end record."""
    body, directory, number = bytearray(before), bytearray(), 0
    for one in entries:
        number += 1
        packed, place = one.packed(), len(body)
        right = (len(packed), len(one.data), zlib.crc32(one.data))
        name = one.name if one.local_name is None else one.local_name
        body += _local(one, name, one.local or one.told or right) + name + one.local_extra + packed + one.behind
        directory += _central(one, one.told or right, place if one.at is None else one.at)
    number = number if count is None else count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number & 0xFFFF, number & 0xFFFF, len(directory), len(body), 0)
    return bytes(body) + bytes(directory) + end + tail


def _local(one: Raw, name: bytes, told: tuple[int, int, int]) -> bytes:
    packed, size, crc = told
    lengths = (len(name), len(one.local_extra))
    return struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, one.flags, one.method, 0, 33, crc & 0xFFFFFFFF, packed, size, *lengths
    )


def _central(one: Raw, told: tuple[int, int, int], place: int) -> bytes:
    packed, size, crc = told
    method = one.method if one.told_method is None else one.told_method
    head = struct.pack("<4s6H3L", b"PK\x01\x02", 0x0314, 20, one.flags, method, 0, 33, crc & 0xFFFFFFFF, packed, size)
    lengths = (len(one.name), len(one.extra), len(one.comment))
    rest = struct.pack("<5H2L", *lengths, 0, 0, one.attributes, place & 0xFFFFFFFF)
    return head + rest + one.name + one.extra + one.comment
