"""What a sender who is trusted, or whom an officer lets in, may send: sound in form, and meant to do harm."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kcdesk.exchange import changes_json
from kcdesk.exchange.keys import DeviceKey
from kcdesk.exchange.manifest import BundleKind, Point, Sender
from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Entity, Field
from tests.exchange.making import SENDER, SENDER_AGE, forged, manifest, sealed

MOST_BYTES = 30 << 20
MARK_UP = '<b>x</b><img src="file:///etc/passwd"><a href="http://x.example">Út</a>'
TEXTS: tuple[Any, ...] = (
    MARK_UP,
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "Hóa đơn \u202egpj.exe",
    "x" * 20_000,
    "dòng\n" * 500,
    "\x1b[2J\x9b31m\x07",
    "../../../../etc/passwd",
    "C:\\Windows\\x.exe",
    "{name} %s %(x)s ${x} {{ 7 * 7 }} {% for x in y %}",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "2026-13",
    "31441",
    "\u0421TV07",
    "a\u0300" * 3000,
    "\u200b",
    "1e999",
    "٣١٤٤١",
    "🏴‍☠️" * 50,
    "&Amp &lt;b&gt;",
    ("a", MARK_UP),
    ("x",) * 2000,
    (),
    None,
)
NUMBERS: tuple[Any, ...] = (2**63 - 1, -(2**63), -1, 0, True, None, 10**15)
REALS: tuple[Any, ...] = (1e308, -1e308, 5e-324, -0.0, 2**62, 10**300 * 1.0, None)
PLACES: dict[str, Any] = {"commune_code": "31441", "name": "Cơ sở thật", "legal_form": "HKD", "trade_group": "1"}


@dataclass
class Attacker:
    """Writes changes under one key, and bundles of them."""

    key: DeviceKey = SENDER
    by: str = "CTV07"
    kind: BundleKind = BundleKind.CHANGES
    changes: list[Change] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        """An id that sorts behind all before it."""
        return f"019a{next(self.numbers):04x}-0000-7000-8000-{sha256(self.key.public).hexdigest()[:12]}"

    def write(self, entity: str, row: str = "", **other: Any) -> str:
        """A change with these values; ``_after`` and the other parts of a change begin with a bar. Its row."""
        parts = {name[1:]: value for name, value in other.items() if name.startswith("_")}
        values = {name: value for name, value in other.items() if not name.startswith("_")}
        row = row or self.new_id()
        given = {
            "id": self.new_id(), "device": self.key.device_id, "at": "2026-11-23T08:15:02.120Z", "by": self.by,
            "save": self.new_id(), "entity": entity, "row": row, "set": values, "after": {},
        }  # fmt: skip
        self.changes.append(Change(**{**given, **parts}))
        return row

    def bundle(self, folder: Path, recipient: str, **other: Any) -> Path:
        """A file of everything written so far."""
        sender = Sender(
            device=self.key.device_id, key=self.key.public_text, recipient=SENDER_AGE.recipient, code=self.by, unit="X"
        )  # fmt: skip
        made = manifest(
            **{
                "id": self.new_id(), "kind": self.kind, "sequence": 1, "log": self.key.device_id, "sender": sender,
                "start": Point(0, "0" * 64), "end": Point(len(self.changes), "1" * 64),
                "recipients": (recipient,), "counts": {"changes": len(self.changes)}, **other,
            }
        )  # fmt: skip
        path = folder / f"KC_92_31441_CTV07_20261123_{next(self.numbers):04d}.kcb"
        path.write_bytes(sealed(forged(_files(self.changes), made, key=self.key), (recipient,)))
        return path


def _files(changes: Sequence[Change]) -> dict[str, bytes]:
    """The files of these changes, none of them too large."""
    files: list[bytearray] = [bytearray()]
    for one in changes:
        line = changes_json.dump(one)
        if len(files[-1]) + len(line) > MOST_BYTES:
            files.append(bytearray())
        files[-1] += line
    return {f"data/changes-{number:03d}.jsonl": bytes(data) for number, data in enumerate(files, 1)}


def everywhere(attacker: Attacker) -> None:
    """Rows of every entity, every field of which takes every value in turn."""
    owners = [attacker.write("establishment", **PLACES) for _number in range(3)]
    requests = [attacker.write("support_request", establishment_id=one, **REQUEST) for one in owners]
    for kind in catalogue.ENTITIES:
        for number in range(len(TEXTS)):
            _row(attacker, kind, number, owners, requests)


REQUEST = {"commune_code": "31441", "kind": "nhu_cau", "plan_year": 2027, "activity": "ND03", "title": "Máy"}
_REFERENCES = ("_id", "owner_id", "row_id", "row_a", "row_b", "keep", "commune_code")


def _row(attacker: Attacker, kind: Entity, number: int, owners: Sequence[str], requests: Sequence[str]) -> None:
    values = {one.name: _value(one, number + place) for place, one in enumerate(kind.fields)}
    where = (*owners, *requests, None)
    for place, one in enumerate(kind.fields):
        if one.name.endswith(_REFERENCES) and number % 3:
            values[one.name] = where[(number + place) % len(where)]
    if "commune_code" in kind and number % 2:
        values["commune_code"] = "31441"
    attacker.write(kind.name, **values)


def _value(declared: Field, number: int) -> Any:
    pool = {"INTEGER": NUMBERS, "REAL": REALS}.get(declared.kind.sql_type, TEXTS)
    return pool[number % len(pool)]


def crooked(attacker: Attacker) -> None:
    """Rows and changes that point at themselves, at each other, at nothing, and at what they are not."""
    a, b, c = (attacker.write("establishment", **PLACES) for _number in range(3))
    first = attacker.changes[-1].id
    attacker.write("site", a, establishment_id=a, name="một mã, hai loại")
    attacker.write("site", "", establishment_id=b, name="con", _after={"name": (first,)})
    own = attacker.write("establishment", **{**PLACES, "name": "tự theo mình"}, _id=first[:-1] + "f")
    attacker.write("establishment", own, name="vòng 1", _id=_id(1), _after={"name": (_id(2),)})
    attacker.write("establishment", own, name="vòng 2", _id=_id(2), _after={"name": (_id(1), _id(2))})
    attacker.write("establishment", own, name="chờ mãi", _after={"name": tuple(_id(one) for one in range(3, 5000))})
    attacker.write("establishment", b, deleted=True, _seen=tuple(_id(one) for one in range(3, 3000)))
    attacker.write("establishment", c, deleted=True)
    for one, two in ((a, a), (a, b), (b, c), (c, a), (a, _id(9))):
        attacker.write("same_as", row_type="establishment", row_a=one, row_b=two, joined=True, keep=one)
    attacker.write("same_as", row_type="later_entity", row_a=a, row_b=b, joined=True, keep=_id(9))
    attacker.write("attachment", owner_type="attachment", owner_id=a, sha256="../../x", file_type="exe", size=-1)
    attacker.write("attachment", owner_type="establishment", owner_id=a, sha256="0" * 64, file_name="../../<b>.lnk")
    attacker.write("review", row_type="review", row_id=a, field="id", words=MARK_UP, suggested_value="{}")
    attacker.write("review", row_type="establishment", row_id=a, field="later_field", due_on="9999-12-31")
    for _number in range(3):
        huge = {"total_cost": 2**63 - 1, "requested_amount": 2**63 - 1, "plan_year": 2027}
        request = attacker.write("support_request", establishment_id=a, **{**REQUEST, **huge})
        attacker.write("cost_item", support_request_id=request, unit_price=2**63 - 1, quantity=1e308, amount=2**63 - 1)
        attacker.write("yearly_figure", establishment_id=a, year=2026, revenue=2**63 - 1, workers_total=2**63 - 1)
        attacker.write("proposal", title="Đề án", support_amount=2**63 - 1, plan_year=2**63 - 1)
    attacker.write("later_entity", note=MARK_UP, later=["x"] and ("x",))
    attacker.write("establishment", a, later_field=MARK_UP, later_number=2**63 - 1)
    attacker.write("visit", establishment_id=a, visited_on="9999-12-31", next_due_on="0001-01-01")


def endless(attacker: Attacker) -> None:
    """Texts as long as a line lets them be, in names, in what is compared, and in every field of one record."""
    words = " ".join(f"w{number}" for number in range(30_000))
    for number in range(4):
        attacker.write(
            "establishment", **{**PLACES, "name": f"cơ sở {number} {words}", "phone": "09" * 100_000, "address": words}
        )
    crowded = attacker.write("establishment", **PLACES)
    texts = [one.name for one in catalogue.entity("establishment").fields if one.kind.sql_type == "TEXT"]
    for name in [one for one in texts if one not in PLACES][:10]:
        attacker.write("establishment", crowded, **{name: words * 3})


def crowd(attacker: Attacker, row: str, size: int) -> None:
    """So many changes of one field that did not see each other, and as many children."""
    for number in range(size):
        attacker.write("establishment", row, name=f"tên {number}")
        attacker.write("site", establishment_id=row, name=f"xưởng {number}")


def _id(number: int) -> str:
    return f"019b{number:04x}-0000-7000-8000-00000000000a"
