"""The zip: what the writer makes, and what the strict reader refuses."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from kcdesk.exchange import limits
from kcdesk.exchange.container import ZipIn, ZipOut, known_name
from kcdesk.exchange.scratch import Scratch
from kcdesk.model.problems import UserError
from tests.exchange.making import zipped

README = ("DOC-TOI.txt", b"hello " * 100)
PHOTO = ("files/" + "a" * 64 + ".jpg", bytes(range(256)) * 300)


def opened(data: bytes) -> ZipIn:
    scratch = Scratch(1 << 28)
    scratch.write(data)
    return ZipIn(scratch)


def refusal(data: bytes, *, read: bool = False) -> str:
    def look() -> None:
        archive = opened(data)
        for name in archive.entries if read else ():
            archive.read(name)

    with pytest.raises(UserError) as refused:
        look()
    assert refused.value.code == "bad_archive"
    return refused.value.message


def patched(data: bytes, where: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive with one number changed at an offset behind the first mark ``where``."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(where) + offset, value)
    return bytes(changed)


def test_round_trip_and_other_readers() -> None:
    target = Scratch(1 << 24)
    out = ZipOut(target)
    out.write(*README, packed=True)
    out.write(*PHOTO, packed=False)
    with out.open("data/changes-001.jsonl", packed=True) as stream:
        stream.write(b"{}\n")
    out.close()
    data = target.pread(0, 1 << 24)
    archive = opened(data)
    assert list(archive.entries) == ["DOC-TOI.txt", PHOTO[0], "data/changes-001.jsonl"]
    assert archive.read(PHOTO[0]) == PHOTO[1]
    assert archive.read("data/changes-001.jsonl") == b"{}\n"
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert other.getinfo("DOC-TOI.txt").compress_type == zipfile.ZIP_DEFLATED
        assert other.getinfo(PHOTO[0]).compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_names_of_the_format_are_written() -> None:
    out = ZipOut(Scratch(1 << 20))
    for name in ("x", "data/x.exe", "../DOC-TOI.txt", "files/a.jpg", "data/Cơ.csv", "settings/A.csv"):
        assert not known_name(name)
        with pytest.raises(ValueError, match=r"."):
            out.open(name, packed=True)
    out.close()


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../x",
        "data/../x",
        "data/../../DOC-TOI.txt",
        "C:/x",
        "..\\x",
        "data\\x.csv",
        "DOC-TOI.txt\0.exe",
        "x.txt",
        "data/x.exe",
        "data/sub/x.csv",
        "data/changes-1.jsonl",
        "files/" + "A" * 64 + ".jpg",
        "files/" + "a" * 64 + ".jpg.exe",
        "__MACOSX/._x",
        "desktop.ini",
        "data/cơ_sở.csv",
        "settings/../x.csv",
        "data/con.csv/",
        "",
        " ",
        "DOC-TOI.txt ",
        "./DOC-TOI.txt",
        "a" * 60_000,
    ],
)
def test_other_names_are_refused(name: str) -> None:
    data = zipped([("DOC-TOI.txt" if "\0" in name else name, b"x")])
    if "\0" in name:
        data = data.replace(b"DOC-TOI.txt", b"DOC-TOI.tx\0")
    refusal(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "second", ["DOC-TOI.txt", "doc-toi.txt", "DOC-TOI.TXT", "\uff24OC-TOI.txt", "DOC-TO\u0130.txt"]
)
def test_doubles_are_refused_also_by_case_and_unicode_form(second: str) -> None:
    refusal(zipped([README, (second, b"y")]))


def with_attributes(attributes: int, name: str = "DOC-TOI.txt", content: bytes = b"/etc/passwd") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = attributes
        archive.writestr(info, content)
    return target.getvalue()


@pytest.mark.parametrize("kind", [0o120777, 0o020644, 0o060644, 0o010644, 0o140644, 0o040755])
def test_links_and_devices_are_refused(kind: int) -> None:
    refusal(with_attributes(kind << 16))
    assert opened(with_attributes(0o100644 << 16)).entries
    assert opened(with_attributes(0)).entries


def test_folders_of_the_format_are_passed_over_but_hold_nothing() -> None:
    assert not opened(with_attributes(0o040755 << 16 | 0x10, "data/", b"")).entries
    refusal(with_attributes(0o040755 << 16, "data/", b"x"))
    refusal(with_attributes(0o120777 << 16, "data/", b""))
    refusal(with_attributes(0o040755 << 16 | 0x10, "evil/", b""))


def test_encrypted_entries_are_refused() -> None:
    data = zipped([README])
    for flag in (0x1, 0x40, 0x2000, 0x20):
        refusal(patched(patched(data, b"PK\x01\x02", 8, "<H", flag), b"PK\x03\x04", 6, "<H", flag))


def test_other_compression_is_refused() -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        refusal(zipped([README], method))
    refusal(patched(zipped([README]), b"PK\x01\x02", 10, "<H", 99))


@pytest.mark.parametrize(
    ("offset", "form"),
    [(4, "<H"), (6, "<H"), (8, "<H"), (14, "<L"), (18, "<L"), (22, "<L"), (26, "<H"), (30, "<B")],
)
def test_local_header_must_say_what_the_directory_says(offset: int, form: str) -> None:
    data = zipped([README])
    at = data.index(b"PK\x03\x04") + offset
    (value,) = struct.unpack_from(form, data, at)
    if offset == 4:  # the version needed means nothing to us
        assert opened(patched(data, b"PK\x03\x04", offset, form, value ^ 1)).entries
        return
    refusal(patched(data, b"PK\x03\x04", offset, form, value ^ 1))


def test_sizes_and_check_sums_that_lie_are_found_when_read() -> None:
    data = zipped([README])
    for offset, delta in ((16, 1), (24, 1), (24, -1)):
        (value,) = struct.unpack_from("<L", data, data.index(b"PK\x01\x02") + offset)
        lie = patched(data, b"PK\x01\x02", offset, "<L", value + delta)
        refusal(patched(lie, b"PK\x03\x04", offset - 2, "<L", value + delta), read=True)


def test_stored_entry_that_claims_less_than_it_has() -> None:
    data = zipped([README], zipfile.ZIP_STORED)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        data = patched(data, mark, offset, "<L", 5)
    refusal(data, read=True)


@pytest.mark.parametrize(
    "damage", [b"x" + zipped([README]), zipped([README]) + b"x", zipped([README])[:-1], b"", b"PK"]
)
def test_anything_before_or_behind_is_refused(damage: bytes) -> None:
    refusal(damage)


def test_comment_gap_and_overlap_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(README[0]), README[1])
        archive.comment = b"hello"
    refusal(target.getvalue())
    data = zipped([README, PHOTO], zipfile.ZIP_STORED)
    second = data.rindex(b"PK\x01\x02")
    (place,) = struct.unpack_from("<L", data, second + 42)
    for lie in (0, place - 1, place + 1, len(data), 0xFFFFFFFF):
        changed = bytearray(data)
        struct.pack_into("<L", changed, second + 42, lie)
        refusal(bytes(changed))


def test_archive_that_shares_bytes_between_entries_is_refused() -> None:
    """A bomb that needs no ratio: many entries over one piece of packed data."""
    data = bytearray(zipped([README]))
    start = data.index(b"PK\x01\x02")
    record, end = bytes(data[start:-22]), data[-22:]
    records = record + record.replace(b"DOC-TOI.txt", b"data/ab.csv")
    struct.pack_into("<HHL", end, 8, 2, 2, len(records))
    refusal(bytes(data[:start]) + records + bytes(end))


def test_zip64_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, archive.open("DOC-TOI.txt", "w", force_zip64=True) as stream:
        stream.write(b"x")
    refusal(target.getvalue())
    for offset, form, value in ((8, "<H", 0xFFFF), (10, "<H", 0xFFFF), (12, "<L", 0xFFFFFFFF), (16, "<L", 0xFFFFFFFF)):
        refusal(patched(zipped([README]), b"PK\x05\x06", offset, form, value))


def test_other_names_hidden_in_extra_fields_are_refused() -> None:
    for kind in (0x7075, 0x6375, 0x9901, 0x0001):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            info = zipfile.ZipInfo(README[0])
            info.extra = struct.pack("<HH4s", kind, 4, b"evil")
            archive.writestr(info, README[1])
        refusal(target.getvalue())


def test_timestamps_in_extra_fields_are_passed_over() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo(README[0])
        info.extra = struct.pack("<HHBL", 0x5455, 5, 1, 0)
        archive.writestr(info, README[1])
    assert opened(target.getvalue()).read(README[0]) == README[1]


def test_archive_written_as_a_stream_is_read() -> None:
    """Descriptors behind the entries, as tools write them into a pipe."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]
            self.data += piece
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(README[0]), README[1])
        archive.writestr(zipfile.ZipInfo(PHOTO[0]), PHOTO[1])
    data = bytes(pipe.data)
    assert opened(data).read(PHOTO[0]) == PHOTO[1]
    refusal(patched(data, b"PK\x07\x08", 4, "<L", 1))


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/establishment.csv", bytes(limits.RATIO_FROM + 1))
    assert "nén bất thường" in refusal(target.getvalue())


def test_bounds_are_read_from_the_directory_alone() -> None:
    data = zipped([README])

    def claiming(size: int) -> bytes:
        return patched(patched(data, b"PK\x01\x02", 24, "<L", size), b"PK\x03\x04", 22, "<L", size)

    assert "lớn quá mức" in refusal(claiming(limits.ENTRY + 1))
    many = zipped([(f"data/a{number}.csv", b"") for number in range(10_001)])
    assert "quá nhiều mục" in refusal(many)


def test_all_entries_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcdesk.exchange.container.UNPACKED", 1000)
    assert "lớn quá mức" in refusal(zipped([README, PHOTO]))


def test_deflated_data_with_something_behind_or_missing() -> None:
    def rebuilt(change: Callable[[bytes], bytes]) -> bytes:
        data = zipped([README])
        start, end = data.index(README[0].encode()) + len(README[0]), data.index(b"PK\x01\x02")
        packed = change(data[start:end])
        shift = len(packed) - (end - start)
        made = bytearray(data[:start] + packed + data[end:])
        struct.pack_into("<L", made, made.index(b"PK\x03\x04") + 18, len(packed))
        struct.pack_into("<L", made, made.index(b"PK\x01\x02") + 20, len(packed))
        struct.pack_into("<L", made, len(made) - 6, end + shift)
        return bytes(made)

    assert opened(rebuilt(lambda packed: packed)).read(README[0]) == README[1]
    refusal(rebuilt(lambda packed: packed + b"more"), read=True)
    refusal(rebuilt(lambda packed: packed[:-1]), read=True)
    refusal(rebuilt(lambda packed: b"\xff" * len(packed)), read=True)
    refusal(rebuilt(lambda packed: b""), read=True)
