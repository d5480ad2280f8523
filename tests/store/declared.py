"""A handful of entities for tests of the store, so that they do not hang on the catalogue of the day."""

from __future__ import annotations

from kcdesk.model.fields import Entity, Field
from kcdesk.model.kinds.base import Kind


class Text(Kind):
    """Any text."""

    name = "text"


class Number(Kind):
    """A whole number."""

    name = "integer"
    sql_type = "INTEGER"
    schema_type = "integer"


class Real(Kind):
    """A number with a fraction."""

    name = "number"
    sql_type = "REAL"
    schema_type = "number"


class YesNo(Kind):
    """Yes or no."""

    name = "boolean"
    sql_type = "INTEGER"
    schema_type = "boolean"


def text(name: str, **more: object) -> Field:
    """A text field."""
    return Field(name=name, kind=Text(), label=name, **more)  # type: ignore[arg-type]


SHOP = Entity(
    name="shop",
    plural="shops",
    label="Cơ sở",
    label_plural="Cơ sở",
    title_field="name",
    fields=(
        text("name", search=True),
        text("phone", search=True),
        text("commune_code"),
        text("trades"),
        Field(name="workers", kind=Number(), label="Lao động"),
        Field(name="area", kind=Real(), label="Diện tích"),
        Field(name="open", kind=YesNo(), label="Còn hoạt động"),
    ),
)
ITEM = Entity(
    name="item",
    plural="items",
    label="Sản phẩm",
    label_plural="Sản phẩm",
    title_field="name",
    parent="shop",
    parent_field="shop_id",
    fields=(text("shop_id", parent="shop"), text("name", search=True), Field(name="price", kind=Number(), label="Giá")),
)
ASKED = Entity(
    name="asked",
    plural="asked",
    label="Đề nghị",
    label_plural="Đề nghị",
    title_field="title",
    fields=(
        text("shop_id", parent="shop"),
        text("title", search=True),
        Field(name="amount", kind=Number(), label="Tiền"),
    ),
)
ENTITIES = (SHOP, ITEM, ASKED)
