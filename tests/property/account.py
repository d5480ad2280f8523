"""Who wrote what, having seen what: the account that the stories of the exchange are held against.

It knows nothing of heads and merging. For every change it remembers which changes its author had seen, and works
out from that alone what must be shown and what two people changed without seeing each other. What was nowhere but
on a disk that is gone is taken out in the end, and only that.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.entities.same_as import UNDISPUTED
from kcdesk.model.fields import Value
from kcdesk.work.bootstrap import Desk

PERSONAL = {"phone", "representative", "address", "file_name", "title"}
SECRET = {"phone", "representative", "file_name"}
"""Those of them that are declared personal: they leave a desk only while their owner agrees."""
FREE = ("product", "same_as", "hoi_cho_phien")
"""Tables of which nothing is personal."""

UNKNOWN, NEWER = "hoi_cho_phien", "truong_moi"
"""A kind of record and a field of a newer program."""

Named = tuple[str, str]
"""A value: the change that wrote it, and its field."""


NONE: frozenset[Named] = frozenset()


def values_of(changes: Iterable[Change]) -> set[Named]:
    """The values that some changes have."""
    return {(one.id, name) for one in changes for name in one.set}


def purged_of(changes: Iterable[Change]) -> set[Named]:
    """The values of some changes that were removed for good."""
    return {(one.id, name) for one in changes for name in one.purged}


def changes_of(desk: Desk) -> list[Change]:
    """Every change of a desk."""
    return [entry.change for entry in desk.store.log() if entry.change]


@dataclass
class Account:
    """Every change that anybody made, and the changes that stood in the author's log before it."""

    changes: dict[str, Change] = field(default_factory=dict)
    knew: dict[str, frozenset[str]] = field(default_factory=dict)
    blind: dict[str, frozenset[Named]] = field(default_factory=dict)
    """The values that were withheld from the author: whoever does not see a value does not overwrite it."""
    lost: set[str] = field(default_factory=set)
    """The changes that were on a disk alone that is gone."""
    gone: set[Named] = field(default_factory=set)
    """The values that were there alone, or in changes that are lost: the change itself may have gone out without."""
    purged: set[Named] = field(default_factory=set)
    """What the province removed for good: nobody may have it in the end."""
    set_aside: dict[str, set[Named]] = field(default_factory=dict)
    """What was removed on a laptop for itself."""
    endangered: set[Named] = field(default_factory=set)
    """What was on no other disk when one of them was given up. It may still be on the road."""

    def note(self, desk: Desk) -> None:
        """Take down what was written on a desk since the last look."""
        seen: set[str] = set()
        withheld: set[Named] = set()
        for change in changes_of(desk):
            if change.id not in self.changes:
                self.changes[change.id] = change
                self.knew[change.id] = frozenset(seen)
                self.blind[change.id] = frozenset(withheld)
            seen.add(change.id)
            withheld |= {(change.id, name) for name in change.withheld}

    def give_up(self, desk: Desk, others: Iterable[Desk]) -> None:
        """The disk of a desk is about to go: what does nobody else have?"""
        kept = {value for other in others for value in values_of(changes_of(other))}
        self.endangered |= values_of(changes_of(desk)) - kept

    def strike(self, there: Iterable[Desk]) -> None:
        """Take out what is on no disk any more. Nothing may be gone that was safe somewhere."""
        here = [changes_of(desk) for desk in there]
        ids = {change.id for changes in here for change in changes}
        kept = {value for changes in here for value in values_of(changes)}
        self.gone = values_of(self.changes.values()) - kept
        removed = self.purged.union(*self.set_aside.values())
        assert self.gone <= self.endangered | removed, "nobody has it any more"
        self.lost = self.changes.keys() - ids
        self.changes = {one: change for one, change in self.changes.items() if one in ids}

    def known(self, change: Change, name: str, hidden: Set[Named] = NONE) -> bool:
        """Is the value still anywhere, and not removed where somebody looks?"""
        return (change.id, name) not in self.gone and (change.id, name) not in hidden

    def heads(self, row: str, name: str) -> list[Change]:
        """The changes to one field that nobody overwrote knowingly."""
        touching = [one for one in self.changes.values() if one.row == row and name in one.set]
        return [one for one in touching if not any(self._overwrote(other, one, name) for other in touching)]

    def of(self, row: str, name: str, hidden: Set[Named] = NONE) -> list[Change]:
        """Those of them whose value can be seen; ``hidden`` are the values that were removed on one desk."""
        return [one for one in self.heads(row, name) if self.known(one, name, hidden)]

    def _overwrote(self, change: Change, other: Change, name: str) -> bool:
        return other.id in self.knew[change.id] and (other.id, name) not in self.blind[change.id]

    def fields(self, row: str) -> set[str]:
        """The fields of a row that anybody ever set."""
        return {name for one in self.changes.values() if one.row == row for name in one.set}

    def shown(self, row: str, name: str, hidden: Set[Named] = NONE) -> Value:
        """The value that everybody must see."""
        found = self.of(row, name, hidden)
        return max(found, key=lambda one: one.id).set[name] if found else None

    def waits(self, row: str, name: str) -> bool:
        """Was a value overwritten that went with a disk? Then nobody can say whether it was all."""
        return any(self.lost & {*one.after.get(name, ()), *one.seen} for one in self.changes.values() if one.row == row)

    def rows(self) -> dict[str, str]:
        """Every row with its entity."""
        return {one.row: one.entity for one in self.changes.values()}

    def roots(self, row: str) -> set[str]:
        """The establishments that a row belongs to; a join belongs to both."""
        entity = self.rows()[row]
        names = {"attachment": ("owner_id",), "same_as": ("row_a", "row_b")}.get(entity)
        parent = catalogue.entity(entity).parent_field if entity != UNKNOWN else ""
        names = names or ((parent,) if parent else ())
        return {str(self.shown(row, name)) for name in names} or {row}

    def lies_in(self, row: str) -> set[object]:
        """The communes of a record, more than one where people do not agree."""
        return {one.set["commune_code"] for root in self.roots(row) for one in self.of(root, "commune_code")}

    def deletion(self, row: str) -> tuple[bool, bool]:
        """Is the row deleted, and is that in conflict?"""
        last = self.of(row, "deleted")
        if not last:
            return False, False
        if not all(one.set["deleted"] for one in last):
            return False, len({bool(one.set["deleted"]) for one in last}) > 1
        seen = {known for one in last for known in self.knew[one.id]} | {one.id for one in last}
        unseen = {one.id for name in self.fields(row) for one in self.heads(row, name)}
        for child, entity in self.rows().items():
            parent = catalogue.entity(entity).parent_field if entity != UNKNOWN else ""
            if parent and self.shown(child, parent) == row:
                unseen |= {
                    one.id for name in self.fields(child) for one in self.heads(child, name)
                    if name != "deleted" or not one.set[name]
                }  # fmt: skip
        return not unseen - seen, bool(unseen - seen)

    def may_travel(self, row: str) -> set[str]:
        """The fields of a row whose values may leave the laptop where they were written."""
        fields = self.fields(row)
        given = {one.set["consent"] for root in self.roots(row) for one in self.of(root, "consent")}
        agreed = given == {"dong_y"} or self.rows()[row] in FREE
        return fields if agreed else fields - PERSONAL

    def in_conflict(self, row: str, hidden: Set[Named] = NONE) -> set[str]:
        """The fields that people set differently without seeing each other."""
        disputed = self.deletion(row)[1]
        agreed = UNDISPUTED if self.rows()[row] == "same_as" else frozenset()
        names = {
            name for name in self.fields(row) - {"deleted"} - agreed
            if len({one.set[name] for one in self.of(row, name, hidden)}) > 1
        }  # fmt: skip
        return names | ({"deleted"} if disputed else set())
