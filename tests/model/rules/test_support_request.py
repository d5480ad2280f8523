"""Rules of the support request."""

from __future__ import annotations

import pytest

from kcdesk.model import catalogue
from kcdesk.model.problems import Problem
from kcdesk.model.validate import Context, check

ENTITY = catalogue.entity("support_request")
MONEY = {"total_cost": 100_000_000, "requested_amount": 40_000_000}
ND03 = {"activity": "ND03", "fund_source": "KCDP", "plan_year": 2027}
OWNER = "019a0000-0000-7000-8000-000000000001"


def problems(record: dict, context: Context, parent: dict | None = None, **children: list) -> list[Problem]:  # type: ignore[type-arg]
    """What is found."""
    return check(ENTITY, record, children, context, parent=parent)


@pytest.mark.parametrize(
    ("record", "level", "field", "code"),
    [
        ({**MONEY, "requested_amount": 100_000_001}, "error", "requested_amount", "requested_above_total"),
        ({**MONEY, "other_capital": 60_000_001}, "error", "other_capital", "own_capital_negative"),
        ({"starts_on": "2027-05", "ends_on": "2027-04"}, "error", "ends_on", "ends_before_start"),
        ({"starts_on": "2027-01", "ends_on": "2030-01"}, "warning", "ends_on", "too_long"),
        ({"plan_year": 2024}, "warning", "plan_year", "odd_plan_year"),
        ({"plan_year": 2032}, "warning", "plan_year", "odd_plan_year"),
        ({"plan_year": 2004}, "error", "plan_year", "below_minimum"),
        ({**ND03, **MONEY, "requested_amount": 50_000_001}, "warning", "requested_amount", "above_ceiling"),
        ({"activity": "ND03", "activity_item": "ND04.01"}, "error", "activity_item", "item_of_other_activity"),
        ({"activity": "ND99"}, "error", "activity", "unknown_code"),
        ({"kind": "de_nghi"}, "gap", "application_number", "no_application"),
        ({"kind": "de_nghi", "own_capital_committed": False}, "gap", "own_capital_committed", "not_committed"),
        ({"kind": "de_nghi"}, "gap", "no_other_support_committed", "missing"),
        ({"activity": "ND03"}, "gap", "cost_items", "missing"),
        ({"activity": "ND03"}, "gap", "is_line", "missing"),
        ({"activity": "ND03"}, "error", "establishment_id", "required"),
        ({"activity": "ND05"}, "error", "establishment_id", "required"),
        ({"activity": "ND01"}, "gap", "trainee_count", "missing"),
        ({"activity": "ND04"}, "gap", "contest_product", "missing"),
        ({"activity": "ND07", "loan_term": "ngan"}, "warning", "loan_term", "short_loan"),
        ({"activity": "ND07", "loan_overdue": True}, "warning", "loan_overdue", "overdue_loan"),
        ({"urgency": "cao"}, "gap", "urgency_reason", "missing"),
        ({"withdrawn_on": "2026-11-01"}, "gap", "withdrawn_reason", "missing"),
        ({"reported_status": "phe_duyet", "reported_on": "2027-01-01"}, "warning", "reported_on", "in_future"),
        ({"total_cost": 97_820}, "warning", "total_cost", "unlikely"),
        ({"total_cost": 0}, "error", "total_cost", "below_minimum"),
    ],
)
def test_rules(record: dict[str, object], level: str, field: str, code: str, context: Context) -> None:
    assert (level, field, code) in {(one.level.value, one.field, one.code) for one in problems(record, context)}


@pytest.mark.parametrize("activity", ["ND01", "ND02", "ND04"])
def test_a_commune_may_organise_without_an_establishment(activity: str, context: Context) -> None:
    found = {one.field: one.level.value for one in problems({"activity": activity}, context)}
    assert "establishment_id" not in found
    assert found["commune_code"] == "gap"
    assert "commune_code" not in {
        one.field for one in problems({"activity": activity, "establishment_id": OWNER}, context)
    }


def test_the_ceiling_is_told_with_its_norm(context: Context) -> None:
    record = {**ND03, **MONEY, "requested_amount": 60_000_000}
    words = next(one.message for one in problems(record, context) if one.code == "above_ceiling")
    assert words.startswith("Vượt mức trần 50 triệu đồng theo TT 28/2018/TT-BTC")
    assert "50 %, không quá 300 triệu đồng/cơ sở" in words
    assert words.endswith("mức của trung ương.")
    assert "above_ceiling" not in {
        one.code for one in problems({**ND03, **MONEY, "requested_amount": 50_000_000}, context)
    }


def test_the_total_is_the_sum_or_says_why(context: Context) -> None:
    items = [{"name": "Máy", "amount": 90_000_000}]
    assert "total_differs" in {one.code for one in problems(MONEY, context, cost_items=items)}
    noted = {**MONEY, "total_cost_note": "có tiền lắp đặt"}
    assert "total_differs" not in {one.code for one in problems(noted, context, cost_items=items)}
    items[0]["amount"] = 100_000_000
    assert "total_differs" not in {one.code for one in problems(MONEY, context, cost_items=items)}


def test_cost_items(context: Context) -> None:
    items = [
        {"name": "Máy sấy", "quantity": 2.0, "unit_price": 10_000_000, "amount": 20_000_001},
        {"name": "Máy cũ", "quantity": 2.0, "unit_price": 10_000_000, "amount": 20_000_002, "is_new": False},
        {"name": "Máy đã mua", "purchased_on": "2026-05-01"},
    ]
    found = {(one.field, one.code) for one in problems({**ND03}, context, cost_items=items)}
    assert found >= {
        ("cost_items[1].amount", "amount_differs"), ("cost_items[1].is_new", "used_machine"),
        ("cost_items[2].purchased_on", "bought_before_approval"), ("cost_items[2].amount", "missing"),
    }  # fmt: skip
    assert ("cost_items[0].amount", "amount_differs") not in found


@pytest.mark.parametrize(
    ("request_values", "early"),
    [
        ({}, True), ({"status": "phe_duyet"}, False), ({"reported_status": "ky_hop_dong"}, False),
        ({"status": "phe_duyet", "approved_on": "2026-06-01"}, True), ({"approved_on": "2026-04-01"}, False),
    ],
)  # fmt: skip
def test_buying_before_approval(request_values: dict[str, object], early: bool, context: Context) -> None:
    items = [{"name": "Máy", "amount": 1, "purchased_on": "2026-05-01"}]
    found = {one.code for one in problems(request_values, context, cost_items=items)}
    assert ("bought_before_approval" in found) is early


def test_the_paper_itself_is_an_application(context: Context) -> None:
    papers = [{"kind": "don_de_nghi"}]
    assert "no_application" not in {one.code for one in problems({"kind": "de_nghi"}, context, attachments=papers)}


@pytest.mark.parametrize(("owner", "code"), [({"status": "ngung"}, "ceased"), ({"workers_total": 300}, "too_large")])
def test_the_establishment_behind_it(owner: dict[str, object], code: str, context: Context) -> None:
    assert code in {one.code for one in problems({"establishment_id": OWNER}, context, parent=owner)}
