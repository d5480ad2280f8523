"""Records that are one and the same: joined without moving anything, and taken apart again.

A join is a record of its own (``same_as``) whose id follows from the two that it joins, so the same join made by two
people is one row. Joined records are a group; one of them is shown and stands for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import UserError
from kcdesk.work import records
from kcdesk.work.prepare import Plain, Preparer, refuse, row_id

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

ENTITY = "same_as"
_JOINED = "SELECT row_a, row_b, keep FROM same_as WHERE deleted = 0 AND joined = 1 AND row_type = ?"
_DISMISSED = "SELECT row_a, row_b FROM same_as WHERE deleted = 0 AND joined = 0 AND row_type = ?"


@dataclass(frozen=True, slots=True)
class Groups:
    """Which records are one: ``shown`` by the id of every joined record, ``members`` by the id that is shown."""

    shown: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def hidden(self) -> list[str]:
        """The records that another one stands for."""
        return [row for row, shown in self.shown.items() if row != shown]

    def of(self, row: str) -> tuple[str, ...]:
        """All records that are one with this one, itself included."""
        return self.members.get(self.shown.get(row, row), (row,))


def shown_only(desk: Desk, entity: str) -> dict[str, list[str]]:
    """The condition by which a list shows one row for each group; none where nothing is joined."""
    hidden = groups(desk, entity).hidden if entity == "establishment" else []
    return {"id!=": hidden} if hidden else {}


def pair_id(one: str, two: str) -> str:
    """The id of the join of two records: a UUIDv5 of their sorted ids, the same whoever joins them."""
    return str(uuid5(NAMESPACE_OID, " ".join(sorted((one, two)))))


def groups(desk: Desk, entity: str = "establishment") -> Groups:
    """The joined records of an entity."""
    return grouped(
        (str(one), str(two), str(keep or "")) for one, two, keep in desk.store.select(_JOINED, (entity,)) if one and two
    )


def grouped(links: Iterable[tuple[str, str, str]]) -> Groups:
    """Groups from pairs and which of the two is kept.

    Shown is the smallest id that is kept and nowhere given up; where they go in a circle, the smallest of all.
    """
    near: dict[str, set[str]] = defaultdict(set)
    kept: set[str] = set()
    given_up: set[str] = set()
    for one, two, keep in links:
        near[one].add(two)
        near[two].add(one)
        if keep in (one, two):
            kept.add(keep)
            given_up.add(two if keep == one else one)
    shown: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    for row in near:
        if row in shown:
            continue
        group = sorted(_linked(row, near))
        standing = [one for one in group if one in kept and one not in given_up]
        first = min(standing, default=group[0])
        members[first] = tuple(group)
        shown.update(dict.fromkeys(group, first))
    return Groups(shown, members)


def _linked(row: str, near: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {row}, [row]
    while waiting:
        for other in near[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def dismissed(desk: Desk, entity: str = "establishment") -> set[frozenset[str]]:
    """Pairs at which somebody looked and found two different records."""
    return {frozenset((str(one), str(two))) for one, two in desk.store.select(_DISMISSED, (entity,))}


def join(
    desk: Desk, keep: str, other: str, values: Plain | None = None, *, reason: str = "", entity: str = "establishment"
) -> str:
    """Let two records be one; ``keep`` stands for both. The id of the save, by which it can be taken back.

    ``values`` are what the kept record gets from the other one, as a person chose. Nothing is moved: requests, visits
    and papers stay with their record and are shown with the group. Raises UserError.
    """
    keep, other = row_id(keep), row_id(other)
    if keep == other:
        raise UserError(_("Hai hồ sơ phải khác nhau."), code="same_row")
    for row in (keep, other):
        records.load(desk, entity, row)
    return _write(desk, entity, keep, other, {"joined": True, "keep": keep, "reason": reason}, values)


def dismiss(desk: Desk, one: str, two: str, *, reason: str = "", entity: str = "establishment") -> str:
    """Note that two records are not one; they are not proposed again, here and at the province."""
    return _write(desk, entity, row_id(one), row_id(two), {"joined": False, "keep": None, "reason": reason}, None)


def separate(desk: Desk, row: str, *, entity: str = "establishment") -> str:
    """Take a record out of its group; the id of the save, "" where it was in none."""
    row = row_id(row)
    links = [
        one
        for one in desk.store.rows(ENTITY, {"row_type": entity, "joined": True})
        if row in (one["row_a"], one["row_b"])
    ]
    preparer = Preparer(desk)
    kind = catalogue.entity(ENTITY)
    prepared = [
        preparer.prepare(kind, str(one["id"]), {"joined": False, "keep": None, "reason": _("Tách ra")}) for one in links
    ]
    refuse(prepared)
    return records.write(desk, preparer, prepared)


def _write(desk: Desk, entity: str, one: str, two: str, link: Plain, values: Plain | None) -> str:
    first, second = sorted((one, two))
    preparer = Preparer(desk)
    content: dict[str, object] = {"row_type": entity, "row_a": first, "row_b": second, **link}
    prepared = [preparer.prepare(catalogue.entity(ENTITY), pair_id(one, two), content)]
    if values:
        prepared.append(preparer.prepare(catalogue.entity(entity), one, values))
    refuse(prepared)
    return records.write(desk, preparer, prepared)


@dataclass(frozen=True, slots=True)
class Differing:
    """A field in which two records differ."""

    field: str
    one: Value
    two: Value


def differences(one: Record, two: Record, entity: str = "establishment") -> Iterator[Differing]:
    """The fields in which two records differ and of which a person may choose, in the order of the form."""
    for declared in catalogue.entity(entity).fields:
        if declared.automatic or declared.name == "code":
            continue
        left, right = one.get(declared.name), two.get(declared.name)
        if left != right:
            yield Differing(declared.name, left, right)


def with_group(desk: Desk, entity: str, rows: Sequence[str]) -> list[str]:
    """The ids of records together with those of all that are one with them."""
    joined = groups(desk, entity)
    return list(dict.fromkeys(member for row in rows for member in joined.of(row)))
