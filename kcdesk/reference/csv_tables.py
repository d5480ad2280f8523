"""Reading the tables under ``resources/tables``, with what a province's settings put in their place."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from sys import intern

from kcdesk import paths

Row = Mapping[str, str]
Overrides = Mapping[str, Sequence[Row]]
"""Rows by table name. A row with the key of a built-in row takes its place (columns that it does not name keep
their values), another one is added; a row with ``removed`` = "1" takes the built-in row away."""

REMOVED = "removed"


def read_table(file: str, key: Sequence[str], overrides: Iterable[Row] = ()) -> list[list[str]]:
    """The rows of a table, with the overrides applied by the columns of ``key``."""
    with paths.resource("tables", file).open(encoding="utf-8", newline="") as lines:
        columns, *rows = [list(map(intern, row)) for row in csv.reader(lines)]  # the same codes stand in many tables
    changed = list(overrides)
    return _apply(columns, rows, key, changed) if changed else rows


def read_dicts(file: str, key: Sequence[str], overrides: Iterable[Row] = ()) -> list[dict[str, str]]:
    """The same with each row as a dictionary, for short tables."""
    with paths.resource("tables", file).open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    return [dict(zip(columns, row, strict=True)) for row in read_table(file, key, overrides)]


def _apply(columns: list[str], rows: list[list[str]], key: Sequence[str], changed: list[Row]) -> list[list[str]]:
    places = [columns.index(column) for column in key]
    by_key = {tuple(row[place] for place in places): row for row in rows}
    for override in changed:
        row_key = tuple(override.get(column, "") for column in key)
        built_in = by_key.get(row_key, [""] * len(columns))
        row = [override.get(column, value) for column, value in zip(columns, built_in, strict=True)]
        if override.get(REMOVED) == "1":
            by_key.pop(row_key, None)
        else:
            by_key[row_key] = row
    return list(by_key.values())
