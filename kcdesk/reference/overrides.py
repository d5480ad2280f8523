"""Judging the rows of a province's settings before they are taken: what is wrong is refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.reference.csv_tables import REMOVED, Overrides, Row

_MOST_ROWS = 20_000
_LONGEST = 1_000
"""Bounds for what comes from outside: rows of a table, letters of a value."""


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _is_day(value: str) -> bool:
    try:
        return value == date.fromisoformat(value).isoformat()
    except ValueError:
        return False


def _is_share(value: str) -> bool:
    return _matches(r"\d{1,3}(\.\d{1,4})?")(value) and float(value) <= 100


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "lat": _matches(r"\d{1,2}(\.\d{1,8})?"),
    "lon": _matches(r"\d{2,3}(\.\d{1,8})?"),
    "level": _matches("[1-5]"),
    "split": _matches("[01]"),
    "valid_from": _is_day,
    "valid_to": _is_day,
    "max_share_percent": _is_share,
    "cap_vnd": _matches(r"\d{1,15}"),
    "line_factor": _matches(r"\d{1,2}(\.\d{1,4})?"),
    REMOVED: _matches("[01]"),
}
"""What a filled column must look like, whatever the table."""

_UNIT = {"province_code": _matches(r"\d{2}")}

_TABLES: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    "provinces": {"code": _matches(r"\d{2}")},
    "communes": {"code": _matches(r"\d{5}")} | _UNIT,
    "legacy_provinces": {"code": _matches(r"\d{2}")},
    "legacy_districts": {"code": _matches(r"\d{3}")} | _UNIT,
    "legacy_communes": {"code": _matches(r"\d{5}"), "district_code": _matches(r"\d{3}")},
    "legacy_to_current": {"legacy_code": _matches(r"\d{5}"), "commune_code": _matches(r"\d{5}")},
    "vsic_2018": {"code": _matches(r"[A-V]|\d{2,5}"), "level": _FORMS["level"]},
    "vsic_2025": {"code": _matches(r"[A-V]|\d{2,5}"), "level": _FORMS["level"]},
    "vsic_map": {"code_2018": _matches(r"\d{2,5}"), "code_2025": _matches(r"\d{2,5}")},
    "vsic_words": {"words": _matches(r".{1,200}"), "code": _matches(r"\d{4,5}")},
    "activities": {"code": _matches(r"ND\d{2}")},
    "activity_items": {"code": _matches(r"ND\d{2}\.\d{2}"), "activity": _matches(r"ND\d{2}")},
    "trades": {"code": _matches(r"\d{1,2}")},
    "norms": {
        "activity": _matches(r"ND\d{2}"),
        "fund": _matches("KCQG|KCDP"),
        "valid_from": _is_day,
        "legal_basis": _matches(r".+"),
    },
    "tables": {"table": _matches(r"\w+"), "file": _matches(r"\w+\.csv")},
}
"""The tables that settings may change: what must be filled in, and how it must look."""


def check_overrides(overrides: Overrides) -> None:
    """Refuse rows that the tables could not take: an unknown table, a code, number or date of another form.

    Raises UserError (code ``bad_table``) that names table, row (counted from 1) and column.
    """
    for table, rows in overrides.items():
        if table not in _TABLES:
            raise _refused(_("Thiết lập có bảng mã lạ “{table}”.").format(table=table[:50]))
        if len(rows) > _MOST_ROWS:
            raise _refused(_("Bảng mã “{table}” trong thiết lập quá dài.").format(table=table))
        for number, row in enumerate(rows, start=1):
            for column in _wrong_columns(table, row):
                message = _("Bảng mã “{table}” trong thiết lập, dòng {number}: cột “{column}” không đúng.")
                raise _refused(message.format(table=table, number=number, column=column))


def _wrong_columns(table: str, row: Row) -> Iterator[str]:
    demands = {} if row.get(REMOVED) == "1" else _TABLES[table]
    for column, fits in demands.items():
        if not fits(row.get(column, "")):
            yield column
    for column, value in row.items():
        form = _FORMS.get(column)
        if not isinstance(value, str) or len(value) > _LONGEST or (value and form is not None and not form(value)):
            yield column[:50]


def _refused(message: str) -> UserError:
    return UserError(message, code="bad_table")
