"""What a header means, how sure that is, and which declaration stands behind it."""

from __future__ import annotations

from typing import NamedTuple

from kcdesk.model import catalogue
from kcdesk.model.fields import Field
from kcdesk.sheets import header_text
from kcdesk.sheets.columns import SHEET_ENTITIES

SURE = 0.75
"""From here on a column is taken without asking."""

LIKELY = 0.5
"""Below it a column is not mapped at all."""

AS_IT_STANDS, COMPOSED, MENDED, ASKED, GUESSED = 0.97, 0.93, 0.85, 0.7, 0.6
"""How sure a meaning is by the way in which it was found."""

PLACES = frozenset((
    "establishment.address", "establishment.commune_code", "establishment.former_district", "#province", "#hamlet",
))  # fmt: skip
"""The parts of an address."""

_ALLOWED_UNITS = {
    "money": (header_text.MONEY,), "integer": (header_text.PEOPLE, header_text.OTHER, header_text.STARS),
    "decimal": (header_text.AREA, header_text.OTHER, header_text.PEOPLE), "percent": (header_text.PERCENT,),
}  # fmt: skip
"""The units that a column of a kind may be in; in any other it is something else."""

_ANY_UNIT = frozenset(("text", "long_text"))
"""Kinds whose columns are asked about where they say a unit: "Sản phẩm (tấn)" may be a name or an output."""

_MEASURED = frozenset(("money", "integer", "decimal", "percent", "date", "partial_date", "month", "year"))
_ANSWERS = frozenset((header_text.YES_NO, header_text.QUESTION))
_ANSWERED = frozenset(("yes_no", "choice", "choices"))
_ANSWERED_AT_LENGTH = "earlier_support.title"
"""What is asked with yes or no, and answered with what it was: "Đã được hỗ trợ chưa?"."""

_NEVER_ANSWERED = frozenset((
    "establishment.name", "establishment.representative", "establishment.address", "establishment.status",
))  # fmt: skip
"""What nobody answers with yes or no: "Hộ KD có đăng ký (x)" is no name."""


class Meaning(NamedTuple):
    """The field that a header means: ``establishment.phone``, or a word with # for what is no field."""

    target: str
    confidence: float

    def at_most(self, confidence: float) -> Meaning:
        """The same with no more confidence than that."""
        return self._replace(confidence=min(self.confidence, confidence))

    @property
    def is_sure(self) -> bool:
        """True where nobody is asked."""
        return bool(self.target) and self.confidence >= SURE

    @property
    def entity(self) -> str:
        """The entity of the field."""
        return self.target.partition(".")[0]


NOTHING = Meaning("", 0.0)


def field_of(target: str) -> Field | None:
    """The declaration of a target; None for a word with # and for what is not declared."""
    entity, _dot, name = target.partition(".")
    if not name or entity not in SHEET_ENTITIES:
        return None
    kind = catalogue.entity(entity)
    return next((field for field in kind.fields if field.name == name), None)


def in_unit(found: Meaning, unit: str) -> Meaning:
    """Nothing where a field of this kind is never in that unit: a share of the capital is no capital."""
    declared = field_of(found.target)
    if declared is None or not unit:
        return found
    kind = declared.kind.name
    if unit in _ANSWERS and kind in _ANSWERED and found.target not in _NEVER_ANSWERED:
        return found
    if unit == header_text.QUESTION:
        return found.at_most(ASKED) if found.target == _ANSWERED_AT_LENGTH else NOTHING
    if unit == header_text.YES_NO and (found.target in _NEVER_ANSWERED or kind in _MEASURED):
        return NOTHING
    if unit in _ALLOWED_UNITS.get(kind, ()):
        return found
    never = unit in (header_text.PERCENT, header_text.HECTARES) or kind.startswith("choice")
    return NOTHING if never and kind not in _ANY_UNIT else found.at_most(ASKED)
