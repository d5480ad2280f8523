"""The counts beside a record, where what they depend on comes later."""

from __future__ import annotations

from kcdesk.work import attachments, joins, photos, records, undoing
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


def test_a_paper_of_a_record_that_is_deleted_is_counted_anew(office):
    """Found by the machine of exchange: the paper went on saying that all was well with it."""
    row = records.save_record(office, "establishment", None, ESTABLISHMENT).id
    other = records.save_record(office, "establishment", None, {**ESTABLISHMENT, "name": "Cơ sở khác"}).id
    attachments.add(office, "establishment", row, photos.fit(b"%PDF-1.4\nx\n%%EOF\n", "giay.pdf"), "khac")
    joins.join(office, row, other)
    save = records.delete_record(office, "establishment", row)
    assert [one.code for one in office.workspace.doctor()] == []
    undoing.undo(office, save)
    assert [one.code for one in office.workspace.doctor()] == []
