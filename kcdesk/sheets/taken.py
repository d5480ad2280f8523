"""What one row of a list says, before it is planned."""

from __future__ import annotations

from dataclasses import dataclass, field

from kcdesk.model.fields import Value


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
    head: int = 0
    """The number of the row whose establishment this one goes on about, 0 for a row of its own."""

    def part(self, entity: str) -> dict[str, Value]:
        """The values of one entity by field name."""
        prefix = f"{entity}."
        cut = len(prefix)
        return {name[cut:]: value for name, value in self.values.items() if name[:cut] == prefix}
