"""From plain values to kept values, and what is wrong with a record: errors, warnings, gaps.

The same two functions serve the form, Excel, the command line and, for marking only, bundles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Record, Required, Value
from kcdesk.model.kinds import ValueProblem
from kcdesk.model.kinds.codes import unknown_code
from kcdesk.model.ports import CodeTables
from kcdesk.model.problems import Level, Problem
from kcdesk.model.size import SIZE_LIMITS, SizeLimit

CONSENT, STATE_MANAGEMENT = "dong_y", "quan_ly_nha_nuoc"
"""The legal bases for keeping personal data between which a province chooses."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check needs to know besides the record.

    ``today`` only ever leads to warnings. ``province`` is the code of the workspace's own province.
    ``row_exists(entity, id)`` tells whether a row that is pointed to is here; without it, none is
    missed. ``paper_exists(id, kind)`` tells whether a record has a paper of that kind. ``parent`` is the
    establishment or request that the record belongs to, where it is known.
    """

    tables: CodeTables
    today: date
    province: str = ""
    legal_basis: str = CONSENT
    row_exists: Callable[[str, str], bool] | None = None
    size_limits: tuple[SizeLimit, ...] = SIZE_LIMITS
    parent: Record | None = None
    paper_exists: Callable[[str, str], bool] | None = None

    def has_paper(self, record: Record, kind: str) -> bool:
        """True where a saved record has a paper of that kind."""
        row = record.get("id")
        return isinstance(row, str) and self.paper_exists is not None and self.paper_exists(row, kind)

    def has_row(self, entity: str, row: str) -> bool:
        """True where the row is here, or where nobody can tell."""
        return self.row_exists is None or self.row_exists(entity, row)


def normalise(entity: Entity, plain: Mapping[str, object]) -> tuple[dict[str, Value], list[Problem]]:
    """The kept form of plain values by field name, and an error for each that cannot be kept.

    ``id`` is passed over; any other name that is not declared is the error ``unknown_field``.
    """
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, value in plain.items():
        if name == "id":
            continue
        if name not in entity:
            words = _("Không có mục nào tên là “{name}”.").format(name=name)
            problems.append(Problem(Level.ERROR, name, "unknown_field", words))
            continue
        try:
            values[name] = entity[name].kind.normalise(value, entity[name])
        except ValueProblem as problem:
            problems.append(_refused(entity[name], problem))
    return values, problems


def check(
    entity: Entity,
    record: Record,
    children: Mapping[str, Sequence[Record]],
    context: Context,
    parent: Record | None = None,
) -> list[Problem]:
    """Everything that is wrong with a record and its children, in the order of the fields.

    Problems of a child are named ``cost_items[0].name``.
    """
    if parent is not None:
        context = replace(context, parent=parent)
    problems = _check_row(entity, record, children, context)
    kinds = [child for child in catalogue.children_of(entity.name) if children.get(child.plural)]
    if kinds:
        within = replace(_with_siblings(context, kinds, children), parent=record)
        for child in kinds:
            for place, row in enumerate(children[child.plural]):
                problems += _check_child(child, row, f"{child.plural}[{place}]", within)
    problems.sort(key=_Order(entity).key)
    return problems


def _check_row(
    entity: Entity, record: Record, children: Mapping[str, Sequence[Record]], context: Context, skip: str = ""
) -> list[Problem]:
    problems: list[Problem] = []
    for field in entity.fields:
        if field.name == skip:
            continue
        value = record.get(field.name)
        if value is None or value in ("", ()):
            if field.required is not Required.NO:
                problems += _missing(field, record)
        else:
            problems += _check_value(field, value, record, context)
    for rule in entity.rules:
        problems += rule(record, children, context)
    return problems


def _check_child(child: Entity, row: Record, place: str, context: Context) -> Iterable[Problem]:
    for problem in _check_row(child, row, {}, context, skip=child.parent_field):
        yield replace(problem, field=f"{place}.{problem.field}" if problem.field else place)


def _missing(field: Field, record: Record) -> Iterable[Problem]:
    required = field.required_for(record)
    if required is Required.NO:
        return
    words = _("Chưa nhập “{label}”.").format(label=_(field.label))
    if required is Required.TO_SAVE:
        yield Problem(Level.ERROR, field.name, "required", words)
    else:
        yield Problem(Level.GAP, field.name, "missing", words)


def _check_value(field: Field, value: Value, record: Record, context: Context) -> Iterable[Problem]:
    try:
        value = field.kind.normalise(value, field)  # what came from elsewhere may hold more than the kept form
    except ValueProblem as problem:
        yield _refused(field, problem)
        return
    if value is None:
        return
    if field.likely != (None, None) and isinstance(value, int | float):
        yield from _unlikely(field, value)
    if field.code_table:
        yield from _codes(field, value, record, context)
    yield from field.kind.check(value, field, context)


def _refused(field: Field, problem: ValueProblem) -> Problem:
    words = _("{label}: {message}").format(label=_(field.label), message=problem.message)
    return Problem(Level.ERROR, field.name, problem.code, words)


def _unlikely(field: Field, value: float) -> Iterable[Problem]:
    low, high = field.likely
    if value == 0 or ((low is None or value >= low) and (high is None or value <= high)):
        return
    words = _("“{label}” là {value} {unit}, khác thường; hãy dò lại.").format(
        label=_(field.label), value=field.kind.format(value, field), unit=_(field.unit)
    )
    yield Problem(Level.WARNING, field.name, "unlikely", words)


def _codes(field: Field, value: Value, record: Record, context: Context) -> Iterable[Problem]:
    """Codes that their list does not have; a commune of a list that is no longer in force only warns."""
    tables, table = context.tables, field.code_table
    version = str(record.get(field.version_field) or "") if field.version_field else ""
    older = version if version and version < tables.list_date(table) else ""
    for code in value if isinstance(value, tuple) else (str(value),):
        if not tables.has(table, code, older):
            yield unknown_code(code, table, field.name)
        elif older and table == "communes":
            words = _("Xã này thuộc danh mục trước ngày {date}; hãy chọn xã hiện nay.")
            shown = "/".join(reversed(tables.list_date(table).split("-")))
            yield Problem(Level.WARNING, field.name, "old_commune", words.format(date=shown))


def _with_siblings(context: Context, kinds: Sequence[Entity], children: Mapping[str, Sequence[Record]]) -> Context:
    """A context that also knows the rows that are about to be saved together."""
    known = context.row_exists
    if known is None:
        return context
    here = {(kind.name, str(row.get("id"))) for kind in kinds for row in children[kind.plural]}
    return replace(context, row_exists=lambda entity, row: (entity, row) in here or known(entity, row))


class _Order:
    """The order of problems: the record as a whole, its fields, its children row by row."""

    def __init__(self, entity: Entity) -> None:
        self._places = {field.name: place for place, field in enumerate(entity.fields)}
        for child in catalogue.children_of(entity.name):
            self._places[child.plural] = len(self._places)

    def key(self, problem: Problem) -> tuple[int, int]:
        """Where a problem stands."""
        name, _bracket, rest = problem.field.partition("[")
        row = rest.partition("]")[0]
        return (self._places.get(name, -1 if not name else len(self._places)), int(row) if row.isdecimal() else -1)
