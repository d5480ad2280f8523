"""The manifest: everything round trips, and other shapes are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kcdesk.exchange import manifest as manifests
from kcdesk.exchange.limits import MANIFEST
from kcdesk.exchange.manifest import Again, BundleKind, Part, Point, Receipt, descriptor, load, read
from kcdesk.model.problems import UserError
from tests.exchange.making import ENTRIES, SENDER, listed, manifest

FULL = listed(
    manifest(
        kind=BundleKind.HANDOVER,
        start=Point(17, "1" * 64),
        end=Point(40, "2" * 64),
        receipt=Receipt(log=SENDER.device_id, upto=Point(9, "3" * 64), sequences=(4, 6), missing_files=("a" * 64,)),
        grants=({"from": "A" * 16, "to": "B" * 16, "signature": "x"},),
        escrow={"recipient": "age1x", "wrapped": "AAAA"},
        counts={"changes": 3, "establishment": 1},
        part=Part(2, 3),
        settings=7,
        catalogue=4,
        reference={"communes": "2025-07-01", "vsic": "2025"},
        again=Again(3, 17),
        app="kcdesk 0.1.0",
        title="Gói bàn giao",
    ),
    ENTRIES,
)


def test_everything_round_trips() -> None:
    assert read(load(descriptor(FULL))) == FULL
    assert read(load(descriptor(manifest()))) == manifest()


@pytest.mark.parametrize("kind", list(BundleKind))
def test_every_kind_has_its_place(kind: BundleKind) -> None:
    assert read(load(descriptor(manifest(kind=kind)))).kind is kind


def test_it_is_a_data_package_with_our_key() -> None:
    document = json.loads(descriptor(FULL))
    assert document["profile"] == "data-package"
    assert document["resources"][0]["hash"].startswith("sha256:")
    own = document["kcdesk"]
    assert own["from"]["position"] == 17
    assert own["receipt"]["to"]["position"] == 9
    assert own["part"] == {"n": 2, "of": 3}
    assert own["again"] == {"from": 3, "to": 17}
    named = (
        "format id kind sequence log from to sender recipients receipt grants escrow counts part settings catalogue"
        " reference again app"
    )
    assert set(own) == set(named.split())


def test_keys_of_a_later_version_are_passed_over() -> None:
    document = json.loads(descriptor(FULL))
    document["kcdesk"]["later"] = {"x": [1]}
    document["later"] = True
    assert read(document) == FULL


def own(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["kcdesk"].__setitem__(name, value)


def drop(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["kcdesk"].pop(name)


WRONG: list[Callable[[dict[str, Any]], Any]] = [
    *(drop(name) for name in ("format", "id", "kind", "sequence", "log", "from", "to", "sender", "counts", "part")),
    own("format", 0),
    own("format", True),
    own("format", "1"),
    own("id", "x"),
    own("id", "019A0000-0000-7000-8000-000000000001"),
    own("id", None),
    own("kind", "other"),
    own("kind", []),
    own("sequence", -1),
    own("sequence", 1.0),
    own("sequence", True),
    own("log", "short"),
    own("from", {"position": 99, "chain": "0" * 64}),
    own("from", {"position": 0, "chain": "x"}),
    own("from", []),
    own("recipients", ["age1x"]),
    own("recipients", "age1x"),
    own("recipients", [FULL.recipients[0]] * 2),
    own("recipients", [None]),
    own("counts", {"changes": -1}),
    own("counts", {"changes": "1"}),
    own("part", {"n": 0, "of": 1}),
    own("part", {"n": 3, "of": 2}),
    own("receipt", []),
    own("receipt", {"log": "x"}),
    own("grants", {}),
    own("grants", [1]),
    own("escrow", []),
    own("again", 1),
    own("app", "x" * 1000),
    own("app", 1),
    own("reference", {"x": 1}),
    lambda document: document.__setitem__("kcdesk", []),
    lambda document: document.pop("kcdesk"),
    lambda document: document.__setitem__("created", "2026-13-01T00:00:00.000Z"),
    lambda document: document.__setitem__("created", "hôm nay"),
    lambda document: document.__setitem__("resources", {}),
    lambda document: document.__setitem__("resources", [1]),
    lambda document: document["resources"][0].__setitem__("hash", "md5:x"),
    lambda document: document["resources"][0].__setitem__("bytes", "1"),
    lambda document: document["resources"][0].pop("path"),
]


@pytest.mark.parametrize("change", WRONG)
def test_other_shapes_are_refused(change: Callable[[dict[str, Any]], Any]) -> None:
    document = json.loads(descriptor(FULL))
    change(document)
    with pytest.raises(UserError) as refused:
        read(document)
    assert refused.value.code == "bad_manifest"


def test_newer_format_is_named_even_where_the_rest_is_strange() -> None:
    document = json.loads(descriptor(FULL))
    document["kcdesk"]["format"] = 2
    with pytest.raises(UserError) as refused:
        read(document)
    assert refused.value.code == "newer_format"
    document["kcdesk"]["sender"] = "elsewhere"
    with pytest.raises(UserError) as refused:
        manifests.sender_of(document)
    assert refused.value.code == "newer_format"


@pytest.mark.parametrize(
    "sender", [None, {}, {"device": "A" * 16}, {"device": 1, "key": 2}, {"device": "A" * 16, "key": "x"}]
)
def test_sender_must_be_there(sender: Any) -> None:
    with pytest.raises(UserError) as refused:
        manifests.sender_of({"kcdesk": {"format": 1, "sender": sender}})
    assert refused.value.code == "bad_manifest"


def test_device_id_must_belong_to_the_key() -> None:
    document = json.loads(descriptor(FULL))
    document["kcdesk"]["sender"]["device"] = "A" * 16
    with pytest.raises(UserError) as refused:
        manifests.sender_of(document)
    assert refused.value.code == "bad_sender"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": -1e999}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": "\\u0000"}',
        b'{"a": "\x00"}',
        b'{"a": 9223372036854775808}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}",
        b'{"a": "' + "đ".encode("utf-16") + b'"}',
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":"' + b"x" * MANIFEST + b'"}',
    ],
)
def test_json_that_no_sound_program_writes_is_refused(text: bytes) -> None:
    with pytest.raises(UserError) as refused:
        load(text)
    assert refused.value.code == "bad_manifest"
