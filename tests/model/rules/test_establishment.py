"""Rules of the establishment and its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kcdesk.model import catalogue
from kcdesk.model.problems import Level
from kcdesk.model.validate import STATE_MANAGEMENT, Context, check

ENTITY = catalogue.entity("establishment")


def codes(record: dict, context: Context, **children: list) -> set[tuple[str, str]]:  # type: ignore[type-arg]
    """Field and code of what is found."""
    return {(one.field, one.code) for one in check(ENTITY, record, children, context)}


@pytest.mark.parametrize(
    ("record", "field", "code"),
    [
        ({"representative": "Ba"}, "representative", "short_name"),
        ({"name": "A"}, "name", "short_name"),
        ({"commune_code": "30904"}, "commune_code", "other_province"),
        ({"latitude": 10.03}, "longitude", "half_point"),
        ({"personal_number": "092085001234", "gender": "nu"}, "gender", "sex_differs"),
        ({"personal_number": "092226001234"}, "personal_number", "odd_birth_year"),
        ({"personal_number": "092085001234", "tax_code": "092085001235"}, "tax_code", "other_person"),
        ({"phone": "0912345678", "consent": "chua_hoi"}, "consent", "consent_not_asked"),
        ({"consent": "dong_y"}, "consent_on", "missing"),
        ({"workers_total": 300}, "workers_total", "too_large"),
        ({"registration_date": "2026-11-24"}, "registration_date", "in_future"),
        ({"founded_year": 2027}, "founded_year", "in_future"),
        ({"changed_on": "2026-12"}, "changed_on", "in_future"),
        ({"workers_total": 5}, "figures_year", "missing"),
        ({"eligibility": "khong"}, "eligibility_reason", "required"),
    ],
)
def test_rules(record: dict[str, object], field: str, code: str, context: Context) -> None:
    assert (field, code) in codes(record, context)


def test_what_is_right_is_left_alone(context: Context) -> None:
    fine = {
        "representative": "Nguyễn Văn Ba", "commune_code": "31441", "registration_date": "2026-11-23",
        "changed_on": "2026", "founded_year": 2026, "personal_number": "092085001234", "gender": "nam",
        "latitude": 10.03, "longitude": 105.78, "consent": "chua_hoi",
    }  # fmt: skip
    silent = {"short_name", "other_province", "in_future", "sex_differs", "half_point", "odd_birth_year"}
    assert not silent & {code for _field, code in codes(fine, context)}


def test_no_consent_is_asked_where_the_state_manages(context: Context) -> None:
    assert ("consent", "consent_not_asked") not in codes(
        {"phone": "0912345678"}, replace(context, legal_basis=STATE_MANAGEMENT)
    )
    assert ("consent", "consent_not_asked") not in codes({"name": "Cơ sở"}, context)


def test_yearly_figures(context: Context) -> None:
    rows = [
        {"year": 2025, "workers_total": 5, "workers_female": 6},
        {"year": 2025, "revenue": 10**9, "profit": 2 * 10**9},
        {"year": 2027, "profit": -(10**9)},
    ]
    found = codes({"workers_total": 7, "figures_year": 2025}, context, yearly_figures=rows)
    assert found >= {
        ("yearly_figures[0].year", "duplicate_year"), ("yearly_figures[1].year", "duplicate_year"),
        ("yearly_figures[0].workers_female", "part_above_total"), ("yearly_figures[1].profit", "profit_above_revenue"),
        ("yearly_figures[2].year", "in_future"), ("workers_total", "figures_differ"),
    }  # fmt: skip


def test_certificates_and_sites(context: Context) -> None:
    rows = [
        {"kind": "ocop"},
        {"kind": "ocop", "stars": 4, "product_id": "019a0000-0000-7000-8000-000000000001", "expires_on": "2026-10"},
        {"kind": "cnnttb", "issued_on": "2025-05-01", "expires_on": "2024"},
        {"kind": "iso"},
    ]
    found = codes({}, context, certificates=rows, sites=[{"is_main": True}, {"is_main": True}])
    assert found >= {
        ("certificates[0].product_id", "missing"), ("certificates[0].stars", "missing"),
        ("certificates[0].expires_on", "missing"), ("certificates[1].expires_on", "expired"),
        ("certificates[2].expires_on", "ends_before_start"), ("certificates[2].level", "missing"),
        ("certificates[3].title", "missing"), ("sites[1].is_main", "two_main"),
    }  # fmt: skip
    assert ("certificates[1].product_id", "missing") not in found
    assert ("sites[0].is_main", "two_main") not in found


def test_machines_products_and_earlier_support_of_the_future(context: Context) -> None:
    found = codes(
        {},
        context,
        equipment=[{"made_year": 2027}],
        earlier_supports=[{"year": 2028}],
        products=[{"figures_year": 2027}],
    )
    assert {("equipment[0].made_year", "in_future"), ("earlier_supports[0].year", "in_future")} < found
    assert ("products[0].figures_year", "in_future") in found


def test_what_depends_on_today_only_warns(context: Context) -> None:
    record = {"registration_date": "2099-01-01", "founded_year": 2099, "consent_on": "2099-01-01", "consent": "dong_y"}
    found = [one for one in check(ENTITY, record, {}, context) if one.code == "in_future"]
    assert len(found) == 3
    assert {one.level for one in found} == {Level.WARNING}
