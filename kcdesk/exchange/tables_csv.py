"""The CSV tables of a bundle: for people and other tools, never read by a merge.

UTF-8 with BOM, so that a double click opens them in Excel. What a spreadsheet would take for a formula
gets an apostrophe in front. A value that does not have its column's type is left empty, and a row whose
parent is not in the bundle is left out, so that the whole always validates against its Table Schema.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from kcdesk.model.fields import Record, Value

ENCODING = "utf-8-sig"
_FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_BOM = "\ufeff"
MOST = 32_000
"""Letters of a cell; Excel takes 32,767. One value from elsewhere may have a million, and a record many of them: a
table that holds them all would pass the bound of an entry, and nothing of its area could be sent any more."""
Cell: TypeAlias = str | int | float
Row: TypeAlias = list[Cell]


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would compute it."""
    start = text.lstrip(" \n\u00a0")[:1]
    return f"'{text}" if start in _FORMULA and start else text


def parent_columns(schema: Mapping[str, Any]) -> dict[str, str]:
    """From the foreign keys of a Table Schema: column → table that it points to."""
    return {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", ())}


def write_table(
    write: Callable[[str], object],
    schema: Mapping[str, Any],
    rows: Iterable[Record],
    present: Mapping[str, Container[str]],
) -> set[str]:
    """Write mark (BOM), head and rows of one table; the ids of the rows written.

    ``write`` takes the text piece by piece. ``present`` gives, for every table that the foreign keys
    point to, the ids that are in it.
    """
    fields = schema["fields"]
    names = [str(field["name"]) for field in fields]
    cells = [_CELLS.get(field.get("type", "string"), _text) for field in fields]
    columns = list(zip(names, cells, strict=True))
    parents = [(name, present[table]) for name, table in parent_columns(schema).items()]
    written: set[str] = set()
    write(_BOM)
    out = csv.writer(_Out(write), lineterminator="\r\n")
    out.writerow(names)
    out.writerows(_rows(rows, columns, parents, written))
    return written


class _Out:
    """What csv writes to."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write


def _rows(
    rows: Iterable[Record],
    columns: Collection[tuple[str, Callable[[Value], Cell]]],
    parents: Collection[tuple[str, Container[str]]],
    written: set[str],
) -> Iterator[Row]:
    for row in rows:
        get = row.get
        if parents and any((parent := get(name)) and parent not in there for name, there in parents):
            continue
        written.add(str(row["id"]))
        yield [cell(value) if (value := get(name)) is not None else "" for name, cell in columns]


def _text(value: Value) -> Cell:
    if type(value) is str and value[:1].isalnum() and len(value) <= MOST:  # most are; no formula begins so
        return value
    if isinstance(value, tuple):
        value = ", ".join(value)
    return guarded(_cut(value)) if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    """So much of a text as a cell takes. What is merged is in the changes, whole."""
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _integer(value: Value) -> Cell:
    return int(value) if isinstance(value, int) else ""


def _number(value: Value) -> Cell:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _boolean(value: Value) -> Cell:
    return "" if value not in (0, 1) else "true" if value else "false"


def _date(value: Value) -> Cell:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


_CELLS: Mapping[str, Callable[[Value], Cell]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}
