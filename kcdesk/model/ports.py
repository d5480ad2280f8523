"""What the model asks of others: code tables and support norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kcdesk.model.norms import Norm


class CodeTables(Protocol):
    """The tables that ``Field.code_table`` names. ``version`` "" means the list in force.

    Tables: provinces, communes, legacy_provinces, legacy_districts, legacy_communes, vsic, activities,
    activity_items, trades. A version is the date of a list of communes, or the edition of VSIC.
    """

    def has(self, table: str, code: str, version: str = "") -> bool:
        """True where the table has the code."""
        ...

    def label(self, table: str, code: str, version: str = "") -> str:
        """The name of a code in Vietnamese; "" where the table does not have it."""
        ...

    def parent(self, table: str, code: str, version: str = "") -> str:
        """The code above: the province of a commune, the activity of an item; "" where there is none."""
        ...

    def norms(self) -> Sequence[Norm]:
        """All support norms, those no longer in force too."""
        ...

    def list_date(self, table: str) -> str:
        """The version of the list in force: "2025-07-01" for communes, "2025" for vsic."""
        ...
