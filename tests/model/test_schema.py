"""The declarations as data."""

from __future__ import annotations

import json

from kcdesk.model import catalogue
from kcdesk.model.schema import describe, table_schema


def test_describe_is_json_and_tells_all() -> None:
    described = json.loads(json.dumps(describe(), allow_nan=False))
    assert [one["name"] for one in described["entities"]] == [one.name for one in catalogue.ENTITIES]
    for told, entity in zip(described["entities"], catalogue.ENTITIES, strict=True):
        assert [field["name"] for field in told["fields"]] == [field.name for field in entity.fields]
    establishment = described["entities"][0]
    tax_code = next(field for field in establishment["fields"] if field["name"] == "tax_code")
    assert (tax_code["kind"], tax_code["label"], tax_code["required"]) == ("tax_code", "Mã số thuế", "to_complete")
    assert described["profile"]["name"] == "collaborator"


def test_table_schema_lets_drafts_pass() -> None:
    names = [entity.name for entity in catalogue.ENTITIES]
    for entity in catalogue.ENTITIES:
        schema = table_schema(entity, names)
        assert [field["name"] for field in schema["fields"]] == ["id", *(one.name for one in entity.fields), "deleted"]
        assert {field["type"] for field in schema["fields"]} <= {"string", "integer", "number", "boolean", "date"}
        assert all(field.keys() == {"name", "type", "title"} for field in schema["fields"])
        assert schema["primaryKey"] == ["id"]
        assert ("foreignKeys" in schema) == bool(entity.parent_field)
        assert "foreignKeys" not in table_schema(entity, [])


def test_partial_dates_are_strings_and_money_is_in_dong() -> None:
    columns = {one["name"]: one for one in table_schema(catalogue.entity("support_request"), [])["fields"]}
    assert columns["starts_on"]["type"] == "string"
    assert columns["application_on"]["type"] == "date"
    assert columns["total_cost"] == {"name": "total_cost", "type": "integer", "title": "Tổng kinh phí (đồng)"}
