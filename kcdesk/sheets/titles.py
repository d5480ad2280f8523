"""What the title above a list says of all its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kcdesk.sheets.grid import as_line
from kcdesk.sheets.tables import Table
from kcdesk.text.fold import fold

_ABOVE = 10
"""So many rows above a list are looked at."""

LONGEST = 200
_YEAR = re.compile(r"\bnam (20[0-9]{2})\b")
_SPAN = re.compile(r"\b(?:20[0-9]{2} (?:den |den nam )?20[0-9]{2}|giai doan)\b")
_ASKED = re.compile(
    r"\b(?:nhu cau|de nghi|dang ky|de xuat|ke hoach|danh muc de an|de an khuyen cong|nhiem vu khuyen cong)\b"
)
_GIVEN = re.compile(
    r"\b(?:da (?:duoc )?(?:khuyen cong )?(?:ho tro|thu huong|nhan ho tro)|duoc ho tro khuyen cong giai doan)\b"
)
_NATIONAL, _LOCAL = re.compile(r"\bkhuyen cong quoc gia\b|\bkcqg\b"), re.compile(r"\bkhuyen cong dia phuong\b|\bkcdp\b")


def titles(table: Table) -> Iterator[str]:
    """The texts above a list, as they stand."""
    for row in table.grid.rows[max(0, table.top - _ABOVE) : table.top]:
        for cell in row:
            if isinstance(cell, str) and 0 < len(text := as_line(cell)) < LONGEST:
                yield text


def plan_year(table: Table) -> int:
    """The year for which a list of needs, requests or projects is made; 0 where its title names none, or several."""
    asked = [text for text in map(fold, titles(table)) if _ASKED.search(text) and not _SPAN.search(text)]
    years = {int(year) for text in asked for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else 0


def fund_source(table: Table) -> str:
    """KCQG or KCDP where the title names one of them; "" for none or both."""
    text = " ".join(map(fold, titles(table)))
    national, local = _NATIONAL.search(text), _LOCAL.search(text)
    return "" if bool(national) == bool(local) else "KCQG" if national else "KCDP"


def is_of_given(table: Table) -> bool:
    """True for a list of those that have been supported already."""
    return any(_GIVEN.search(fold(text)) for text in titles(table))
