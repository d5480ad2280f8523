"""How the columns of a list were read the last time, remembered by its headers.

A list of the same form comes again every quarter. What was answered about its columns is kept in the workspace (it
never travels) and is given again to the next list with the same headers; it is shown, and can be forgotten. The command
line uses it only where ``--remembered`` asks for it.
The commune is never kept: the same form comes from several communes.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from kcdesk.text.fold import fold
from kcdesk.work.assistant import Answers, ColumnAnswer

if TYPE_CHECKING:
    from kcdesk.sheets.wishes import Wishes
    from kcdesk.work.assistant import OpenedFile
    from kcdesk.work.bootstrap import Desk

_KEY = "sheet_layouts"
_MOST = 60
_NEVER = ("establishment.commune_code",)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The answers of the last time, and the moment (ISO, UTC) at which they were given."""

    answers: Answers
    at: str


def look_up(desk: Desk, opened: OpenedFile, table: int) -> Remembered | None:
    """What was answered for the last list with these headers."""
    kept: dict[str, Any] = desk.store.meta.get(_KEY, {}).get(_name(opened, table))
    if not kept:
        return None
    columns = {str(letter): ColumnAnswer(**one) for letter, one in kept["columns"].items()}
    answers = Answers(
        columns=columns, constants=dict(kept["constants"]), trades=dict(kept["trades"]), notes=kept["notes"]
    )
    return Remembered(answers, kept["at"])


def with_remembered(desk: Desk, opened: OpenedFile, wanted: Wishes) -> tuple[Wishes, str]:
    """What is wanted of a file, over what was answered for the last list with its headers, and when that was.

    What a map says goes before what is remembered; "" where nothing is.
    """
    at = next((
        place for place, offer in enumerate(opened.offers)
        if wanted.sheet in ("", offer.sheet) and wanted.header_row in (0, offer.header_row)
        and (wanted.sheet or wanted.header_row or place == opened.first_choice)
    ), -1)  # fmt: skip
    kept = look_up(desk, opened, at) if at >= 0 and not opened.is_own else None
    if kept is None:
        return wanted, ""
    offer = opened.offers[at]
    known = kept.answers.wishes(offer.sheet, offer.header_row)
    merged = replace(
        wanted,
        sheet=offer.sheet,
        header_row=offer.header_row,
        columns={**known.columns, **wanted.columns},
        constants={**known.constants, **wanted.constants},
        trades={**known.trades, **wanted.trades},
        notes=wanted.notes and known.notes,
    )
    return merged, kept.at


def keep(desk: Desk, opened: OpenedFile, table: int, answers: Answers) -> None:
    """Remember what was answered about the columns of a list that was taken in."""
    if opened.is_own or not (answers.columns or answers.constants or answers.trades):
        return
    layouts: dict[str, Any] = dict(desk.store.meta.get(_KEY, {}))
    layouts.pop(_name(opened, table), None)
    layouts[_name(opened, table)] = {
        "at": desk.now(),
        "columns": {letter: asdict(one) for letter, one in answers.columns.items()},
        "constants": {name: value for name, value in answers.constants.items() if name not in _NEVER},
        "trades": dict(answers.trades),
        "notes": answers.notes,
    }
    desk.store.meta.set(_KEY, dict(list(layouts.items())[-_MOST:]))


def forget(desk: Desk, opened: OpenedFile, table: int) -> None:
    """Forget what was answered for lists with these headers."""
    layouts: dict[str, Any] = dict(desk.store.meta.get(_KEY, {}))
    if layouts.pop(_name(opened, table), None) is not None:
        desk.store.meta.set(_KEY, layouts)


def _name(opened: OpenedFile, table: int) -> str:
    """A short name for the headers of a table and their places."""
    words = "\x1f".join(f"{one.column}:{fold(one.words)}" for one in opened.tables[table].labels)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:24]
