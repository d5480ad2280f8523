"""What the first screen draws: needs by content and by commune, as figures with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.model.fields import Value
from kcdesk.work import joins, waits
from kcdesk.work.months import Months, by_month
from kcdesk.work.showing import Shower

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

MOST = 5
_ASKED_IN_COMMUNES = (
    "SELECT coalesce(e.commune_code, r.commune_code), count(*) FROM support_request r"
    " LEFT JOIN establishment e ON e.id = r.establishment_id WHERE r.deleted = 0 AND r.plan_year = ? GROUP BY 1"
)
_ASKED = (
    "SELECT activity, CAST(total(requested_amount) AS INTEGER) FROM support_request"
    " WHERE deleted = 0 AND plan_year = ? AND activity IS NOT NULL AND requested_amount IS NOT NULL GROUP BY 1"
)
_LISTED = ("establishment", "support_request", "visit", "proposal")
_REQUEST, _ESTABLISHMENT = "support_request", "establishment"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: its words, how much, and the value that a list can be narrowed to."""

    words: str
    amount: int
    value: Value


@dataclass(frozen=True, slots=True)
class Pictures:
    """``by_activity`` in đồng asked for, ``by_commune`` in numbers of requests, both of the plan year and greatest
    first; ``months`` counts the requests drawn up this year and last."""

    plan_year: int
    by_activity: tuple[Bar, ...]
    by_commune: tuple[Bar, ...]
    months: Months


@dataclass(frozen=True, slots=True)
class Totals:
    """How many records there are by entity, and how many things wait for a decision."""

    records: Mapping[str, int]
    urgent: int


def totals(desk: Desk) -> Totals:
    """The numbers beside the places; quick at any size."""
    records = {name: desk.store.count(name, joins.shown_only(desk, name)) for name in _LISTED}
    return Totals(records, waits.count(desk).total)


def draw(desk: Desk) -> Pictures:
    """Work out the pictures: the latest plan year that has requests, communes by establishments."""
    kind = catalogue.entity(_REQUEST)
    years = [year for year in desk.store.group(_REQUEST, "plan_year") if isinstance(year, int)]
    year = max(years, default=desk.today().year)
    shower = Shower(desk)
    asked: dict[Value, int] = {str(code): int(amount) for code, amount in desk.store.select(_ASKED, (year,))}
    by_activity = _bars(asked, {value: shower.say(kind["activity"], value, {}) for value in asked})
    commune = catalogue.entity(_ESTABLISHMENT)["commune_code"]
    counted: dict[Value, int] = {
        str(code): int(number) for code, number in desk.store.select(_ASKED_IN_COMMUNES, (year,)) if code
    }
    by_commune = _bars(counted, {value: shower.say(commune, value, {}) for value in counted})
    return Pictures(year, by_activity, by_commune, by_month(desk, desk.today()))


def _bars(amounts: Mapping[Value, int], words: Mapping[Value, str]) -> tuple[Bar, ...]:
    ordered = sorted(amounts.items(), key=lambda one: -one[1])
    return tuple(Bar(words[value], amount, value) for value, amount in ordered[:MOST])
