"""What the import assistant shows of the columns of a list, and what it asks about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.i18n import N_, _
from kcdesk.model import catalogue
from kcdesk.model.fields import Required, Writer
from kcdesk.text.fold import words as folded_words

if TYPE_CHECKING:
    from kcdesk.sheets.mapped import MappedColumn
    from kcdesk.work.assistant import Answers, ColumnAnswer, OpenedFile

NOTE, LEAVE = "#note", "#ignore"
AS_IS = "as_is"
"""The answer to text of an old encoding: its letters are right as they stand."""

UNITS = ((1, N_("đồng")), (1000, N_("nghìn đồng")), (1_000_000, N_("triệu đồng")), (1_000_000_000, N_("tỷ đồng")))
_FEW = 5
_SPECIAL = {
    "#index": N_("Số thứ tự"), "#province": N_("Tỉnh, thành phố"), "#hamlet": N_("Ấp, khu vực"),
    "#own_capital": N_("Vốn tự có"), "#contact": N_("Người đại diện và điện thoại"), "#point": N_("Tọa độ (cả hai số)"),
    "#period": N_("Thời gian thực hiện (từ tháng, đến tháng)"),
    NOTE: N_("Giữ vào ghi chú"), LEAVE: N_("Bỏ cột này"),
}  # fmt: skip
_COMMUNE, _ADDRESS = "establishment.commune_code", "establishment.address"
_LEGAL_FORM, _NAME = "establishment.legal_form", "establishment.name"
_FIGURES_YEAR, _PLAN_YEAR = "establishment.figures_year", "support_request.plan_year"
_OF_A_YEAR = frozenset(("establishment.workers_total", "establishment.capital"))


class Trust(StrEnum):
    """How sure the program is of a column."""

    SURE = "sure"
    LOOK = "look"
    UNKNOWN = "unknown"


class Target(NamedTuple):
    """Something that a column may give: its code, what it is called, and to what it belongs."""

    code: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the list as it is shown. ``question`` is what is asked, "" where nothing is.

    ``money`` and ``dates`` say that unit and order of day and month may be chosen; ``before`` and ``after`` show text
    of an old encoding as it stands and as it would be read.
    """

    letter: str
    header: str
    samples: tuple[str, ...]
    target: str
    title: str
    trust: Trust
    question: str
    is_answered: bool
    money: bool
    unit: int
    dates: bool
    month_first: bool
    encoding: str
    before: str
    after: str


def columns(opened: OpenedFile, table: int, answers: Answers) -> list[ColumnView]:
    """The columns of a table with what is known of them after these answers."""
    from kcdesk.sheets.grid import column_name
    from kcdesk.sheets.headers import HeaderWords
    from kcdesk.sheets.mapping import map_columns

    found = opened.tables[table]
    mapped = map_columns(found, HeaderWords(), answers.wishes(found.grid.name, found.top + 1))
    return [_view(opened, table, one, answers.columns.get(column_name(one.column))) for one in mapped]


def _view(opened: OpenedFile, table: int, one: MappedColumn, answer: ColumnAnswer | None) -> ColumnView:
    from kcdesk.sheets.grid import column_name

    declared = one.field
    kind = declared.kind.name if declared else ""
    values = _first_values(opened, table, one)
    before = next((text for text in values if one.wrong and not text.isascii()), "")
    shown = [_read(text, one) for text in values[:_FEW]]
    return ColumnView(
        letter=column_name(one.column), header=one.header, samples=tuple(shown), target=_target(one, answer),
        title=title_of(_target(one, answer)), trust=_trust(one), question=one.question,
        is_answered=one.confirmed and not one.question, money=kind == "money", unit=one.factor,
        dates=kind in ("date", "partial_date"), month_first=one.month_first,
        encoding=one.wrong.value if one.wrong else "", before=before, after=_read(before, one),
    )  # fmt: skip


def _first_values(opened: OpenedFile, table: int, one: MappedColumn) -> list[str]:
    """The first different values of a column."""
    from kcdesk.sheets.values import is_nothing

    found = opened.tables[table]
    texts = (found.grid.text(row, one.column) for row in found.data_rows[:200])
    return list(dict.fromkeys(text[:80] for text in texts if text and not is_nothing(text)))[:20]


def _read(text: str, one: MappedColumn) -> str:
    from kcdesk.sheets.old_text import mend

    return mend(text, one.wrong) if one.wrong else text


def _target(one: MappedColumn, answer: ColumnAnswer | None) -> str:
    if one.target:
        return one.target
    return LEAVE if one.is_left else NOTE if answer is None or answer.target in (None, NOTE) else answer.target or NOTE


def _trust(one: MappedColumn) -> Trust:
    if one.question:
        return Trust.LOOK
    if one.target and one.is_sure:
        return Trust.SURE
    return Trust.SURE if one.confirmed else Trust.LOOK if one.target else Trust.UNKNOWN


def confirmed(view: ColumnView) -> ColumnAnswer:
    """The answer that takes a column just as it is shown."""
    from kcdesk.work.assistant import ColumnAnswer

    return ColumnAnswer(
        target=view.target, unit=view.unit if view.money else 0,
        month_first=view.month_first if view.dates else None, encoding=view.encoding,
    )  # fmt: skip


def title_of(target: str) -> str:
    """What a target is called, with the kind of record where it is not the establishment itself."""
    if target in _SPECIAL:
        return _(_SPECIAL[target])
    entity, _dot, name = target.partition(".")
    kind = catalogue.entity(entity)
    label = _(kind[name].label)
    return label if entity == "establishment" else _("{label} ({entity})").format(label=label, entity=_(kind.label))


def targets(*, is_province: bool) -> tuple[Target, ...]:
    """All that a column may give: the fields of an establishment first, then those of what belongs to it.

    What only the province writes is offered in a province only.
    """
    from kcdesk.work.sheet_plan import CHILDREN

    made = [Target(code, _(words)) for code, words in _SPECIAL.items()]
    for name in ("establishment", "support_request", *CHILDREN):
        kind = catalogue.entity(name)
        made += [
            Target(f"{name}.{field.name}", _(field.label), "" if name == "establishment" else _(kind.label))
            for field in kind.fields
            if not field.automatic and not field.parent and (is_province or field.writer is not Writer.PROVINCE)
        ]
    return tuple(made)


def find_targets(all_targets: Sequence[Target], text: str) -> list[Target]:
    """The targets whose words begin with what was typed, those that begin with it first."""
    wanted = folded_words(text)
    scored = []
    for place, target in enumerate(all_targets):
        spoken = folded_words(f"{target.title} {target.detail}")
        if all(any(word.startswith(part) for word in spoken) for part in wanted):
            begins = spoken[: len(wanted)] == wanted or " ".join(spoken).startswith(" ".join(wanted))
            scored.append((not begins, place, target))
    return [target for _begins, _place, target in sorted(scored)]


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A field that no column gives; ``is_needed`` where rows cannot be taken without it."""

    target: str
    title: str
    is_needed: bool
    suggested: str = ""


def has_names(views: Sequence[ColumnView]) -> bool:
    """True where some column gives the names, without which there are no records."""
    return any(view.target == _NAME for view in views)


def missing(views: Sequence[ColumnView], area: Sequence[str], year: int) -> list[MissingValue]:
    """What may be set for the whole file. ``area`` are the person's communes, ``year`` the year of today."""
    given = {view.target for view in views}
    found = []
    if _COMMUNE not in given:
        only = area[0] if len(area) == 1 else ""
        found.append(_missing(_COMMUNE, _ADDRESS not in given, only if _ADDRESS not in given else ""))
    for field in catalogue.entity("establishment").fields:
        target = f"establishment.{field.name}"
        is_asked = field.required is Required.TO_SAVE and not field.applies and not field.default
        if is_asked and target not in {_COMMUNE, _NAME, *given}:
            found.append(_missing(target, target != _LEGAL_FORM, ""))
    if given & _OF_A_YEAR and _FIGURES_YEAR not in given:
        found.append(_missing(_FIGURES_YEAR, False, str(year)))
    if any(target.startswith("support_request.") for target in given) and _PLAN_YEAR not in given:
        found.append(_missing(_PLAN_YEAR, False, str(year + 1)))
    return sorted(found, key=lambda one: not one.is_needed)


def _missing(target: str, is_needed: bool, suggested: str) -> MissingValue:
    return MissingValue(target, title_of(target), is_needed, suggested)
