"""A handover of any shape, soundly signed: taken over or refused with one sentence, and the new laptop works.

Nothing but the successor's key is needed to write one, and what is in it becomes his profile, settings and keys.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as some
from hypothesis import strategies as st

from kcdesk.exchange import age, container
from kcdesk.exchange.keys import DeviceKey
from kcdesk.model.problems import UserError
from kcdesk.text.visible import is_one_line
from kcdesk.work import bundles, handover, records, settings, taking_over
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.exchange.making import sealed, signed, zipped
from tests.fault.snapshot import everything
from tests.fault.test_reader_fuzz import EXAMPLES, changed
from tests.work import desks


@dataclass(frozen=True, repr=False)
class Given:
    """An old laptop's handover as its entries, its keys, and the home of a new laptop to which it goes."""

    entries: dict[str, bytes]
    comment: str
    key: DeviceKey
    fingerprint: str
    home: Path
    recipient: str


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """Somebody who has the old laptop hands over what he likes."""
    folder = tmp_path_factory.mktemp("handover")
    home = folder / "may-moi"
    with desks.province(folder / "tinh") as office, desks.collaborator(folder / "ctv") as old:
        people = [{"code": "CTV07", "communes": ["31441"]}]
        issued = settings.settings_export(office, folder / "a.kcs", collaborators=people)
        settings.settings_import(old, issued.path, fingerprint=issued.fingerprint)
        records.save_record(old, "establishment", None, desks.ESTABLISHMENT, {"products": [{"name": "Bún"}]})
        with Desk.create(home, desks.PASSWORD, old.profile, cost=desks.CHEAP, machine=desks.machine) as heir:
            [path] = handover.give(old, folder, to=heir.fingerprint, recipient=heir.recipient).paths
            plain = io.BytesIO()
            with path.open("rb") as file:
                age.decrypt_stream(file, plain, heir.identity.age_identities())
            recipient = heir.recipient
        with zipfile.ZipFile(plain) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        signature = entries.pop(container.SIGNATURE).decode("ascii")
        comment = next(line for line in signature.splitlines() if line.startswith("trusted comment: "))
        key = old.identity.device_key()
        yield Given(entries, comment.removeprefix("trusted comment: "), key, old.fingerprint, home, recipient)


def _file(handed: Given, grants: Any) -> bytes:
    document = json.loads(handed.entries[container.MANIFEST])
    document["kcdesk"]["grants"] = grants
    head = signed(json.dumps(document).encode("utf-8"), handed.comment, handed.key)
    rest = {name: data for name, data in handed.entries.items() if name not in head}
    return sealed(zipped([*rest.items(), *head.items()]), (handed.recipient,))


def _grants(handed: Given) -> Any:
    return json.loads(handed.entries[container.MANIFEST])["kcdesk"]["grants"]


def _taken(handed: Given, folder: Path, grants: Any) -> bool:
    """True where it was taken over, and then one can go on; False where it was refused and nothing changed."""
    path = folder / "x.kcb"
    path.write_bytes(_file(handed, grants))
    shutil.copytree(handed.home, folder / "may")
    with Desk.open(folder / "may", desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine) as heir:
        before = everything(heir)
        try:
            taking_over.look(heir, path)
            taking_over.take(heir, path, fingerprint=handed.fingerprint)
        except UserError as error:
            assert (error.status, is_one_line(error.message)) == (3, True)
            assert everything(heir) == before
            return False
        [row] = [str(one["id"]) for one in heir.store.rows("establishment")]
        records.save_record(heir, "establishment", row, {"note": "Vẫn ghi được"})
        records.save_record(heir, "establishment", None, {**desks.ESTABLISHMENT, "name": "Cơ sở mới"})
        assert heir.store.doctor() == []
        if heir.settings.get("recipients"):
            assert bundles.export(heir, folder, Wanted(everything=True))
    with Desk.open(folder / "may", desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine) as heir:
        assert heir.store.get("establishment", row)["note"] == "Vẫn ghi được"
    return True


def test_what_is_not_changed_is_taken_over(handed: Given, tmp_path: Path) -> None:
    assert _taken(handed, tmp_path, _grants(handed))


@some(max_examples=3 * EXAMPLES)
@given(data=st.data())
def test_a_handover_of_any_shape(handed: Given, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("kcb")
    _taken(handed, folder, changed(_grants(handed), data.draw))
    shutil.rmtree(folder)
