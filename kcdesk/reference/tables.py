"""All code tables behind one door: what the model asks through its protocol, and what windows look up."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kcdesk.reference.code_list import CodeList
from kcdesk.reference.communes import Communes
from kcdesk.reference.csv_tables import Overrides, read_dicts
from kcdesk.reference.norms import read_norms
from kcdesk.reference.vsic import Vsic

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kcdesk.model.norms import Norm

TABLES = (
    "provinces",
    "communes",
    "legacy_provinces",
    "legacy_districts",
    "legacy_communes",
    "vsic",
    "activities",
    "activity_items",
    "trades",
)
"""The names that a field's ``code_table`` may have."""


class Reference:
    """The code tables, each read when it is first asked for (so that loading costs nothing at start).

    ``overrides`` are rows from a province's settings by table name; see ``csv_tables.Overrides``.
    """

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides
        self.communes = Communes(overrides)
        self.vsic = Vsic(overrides)
        self._labels: dict[str, Callable[[str, str], str]] = {
            "provinces": self.communes.province_label,
            "communes": self.communes.label,
            "legacy_provinces": lambda code, _version: self.communes.legacy.provinces.get(code, ""),
            "legacy_districts": lambda code, _version: self.communes.legacy.district_label(code),
            "legacy_communes": lambda code, _version: self.communes.legacy.label(code),
            "vsic": self._vsic_label,
            "activities": lambda code, _version: _entry_label(self.activities, code),
            "activity_items": lambda code, _version: _entry_label(self.activity_items, code),
            "trades": lambda code, _version: _entry_label(self.trades, code),
        }
        self._parents: dict[str, Callable[[str, str], str]] = {
            "communes": self.communes.province_of,
            "legacy_communes": lambda code, _version: self.communes.legacy.district_of(code),
            "legacy_districts": lambda code, _version: self.communes.legacy.province_of(code),
            "vsic": self._vsic_parent,
            "activity_items": self._activity_of,
        }

    @classmethod
    def load(cls, overrides: Overrides | None = None) -> Reference:
        """The tables of the program with a province's rows in place of or beside its own."""
        return cls(overrides or {})

    def prepare(self, is_cancelled: Callable[[], bool]) -> None:
        """Read the large tables before somebody waits for them; may run on any thread, asks between them."""
        for _table in self.communes.prepare():
            if is_cancelled():
                return
        self.vsic.find("a")

    @cached_property
    def activities(self) -> CodeList:
        """The activities ND01–ND10."""
        return CodeList(self._rows("activities"))

    @cached_property
    def activity_items(self) -> CodeList:
        """The items of the activities: ND03.01 …; ``of("ND03")`` gives those of one."""
        return CodeList(self._rows("activity_items"), parent="activity")

    @cached_property
    def trades(self) -> CodeList:
        """The eight groups of supported trades."""
        return CodeList(self._rows("trades"))

    @cached_property
    def _norms(self) -> tuple[Norm, ...]:
        return read_norms(self._overrides)

    @cached_property
    def _about(self) -> list[dict[str, str]]:
        return read_dicts("tables.csv", ("table", "file"), self._overrides.get("tables", ()))

    def norms(self) -> Sequence[Norm]:
        """The support norms, those of the province's settings included."""
        return self._norms

    def has(self, table: str, code: str, version: str = "") -> bool:
        """True where the table, in that version of it, has the code. KeyError for an unknown table."""
        return bool(self._labels[table](code, version))

    def label(self, table: str, code: str, version: str = "") -> str:
        """The name of a code as people read it, "" where the table has no such code.

        ``version`` is the date of the list for administrative units ("2025-01-04" is the one before the
        reform), "2018" or "2025" for VSIC; "" is the one in force. KeyError for an unknown table.
        """
        return self._labels[table](code, version)

    def list_date(self, table: str) -> str:
        """The version of the table in force, to be kept with a code taken from it."""
        return next(row["list_date"] for row in self._about if row["table"] == table)

    def about(self, table: str) -> dict[str, str]:
        """Where a table comes from: ``edition``, ``list_date``, ``state``, ``legal_basis``, ``source``, ``note``."""
        return next(row for row in self._about if row["table"] == table)

    def parent(self, table: str, code: str, version: str = "") -> str:
        """The code above: the province of a commune (in an old list: the old one) or of an old district, the
        district of an old commune, the activity of an item, the VSIC code one level up; "" where there is none."""
        find = self._parents.get(table)
        return find(code, version) if find else ""

    def _vsic_label(self, code: str, version: str) -> str:
        entry = self.vsic.get(code, version)
        return entry.name if entry else ""

    def _vsic_parent(self, code: str, version: str) -> str:
        entry = self.vsic.get(code, version)
        return entry.parent if entry else ""

    def _activity_of(self, code: str, _version: str) -> str:
        entry = self.activity_items.get(code)
        return entry.parent if entry else ""

    def _rows(self, table: str) -> list[dict[str, str]]:
        return read_dicts(f"{table}.csv", ("code",), self._overrides.get(table, ()))


def _entry_label(entries: CodeList, code: str) -> str:
    entry = entries.get(code)
    return entry.name if entry else ""
