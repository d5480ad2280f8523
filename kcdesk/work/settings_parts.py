"""What settings carry beside keys and people: report periods, code tables and norms, templates, how long data is kept.

Everything is checked where it is issued and again where it is taken in, by the same rules.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

TEMPLATE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\.docx")
_PERIOD_ID = re.compile(r"[A-Z0-9-]{1,20}")
_MOST_PERIODS, _LONGEST_NAME, _MOST_MONTHS = 60, 100, 600
_MOST_TEMPLATES, _LARGEST_TEMPLATE = 40, 4 * 1024 * 1024
_DOCX = b"PK\x03\x04"


def checked_periods(given: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Report periods: ``id``, ``name``, ``start``, ``end`` and ``due`` as ISO dates. Raises UserError."""
    if len(given) > _MOST_PERIODS:
        raise _bad_period("…")
    made = [_period(one) for one in given]
    if len({one["id"] for one in made}) != len(made):
        raise _bad_period(made[0]["id"])
    return sorted(made, key=lambda one: (one["start"], one["id"]))


def _period(given: Mapping[str, Any]) -> dict[str, str]:
    one = {name: str(given.get(name) or "").strip() for name in ("id", "name", "start", "end", "due")}
    one["due"] = one["due"] or one["end"]
    try:
        start, end, due = (date.fromisoformat(one[name]) for name in ("start", "end", "due"))
    except ValueError as error:
        raise _bad_period(one["id"]) from error
    if not _PERIOD_ID.fullmatch(one["id"]) or not 0 < len(one["name"]) <= _LONGEST_NAME or not start <= end:
        raise _bad_period(one["id"])
    if due < start:
        raise _bad_period(one["id"])
    return one


def _bad_period(name: str) -> UserError:
    return UserError(
        _("Kỳ báo cáo “{name}” không đúng: cần mã, tên, ngày đầu, ngày cuối và hạn gửi hợp lệ.").format(name=name[:50]),
        code="bad_period",
    )


def checked_tables(given: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Rows that replace or add to code tables and norms. Raises UserError ``bad_table``."""
    from kcdesk.reference.overrides import check_overrides

    check_overrides(given)
    return {name: [dict(row) for row in rows] for name, rows in given.items() if rows}


def checked_months(given: object) -> int:
    """After how many months a laptop is reminded to remove personal data; 0 for never. Raises UserError."""
    if type(given) is not int or not 0 <= given <= _MOST_MONTHS:
        raise UserError(_("Thời hạn lưu phải từ 0 đến {most} tháng.").format(most=_MOST_MONTHS), code="bad_retention")
    return given


def kept_templates(desk: Desk, given: Mapping[str, bytes]) -> dict[str, str]:
    """Keep document templates; their SHA-256 by file name. Raises UserError ``bad_template``."""
    names = named_templates(given)
    for data in given.values():
        desk.store.files.add(data, "docx")
    return names


def named_templates(given: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of document templates by file name. Raises UserError ``bad_template``."""
    for name, data in given.items():
        fits = TEMPLATE.fullmatch(name) and data.startswith(_DOCX) and len(data) <= _LARGEST_TEMPLATE
        if not fits or len(given) > _MOST_TEMPLATES:
            raise UserError(_("Mẫu văn bản “{name}” không nhận được.").format(name=name[:70]), code="bad_template")
    return {name: sha256(data).hexdigest() for name, data in sorted(given.items())}


def kept_in_form(tables: Any, templates: Any) -> tuple[dict[str, list[dict[str, str]]], dict[str, str]]:
    """Code tables, and templates by name, as a workspace keeps them. Raises AttributeError, TypeError or ValueError."""
    rows = {
        str(name): [{str(column): str(value) for column, value in row.items()} for row in given]
        for name, given in tables.items()
    }
    names = {str(name): str(digest) for name, digest in templates.items()}
    if len(names) > _MOST_TEMPLATES or not all(TEMPLATE.fullmatch(one) for one in names):
        raise ValueError("templates")
    return rows, names


def template(desk: Desk, name: str) -> bytes | None:
    """A template of the province's settings; None where it sent none under this name."""
    found = desk.settings.get("templates", {}).get(name)
    return desk.store.files.get(str(found)) if found else None


def named_files(content: Mapping[str, Any]) -> set[str]:
    """The files that settings name."""
    return {str(one) for one in content.get("templates", {}).values()}


def read_csv(data: bytes) -> list[dict[str, str]]:
    """The rows of a table as a settings file, or an officer's CSV file, has them. Raises ValueError."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except csv.Error as error:
        raise ValueError("csv") from error
    if any(None in row or None in row.values() for row in rows):
        raise ValueError("columns")
    return [dict(row) for row in rows]


def write_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table as UTF-8 with BOM, so that a double click opens it in Excel."""
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = csv.DictWriter(text, fieldnames=names, restval="", lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
