"""The tables of a bundle: formulas guarded, types kept, rows without their parent left out."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.exchange import tables_csv

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "deleted", "type": "boolean"},
        {"name": "name", "type": "string"},
        {"name": "money", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "place", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["place"], "reference": {"resource": "establishment", "fields": ["id"]}}],
}


def table(*rows: dict[str, Any], places: tuple[str, ...] = ("p",)) -> tuple[list[dict[str, str]], set[str]]:
    stream = io.StringIO(newline="")
    written = tables_csv.write_table(stream.write, SCHEMA, rows, {"establishment": set(places)})
    stream.seek(0)
    assert stream.read(1) == "\ufeff"
    return list(csv.DictReader(stream)), written


def test_values_by_type() -> None:
    rows, written = table(
        {"id": "1", "deleted": False, "name": "Cơ sở", "money": 97_820_000, "share": 12.5, "place": "p"},
        {"id": "2", "deleted": True, "name": ("a", "b"), "money": "nhiều", "share": "?", "place": None},
        {"id": "3"},
    )
    assert list(rows[0].values()) == ["1", "false", "Cơ sở", "97820000", "12.5", "p"]
    assert list(rows[1].values()) == ["2", "true", "a, b", "", "", ""]
    assert list(rows[2].values()) == ["3", "", "", "", "", ""]
    assert written == {"1", "2", "3"}


def test_row_without_its_parent_is_left_out() -> None:
    rows, written = table({"id": "1", "place": "p"}, {"id": "2", "place": "elsewhere"}, {"id": "3", "place": ""})
    assert [row["id"] for row in rows] == ["1", "3"]
    assert written == {"1", "3"}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84912",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\n=1",
        "\u00a0=1",
        "\uff1d1",
        "\uff0b1",
        "-",
        "=HYPERLINK(1)",
    ],
)
def test_formulas_are_guarded(text: str) -> None:
    assert tables_csv.guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", " ", "Cơ sở", "a=b", "1-2", "'=1", "0912", "\u0301=x"])
def test_other_texts_stay(text: str) -> None:
    assert tables_csv.guarded(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    rows, _written = table(*({"id": str(number), "name": text} for number, text in enumerate(texts)))
    assert [row["name"] for row in rows] == [tables_csv.guarded(text) for text in texts]


def test_cells_are_no_longer_than_a_spreadsheet_takes() -> None:
    """What one writes into sixty fields of one record must not keep its area from being sent."""
    pieces: list[str] = []
    tables_csv.write_table(
        pieces.append, {"fields": [{"name": "id"}, {"name": "name"}]}, [{"id": "1", "name": "x" * 100_000}], {}
    )
    assert len("".join(pieces)) < tables_csv.MOST + 50
    assert tables_csv.MOST < 32_767
