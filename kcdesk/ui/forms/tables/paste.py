"""Reading what was copied from Excel: rows by line, cells by tab, quotes as Excel writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kcdesk.text.fold import fold

MOST_ROWS = 2_000
"""So many lines are put into a table at once."""

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_END = re.compile(r"[\t\n]|\Z")
_SUMS = ("cong", "tong", "tong cong", "tong so", "tong kinh phi", "cong cong")
_NUMBERING = ("stt", "tt", "so tt", "so thu tu")


def is_block(text: str) -> bool:
    """True where the text is more than one cell."""
    return "\t" in text.strip("\r\n") or "\n" in text.strip("\r\n").replace("\r\n", "\n")


def read_block(text: str) -> list[list[str]]:
    """The cells of a copied block; empty lines at the end are dropped.

    A quote encloses a cell only where one closes it: Excel copies a cell like ``"Hai Lúa" loại 1`` as it stands.
    """
    source = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(source):
        quoted = _QUOTED.match(source, place)
        end = quoted.end() if quoted else _END.search(source, place).start()
        cell = quoted[1].replace('""', '"') if quoted else source[place:end]
        rows[-1].append(cell.strip())
        if source[end : end + 1] == "\n":
            rows.append([])
        place = end + 1
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


@dataclass(frozen=True, slots=True)
class Block:
    """Copied lines and where their cells belong: ``places`` has the column of each cell, -1 for none.

    ``sums`` counts the lines of totals that were left out, ``beyond`` those after the first ``MOST_ROWS``;
    ``homeless`` names the columns that have no place.
    """

    lines: Sequence[Sequence[str]]
    places: Sequence[int]
    sums: int = 0
    beyond: int = 0
    homeless: tuple[str, ...] = ()


def arrange(block: Sequence[Sequence[str]], titles: Sequence[str], column: int) -> Block:
    """Where the lines of a copied block go when it is put down at a column; a total is no line of its own."""
    meant = headings(block[0], titles) if len(block) > 1 else None
    body = block if meant is None else block[1:]
    places = list(range(column, len(titles))) if meant is None else meant
    alike = [line for line in body if not _is_sum(line)]
    lines = alike[:MOST_ROWS]
    width = max(map(len, lines), default=0)
    places += [-1] * (width - len(places))
    filled = [at for at in range(width) if places[at] < 0 and any(any(line[at : at + 1]) for line in lines)]
    names = ((block[0][at] if meant is not None and at < len(block[0]) else "") or f"{at + 1}" for at in filled)
    homeless = tuple(name for name in names if fold(name) not in _NUMBERING)
    return Block(lines, places, len(body) - len(alike), len(alike) - len(lines), homeless)


def _is_sum(line: Sequence[str]) -> bool:
    """True for the line under a table that adds it up."""
    words = [cell for cell in line if any(letter.isalpha() for letter in cell)]
    return bool(words) and fold(words[0]) in _SUMS


def headings(first: Sequence[str], titles: Sequence[str]) -> list[int] | None:
    """Where the first line names columns: for each of its cells the column meant, -1 for none.

    None where it is no line of headings (less than half are known, or a single cell that is no title to the letter).
    """
    folded = [fold(title.partition("(")[0]) for title in titles]
    meant = [_column(fold(cell.partition("(")[0]), folded) for cell in first]
    known = sum(at >= 0 for at in meant)
    filled = [fold(cell) for cell in first if cell]
    if len(filled) == 1:
        return meant if filled[0] in folded else None
    return meant if known >= 2 and known * 2 >= len(filled) else None


def _column(cell: str, titles: Sequence[str]) -> int:
    if not cell:
        return -1
    if cell in titles:
        return titles.index(cell)
    close = [at for at, title in enumerate(titles) if title and (title in cell or cell in title)]
    return close[0] if len(close) == 1 else -1
