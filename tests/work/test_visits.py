"""The figures of a visit go to their year; the establishment shows the latest, whatever the order of typing."""

from __future__ import annotations

import pytest

from kcdesk.work import records, undoing, visits
from tests.work import desks


@pytest.fixture
def row(field):
    return records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id


def _visit(desk, row, **more):
    values = {"establishment_id": row, "visited_on": "2026-11-20", "kind": "cap_nhat"} | more
    saved = records.save_record(desk, "visit", None, values)
    return saved, visits.carry_figures(desk, saved.id, saved.save)


def _years(desk, row):
    return {one["year"]: one for one in desk.store.children("establishment", row)["yearly_figures"]}


def test_figures_make_the_row_of_their_year_and_say_where_they_come_from(field, row):
    _saved, carried = _visit(field, row, figures_year=2025, revenue=1_240_000_000, workers_total=7)
    year = _years(field, row)[2025]
    assert (year["revenue"], year["workers_total"]) == (1_240_000_000, 7)
    assert "20/11/2026" in year["source"]
    assert (carried.year, carried.filled) == (2025, ("revenue", "workers_total"))
    assert "2025" in carried.words()


def test_an_old_sheet_typed_later_does_not_hide_the_newer_year(field, row):
    _visit(field, row, figures_year=2025, revenue=1_240_000_000)
    _visit(field, row, visited_on="2024-03-05", figures_year=2023, revenue=900_000_000)
    derived = records.load(field, "establishment", row).derived
    assert (derived["latest_year"], derived["latest_revenue"]) == (2025, 1_240_000_000)


def test_a_figure_that_is_there_is_left_alone_and_told(field, row):
    _visit(field, row, figures_year=2025, revenue=1_240_000_000)
    _saved, carried = _visit(field, row, figures_year=2025, revenue=999_000_000, workers_total=9)
    assert _years(field, row)[2025]["revenue"] == 1_240_000_000
    assert _years(field, row)[2025]["workers_total"] == 9
    assert carried.otherwise == ("revenue",)
    assert "giữ nguyên" in carried.words()


def test_visit_and_figures_are_taken_back_together(field, row):
    saved, _carried = _visit(field, row, figures_year=2025, revenue=1_240_000_000)
    undoing.undo(field, saved.save)
    assert _years(field, row) == {}
    assert field.store.count("visit") == 0


def test_a_visit_without_year_or_figures_changes_nothing(field, row):
    head = field.store.head()[0]
    _saved, carried = _visit(field, row)
    assert carried == visits.Carried()
    assert field.store.head()[0] == head + 1
