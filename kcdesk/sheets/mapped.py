"""One column of a list with the field that it gives, how its values are written, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Field
from kcdesk.sheets.meaning import SURE, field_of
from kcdesk.sheets.old_text import Wrong

_SPECIAL = {
    "#index": N_("Số thứ tự"), "#province": N_("Tỉnh, thành phố"), "#hamlet": N_("Ấp, khu vực"),
    "#own_capital": N_("Vốn tự có"), "#contact": N_("Người đại diện và điện thoại"), "#point": N_("Tọa độ (cả hai số)"),
    "#period": N_("Thời gian thực hiện (từ tháng, đến tháng)"),
}  # fmt: skip

_TAKEN = frozenset((
    "establishment", "support_request", "product", "yearly_figure", "equipment", "certificate", "earlier_support",
))  # fmt: skip
"""What a row of a list may bring; values of anything else are kept in words."""


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

    year: int = 0
    """The year that its header names, 0 for none."""

    @property
    def field(self) -> Field | None:
        """The declaration behind it."""
        return field_of(self.target)

    @property
    def title(self) -> str:
        """What its field is called."""
        declared = self.field
        return _(declared.label) if declared else _(_SPECIAL.get(self.target, ""))

    @property
    def is_kept_in_words(self) -> bool:
        """True where no field takes its values: they go into the notes of the record with its header."""
        if self.is_left:
            return False
        return not self.target or self.target == "#own_capital" or (
            self.field is not None and self.target.partition(".")[0] not in _TAKEN)  # fmt: skip

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
