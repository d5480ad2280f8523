"""What the import assistant shows of one row, which answers it offers, and what an answer means for the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Field, Value
from kcdesk.work.assistant_columns import title_of
from kcdesk.work.sheet_rows import PlannedRow, RowDoubt, Status

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference
    from kcdesk.work.assistant import Answers
    from kcdesk.work.sheets import Plan

TAKE, NEW, SKIP, HERE, EMPTY, TYPED = "take", "new", "skip", "here", "#empty", "#typed"
_MOST_OPTIONS = 8
_MOST_NAMED = 4


class Choice(NamedTuple):
    """One answer to a question about a row."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value of a row: what is there now, what the file says; ``both`` where it was changed on both sides."""

    title: str
    old: str
    new: str
    is_change: bool
    both: bool = False


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row in words: its cells as they stand in the file, and its values as they would be taken."""

    cells: tuple[tuple[str, str], ...]
    values: tuple[ValueLine, ...]


def key_of(row: PlannedRow) -> str:
    """How a row is named in answers."""
    return f"{row.sheet}!{row.row}"


def short_words(row: PlannedRow) -> str:
    """Why a row ended as it did, or what it changes, on one line."""
    if row.status is Status.UPDATE and row.changes:
        names = list(dict.fromkeys(title_of(f"{one.entity}.{one.field}") for one in row.changes))
        shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        return _("Đổi: {names}").format(names=shown)
    return " ".join(row.why)


def is_here(plan: Plan, row: PlannedRow) -> bool:
    """True where ``row.id`` is an establishment that is in the workspace already."""
    entities = {target.partition(".")[0] for target in row.values} | {one.entity for one in row.changes}
    is_establishment = plan.table is not None or entities == {"establishment"}
    if not row.id or not is_establishment or row.doubts or row.status not in (Status.SAME, Status.UPDATE):
        return False
    return not any(one.id == row.id and one.status is Status.NEW for one in plan.rows)


def facts(plan: Plan, row: PlannedRow, reference: Reference) -> RowFacts:
    """All about one row."""
    changed = {f"{one.entity}.{one.field}" for one in row.changes}
    lines = [
        ValueLine(title_of(f"{one.entity}.{one.field}"), _said(one.entity, one.field, one.old, reference),
                  _said(one.entity, one.field, one.new, reference), True, one.both)
        for one in row.changes
    ]  # fmt: skip
    for target, value in row.values.items():
        entity, _dot, name = target.partition(".")
        if target not in changed and name and value not in (None, "", ()):
            lines.append(ValueLine(title_of(target), "", _said(entity, name, value, reference), False))
    return RowFacts(_cells(plan, row), tuple(lines))


def _cells(plan: Plan, row: PlannedRow) -> tuple[tuple[str, str], ...]:
    if plan.table is None:
        return ()
    grid = plan.table.grid
    texts = ((label.words, grid.text(row.row - 1, label.column)) for label in plan.table.labels)
    return tuple((words, text) for words, text in texts if text)


def _said(entity: str, name: str, value: Value, reference: Reference) -> str:
    return "" if value in (None, "", ()) else say(catalogue.entity(entity)[name], value, reference)


def say(declared: Field, value: Value, reference: Reference) -> str:
    """A value as an office writes it, with its unit."""
    if declared.choices:
        labels = {choice.code: _(choice.label) for choice in declared.choices}
        codes = value if isinstance(value, tuple) else (value,)
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
    if declared.code_table and isinstance(value, str):
        return reference.label(declared.code_table, value) or value
    written = declared.kind.format(value, declared)
    return f"{written} {_(declared.unit)}" if declared.unit and written else written


def choices(doubt: RowDoubt, reference: Reference, row: PlannedRow | None = None) -> list[Choice]:
    """The answers that are offered to a question; a place or a code may also be looked for, a value typed."""
    skip = Choice(SKIP, _("Bỏ qua dòng này"))
    offers: dict[str, Callable[[], list[Choice]]] = {
        "place": lambda: [*_options(doubt, reference), skip],
        "code": lambda: [*_options(doubt, reference), Choice(EMPTY, _("Để trống mục này")), skip],
        "repair": lambda: [_repaired(doubt, reference), Choice(EMPTY, _("Để trống mục này")), skip],
        "lack": lambda: [*_labels(doubt, reference), skip],
        "value": lambda: [Choice(EMPTY, _("Để trống mục này")), skip],
        "match": lambda: _matches(doubt),
        "in_file": lambda: [Choice(SKIP, _("Là một nơi: bỏ dòng trùng")), Choice(NEW, _("Là nơi khác: thêm mới"))],
        "both": lambda: _sides(doubt, reference, row),
        "absent": lambda: [Choice(NEW, _("Thêm thành hồ sơ mới")), skip],
        "copy": lambda: [skip],
    }
    return offers[doubt.kind]() if doubt.kind in offers else []


def _sides(doubt: RowDoubt, reference: Reference, row: PlannedRow | None) -> list[Choice]:
    """The two values of a cell that was changed in the file and here."""
    entity, _dot, name = doubt.target.partition(".")
    changes = row.changes if row is not None else ()
    here = next((one.old for one in changes if (one.entity, one.field) == (entity, name)), None)
    nothing = _("để trống")
    theirs, ours = (_said(entity, name, value, reference) or nothing for value in (doubt.instead, here))
    return [
        Choice(TAKE, _("Lấy của tệp: {value}").format(value=theirs)),
        Choice(HERE, _("Giữ của chương trình: {value}").format(value=ours)),
    ]


def _options(doubt: RowDoubt, reference: Reference) -> list[Choice]:
    declared = _declared(doubt.target)
    table = declared.code_table if declared else ""
    return [Choice(code, _short(table, code, reference)) for code in doubt.options[:_MOST_OPTIONS]]


def _short(table: str, code: str, reference: Reference) -> str:
    """The name of a code; a commune without its province, which the candidates mostly share."""
    commune = reference.communes.get(code) if table == "communes" else None
    return commune.full_name if commune else reference.label(table, code) or code


def _labels(doubt: RowDoubt, reference: Reference) -> list[Choice]:
    """All that may be chosen for a field that is missing, where that is a short list."""
    declared = _declared(doubt.target)
    if declared is None:
        return []
    if declared.choices:
        return [Choice(one.code, _(one.label)) for one in declared.choices]
    if declared.code_table == "trades":
        return [Choice(one.code, one.short_name or one.name) for one in reference.trades.find("")]
    return []


def _repaired(doubt: RowDoubt, reference: Reference) -> Choice:
    declared = _declared(doubt.target)
    shown = say(declared, doubt.instead, reference) if declared else str(doubt.instead)
    return Choice(TAKE, _("Sửa thành {value}").format(value=shown))


def _matches(doubt: RowDoubt) -> list[Choice]:
    if doubt.other:
        return [
            Choice(doubt.other, _("Đúng là nơi đang có")), Choice(NEW, _("Là nơi khác: thêm mới")),
            Choice(SKIP, _("Bỏ qua dòng này")),
        ]  # fmt: skip
    return [Choice(SKIP, _("Là một nơi: bỏ dòng trùng")), Choice(NEW, _("Là nơi khác: thêm mới"))]


def _declared(target: str) -> Field | None:
    entity, _dot, name = target.partition(".")
    return catalogue.entity(entity)[name] if name else None


def code_table(doubt: RowDoubt) -> str:
    """The table in which an answer may be looked for; "" where there is none."""
    declared = _declared(doubt.target)
    return declared.code_table if declared is not None and doubt.kind in ("place", "code", "lack") else ""


def may_be_typed(doubt: RowDoubt) -> bool:
    """True where the right value may be typed in place of what the file says."""
    declared = _declared(doubt.target)
    is_open = declared is not None and not declared.choices and not declared.code_table
    return is_open and doubt.kind in ("value", "repair", "lack")


def answer(answers: Answers, row: PlannedRow, doubt: RowDoubt, code: str, typed: str = "") -> None:
    """Note an answer to one question about one row."""
    key = key_of(row)
    if row.doubts:
        answers.asked[key] = tuple(row.doubts)
    if doubt.kind == "both":
        _answer_side(answers, row, doubt, code)
    elif code in (SKIP, NEW) or (doubt.kind in ("match", "in_file") and code):
        answers.decisions[key] = code
    elif (by_text := _by_text(answers, doubt)) is not None:
        by_text[doubt.text] = code
    elif doubt.target:
        given = {EMPTY: None, TYPED: typed, TAKE: doubt.instead}
        answers.values.setdefault(key, {})[doubt.target] = given.get(code, code)


def is_by_text(doubt: RowDoubt) -> bool:
    """True where one answer holds for all rows that say the same: a place, the group of a trade."""
    return doubt.kind == "place" or (doubt.kind == "lack" and bool(doubt.text))


def _by_text(answers: Answers, doubt: RowDoubt) -> dict[str, str] | None:
    if not is_by_text(doubt):
        return None
    return answers.places if doubt.kind == "place" else answers.trades


def _answer_side(answers: Answers, row: PlannedRow, doubt: RowDoubt, code: str) -> None:
    """The sides of a row take effect together, when each cell that was changed twice has its answer."""
    if code == SKIP:
        answers.decisions[key_of(row)] = SKIP
        return
    sides = answers.sides.setdefault(key_of(row), {})
    sides[doubt.target.partition(".")[2]] = code
    asked = {one.target.partition(".")[2] for one in questions(answers, row) if one.kind == "both"}
    if asked <= sides.keys():
        here = [name for name in sorted(asked) if sides[name] == HERE]
        answers.decisions[key_of(row)] = f"{HERE}:{','.join(here)}" if here else TAKE


def answered(answers: Answers, row: PlannedRow, doubt: RowDoubt) -> str:
    """The code that was answered to a question, "" for none yet."""
    key = key_of(row)
    decision = answers.decisions.get(key, "")
    if decision == SKIP or doubt.kind in ("match", "in_file", "absent", "copy"):
        return decision
    if doubt.kind == "both":
        return answers.sides.get(key, {}).get(doubt.target.partition(".")[2], "")
    by_text = _by_text(answers, doubt)
    if by_text is not None:
        return by_text.get(doubt.text, "")
    given = answers.values.get(key, {})
    if doubt.target not in given:
        return ""
    value = given[doubt.target]
    return EMPTY if value is None else TAKE if value == doubt.instead else str(value)


def is_answered(answers: Answers, row: PlannedRow) -> bool:
    """True where every question about a row has its answer."""
    return all(answered(answers, row, doubt) for doubt in questions(answers, row))


def has_answers(answers: Answers, row: PlannedRow) -> bool:
    """True where something was said of a row."""
    return any(answered(answers, row, doubt) for doubt in questions(answers, row))


def alike(rows: Sequence[PlannedRow], doubt: RowDoubt) -> list[tuple[PlannedRow, RowDoubt]]:
    """The rows that are asked the same, with their question, the row itself among them."""
    found = []
    for one in rows:
        if one.doubts:
            same = next((other for other in one.doubts if _is_alike(other, doubt)), None)
            if same is not None:
                found.append((one, same))
    return found


def _is_alike(one: RowDoubt, other: RowDoubt) -> bool:
    if (one.kind, one.target) != (other.kind, other.target):
        return False
    by_text = one.kind in ("place", "code", "lack")
    return one.text == other.text if by_text else bool(one.other) == bool(other.other)


def answer_alike(answers: Answers, rows: Sequence[PlannedRow], doubt: RowDoubt, code: str) -> int:
    """Give the same answer to all rows that are asked the same; how many they are."""
    found = alike(rows, doubt)
    for one, same in found:
        answer(answers, one, same, same.other if code == doubt.other and code else code)
    return len(found)


def questions(answers: Answers, row: PlannedRow) -> Sequence[RowDoubt]:
    """The questions about a row: those that are open, else those that were answered before."""
    return row.doubts or answers.asked.get(key_of(row), ())


def take_back(answers: Answers, row: PlannedRow) -> None:
    """Forget what was said of a row."""
    key = key_of(row)
    for doubt in questions(answers, row):
        by_text = _by_text(answers, doubt)
        if by_text is not None:
            by_text.pop(doubt.text, None)
    answers.decisions.pop(key, None)
    answers.values.pop(key, None)
    answers.sides.pop(key, None)
    answers.asked.pop(key, None)
