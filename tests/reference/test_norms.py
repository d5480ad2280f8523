"""The support norms as the model chooses among them."""

from __future__ import annotations

import pytest

from kcdesk.model.norms import NormChoice, applicable, ceiling
from kcdesk.reference.tables import Reference

MILLION = 1_000_000

OWN = {
    "activity": "ND03",
    "item": "ND03.03",
    "fund": "KCDP",
    "province": "92",
    "max_share_percent": "40",
    "cap_vnd": "200000000",
    "per": "cơ sở",
    "valid_from": "2026-03-01",
    "legal_basis": "NQ của HĐND thành phố",
}


def choose(
    reference: Reference, item: str, fund: str = "KCQG", year: int = 2026, activity: str = "ND03"
) -> NormChoice | None:
    return applicable(reference.norms(), activity=activity, sub=item, fund=fund, province="92", plan_year=year)


@pytest.mark.parametrize(
    ("item", "share", "cap", "line_cap"),
    [
        ("", 50, 300 * MILLION, 450 * MILLION),
        ("ND03.01", 30, 1000 * MILLION, 1000 * MILLION),
        ("ND03.03", 50, 300 * MILLION, 450 * MILLION),
    ],
)
def test_norms_of_article_8(item: str, share: float, cap: int, line_cap: int) -> None:
    choice = choose(Reference.load(), item)
    assert choice is not None
    assert choice.in_force
    assert choice.norm.max_share_percent == share
    assert ceiling(choice.norm, 10_000 * MILLION, False) == cap
    assert ceiling(choice.norm, 10_000 * MILLION, True) == line_cap
    assert "TT 28/2018/TT-BTC" in choice.norm.legal_basis
    assert choice.norm.clause.startswith("Điều 8")


@pytest.mark.parametrize(
    ("total", "requested", "fund", "year", "limit"),
    [
        (97_820_000, 48_910_000, "KCDP", 2026, 48_910_000),
        (250_000_000, 110_000_000, "KCDP", 2026, 125_000_000),
        (570_000_000, 200_000_000, "KCQG", 2018, 285_000_000),
        (99_000_000, 40_000_000, "KCDP", 2026, 49_500_000),
    ],
)
def test_published_cases_stay_under_their_ceiling(total: int, requested: int, fund: str, year: int, limit: int) -> None:
    choice = choose(Reference.load(), "", fund, year)
    assert choice is not None
    assert ceiling(choice.norm, total, False) == limit
    assert requested <= limit
    assert choice.stands_in == (fund == "KCDP")


def test_what_was_not_found_is_not_there() -> None:
    reference = Reference.load()
    assert choose(reference, "ND03.02") is None
    assert choose(reference, "ND03.04") is None
    assert choose(reference, "ND04.06", activity="ND04") is None


def test_a_norm_may_have_only_a_cap_or_only_a_share() -> None:
    reference = Reference.load()
    contest = choose(reference, "ND04.02", activity="ND04")
    assert contest is not None
    assert ceiling(contest.norm, None, False) == 200 * MILLION
    abroad = choose(reference, "ND04.05", activity="ND04")
    assert abroad is not None
    assert ceiling(abroad.norm, 80 * MILLION, False) == 80 * MILLION


def test_a_province_brings_its_own_norm() -> None:
    reference = Reference.load({"norms": [OWN]})
    choice = choose(reference, "ND03.03", "KCDP")
    assert choice is not None
    assert not choice.stands_in
    assert choice.norm.max_share_percent == 40
    assert choice.norm.line_factor == 1
    national = choose(reference, "ND03.03", "KCQG")
    assert national is not None
    assert national.norm.max_share_percent == 50


def test_a_row_that_is_not_found_is_not_used() -> None:
    reference = Reference.load({"norms": [{**OWN, "verified": "unverified"}]})
    assert len(reference.norms()) == len(Reference.load().norms())
