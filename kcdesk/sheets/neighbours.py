"""What the columns beside a column say of it: whose day of issue it is, and which of two columns gives a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kcdesk.i18n import _
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.mapped import MappedColumn
from kcdesk.sheets.meaning import SURE
from kcdesk.text.fold import fold

_OF_A_PAPER = {
    "establishment.registration_date": "certificate.issued_on",
    "establishment.registration_place": "certificate.issued_by",
}
"""Columns that belong to the paper on their left: what they are where that is a certificate."""

_BARE = frozenset((
    "ngay cap", "noi cap", "co quan cap", "ngay thang cap", "ngay thang nam cap", "ngay", "cap ngay", "don vi cap",
    "ngay cap noi cap", "noi cap ngay cap",
))  # fmt: skip
_PAPERS = ("certificate.", "establishment.environment_papers", "establishment.personal_number")
_ASKED, _LIKE_THE_TITLE = 0.7, 0.85
_ASK_BETWEEN = frozenset((
    "establishment.name", "establishment.address", "establishment.capital", "support_request.requested_amount",
    "support_request.total_cost", "support_request.title", "product.name", "establishment.main_trade",
))  # fmt: skip
"""Fields for which a person says which of two equal columns is meant; of any other the first is taken."""


def in_their_places(columns: Sequence[MappedColumn], words: HeaderWords) -> list[MappedColumn]:
    """The columns after a look at those on their left."""
    placed: list[MappedColumn] = []
    for one in columns:
        placed.append(_of_paper(one, placed, words) if _is_bare(one) else one)
    return placed


def _is_bare(one: MappedColumn) -> bool:
    return one.target in _OF_A_PAPER and not one.confirmed and fold(one.header) in _BARE


def _of_paper(one: MappedColumn, before: Sequence[MappedColumn], words: HeaderWords) -> MappedColumn:
    """A day or place of issue that only says so belongs to the paper on its left, whatever that is."""
    paper = next((other for other in reversed(before) if not _goes_along(other)), None)
    if paper is None or paper.target.startswith("establishment.registration"):
        return one
    if paper.target.startswith("certificate."):
        asked = _("Cột “{header}” là của “{paper}”, đúng không?").format(header=one.header, paper=paper.header)
        return replace(one, target=_OF_A_PAPER[one.target], confidence=_ASKED, question=asked)
    if paper.target.startswith(_PAPERS) or (not paper.target and words.is_other(paper.header)):
        return replace(one, target="", confidence=0.0, question="")
    return one


def _goes_along(one: MappedColumn) -> bool:
    """True for a column that belongs to a paper itself."""
    return fold(one.header) in _BARE


_GIVEN = {
    "support_request.title": "earlier_support.title", "support_request.plan_year": "earlier_support.year",
    "support_request.requested_amount": "earlier_support.amount",
    "support_request.fund_source": "earlier_support.fund_source",
    "certificate.decision_number": "earlier_support.decision",
}  # fmt: skip
"""What columns of a list of those that have been supported already mean there."""

_YEAR_OF_FIGURES, _PLAN_YEAR = "yearly_figure.year", "support_request.plan_year"
_FIGURES = ("yearly_figure.", "establishment.capital", "establishment.workers_total")


def as_given(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """The columns of a list whose title says that the support was given."""
    return [
        replace(one, target=_GIVEN[one.target], confidence=_LIKE_THE_TITLE, question="")
        if one.target in _GIVEN and not one.confirmed
        else one
        for one in columns
    ]


def with_their_year(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """A bare "Năm" is that of the plan in a list of requests without figures."""
    targets = [one.target for one in columns if one.target != _YEAR_OF_FIGURES]
    is_of_requests = any(target.startswith("support_request.") for target in targets) and _PLAN_YEAR not in targets
    if not is_of_requests or any(target.startswith(_FIGURES) for target in targets):
        return list(columns)
    return [
        replace(one, target=_PLAN_YEAR) if one.target == _YEAR_OF_FIGURES and not one.confirmed else one
        for one in columns
    ]


def without_rivals(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """No field is given by two columns: the surest keeps it, the first of equals; of figures those of the last year."""
    columns = _of_one_year(columns)
    best: dict[str, MappedColumn] = {}
    asked: dict[str, str] = {}
    for one in columns:
        rival = best.get(one.target)
        if one.target and (rival is None or one.confidence > rival.confidence):
            best[one.target] = one
        if one.target in _ASK_BETWEEN and rival is not None and _are_equal(one, rival):
            words = _("Cột “{one}” và cột “{other}” đều giống “{label}”; lấy cột “{one}”, đúng không?")
            declared = one.field
            asked[one.target] = words.format(
                one=rival.header, other=one.header, label=_(declared.label) if declared else "")  # fmt: skip
    return [_without(one, best, asked) for one in columns]


def _are_equal(one: MappedColumn, other: MappedColumn) -> bool:
    """True where nothing says which of two columns gives a field."""
    if one.confirmed or other.confirmed:
        return False
    return min(one.confidence, other.confidence) >= SURE and fold(one.header) != fold(other.header)


def _without(one: MappedColumn, best: dict[str, MappedColumn], asked: dict[str, str]) -> MappedColumn:
    if not one.target:
        return one
    if best[one.target] is not one:
        return replace(one, target="", confidence=0.0, question="")
    question = asked.get(one.target, "")
    return replace(one, question=question) if question and not one.question and not one.confirmed else one


def _of_one_year(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """The figures of the last year that the headers name; those of the years before stay in words."""
    years = [one.year for one in columns if one.target.startswith("yearly_figure.") and not one.confirmed]
    last = max(years, default=0)
    return [
        replace(one, target="", confidence=0.0, question="")
        if one.target.startswith("yearly_figure.") and one.year not in (0, last) and not one.confirmed
        else one
        for one in columns
    ]
