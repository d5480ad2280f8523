"""What was in a bundle, on both sides."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, inside, records
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST


def test_a_bundle_names_its_records_on_both_sides(tmp_path):
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        owner = records.save_record(
            field, "establishment", None, ESTABLISHMENT, {"products": [{"name": "Bánh tráng"}]}
        ).id
        records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": owner})
        (made,) = bundles.export(field, tmp_path)
        bundles.apply_import(office, made.path)
        for desk in (field, office):
            told = [(one.entity, one.title, one.by, one.is_here) for one in inside.inside(desk, made.id)]
            assert told == [
                ("establishment", ESTABLISHMENT["name"], "CTV07", True),
                ("support_request", REQUEST["title"], "CTV07", True),
            ]
        records.delete_record(office, "establishment", owner)
        assert not inside.inside(office, made.id)[0].is_here
        with pytest.raises(UserError):
            inside.inside(field, "không có")
