"""Values that are worked out; the published cases come out as published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kcdesk.model import catalogue
from kcdesk.model.derived import derive, eligible_cost, item_amount, items_total, norm_for
from kcdesk.model.problems import Level
from kcdesk.model.validate import Context, check, normalise

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "fixtures" / "cases.jsonl").read_text("utf-8").splitlines()
]
REQUEST, ESTABLISHMENT = catalogue.entity("support_request"), catalogue.entity("establishment")


def split(plain: dict, entity: str) -> tuple[dict, dict]:  # type: ignore[type-arg]
    """Own values and children, normalised."""
    kinds = {child.plural: child for child in catalogue.children_of(entity)}
    own, problems = normalise(
        catalogue.entity(entity), {name: value for name, value in plain.items() if name not in kinds}
    )
    assert problems == []
    children = {plural: [normalise(kind, row)[0] for row in plain.get(plural, ())] for plural, kind in kinds.items()}
    return own, children


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_published_cases(case: dict, context: Context) -> None:  # type: ignore[type-arg]
    owner, parts = split(case["establishment"], "establishment")
    request, items = split(case["support_request"], "support_request")
    worked_out = derive(REQUEST, request, items, context)
    assert worked_out["share_asked"] == case["expect"]["share"]
    assert worked_out["ceiling"] == case["expect"]["ceiling"]
    assert worked_out["above_ceiling"] is False
    problems = [*check(ESTABLISHMENT, owner, parts, context), *check(REQUEST, request, items, context, parent=owner)]
    assert [one for one in problems if one.level is Level.ERROR] == []


def test_the_four_cases_are_here() -> None:
    assert [case["expect"]["share"] for case in CASES] == [50.0, 44.0, 35.1, 40.4]


def test_capital_and_costs(context: Context) -> None:
    items = {"cost_items": [
        {"quantity": 2.0, "unit_price": 40_000_000}, {"amount": 10_000_000, "eligible": False}, {"name": "x"},
    ]}  # fmt: skip
    record = {
        "total_cost": 100_000_000, "requested_amount": 40_000_000, "other_capital": 10_000_000, "activity": "ND03",
        "fund_source": "KCDP", "plan_year": 2026,
    }  # fmt: skip
    worked_out = derive(REQUEST, record, items, context)
    assert worked_out["own_capital"] == 50_000_000
    assert worked_out["items_total"] == 90_000_000
    assert worked_out["eligible_cost"] == 80_000_000
    assert worked_out["ceiling"] == 40_000_000
    assert worked_out["norm_stands_in"] is True
    assert norm_for({}, context) is None
    assert derive(REQUEST, {}, {}, context)["ceiling"] is None


def test_amounts() -> None:
    assert item_amount({"quantity": 0.1, "unit_price": 3}) == 0
    assert item_amount({"quantity": 1.005, "unit_price": 1000}) == 1005
    assert item_amount({"quantity": 3.0, "unit_price": 5, "amount": 14}) == 14
    assert item_amount({"quantity": 3.0}) is None
    assert items_total([{}]) is None
    assert eligible_cost({"total_cost": 7}, [{}]) == 7
    assert eligible_cost({"total_cost": 7}, [{"amount": 5, "eligible": False}]) == 0


def test_figures_of_the_latest_year_whatever_the_order(context: Context) -> None:
    rows = [{"year": 2026, "workers_total": 9}, {"year": 2024, "revenue": 5 * 10**9, "workers_total": 7}]
    worked_out = derive(ESTABLISHMENT, {"workers_total": 5, "figures_year": 2023}, {"yearly_figures": rows}, context)
    assert (worked_out["latest_year"], worked_out["latest_workers_total"], worked_out["latest_revenue"]) == (
        2026,
        9,
        None,
    )
    assert worked_out["size_class"] == "nho"
    own = derive(
        ESTABLISHMENT, {"workers_total": 5, "figures_year": 2027, "capital": 10**9}, {"yearly_figures": rows}, context
    )
    assert (own["latest_year"], own["latest_workers_total"], own["size_class"]) == (2027, 5, "sieu_nho")


def test_province_and_eligibility(context: Context) -> None:
    record = {"commune_code": "31441", "legal_form": "HKD", "workers_total": 5, "capital": 10**9, "trade_group": "1"}
    worked_out = derive(ESTABLISHMENT, record, {}, context)
    assert (worked_out["province_code"], worked_out["eligibility_found"]) == ("92", "co")
    for change, found in (
        ({"status": "ngung"}, "khong"), ({"workers_total": 201}, "khong"), ({"capital": None}, "can_xem_xet"),
        ({"trade_group": "6"}, "can_xem_xet"), ({"trade_group": "6", "priority_area": "kho_khan"}, "co"),
        ({"legal_form": "THT"}, "can_xem_xet"),
    ):  # fmt: skip
        assert derive(ESTABLISHMENT, {**record, **change}, {}, context)["eligibility_found"] == found
    assert derive(ESTABLISHMENT, {"commune_code": "99999"}, {}, context)["province_code"] is None


def test_other_entities(context: Context) -> None:
    assert derive(catalogue.entity("visit"), {}, {}, context) == {}
    assert derive(catalogue.entity("cost_item"), {"quantity": 2.0, "unit_price": 3}, {}, replace(context)) == {
        "amount": 6
    }
