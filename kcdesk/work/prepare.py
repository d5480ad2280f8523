"""From what a person gives to what the store writes: normalised, completed, checked. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue, validate
from kcdesk.model.fields import Entity, Record, Value, Writer
from kcdesk.model.problems import Level, Problem, UserError
from kcdesk.work import codes

if TYPE_CHECKING:
    from kcdesk.store.types import Edit
    from kcdesk.work.bootstrap import Desk

Plain = Mapping[str, object]
"""Values by field name as a form, a file or a script gives them."""

Nested = Mapping[str, Sequence[Plain]]
"""Children by plural name."""


@dataclass(slots=True)
class Prepared:
    """One record ready to be written: the edits, and how it will stand and what is wrong with it then."""

    entity: Entity
    id: str
    created: bool
    record: dict[str, Value]
    children: dict[str, list[Record]]
    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inherited: frozenset[Problem] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being saved: not what was wrong already and was left alone.

        A bundle may bring a value that does not fit, or leave out an owner's name for lack of consent;
        that must not keep anybody from noting something else about the record.
        """
        return tuple(one for one in self.problems if one.level is Level.ERROR and one not in self.inherited)


class Preparer:
    """Prepares records one after the other, for one save."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.context = desk.context()
        self.codes = codes.Codes(desk)
        self._parents: dict[str, Record | None] = {}
        self._claimed: set[str] = set()

    def prepare(self, entity: Entity, row: str | None, values: Plain, children: Nested | None = None) -> Prepared:
        """One record with the children given. A row that is named but not here becomes a new one."""
        current = self.desk.store.get(entity.name, row) if row else None
        made = Prepared(entity, row or self.desk.new_id(), current is None, dict(current or {}), {})
        if made.created and made.id in self._claimed:
            raise _exists(made.id)
        self._claimed.add(made.id)
        clean, made.problems = validate.normalise(entity, values)
        clean = self._writable(made, clean)
        before = dict(made.record)
        made.record.update(clean)
        made.record["id"] = made.id
        self._complete(made, before)
        self._edit(made, entity.name, made.id, before, made.record)
        self._children(made, children or {})
        made.problems += validate.check(
            entity, made.record, made.children, self.context, parent=self._parent(entity, made.record)
        )
        if current is not None and made.errors:
            made.inherited = self._inherited(made, current)
        return made

    def _inherited(self, made: Prepared, current: Record) -> frozenset[Problem]:
        """The errors that stood there before and that this save does not touch."""
        children = self.desk.store.children(made.entity.name, made.id)
        parent = self._parent(made.entity, current)
        problems = validate.check(made.entity, current, children, self.context, parent=parent)
        old = {(one.field, one.code) for one in problems}
        written = {edit.row: edit.values for edit in made.edits}
        return frozenset(
            one for one in made.errors if (one.field, one.code) in old and not _touches(made, written, one)
        )

    def _writable(self, made: Prepared, clean: dict[str, Value]) -> dict[str, Value]:
        """Without the automatic fields that are never given by hand; marks those only the province writes."""
        allowed: dict[str, Value] = {}
        for name, value in clean.items():
            declared = made.entity[name]
            same = value == made.record.get(name)
            if name == codes.FIELD and made.entity.code_prefix and not same:
                continue
            if declared.writer is Writer.PROVINCE and not self.desk.profile.is_province and not same:
                made.problems.append(_only_province(name))
                continue
            allowed[name] = value
        return allowed

    def _complete(self, made: Prepared, before: Record) -> None:
        """Fill in what the program itself knows: defaults, list editions, code, who recorded."""
        entity, record = made.entity, made.record
        if made.created:
            for declared in entity.fields:
                if declared.default is not None and declared.name not in record:
                    record[declared.name] = declared.default
            if entity.code_prefix and codes.FIELD in entity:
                record[codes.FIELD] = self.codes.give(entity, codes.commune_of(self.desk, record))
        for name, source in (("commune_list", "commune_code"), ("vsic_version", "vsic_code")):
            self._complete_edition(entity, before, record, name, source)
        if "surveyor" in entity and not record.get("surveyor"):
            record["surveyor"] = self.desk.profile.code
        if "consent_by" in entity and not _same(before, record, "consent") and not _given(before, record, "consent_by"):
            record["consent_by"] = None if record.get("consent") in (None, "chua_hoi") else self.desk.profile.code

    def _complete_edition(
        self, entity: Entity, before: Record, record: dict[str, Value], name: str, source: str
    ) -> None:
        """With a new code goes the edition of its list, unless the person named one."""
        if name not in entity or not record.get(source) or _given(before, record, name):
            return
        if not record.get(name) or not _same(before, record, source):
            record[name] = self._edition(name)

    def _edition(self, name: str) -> Value:
        return self.desk.reference.list_date("communes") if name == "commune_list" else "2025"

    def _edit(self, made: Prepared, entity: str, row: str, before: Record, after: Record) -> None:
        from kcdesk.store.types import Edit

        changed = {
            name: value for name, value in after.items() if name not in ("id", "deleted") and value != before.get(name)
        }
        if changed or not before:
            made.edits.append(Edit(entity, row, changed))

    def _children(self, made: Prepared, given: Nested) -> None:
        present = {} if made.created else self.desk.store.children(made.entity.name, made.id)
        known = {child.plural: child for child in catalogue.children_of(made.entity.name)}
        for plural in given.keys() - known.keys():
            made.problems.append(_unknown_children(plural))
        for plural, child in known.items():
            here = {str(one["id"]): one for one in present.get(plural, ())}
            if plural not in given:
                made.children[plural] = list(here.values())
                continue
            made.children[plural] = [
                self._child(made, child, f"{plural}[{place}]", values, here)
                for place, values in enumerate(given[plural])
            ]
            self._drop(made, child, here)

    def _child(
        self, made: Prepared, child: Entity, place: str, values: Plain, here: dict[str, Record]
    ) -> dict[str, Value]:
        """The record of one child after the save; takes it out of those that are here."""
        from kcdesk.store.types import Edit

        row, restored = self._child_row(made, child, values.get("id"), here)
        before = dict(here.pop(row, restored))
        plain = {name: value for name, value in values.items() if name not in ("id", child.parent_field)}
        clean, problems = validate.normalise(child, plain)
        made.problems += [replace(one, field=f"{place}.{one.field}" if one.field else place) for one in problems]
        after = {**before, **clean, child.parent_field: made.id}
        self._complete_edition(child, before, after, "commune_list", "commune_code")
        if not before:
            for declared in child.fields:
                if declared.default is not None and declared.name not in after:
                    after[declared.name] = declared.default
        self._edit(made, child.name, row, before, after)
        if restored:
            made.edits.append(Edit(child.name, row, delete=False))
        return {**after, "id": row, "deleted": False} if restored else {**after, "id": row}

    def _child_row(
        self, made: Prepared, child: Entity, given: object, here: Mapping[str, Record]
    ) -> tuple[str, dict[str, Value]]:
        """The row id of a child, and the record of one that was deleted and is given again.

        Raises UserError for what is no id, or is the id of another record.
        """
        row = row_id(given) or self.desk.new_id()
        if not given or row in here:
            return row, {}
        if row in self._claimed:
            raise _exists(row)
        self._claimed.add(row)
        gone = self.desk.store.get(child.name, row, deleted=True) or {}
        if gone.get("deleted") and gone.get(child.parent_field) == made.id:
            return row, dict(gone)
        if self.desk.store.find_row(row):
            raise _exists(row)
        return row, {}

    def _drop(self, made: Prepared, child: Entity, left: Mapping[str, Record]) -> None:
        from kcdesk.store.types import Edit

        made.edits += [Edit(child.name, row, delete=True) for row in left]

    def _parent(self, entity: Entity, record: Record) -> Record | None:
        """The establishment or other record that this one belongs to, once looked up for many."""
        name = entity.parent_field or ("establishment_id" if "establishment_id" in entity else "")
        row = record.get(name) if name else None
        if not row:
            return None
        if row not in self._parents:
            self._parents[str(row)] = self.desk.store.get(entity[name].parent or entity.parent, str(row))
        return self._parents[str(row)]


def refuse(prepared: Sequence[Prepared]) -> None:
    """Raise UserError with every problem where one of the records has an error."""
    wrong = [one for one in prepared if one.errors]
    if not wrong:
        return
    first = wrong[0].errors[0]
    raise UserError(
        _("Chưa lưu được: {message}").format(message=first.message),
        code="invalid",
        problems=tuple(problem for one in wrong for problem in one.problems),
    )


def row_id(given: object) -> str:
    """A row id in its one form, "" where none is given; raises UserError for something that is none."""
    from uuid import UUID

    if given in (None, ""):
        return ""
    try:
        return str(UUID(str(given)))
    except ValueError:
        raise UserError(_("Mã hồ sơ “{id}” không đúng dạng.").format(id=given), code="bad_id") from None


def _exists(row: str) -> UserError:
    return UserError(_("Hồ sơ có mã {id} đã có rồi, nên không thêm nữa.").format(id=row), code="exists")


def _same(before: Record, after: Record, name: str) -> bool:
    return before.get(name) == after.get(name)


def _given(before: Record, after: Record, name: str) -> bool:
    """The person gave this value himself, in this save."""
    return bool(after.get(name)) and before.get(name) != after.get(name)


def _touches(made: Prepared, written: Mapping[str, Mapping[str, Value]], problem: Problem) -> bool:
    """Whether this save writes what the problem is about."""
    plural, place, name = problem.field.partition("[")
    if not place:
        return problem.field in written.get(made.id, {}) or problem.field in made.children
    number, _bracket, name = name.partition("]")
    child = made.children[plural][int(number)]
    return str(child["id"]) in written


def _only_province(name: str) -> Problem:
    return Problem(Level.ERROR, name, "only_province", _("Mục này chỉ tỉnh ghi được."))


def _unknown_children(plural: str) -> Problem:
    return Problem(Level.ERROR, plural, "unknown_field", _("Không có mục nào tên là “{name}”.").format(name=plural))
