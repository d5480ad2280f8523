"""What the person has typed so far: a draft over the record as it was loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from kcdesk.model.fields import Entity, Field, Record, Value

PAPERS = "attachments"
_CELL = re.compile(r"(?P<plural>\w+)\[(?P<row>\d+)\]\.(?P<name>\w+)")


@dataclass(slots=True)
class Row:
    """A row of a sub-table: its values, its id where it is saved already, what was not understood."""

    values: dict[str, Value] = field(default_factory=dict)
    id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    first: dict[str, Value] = field(default_factory=dict)
    """The values with which a new row begins; they count as nothing typed."""

    @property
    def empty(self) -> bool:
        """Nothing stands in it that a person typed."""
        typed = (value for name, value in self.values.items() if value != self.first.get(name))
        return not self.texts and all(value in (None, "", ()) for value in typed)

    def plain(self) -> dict[str, Value]:
        """The values as the use cases take them."""
        return {**self.values, "id": self.id} if self.id else dict(self.values)


class FormState(QObject):
    """The values of one record and its sub-tables while they are edited.

    Signals: ``changed(field)``, ``rows_changed(plural)``.
    """

    changed = Signal(str)
    rows_changed = Signal(str)

    def __init__(self, entity: Entity, children: Sequence[Entity], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entity = entity
        self.child_entities = {child.plural: child for child in children}
        self.values: dict[str, Value] = {}
        self.texts: dict[str, str] = {}
        self.rows: dict[str, list[Row]] = {child.plural: [] for child in children}
        self.papers: list[dict[str, Value]] = []
        """Photos and papers of a record that was never saved; those of a saved one are records of their own."""
        self._clean: tuple[object, ...] = ()
        self.base: tuple[dict[str, Value], dict[str, list[dict[str, Value]]]] = ({}, {})
        """Values and rows as they were saved when the form was opened; nothing for a new record."""
        self.mark_clean()

    def fill(
        self, values: Record, rows: Mapping[str, Iterable[Record]], texts: Mapping[str, str] | None = None
    ) -> None:
        """Take over a record (or a draft); tells nothing."""
        known = {declared.name for declared in self.entity.fields}
        self.values = {name: _kept(value) for name, value in values.items() if name in known}
        self.texts = {name: text for name, text in (texts or {}).items() if name in known}
        for plural, child in self.child_entities.items():
            self.rows[plural] = [_row(child, one) for one in rows.get(plural, ())]
        self.papers = [dict(one) for one in rows.get(PAPERS, ())]
        for place, text in (texts or {}).items():
            self._fill_cell_text(place, text)

    def _fill_cell_text(self, place: str, text: str) -> None:
        found = _CELL.fullmatch(place)
        if found and found["plural"] in self.rows and int(found["row"]) < len(self.rows[found["plural"]]):
            self.rows[found["plural"]][int(found["row"])].texts[found["name"]] = text

    def set(self, name: str, value: Value, text: str = "") -> None:
        """The person typed something."""
        if value == self.values.get(name) and text == self.texts.get(name, ""):
            return
        self.values[name] = value
        if text:
            self.texts[name] = text
        else:
            self.texts.pop(name, None)
        self.changed.emit(name)

    def applies(self, name: str) -> bool:
        """True where the field makes sense for what is typed so far."""
        return self.entity[name].applies_to(self.values)

    def record(self) -> dict[str, Value]:
        """The values that make sense together; what does not apply counts as empty."""
        values = self.values
        return {one.name: values.get(one.name) if one.applies_to(values) else None for one in self.entity.fields}

    def children(self) -> dict[str, list[dict[str, Value]]]:
        """The rows of all sub-tables that hold something, as the use cases take them."""
        made: dict[str, list[dict[str, Value]]] = {}
        for plural, rows in self.rows.items():
            child = self.child_entities[plural]
            made[plural] = [_applying(child, row.plain()) for row in rows if not row.empty]
        return made

    def drafted(self) -> dict[str, list[dict[str, Value]]]:
        """The rows of all sub-tables, and the papers that wait for the record to be saved: what a draft keeps."""
        return {**self.children(), PAPERS: list(self.papers)} if self.papers else self.children()

    def set_papers(self, papers: Iterable[Mapping[str, Value]]) -> None:
        """Photos and papers were added to the record that is not saved yet, changed, or taken away."""
        self.papers = [dict(one) for one in papers]
        self.rows_changed.emit(PAPERS)

    def saved_rows(self, entity: str) -> list[tuple[str, str]]:
        """Ids and names of the rows of a sub-table that are saved already, for other sub-tables to point to."""
        return [
            (row.id, str(row.values.get(child.title_field) or ""))
            for plural, child in self.child_entities.items()
            if child.name == entity
            for row in self.rows[plural]
            if row.id
        ]

    def everything(self) -> dict[str, Value]:
        """All values, also those out of sight: what a draft keeps."""
        return {name: value for name, value in self.values.items() if value is not None}

    def all_texts(self) -> dict[str, str]:
        """What was typed and not understood, by field name, in sub-tables as ``cost_items[0].unit_price``."""
        texts = dict(self.texts)
        for plural, rows in self.rows.items():
            filled = [row for row in rows if not row.empty]
            for at, row in enumerate(filled):
                texts.update({f"{plural}[{at}].{name}": text for name, text in row.texts.items()})
        return texts

    def mark_clean(self) -> None:
        """What stands here now is what is saved."""
        self._clean = self._picture()

    def mark_saved(self) -> None:
        """As ``mark_clean``, for a record that is saved: what is typed from now on is compared with it."""
        self.mark_clean()
        self.base = (self.everything(), self.children())

    def changes(self) -> tuple[dict[str, Value], dict[str, list[dict[str, Value]]]]:
        """What a save has to write: of a saved record only the fields and sub-tables that were typed in.

        What somebody else changed meanwhile, and the person did not touch, stays as it is.
        """
        values, rows = self.base
        record, children = self.record(), self.children()
        if not values:
            return record, children
        changed = {name: value for name, value in record.items() if value != values.get(name)}
        return changed, {plural: one for plural, one in children.items() if one != rows.get(plural, [])}

    @property
    def dirty(self) -> bool:
        """Something differs from what is saved."""
        return self._picture() != self._clean

    def _picture(self) -> tuple[object, ...]:
        values = {name: value for name, value in self.values.items() if value not in (None, "", ())}
        rows = {
            plural: [(row.id, {k: v for k, v in row.values.items() if v is not None}) for row in rows if not row.empty]
            for plural, rows in self.rows.items()
        }
        return values, dict(self.texts), rows, list(self.papers)


def new_row(child: Entity) -> Row:
    """An empty row with the values that a new one begins with."""
    first = {one.name: one.default for one in child.fields if is_typed(child, one)}
    return Row(dict(first), first=first)


def _applying(child: Entity, values: dict[str, Value]) -> dict[str, Value]:
    return {
        name: None if name in child and not child[name].applies_to(values) else value for name, value in values.items()
    }


def is_typed(child: Entity, declared: Field) -> bool:
    """True for a field of a sub-table that a person fills in."""
    return declared.name != child.parent_field and not declared.automatic


def _row(child: Entity, record: Record) -> Row:
    identity = record.get("id")
    values = {one.name: _kept(record.get(one.name)) for one in child.fields if is_typed(child, one)}
    return Row(values, identity if isinstance(identity, str) else "")


def _kept(value: object) -> Value:
    """A value as the model keeps it: a draft comes back with lists where there were tuples."""
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]
