"""Which column gives which field, how its numbers and dates are written, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.model.kinds.money import is_likely
from kcdesk.sheets.evidence import (
    ENOUGH,
    Evidence,
    are_years,
    confirms,
    contradicts,
    fits,
    hardly,
    instead_of,
    told_by,
)
from kcdesk.sheets.fonts import TCVN3_CAPITALS
from kcdesk.sheets.grid import as_line, column_name, is_filled
from kcdesk.sheets.headers import HeaderWords, in_brackets
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.meaning import LIKELY, SURE, field_of
from kcdesk.sheets.neighbours import as_given, in_their_places, with_their_year, without_rivals
from kcdesk.sheets.old_text import Wrong, by_font, how_wrong, mend
from kcdesk.sheets.tables import Label, Table
from kcdesk.sheets.titles import is_of_given
from kcdesk.sheets.values import day_and_month, is_nothing, money_factor
from kcdesk.sheets.wishes import AS_IS, ColumnWish, Wishes
from kcdesk.text.fold import fold

_LOOKED_AT = 400
_WEIGHED = 120
"""So many values of a column are asked what they look like."""

_TOLD_BY_VALUES, _CONFIRMED = 0.7, 0.85
_CHOSEN = frozenset(("choice", "choices"))
_UNITS = {1: "đồng", 1000: "nghìn đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
_UNIT_ABOVE = re.compile(r"\b(?:dvt|don vi tinh|don vi)\b(.{0,30})")


def map_columns(table: Table, words: HeaderWords, wishes: Wishes) -> list[MappedColumn]:
    """The columns of a table with the fields they give; what a person said goes before what is found."""
    columns = _without_twins([_column(table, label, words, wishes) for label in table.labels])
    columns = with_their_year(as_given(columns) if is_of_given(table) else columns)
    return without_rivals(in_their_places(columns, words))


def _without_twins(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """The columns without those of a second list beside the first: its records are not those of the rows."""
    counting = [one.column for one in columns if one.target == "#index" and not one.confirmed]
    if len(counting) < 2:
        return list(columns)
    return [
        replace(one, target="", confidence=0.0, question="", is_left=True)
        if one.column >= counting[1] and not one.confirmed
        else one
        for one in columns
    ]


def _column(table: Table, label: Label, words: HeaderWords, wishes: Wishes) -> MappedColumn:
    wish = wishes.columns.get(column_name(label.column), ColumnWish())
    raws = [table.grid.at(row, label.column) for row in table.data_rows[:_LOOKED_AT]]
    raws = [raw for raw in raws if is_filled(raw) and not is_nothing(raw)]
    texts = [raw for raw in raws if isinstance(raw, str)]
    wrong = _encoding(wish, texts) or _drawn(table, label.column, wish)
    wrong_header = how_wrong([label.words, label.lowest]) or _drawn_header(table, label)
    header, levels = (mend(one, wrong_header) if wrong_header else one for one in (label.words, label.levels))
    meaning = words.meaning(levels)
    made = MappedColumn(
        label.column, header, samples=tuple(as_line(raw)[:60] for raw in raws[:3]), wrong=wrong,
        confirmed=wish.target is not None, year=words.year(levels),
    )  # fmt: skip
    if wish.target is not None:
        target = "" if wish.target in ("#ignore", "#note") else wish.target
        made = replace(made, target=target, confidence=1.0, is_left=wish.target == "#ignore")
    elif meaning.confidence >= LIKELY and meaning.target != "#ignore":
        made = replace(made, target=meaning.target, confidence=meaning.confidence)
    if not made.confirmed:
        made = _by_values(made, Evidence([as_line(raw) for raw in raws[:_WEIGHED]]), is_other=words.is_other(levels))
    if made.target and not made.confirmed and made.confidence < SURE and not made.question:
        asked = _("Cột “{header}” là “{label}”, đúng không?")
        made = replace(made, question=asked.format(header=made.header, label=made.title))
    if wrong and not wish.encoding:
        before, after = _before_and_after(table, label.column, wrong)
        made = replace(made, question=_("Chữ của bảng mã cũ: “{before}” là “{after}”, đúng không?").format(
            before=before[:40], after=after[:40]))  # fmt: skip
    return _habits(made, table, wish, raws)


def _encoding(wish: ColumnWish, texts: Sequence[str]) -> Wrong | None:
    if wish.encoding == AS_IS:
        return None
    return Wrong(wish.encoding) if wish.encoding in set(Wrong) else how_wrong(texts)


def _drawn(table: Table, column: int, wish: ColumnWish) -> Wrong | None:
    """How a column is written by its fonts, unless a person said it."""
    if wish.encoding or not table.grid.fonts:
        return None
    rows = table.data_rows[:_LOOKED_AT]
    return by_font((raw, table.grid.font(row, column)) for row in rows
                   if isinstance(raw := table.grid.at(row, column), str) and raw.strip())  # fmt: skip


def _drawn_header(table: Table, label: Label) -> Wrong | None:
    rows = range(table.top, table.bottom + 1)
    font = next((font for row in rows if (font := table.grid.font(row, label.column))), 0)
    return by_font([(label.words, font)]) if font else None


def _before_and_after(table: Table, column: int, wrong: Wrong) -> tuple[str, str]:
    """A text of a column as it stands and as it was meant."""
    for row in table.data_rows[:_LOOKED_AT]:
        raw = table.grid.at(row, column)
        capitals = table.grid.font(row, column) == TCVN3_CAPITALS
        if isinstance(raw, str) and (after := mend(raw, wrong, capitals=capitals)) != raw:
            return as_line(raw), as_line(after)
    return "", ""


def _by_values(made: MappedColumn, seen: Evidence, *, is_other: bool) -> MappedColumn:
    """What the values say: they may contradict the header, confirm it, or tell what it does not."""
    kind = made.field.kind.name if made.field is not None else ""
    if kind in _CHOSEN and seen.share("tick") >= _TOLD_BY_VALUES:
        return replace(made, target="", confidence=0.0, question="")  # one column for each choice, with ticks
    if len(seen.texts) < ENOUGH:
        return made
    is_vague = made.confidence < SURE or made.target == "establishment.name"
    if is_vague and (other := instead_of(made.target, seen)):
        return replace(made, target=other, confidence=_TOLD_BY_VALUES, question=_alike(made, other))
    if not made.target:
        told = "" if is_other else told_by(seen)
        return replace(made, target=told, confidence=_TOLD_BY_VALUES, question=_alike(made, told)) if told else made
    declared = made.field
    if declared is None:
        return made
    if contradicts(made.target, seen) or are_years(declared, seen) or hardly(fits(made.target, declared, seen)):
        words = _("Cột “{header}” không giống “{label}”; hãy xem lại.").format(
            header=made.header, label=_(declared.label))  # fmt: skip
        return replace(made, confidence=min(made.confidence, 0.6), question=words)
    if _TOLD_BY_VALUES <= made.confidence < SURE and confirms(made.target, seen, made.header):
        return replace(made, confidence=_CONFIRMED)
    return made


def _alike(made: MappedColumn, target: str) -> str:
    declared = field_of(target)
    words = _("Giá trị của cột “{header}” giống “{label}”, đúng không?")
    return words.format(header=made.header, label=_(declared.label) if declared else "")


def _habits(made: MappedColumn, table: Table, wish: ColumnWish, raws: Sequence[Any]) -> MappedColumn:
    """How the numbers and dates of a column are written."""
    declared = made.field
    if declared is None:
        return made
    if declared.kind.name == "money":
        return _unit(made, declared, table, wish, raws)
    if declared.kind.name in ("date", "partial_date") and wish.month_first is not None:
        return replace(made, month_first=wish.month_first)
    if declared.kind.name in ("date", "partial_date"):
        month_first, either = day_and_month([raw for raw in raws if isinstance(raw, str)])
        if either:
            words = _("Cột “{header}” ghi ngày/tháng hay tháng/ngày?").format(header=made.header)
            return replace(made, month_first=month_first, question=words)
        return replace(made, month_first=month_first)
    return made


def _unit(made: MappedColumn, declared: Field, table: Table, wish: ColumnWish, raws: Sequence[Any]) -> MappedColumn:
    """The unit of a column of money: said, in its header, above the table, or else by the size of its numbers."""
    above = _UNIT_ABOVE.search(fold(table.above))
    told = wish.factor or money_factor(in_brackets(made.header)) or money_factor(above[1] if above else "")
    numbers = [float(raw) for raw in raws if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw]
    numbers += [float(text) for raw in raws if isinstance(raw, str) and (text := re.sub(r"[.\s]", "", raw)).isdecimal()]
    if told or not numbers:
        return replace(made, factor=told or 1_000_000)
    middle = median(numbers)
    fitting = [factor for factor in (1_000_000, 1, 1000) if is_likely(int(middle * factor), declared)]
    factor = fitting[0] if fitting else 1_000_000
    if factor == 1_000_000 and len(fitting) == 1:
        return replace(made, factor=factor)
    if factor == 1 and middle >= 1_000_000:
        return replace(made, factor=factor)
    words = _("Cột “{header}” tính bằng {unit}, đúng không?").format(header=made.header, unit=_UNITS[factor])
    return replace(made, factor=factor, question="" if factor == 1_000_000 else words)
