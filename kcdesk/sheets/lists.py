"""What a cell may be chosen from, and the sheet that holds these lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.fields import Field
from kcdesk.sheets.cells import with_label

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference

_VSIC_LEVEL = 4


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """One list: its heading and its entries, as they stand in a cell."""

    heading: str
    entries: tuple[str, ...]


@dataclass(slots=True)
class Lists:
    """The lists of a workbook by name; each is made when a column asks for it.

    ``area`` are the communes in charge, empty for a whole province.
    """

    reference: Reference
    province: str
    area: Collection[str] = ()
    made: dict[str, ChoiceList] = field(default_factory=dict)

    def name_for(self, column: Field) -> str:
        """The name of the list that a field's cell is chosen from; "" where there is none."""
        if column.kind.name == "choice":
            name = f"{column.name}_{len(column.choices)}"
            entries: Sequence[str] = [_(choice.label) for choice in column.choices]
        elif column.kind.name == "yes_no":
            name, entries = "co_khong", [_("Có"), _("Không")]
        elif column.code_table:
            name, entries = column.code_table, self._codes(column.code_table)
        else:
            return ""
        return self._kept(name, _(column.label), tuple(entries))

    def _kept(self, name: str, heading: str, entries: tuple[str, ...]) -> str:
        if not entries:
            return ""
        while name in self.made and self.made[name].entries != entries:
            name += "_"
        self.made.setdefault(name, ChoiceList(_("Có, không") if name == "co_khong" else heading, entries))
        return name

    def _codes(self, table: str) -> Sequence[str]:
        tables = self.reference
        if table == "communes":
            listed = [tables.communes.get(code) for code in self.area] or tables.communes.of_province(self.province)
            return [with_label(one.code, tables.label(table, one.code)) for one in listed if one]
        if table == "vsic":
            return [with_label(one.code, one.name) for one in tables.vsic.all() if one.level == _VSIC_LEVEL]
        short = {"activities": tables.activities, "activity_items": tables.activity_items, "trades": tables.trades}
        return [with_label(one.code, one.name) for one in short.get(table, ())]
