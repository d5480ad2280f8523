"""Manifests, soundly signed, that say what no sound program says."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from tests.exchange.making import SENDER
from tests.fault.hostile_making import MIB, Case, deep, document, own, text


def many_nodes(kind: bytes) -> Callable[[bytes], bytes]:
    """Puts millions of small values into a manifest, inside its eight megabytes."""

    def edit(content: bytes) -> bytes:
        count = (8 * MIB - len(content) - 100) // (len(kind) + 1)
        return content.rstrip()[:-1] + b',"x":[' + b",".join([kind] * count) + b"]}"

    return edit


def _resource(**other: Any) -> Callable[[str], bytes]:
    return document(lambda found: found["resources"][0].update(other))


_DOC = sha256(b"doc").hexdigest()
MANIFESTS: dict[str, Case] = {
    "newer format": Case(own(format=2), "newer_format"),
    "format far away": Case(own(format=2**62), "newer_format"),
    "format that is true": Case(own(format=True), "bad_manifest"),
    "format zero": Case(own(format=0), "bad_manifest"),
    "format in words": Case(own(format="1"), "bad_manifest"),
    "kind unknown": Case(own(kind="virus"), "bad_manifest"),
    "kind that is a list": Case(own(kind=["changes"]), "bad_manifest"),
    "whole workspace into a full one": Case(own(kind="full"), "not_empty"),
    "handover into a full one": Case(own(kind="handover"), "not_empty"),
    "settings in a bundle": Case(own(kind="settings"), "wrong_kind"),
    "sequence negative": Case(own(sequence=-1), "bad_manifest"),
    "sequence beyond the database": Case(own(sequence=2**70), "bad_manifest"),
    "sequence far away": Case(own(sequence=2**62), "bad_manifest"),
    "position far away": Case(own(to={"position": 2**62, "chain": "0" * 64}), "bad_manifest"),
    "part far away": Case(own(part={"n": 1, "of": 2**62}), "bad_manifest"),
    "count far away": Case(own(counts={"changes": 2**62}), "bad_manifest"),
    "count with a mark-up name": Case(own(counts={"<b>x</b>": 1}), "bad_manifest"),
    "part zero": Case(own(part={"n": 0, "of": 0}), "bad_manifest"),
    "part beyond": Case(own(part={"n": 3, "of": 2}), "bad_manifest"),
    "position backwards": Case(own(**{"from": {"position": 5, "chain": "0" * 64}}), "bad_manifest"),
    "chain in capitals": Case(own(to={"position": 0, "chain": "A" * 64}), "bad_manifest"),
    "id that is none": Case(own(id="../../x"), "bad_manifest"),
    "id in capitals": Case(own(id="019A0000-0000-7000-8000-000000000001"), "bad_manifest"),
    "log that is none": Case(own(log="<b>"), "bad_manifest"),
    "no recipients": Case(own(recipients=[]), "bad_signature"),
    "recipients that are objects": Case(own(recipients=[{}]), "bad_manifest"),
    "sender that is a text": Case(own(sender="x"), "bad_manifest"),
    "code of mark-up": Case(
        document(lambda found: found["kcdesk"]["sender"].update(code="<b>CTV07</b>")), "bad_manifest"
    ),
    "code that looks alike": Case(
        document(lambda found: found["kcdesk"]["sender"].update(code="\u0421TV07")), "bad_manifest"
    ),
    "code that is a path": Case(document(lambda found: found["kcdesk"]["sender"].update(code="../..")), "bad_manifest"),
    "unit with line breaks": Case(
        document(lambda found: found["kcdesk"]["sender"].update(unit="a\nb\x1b[2J")), "bad_manifest"
    ),
    "unit that turns around": Case(
        document(lambda found: found["kcdesk"]["sender"].update(unit="Tỉnh \u202egpj.exe")), "bad_manifest"
    ),
    "unit too long": Case(document(lambda found: found["kcdesk"]["sender"].update(unit="x" * 5000)), "bad_manifest"),
    "title with line breaks": Case(document(lambda found: found.update(title="a\n\n\nb")), "bad_manifest"),
    "app that is a list": Case(own(app=[1]), "bad_manifest"),
    "made on no day": Case(document(lambda found: found.update(created="2026-02-30T00:00:00.000Z")), "bad_manifest"),
    "made before the calendar": Case(
        document(lambda found: found.update(created="0000-01-01T00:00:00.000Z")), "bad_manifest"
    ),
    "made at the end of time": Case(
        document(lambda found: found.update(created="9999-12-31T23:59:59.999Z")), "bad_manifest"
    ),
    "receipt that is a list": Case(own(receipt=[1]), "bad_manifest"),
    "receipt of far away numbers": Case(
        own(receipt={"log": SENDER.device_id, "to": {"position": 0, "chain": "0" * 64}, "sequences": [2**80]}),
        "bad_manifest",
    ),
    "grants that are texts": Case(own(grants=["x"]), "bad_manifest"),
    "a grant that is none": Case(own(grants=[{"old": 1}]), "bad_grant"),
    "a hundred grants": Case(own(grants=[{}] * 100), "bad_grant"),
    "told without end": Case(own(told=[{}] * 1001), "bad_manifest"),
    "files elsewhere of no part": Case(own(elsewhere={"x": []}), "bad_manifest"),
    "reference that is deep": Case(own(reference={"x": {"y": {}}}), "bad_manifest"),
    "no kcdesk": Case(document(lambda found: found.pop("kcdesk")), "bad_manifest"),
    "kcdesk that is a list": Case(document(lambda found: found.update(kcdesk=[])), "bad_manifest"),
    "resources that are an object": Case(document(lambda found: found.update(resources={})), "bad_manifest"),
    "resource upwards": Case(_resource(path="../DOC-TOI.txt"), "bad_resources"),
    "resource on the network": Case(_resource(path="http://x/y.csv"), "bad_resources"),
    "hash in capitals": Case(_resource(hash=f"sha256:{_DOC.upper()}"), "bad_manifest"),
    "hash of another kind": Case(_resource(hash="md5:" + "0" * 32), "bad_manifest"),
    "hash of something else": Case(_resource(hash="sha256:" + "0" * 64), "bad_hash"),
    "bytes of something else": Case(_resource(bytes=4), "bad_hash"),
    "bytes beyond": Case(_resource(bytes=2**70), "bad_manifest"),
    "no JSON": Case(text(lambda _content: b"\x00" * 100), "bad_manifest"),
    "JSON that is a list": Case(text(lambda _content: b"[]"), "bad_manifest"),
    "deep lists": Case(text(lambda _content: deep(b"[", b"]", 3_000_000)), "bad_manifest"),
    "deep objects": Case(text(lambda _content: deep(b'{"a":', b"}", 1_000_000)), "bad_manifest"),
    "thirty-three deep": Case(
        text(lambda content: content.rstrip()[:-1] + b',"x":' + deep(b"[", b"]", 33) + b"}"), "bad_manifest"
    ),
    "doubled key": Case(text(lambda content: content.rstrip()[:-1] + b',"resources":[]}'), "bad_manifest"),
    "doubled key within": Case(
        text(lambda content: content.replace(b'"format": 1', b'"format": 1, "format": 1')), "bad_manifest"
    ),
    "not a number": Case(text(lambda content: content.rstrip()[:-1] + b',"x":NaN}'), "bad_manifest"),
    "infinite": Case(text(lambda content: content.rstrip()[:-1] + b',"x":1e999}'), "bad_manifest"),
    "number of a million digits": Case(
        text(lambda content: content.rstrip()[:-1] + b',"x":' + b"9" * MIB + b"}"), "bad_manifest"
    ),
    "mark in front": Case(text(lambda content: b"\xef\xbb\xbf" + content), "bad_manifest"),
    "invalid UTF-8": Case(text(lambda content: content.replace(b"kcdesk-", b"\xff")), "bad_manifest"),
    "UTF-16": Case(text(lambda content: content.decode().encode("utf-16")), "bad_manifest"),
    "lone surrogate": Case(text(lambda content: content.rstrip()[:-1] + b',"x":"\\ud800"}'), "bad_manifest"),
    "surrogate in bytes": Case(text(lambda content: content.rstrip()[:-1] + b',"x":"\xed\xa0\x80"}'), "bad_manifest"),
    "NUL": Case(text(lambda content: content.rstrip()[:-1] + b',"x":"\\u0000"}'), "bad_manifest"),
    "more behind": Case(text(lambda content: content + b"{}"), "bad_manifest"),
    "comment": Case(text(lambda content: b"/**/" + content), "bad_manifest"),
    "millions of numbers": Case(text(many_nodes(b"1")), "bad_manifest"),
    "millions of lists": Case(text(many_nodes(b"[]")), "bad_manifest"),
    "millions of objects": Case(text(many_nodes(b"{}")), "bad_manifest"),
    "nine megabytes": Case(
        text(lambda content: content.rstrip()[:-1] + b',"x":"' + b"x" * (9 * MIB) + b'"}'), "bad_manifest"
    ),
}
