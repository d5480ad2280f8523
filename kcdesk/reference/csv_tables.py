"""Reading the tables under ``resources/tables``, with what a province's settings put in their place."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence

from kcdesk import paths

Row = Mapping[str, str]
Overrides = Mapping[str, Sequence[Row]]
"""Rows by table name. A row with the key of a built-in row takes its place, another one is added; a row
with ``removed`` = "1" takes the built-in row away."""

REMOVED = "removed"


def read_rows(file: str) -> list[list[str]]:
    """The rows of a table of the program, without the header, as the file has them."""
    with paths.resource("tables", file).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        return list(reader)


def read_table(file: str, key: Sequence[str], overrides: Iterable[Row] = ()) -> list[dict[str, str]]:
    """The rows of a table as dictionaries, with the overrides applied by the columns of ``key``.

    Columns that an override does not name are empty.
    """
    with paths.resource("tables", file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    changed = list(overrides)
    if not changed:
        return rows
    by_key = {tuple(row[column] for column in key): row for row in rows}
    for override in changed:
        row = {column: override.get(column, "") for column in columns}
        row_key = tuple(row[column] for column in key)
        if override.get(REMOVED) == "1":
            by_key.pop(row_key, None)
        else:
            by_key[row_key] = row
    return list(by_key.values())
