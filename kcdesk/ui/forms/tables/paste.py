"""Reading what was copied from Excel: rows by line, cells by tab, quotes as Excel writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kcdesk.text.fold import fold

MOST_ROWS = 2_000


def is_block(text: str) -> bool:
    """True where the text is more than one cell."""
    return "\t" in text.strip("\r\n") or "\n" in text.strip("\r\n").replace("\r\n", "\n")


def read_block(text: str) -> list[list[str]]:
    """The cells of a copied block; empty lines at the end are dropped."""
    source = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    rows = [[cell.strip() for cell in row] for row in csv.reader(source, delimiter="\t")][:MOST_ROWS]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def headings(first: Sequence[str], titles: Sequence[str]) -> list[int] | None:
    """Where the first line names columns: for each of its cells the column meant, -1 for none.

    None where it is no line of headings (fewer than two, or less than half, are known).
    """
    folded = [fold(title.partition("(")[0]) for title in titles]
    meant = [_column(fold(cell.partition("(")[0]), folded) for cell in first]
    known = sum(at >= 0 for at in meant)
    return meant if known >= 2 and known * 2 >= len([cell for cell in first if cell]) else None


def _column(cell: str, titles: Sequence[str]) -> int:
    if not cell:
        return -1
    if cell in titles:
        return titles.index(cell)
    close = [at for at, title in enumerate(titles) if title and (title in cell or cell in title)]
    return close[0] if len(close) == 1 else -1
