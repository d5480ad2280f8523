"""Records: save, add many, delete, load, list, look for, check. What the window and the command line call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue, derived, validate
from kcdesk.model.fields import Entity, Record, Value
from kcdesk.model.problems import Problem, UsageError, UserError
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if
from kcdesk.work.prepare import Nested, Plain, Prepared, Preparer, refuse, row_id

__all__ = [
    "Added", "Checked", "Loaded", "Page", "SavedRecord", "add_many", "assess", "check", "declared",
    "delete_record", "detail", "find_titles", "history", "list_page", "load", "locate", "parent_of", "preview",
    "save_record", "split", "title", "write",
]  # fmt: skip

if TYPE_CHECKING:
    from kcdesk.model.changes import RowState
    from kcdesk.store.types import LogEntry
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """What a save did. ``save`` names it for taking it back, "" where nothing was different."""

    id: str
    save: str
    problems: tuple[Problem, ...]
    changed: bool
    created: bool


@dataclass(frozen=True, slots=True)
class Added:
    """One line of a file that was added."""

    line: int
    id: str
    entity: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One record with all that a form shows about it."""

    entity: Entity
    record: Record
    children: Mapping[str, Sequence[Record]]
    problems: tuple[Problem, ...]
    derived: Mapping[str, Value]
    state: RowState


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, and how long the whole list is."""

    rows: tuple[Record, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with one record."""

    id: str
    entity: str
    problem: Problem


def declared(name: str) -> Entity:
    """The entity of that name. Raises UsageError where there is none."""
    try:
        return catalogue.entity(name)
    except KeyError:
        raise UsageError(
            _("Không có loại hồ sơ nào tên là “{name}”.").format(name=name), code="unknown_entity"
        ) from None


def save_record(
    desk: Desk, entity: str, row: str | None, values: Plain, children: Nested | None = None, *, save: str = ""
) -> SavedRecord:
    """Save one record with its children, all or nothing.

    Fields that are not named stay as they are, None empties one. A child with the ``id`` of one that
    is here changes it, one without is new, one that is not given any more is deleted; a plural that
    is not named is left alone. ``save`` names an earlier save that this belongs to, so that both are taken
    back together. Raises UserError ``invalid`` with the problems where one is an error.
    """
    kind = declared(entity)
    if row is not None:
        _existing(desk, kind, row)
    preparer = Preparer(desk)
    prepared = preparer.prepare(kind, row, values, children)
    refuse([prepared])
    save = write(desk, preparer, [prepared], save)
    return SavedRecord(prepared.id, save, tuple(prepared.problems), bool(save), prepared.created)


def add_many(
    desk: Desk,
    entity: str,
    given: Iterable[tuple[int, Mapping[str, object]]],
    *,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[Added]:
    """Add new records in one save, all or nothing. ``given`` are line numbers and values.

    Children stand under the plural name of their entity. Raises UserError ``invalid`` naming the first
    line that cannot be saved, with every problem of every line.
    """
    kind = declared(entity)
    preparer = Preparer(desk)
    made: list[tuple[int, Prepared]] = []
    seen: dict[str, int] = {}
    for line, content in given:
        stop_if(cancel)
        made.append((line, _prepare_new(desk, preparer, kind, line, content, seen)))
        progress(len(made), 0, kind.label_plural)
    _refuse_lines(made)
    write(desk, preparer, [one for _line, one in made])
    return [Added(line, one.id, kind.name, tuple(one.problems)) for line, one in made]


def _prepare_new(
    desk: Desk, preparer: Preparer, kind: Entity, line: int, content: Mapping[str, object], seen: dict[str, int]
) -> Prepared:
    values, children, row = split(kind, content)
    if row and (row in seen or desk.store.find_row(row)):
        raise UserError(
            _("Dòng {line}: hồ sơ có mã {id} đã có rồi, nên không thêm nữa.").format(line=line, id=row), code="exists"
        )
    if row:
        seen[row] = line
    return preparer.prepare(kind, row or None, values, children)


def split(kind: Entity, content: Mapping[str, object]) -> tuple[Plain, Nested, str]:
    """A nested record taken apart: own values, children by plural, id ("" where none is given)."""
    plurals = {child.plural for child in catalogue.children_of(kind.name)}
    values = {name: value for name, value in content.items() if name not in plurals and name != "id"}
    children: dict[str, Sequence[Plain]] = {}
    for plural in plurals & content.keys():
        rows = content[plural]
        if not isinstance(rows, (list, tuple)) or not all(isinstance(one, Mapping) for one in rows):
            raise UserError(_("Mục “{name}” phải là danh sách các hồ sơ con.").format(name=plural), code="not_a_list")
        children[plural] = list(rows)
    return values, children, row_id(content.get("id"))


def _refuse_lines(made: Sequence[tuple[int, Prepared]]) -> None:
    for line, one in made:
        if one.errors:
            problems = tuple(problem for _line, each in made for problem in each.errors)
            raise UserError(
                _("Dòng {line}: {message} Chưa thêm hồ sơ nào.").format(line=line, message=one.errors[0].message),
                code="invalid",
                problems=problems,
            )


def write(desk: Desk, preparer: Preparer, prepared: Sequence[Prepared], save: str = "") -> str:
    """Write the edits and the counters of codes; the id of the save, "" where nothing was different."""
    edits = [edit for one in prepared for edit in one.edits]
    if not edits:
        return ""
    with desk.store.transaction():
        saved = desk.store.save(edits, desk.stamp(save))
        preparer.codes.keep()
    return saved.save if saved.changes else ""


def delete_record(desk: Desk, entity: str, row: str) -> str:
    """Delete a record with its children; the id of the save, by which it can be taken back."""
    from kcdesk.store.types import Edit

    kind = declared(entity)
    _existing(desk, kind, row)
    saved = desk.store.save([Edit(kind.name, row, delete=True)], desk.stamp())
    return saved.save if saved.changes else ""


def load(desk: Desk, entity: str, row: str) -> Loaded:
    """One record with children, problems and derived values. Raises UserError ``not_found``."""
    kind = declared(entity)
    record = _existing(desk, kind, row)
    children = desk.store.children(kind.name, row)
    problems, worked_out = assess(desk, kind, record, children)
    return Loaded(kind, record, children, tuple(problems), worked_out, desk.store.row_state(kind.name, row))


def assess(
    desk: Desk, kind: Entity, record: Record, children: Mapping[str, Sequence[Record]]
) -> tuple[list[Problem], Mapping[str, Value]]:
    """What is wrong with a record as it stands, and what follows from it."""
    context = desk.context()
    problems = validate.check(kind, record, children, context, parent=parent_of(desk, kind, record))
    return problems, derived.derive(kind, record, children, context)


def preview(
    desk: Desk, entity: str, row: str | None, values: Plain, children: Nested | None = None
) -> tuple[list[Problem], Mapping[str, Value]]:
    """What a save would find wrong, and what would follow, while somebody types. Writes nothing."""
    kind = declared(entity)
    prepared = Preparer(desk).prepare(kind, row, values, children)
    return prepared.problems, derived.derive(kind, prepared.record, prepared.children, desk.context())


def parent_of(desk: Desk, kind: Entity, record: Record) -> Record | None:
    """The record that this one belongs to, where it is here."""
    name = kind.parent_field or ("establishment_id" if "establishment_id" in kind else "")
    row = record.get(name) if name else None
    return desk.store.get(kind[name].parent or kind.parent, str(row)) if row else None


def locate(desk: Desk, row: str) -> str:
    """The entity of a row id. Raises UserError ``not_found``."""
    entity = desk.store.find_row(row_id(row) or "-")
    if not entity:
        raise _missing(row)
    return entity


def _existing(desk: Desk, kind: Entity, row: str) -> Record:
    record = desk.store.get(kind.name, row)
    if record is None:
        raise _missing(row)
    return record


def _missing(row: str) -> UserError:
    return UserError(_("Không tìm thấy hồ sơ “{id}”.").format(id=row), code="not_found")


def list_page(
    desk: Desk,
    entity: str,
    *,
    search: str = "",
    where: Mapping[str, Value] | None = None,
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> Page:
    """A stretch of the records of one entity, sorted as Vietnamese sort; without deleted ones."""
    kind = declared(entity)
    conditions = dict(where or {})
    rows = tuple(
        desk.store.rows(
            kind.name, where=conditions, sort=f"-{sort}" if descending and sort else sort, search=search,
            limit=limit, offset=offset,
        )
    )  # fmt: skip
    total = len(rows) if limit is None and not offset else desk.store.count(kind.name, conditions, search)
    return Page(rows, total)


def find_titles(desk: Desk, entity: str, text: str, limit: int = 20) -> list[tuple[str, str, str]]:
    """For a picker: id, title and a line of detail of the records that the words point to."""
    kind = declared(entity)
    found = desk.store.rows(kind.name, search=text, sort=kind.title_field, limit=limit)
    return [(str(one["id"]), title(kind, one), detail(desk, one)) for one in found]


def title(kind: Entity, record: Record) -> str:
    """What a record is called on screen."""
    return str(record.get(kind.title_field) or record.get("code") or kind.label)


def detail(desk: Desk, record: Record) -> str:
    """One line that tells namesakes apart: commune and code."""
    commune = record.get("commune_code")
    parts = [desk.reference.label("communes", str(commune)) if commune else "", str(record.get("code") or "")]
    return " · ".join(part for part in parts if part)


def history(desk: Desk, row: str) -> list[LogEntry]:
    """Every change of one record and its children, oldest first."""
    entity = locate(desk, row)
    entries = list(desk.store.history(row_id(row)))
    for child in catalogue.children_of(entity):
        for deleted in (False, True):
            for one in desk.store.rows(child.name, {child.parent_field: row_id(row), "deleted": deleted}):
                entries += desk.store.history(str(one["id"]))
    return sorted(entries, key=lambda entry: entry.position)


def check(desk: Desk, entity: str = "", *, progress: Progress = quiet, cancel: Cancel = never) -> Iterator[Checked]:
    """Every error, warning and gap, record by record, children with their parents."""
    kinds = [declared(entity)] if entity else [one for one in catalogue.ENTITIES if not one.parent_field]
    done = 0
    for kind in kinds:
        for record in desk.store.rows(kind.name):
            stop_if(cancel)
            row = str(record["id"])
            problems, _worked_out = assess(desk, kind, record, desk.store.children(kind.name, row))
            for problem in problems:
                yield Checked(row, kind.name, problem)
            done += 1
            progress(done, 0, kind.label_plural)
