"""What must hold in the end, when everybody has sent everything once more."""

from __future__ import annotations

import shutil
from hashlib import sha256
from typing import Any

from kcdesk.model.changes import Change
from kcdesk.work import bundles, conflicts, receipts, trust
from kcdesk.work.bootstrap import Desk
from tests.property.account import FREE, NEWER, SECRET, UNKNOWN, Named, changes_of, purged_of, values_of
from tests.property.world import OFFICE, PEOPLE, World

TABLES = ("establishment", "product", "attachment", "same_as")
ROUNDS, ROUNDS_OF_COPIES = 2, 5


class Ending(World):
    """The laws."""

    def teardown(self) -> None:
        """Everybody sends everything once more; then all is as the account has it."""
        if not hasattr(self, "desks"):
            return
        try:
            if self.account.endangered:  # what is on the road may be the last there is of it
                self._all_of_the_road()
            self._deliver_everything()
            self.hidden: dict[str, set[Named]] = {}
            self.account.strike(self.desks.values())
            self._what_was_purged_stays_away()
            self._province_has_all()
            for name, desk in self.desks.items():
                self._stands_right(name, desk)
            self._copies_are_told_apart()
            self._nothing_more_comes()
        finally:
            for desk in self.desks.values():
                desk.close()
            shutil.rmtree(self.folder)

    def _deliver_everything(self) -> None:
        for _round in range(ROUNDS_OF_COPIES if self.forked else ROUNDS):
            for name in self._laptops():
                for path in self._export(name, everything=True):
                    self._take(OFFICE, path, one_of_many=True)
            for path in self._export(OFFICE, everything=True):
                for name in self._laptops():
                    self._take(name, path, one_of_many=True)

    def _what_was_purged_stays_away(self) -> None:
        """What the province removed nobody has; what a laptop removed for itself it alone has not."""
        for name, desk in self.desks.items():
            changes = changes_of(desk)
            assert purged_of(changes) <= self.account.purged | self.account.set_aside.get(name, set()), name
            if not self._was_asked_to_stop(name):
                assert not values_of(changes) & self.account.purged, name
            self.hidden[name] = purged_of(changes)

    def _province_has_all(self) -> None:
        store = self.desks[OFFICE].store
        log = {entry.change.id: entry.change for entry in store.log() if entry.change}
        assert log.keys() == self.account.changes.keys()
        for one, change in log.items():
            written = self.account.changes[one]
            free = self.account.may_travel(change.row)
            assert {
                name: value for name, value in written.set.items()
                if name in change.set or (name in free and self.account.known(written, name, self.hidden[OFFICE]))
            } == change.set  # fmt: skip
            assert {*change.set, *change.withheld, *change.purged} == written.set.keys()
            assert (change.at, change.by, change.device) == (written.at, written.by, written.device)
        told = {
            (one, name) for one, change in log.items() if change.by != OFFICE and change.entity not in FREE
            for name in change.set.keys() & SECRET
        }  # fmt: skip
        assert told <= self.agreed, "nobody's data goes out while they have not agreed"
        assert set(receipts.missing_files(self.desks[OFFICE])) <= self._papers_that_stay()
        tables = {str(one[0]) for name in TABLES for one in store.select(f"SELECT id FROM {name}")}
        assert tables == {row for row, entity in self.account.rows().items() if entity != UNKNOWN}

    def _papers_that_stay(self) -> set[str]:
        """Papers with personal data of people who have not agreed, and those that went with a disk."""
        rows = [row for row, entity in self.account.rows().items() if entity == "attachment"]
        kept = [row for row in rows if self.account.may_travel(row) != self.account.fields(row)]
        return {str(self.account.shown(row, "sha256")) for row in kept} | self.lost_files

    def _stands_right(self, name: str, desk: Desk) -> None:
        """Tables, conflicts and log of one desk against the account."""
        told: dict[str, dict[str, Any]] = {}
        for one in conflicts.all_open(desk):
            told.setdefault(one.id, {})[one.field] = one
        for row, entity in self.account.rows().items():
            if entity == UNKNOWN:
                continue  # it lies in nobody's area that this program could tell; the province keeps it
            if self._was_asked_to_stop(name):
                continue
            if name != OFFICE and not self.account.lies_in(row) & set(PEOPLE[self._code(name)]):
                continue
            self._row_stands_right(name, entity, row, told.get(row, {}))
        self._has_no_business_of_others(name, desk)
        left = {"file_missing"} if set(receipts.missing_files(desk)) <= self._papers_that_stay() else set()
        assert {one.code for one in desk.store.doctor()} <= left, name
        self._chain_is_sound(name, desk)

    def _was_asked_to_stop(self, name: str) -> bool:
        """A laptop that was handed over, or an unnoticed copy of one, sends what it has and gets nothing more."""
        known = trust.find(self.desks[OFFICE], self.desks[name].device_id)
        return name in self.given_on or bool(known and known.state is trust.Standing.REPLACED)

    def _row_stands_right(self, who: str, entity: str, row: str, told: dict[str, Any]) -> None:
        store = self.desks[who].store
        record = store.get(entity, row, deleted=True)
        assert record is not None, (who, entity)
        waiting = {name for name in self.account.fields(row) if self.account.waits(row, name)}
        assert waiting or not any(one.waiting for one in store.unsettled(entity, row)), who
        free, hidden = self.account.may_travel(row) - waiting, self.hidden[who]
        written = {one.id for one in self.account.changes.values() if one.row == row}
        assert {entry.change.id for entry in store.history(row) if entry.change} == written, who
        for name in free - {"deleted", NEWER}:
            assert record.get(name) == self.account.shown(row, name, hidden), (who, name)
        if not waiting:
            assert bool(record["deleted"]) == self.account.deletion(row)[0], who
        compared = free if waiting else {*free, "deleted"}
        disputed = self.account.in_conflict(row, hidden) & compared
        assert told.keys() & compared == disputed, who
        for name in disputed - {"deleted"}:
            seen = {one.id for one in self.account.of(row, name, hidden)}
            assert {head.change for head in told[name].heads} == seen, (who, name)

    def _has_no_business_of_others(self, name: str, desk: Desk) -> None:
        """A laptop has nothing of records that never lay in its area and that nobody wrote to there."""
        if name == OFFICE:
            return
        own = {one.row for one in self.account.changes.values() if one.by == self._code(name)}
        own |= {root for row in own for root in self.account.roots(row)}
        for row in {change.row for change in changes_of(desk)}:
            roots = self.account.roots(row)
            ever = {
                one.set["commune_code"]
                for one in self.account.changes.values()
                if one.row in roots and "commune_code" in one.set
            }
            assert roots & own or ever & set(PEOPLE[self._code(name)]), name

    def _chain_is_sound(self, name: str, desk: Desk) -> None:
        chain = sha256(desk.identity.device_key().public).digest()
        assert desk.store.chain_at(0) == chain
        for place, entry in enumerate(desk.store.log(), 1):
            assert entry.position == place
            chain = sha256(chain + (entry.change or entry.marker).id.encode()).digest()
            assert entry.chain == chain, name
        if name != OFFICE:
            confirmed = bundles.sent_positions(desk)[1]
            own = [one.change.id for one in desk.store.log(0, confirmed) if one.change and not one.origin]
            assert self.desks[OFFICE].store.known(own) == set(own)

    def _copies_are_told_apart(self) -> None:
        """Two workspaces that went different ways have different keys."""
        ways: dict[str, list[list[bytes]]] = {}
        for name, desk in self.desks.items():
            if self._was_asked_to_stop(name):
                continue  # it writes nothing any more
            ways.setdefault(desk.device_id, []).append([entry.chain for entry in desk.store.log()])
        for several in ways.values():
            one = max(several, key=len)
            assert all(other == one[: len(other)] for other in several)

    def _nothing_more_comes(self) -> None:
        """Whatever ever lay on the road and comes again changes nothing any more.

        But a bundle that was made before a consent was taken back may bring what the later ones withheld; then only
        that is passed on.
        """
        heads = {name: desk.store.head() for name, desk in self.desks.items()}
        stopped = {name for name in self.desks if self._was_asked_to_stop(name)}
        self._all_of_the_road()
        for name, desk in self.desks.items():
            more = [] if name in stopped else list(desk.store.log(heads[name][0]))
            assert all(entry.marker is None or entry.marker.reason == "completed" for entry in more), name
            assert not [entry for entry in more if entry.change and not self._is_own_elsewhere(name, entry.change)]
            assert not {entry.marker.row for entry in more if entry.marker} - self._withheld_somewhere(), name
        heads = {name: desk.store.head() for name, desk in self.desks.items()}
        self._all_of_the_road()
        assert {name: desk.store.head() for name, desk in self.desks.items()} == heads

    def _is_own_elsewhere(self, name: str, change: Change) -> bool:
        """A copy with the same key wrote it about a record that has left the area: it comes with that bundle alone."""
        same = self.forked and change.by == self._code(name) and change.row in self.account.rows()
        return same and not self.account.lies_in(change.row) & set(PEOPLE[self._code(name)])

    def _all_of_the_road(self) -> None:
        for name in self.desks:
            for path in self.road:
                self._take(name, path, one_of_many=True)

    def _withheld_somewhere(self) -> set[str]:
        """The records whose author may not send all of their values now."""
        return {row for row in self.account.rows() if self.account.may_travel(row) != self.account.fields(row)}
