"""What a visit found goes to the year that it is about: the establishment then shows its latest figures by itself.

A figure that is there already is never overwritten by a visit; it is told. The row of the year belongs to
the save of the visit, so both are taken back together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import UserError
from kcdesk.work import records

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

FIGURES = ("revenue", "workers_total", "average_income")
"""The figures that a visit notes, named alike in the row of the year."""
YEARS = "yearly_figures"
_LONGEST = 150


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the figures of a visit: the year, fields that were filled in, fields that say otherwise there."""

    year: int = 0
    filled: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()

    def words(self) -> str:
        """One sentence to show; "" where there is nothing to tell."""
        if not self.year:
            return ""
        kind = catalogue.entity("yearly_figure")
        if self.otherwise:
            names = ", ".join(_(kind[name].label).lower() for name in self.otherwise)
            told = _("Bảng số liệu năm {year} đang ghi khác ({names}), nên giữ nguyên ở đó.")
            return told.format(year=self.year, names=names)
        return _("Số liệu đã vào năm {year} của cơ sở.").format(year=self.year) if self.filled else ""


def carry_figures(desk: Desk, visit: str, save: str) -> Carried:
    """Put the figures of a visit into the row of their year, as part of the save that noted them."""
    record = desk.store.get("visit", visit) or {}
    year, owner = record.get("figures_year"), record.get("establishment_id")
    found = {name: value for name in FIGURES if (value := record.get(name)) is not None}
    if not isinstance(year, int) or not found or not save or not desk.store.get("establishment", str(owner or "-")):
        return Carried()
    rows = desk.store.children("establishment", str(owner))[YEARS]
    here = next((one for one in rows if one.get("year") == year), None)
    filled = {name: value for name, value in found.items() if here is None or here.get(name) is None}
    otherwise = tuple(name for name in found if name not in filled and here is not None and here[name] != found[name])
    if filled:
        changed = _with_figures(rows, here, year, filled, _source(record))
        try:
            records.save_record(desk, "establishment", str(owner), {}, {YEARS: changed}, save=save)
        except UserError:  # the establishment cannot take them: the visit keeps them, and that is told
            return Carried(year, (), tuple(found))
    return Carried(year, tuple(filled), otherwise)


def _with_figures(
    rows: list[Record], here: Record | None, year: int, filled: Mapping[str, Value], source: str
) -> list[Mapping[str, object]]:
    """The rows of all years, with the figures in the one that is theirs."""
    same: list[Mapping[str, object]] = [{"id": one["id"], **(filled if one is here else {})} for one in rows]
    return same if here is not None else [*same, {"year": year, "source": source, **filled}]


def _source(record: Record) -> str:
    kind = catalogue.entity("visit")
    day = kind["visited_on"].kind.format(record.get("visited_on"), kind["visited_on"])
    return _("Lượt khảo sát {day}").format(day=day)[:_LONGEST]
