"""A draft over a record that was changed meanwhile: what nobody typed follows, what both changed is told."""

from __future__ import annotations

import pytest

from kcdesk.work import drafts, records
from tests.work import desks


@pytest.fixture
def row(field):
    saved = records.save_record(
        field, "establishment", None, desks.ESTABLISHMENT | {"address": "Ấp 1"}, {"products": [{"name": "Bánh tráng"}]}
    )
    return saved.id


def _keep(desk, row, **typed):
    loaded = records.load(desk, "establishment", row)
    children = typed.pop("products", loaded.children["products"])
    values = {**loaded.record, **typed}
    drafts.keep(desk, "establishment", row, values, {"products": children}, base=(loaded.record, dict(loaded.children)))


def _rebased(desk, row):
    loaded = records.load(desk, "establishment", row)
    return drafts.rebase(drafts.find(desk, "establishment", row), loaded.record, loaded.children)


def test_a_draft_over_an_unchanged_record_is_as_it_was(field, row):
    _keep(field, row, address="Ấp 5")
    rebased = _rebased(field, row)
    assert (rebased.draft.values["address"], rebased.differences, rebased.followed) == ("Ấp 5", (), ())


def test_what_nobody_typed_in_follows_the_record(field, row):
    _keep(field, row, address="Ấp 5")
    records.save_record(field, "establishment", row, {"workers_total": 7, "figures_year": 2025})
    rebased = _rebased(field, row)
    assert rebased.draft.values["workers_total"] == 7
    assert rebased.draft.values["address"] == "Ấp 5"
    assert set(rebased.followed) == {"workers_total", "figures_year"}


def test_what_both_changed_keeps_what_was_typed_and_is_told(field, row):
    _keep(field, row, address="Ấp 5")
    records.save_record(field, "establishment", row, {"address": "Ấp 9"})
    rebased = _rebased(field, row)
    assert [(one.field, one.now, one.typed) for one in rebased.differences] == [("address", "Ấp 9", "Ấp 5")]
    assert rebased.draft.values["address"] == "Ấp 5"


def test_rows_that_came_meanwhile_stay_and_rows_that_went_do_not_come_back(field, row):
    loaded = records.load(field, "establishment", row)
    first = loaded.children["products"][0]
    _keep(field, row, products=[first, {"name": "Bún khô"}])
    records.save_record(field, "establishment", row, {}, {"products": [{"name": "Hủ tiếu"}]})
    names = [one["name"] for one in _rebased(field, row).draft.children["products"]]
    assert names == ["Bún khô", "Hủ tiếu"]
