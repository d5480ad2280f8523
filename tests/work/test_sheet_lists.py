"""Ten lists as offices keep them: every column gives the field that is meant, and nothing is lost on the way."""

from __future__ import annotations

import pytest

from kcdesk.sheets.grid import column_name
from kcdesk.work import sheets
from tests.sheets.lists import LISTS
from tests.sheets.offices import desk


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = desk(tmp_path_factory.mktemp("lists") / "home")
    yield opened
    opened.close()


def found(plan):
    """What each column gives, with a question mark where a person is asked whether it does."""
    return {
        column_name(one.column): one.target + ("" if one.is_sure or not one.target else "?") for one in plan.columns
    }


@pytest.mark.parametrize("listed", LISTS, ids=lambda one: one.name)
def test_every_column_gives_what_is_meant(office, tmp_path, listed):
    plan = sheets.plan(office, listed.save(tmp_path))
    assert found(plan) == listed.fields
    assert len(plan.rows) == 3
