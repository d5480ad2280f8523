"""The declarations hang together."""

from __future__ import annotations

import re

import pytest

from kcdesk.model import catalogue
from kcdesk.model.entities.collaborator import COLLABORATOR
from kcdesk.model.fields import Entity, Field, Writer
from kcdesk.model.kinds import KINDS

ALL = (*catalogue.ENTITIES, COLLABORATOR)
TABLES = {"provinces", "communes", "legacy_districts", "vsic", "activities", "activity_items", "trades"}
CONTRACT = {
    "establishment": "name legal_form status tax_code commune_code address representative phone trade_group main_trade"
    " vsic_code workers_total consent consent_on consent_method consent_notice",
    "support_request": "establishment_id kind plan_year activity fund_source title total_cost requested_amount",
}
every_field = pytest.mark.parametrize(
    ("entity", "field"),
    [pytest.param(entity, field, id=f"{entity.name}.{field.name}") for entity in ALL for field in entity.fields],
)


def test_names_that_scripts_rely_on() -> None:
    for name, fields in CONTRACT.items():
        for field in fields.split():
            assert field in catalogue.entity(name)
    for name in ("visit attachment site product certificate yearly_figure equipment earlier_support cost_item proposal"
                 " beneficiary review target same_as").split():  # fmt: skip
        assert catalogue.entity(name).name == name
    assert [child.plural for child in catalogue.children_of("establishment")] == [
        "sites", "products", "certificates", "yearly_figures", "equipment", "earlier_supports"
    ]  # fmt: skip
    assert [child.plural for child in catalogue.children_of("support_request")] == ["cost_items"]
    assert catalogue.by_plural("cost_items").name == "cost_item"
    with pytest.raises(KeyError):
        catalogue.entity("collaborator")


def test_codes_that_scripts_rely_on() -> None:
    def codes(entity: str, field: str) -> list[str]:
        return [choice.code for choice in catalogue.entity(entity)[field].choices]

    assert codes("establishment", "legal_form") == ["HKD", "DNTN", "TNHH", "CTCP", "HTX", "THT", "KHAC"]
    assert codes("establishment", "consent") == ["chua_hoi", "dong_y", "tu_choi", "rut"]
    assert codes("establishment", "status") == ["dang_hd", "tam_ngung", "ngung", "moi"]
    assert set(codes("support_request", "fund_source")) == {"KCQG", "KCDP", "chua_xac_dinh"}
    assert codes("support_request", "kind") == ["nhu_cau", "de_nghi"]
    assert len(codes("support_request", "status")) == 11
    assert "cccd" not in " ".join(codes("attachment", "kind"))


@pytest.mark.parametrize("entity", ALL, ids=lambda entity: entity.name)
def test_entities_are_whole(entity: Entity) -> None:
    assert entity.title_field in entity
    assert re.fullmatch(r"[a-z_]+", entity.name)
    groups = {group.name for group in entity.groups}
    for field in entity.fields:
        assert field.group in groups if groups else not field.group, field.name
    if entity.parent:
        assert entity[entity.parent_field].parent == entity.parent
    assert not entity.code_prefix or "code" in entity


@every_field
def test_fields_are_whole(entity: Entity, field: Field) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
    assert field.name not in ("id", "deleted")
    assert field.label
    assert field.help
    assert field.kind in KINDS
    assert (field.kind.name in ("choice", "choices")) == bool(field.choices)
    assert not field.code_table or field.code_table in TABLES
    assert (field.kind.name in ("code", "codes")) == bool(field.code_table)
    assert not field.version_field or field.version_field in entity
    assert not field.parent or catalogue.entity(field.parent)
    assert len({choice.code for choice in field.choices}) == len(field.choices)
    for when in (*field.applies, *field.required_when):
        assert when.field in entity
    assert field.default is None or field.kind.normalise(field.default, field) == field.default
    assert field.kind.name != "money" or field.unit
    assert 1 <= field.since <= catalogue.SCHEMA_VERSION


def test_personal_fields() -> None:
    personal = {field.name for field in catalogue.entity("establishment").fields if field.personal}
    assert personal >= {
        "representative", "phone", "zalo", "email", "personal_number", "gender", "ethnicity", "latitude", "longitude",
        "former_owners",
    }  # fmt: skip
    assert not personal & {"name", "address", "tax_code", "commune_code"}


def test_who_writes_what() -> None:
    request = catalogue.entity("support_request")
    assert request["status"].writer is Writer.PROVINCE
    assert request["reported_status"].writer is Writer.FIELD
    assert {field.writer for field in catalogue.entity("review").fields} == {Writer.BOTH}


def test_what_is_searched() -> None:
    searched = {field.name for field in catalogue.entity("establishment").fields if field.search}
    assert searched >= {
        "name", "former_names", "former_owners", "former_tax_codes", "representative", "phone", "zalo", "tax_code",
        "address", "main_trade", "code",
    }  # fmt: skip
