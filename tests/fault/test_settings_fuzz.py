"""Settings of any shape, soundly signed: taken or refused with one sentence, and the laptop goes on working."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.exchange.keys import DeviceKey
from kcdesk.exchange.manifest import BundleKind, Sender
from kcdesk.exchange.reader import open_bundle
from kcdesk.model.problems import UserError
from kcdesk.text.visible import is_one_line
from kcdesk.work import bundles, records, settings
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.exchange.making import forged, manifest
from tests.fault.snapshot import everything
from tests.fault.test_reader_fuzz import MANY, changed
from tests.work import desks

PERIOD = {"id": "Q4-2026", "name": "Quý IV", "start": "2026-10-01", "end": "2026-12-31"}


@dataclass(frozen=True)
class Unit:
    """A laptop with a record, the key of its province, what its settings say, and the fingerprint read to it."""

    field: Desk
    row: str
    key: DeviceKey
    content: dict[str, Any]
    fingerprint: str


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    """A province whose key somebody has."""
    folder = tmp_path_factory.mktemp("settings")
    with desks.province(folder / "tinh") as office, desks.collaborator(folder / "ctv") as field:
        people = [{"code": "CTV07", "communes": ["31441"]}]
        issued = settings.settings_export(office, folder / "a.kcs", collaborators=people, periods=[PERIOD])
        assert office.unit_key is not None
        with open_bundle(issued.path, identities=[]) as bundle:
            content = json.loads(bundle.setting(settings.CONTENT))
        row = records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id
        yield Unit(field, row, office.unit_key.signing, content, issued.fingerprint)


def kcs(unit: Unit, content: Any) -> bytes:
    """A settings file that says this, signed by the unit."""
    serial = content.get("serial") if isinstance(content, dict) else None
    number = serial if type(serial) is int and 0 <= serial <= 1_000_000 else 1
    sender = Sender(device=unit.key.device_id, key=unit.key.public_text)
    made = manifest(
        kind=BundleKind.SETTINGS, recipients=(), sender=sender, log=unit.key.device_id, settings=number, sequence=number
    )
    data = json.dumps(content).encode("utf-8")
    return forged({f"settings/{settings.CONTENT}": data}, made, key=unit.key)


@MANY
@given(data=st.data())
def test_settings_of_any_shape(unit: Unit, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("kcs")
    content = changed(unit.content, data.draw)
    if isinstance(content, dict) and data.draw(st.booleans()):
        content["serial"] = settings.highest(unit.field) + 1
    path = folder / "x.kcs"
    path.write_bytes(kcs(unit, content))
    before = everything(unit.field)
    try:
        settings.look(unit.field, path)
        settings.settings_import(unit.field, path, fingerprint=unit.fingerprint)
    except UserError as error:
        assert (error.status, is_one_line(error.message)) == (3, True)
        assert everything(unit.field) == before
        return
    records.save_record(unit.field, "establishment", unit.row, {"note": f"Vẫn ghi được {unit.field.new_id()}"})
    if unit.field.settings.get("recipients"):
        assert bundles.export(unit.field, folder, Wanted(everything=True))
