"""Which norm applies, and the ceiling."""

from __future__ import annotations

import pytest

from kcdesk.model.norms import Norm, applicable, ceiling

OLD = Norm(
    activity="ND03", fund="KCQG", max_share_percent=50.0, cap=200, valid_from="2014-01-01", valid_to="2018-05-10"
)
NEW = Norm(activity="ND03", fund="KCQG", max_share_percent=50.0, cap=300, line_factor=1.5, valid_from="2018-05-11")
OWN = Norm(activity="ND03", fund="KCDP", province="92", max_share_percent=40.0, cap=250, valid_from="2026-07-01")
ITEM = Norm(activity="ND03", item="ND03.01", fund="KCQG", max_share_percent=30.0, cap=1000, valid_from="2018-05-11")
ALL = (OLD, NEW, OWN, ITEM)


@pytest.mark.parametrize(
    ("fund", "province", "year", "norm", "in_force", "stands_in"),
    [
        ("KCQG", "92", 2026, NEW, True, False),
        ("KCQG", "", 2018, NEW, True, False),
        ("KCQG", "", 2017, OLD, True, False),
        ("KCQG", "", 2010, NEW, False, False),
        ("KCDP", "92", 2026, OWN, True, False),
        ("KCDP", "92", 2025, OWN, False, False),
        ("KCDP", "91", 2026, NEW, True, True),
        ("KCDP", "", 2026, NEW, True, True),
        ("chua_xac_dinh", "92", 2026, NEW, True, True),
    ],
)
def test_the_norm_of_the_last_day_of_the_year(
    fund: str, province: str, year: int, norm: Norm, in_force: bool, stands_in: bool
) -> None:
    choice = applicable(ALL, activity="ND03", sub="", fund=fund, province=province, plan_year=year)
    assert choice is not None
    assert (choice.norm, choice.in_force, choice.stands_in) == (norm, in_force, stands_in)


def test_the_item_counts() -> None:
    choice = applicable(ALL, activity="ND03", sub="ND03.01", fund="KCQG", province="", plan_year=2026)
    assert choice is not None
    assert choice.norm is ITEM
    assert applicable(ALL, activity="ND03", sub="ND03.09", fund="KCQG", province="", plan_year=2026) is None
    assert applicable(ALL, activity="ND01", sub="", fund="KCQG", province="", plan_year=2026) is None


def test_ceiling() -> None:
    norm = Norm(activity="ND03", fund="KCQG", max_share_percent=50.0, cap=300_000_000, line_factor=1.5)
    assert ceiling(norm, 97_820_000, False) == 48_910_000
    assert ceiling(norm, 97_820_001, False) == 48_910_000
    assert ceiling(norm, 2_000_000_000, False) == 300_000_000
    assert ceiling(norm, 2_000_000_000, True) == 450_000_000
    assert ceiling(norm, None, True) == 450_000_000
    assert ceiling(Norm(activity="x", fund="x", cap=5), 1, False) == 5
    assert ceiling(Norm(activity="x", fund="x", max_share_percent=100.0), 7, False) == 7
    assert ceiling(Norm(activity="x", fund="x"), 7, False) is None
