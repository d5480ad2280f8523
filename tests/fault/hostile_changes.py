"""Lines of changes, soundly signed, that no sound program writes."""

from __future__ import annotations

from kcdesk.exchange.manifest import BundleKind
from tests.exchange.making import forged
from tests.fault.hostile_making import GONE, HERE, LINE, MIB, ROW, Case, addressed, change, deep, lines, sent, worded


def ten_million_rows(recipient: str) -> bytes:
    """Lines that are nothing, and a table of as many rows that nobody reads."""
    data = b"{}\n" * 10_000_000
    made = addressed(recipient, counts={"changes": 10_000_000})
    return sent(recipient, forged({HERE: data[: 16 * MIB], "data/establishment.csv": b"a\n" * (6 * MIB)}, made))


def many_fields(recipient: str, count: int) -> bytes:
    """Lines of nearly a megabyte, each of ninety thousand fields, and at last one that is wrong."""
    inner = b",".join(b'"a%x":1' % number for number in range(90_000))
    line = change(set="SET").replace(b'"SET"', b"{" + inner + b"}")
    made = [line.replace(b"000000000001", b"%012x" % (number + 9)) + b"\n" for number in range(count // 90_000 + 1)]
    made.append(change(set={}) + b"\n")
    files = {f"data/changes-{at // 60 + 1:03d}.jsonl": b"".join(made[at : at + 60]) for at in range(0, len(made), 60)}
    return sent(recipient, forged(files, addressed(recipient, counts={"changes": len(made)})))


CHANGES: dict[str, Case] = {
    "no change": Case(lines(b""), "bad_change"),
    "change that is a list": Case(lines(b"[]"), "bad_change"),
    "change that is null": Case(lines(b"null"), "bad_change"),
    "another key": Case(lines(change(evil=1)), "bad_change"),
    **{f"without {name}": Case(lines(change(**{name: GONE})), "bad_change") for name in LINE},
    **{f"{name} is a number": Case(lines(change(**{name: 1})), "bad_change") for name in LINE},
    "id that is no UUID": Case(lines(change(id="x" * 36)), "bad_change"),
    "row with a path": Case(lines(change(row="../../../../etc/passwd")), "bad_change"),
    "row in capitals": Case(lines(change(row=ROW.upper())), "bad_change"),
    "id with a line break": Case(lines(change(id=LINE["id"] + "\n")), "bad_change"),
    "digits of another script": Case(lines(change(at="٢٠٢٦-11-23T08:15:02.120Z")), "bad_change"),
    "head that shifts": Case(lines(change(id=f"{LINE['id']} {LINE['save']}", save="")), "bad_change"),
    "on no day": Case(lines(change(at="2026-02-30T08:15:02.120Z")), "bad_change"),
    "on the thirty-ninth": Case(lines(change(at="2026-11-39T08:15:02.120Z")), "bad_change"),
    "in no month": Case(lines(change(at="2026-00-10T08:15:02.120Z")), "bad_change"),
    "in the year zero": Case(lines(change(at="0000-01-01T08:15:02.120Z")), "bad_change"),
    "at the end of time": Case(lines(change(at="9999-12-31T23:59:59.999Z")), "bad_change"),
    "at the twenty-fifth hour": Case(lines(change(at="2026-11-23T25:15:02.120Z")), "bad_change"),
    "author of many lines": Case(lines(change(by="CTV07\nTINH92")), "bad_change"),
    "author who turns around": Case(lines(change(by="\u202e70VTC")), "bad_change"),
    "author of mark-up": Case(lines(change(by="<b>CTV07</b>")), "bad_change"),
    "author who looks alike": Case(lines(change(by="\u0421TV07")), "bad_change"),
    "author of a thousand letters": Case(lines(change(by="C" * 1000)), "bad_change"),
    "entity of the database": Case(lines(change(entity="sqlite_master; DROP TABLE x")), "bad_change"),
    "field of the database": Case(lines(change(set={'name" = 1 --': "x"})), "bad_change"),
    "hidden column": Case(lines(change(set={"_extra": "x"})), "bad_change"),
    "the id as a field": Case(lines(change(set={"id": LINE["id"]})), "bad_change"),
    "the id of something unknown": Case(lines(change(entity="later", set={"id": "x"})), "bad_change"),
    "nothing set": Case(lines(change(set={})), "bad_change"),
    "value that is an object": Case(lines(change(set={"name": {}})), "bad_change"),
    "list of numbers": Case(lines(change(set={"phone": [1]})), "bad_change"),
    "list in a list": Case(lines(change(set={"phone": [["x"]]})), "bad_change"),
    "text where a number is": Case(lines(change(set={"workers_total": "7"})), "bad_change"),
    "deleted that is a text": Case(lines(change(set={"deleted": "yes"})), "bad_change"),
    "not a number": Case(lines(worded("workers_total", b"NaN")), "bad_change"),
    "infinite": Case(lines(worded("capital", b"1e999")), "bad_change"),
    "minus infinite": Case(lines(worded("later_field", b"-1e999")), "bad_change"),
    "beyond the database": Case(lines(worded("workers_total", str(2**70).encode())), "bad_change"),
    "million digits": Case(lines(worded("workers_total", b"9" * 900_000)), "bad_change"),
    "number of Python": Case(lines(worded("workers_total", b"1_000")), "bad_change"),
    "mark in front": Case(lines(b"\xef\xbb\xbf" + change()), "bad_change"),
    "invalid UTF-8": Case(lines(change().replace("giả".encode(), b"\xff")), "bad_change"),
    "overlong UTF-8": Case(lines(change().replace("giả".encode(), b"\xc0\x80")), "bad_change"),
    "lone surrogate": Case(lines(worded("name", b'"\\ud800"')), "bad_change"),
    "surrogate in bytes": Case(lines(change(set={"name": "\ud800"})), "bad_change"),
    "NUL": Case(lines(worded("name", b'"\\u0000"')), "bad_change"),
    "NUL in bytes": Case(lines(worded("name", b'"\x00"')), "bad_change"),
    "line break in a text": Case(lines(worded("name", b'"a\rb"')), "bad_change"),
    "doubled key": Case(lines(change().replace(b'"row":', b'"row": "x", "row":')), "bad_change"),
    "doubled field": Case(lines(change(set="S").replace(b'"S"', b'{"name": "a", "name": "b"}')), "bad_change"),
    "field set and withheld": Case(lines(change(withheld=["name"])), "bad_change"),
    "deep lists": Case(lines(deep(b"[", b"]", 500_000)), "bad_change"),
    "deep objects": Case(lines(deep(b'{"a":', b"}", 150_000)), "bad_change"),
    "after that is a text": Case(lines(change(after={"name": "x"})), "bad_change"),
    "after of no ids": Case(lines(change(after={"name": ["x"]})), "bad_change"),
    "seen without a deletion": Case(lines(change(seen=[ROW])), "bad_change"),
    "long line": Case(lines(change(set={"name": "x" * MIB})), "bad_change"),
    "line of many megabytes": Case(lines(b"x" * (12 * MIB)), "bad_change"),
    "numbers that grow": Case(
        lines(change(set="S").replace(b'"S"', b"{%s}" % b",".join(b'"a%x":1e15' % one for one in range(60_000)))),
        "bad_change",
    ),
    "lines of Windows": Case(lines(change(), end=b"\r\n\r\n"), "bad_change"),
    "no last line break": Case(lines(change(), end=b""), "bad_change"),
    "more than told": Case(lines(change(), count=2), "bad_counts"),
    "fewer than told": Case(lines(change(), count=0), "bad_counts"),
    "ten million rows": Case(ten_million_rows, "bad_change"),
    "half a million fields": Case(lambda recipient: many_fields(recipient, 500_000), "bad_change"),
    "change of another kind": Case(lines(change(), kind=BundleKind.SETTINGS), "wrong_kind"),
}
