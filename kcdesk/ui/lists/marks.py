"""Which records of a list are marked: kept by record, so that sorting and searching lose none."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject, Signal


class Marks(QObject):
    """Row numbers that are marked. Signal: ``changed``."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: set[int] = set()

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, number: object) -> bool:
        return number in self._numbers

    def numbers(self) -> list[int]:
        """The marked rows, in the order in which they were made."""
        return sorted(self._numbers)

    def toggle(self, number: int) -> None:
        """Mark a row, or take its mark away."""
        self._numbers ^= {number}
        self.changed.emit()

    def add(self, numbers: Iterable[int]) -> None:
        """Mark rows besides those that are."""
        self._numbers.update(numbers)
        self.changed.emit()

    def put_all(self, numbers: AbstractSet[int]) -> None:
        """Mark all of these; where all of them are marked already, none any more."""
        if numbers <= self._numbers:
            self._numbers -= numbers
        else:
            self._numbers |= numbers
        self.changed.emit()

    def clear(self) -> None:
        """Take all marks away."""
        if self._numbers:
            self._numbers.clear()
            self.changed.emit()

    def hidden(self, shown: AbstractSet[int]) -> int:
        """How many marked rows are not among these."""
        return len(self._numbers - shown)
