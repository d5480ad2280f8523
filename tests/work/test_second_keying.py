"""Money figures keyed twice: what differs is found, and it is remembered that it was done."""

from __future__ import annotations

import pytest

from kcdesk.work import records, second_keying
from tests.work import desks

ITEMS = {"cost_items": [{"name": "Máy tráng", "quantity": 1, "unit_price": 200_000_000}]}


@pytest.fixture
def row(field):
    owner = records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id
    return records.save_record(field, "support_request", None, desks.REQUEST | {"establishment_id": owner}, ITEMS).id


def _figures(desk, row):
    loaded = records.load(desk, "support_request", row)
    return second_keying.figures(loaded.entity, loaded.record, loaded.children)


def test_all_money_of_a_record_and_its_rows_is_keyed_again(field, row):
    assert [(one.place, one.of, one.value) for one in _figures(field, row)] == [
        ("total_cost", "", 250_000_000),
        ("requested_amount", "", 110_000_000),
        ("cost_items[0].unit_price", "Máy tráng", 200_000_000),
    ]


def test_what_was_keyed_differently_or_left_out_is_told(field, row):
    again = {"total_cost": 250_000_000, "requested_amount": 11_000_000}
    unlike = second_keying.compare(_figures(field, row), again)
    assert [(one.figure.place, one.second) for one in unlike] == [
        ("requested_amount", 11_000_000),
        ("cost_items[0].unit_price", None),
    ]


def test_it_is_remembered_until_a_figure_changes(field, row):
    assert second_keying.last(field, "support_request", row) is None
    agreed = {one.place: one.value for one in _figures(field, row)}
    second_keying.note(field, row, agreed, 1)
    checked = second_keying.last(field, "support_request", row)
    assert (checked.by, checked.figures, checked.unlike, checked.is_current) == ("CTV07", 3, 1, True)
    records.save_record(field, "support_request", row, {"requested_amount": 100_000_000})
    assert not second_keying.last(field, "support_request", row).is_current
