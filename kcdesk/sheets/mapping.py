"""Which column gives which field, how its numbers and dates are written, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.model.kinds.contact import plain_phone
from kcdesk.model.kinds.money import is_likely
from kcdesk.sheets.fonts import TCVN3_CAPITALS
from kcdesk.sheets.grid import as_line, column_name, is_filled
from kcdesk.sheets.headers import LIKELY, SURE, HeaderWords, field_of, in_brackets
from kcdesk.sheets.old_text import Wrong, by_font, how_wrong, mend
from kcdesk.sheets.tables import Label, Table
from kcdesk.sheets.values import day_and_month, is_nothing, money_factor
from kcdesk.sheets.wishes import AS_IS, ColumnWish, Wishes
from kcdesk.text.fold import fold

_LOOKED_AT = 400
_ENOUGH = 3
_FIT, _MISFIT = 0.8, 0.25
_UNITS = {1: "đồng", 1000: "nghìn đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
_UNIT_ABOVE = re.compile(r"\b(?:dvt|don vi tinh|don vi)\b(.{0,30})")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of a table. ``target`` is "" where no field is meant; ``question`` asks a person."""

    column: int
    header: str
    target: str = ""
    confidence: float = 0.0
    question: str = ""
    factor: int = 1_000_000
    month_first: bool = False
    wrong: Wrong | None = None
    confirmed: bool = False
    samples: tuple[str, ...] = ()
    is_left: bool = False
    """A person wants nothing of it, not even in the notes."""

    @property
    def field(self) -> Field | None:
        """The declaration behind it."""
        return field_of(self.target)

    @property
    def is_sure(self) -> bool:
        """True where it may be taken without asking."""
        return self.confirmed or (self.confidence >= SURE and not self.question)

    def as_map(self) -> dict[str, Any]:
        """What a map file says of it."""
        made: dict[str, Any] = {"field": self.target or None}
        declared = self.field
        if declared is not None and declared.kind.name == "money":
            made["unit"] = {1: "dong", 1000: "nghin", 1_000_000: "trieu", 1_000_000_000: "ty"}[self.factor]
        if self.month_first:
            made["dates"] = "mdy"
        if self.wrong:
            made["encoding"] = self.wrong.value
        return made


def map_columns(table: Table, words: HeaderWords, wishes: Wishes) -> list[MappedColumn]:
    """The columns of a table with the fields they give; what a person said goes before what is found."""
    columns = [_column(table, label, words, wishes) for label in table.labels]
    return _without_rivals(columns)


def _column(table: Table, label: Label, words: HeaderWords, wishes: Wishes) -> MappedColumn:
    wish = wishes.columns.get(column_name(label.column), ColumnWish())
    raws = [table.grid.at(row, label.column) for row in table.data_rows[:_LOOKED_AT]]
    raws = [raw for raw in raws if is_filled(raw) and not is_nothing(raw)]
    texts = [raw for raw in raws if isinstance(raw, str)]
    wrong = _encoding(wish, texts) or _drawn(table, label.column, wish)
    wrong_header = how_wrong([label.words, label.lowest]) or _drawn_header(table, label)
    readings = [mend(one, wrong_header) if wrong_header else one for one in label.readings]
    meaning = words.best(readings)
    made = MappedColumn(
        label.column, readings[0], samples=tuple(as_line(raw)[:60] for raw in raws[:3]), wrong=wrong,
        confirmed=wish.target is not None,
    )  # fmt: skip
    if wish.target is not None:
        target = "" if wish.target in ("#ignore", "#note") else wish.target
        made = replace(made, target=target, confidence=1.0, is_left=wish.target == "#ignore")
    elif meaning.confidence >= LIKELY and meaning.target != "#ignore":
        made = replace(made, target=meaning.target, confidence=meaning.confidence)
    if not made.confirmed:
        made = _by_values(made, [as_line(raw) for raw in raws])
    if made.target and not made.confirmed and made.confidence < SURE and not made.question:
        declared = made.field
        asked = _("Cột “{header}” là “{label}”, đúng không?")
        made = replace(made, question=asked.format(header=made.header, label=_(declared.label) if declared else ""))
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


def _by_values(made: MappedColumn, texts: Sequence[str]) -> MappedColumn:
    """What the values say: they may contradict the header, or tell what it does not."""
    if len(texts) < _ENOUGH:
        return made
    phones = sum(bool(plain_phone(text)) for text in texts) / len(texts)
    declared = made.field
    if not made.target and phones >= _FIT:
        words = _("Cột “{header}” giống cột điện thoại, đúng không?").format(header=made.header)
        return replace(made, target="establishment.phone", confidence=0.7, question=words)
    fit = _fit(declared, texts)
    if fit is not None and fit < _MISFIT:
        words = _("Cột “{header}” không giống “{label}”; hãy xem lại.").format(
            header=made.header, label=_(declared.label) if declared else "")  # fmt: skip
        return replace(made, confidence=min(made.confidence, 0.6), question=words)
    return made


_SHAPES = {
    "phone": re.compile(r".*[0-9](?:[\s.\-]?[0-9]){7,}.*"),
    "tax_code": re.compile(r"[0-9\s.\-]{8,18}"),
    "personal_number": re.compile(r"[0-9\s.]{9,16}"),
    "money": re.compile(r".*[0-9].*"),
    "integer": re.compile(r".*[0-9].*"),
    "year": re.compile(r".*[0-9]{2}.*"),
    "date": re.compile(r".*[0-9].*"),
    "email": re.compile(r".*@.*"),
}


def _fit(declared: Field | None, texts: Sequence[str]) -> float | None:
    """How many of the texts have the shape of a kind; None where it has none."""
    shape = _SHAPES.get(declared.kind.name) if declared else None
    if shape is None:
        numbers = sum(text.replace(".", "").replace(",", "").isdecimal() for text in texts) / len(texts)
        is_name = declared is not None and declared.name in ("name", "representative", "main_trade", "address")
        return 1 - numbers if is_name else None
    return sum(bool(shape.fullmatch(text)) for text in texts) / len(texts)


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


def _without_rivals(columns: list[MappedColumn]) -> list[MappedColumn]:
    """No field is given by two columns: the surest keeps it, the first of equals."""
    best: dict[str, MappedColumn] = {}
    for one in columns:
        if one.target and (one.target not in best or one.confidence > best[one.target].confidence):
            best[one.target] = one
    return [one if not one.target or best[one.target] is one else replace(one, target="", confidence=0.0)
            for one in columns]  # fmt: skip
