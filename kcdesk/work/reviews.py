"""What the province asks about a field of a record, and what is answered: the return sheet.

A question travels like any record. Taking the suggested value, another one or the answer in words closes it on
the collaborator's side in one save, so that it can be taken back; the province closes it for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.problems import UserError
from kcdesk.work import attachments, records
from kcdesk.work.consent import is_declared
from kcdesk.work.showing import Shower

if TYPE_CHECKING:
    from kcdesk.model.changes import Change
    from kcdesk.model.fields import Entity, Field, Record, Value
    from kcdesk.work.bootstrap import Desk

REVIEW = "review"
OPEN, ANSWERED, CLOSED = "mo", "da_tra_loi", "dong"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``label`` and ``field`` are "" where the record as a whole is asked about.

    ``now`` is the value as it stands, in words, with who wrote it and when; ``suggested`` the province's own,
    in words, "" for none (``offered`` as it is kept), which ``can_take`` says can be taken as it is. ``by``
    asked. ``is_here`` is False where the record has not come or was deleted. ``days_left`` is None without a
    last day.
    """

    id: str
    entity: str
    row: str
    field: str
    title: str
    place: str
    label: str
    words: str
    by: str
    asked_on: str
    due_on: str
    days_left: int | None
    now: str
    now_by: str
    now_at: str
    suggested: str
    offered: str
    can_take: bool
    takes_text: bool
    choices: tuple[tuple[str, str], ...]
    state: str
    answer: str
    answered_on: str
    is_here: bool


def questions(desk: Desk, state: str = OPEN) -> list[Question]:
    """The questions in a state, the most urgent first."""
    teller = _Teller(desk)
    asked = desk.store.rows(REVIEW, {"state": state}, sort="_n")
    found = [teller.tell(one) for one in asked if is_declared(str(one.get("row_type") or ""))]
    return sorted(found, key=lambda one: (one.due_on or "9999", one.asked_on))


def count(desk: Desk, state: str = OPEN) -> int:
    """How many questions are in a state."""
    return desk.store.count(REVIEW, {"state": state})


def ask(
    desk: Desk, entity: str, row: str, field: str, words: str, *, suggested: str = "", due_on: date | None = None
) -> records.SavedRecord:
    """Ask about a field of a record, or with "" about the whole of it.

    Raises UserError where the words are empty, the record is not here, or the suggested value does not fit.
    """
    if not words.strip():
        raise UserError(_("Hãy ghi cần bổ sung hoặc sửa điều gì."), code="no_words")
    kind = records.declared(entity)
    records.load(desk, entity, row)
    if suggested.strip() and field:
        suggested = _read(kind, field, suggested)
    values = {
        "row_type": entity, "row_id": row, "field": field or None, "words": words.strip(),
        "suggested_value": suggested.strip() or None, "asked_on": desk.today().isoformat(),
        "due_on": due_on.isoformat() if due_on else None, "state": OPEN,
    }  # fmt: skip
    return records.save_record(desk, REVIEW, None, values)


def take_suggested(desk: Desk, question: Question) -> str:
    """Put the suggested value into the record and say so; the save. Raises UserError where it does not fit."""
    return put(desk, question, question.offered, _("Đã sửa theo gợi ý: {value}").format(value=question.suggested))


def put(desk: Desk, question: Question, text: str, words: str = "") -> str:
    """Put another value, as typed or a code of the list, into the record and say so; the save. Raises UserError."""
    kind = catalogue.entity(question.entity)
    value = _understood(kind[question.field], text)
    said = words or _("Đã sửa thành: {value}").format(value=_say(desk, kind, question.field, value))
    with desk.store.transaction():
        saved = records.save_record(desk, question.entity, question.row, {question.field: value})
        return answer(desk, question.id, said, save=saved.save)


def answer(desk: Desk, question_id: str, words: str, *, save: str = "") -> str:
    """Answer in words; the save. Raises UserError where there are none."""
    if not words.strip():
        raise UserError(_("Hãy ghi câu trả lời."), code="no_words")
    values = {"answer": words.strip(), "answered_on": desk.today().isoformat(), "state": ANSWERED}
    return records.save_record(desk, REVIEW, question_id, values, save=save).save


def prove(desk: Desk, question: Question, path: Path, kind: str, words: str = "") -> str:
    """Attach a paper to the record as the answer; the save. Raises UserError as ``attachments.read``."""
    made = attachments.read(path)
    said = words or _("Đã bổ sung giấy tờ: {name}").format(name=path.name)
    with desk.store.transaction():
        added = attachments.add(desk, question.entity, question.row, made, kind, title=question.label)
        return answer(desk, question.id, said, save=added.save)


def close(desk: Desk, question_id: str) -> str:
    """The province is content; the save."""
    return records.save_record(desk, REVIEW, question_id, {"state": CLOSED}).save


def ask_again(desk: Desk, question_id: str, words: str) -> str:
    """The answer was not enough: ask again with other words; the save. Raises UserError."""
    if not words.strip():
        raise UserError(_("Hãy ghi cần bổ sung hoặc sửa điều gì."), code="no_words")
    values = {"state": OPEN, "words": words.strip(), "asked_on": desk.today().isoformat()}
    return records.save_record(desk, REVIEW, question_id, values).save


def _read(kind: Entity, field: str, text: str) -> str:
    """A suggested value as it is kept in a question: as an office writes it, a code of a list as it is."""
    declared = kind[field]
    value = _understood(declared, text)
    return str(value) if declared.choices or declared.code_table else declared.kind.format(value, declared)


def _understood(field: Field, text: str) -> Value:
    """A value as it was typed, or as it stands in a question. Raises UserError."""
    try:
        if field.choices or field.code_table or field.parent:
            return field.kind.normalise(text, field)
        return field.kind.parse(text, field).value
    except ValueProblem as problem:
        raise UserError(problem.message, code="invalid") from problem


def _say(desk: Desk, kind: Entity, field: str, value: Value) -> str:
    declared = kind[field]
    unit = f" {_(declared.unit)}" if declared.unit and value is not None else ""
    if declared.masked:
        return declared.kind.format(value, declared) + unit
    return (Shower(desk).say(declared, value, {}) or _("để trống")) + unit


class _Teller:
    """Puts questions into words."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shower = Shower(desk)

    def tell(self, review: Record) -> Question:
        """One question."""
        entity, row, name = (str(review.get(one) or "") for one in ("row_type", "row_id", "field"))
        kind = catalogue.entity(entity)
        record = self._desk.store.get(entity, row)
        field = next((one for one in kind.fields if one.name == name), None)
        written = self._written(row, name) if record and field else None
        suggested, can_take = self._suggested(field, str(review.get("suggested_value") or ""))
        due = str(review.get("due_on") or "")
        first = next(iter(self._changes(str(review["id"]))), None)
        return Question(
            id=str(review["id"]), entity=entity, row=row, field=name if field else "",
            title=self._title(kind, record), place=self._place(kind, record), label=_(field.label) if field else "",
            words=str(review.get("words") or ""), by=first.by if first else "",
            asked_on=str(review.get("asked_on") or ""), due_on=due,
            days_left=_days(due, self._desk.today()),
            now=_say(self._desk, kind, field.name, record.get(field.name)) if record and field else "",
            now_by=written.by if written else "", now_at=written.at if written else "",
            suggested=suggested, offered=str(review.get("suggested_value") or ""),
            can_take=can_take and record is not None,
            takes_text=bool(field and not (field.choices or field.code_table or field.parent)),
            choices=_choices(field), state=str(review.get("state") or ""), answer=str(review.get("answer") or ""),
            answered_on=str(review.get("answered_on") or ""), is_here=record is not None,
        )  # fmt: skip

    def _suggested(self, field: Field | None, text: str) -> tuple[str, bool]:
        """The suggested value in words, and whether it fits the field."""
        if not text or field is None:
            return text, False
        try:
            value = _understood(field, text)
        except UserError:
            return text, False
        unit = f" {_(field.unit)}" if field.unit else ""
        said = field.kind.format(value, field) if field.masked else self._shower.say(field, value, {})
        return said + unit, value is not None

    def _title(self, kind: Entity, record: Record | None) -> str:
        if record is None:
            return _("Hồ sơ không có trên máy này")
        return self._shower.cell(kind, kind.title_field, record) or str(record.get("code") or _(kind.label))

    def _place(self, kind: Entity, record: Record | None) -> str:
        above = records.parent_of(self._desk, kind, record) if record else None
        if above is None:
            return _(kind.label)
        return f"{records.title(catalogue.entity('establishment'), above)} › {_(kind.label)}"

    def _written(self, row: str, field: str) -> Change | None:
        """The newest change of a field."""
        return next((one for one in reversed(list(self._changes(row))) if field in one.set), None)

    def _changes(self, row: str) -> Iterator[Change]:
        return (entry.change for entry in self._desk.store.history(row) if entry.change)


def _days(due: str, today: date) -> int | None:
    """The days to a last day; None for none, or for what came and is no day."""
    try:
        return (date.fromisoformat(due) - today).days if due else None
    except ValueError:
        return None


def _choices(field: Field | None) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, _(one.label)) for one in field.choices) if field else ()
