"""Rows of a list as values of fields, with what is doubtful in them and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.sheets.addresses import Addresses, Place
from kcdesk.sheets.fonts import TCVN3_CAPITALS
from kcdesk.sheets.grid import Raw, as_line, column_name, is_filled
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.meaning import field_of
from kcdesk.sheets.old_text import mend
from kcdesk.sheets.pairs import contact, period, point
from kcdesk.sheets.tables import Table
from kcdesk.sheets.values import Habits, Reading, is_ditto, is_nothing, legal_form_of, read_cell
from kcdesk.sheets.wishes import Wishes

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference

COMMUNE, DISTRICT, ADDRESS = "establishment.commune_code", "establishment.former_district", "establishment.address"
NAME, NOTE, PHONE = "establishment.name", "establishment.note", "establishment.phone"
TRADE, TRADE_GROUP = "establishment.main_trade", "establishment.trade_group"
_PLACES = (COMMUNE, DISTRICT, ADDRESS, "#hamlet", "#province")
FIGURES_YEAR = "establishment.figures_year"
_NAMED_BY = {
    "product": {"product.name"}, "equipment": {"equipment.name"}, "certificate": {"certificate.title"},
    "earlier_support": {"earlier_support.title"},
    "support_request": {"support_request.title", "support_request.requested_amount"},
}  # fmt: skip
"""The fields without one of which a row brings nothing of that sort."""

_MONTHS = ("support_request.starts_on", "support_request.ends_on", "support_request.plan_year")
_OF_A_YEAR = frozenset(("establishment.workers_total", "establishment.capital"))
_MOST_CANDIDATES = 6
_MOST_KEPT = 20_000
"""So many different cells are remembered."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question about a row; ``instead`` is what it offers for the field, where it offers something.

    ``kind`` is value, repair, place, code or column; ``text`` what is written (for a place the key of its answer),
    ``options`` the codes to choose from.
    """

    target: str
    words: str
    instead: Value = None
    kind: str = "value"
    text: str = ""
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class TakenRow:
    """One row of a list. ``number`` counts from 1 as the spreadsheet shows it; ``refused`` are cells without sense."""

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    refused: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def part(self, entity: str) -> dict[str, Value]:
        """The values of one entity by field name."""
        prefix = f"{entity}."
        cut = len(prefix)
        return {name[cut:]: value for name, value in self.values.items() if name[:cut] == prefix}


class RowReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, columns: Sequence[MappedColumn], reference: Reference, addresses: Addresses, wishes: Wishes
    ) -> None:
        self._table = table
        kept = [one for one in columns if one.is_kept_in_words]
        self._columns = [one for one in columns if one.target and one.target != "#index" and one not in kept]
        self._fields = {one.target: one.field for one in self._columns}
        self._others = kept
        self._years = _years(self._columns)
        self._reference = reference
        self._addresses = addresses
        self._wishes = wishes
        self._last: dict[int, Raw] = {}
        self._readings: dict[tuple[str, type, Raw], Reading] = {}
        self._today = self._names_are_of_today()

    def rows(self) -> Iterator[TakenRow]:
        """Every row with records, in order."""
        for row in self._table.data_rows:
            taken = TakenRow(row + 1)
            written = {one.target: self._raw(row, one) for one in self._columns}
            for one in self._columns:
                if one.target not in _PLACES:
                    self._read(taken, one, written[one.target])
            self._place(taken, written, row)
            self._unconfirmed(taken, written)
            self._others_to_notes(taken, row)
            self._complete(taken, written)
            yield taken

    def _unconfirmed(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """A question about a column stays with every row that has something in it, until a person answers."""
        for one in self._columns:
            if one.question and is_filled(written[one.target]):
                taken.doubts.append(Doubt("", one.question, kind="column", text=column_name(one.column)))

    def _raw(self, row: int, one: MappedColumn) -> Raw:
        raw = self._table.grid.at(row, one.column)
        if is_ditto(raw):
            return self._last.get(one.column, "")
        if isinstance(raw, str) and one.wrong:
            capitals = self._table.grid.font(row, one.column) == TCVN3_CAPITALS
            raw = mend(raw, one.wrong, capitals=capitals)
        self._last[one.column] = raw
        return raw

    def _read(self, taken: TakenRow, one: MappedColumn, raw: Raw) -> None:
        declared = self._fields[one.target]
        if not is_filled(raw) or (is_nothing(raw) and declared is None):
            return
        if declared is None:
            self._two_in_one(taken, one.target, one.header, as_line(raw))
            return
        if declared.code_table and not is_nothing(raw):
            self._code(taken, one.target, declared, as_line(raw))
            return
        reading = self._reading(one, declared, raw)
        if reading.refused:
            words = _("{label}: {why}").format(label=_(declared.label), why=reading.refused)
            taken.refused.append(Doubt(one.target, words, text=as_line(raw)))
        if reading.doubt:
            kind = "value" if reading.instead is None else "repair"
            taken.doubts.append(Doubt(one.target, reading.doubt, reading.instead, kind, as_line(raw)))
        if reading.value is not None:
            taken.values[one.target] = reading.value
        elif one.target == PHONE and is_nothing(raw):
            taken.values["establishment.phone_missing_reason"] = "khong_co"
        if reading.more:
            taken.notes.append(reading.more)

    def _two_in_one(self, taken: TakenRow, target: str, header: str, text: str) -> None:
        """A cell with a name and a telephone, or with both numbers of a place on the map."""
        if target == "#contact":
            values, rest = contact(text)
        elif target == "#point":
            values, rest = point(text)
        elif target == "#period":
            values, rest = period(text)
            if rest:
                taken.notes.append(f"{header}: {rest}"[:300])
            rest = ""
        else:
            return
        for name, value in values.items():
            taken.values.setdefault(name, value)
        if rest:
            taken.doubts.append(Doubt("", _("Chưa đọc được “{text}”.").format(text=rest[:80]), text=text))

    def _reading(self, one: MappedColumn, declared: Field, raw: Raw) -> Reading:
        """What a cell says; the cells of a column repeat each other, so each is read once."""
        key = (one.target, type(raw), raw)
        found = self._readings.get(key)
        if found is None:
            habits = Habits(one.factor, one.month_first, self._table.grid.epoch_1904)
            found = read_cell(declared, raw, habits)
            if len(self._readings) < _MOST_KEPT:
                self._readings[key] = found
        return found

    def _code(self, taken: TakenRow, target: str, declared: Field, text: str) -> None:
        """A code, a code with its name, or a name that only one entry has."""
        reading = read_cell(declared, text)
        table = declared.code_table
        if isinstance(reading.value, str) and self._reference.has(table, reading.value):
            taken.values[target] = reading.value
            return
        short = {"trades": self._reference.trades, "activities": self._reference.activities,
                 "activity_items": self._reference.activity_items}.get(table)  # fmt: skip
        found = [entry.code for entry in short.find(text)] if short else []
        if table == "vsic":
            found = [match.entry.code for match in self._reference.vsic.find(text, limit=2)]
        if len(found) == 1:
            taken.values[target] = found[0]
        elif found:
            words = _("“{text}” có thể là nhiều mục của “{label}”; hãy chọn.")
            asked = words.format(text=text[:60], label=_(declared.label))
            taken.doubts.append(Doubt(target, asked, kind="code", text=text, options=tuple(found)))
        else:
            asked = _("“{text}” không có trong danh mục “{label}”.").format(text=text[:60], label=_(declared.label))
            taken.doubts.append(Doubt(target, asked, kind="code", text=text))

    def _place(self, taken: TakenRow, written: Mapping[str, Raw], row: int) -> None:
        texts = {name: "" if is_nothing(written.get(name, "")) else as_line(written.get(name, "")) for name in _PLACES}
        commune = texts[COMMUNE] or ("" if texts[ADDRESS] else self._section(row))
        code = commune.split(" – ")[0].strip() if " – " in commune else commune
        if self._reference.has("communes", code):
            taken.values[COMMUNE] = code
            self._address(taken, texts, texts[ADDRESS])
            return
        whole = ", ".join(part for part in (texts[ADDRESS], commune, texts[DISTRICT], texts["#province"]) if part)
        if not whole:
            self._address(taken, texts, "")
            return
        chosen = self._wishes.places.get(whole) or self._wishes.places.get(commune)
        place = self._addresses.read(
            texts[ADDRESS], commune=commune, district=texts[DISTRICT], province=texts["#province"], today=self._today
        )
        self._take_place(taken, place, whole, chosen)
        self._address(taken, texts, place.rest if place.communes else texts[ADDRESS])

    def _take_place(self, taken: TakenRow, place: Place, whole: str, chosen: str | None) -> None:
        if chosen:
            taken.values[COMMUNE] = chosen
        elif place.is_sure:
            taken.values[COMMUNE] = place.communes[0]
        elif place.communes:
            names = [self._reference.label("communes", code).split(",")[0] for code in place.communes]
            shown = ", ".join(names[:_MOST_CANDIDATES]) + (" …" if len(names) > _MOST_CANDIDATES else "")
            asked = _("“{text}” có lẽ viết sai tên: {names}; hãy chọn.") if place.is_near else _(
                "“{text}” nay có thể thuộc: {names}; hãy chọn.")  # fmt: skip
            words = asked.format(text=whole[:80], names=shown)
            taken.doubts.append(Doubt(COMMUNE, words, kind="place", text=whole, options=tuple(place.communes)))
        elif COMMUNE not in self._wishes.constants:
            words = _("Không tìm thấy xã trong “{text}”.").format(text=whole[:80])
            taken.doubts.append(Doubt(COMMUNE, words, kind="place", text=whole))
        if place.district:
            taken.values[DISTRICT] = place.district
        if place.was_old and place.old_name:
            taken.notes.append(_("Địa chỉ trước 01/7/2025: {place}").format(place=place.old_name))

    def _address(self, taken: TakenRow, texts: Mapping[str, str], rest: str) -> None:
        address = ", ".join(part for part in (rest, texts["#hamlet"]) if part)
        if address:
            taken.values[ADDRESS] = address[:250]

    def _section(self, row: int) -> str:
        """The commune that the heading of this part of the list names."""
        heading = self._table.sections.get(row, "")
        words = heading.split(" ")
        return " ".join(words[1:]) if len(words) > 1 and words[0].rstrip(".)").isalnum() and len(words[0]) < 5 and (
            words[0].upper() == words[0]) and words[0].lower() not in ("xã", "x") else heading  # fmt: skip

    def _names_are_of_today(self) -> bool:
        """True where the list names no districts and only communes of today, several of them."""
        targets = {one.target: one for one in self._columns}
        if DISTRICT in targets or COMMUNE not in targets:
            return False
        rows = self._table.data_rows[:2000]
        texts = {as_line(self._raw(row, targets[COMMUNE])) for row in rows} - {""}
        self._last.clear()
        return len(texts) >= 3 and all(self._addresses.is_today(text) for text in texts)

    def _others_to_notes(self, taken: TakenRow, row: int) -> None:
        """What no field takes is kept in words."""
        if not self._wishes.notes:
            return
        for one in self._others:
            text = as_line(self._raw(row, one))
            if text and not is_nothing(text):
                taken.notes.append(f"{one.header}: {text}"[:300])

    def _nameless_to_notes(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """What belongs to a thing without a name (an output, but of what?) cannot be kept with it: in words, then."""
        for one in self._columns:
            if one.target == "#period" and not _NAMED_BY["support_request"] & taken.values.keys():
                self._drop_period(taken, one, written[one.target])
            names = _NAMED_BY.get(one.target.partition(".")[0])
            if names and one.target in taken.values and not names & taken.values.keys():
                del taken.values[one.target]
                taken.notes.append(f"{one.header}: {as_line(written[one.target])}"[:300])

    def _drop_period(self, taken: TakenRow, one: MappedColumn, raw: Raw) -> None:
        """The months of no request, in words."""
        if taken.values.keys() & set(_MONTHS):
            for name in _MONTHS:
                taken.values.pop(name, None)
            taken.notes.append(f"{one.header}: {as_line(raw)}"[:300])

    def _complete(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """Constants for what the file does not say, and the legal form that the name says."""
        name = taken.values.get(NAME)
        if isinstance(name, str) and taken.values.get("establishment.legal_form") is None:
            form = legal_form_of(name)
            if form:
                taken.values["establishment.legal_form"] = form
        _with_titles(taken)
        for target, year in self._years.items():
            if target != FIGURES_YEAR or taken.values.keys() & _OF_A_YEAR:
                taken.values.setdefault(target, year)
        group = self._wishes.trades.get(str(taken.values.get(TRADE) or ""))
        if group:
            taken.values.setdefault(TRADE_GROUP, group)
        for target, constant in self._wishes.constants.items():
            if taken.values.get(target) is None and (declared := field_of(target)) is not None:
                taken.values[target] = _constant(declared, constant)
        for target, given in self._wishes.values_of(self._table.grid.name, taken.number).items():
            if (declared := field_of(target)) is not None:
                taken.values[target] = _constant(declared, given)
                taken.doubts = [doubt for doubt in taken.doubts if doubt.target != target]
                taken.refused = [doubt for doubt in taken.refused if doubt.target != target]
        self._nameless_to_notes(taken, written)


def _years(columns: Sequence[MappedColumn]) -> dict[str, Value]:
    """The years that headers name, for the figures below them."""
    found: dict[str, Value] = {}
    for one in columns:
        if one.year and one.target.startswith("yearly_figure."):
            found["yearly_figure.year"] = one.year
        elif one.year and one.target in _OF_A_YEAR:
            found[FIGURES_YEAR] = one.year
    return found


def _with_titles(taken: TakenRow) -> None:
    """Certificates that a list only counts in stars have the name of the programme."""
    stars = taken.values.get("certificate.stars")
    if stars is not None and taken.values.get("certificate.title") is None:
        taken.values["certificate.title"] = f"OCOP {stars} sao"
        taken.values.setdefault("certificate.kind", "ocop")


def _constant(declared: Field, given: object) -> Value:
    """A value from a map: plain as on the command line, or as a person types it."""
    from kcdesk.model.kinds import ValueProblem

    try:
        return declared.kind.normalise(given, declared)
    except ValueProblem:
        return read_cell(declared, given if isinstance(given, (str, int, float, bool)) else str(given)).value
