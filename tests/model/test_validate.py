"""Normalising and checking records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model import catalogue, schema
from kcdesk.model.fields import Entity, Field, Required
from kcdesk.model.kinds import INTEGER
from kcdesk.model.problems import Level
from kcdesk.model.validate import Context, check, normalise

ESTABLISHMENT = catalogue.entity("establishment")
WHOLE = {
    "name": "Hộ kinh doanh Ví Dụ", "legal_form": "HKD", "status": "dang_hd", "tax_code": "0100109106",
    "commune_code": "31441", "commune_list": "2025-07-01", "address": "Ấp 1", "representative": "Người Ví Dụ",
    "phone": "0912345678", "trade_group": "1", "main_trade": "Sấy trái cây", "vsic_code": "1030",
    "vsic_version": "2025", "workers_total": 5, "figures_year": 2026, "consent": "dong_y", "consent_on": "2026-11-02",
    "consent_method": "ky", "consent_notice": "TB-01",
}  # fmt: skip
PRODUCTS = {"products": [{"id": "1", "name": "xoài sấy"}]}


def found(entity: Entity, record: dict, context: Context, children: dict | None = None) -> list[tuple[str, str, str]]:  # type: ignore[type-arg]
    """The problems as level, field, code."""
    return [(one.level.value, one.field, one.code) for one in check(entity, record, children or {}, context)]


def test_a_whole_record_has_no_problem(context: Context) -> None:
    assert found(ESTABLISHMENT, WHOLE, context, PRODUCTS) == []


def test_an_empty_record_names_what_is_needed_in_the_order_of_the_form(context: Context) -> None:
    problems = found(ESTABLISHMENT, {}, context)
    assert [name for level, name, _code in problems if level == "error"] == [
        "name", "legal_form", "status", "commune_code", "representative", "trade_group", "main_trade",
    ]  # fmt: skip
    assert [name for level, name, _code in problems if level == "gap"] == [
        "tax_code", "address", "phone", "workers_total", "products"
    ]  # fmt: skip
    assert {code for _level, _name, code in problems} == {"required", "missing"}


def test_a_reason_stands_in_for_what_is_missing(context: Context) -> None:
    record = {**WHOLE, "phone": None, "tax_code": None}
    assert {name for _l, name, _c in found(ESTABLISHMENT, record, context, PRODUCTS)} == {"phone", "tax_code"}
    record |= {"phone_missing_reason": "khong_co", "tax_code_missing_reason": "chua_dang_ky"}
    assert found(ESTABLISHMENT, record, context, PRODUCTS) == []


def test_a_field_out_of_sight_is_not_missed(context: Context) -> None:
    assert found(ESTABLISHMENT, {**WHOLE, "legal_form": "KHAC"}, context, PRODUCTS) == [
        ("error", "legal_form_note", "required")
    ]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"commune_code": "99999"}, ("error", "commune_code", "unknown_commune")),
        ({"commune_code": "31360", "commune_list": "2025-01-04"}, ("warning", "commune_code", "old_commune")),
        ({"trade_group": "9"}, ("error", "trade_group", "unknown_code")),
        ({"vsic_code": "0000"}, ("warning", "vsic_code", "unknown_code")),
        ({"registration_date": "2026-02-30"}, ("error", "registration_date", "bad_date")),
        ({"tax_code": "0100109107"}, ("warning", "tax_code", "check_digit")),
        ({"workers_total": 500, "figures_year": 2026}, ("warning", "workers_total", "unlikely")),
        ({"workers_total": -1}, ("error", "workers_total", "below_minimum")),
        ({"legal_form": "XYZ"}, ("error", "legal_form", "unknown_choice")),
        ({"name": 5}, ("error", "name", "not_text")),
    ],
)
def test_what_is_wrong_with_a_value(values: dict[str, object], problem: tuple[str, str, str], context: Context) -> None:
    assert problem in found(ESTABLISHMENT, {**WHOLE, **values}, context, PRODUCTS)


def test_vsic_is_looked_up_in_its_own_edition(context: Context) -> None:
    only_old = {**WHOLE, "vsic_code": "1061", "vsic_version": "2018"}
    assert context.tables.has("vsic", "1061", "2018")
    assert found(ESTABLISHMENT, only_old, context, PRODUCTS) == []


def test_problems_of_children_are_named_by_row(context: Context) -> None:
    children = {"products": [{"id": "1", "name": "xoài sấy"}, {"id": "2", "output": -1.0}]}
    assert found(ESTABLISHMENT, WHOLE, context, children) == [
        ("error", "products[1].name", "required"),
        ("error", "products[1].output", "below_minimum"),
    ]


def test_rows_that_are_pointed_to(context: Context) -> None:
    knowing = replace(context, row_exists=lambda _entity, row: row == "019a0000-0000-7000-8000-000000000001")
    visit = catalogue.entity("visit")
    record = {"establishment_id": "019a0000-0000-7000-8000-000000000002"}
    assert ("error", "establishment_id", "missing_row") in found(visit, record, knowing)
    product = {"id": "019a0000-0000-7000-8000-000000000003", "name": "xoài sấy"}
    stars = {"id": "x", "kind": "ocop", "product_id": product["id"], "stars": 4, "expires_on": "2028"}
    assert found(ESTABLISHMENT, WHOLE, knowing, {"products": [product], "certificates": [stars]}) == []


def test_normalise_keeps_the_good_and_names_the_bad() -> None:
    values, problems = normalise(
        ESTABLISHMENT,
        {"id": "x", "name": " Cơ  sở ", "capital": 97_820_000.0, "foo": 1, "workers_total": True, "consent": None},
    )
    assert values == {"name": "Cơ sở", "consent": None}
    assert [(one.level, one.field, one.code) for one in problems] == [
        (Level.ERROR, "capital", "not_whole"), (Level.ERROR, "foo", "unknown_field"),
        (Level.ERROR, "workers_total", "not_whole"),
    ]  # fmt: skip
    assert all(one.message.endswith(".") for one in problems)


json_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
    st.sampled_from(["HKD", "2026-10-05", "2026-10", "31441", "ND03", "0912345678", 97_820_000, 2026]),
)  # fmt: skip


@given(st.data())
def test_anything_can_be_normalised_and_checked(data: st.DataObject) -> None:
    entity = data.draw(st.sampled_from(catalogue.ENTITIES))
    names = st.sampled_from([field.name for field in entity.fields])
    plain = data.draw(st.dictionaries(names, json_values, max_size=12))
    values, problems = normalise(entity, plain)
    assert values.keys() | {one.field for one in problems} == plain.keys()
    again, none = normalise(entity, values)
    assert (again, none) == (values, [])


def test_whatever_came_in_a_bundle_can_be_checked(context: Context) -> None:
    @given(st.data())
    def check_anything(data: st.DataObject) -> None:
        entity = data.draw(st.sampled_from(catalogue.ENTITIES))
        names = st.sampled_from([field.name for field in entity.fields])
        values = st.one_of(json_values, st.lists(st.text(max_size=5), max_size=3).map(tuple))
        record = data.draw(st.dictionaries(names, values, max_size=15))
        children = {
            child.plural: [
                data.draw(st.dictionaries(st.sampled_from([one.name for one in child.fields]), values, max_size=6))
            ]
            for child in catalogue.children_of(entity.name)
        }
        for problem in check(entity, record, children, context):
            assert problem.code
            assert problem.message

    check_anything()


def test_a_new_field_is_one_line(context: Context) -> None:
    """The add-a-field drill, as far as the model goes: validation and both schemas show it."""
    field = Field(
        name="kiln_count", kind=INTEGER, label="Số lò nung", unit="lò", group="technology",
        required=Required.TO_COMPLETE, minimum=0, likely=(0, 50), since=2,
    )  # fmt: skip
    grown = replace(ESTABLISHMENT, fields=(*ESTABLISHMENT.fields, field))
    assert normalise(grown, {"kiln_count": 3}) == ({"kiln_count": 3}, [])
    assert [one.code for one in normalise(grown, {"kiln_count": -1})[1]] == ["below_minimum"]
    assert ("gap", "kiln_count", "missing") in found(grown, WHOLE, context, PRODUCTS)
    assert ("warning", "kiln_count", "unlikely") in found(grown, {**WHOLE, "kiln_count": 99}, context, PRODUCTS)
    columns = schema.table_schema(grown, ())["fields"]
    assert {"name": "kiln_count", "type": "integer", "title": "Số lò nung (lò)"} in columns
