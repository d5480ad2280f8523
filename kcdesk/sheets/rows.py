"""Rows of a list as values of fields, with what is doubtful in them and what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.sheets.addresses import Addresses, Place
from kcdesk.sheets.completing import NAME, OWNER, Completer
from kcdesk.sheets.fonts import TCVN3_CAPITALS
from kcdesk.sheets.grid import Raw, as_line, column_name, is_filled
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.old_text import mend
from kcdesk.sheets.pairs import contact, period, point
from kcdesk.sheets.sections import NOWHERE
from kcdesk.sheets.tables import Table
from kcdesk.sheets.taken import Doubt, TakenRow
from kcdesk.sheets.values import Habits, Reading, is_ditto, is_nothing, read_cell
from kcdesk.sheets.whereabouts import Whereabouts
from kcdesk.sheets.wishes import Wishes
from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference

COMMUNE, DISTRICT, ADDRESS = "establishment.commune_code", "establishment.former_district", "establishment.address"
PHONE = "establishment.phone"
_PLACES = (COMMUNE, DISTRICT, ADDRESS, "#hamlet", "#province")
_OF_ITS_OWN = frozenset(("establishment", "#contact", "#hamlet", "#index"))
_TITLE = re.compile(r"^(ông|bà|Ông|Bà|ÔNG|BÀ)\s*[:.]?\s+(?=\S)")
_MOST_JOINED = 500
_MOST_CANDIDATES = 6
_MOST_KEPT = 20_000
"""So many different cells are remembered."""


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
        self._index = next((one for one in columns if one.target == "#index"), None)
        self._name = next((one for target in (NAME, OWNER) for one in columns if one.target == target), None)
        self._reaching = _reaching(table)
        self._has_twin = any(one.is_left and not one.confirmed for one in columns)
        self._completer = Completer(table, self._columns, wishes)
        self._reference = reference
        self._addresses = addresses
        self._wishes = wishes
        self._last: dict[int, Raw] = {}
        self._readings: dict[tuple[str, type, Raw], Reading] = {}
        given = COMMUNE in wishes.constants
        self._whereabouts = Whereabouts(table, addresses, today=self._names_are_of_today(), is_given=given)

    def rows(self) -> Iterator[TakenRow]:
        """Every row with records, in order."""
        head = 0
        for row in self._table.data_rows:
            taken = TakenRow(row + 1)
            written = {one.target: self._raw(row, one) for one in self._columns}
            taken.head = head if head and self._goes_on(row) else 0
            head = taken.head or taken.number
            for one in self._columns:
                if one.target not in _PLACES:
                    self._read(taken, one, written[one.target])
            self._place(taken, written, row)
            self._unconfirmed(taken, written)
            self._others_to_notes(taken, row)
            self._completer.complete(taken, written)
            yield _without_owner(taken) if taken.head else taken

    def _unconfirmed(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """A question about a column stays with every row that has something in it, until a person answers."""
        for one in self._columns:
            if one.question and is_filled(written[one.target]):
                taken.doubts.append(Doubt("", one.question, kind="column", text=column_name(one.column)))

    def _raw(self, row: int, one: MappedColumn) -> Raw:
        raw = self._table.grid.at(row, one.column)
        if raw == "" and (row, one.column) in self._reaching:
            raw = self._table.grid.at(self._reaching[row, one.column], one.column)
        if is_ditto(raw):
            return self._last.get(one.column, "")
        if isinstance(raw, str) and one.wrong:
            capitals = self._table.grid.font(row, one.column) == TCVN3_CAPITALS
            raw = mend(raw, one.wrong, capitals=capitals)
        self._last[one.column] = raw
        return raw

    def _goes_on(self, row: int) -> bool:
        """True for a row that names no establishment of its own but something of the one above: a further product."""
        if self._name is not None and (row, self._name.column) in self._reaching:
            return True
        grid = self._table.grid
        if self._index is None or is_filled(grid.at(row, self._index.column)):
            return False
        filled = [one.target.partition(".")[0] for one in self._columns if is_filled(grid.at(row, one.column))]
        return bool(filled) and not _OF_ITS_OWN & set(filled)

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
        if one.target == OWNER and isinstance(reading.value, str):
            _with_owner(taken, reading.value)
        elif reading.value is not None:
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
        texts["hamlet"] = self._table.places.get(row, NOWHERE).hamlet
        commune = texts[COMMUNE]
        code = commune.split(" – ")[0].strip() if " – " in commune else commune
        if self._reference.has("communes", code):
            taken.values[COMMUNE] = code
            self._address(taken, texts, texts[ADDRESS])
            return
        place, whole = self._whereabouts.read(texts, row)
        if not whole:
            self._address(taken, texts, "")
            return
        chosen = self._wishes.places.get(whole) or self._wishes.places.get(commune)
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
        if address and not texts["#hamlet"] and texts["hamlet"] and fold(texts["hamlet"]) not in fold(address):
            address = f"{address}, {texts['hamlet']}"
        address = address or texts["hamlet"]
        if address:
            taken.values[ADDRESS] = address[:250]

    def _names_are_of_today(self) -> bool:
        """True where the list names no districts and only communes of today, several of them."""
        targets = {one.target: one for one in self._columns}
        if DISTRICT in targets or COMMUNE not in targets:
            return False
        rows = self._table.data_rows[:2000]
        texts = {as_line(self._raw(row, targets[COMMUNE])) for row in rows} - {""}
        self._last.clear()
        return len(texts) >= 3 and all(self._addresses.is_today(text) for text in texts)

    @property
    def where_from(self) -> str:
        """What the sheet or its title says of the commune of all rows that name none; "" for nothing."""
        return self._whereabouts.taken_from

    @property
    def has_twin(self) -> bool:
        """True where a second list stands beside the first, which is not taken."""
        return self._has_twin

    @property
    def is_of_households(self) -> bool:
        """True for a list of people whose establishments have no names in it."""
        return self._completer.is_of_households

    def _others_to_notes(self, taken: TakenRow, row: int) -> None:
        """What no field takes is kept in words."""
        if not self._wishes.notes:
            return
        for one in self._others:
            text = as_line(self._raw(row, one))
            if text and not is_nothing(text):
                taken.notes.append(f"{one.header}: {text}"[:300])


def _with_owner(taken: TakenRow, written: str) -> None:
    """A person, without "Ông" or "Bà" before the name; these words say the gender."""
    found = _TITLE.match(written)
    taken.values[OWNER] = written[found.end() :] if found else written
    if found:
        taken.values.setdefault("establishment.gender", "nam" if fold(found[1]) == "ong" else "nu")


def _without_owner(taken: TakenRow) -> TakenRow:
    """A row that goes on about the establishment above, without what that row says already."""
    taken.values = {name: value for name, value in taken.values.items() if not name.startswith("establishment.")}
    taken.doubts = [one for one in taken.doubts if not one.target.startswith("establishment.")]
    taken.refused = [one for one in taken.refused if not one.target.startswith("establishment.")]
    return taken


def _reaching(table: Table) -> dict[tuple[int, int], int]:
    """Cells of rows that belong to a cell joined downwards, with the row in which its words stand."""
    data = set(table.data_rows)
    return {
        (row, area.left): area.top
        for area in table.grid.merged
        if area.left == area.right and area.bottom - area.top < _MOST_JOINED
        for row in range(area.top + 1, area.bottom + 1)
        if row in data
    }
