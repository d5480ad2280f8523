"""What an attacker sends to a province: every case a file, and the reason for which it has to be refused.

The attacker knows the public key of the province and has a signing key of his own, so each case is sound
in everything but the one thing that it is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kcdesk.exchange import minisign
from kcdesk.exchange.manifest import Manifest, descriptor
from tests.exchange.making import SENDER, forged, listed, manifest, sealed, zipped
from tests.fault.rawzip import Raw, raw_zip

HERE, GONE = "data/changes-001.jsonl", object()
ROW = "019a0000-0000-7000-8000-0000000000aa"
LINE: Mapping[str, Any] = {
    "id": "019a0000-0000-7000-8000-000000000001",
    "device": SENDER.device_id,
    "at": "2026-11-23T08:15:02.120Z",
    "by": "CTV07",
    "save": "019a0000-0000-7000-8000-000000000002",
    "entity": "establishment",
    "row": ROW,
    "set": {"name": "Cơ sở giả"},
}
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """A file made for a recipient (the province's public key), and the code with which it is refused."""

    make: Callable[[str], bytes]
    code: str


def addressed(recipient: str, **other: Any) -> Manifest:
    """A manifest of the attacker for the province."""
    return manifest(recipients=(recipient,), **other)


def sent(recipient: str, archive: bytes) -> bytes:
    """The archive, encrypted to the province."""
    return sealed(archive, (recipient,))


def lines(*content: bytes, count: int | None = None, end: bytes = b"\n", **other: Any) -> Callable[[str], bytes]:
    """A bundle of these lines of changes, sound but for them."""

    def make(recipient: str) -> bytes:
        data = b"".join(one + end for one in content)
        made = addressed(recipient, counts={"changes": len(content) if count is None else count}, **other)
        return sent(recipient, forged({HERE: data}, made))

    return make


def change(**other: Any) -> bytes:
    """A line that is sound but for what is given; GONE leaves a key out."""
    found = {name: value for name, value in {**LINE, **other}.items() if value is not GONE}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")


def worded(name: str, value: bytes) -> bytes:
    """A line whose value of a field of ``set`` is this piece of JSON."""
    return change(set={name: "VALUE"}).replace(b'"VALUE"', value)


def document(edit: Callable[[dict[str, Any]], Any], **other: Any) -> Callable[[str], bytes]:
    """A bundle whose manifest was edited before it was signed."""

    def make(recipient: str) -> bytes:
        def edited(found: dict[str, Any]) -> None:
            edit(found)

        return sent(recipient, forged(made=addressed(recipient, **other), edit=edited))

    return make


def own(**values: Any) -> Callable[[str], bytes]:
    """A bundle whose manifest says these things under ``kcdesk``."""
    return document(lambda found: found["kcdesk"].update(values))


def text(edit: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    """A bundle whose manifest was edited as text, then signed."""

    def make(recipient: str) -> bytes:
        made = listed(addressed(recipient), {"DOC-TOI.txt": b"doc"})
        content = edit(descriptor(made))
        signature = minisign.sign(content, SENDER, made.trusted_comment()).encode("ascii")
        return sent(recipient, zipped([("DOC-TOI.txt", b"doc"), *_pair(content, signature)]))

    return make


def signature(edit: Callable[[bytes, bytes], bytes]) -> Callable[[str], bytes]:
    """A bundle whose signature is made of the right one and the manifest."""

    def make(recipient: str) -> bytes:
        made = listed(addressed(recipient), {"DOC-TOI.txt": b"doc"})
        content = descriptor(made)
        right = minisign.sign(content, SENDER, made.trusted_comment()).encode("ascii")
        return sent(recipient, zipped([("DOC-TOI.txt", b"doc"), *_pair(content, edit(right, content))]))

    return make


def _pair(content: bytes, signed: bytes) -> list[tuple[str, bytes]]:
    return [("datapackage.json", content), ("datapackage.json.minisig", signed)]


def archive(*entries: Raw, **other: Any) -> Callable[[str], bytes]:
    """An archive made by hand, with a sound manifest and signature in front."""

    def make(recipient: str) -> bytes:
        made = listed(addressed(recipient), {})
        content = descriptor(made)
        right = minisign.sign(content, SENDER, made.trusted_comment()).encode("ascii")
        before = [Raw(name=name.encode(), data=data) for name, data in _pair(content, right)]
        return sent(recipient, raw_zip([*before, *entries], **other))

    return make


def entries(**other: bytes) -> Callable[[str], bytes]:
    """A sound manifest of nothing, and entries beside it that it does not list."""
    return archive(*(Raw(name=name.replace("__", "/").encode(), data=data) for name, data in other.items()))


def deep(opening: bytes, closing: bytes, depth: int) -> bytes:
    """JSON nested so deep."""
    return opening * depth + closing * depth
