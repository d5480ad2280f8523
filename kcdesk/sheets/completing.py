"""What a row does not say itself: by its title, by a person, by its other values; what must go with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kcdesk.model.fields import Field, Value
from kcdesk.sheets.grid import Raw, as_line
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.meaning import field_of
from kcdesk.sheets.tables import Table
from kcdesk.sheets.taken import TakenRow
from kcdesk.sheets.titles import fund_source, plan_year
from kcdesk.sheets.values import legal_form_of, read_cell
from kcdesk.sheets.wishes import Wishes

NAME, OWNER = "establishment.name", "establishment.representative"
TRADE, TRADE_GROUP = "establishment.main_trade", "establishment.trade_group"
FIGURES_YEAR = "establishment.figures_year"
_NAMED_BY = {
    "product": {"product.name"}, "equipment": {"equipment.name"}, "certificate": {"certificate.title"},
    "earlier_support": {"earlier_support.title"},
    "support_request": {"support_request.title", "support_request.requested_amount"},
}  # fmt: skip
"""The fields without one of which a row brings nothing of that sort."""

_MONTHS = ("support_request.starts_on", "support_request.ends_on", "support_request.plan_year")
_SUPPORTED = "earlier_support.title"
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_OF_A_YEAR = frozenset(("establishment.workers_total", "establishment.capital"))


class Completer:
    """Completes the rows of one table."""

    def __init__(self, table: Table, columns: Sequence[MappedColumn], wishes: Wishes) -> None:
        self._sheet = table.grid.name
        self._columns = columns
        self._wishes = wishes
        self._years = _years(columns)
        targets = {one.target for one in columns}
        self._is_of_households = NAME not in targets and OWNER in targets
        said: dict[str, Value] = {
            "support_request.plan_year": plan_year(table), "support_request.fund_source": fund_source(table),
        }  # fmt: skip
        self._asked = {target: value for target, value in said.items() if value}

    @property
    def is_of_households(self) -> bool:
        """True for a list of people whose establishments have no names in it."""
        return self._is_of_households

    def complete(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """Constants for what the file does not say, the legal form that the name says, what cannot stand alone."""
        name = taken.values.get(NAME)
        if isinstance(name, str) and taken.values.get("establishment.legal_form") is None and (
            form := legal_form_of(name)):  # fmt: skip
            taken.values["establishment.legal_form"] = form
        self._name_of_household(taken)
        _with_titles(taken)
        self._with_what_is_asked(taken)
        for target, year in self._years.items():
            if target != FIGURES_YEAR or taken.values.keys() & _OF_A_YEAR:
                taken.values.setdefault(target, year)
        group = self._wishes.trades.get(str(taken.values.get(TRADE) or ""))
        if group:
            taken.values.setdefault(TRADE_GROUP, group)
        self._with_answers(taken)
        self._support_of_a_year(taken, written)
        self._nameless_to_notes(taken, written)

    def _with_what_is_asked(self, taken: TakenRow) -> None:
        """Year and fund that the title names, for rows that ask for something."""
        if _NAMED_BY["support_request"] & taken.values.keys():
            for target, said in self._asked.items():
                taken.values.setdefault(target, said)

    def _with_answers(self, taken: TakenRow) -> None:
        """What a person said for all rows, and for this one."""
        for target, constant in self._wishes.constants.items():
            if taken.values.get(target) is None and (declared := field_of(target)) is not None:
                taken.values[target] = _constant(declared, constant)
        for target, given in self._wishes.values_of(self._sheet, taken.number).items():
            if (declared := field_of(target)) is not None:
                taken.values[target] = _constant(declared, given)
                taken.doubts = [doubt for doubt in taken.doubts if doubt.target != target]
                taken.refused = [doubt for doubt in taken.refused if doubt.target != target]

    def _nameless_to_notes(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """What belongs to a thing without a name (an output, but of what?) cannot be kept with it: in words, then."""
        for one in self._columns:
            if one.target == "#period" and not _NAMED_BY["support_request"] & taken.values.keys():
                self._drop_period(taken, one, written[one.target])
            names = _NAMED_BY.get(one.target.partition(".")[0])
            if names and one.target in taken.values and not names & taken.values.keys():
                del taken.values[one.target]
                taken.notes.append(f"{one.header}: {as_line(written[one.target])}"[:300])

    def _name_of_household(self, taken: TakenRow) -> None:
        """In a list of households, which has no column of names, each is named by its head."""
        owner = taken.values.get(OWNER)
        if isinstance(owner, str) and self._is_of_households:
            taken.values.setdefault(NAME, f"Hộ {owner}")

    def _support_of_a_year(self, taken: TakenRow, written: Mapping[str, Raw]) -> None:
        """Earlier support has a year: that in its words, or it is kept in words."""
        title = taken.values.get(_SUPPORTED)
        if not isinstance(title, str) or taken.values.get("earlier_support.year") is not None:
            return
        years = _YEAR.findall(title)
        if len(set(years)) == 1:
            taken.values["earlier_support.year"] = int(years[0])
            return
        for one in self._columns:
            if one.target.startswith("earlier_support.") and taken.values.pop(one.target, None) is not None:
                taken.notes.append(f"{one.header}: {as_line(written[one.target])}"[:300])

    def _drop_period(self, taken: TakenRow, one: MappedColumn, raw: Raw) -> None:
        """The months of no request, in words."""
        if taken.values.keys() & set(_MONTHS):
            for name in _MONTHS:
                taken.values.pop(name, None)
            taken.notes.append(f"{one.header}: {as_line(raw)}"[:300])


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
        product = taken.values.get("product.name")
        taken.values["certificate.title"] = f"OCOP {stars} sao" + (f" – {product}"[:120] if product else "")
        taken.values.setdefault("certificate.kind", "ocop")


def _constant(declared: Field, given: object) -> Value:
    """A value from a map: plain as on the command line, or as a person types it."""
    from kcdesk.model.kinds import ValueProblem

    try:
        return declared.kind.normalise(given, declared)
    except ValueProblem:
        return read_cell(declared, given if isinstance(given, (str, int, float, bool)) else str(given)).value
