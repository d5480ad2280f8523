"""The zip inside a bundle: written by zipfile, read by a strict reader of our own.

zipfile believes what an archive says about itself; this reader does not. It reads the directory once,
checks every entry against the bounds and its own local header, and is the only thing that reads entries,
so that no two readers can understand one archive differently.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from kcdesk.exchange.limits import DIRECTORY, ENTRIES, ENTRY, RATIO, RATIO_FROM, UNPACKED
from kcdesk.exchange.scratch import Scratch
from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.text.visible import one_line

MANIFEST = "datapackage.json"
SIGNATURE = "datapackage.json.minisig"
README = "DOC-TOI.txt"
CHANGES = re.compile(r"data/changes-[0-9]{3}\.jsonl")
TABLE = re.compile(r"data/[a-z][a-z0-9_]{0,62}\.csv")
FILE = re.compile(r"files/([0-9a-f]{64})\.([a-z0-9]{1,8})")
SETTING = re.compile(r"settings/[a-z0-9][a-z0-9_-]{0,63}\.(?:csv|json|docx)")
FOLDERS = ("data/", "files/", "settings/")

CHUNK = 256 * 1024
_STAMP = (1980, 1, 1, 0, 0, 0)
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _DESCRIPTOR, _PATCHED, _STRONG, _UTF8, _MASKED = 0x1, 0x8, 0x20, 0x40, 0x800, 0x2000
_FORBIDDEN_EXTRA = frozenset({0x0001, 0x7075, 0x6375, 0x9901, 0x0017})
"""zip64, other names for the entry, encryption: each would let the archive say two things."""


def known_name(name: str) -> bool:
    """True for the name of an entry that the format knows."""
    return name in (MANIFEST, SIGNATURE, README) or any(
        pattern.fullmatch(name) for pattern in (CHANGES, TABLE, FILE, SETTING)
    )


class ZipOut:
    """Writes an archive: the same entries give the same bytes."""

    def __init__(self, target: Scratch) -> None:
        self._zip = zipfile.ZipFile(cast("IO[bytes]", target), "w", allowZip64=False)

    def open(self, name: str, *, packed: bool) -> IO[bytes]:
        """A stream for one entry, to be closed before the next; ``packed`` entries are deflated."""
        if not known_name(name):
            raise ValueError(name)
        info = zipfile.ZipInfo(name, _STAMP)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.create_system = 3
        info.external_attr = 0o100644 << 16
        return self._zip.open(info, "w")

    def write(self, name: str, data: bytes, *, packed: bool) -> None:
        """One entry whose bytes are at hand."""
        with self.open(name, packed=packed) as stream:
            stream.write(data)

    def close(self) -> None:
        """Write the directory."""
        self._zip.close()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive: sizes in bytes, ``start`` the place of its packed bytes."""

    name: str
    size: int
    packed: int
    crc: int
    method: int
    start: int


class ZipIn:
    """An archive whose directory was found sound; entries are read one at a time, checked as they are read.

    Raises UserError (code ``bad_archive``) where anything is not as a sound program writes it.
    """

    def __init__(self, source: Scratch) -> None:
        self._source = source
        self.entries = {entry.name: entry for entry in _directory(source)}

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry piece by piece; the last piece comes only if size and check sum are right."""
        entry = self.entries[name]
        pieces = _stored(self._source, entry) if entry.method == zipfile.ZIP_STORED else _inflated(self._source, entry)
        crc, size, held = 0, 0, b""
        for piece in pieces:
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            if size > entry.size:
                break
            if held:
                yield held
            held = piece
        if size != entry.size or crc != entry.crc:
            raise refused(_("Mục “{name}” trong gói bị hỏng.").format(name=name))
        yield held

    def read(self, name: str) -> bytes:
        """All bytes of an entry."""
        return b"".join(self.chunks(name))


def refused(message: str) -> UserError:
    """The error for an archive that no sound program writes."""
    return UserError(message, code="bad_archive")


def _not_zip() -> UserError:
    return refused(_("Bên trong gói không phải là tệp nén zip nguyên vẹn."))


def _stored(source: Scratch, entry: Entry) -> Iterator[bytes]:
    for at in range(0, entry.packed, CHUNK):
        yield source.pread(entry.start + at, min(CHUNK, entry.packed - at))


def _inflated(source: Scratch, entry: Entry) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(source, entry):
            waiting = packed
            while waiting:
                yield engine.decompress(waiting, CHUNK)
                waiting = engine.unconsumed_tail
        while not engine.eof and (rest := engine.decompress(b"", CHUNK)):
            yield rest
    except zlib.error as error:
        raise refused(_("Mục “{name}” trong gói bị hỏng.").format(name=entry.name)) from error
    if not engine.eof or engine.unused_data:
        raise refused(_("Mục “{name}” trong gói bị hỏng.").format(name=entry.name))


def _directory(source: Scratch) -> list[Entry]:
    """Read and check the directory at the end of the archive and every local header."""
    size = source.size
    if size < _END.size:
        raise _not_zip()
    mark, disk, first_disk, here, total, length, offset, comment = _END.unpack(
        source.pread(size - _END.size, _END.size)
    )
    if mark != b"PK\x05\x06" or disk or first_disk or here != total or comment:
        raise _not_zip()
    if total > ENTRIES:
        raise refused(_("Gói có quá nhiều mục ({count}).").format(count=total))
    if offset + length + _END.size != size or length > DIRECTORY:
        raise _not_zip()
    central = _Central(source.pread(offset, length))
    found = [central.next() for _number in range(total)]
    if not central.done:
        raise _not_zip()
    _check_sizes(found)
    _check_names([record.name for record in found])
    entries = _place(source, found, offset)
    return [entry for entry in entries if entry.name not in FOLDERS]


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the directory."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    raw_name: bytes


class _Central:
    """The records of a directory, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._data)

    def next(self) -> _Record:
        try:
            fields = _CENTRAL.unpack_from(self._data, self._at)
        except struct.error as error:
            raise _not_zip() from error
        mark, _by, _needs, flags, method, _time, _date, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, disk, _inner, attributes, offset = fields[10:]
        name_at = self._at + _CENTRAL.size
        self._at = name_at + name_length + extra_length + comment_length
        if mark != b"PK\x01\x02" or disk or self._at > len(self._data):
            raise _not_zip()
        raw = self._data[name_at : name_at + name_length]
        _check_extra(self._data[name_at + name_length : name_at + name_length + extra_length])
        return _Record(_name(raw, flags), flags, method, crc, packed, size, attributes, offset, raw)


def _name(raw: bytes, flags: int) -> str:
    """The name of an entry; those of the format are ASCII, others are decoded only to be named."""
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        raise refused(_("Gói có mục mang tên không đọc được.")) from error


def _check_extra(extra: bytes) -> None:
    at = 0
    while at < len(extra):
        if at + 4 > len(extra):
            raise _not_zip()
        kind, length = struct.unpack_from("<HH", extra, at)
        at += 4 + length
        if kind in _FORBIDDEN_EXTRA or at > len(extra):
            raise _not_zip()


def _check_sizes(records: list[_Record]) -> None:
    if sum(record.size for record in records) > UNPACKED:
        raise refused(_("Nội dung gói khi mở ra lớn quá mức cho phép."))
    for record in records:
        if record.size > ENTRY:
            raise refused(_("Mục “{name}” trong gói lớn quá mức cho phép.").format(name=one_line(record.name, 80)))
        if record.size > RATIO_FROM and record.size > RATIO * record.packed:
            raise refused(_("Mục “{name}” nén bất thường; gói bị từ chối.").format(name=one_line(record.name, 80)))
        if record.flags & (_ENCRYPTED | _STRONG | _MASKED | _PATCHED):
            raise refused(_("Mục “{name}” trong gói bị khóa riêng.").format(name=one_line(record.name, 80)))
        if record.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused(_("Mục “{name}” nén theo cách không dùng được.").format(name=one_line(record.name, 80)))
        _check_attributes(record)


def _check_attributes(record: _Record) -> None:
    """Only ordinary files, and the folders of the format; no links, devices or pipes."""
    kind = record.attributes >> 16 & 0o170000
    folder = record.name in FOLDERS
    if folder and (record.size or record.packed or kind not in (0, 0o040000)):
        raise refused(_("Mục “{name}” trong gói không phải là tệp thường.").format(name=one_line(record.name, 80)))
    if not folder and (kind not in (0, 0o100000) or record.attributes & 0x10):
        raise refused(_("Mục “{name}” trong gói không phải là tệp thường.").format(name=one_line(record.name, 80)))


def _check_names(names: list[str]) -> None:
    """No way out of the folder, no doubles (also by case or Unicode form), only names of the format."""
    seen: set[str] = set()
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
            raise refused(_("Gói có mục mang đường dẫn không an toàn."))
        plain = unicodedata.normalize("NFKC", name).casefold()
        if plain in seen:
            raise refused(_("Gói có hai mục trùng tên “{name}”.").format(name=one_line(name, 80)))
        seen.add(plain)
    for name in names:
        if name not in FOLDERS and not known_name(name):
            raise refused(_("Gói có mục lạ “{name}”.").format(name=one_line(name, 80)))


def _place(source: Scratch, records: list[_Record], end: int) -> list[Entry]:
    """The entries in the order of the archive, which they must fill from its start to the directory."""
    entries: list[Entry] = []
    at = 0
    for record in sorted(records, key=lambda one: one.offset):
        if record.offset != at:
            raise _not_zip()
        start = _check_local(source, record)
        entries.append(Entry(record.name, record.size, record.packed, record.crc, record.method, start))
        at = start + record.packed
        if record.flags & _DESCRIPTOR:
            at += _descriptor(source, record, at)
    if at != end:
        raise _not_zip()
    return entries


def _check_local(source: Scratch, record: _Record) -> int:
    """Compare the local header with the directory; where the packed bytes start."""
    try:
        fields = _LOCAL.unpack(source.pread(record.offset, _LOCAL.size))
    except struct.error as error:
        raise _not_zip() from error
    mark, _needs, flags, method, _time, _date, crc, packed, size, name_length, extra_length = fields
    name_at = record.offset + _LOCAL.size
    name = source.pread(name_at, name_length)
    if mark != b"PK\x03\x04" or flags != record.flags or method != record.method or name != record.raw_name:
        raise _not_zip()
    _check_extra(source.pread(name_at + name_length, extra_length))
    told, nothing = (crc, packed, size), (0, 0, 0)
    right = (record.crc, record.packed, record.size)
    if told != right and not (flags & _DESCRIPTOR and told == nothing):
        raise _not_zip()
    return record.offset + _LOCAL.size + int(name_length) + int(extra_length)


def _descriptor(source: Scratch, record: _Record, at: int) -> int:
    """The length of the data descriptor behind an entry, which must repeat the directory."""
    values = struct.pack("<LLL", record.crc, record.packed, record.size)
    behind = source.pread(at, 16)
    if behind == b"PK\x07\x08" + values:
        return 16
    if behind[:12] == values:
        return 12
    raise _not_zip()
