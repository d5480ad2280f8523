"""Headers of several rows: what a column means under its group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kcdesk.sheets import header_text
from kcdesk.sheets.concepts import FOREIGN, Spoken
from kcdesk.sheets.header_text import HeaderText, read_header, without_numbering
from kcdesk.sheets.meaning import ASKED, COMPOSED, GUESSED, NOTHING, PLACES, SURE, Meaning, field_of

if TYPE_CHECKING:
    from kcdesk.sheets.headers import HeaderWords

_WHOSE = frozenset(("est", "unitw", "biz", "name", "main", "contact", "status"))
"""A group that says no more than whose its columns are: "Thông tin cơ sở"."""

_PERSON = frozenset(("owner", "chu", "fullname"))
_OF_A_PERSON = frozenset((
    "establishment.representative", "establishment.position", "establishment.gender", "establishment.ethnicity",
    "establishment.personal_number", "establishment.phone", "establishment.email", "establishment.zalo",
))  # fmt: skip
_OF_A_PAPER = frozenset(("establishment.registration_date", "establishment.registration_place"))

_REGISTRATION = "establishment.registration"
"""Papers of the establishment; under a group that only says "Giấy chứng nhận" a person decides which is meant."""

_CLOSED = frozenset((
    "pid", "envpaper", "decision", "cert", "gcn", "recognise", "before", "after", "already", "trainee", "plan",
    "former", "rate", "balance", "contest", "profile", "effect",
))  # fmt: skip
"""Groups whose columns are their own: what does not go together with them is another thing than it says alone."""

_OF_THE_WHOLE = frozenset((
    "total", "name", "main", "content", "perm", "avg", "est", "biz", "exp", "register", "use", "number", "gcn", "cost",
    "money", "proj", "machine", "workshop",
))  # fmt: skip
"""What under a group leaves its meaning as it is."""

_REQUESTING = frozenset(("ask", "support", "need", "kc", "exp", "invest", "state", "register", "proj", "effect"))
"""A group of these alone heads what a request says: its content, its costs, its year."""

_ASKED_FOR = frozenset(("ask", "support", "need"))
_COSTS = frozenset(("cost", "tcost", "capdone"))
_WHO_GETS = frozenset(("est", "unitw", "biz", "owner"))
"""Below costs, what these bear is their own capital: "Tổng kinh phí | Đơn vị thụ hưởng"."""

_OWN_CAPITAL = "#own_capital"
_OTHER_CAPITAL = "support_request.other_capital"
"""A loan is a part of what a project costs; of what an establishment has it is told nowhere."""

_FUND = "support_request.fund_source"
_MONEY = {"fund": "cost", "tcost": "cost", "capital": "cost", "capdone": "cost"}
"""A source of money with columns below it is a breakdown of costs."""


class _Parts(NamedTuple):
    """A column and the group above it, read apart."""

    group: str
    own: str
    above: Spoken
    below: Spoken
    read_above: HeaderText
    read_below: HeaderText
    whole: Meaning
    alone: Meaning


class Levels:
    """Reads headers of several rows by what their words speak of."""

    def __init__(self, words: HeaderWords) -> None:
        self._words = words

    def meaning(self, levels: list[str]) -> Meaning:
        """A column under a group: what both say together, or its own words where the group adds nothing."""
        *groups, own = map(without_numbering, levels)
        group = " ".join(self._telling(groups))
        if own.strip() in ("Nam", "nam") and not group.isascii():
            return NOTHING
        parts = self._parts(group, own)
        if not parts.read_below.words.plain:
            is_figure = parts.whole.entity != "support_request" or not parts.read_below.year
            return parts.whole if is_figure else parts.whole.at_most(ASKED)
        if not parts.above.said:
            return parts.alone if parts.alone.target else parts.whole
        settled = _settled(parts)
        return self._together(parts) if settled is None else settled

    def _telling(self, groups: Sequence[str]) -> Sequence[str]:
        """The groups without those above others that only head a part of the form: "II. Tình hình SXKD"."""
        said = [self._words.spoken(read_header(one)).said for one in groups]
        return [one for number, one in enumerate(groups) if not (said[number] <= _WHOSE and any(said[number + 1 :]))]

    def _parts(self, group: str, own: str) -> _Parts:
        words = self._words
        above, below = read_header(group), read_header(own)
        return _Parts(
            group, own, words.spoken(above), words.spoken(below), above, below, words.ruled(group), words.ruled(own)
        )

    def _together(self, parts: _Parts) -> Meaning:
        """What the words of both rows say as one, or nothing where they do not go together."""
        alone = parts.alone
        if alone.is_sure and alone.entity == parts.whole.entity != "establishment" and alone.target != _FUND:
            return alone.at_most(ASKED) if alone.target == _OTHER_CAPITAL or _may_be_all_asked(parts) else alone
        same = _adds_nothing(parts)
        together = max(self._ways(parts), key=lambda one: (one.confidence, (one.target == parts.whole.target) is same))
        if together.target:
            return _weighed(parts, together, same=same)
        if alone.target == "#index" or _says_what_is_asked(parts):
            return alone
        if FOREIGN in parts.above.said or not alone.is_sure or alone.target.startswith("#"):
            return NOTHING
        return alone.at_most(GUESSED) if _agree(parts) else NOTHING

    def _ways(self, parts: _Parts) -> Iterator[Meaning]:
        """What it means as it stands, as part of a sum, or as a thing before its owner ("Chức danh" of "Đại diện")."""
        joined = self._words.find(f"{parts.group} {parts.own}")
        yield joined if joined.target != _FUND else NOTHING
        above, below = parts.above, parts.below
        if below.unknown or not below.said:
            return
        unit, concepts = parts.read_below.unit or parts.read_above.unit, below.concepts + above.concepts
        if above.said & (_MONEY.keys() | {"cost"}):
            own = tuple(one for one in below.concepts if one != "fund")
            concepts = tuple(_MONEY.get(one, one) for one in above.concepts) + own
        yield self._words.composed(Spoken(concepts, above.unknown, above.mended or below.mended), unit)


def _weighed(parts: _Parts, together: Meaning, *, same: bool) -> Meaning:
    """What both rows say as one, less sure where it may be another thing; nothing where the column is only a part."""
    alone, whole = parts.alone, parts.whole
    if together.target == whole.target != alone.target and (not same or _counts_words(parts)):
        return NOTHING
    is_other_paper = whole.entity == "certificate" and together.target.startswith(_REGISTRATION)
    is_machine = parts.below.said == {"machine"} and together.target == whole.target == "support_request.title"
    is_loan = together.target == _OTHER_CAPITAL and "capital" in parts.above.said
    if is_other_paper or is_machine or is_loan:
        return together.at_most(ASKED)
    return alone if together.target == "#contact" and alone.target else together


def _settled(parts: _Parts) -> Meaning | None:
    """The meaning where the kind of group decides alone; None where both have to be read as one."""
    alone, above = parts.alone, parts.above.said
    if parts.whole.target in PLACES and alone.target in PLACES:
        return alone
    if parts.read_above.unit == header_text.YES_NO and not _is_answered(alone):
        return NOTHING
    if FOREIGN in above:
        return None
    return _of_its_group(parts)


def _of_its_group(parts: _Parts) -> Meaning | None:
    """The meaning under a group that says whose the column is, a person, or what is asked for."""
    alone, above = parts.alone, parts.above.said
    if above <= _WHOSE and alone.is_sure and alone.target != "establishment.name":
        return alone
    if above & _PERSON and above <= _PERSON | _WHOSE:
        if alone.target in _OF_A_PERSON and alone.confidence >= ASKED:
            return alone
        if alone.target in _OF_A_PAPER:
            return NOTHING
    if alone.is_sure and parts.below.said < above and not above & _CLOSED and "," in parts.group:
        return alone
    if own := _borne_by(parts):
        return own
    if _says_what_is_asked(parts) and alone.is_sure:
        return alone.at_most(ASKED) if _may_be_all_asked(parts) else alone
    if above & _ASKED_FOR and alone.entity == "equipment" and alone.target != "equipment.name":
        return NOTHING
    return None


def _borne_by(parts: _Parts) -> Meaning | None:
    """What those bear who get the support; of what an establishment has, its own part may be another thing."""
    above, below = parts.above.said, parts.below
    if above & _COSTS and below.said and below.said <= _WHO_GETS and not below.unknown:
        return Meaning(_OWN_CAPITAL, COMPOSED if "est" in below.said else ASKED)
    return parts.alone.at_most(ASKED) if parts.alone.target == _OWN_CAPITAL and above == {"capital"} else None


def _may_be_all_asked(parts: _Parts) -> bool:
    """True for a sum under what is asked for: of the whole project, or of what is asked for."""
    return parts.alone.target == "support_request.total_cost" and bool(parts.above.said & {"ask", "support"})


def _counts_words(parts: _Parts) -> bool:
    """True for a count or a sum under something that is told in words."""
    declared = field_of(parts.whole.target)
    return declared is not None and declared.kind.name in ("text", "long_text") and parts.below.said <= {"total"}


def _says_what_is_asked(parts: _Parts) -> bool:
    """True for a part of a request under a group that only says that something is asked for."""
    alone = parts.alone
    if alone.target in (_OWN_CAPITAL, "#period"):
        return parts.above.said <= _REQUESTING
    if alone.entity != "support_request" or (alone.target in (_OTHER_CAPITAL, _FUND) and parts.read_above.unit):
        return False
    return parts.above.said <= _REQUESTING and alone.target != _OTHER_CAPITAL


def _adds_nothing(parts: _Parts) -> bool:
    """True where a column under its group is the group's own thing: its sum, its name."""
    return parts.below.said <= _OF_THE_WHOLE | parts.above.said


def _is_answered(found: Meaning) -> bool:
    declared = field_of(found.target)
    return declared is not None and declared.kind.name in ("yes_no", "choice", "choices")


def _agree(parts: _Parts) -> bool:
    """True where a column may stand under a group though its words do not go with it: other parts of one thing."""
    if parts.alone.confidence < SURE or parts.above.said & _CLOSED:
        return False
    figure = field_of(parts.whole.target)
    counted = figure is not None and figure.kind.name in ("money", "integer", "decimal")
    return not (counted and parts.whole.is_sure and parts.alone.entity != parts.whole.entity)
