"""How records stand in tables: from the declarations to columns, and from values to columns and back.

A column is filled where it can hold the value exactly. What it cannot hold (a value that does not fit
today's declaration, a field that this version does not know) stands in the column ``_extra`` as JSON,
so that nothing that came is lost or bent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from kcdesk.model.fields import Entity, Field, Value

Stored: TypeAlias = str | int | float | bytes | None

SEPARATOR = "\x1f"
"""Stands around the codes of a list (``␟a␟b␟``), so that SQL can look for one of them."""

INDEXED = ("tax_code", "phone", "zalo", "commune_code", "owner_id")
BOOKKEEPING = ("_n", "id", "deleted", "_errors", "_gaps", "_position")

INCOMPLETE = "coalesce(_gaps, 1) + coalesce(_errors, 0) > 0"
"""What a record is that has gaps or errors, or was not assessed yet; an index of such records stands ready
for queries that say exactly this."""

_MAX_INTEGER = 2**63 - 1
_MAX_EXACT = 2**53
Shape: TypeAlias = Literal["text", "integer", "real", "boolean"]


class Aside:
    """The sign that a value stands aside, in ``_extra``."""


ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Column:
    """The column of one field."""

    name: str
    shape: Shape
    sql_type: str

    def cell(self, value: Value) -> Stored | Aside:
        """What stands in the column for a value; ``ASIDE`` where the column would not give the value back."""
        kind = type(value)
        if kind is str:
            return value if self.shape == "text" and value[:1] != SEPARATOR else ASIDE  # type: ignore[index,return-value]
        if value is None:
            return None
        if kind is bool:
            return int(value) if self.shape == "boolean" else ASIDE  # type: ignore[arg-type]
        if isinstance(value, int | float):
            return self._number(value)
        if self.shape != "text" or any(SEPARATOR in code for code in value):
            return ASIDE
        return dump(value)

    def _number(self, value: int | float) -> Stored | Aside:
        if self.shape == "real":
            return value if isinstance(value, float) or abs(value) <= _MAX_EXACT else ASIDE
        return value if self.shape == "integer" and isinstance(value, int) and abs(value) <= _MAX_INTEGER else ASIDE

    def load(self, stored: Stored) -> Value:
        """The value of what stands in the column."""
        if isinstance(stored, str) and stored.startswith(SEPARATOR):
            return tuple(stored[1:-1].split(SEPARATOR)) if len(stored) > 1 else ()
        if self.shape == "boolean" and stored is not None:
            return bool(stored)
        return None if isinstance(stored, bytes) else stored


def dump(value: Value) -> Stored:
    """What stands in a column for a value that it holds."""
    if isinstance(value, tuple):
        return SEPARATOR + "".join(code + SEPARATOR for code in value)
    return int(value) if isinstance(value, bool) else value


def _column(field: Field) -> Column:
    kind = field.kind
    if kind.schema_type == "boolean":
        return Column(field.name, "boolean", "INTEGER")
    shapes: dict[str, Shape] = {"TEXT": "text", "INTEGER": "integer", "REAL": "real"}
    return Column(field.name, shapes[kind.sql_type], kind.sql_type)


class Layout:
    """The tables of one entity: its own, with a column a field, and ``<entity>_search`` with folded text."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.table = entity.name
        self.search_table = f"{entity.name}_search"
        self.columns = {field.name: _column(field) for field in entity.fields}
        self.sort_fields = tuple(
            field.name for field in entity.fields if field.name == entity.title_field and _is_words(field)
        )
        self.search_fields = tuple(field.name for field in entity.fields if field.search)
        self.references = tuple((field.name, field.parent) for field in entity.fields if field.parent)
        self.worded = frozenset((*self.search_fields, *(field for field, _ in self.references), entity.title_field))
        indexed = {*INDEXED, entity.parent_field, *(name for name, _ in self.references)}
        self.indexed = tuple(field.name for field in entity.fields if field.name in indexed)

    @property
    def name(self) -> str:
        """The name of the entity."""
        return self.entity.name

    @cached_property
    def stored_columns(self) -> tuple[str, ...]:
        """All columns in the order of the table, without ``_n``."""
        sorts = (f"_sort_{name}" for name in self.sort_fields)
        return (*BOOKKEEPING[1:], *self.columns, "_extra", *sorts)

    @cached_property
    def read_columns(self) -> str:
        """What a record is read from, as SQL: id, deleted, every field, what stands aside."""
        names = ("id", "deleted", *self.columns, "_extra")
        return ", ".join(f'"{name}"' for name in names)

    @cached_property
    def _loaded(self) -> tuple[tuple[str, bool, Column], ...]:
        """Every column with its name, and whether most of what stands in it is its value as it is."""
        return tuple((name, column.shape != "boolean", column) for name, column in self.columns.items())

    def sorts_by_words(self, name: str) -> bool:
        """True for text that people read as words, which has no key in the table."""
        return name in self.columns and _is_words(self.entity[name])

    def load(self, row: Sequence[Stored]) -> dict[str, Value]:
        """The record of one row of ``read_columns``; fields without a value are left out."""
        record: dict[str, Value] = {"id": str(row[0]), "deleted": bool(row[1])}
        for (name, as_it_is, column), stored in zip(self._loaded, row[2:-1], strict=True):
            if stored is None:
                continue
            kind = type(stored)
            if as_it_is and (kind is int or (kind is str and stored[:1] != SEPARATOR)):  # type: ignore[index]
                record[name] = stored  # type: ignore[assignment]
            else:
                record[name] = column.load(stored)
        if row[-1]:
            record.update(load_values(str(row[-1])))
        return record

    def aside(self, record: Mapping[str, Value]) -> str | None:
        """The JSON of those values of a record that no column holds."""
        values = {name: value for name, value in record.items() if name not in ("id", "deleted")}
        kept = {name: value for name, value in values.items() if self._is_aside(name, value)}
        return dump_values(kept) if kept else None

    def _is_aside(self, name: str, value: Value) -> bool:
        column = self.columns.get(name)
        return value is not None and (column is None or column.cell(value) is ASIDE)

    def split(self, values: Mapping[str, Value]) -> tuple[dict[str, Stored], str | None]:
        """Values as they stand in columns, and the JSON of those that no column holds."""
        stored: dict[str, Stored] = {}
        aside: dict[str, Value] = {}
        columns = self.columns
        for name, value in values.items():
            column = columns.get(name)
            cell = column.cell(value) if column is not None else ASIDE
            if not isinstance(cell, Aside):
                stored[name] = cell
            elif value is not None:
                aside[name] = value
        return stored, dump_values(aside) if aside else None


def _is_words(field: Field) -> bool:
    return field.kind.sql_type == "TEXT" and not (field.parent or field.code_table or field.choices)


def dump_values(values: Mapping[str, Value]) -> str:
    """Values as JSON; a list of codes becomes an array."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def load_values(text: str) -> dict[str, Value]:
    """Values from JSON; an array becomes a tuple."""
    loaded: dict[str, Value] = json.loads(text)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in loaded.items()}


class Layouts:
    """The tables of all entities, and who hangs on whom."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.by_name = {entity.name: Layout(entity) for entity in entities}
        self._sql: dict[tuple[str, str], str] = {}

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __getitem__(self, name: str) -> Layout:
        """The tables of an entity; KeyError for one that is not declared."""
        return self.by_name[name]

    def sql(self, purpose: str, name: str, make: Callable[[], str]) -> str:
        """A statement that follows from the declarations, put together once for each purpose and entity."""
        found = self._sql.get((purpose, name))
        if found is None:
            found = self._sql[(purpose, name)] = make()
        return found

    @cached_property
    def children(self) -> dict[str, tuple[Layout, ...]]:
        """By entity those that are saved, shown and deleted with it."""
        found: dict[str, list[Layout]] = {name: [] for name in self.by_name}
        for layout in self.by_name.values():
            if layout.entity.parent_field and layout.entity.parent in found:
                found[layout.entity.parent].append(layout)
        return {name: tuple(layouts) for name, layouts in found.items()}

    @cached_property
    def pointing(self) -> dict[str, tuple[tuple[Layout, str], ...]]:
        """By entity those that point to it, children too, with the field by which they do."""
        found: dict[str, list[tuple[Layout, str]]] = {name: [] for name in self.by_name}
        for layout in self.by_name.values():
            for field, parent in layout.references:
                if parent in found:
                    found[parent].append((layout, field))
        return {name: tuple(pairs) for name, pairs in found.items()}
