"""Short lists of codes: the activities of Nghị định 45/2012, their items, the supported trades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kcdesk.reference.csv_tables import Row
from kcdesk.text.fold import words


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of a list: the code that is kept, the name and the short name that are shown.

    ``parent`` is the activity of an item. ``valid_from`` and ``valid_to`` are ISO dates, "" where
    the list gives none.
    """

    code: str
    name: str
    short_name: str = ""
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    legal_basis: str = ""

    def in_force(self, day: str) -> bool:
        """True where the entry is in force on a day (ISO)."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


class CodeList:
    """A short list of codes in its order."""

    def __init__(self, rows: Iterable[Row], *, parent: str = "") -> None:
        """``parent`` names the column with the code of the entry above."""
        self._entries = {
            row["code"]: CodeEntry(
                code=row["code"],
                name=row["name"],
                short_name=row.get("short_name") or row["name"],
                parent=row.get(parent, "") if parent else "",
                valid_from=row.get("valid_from", ""),
                valid_to=row.get("valid_to", ""),
                legal_basis=row.get("legal_basis", ""),
            )
            for row in rows
        }

    def __iter__(self) -> Iterator[CodeEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, code: str) -> CodeEntry | None:
        """The entry of a code, None where the list has none."""
        return self._entries.get(code)

    def of(self, parent: str) -> tuple[CodeEntry, ...]:
        """The entries under another one, in order."""
        return tuple(entry for entry in self if entry.parent == parent)

    def find(self, text: str) -> list[CodeEntry]:
        """The entries whose code or name has all the words of the text, in any order, marks or not."""
        asked = words(text)
        return [entry for entry in self if _has_words(entry, asked)]


def _has_words(entry: CodeEntry, asked: list[str]) -> bool:
    own = words(f"{entry.code} {entry.name} {entry.short_name}")
    return all(any(word.startswith(one) for word in own) for one in asked)
