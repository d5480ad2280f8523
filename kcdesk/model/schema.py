"""The declarations as data: for ``kcdesk schema``, and as Table Schema for the tables of a bundle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.entities.collaborator import COLLABORATOR
from kcdesk.model.fields import Choice, Condition, Entity, Field


def describe() -> dict[str, Any]:
    """Every entity, field, choice and condition, with labels in the language in force."""
    return {
        "schema_version": catalogue.SCHEMA_VERSION,
        "entities": [_entity(entity) for entity in catalogue.ENTITIES],
        "profile": _entity(COLLABORATOR),
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "plural": entity.plural,
        "label": _(entity.label),
        "label_plural": _(entity.label_plural),
        "title_field": entity.title_field,
        "parent": entity.parent,
        "parent_field": entity.parent_field,
        "children": [child.plural for child in catalogue.children_of(entity.name)],
        "code_prefix": entity.code_prefix,
        "writer": entity.writer.value,
        "groups": [{"name": group.name, "label": _(group.label)} for group in entity.groups],
        "fields": [_field(field) for field in entity.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    """One field; what has no value is left out."""
    said: dict[str, Any] = {
        "name": field.name,
        "kind": field.kind.name,
        "label": _(field.label),
        "help": _(field.help),
        "unit": _(field.unit),
        "group": field.group,
        "required": field.required.value,
        "required_when": _condition(field.required_when),
        "applies": _condition(field.applies),
        "choices": [_choice(choice) for choice in field.choices],
        "code_table": field.code_table,
        "version_field": field.version_field,
        "parent": field.parent,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "likely": list(field.likely) if field.likely != (None, None) else None,
        "max_length": field.max_length or None,
        "default": field.default,
        "personal": field.personal,
        "masked": field.masked,
        "automatic": field.automatic,
        "search": field.search,
        "writer": field.writer.value,
        "since": field.since,
    }
    return {name: value for name, value in said.items() if value not in (None, "", [], False)}


def _choice(choice: Choice) -> dict[str, str]:
    said = {"code": choice.code, "label": _(choice.label), "help": _(choice.help)}
    return {name: words for name, words in said.items() if words}


def _condition(condition: Condition) -> list[dict[str, Any]]:
    return [{"field": when.field, "values": list(when.values), "negate": when.negate} for when in condition]


def table_schema(entity: Entity, tables: Collection[str]) -> dict[str, Any]:
    """The Table Schema of an entity's CSV; ``tables`` names the entities that are in the same bundle.

    Types, titles, the primary key and the foreign key from a child to its parent, nothing else: no
    ``required``, ``unique``, ``enum`` or ``pattern``, since drafts must validate too.
    """
    fields: list[dict[str, Any]] = [{"name": "id", "type": "string", "title": _("Mã hồ sơ")}]
    fields += [{"name": field.name, "type": field.kind.schema_type, "title": _title(field)} for field in entity.fields]
    fields.append({"name": "deleted", "type": "boolean", "title": _("Đã xóa")})
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["id"]}
    if entity.parent_field and entity.parent in tables:
        reference = {"resource": entity.parent, "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": [entity.parent_field], "reference": reference}]
    return schema


def _title(field: Field) -> str:
    """The label with the unit in which the value is kept."""
    unit = _(field.unit)
    if field.kind.name == "money":
        unit = _("đồng")
    return f"{_(field.label)} ({unit})" if unit else _(field.label)
