"""Archives that lie."""

from __future__ import annotations

import struct

from tests.exchange.making import forged, zipped
from tests.fault.hostile_making import HERE, MIB, Case, addressed, archive, document, entries, sent
from tests.fault.rawzip import DEFLATED, Raw, raw_zip


def nested_zips(recipient: str) -> bytes:
    """A zip in a zip in a zip, of zeros."""
    inner = zipped([("0", bytes(16 * MIB))])
    for _level in range(3):
        inner = zipped([(str(number), inner) for number in range(4)])
    return sent(recipient, forged({"files/x.zip": inner}, addressed(recipient)))


def overlapping(recipient: str) -> bytes:
    """Many entries over one kernel of deflated zeros."""
    kernel = Raw(name=b"data/a0.csv", data=bytes(32 * MIB), method=DEFLATED)
    told = (len(kernel.packed()), 16 * MIB, 0)
    others = [Raw(name=b"data/a%d.csv" % number, told=told, at=0, method=DEFLATED) for number in range(1, 1000)]
    return sent(recipient, raw_zip([kernel, *others]))


def huge_directory(recipient: str) -> bytes:
    """A directory of hundreds of megabytes: comments and extra fields as long as they may be."""
    filler = struct.pack("<HH", 0x9999, 65_000) + bytes(65_000)
    many = (Raw(name=b"data/a%d.csv" % one, extra=filler, comment=bytes(65_000)) for one in range(300))
    return sent(recipient, raw_zip(many))


ARCHIVES: dict[str, Case] = {
    "upward path": Case(entries(**{"..__..__x": b"x"}), "bad_archive"),
    "upward path inside": Case(entries(**{"data__..__..__x.csv": b"x"}), "bad_archive"),
    "absolute path": Case(entries(**{"__etc__passwd": b"x"}), "bad_archive"),
    "drive letter": Case(entries(**{"C:__x": b"x"}), "bad_archive"),
    "drive without slash": Case(entries(**{"c:x.csv": b"x"}), "bad_archive"),
    "stream of a file": Case(entries(**{"DOC-TOI.txt:x": b"x"}), "bad_archive"),
    "network path": Case(entries(**{"\\\\host\\share": b"x"}), "bad_archive"),
    "backslash": Case(entries(**{"..\\x": b"x"}), "bad_archive"),
    "name with NUL": Case(entries(**{"DOC-TOI.txt\0.exe": b"x"}), "bad_archive"),
    "empty name": Case(archive(Raw(name=b"")), "bad_archive"),
    "device of Windows": Case(entries(data__con=b"x"), "bad_archive"),
    "link": Case(archive(Raw(name=b"DOC-TOI.txt", data=b"/etc/passwd", attributes=0o120777 << 16)), "bad_archive"),
    "pipe": Case(archive(Raw(name=b"DOC-TOI.txt", attributes=0o010644 << 16)), "bad_archive"),
    "folder that is a file": Case(archive(Raw(name=b"data/", data=b"x", attributes=0o040755 << 16)), "bad_archive"),
    "doubled name": Case(archive(*[Raw(name=b"DOC-TOI.txt", data=b"x")] * 2), "bad_archive"),
    "second manifest": Case(archive(Raw(name=b"datapackage.json", data=b"{}")), "bad_archive"),
    "case twins": Case(entries(**{"DOC-TOI.txt": b"x", "doc-toi.txt": b"y"}), "bad_archive"),
    "Unicode twins": Case(
        archive(*(Raw(name=f"data/{one}.csv".encode(), flags=0x800) for one in ("\u1ea1", "a\u0323"))), "bad_archive"
    ),
    "wide twin": Case(
        archive(Raw(name=b"DOC-TOI.txt"), Raw(name="ＤＯＣ-TOI.txt".encode(), flags=0x800)), "bad_archive"
    ),
    "name that turns around": Case(archive(Raw(name="data/\u202egpj.csv".encode(), flags=0x800)), "bad_archive"),
    "name in bytes of nobody": Case(archive(Raw(name=b"data/\xff.csv", flags=0x800)), "bad_archive"),
    "name of many lines": Case(archive(Raw(name=b"x\n\x1b[2J<b>y</b>\r\nz")), "bad_archive"),
    "long name": Case(archive(Raw(name=b"x" * 60_000)), "bad_archive"),
    "other name inside": Case(archive(Raw(name=b"DOC-TOI.txt", local_name=b"../x")), "bad_archive"),
    "name in an extra field": Case(
        archive(Raw(name=b"DOC-TOI.txt", extra=struct.pack("<HH", 0x7075, 6) + b"\1evil!")), "bad_archive"
    ),
    "entry not listed": Case(entries(**{"DOC-TOI.txt": b"x"}), "bad_resources"),
    "entry listed and missing": Case(
        document(lambda found: found["resources"].append({**found["resources"][0], "path": "data/a.csv"})),
        "bad_resources",
    ),
    "entry listed twice": Case(
        document(lambda found: found["resources"].append(found["resources"][0])), "bad_resources"
    ),
    "size too small": Case(
        archive(Raw(name=b"DOC-TOI.txt", data=b"x" * 99, method=DEFLATED, told=(5, 10, 0))), "bad_archive"
    ),
    "size of four gigabytes": Case(archive(Raw(name=b"DOC-TOI.txt", told=(1, 0xFFFFFFFE, 0))), "bad_archive"),
    "packed size beyond the end": Case(
        archive(Raw(name=b"DOC-TOI.txt", data=b"x", told=(9999, 9999, 0))), "bad_archive"
    ),
    "sizes differ within": Case(archive(Raw(name=b"DOC-TOI.txt", data=b"xyz", local=(3, 2, 0))), "bad_archive"),
    "zip64 sizes": Case(
        archive(Raw(name=b"DOC-TOI.txt", extra=struct.pack("<HHQQ", 1, 16, 1, 1), told=(0xFFFFFFFF, 0xFFFFFFFF, 0))),
        "bad_archive",
    ),
    "zip64 end": Case(archive(count=0xFFFF, end=struct.pack("<4sQ", b"PK\x06\x06", 44) + bytes(64)), "bad_archive"),
    "encrypted entry": Case(archive(Raw(name=b"DOC-TOI.txt", data=b"x" * 20, flags=1)), "bad_archive"),
    "strong encryption": Case(archive(Raw(name=b"DOC-TOI.txt", flags=0x41)), "bad_archive"),
    "masked header": Case(archive(Raw(name=b"DOC-TOI.txt", flags=0x2000)), "bad_archive"),
    **{
        f"compression {method}": Case(archive(Raw(name=b"DOC-TOI.txt", data=b"x", method=method)), "bad_archive")
        for method in (1, 6, 9, 12, 14, 93, 95, 98, 99, 0xFFFF)
    },
    "two methods": Case(archive(Raw(name=b"DOC-TOI.txt", data=b"x", told_method=DEFLATED)), "bad_archive"),
    "descriptor that lies": Case(
        archive(Raw(name=b"DOC-TOI.txt", data=b"x", flags=8, local=(0, 0, 0), behind=b"PK\7\x08" + bytes(12))),
        "bad_archive",
    ),
    "descriptor that is missing": Case(
        archive(Raw(name=b"DOC-TOI.txt", data=b"x", flags=8, local=(0, 0, 0))), "bad_archive"
    ),
    "descriptor of zip64": Case(
        archive(Raw(name=b"DOC-TOI.txt", data=b"x", flags=8, local=(0, 0, 0), behind=b"PK\7\x08" + bytes(20))),
        "bad_archive",
    ),
    "gap": Case(archive(Raw(name=b"DOC-TOI.txt", behind=b"hidden")), "bad_archive"),
    "something in front": Case(archive(before=b"PK\3\4" + bytes(40)), "bad_archive"),
    "more than the end says": Case(archive(Raw(name=b"DOC-TOI.txt"), count=2), "bad_archive"),
    "fewer than the end says": Case(archive(Raw(name=b"DOC-TOI.txt"), count=9), "bad_archive"),
    "overlapping": Case(overlapping, "bad_archive"),
    "zeros": Case(archive(Raw(name=HERE.encode(), data=bytes(60 * MIB), method=DEFLATED)), "bad_archive"),
    "zeros, told small": Case(
        archive(Raw(name=HERE.encode(), data=bytes(60 * MIB), method=DEFLATED, told=(61_000, 9 * MIB, 0))),
        "bad_archive",
    ),
    "nested zips": Case(nested_zips, "bad_archive"),
    "ten thousand and one": Case(
        archive(*(Raw(name=b"data/a%d.csv" % number) for number in range(10_001))), "bad_archive"
    ),
    "huge directory": Case(huge_directory, "bad_archive"),
    "no manifest": Case(lambda recipient: sent(recipient, zipped([("DOC-TOI.txt", b"x")])), "not_a_bundle"),
    "nothing in it": Case(lambda recipient: sent(recipient, zipped([])), "not_a_bundle"),
}
