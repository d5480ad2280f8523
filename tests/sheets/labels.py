"""Header words and address lines with what they mean, for the tests and for the bench."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "sheets"


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


HEADERS = [(row["header"], row["target"]) for row in _rows("headers.csv")]
"""Words by which the mapper was improved."""

OFFICES = [(row["header"], row["target"]) for row in _rows("headers_offices.csv")]
"""How different offices head the declared fields; the mapper was improved by them too."""

FIELDS_OF_WORK = [(row["header"], row["target"]) for row in _rows("headers_fields_of_work.csv")]
"""Headers of lists of the fields beside ours (tax, food, energy, training, contests) and of collaborators' notes."""

KEPT_APART = [(row["header"], row["target"]) for row in _rows("headers_kept_apart.csv")]
"""What a centre receives from communes and other offices, labelled by somebody who knew nothing of the mapper.

Never look at which of them fail: what was looked at counts as improved by."""

NEW_HEADERS = [(row["header"], row["target"]) for row in _rows("headers_new.csv")]
"""Words that were kept apart once; the mapper has been improved by them since."""

HELD_OUT = [(row["header"], row["target"]) for row in _rows("headers_held_out.csv")]
"""More of them."""

LISTS = [(row["header"], row["target"]) for row in _rows("headers_lists.csv")]
"""Headers of made-up lists of many offices; the words of a group and of its column are parted by " | "."""

DEPARTMENTS = [(row["header"], row["target"]) for row in _rows("headers_departments.csv")]
"""Headers as departments, centres, unions and communes write them, many in two rows; it was improved by them."""

DEPARTMENTS_KEPT_APART = [(row["header"], row["target"]) for row in _rows("headers_departments_kept_apart.csv")]
"""Other such headers, which were kept apart once."""

LISTS_HELD_OUT = [(row["header"], row["target"]) for row in _rows("headers_lists_held_out.csv")]
"""Other such lists, which were kept apart once."""

ADDRESSES = [(row["address"], tuple(row["communes"].split())) for row in _rows("addresses.csv")]
"""Lines made of the official lists in the ways in which people write them; the communes are those of the map."""

MESSY_ADDRESSES = [(row["address"], tuple(row["communes"].split())) for row in _rows("addresses_messy.csv")]
"""Lines as hands write them: shortened, run together, out of order, without marks, misspelt, with telephones."""

ADDRESSES_KEPT_APART = [(row["address"], tuple(row["communes"].split())) for row in _rows("addresses_kept_apart.csv")]
"""More of them, in habits that the other lines do not have; the reader was measured by them, never improved."""

LEARNED_FROM = [
    *HEADERS, *OFFICES, *LISTS, *FIELDS_OF_WORK, *DEPARTMENTS, *NEW_HEADERS, *HELD_OUT, *LISTS_HELD_OUT,
    *DEPARTMENTS_KEPT_APART,
]  # fmt: skip
"""All but those that are kept apart; what words mostly mean is learned from them (``tests.sheets.learn``)."""
