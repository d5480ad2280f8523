"""The counts beside a record, where what they depend on comes later."""

from __future__ import annotations

from kcdesk.work import records
from tests.work.desks import ESTABLISHMENT, REQUEST


def test_a_request_is_counted_anew_when_its_establishment_comes(field, office):
    owner = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    request = records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": owner}).id
    changes = [entry.change for entry in field.store.log(0) if entry.change is not None]
    for entity in ("support_request", "establishment"):
        with office.store.transaction():
            office.store.merge([one for one in changes if one.entity == entity], field.device_id)
    found = records.load(office, "support_request", request)
    assert "missing_row" not in {one.code for one in found.problems}
    assert not [one for one in office.workspace.doctor() if one.code == "counts_differ"]
