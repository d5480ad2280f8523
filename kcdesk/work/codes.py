"""The codes that papers name: CS-31441-CTV07-012. Given once, at the first save, and never changed.

The commune in a code is the one of that day; the counter runs by prefix, commune and collaborator.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING

from kcdesk.model.fields import Entity, Value

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

META = "counters"
MARK = "code_mark"
"""Letters in the codes of a device that is not the first or only one of its collaborator; else nothing."""
MARK_LETTERS = 3
"""So many letters of the device id."""

FIELD = "code"
_NO_COMMUNE = "00000"


class Codes:
    """Hands out codes during one save; ``keep`` writes the counters in the same transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._counters: MutableMapping[str, int] = dict(desk.store.meta.get(META, {}))
        self._given = False
        self._mark = str(desk.store.meta.get(MARK, ""))

    def give(self, entity: Entity, commune: Value) -> str:
        """The next code for a record of this entity in this commune."""
        return self.give_stem(entity.code_prefix, commune)

    def give_stem(self, prefix: str, commune: Value) -> str:
        """The next code with this prefix in this commune."""
        stem = f"{prefix}-{commune or _NO_COMMUNE}-{self._desk.profile.code}"
        if self._mark:
            stem += f"-{self._mark}"
        number = self._counters.get(stem, 0) + 1
        self._counters[stem] = number
        self._given = True
        return f"{stem}-{number:03d}"

    def keep(self) -> None:
        """Write the counters, where a code was given."""
        if self._given:
            self._desk.store.meta.set(META, dict(self._counters))


def commune_of(desk: Desk, record: Mapping[str, Value]) -> Value:
    """The commune of a record: its own, else that of the establishment that it belongs to."""
    if record.get("commune_code"):
        return record["commune_code"]
    establishment = record.get("establishment_id")
    owner = desk.store.get("establishment", str(establishment)) if establishment else None
    return owner.get("commune_code") if owner else None
