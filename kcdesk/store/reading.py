"""Reading records: one, a page, a list narrowed by fields and words, in Vietnamese order."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kcdesk.store.core import in_list
from kcdesk.store.layout import INCOMPLETE, SEPARATOR, Layout, dump
from kcdesk.text.fold import words

if TYPE_CHECKING:
    from kcdesk.model.fields import Record, Value
    from kcdesk.store.core import Core

Where = Mapping[str, Any]
"""What a list is narrowed to, by field name. A value means "is" (None: is empty; of a field with several
choices: holds), several in a list, tuple or set "is one of". A name may end in ``>=``, ``<=``, ``>``,
``<`` or ``!=``. ``_incomplete`` (True or False) looks at gaps and errors, ``_commune`` (a code or several)
at the commune of the establishment that a record belongs to, else its own; ``deleted`` True lists deleted
rows (None: all rows), ``_n`` narrows to row numbers, ``_position>`` to rows changed here above a position
of the log."""

_BATCH = 500
_OPERATORS = (">=", "<=", "!=", ">", "<")


class Counts(NamedTuple):
    """What is kept beside a record: numbers of errors and gaps, None where not assessed yet; and the
    log position of the newest change made here to it or its children, None where there is none."""

    errors: int | None
    gaps: int | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list: records of one entity, narrowed by fields and words, sorted by a field (``-`` the other way;
    ``_n``: as they were made)."""

    entity: str
    where: Where = field(default_factory=dict)
    sort: str = ""
    search: str = ""


class Query:
    """A list of one entity as SQL: what stands after SELECT … FROM."""

    def __init__(self, core: Core, wanted: Wanted) -> None:
        self._core = core
        self._layout: Layout = core.layouts[wanted.entity]
        where = wanted.where
        self.values: list[Any] = []
        self._conditions: list[str] = []
        self._add_deleted(where.get("deleted", False))
        for name, value in where.items():
            if name != "deleted":
                self._add(name, value)
        self.tables = f"{self._layout.table} t"
        self._add_search(wanted.search)
        self.order = self._order(wanted.sort)

    @property
    def condition(self) -> str:
        """WHERE with everything."""
        return "WHERE " + " AND ".join(self._conditions)

    def _add_deleted(self, deleted: bool | None) -> None:
        self._conditions.append("1" if deleted is None else f"t.deleted = {int(deleted)}")
        entity = self._layout.entity
        if entity.parent_field and deleted is False and entity.parent in self._core.layouts:
            self._conditions.append(
                f'NOT EXISTS (SELECT 1 FROM {entity.parent} p WHERE p.id = t."{entity.parent_field}" AND p.deleted = 1)'
            )

    def _add(self, name: str, value: Any) -> None:
        if name == "_incomplete":
            self._conditions.append(INCOMPLETE if value else f"NOT {INCOMPLETE}")
            return
        if name == "_commune":
            self._add_commune(value)
            return
        if name == "_by":
            self._conditions.append("t.id IN (SELECT row FROM log WHERE kind = 0 AND entity = ? AND by = ?)")
            self.values += [self._layout.name, str(value)]
            return
        operator = next((one for one in _OPERATORS if name.endswith(one)), "=")
        column = self._column(name.removesuffix(operator) if operator != "=" else name)
        if isinstance(value, list | tuple | set | frozenset):
            self._conditions.append(f"{column} {'NOT ' if operator == '!=' else ''}IN (SELECT value FROM json_each(?))")
            self.values.append(in_list([dump(one) for one in value]))
        elif value is None:
            self._conditions.append(f"{column} IS {'NOT ' if operator == '!=' else ''}NULL")
        else:
            self._compare(column, operator, value)

    def _add_commune(self, value: Any) -> None:
        """The commune of the establishment that a record belongs to, else its own."""
        wanted = "IN (SELECT value FROM json_each(?))"
        codes = in_list([dump(one) for one in (value if isinstance(value, list | tuple) else [value])])
        parts = []
        if "establishment_id" in self._layout.columns:
            parts.append(f"t.establishment_id IN (SELECT id FROM establishment WHERE commune_code {wanted})")
        if "commune_code" in self._layout.columns:
            alone = "t.establishment_id IS NULL AND " if parts else ""
            parts.append(f"({alone}t.commune_code {wanted})")
        if not parts:
            raise KeyError("_commune")
        self._conditions.append(f"({' OR '.join(parts)})")
        self.values += [codes] * len(parts)

    def _compare(self, column: str, operator: str, value: Any) -> None:
        stored = dump(value)
        if isinstance(stored, str) and operator == "=":
            several = f"({column} >= ? AND {column} < ? AND instr({column}, ?))"  # a range, so that an index serves
            self._conditions.append(f"({column} = ? OR {several})")
            self.values += [stored, SEPARATOR, chr(ord(SEPARATOR) + 1), SEPARATOR + stored + SEPARATOR]
            return
        self._conditions.append(f"{column} {'IS NOT' if operator == '!=' else operator} ?")
        self.values.append(stored)

    def _column(self, name: str) -> str:
        if name not in ("id", "_n", "_position") and name not in self._layout.columns:
            raise KeyError(name)
        return f't."{name}"'

    def _add_search(self, search: str) -> None:
        found = words(search)
        if found:
            self.tables += f" JOIN {self._layout.search_table} s ON s.n = t._n"
        for word in found:
            self._conditions.append("instr(s.text, ?)")
            self.values.append(word)

    def _order(self, sort: str) -> str:
        if sort == "_n":
            return "ORDER BY t._n"
        direction = " DESC" if sort.startswith("-") else ""
        name = sort.removeprefix("-") or self._layout.entity.title_field or "id"
        if name in self._layout.sort_fields:
            return f"ORDER BY t._sort_{name}{direction}, t._n{direction}"
        column = self._column(name)
        shown = f"vi_key({column})" if self._layout.sorts_by_words(name) else column
        return f"ORDER BY {column} IS NULL, {shown}{direction}, t._n{direction}"


def get(core: Core, entity: str, row: str, *, deleted: bool = False) -> Record | None:
    """One record; None where there is none, or where it is deleted and deleted ones are not asked for.

    None too for an entity that is not declared here: what came from elsewhere may point to anything.
    """
    if entity not in core.layouts:
        return None
    record = core.record(core.layouts[entity], row)
    return record if record is not None and (deleted or not record["deleted"]) else None


def rows(core: Core, wanted: Wanted, limit: int | None, offset: int) -> Iterator[Record]:
    """The records of a list, fetched in pages, so that a save in between does not disturb."""
    found = ids(core, wanted, limit, offset)
    for start in range(0, len(found), _BATCH):
        yield from page(core, wanted.entity, found[start : start + _BATCH])


def ids(core: Core, wanted: Wanted, limit: int | None = None, offset: int = 0) -> array[int]:
    """The row numbers of a list, in order."""
    query = Query(core, wanted)
    sql = f"SELECT t._n FROM {query.tables} {query.condition} {query.order} LIMIT ? OFFSET ?"
    found = core.connection.execute(sql, (*query.values, -1 if limit is None else limit, offset))
    return array("q", (row[0] for row in found.fetchall()))


def count(core: Core, wanted: Wanted) -> int:
    """How long a list is."""
    query = Query(core, wanted)
    sql = f"SELECT count(*) FROM {query.tables} {query.condition}"
    found: int = core.connection.execute(sql, query.values).fetchone()[0]
    return found


def changed_after(core: Core, position: int) -> dict[str, int]:
    """How many records of each entity, children apart, were changed here above a position of the log."""
    found: dict[str, int] = {}
    for layout in core.layouts.by_name.values():
        if not layout.entity.parent_field:
            sql = f"SELECT count(*) FROM {layout.table} WHERE _position > ?"
            found[layout.name] = core.connection.execute(sql, (position,)).fetchone()[0]
    return {name: number for name, number in found.items() if number}


def page(core: Core, entity: str, numbers: Sequence[int]) -> list[Record]:
    """The records of these row numbers, in their order."""
    layout = core.layouts[entity]
    sql = f"SELECT _n, {layout.read_columns} FROM {layout.table} WHERE _n IN (SELECT value FROM json_each(?))"
    found = {row[0]: layout.load(row[1:]) for row in core.connection.execute(sql, (in_list(numbers),))}
    return [found[number] for number in numbers if number in found]


def counts(core: Core, entity: str, numbers: Sequence[int]) -> list[Counts]:
    """What is kept beside the records of these row numbers, in their order."""
    sql = f"SELECT _n, _errors, _gaps, _position FROM {entity} WHERE _n IN (SELECT value FROM json_each(?))"
    core.layouts[entity]
    found = {row[0]: Counts(*row[1:]) for row in core.connection.execute(sql, (in_list(numbers),))}
    return [found[number] for number in numbers if number in found]


def numbers(core: Core, entity: str, row_ids: Sequence[str]) -> dict[str, int]:
    """The row numbers of records by their ids."""
    core.layouts[entity]
    sql = f"SELECT id, _n FROM {entity} WHERE id IN (SELECT value FROM json_each(?))"
    return dict(core.rows(sql, (in_list(row_ids),)))


def group(core: Core, wanted: Wanted, name: str) -> dict[Value, int]:
    """How many records there are by each value of a field."""
    column = core.layouts[wanted.entity].columns[name]
    query = Query(core, wanted)
    sql = f'SELECT t."{column.name}", count(*) FROM {query.tables} {query.condition} GROUP BY 1'
    return {column.load(value): number for value, number in core.connection.execute(sql, query.values)}
