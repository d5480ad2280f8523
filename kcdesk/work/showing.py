"""Values in the words of an office: codes by their labels, pointers by titles, personal numbers in part."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Record, Value
from kcdesk.text import visible

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_SHORT_FORMS = {
    "HKD": N_("Hộ KD"),
    "TNHH": N_("Cty TNHH"),
    "CTCP": N_("Cty CP"),
    "DNTN": N_("DNTN"),
    "HTX": N_("HTX"),
    "THT": N_("Tổ hợp tác"),
}
"""How the forms of enterprises are written in a narrow column."""


COMMUNE = "_commune"
"""In a list of what is about establishments: the commune of the establishment. As a condition and as a column."""
_OWNER = "establishment_id"
MOST = 600
"""Letters of a value that are shown: what comes from elsewhere may have a million, which would hold the window up."""


class Shower:
    """Puts values into the words that a person reads, looking up codes and titles.

    ``short`` takes short names where there are some, for narrow columns.
    """

    def __init__(self, desk: Desk, *, short: bool = False) -> None:
        self._desk = desk
        self._short = short
        self._titles: dict[str, str] = {}
        self._communes: dict[str, str] = {}

    def learn_titles(self, kind: Entity, columns: Sequence[str], records: Sequence[Record]) -> None:
        """Look up, in one go for each field, the titles of the records that these point to."""
        for name in columns:
            if name in kind and kind[name].parent:
                for record in records:
                    self._title(kind[name].parent, record.get(name))
        if COMMUNE in columns:
            self._learn_communes([str(record.get(_OWNER) or "") for record in records])

    def _learn_communes(self, owners: Sequence[str]) -> None:
        sql = "SELECT id, commune_code FROM establishment WHERE id IN (SELECT value FROM json_each(?))"
        for row, code in self._desk.store.select(sql, (json.dumps(owners),)):
            self._communes[str(row)] = self._label("communes", str(code), "") if code else ""

    def cell(self, kind: Entity, name: str, record: Record) -> str:
        """One cell; "" for a field that is not there. Communes of establishments have to be learned before."""
        if name == COMMUNE:
            return self._communes.get(str(record.get(_OWNER) or ""), "")
        if name not in kind:
            return ""
        return self.say(kind[name], record.get(name), record)

    def say(self, field: Field, value: Value, record: Record) -> str:
        """A value as an office writes it, without the unit."""
        return "" if value in (None, "", ()) else _shown(self._words(field, value, record))

    def _words(self, field: Field, value: Value, record: Record) -> str:
        if field.choices:
            labels = {choice.code: _(choice.label) for choice in field.choices}
            if self._short and field.name == "legal_form":
                labels.update({code: _(words) for code, words in _SHORT_FORMS.items()})
            codes = value if isinstance(value, tuple) else (value,)
            return ", ".join(labels.get(str(code), str(code)) for code in codes)
        if field.code_table:
            version = str(record.get(field.version_field) or "") if field.version_field else ""
            return self._label(field.code_table, str(value), version) or str(value)
        if field.parent:
            return self._title(field.parent, value)
        text = field.kind.format(value, field)
        return masked(text) if field.masked else text

    def _label(self, table: str, code: str, version: str) -> str:
        """The name of a code; a commune of one's own province without its province, an activity by its short name."""
        reference = self._desk.reference
        if table == "communes":
            commune = reference.communes.get(code)
            if commune is not None and commune.province_code == self._desk.profile.province:
                return commune.name if self._short else commune.full_name
        if table == "activities":
            entry = reference.activities.get(code)
            if entry is not None and entry.short_name:
                return entry.short_name[:1].upper() + entry.short_name[1:]
        return reference.label(table, code, version)

    def _title(self, entity: str, row: Value) -> str:
        if not row:
            return ""
        key = str(row)
        if key not in self._titles:
            kind = catalogue.entity(entity)
            record = self._desk.store.get(entity, key)
            self._titles[key] = _shown(str((record or {}).get(kind.title_field) or ""))
        return self._titles[key]


def _shown(text: str) -> str:
    """So much of a text as anybody reads in a cell, and nothing in it that turns the line around."""
    return visible.lines(text[:MOST])


def masked(text: str) -> str:
    """A personal number of which only the end is shown."""
    shown = 3
    return "•" * max(0, len(text) - shown) + text[-shown:]
