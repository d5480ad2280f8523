"""Changing a few fields in many records at once: what that means is said before, all of it is one save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import validate
from kcdesk.model.fields import Entity, Field, Record, Writer
from kcdesk.model.problems import UserError
from kcdesk.work import cursors, records, undoing
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if
from kcdesk.work.prepare import Plain, Preparer

if TYPE_CHECKING:
    from kcdesk.store.types import Edit
    from kcdesk.work.bootstrap import Desk

CONSENT = ("consent", "consent_on", "consent_method", "consent_notice")
"""What is recorded when many owners were asked: the answer, when, how, and the notice that was read to them."""

_NOT_FOR_MANY = (
    "name", "title", "code", "tax_code", "personal_number", "phone", "zalo", "email", "latitude", "longitude",
)  # fmt: skip
_TRIED = 200
"""So many records are looked over beforehand; all of them when they are changed."""
_BATCH = 400


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a change of many records means.

    ``changed`` of ``count`` records get another value (those known to refuse it left out); ``sent_again`` of them the
    province has already. ``emptied`` of them have a value now that would go and leave nothing.
    ``areas`` says by the code of another collaborator how many come into his area, ``outside`` how many leave
    one's own for a commune of nobody. ``refused`` counts, among the first ``tried``, those that cannot take the
    value, with the ``reason`` of the first.
    """

    count: int
    changed: int
    sent_again: int
    areas: Mapping[str, int]
    outside: int
    tried: int
    refused: int
    reason: str
    emptied: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was left as it is, and why."""

    id: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: the save by which it can be taken back, "" where nothing was different."""

    save: str
    changed: int
    rows: tuple[tuple[str, str], ...]
    refused: tuple[Refused, ...]


def choosable(kind: Entity, *, is_province: bool) -> tuple[Field, ...]:
    """The fields that make sense for many records: no names and numbers, of which each has its own."""
    return tuple(
        one
        for one in kind.fields
        if not one.automatic
        and one.name not in _NOT_FOR_MANY
        and one.kind.name != "reference"
        and (is_province or Writer.PROVINCE not in (kind.writer, one.writer))
    )


def look(desk: Desk, entity: str, numbers: Sequence[int], values: Plain, cancel: Cancel = never) -> Meaning:
    """What it would mean to give these records these values. ``numbers`` are row numbers of a list; writes nothing.

    Raises UserError where a value does not fit its field.
    """
    kind = records.declared(entity)
    clean, problems = validate.normalise(kind, values)
    if problems:
        raise UserError(problems[0].message, code="invalid", problems=tuple(problems))
    changed = sent = emptied = 0
    gone = [name for name, value in clean.items() if value in (None, "", ())]
    communes: Counter[str] = Counter()
    made = cursors.made_upto(desk)
    refused: list[str] = []
    preparer = Preparer(desk)
    for start in range(0, len(numbers), _BATCH):
        stop_if(cancel)
        part = numbers[start : start + _BATCH]
        beside = desk.store.counts(entity, part)
        for at, (record, count) in enumerate(zip(desk.store.page(entity, part), beside, strict=True)):
            if all(record.get(name) == value for name, value in clean.items()):
                continue
            errors = preparer.prepare(kind, str(record["id"]), values).errors if start + at < _TRIED else ()
            if errors:
                refused.append(errors[0].message)
                continue
            changed += 1
            emptied += any(record.get(name) not in (None, "", ()) for name in gone)
            sent += count.position is not None and count.position <= made
            if clean.get("commune_code") and record.get("commune_code") != clean["commune_code"]:
                communes[str(clean["commune_code"])] += 1
    areas, outside = _areas(desk, communes)
    tried = min(len(numbers), _TRIED)
    reason = refused[0] if refused else ""
    return Meaning(len(numbers), changed, sent, areas, outside, tried, len(refused), reason, emptied)


def _areas(desk: Desk, communes: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """How many records come into the area of which other collaborator, and how many into nobody's."""
    own = set(desk.profile.communes)
    people = {str(one["code"]): set(one["communes"]) for one in desk.settings.get("collaborators", ())}
    areas: dict[str, int] = {}
    outside = 0
    for commune, number in communes.items():
        if commune in own or (desk.profile.is_province and not people):
            continue
        keepers = [code for code, places in people.items() if commune in places and code != desk.profile.code]
        for code in keepers:
            areas[code] = areas.get(code, 0) + number
        outside += 0 if keepers else number
    return areas, outside


def change(
    desk: Desk,
    entity: str,
    numbers: Sequence[int],
    values: Plain,
    *,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Done:
    """Give these records these values, as one save. Records that cannot take them are left as they are, and told.

    Raises Cancelled before anything is written, UserError where a value fits no record.
    """
    kind = records.declared(entity)
    edits: list[Edit] = []
    refused: list[Refused] = []
    preparer = Preparer(desk)
    for start in range(0, len(numbers), _BATCH):
        for record in desk.store.page(entity, numbers[start : start + _BATCH]):
            stop_if(cancel)
            prepared = preparer.prepare(kind, str(record["id"]), values)
            if prepared.errors:
                refused.append(_refused(kind, record, prepared.errors[0].message))
            else:
                edits += prepared.edits
        progress(min(start + _BATCH, len(numbers)) // 2, len(numbers), _(kind.label_plural))
    work = _Writing(progress, cancel, len(numbers), _(kind.label_plural))
    return _write(desk, edits, refused, _("Sửa nhiều {what}").format(what=_(kind.label_plural).lower()), work)


def delete(
    desk: Desk, entity: str, numbers: Sequence[int], *, progress: Progress = quiet, cancel: Cancel = never
) -> Done:
    """Delete these records, as one save that can be taken back. Raises Cancelled before anything is written."""
    from kcdesk.store.types import Edit

    kind = records.declared(entity)
    edits: list[Edit] = []
    for start in range(0, len(numbers), _BATCH):
        stop_if(cancel)
        part = desk.store.page(entity, numbers[start : start + _BATCH])
        edits += [Edit(entity, str(one["id"]), delete=True) for one in part]
        progress(len(edits) // 2, len(numbers), _(kind.label_plural))
    work = _Writing(progress, cancel, len(numbers), _(kind.label_plural))
    return _write(desk, edits, [], _("Xóa nhiều {what}").format(what=_(kind.label_plural).lower()), work)


@dataclass(frozen=True, slots=True)
class _Writing:
    """How far the second half of the work is: ``count`` records were prepared and are being written."""

    progress: Progress
    cancel: Cancel
    count: int
    what: str

    def tell(self, done: float) -> None:
        """Say which part of the writing is done, from 0 to 1. Raises Cancelled."""
        stop_if(self.cancel)
        self.progress(round(self.count * (1 + done) / 2), self.count, self.what)


def _write(desk: Desk, edits: Sequence[Edit], refused: Sequence[Refused], what: str, work: _Writing) -> Done:
    """Write it as one save, stretch by stretch in one transaction."""
    if not edits:
        if refused:
            raise UserError(refused[0].message, code="invalid")
        return Done("", 0, (), ())
    written: set[tuple[str, str]] = set()
    rows: set[tuple[str, str]] = set()
    stamp = desk.stamp()
    with desk.store.transaction():
        for start in range(0, len(edits), _BATCH):
            saved = desk.store.save(edits[start : start + _BATCH], stamp)
            written |= {(one.entity, one.row) for one in saved.changes}
            rows |= saved.rows
            work.tell(min(start + _BATCH, len(edits)) / len(edits))
        if written:
            undoing.note_batch(desk, stamp.save, what, len(written))
    return Done(stamp.save if written else "", len(written), tuple(sorted(rows)), tuple(refused))


def _refused(kind: Entity, record: Record, message: str) -> Refused:
    return Refused(str(record["id"]), records.title(kind, record), message)
