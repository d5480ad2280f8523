"""What a person wants of a file, from a map file or from the window: sheet, columns, constants, decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.sheets.meaning import field_of

MOST_BYTES = 4 * 1024 * 1024
SPECIAL = ("#index", "#province", "#hamlet", "#own_capital", "#contact", "#point", "#period", "#ignore", "#note")
"""Targets that are no field: #contact is a name with a telephone, #point a place on the map, #period from when to when,
#ignore leaves a column out, #note keeps it in words with the record."""

AS_IS = "as_is"
"""Instead of an old encoding: the letters of the column are right as they stand."""

SKIP, TAKE, NEW, HERE = "skip", "take", "new", "here"


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """What a person says of one column. None and "" leave it to the program."""

    target: str | None = None
    factor: int = 0
    month_first: bool | None = None
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that a map file may say.

    ``columns`` by letter; ``constants`` by field for what the file has no column for; ``places`` the commune for an
    address as it is written, ``trades`` the trade group for a trade as it is written. ``decisions`` by row number:
    ``skip``, ``take`` (as offered), ``new``, or the id of the record that is meant; for a cell that was changed in a
    workbook of ours and here, ``take`` is the file's value, ``here`` the program's, ``here:phone,address`` the
    program's for these fields only. ``values`` by row number set single fields. Where a file has several sheets, a
    row is named "Sheet!12". ``doubtful`` is the decision for all others.
    """

    sheet: str = ""
    header_row: int = 0
    header_rows: int = 0
    columns: Mapping[str, ColumnWish] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    trades: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[int | str, str] = field(default_factory=dict)
    values: Mapping[int | str, Mapping[str, Any]] = field(default_factory=dict)
    doubtful: str = SKIP
    notes: bool = True

    def decision(self, sheet: str, row: int) -> str:
        """What was decided of a row, "" for nothing."""
        return self.decisions.get(f"{sheet}!{row}") or self.decisions.get(row, "")

    def values_of(self, sheet: str, row: int) -> Mapping[str, Any]:
        """The values that were set for a row."""
        return self.values.get(f"{sheet}!{row}") or self.values.get(row, {})


def read_wishes(data: bytes) -> Wishes:
    """The wishes of a map file. Raises UserError ``bad_map`` with what is wrong in it."""
    if len(data) > MOST_BYTES:
        raise _bad(_("quá lớn"))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _bad(_("không phải JSON")) from error
    if not isinstance(content, dict):
        raise _bad(_("không phải JSON"))
    unknown = content.keys() - Wishes.__dataclass_fields__.keys()
    if unknown:
        raise _bad(_("không hiểu “{name}”").format(name=sorted(unknown)[0]))
    try:
        return Wishes(
            sheet=str(content.get("sheet", "")),
            header_row=int(content.get("header_row", 0)),
            header_rows=int(content.get("header_rows", 0)),
            columns={str(name).upper(): _column(one) for name, one in dict(content.get("columns", {})).items()},
            constants={_target(name): value for name, value in dict(content.get("constants", {})).items()},
            places={str(name): str(code) for name, code in dict(content.get("places", {})).items()},
            trades={str(name): str(code) for name, code in dict(content.get("trades", {})).items()},
            decisions={_row(row): str(one) for row, one in dict(content.get("decisions", {})).items()},
            values={_row(row): {_target(name): one for name, one in dict(given).items()}
                    for row, given in dict(content.get("values", {})).items()},
            doubtful=str(content.get("doubtful", SKIP)),
            notes=bool(content.get("notes", True)),
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise _bad(_("giá trị không đúng dạng")) from error


def _row(name: str) -> int | str:
    return name if "!" in name else int(name)


def _bad(why: str) -> UserError:
    return UserError(_("Tệp cách ghép cột chưa đúng: {why}.").format(why=why), code="bad_map")


def _column(given: Any) -> ColumnWish:
    if given is None or isinstance(given, str):
        return ColumnWish(_target(given) if given else "#ignore")
    told = dict(given)
    target = told.get("field")
    units = {"": 0, "dong": 1, "nghin": 1000, "trieu": 1_000_000, "ty": 1_000_000_000}
    unit = str(told.get("unit", ""))
    if unit not in units:
        raise _bad(_("không hiểu “{name}”").format(name=unit))
    dates = told.get("dates")
    return ColumnWish(
        _target(target) if target else None, units[unit], None if dates is None else dates == "mdy",
        str(told.get("encoding", "")),
    )  # fmt: skip


def _target(name: str) -> str:
    """A field as it is named in a map: "phone" is one of the establishment."""
    target = name if "." in name or name.startswith("#") else f"establishment.{name}"
    if target not in SPECIAL and field_of(target) is None:
        raise _bad(_("không có mục “{name}”").format(name=name))
    return target
