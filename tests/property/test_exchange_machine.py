"""Laptops and a province over real workspaces and real files, against an account of who knew what.

Everything goes wrong on the way: bundles are lost, repeated, late and out of order, come to the wrong
door, an import or an export breaks off in the middle, clocks jump by ten years, programs restart. At the
end everybody sends everything once more. The account knows nothing of heads and merging: it remembers
for every change which changes its author had seen, and works out from that alone what must be shown
and what two people changed without seeing each other.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.entities.same_as import UNDISPUTED
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store.driver import driver
from kcdesk.work import attachments, bundles, conflicts, joins, making, photos, records, resolving, undoing
from kcdesk.work import settings as unit_settings
from kcdesk.work import trust as known_devices
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.work import desks

OFFICE = "TINH92"
PEOPLE = {
    "CTV01": ("31441",),
    "CTV02": ("31441",),
    "CTV03": ("31459",),
    "CTV04": ("31459", "31441"),
    "CTV05": ("31441",),
}
TABLES = ("establishment", "product", "attachment", "same_as")
WORDS = ("Ánh Dương", "Bình Minh", "Đức Phát", "Hoà Bình", "Ước Mơ")
PERSONAL = {"phone", "representative", "address", "file_name", "title"}
FIELDS = ("name", "phone", "address", "main_trade")
EARLIEST, LATEST = 1980, 2080
REFUSED = {"nothing_new", "no_recipient", "not_found"}
WRONG_DOOR = {"not_for_me", "wrong_role"}
places = st.sampled_from((0, 1, 2, 3, 4, 5))


class Unsteady:
    """A clock that goes a little at every look and may be set ten years off."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The next moment."""
        self._now += timedelta(milliseconds=700)
        return self._now

    def today(self) -> date:
        """The day of that moment."""
        return self._now.date()

    def jump(self, years: int) -> None:
        """Set it off by so many years; no computer's clock goes below 1980."""
        there = self._now + timedelta(days=365 * years)
        if EARLIEST <= there.year <= LATEST:
            self._now = there


@dataclass
class Account:
    """Every change that anybody made, and the changes that stood in the author's log before it."""

    changes: dict[str, Change] = field(default_factory=dict)
    knew: dict[str, frozenset[str]] = field(default_factory=dict)
    blind: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """The values that were withheld from the author: whoever does not see a value does not overwrite it."""

    def note(self, desk: Desk) -> None:
        """Take down what was written on a desk since the last look."""
        seen: set[str] = set()
        withheld: set[tuple[str, str]] = set()
        for entry in desk.store.log():
            if entry.change is None:
                continue
            if not entry.origin and entry.change.id not in self.changes:
                self.changes[entry.change.id] = entry.change
                self.knew[entry.change.id] = frozenset(seen)
                self.blind[entry.change.id] = frozenset(withheld)
            seen.add(entry.change.id)
            withheld |= {(entry.change.id, name) for name in entry.change.withheld}

    def of(self, row: str, name: str) -> list[Change]:
        """The changes to one field that nobody overwrote knowingly."""
        touching = [one for one in self.changes.values() if one.row == row and name in one.set]
        return [one for one in touching if not any(self._overwrote(other, one, name) for other in touching)]

    def _overwrote(self, change: Change, other: Change, name: str) -> bool:
        return other.id in self.knew[change.id] and (other.id, name) not in self.blind[change.id]

    def fields(self, row: str) -> set[str]:
        """The fields of a row that anybody ever set."""
        return {name for one in self.changes.values() if one.row == row for name in one.set}

    def shown(self, row: str, name: str) -> object:
        """The value that everybody must see."""
        return max(self.of(row, name), key=lambda one: one.id).set[name]

    def rows(self) -> dict[str, str]:
        """Every row with its entity."""
        return {one.row: one.entity for one in self.changes.values()}

    def roots(self, row: str) -> set[str]:
        """The establishments that a row belongs to; a join belongs to both."""
        entity = self.rows()[row]
        names = {"attachment": ("owner_id",), "same_as": ("row_a", "row_b")}.get(entity)
        parent = catalogue.entity(entity).parent_field
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
        unseen = {one.id for name in self.fields(row) for one in self.of(row, name)}
        for child, entity in self.rows().items():
            parent = catalogue.entity(entity).parent_field
            if parent and self.shown(child, parent) == row:
                unseen |= {
                    one.id for name in self.fields(child) for one in self.of(child, name)
                    if name != "deleted" or not one.set[name]
                }  # fmt: skip
        return not unseen - seen, bool(unseen - seen)

    def may_travel(self, row: str) -> set[str]:
        """The fields of a row whose values may leave the laptop where they were written."""
        fields = self.fields(row)
        given = {one.set["consent"] for root in self.roots(row) for one in self.of(root, "consent")}
        agreed = given == {"dong_y"} or self.rows()[row] in ("product", "same_as")
        return fields if agreed else fields - PERSONAL

    def in_conflict(self, row: str) -> set[str]:
        """The fields that people set differently without seeing each other."""
        disputed = self.deletion(row)[1]
        agreed = UNDISPUTED if self.rows()[row] == "same_as" else frozenset()
        names = {
            name for name in self.fields(row) - {"deleted"} - agreed
            if len({one.set[name] for one in self.of(row, name)}) > 1
        }  # fmt: skip
        return names | ({"deleted"} if disputed else set())


@cache
def _templates() -> Path:
    """Homes of a province and four laptops that know each other; every run works in copies."""
    folder = Path(tempfile.mkdtemp(prefix="kcdesk-machine-"))
    with desks.province(folder / OFFICE) as office:
        people = [desks.collaborator(folder / code, code, communes) for code, communes in PEOPLE.items()]
        areas = [{"code": code, "communes": list(communes)} for code, communes in PEOPLE.items()]
        issued = unit_settings.settings_export(office, folder / "tinh.kcs", collaborators=areas)
        for person in people:
            unit_settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
            known_devices.trust(office, person.fingerprint, person.profile.code)
            person.close()
    return folder


def _refused(error: UserError) -> None:
    """Nothing new, nobody to send to: as it should be. Anything else is not."""
    if error.code not in REFUSED:
        raise error


@pytest.fixture(scope="module", autouse=True)
def _clean() -> Iterator[None]:
    yield
    if _templates.cache_info().currsize:
        shutil.rmtree(_templates())
        _templates.cache_clear()


class Exchange(RuleBasedStateMachine):
    """See above."""

    @initialize(laptops=st.integers(2, 5), seed=st.integers(0, 2**32))
    def start(self, laptops: int, seed: int) -> None:
        """Everybody has the program, and knows the others."""
        self.folder = Path(tempfile.mkdtemp(prefix="kcdesk-exchange-"))
        self.noise = random.Random(seed)
        self.clocks: dict[str, Unsteady] = {}
        self.desks: dict[str, Desk] = {}
        for code in (OFFICE, *list(PEOPLE)[:laptops]):
            shutil.copytree(_templates() / code, self.folder / code)
            self.clocks[code] = Unsteady()
            self._open(code)
        self.account = Account()
        self.saves: dict[str, list[str]] = {code: [] for code in self.desks}
        self.road: list[Path] = []
        (self.folder / "road").mkdir()
        for place in range(1, 3):
            self.record(place, other=False)

    def _open(self, code: str) -> None:
        noise = random.Random(f"{self.noise.random()} {code}")
        self.desks[code] = Desk.open(
            self.folder / code, desks.PASSWORD, clock=self.clocks[code], random=noise.randbytes, machine=desks.machine
        )

    def _who(self, place: int) -> str:
        names = list(self.desks)
        return names[place % len(names)]

    def _row(self, desk: Desk) -> str | None:
        here = sorted(str(one["id"]) for one in desk.store.rows("establishment"))
        return self.noise.choice(here) if here else None

    def _word(self) -> str:
        return f"{self.noise.choice(WORDS)} {self.noise.randrange(20)}"

    # What people do

    @rule(place=places, other=st.booleans())
    def record(self, place: int, other: bool) -> None:
        """Somebody records an establishment and a product of it."""
        who = self._who(place)
        commune = "31459" if other else "31441"
        values = {**desks.ESTABLISHMENT, "name": self._word(), "commune_code": commune}
        self._save(who, None, values, {"products": [{"name": self._word()}]})

    def _save(self, who: str, row: str | None, values: dict[str, object], children: dict[str, Any] | None) -> None:
        saved = records.save_record(self.desks[who], "establishment", row, values, children)
        if saved.save:
            self.saves[who].append(saved.save)
        self.account.note(self.desks[who])

    @rule(place=places, name=st.sampled_from(FIELDS))
    def edit(self, place: int, name: str) -> None:
        """Somebody changes a field."""
        who = self._who(place)
        if row := self._row(self.desks[who]):
            value = f"09000000{self.noise.randrange(10, 99)}" if name == "phone" else self._word()
            self._save(who, row, {name: value}, None)

    @rule(place=places, commune=st.sampled_from(("31441", "31459")))
    def move(self, place: int, commune: str) -> None:
        """Somebody corrects the commune: the record moves into another area."""
        who = self._who(place)
        if row := self._row(self.desks[who]):
            self._save(who, row, {"commune_code": commune}, None)

    @rule(place=places, drop=st.booleans())
    def edit_child(self, place: int, drop: bool) -> None:
        """Somebody renames the products, adds one, or takes one away."""
        who = self._who(place)
        desk = self.desks[who]
        if row := self._row(desk):
            here = desk.store.children("establishment", row)["products"]
            products: list[dict[str, object]] = [{"id": one["id"], "name": self._word()} for one in here]
            products = products[1:] if drop else [*products, {"name": self._word()}]
            self._save(who, row, {}, {"products": products})

    @rule(place=places, given=st.sampled_from(("rut", "dong_y")))
    def consent(self, place: int, given: str) -> None:
        """Somebody withdraws a consent, or gives it again: from now on the personal values stay, or go."""
        who = self._who(place)
        if row := self._row(self.desks[who]):
            self._save(who, row, {"consent": given}, None)

    @rule(place=places)
    def attach(self, place: int) -> None:
        """Somebody adds a paper to a record."""
        who = self._who(place)
        desk = self.desks[who]
        if row := self._row(desk):
            made = photos.fit(b"%PDF-1.4\n" + self.noise.randbytes(300) + b"\n%%EOF\n", "giay.pdf")
            self.saves[who].append(attachments.add(desk, "establishment", row, made, "khac").save)
            self.account.note(desk)

    @rule(place=places, apart=st.booleans())
    def join(self, place: int, apart: bool) -> None:
        """Somebody finds that two records are one, or that they are not."""
        who = self._who(place)
        desk = self.desks[who]
        one, two = self._row(desk), self._row(desk)
        if one and two and one != two:
            save = joins.separate(desk, one) if apart else joins.join(desk, one, two)
            self.saves[who] += [save] if save else []
            self.account.note(desk)

    @rule(place=places)
    def delete(self, place: int) -> None:
        """Somebody deletes a record."""
        who = self._who(place)
        if row := self._row(self.desks[who]):
            self.saves[who].append(records.delete_record(self.desks[who], "establishment", row))
            self.account.note(self.desks[who])

    @rule(place=places)
    def undo(self, place: int) -> None:
        """Somebody takes back something."""
        who = self._who(place)
        if self.saves[who]:
            try:
                self.saves[who].append(undoing.undo(self.desks[who], self.noise.choice(self.saves[who])).save)
            except UserError as error:
                assert error.code == "nothing_to_undo"
            self.account.note(self.desks[who])

    @rule(place=places)
    def settle(self, place: int) -> None:
        """Somebody chooses between two values."""
        who = self._who(place)
        for one in list(conflicts.all_open(self.desks[who]))[:1]:
            given = self.noise.choice((True, False)) if one.field == "deleted" else self.noise.choice(one.heads).value
            self.saves[who].append(resolving.resolve(self.desks[who], one.id, one.field, given))
            self.account.note(self.desks[who])

    # What goes over the road

    @rule(place=places, everything=st.booleans(), small=st.booleans())
    def send(self, place: int, everything: bool, small: bool) -> None:
        """A bundle is made. Whether it ever arrives is another matter."""
        self._export(self._who(place), everything, 20_000 if small else 18 << 20)

    def _export(self, who: str, everything: bool = False, most: int = 18 << 20) -> list[Path]:
        desk, made = self.desks[who], []
        for to in list(self.desks)[1:] if who == OFFICE else [""]:
            try:
                wanted = Wanted(to=to, everything=everything, max_bytes=most)
                made += [one.path for one in bundles.export(desk, self.folder / "road", wanted)]
            except UserError as error:
                _refused(error)
        self.road += made
        return made

    @rule(place=places)
    def send_again(self, place: int) -> None:
        """Some stretch of a log is sent again."""
        who = self._who(place)
        head = self.desks[who].store.head()[0]
        if head:
            first = self.noise.randrange(head)
            to = self.noise.choice(list(self.desks)[1:]) if who == OFFICE else ""
            wanted = Wanted(to=to, again=(first, self.noise.randint(first + 1, head)))
            try:
                self.road += [one.path for one in bundles.export(self.desks[who], self.folder / "road", wanted)]
            except UserError as error:
                _refused(error)

    @precondition(lambda self: self.road)
    @rule(place=places, times=st.integers(1, 3), late=st.booleans())
    def arrive(self, place: int, times: int, late: bool) -> None:
        """Bundles arrive: late or just now, several times, at the right door or at another one."""
        for _time in range(times):
            path = self.noise.choice(self.road if late else self.road[-3:])
            self._take(self._who(place), path)

    def _take(self, who: str, path: Path) -> None:
        desk = self.desks[who]
        before = desk.store.head()
        try:
            planned = bundles.plan_import(desk, path)
            assert desk.store.head() == before
            done = bundles.apply_import(desk, path)
        except UserError as error:
            assert error.code in WRONG_DOOR, error.code
            assert desk.store.head() == before
            return
        event(f"arrived: {done.state}, {'new' if done.new else 'nothing new'}")
        assert (planned.new, planned.known, planned.conflicts, planned.waiting, planned.held) == (
            done.new, done.known, done.conflicts, done.waiting, done.held,
        )  # fmt: skip
        self._let_in(who, path)
        after = desk.store.head()
        assert bundles.apply_import(desk, path).new == 0
        assert desk.store.head() == after

    def _let_in(self, who: str, path: Path) -> None:
        """What was written outside its writer's area an officer lets in at once."""
        if bundles.held(self.desks[who]):
            assert self.desks[who].profile.is_province
            bundles.admit(self.desks[who], path)
            assert bundles.held(self.desks[who]) == []

    @precondition(lambda self: self.road)
    @rule(place=places)
    def lose(self, place: int) -> None:
        """A bundle is lost for good."""
        self.road.pop(place % len(self.road))

    # What breaks

    @precondition(lambda self: self.road)
    @rule(place=places, steps=st.integers(1, 400))
    def crash_taking_in(self, place: int, steps: int) -> None:
        """The program dies somewhere in an import: everything of it is here, or nothing."""
        who = self._who(place)
        before = self.desks[who].store.head()
        path = self.noise.choice(self.road)
        with self._crash(who, steps):
            try:
                bundles.apply_import(self.desks[who], path)
            except UserError as error:
                if isinstance(error, EnvironmentProblem):
                    raise
        if self.desks[who].store.head() != before:
            assert bundles.apply_import(self.desks[who], path).state == "known"
        self._let_in(who, path)  # what is held moves no log

    @rule(place=places, steps=st.integers(1, 400))
    def crash_sending(self, place: int, steps: int) -> None:
        """The program dies somewhere in an export; a file may lie there, or not."""
        who = self._who(place)
        before = set((self.folder / "road").glob("*"))
        with self._crash(who, steps):
            self._export(who)
        left = sorted(set((self.folder / "road").glob("*.kcb")) - before - set(self.road))
        self.road += left

    @contextmanager
    def _crash(self, who: str, steps: int) -> Iterator[None]:
        """Break the database's work off after so many hundred of its steps, then start the program again."""
        left = [steps]

        def count() -> int:
            left[0] -= 1
            return int(left[0] <= 0)

        connection = self.desks[who].store.core.connection
        connection.set_progress_handler(count, 100)
        try:
            yield
            event("crash: came through")
        except (driver().Error, EnvironmentProblem):
            event("crash: broken off")
        finally:
            connection.set_progress_handler(None, 0)
            self._restart(who)

    @rule(place=places, years=st.sampled_from((-10, 10)))
    def change_clock(self, place: int, years: int) -> None:
        """Somebody's clock is ten years off, or right again."""
        self.clocks[self._who(place)].jump(years)

    @rule(place=places)
    def restart(self, place: int) -> None:
        """The program is closed and opened again."""
        self._restart(self._who(place))

    def _restart(self, who: str) -> None:
        self.desks[who].close()
        self._open(who)

    # At the end

    def teardown(self) -> None:
        """Everybody sends everything once more; then all is as the account has it."""
        if not hasattr(self, "desks"):
            return
        try:
            self._deliver_everything()
            self._province_has_all()
            for code, desk in self.desks.items():
                self._stands_right(code, desk)
            self._nothing_more_comes()
        finally:
            for desk in self.desks.values():
                desk.close()
            shutil.rmtree(self.folder)

    def _deliver_everything(self) -> None:
        laptops = list(self.desks)[1:]
        for _round in range(2):
            for code in laptops:
                for path in self._export(code, everything=True):
                    self._take(OFFICE, path)
            for path in self._export(OFFICE, everything=True):
                for code in laptops:
                    self._take(code, path)

    def _province_has_all(self) -> None:
        store = self.desks[OFFICE].store
        log = {entry.change.id: entry.change for entry in store.log() if entry.change}
        assert log.keys() == self.account.changes.keys()
        for one, change in log.items():
            written = self.account.changes[one]
            free = self.account.may_travel(change.row)
            assert {
                name: value for name, value in written.set.items() if name in change.set or name in free
            } == change.set
            assert {*change.set, *change.withheld} == written.set.keys()
            assert (change.at, change.by, change.device) == (written.at, written.by, written.device)
        assert set(making.missing_files(self.desks[OFFICE])) <= self._papers_that_stay()
        tables = {str(one[0]) for name in TABLES for one in store.select(f"SELECT id FROM {name}")}
        assert tables == self.account.rows().keys()

    def _papers_that_stay(self) -> set[str]:
        """Papers with personal data of people who have not agreed."""
        rows = [row for row, entity in self.account.rows().items() if entity == "attachment"]
        kept = [row for row in rows if self.account.may_travel(row) != self.account.fields(row)]
        return {str(self.account.shown(row, "sha256")) for row in kept}

    def _stands_right(self, code: str, desk: Desk) -> None:
        """Tables, conflicts and log of one desk against the account."""
        told: dict[str, dict[str, Any]] = {}
        for one in conflicts.all_open(desk):
            told.setdefault(one.id, {})[one.field] = one
        for row, entity in self.account.rows().items():
            if code != OFFICE and not self.account.lies_in(row) & set(PEOPLE[code]):
                continue
            record = desk.store.get(entity, row, deleted=True)
            free = self.account.may_travel(row)
            for name in free - {"deleted"}:
                assert record.get(name) == self.account.shown(row, name), (code, name)
            assert bool(record["deleted"]) == self.account.deletion(row)[0], code
            disputed = self.account.in_conflict(row) & {*free, "deleted"}
            assert told.get(row, {}).keys() & {*free, "deleted"} == disputed, code
            for name in disputed - {"deleted"}:
                assert {head.change for head in told[row][name].heads} == {one.id for one in self.account.of(row, name)}
            assert not any(one.waiting for one in desk.store.unsettled(entity, row)), code
        self._has_no_business_of_others(code, desk)
        left = {"file_missing"} if set(making.missing_files(desk)) <= self._papers_that_stay() else set()
        assert {one.code for one in desk.store.doctor()} <= left, code
        self._chain_is_sound(code, desk)

    def _has_no_business_of_others(self, code: str, desk: Desk) -> None:
        """A laptop has nothing of records that never lay in its area and that nobody wrote to there."""
        if code == OFFICE:
            return
        own = {one.row for one in self.account.changes.values() if one.by == code}
        own |= {root for row in own for root in self.account.roots(row)}
        for row in {entry.change.row for entry in desk.store.log() if entry.change}:
            roots = self.account.roots(row)
            ever = {
                one.set["commune_code"]
                for one in self.account.changes.values()
                if one.row in roots and "commune_code" in one.set
            }
            assert roots & own or ever & set(PEOPLE[code]), code

    def _chain_is_sound(self, code: str, desk: Desk) -> None:
        chain = sha256(desk.identity.device_key().public).digest()
        assert desk.store.chain_at(0) == chain
        for place, entry in enumerate(desk.store.log(), 1):
            assert entry.position == place
            chain = sha256(chain + (entry.change or entry.marker).id.encode()).digest()
            assert entry.chain == chain, code
        for receiver in list(self.desks)[1:] if code == OFFICE else ["province"]:
            confirmed = bundles.sent_positions(desk, receiver)[1]
            other = self.desks[OFFICE if code != OFFICE else receiver]
            own = [one.change.id for one in desk.store.log(0, confirmed) if one.change and not one.origin]
            if code != OFFICE:
                assert other.store.known(own) == set(own)

    def _nothing_more_comes(self) -> None:
        """Whatever ever lay on the road and comes again changes nothing any more.

        But a bundle that was made before a consent was taken back may bring what the later ones withheld; then only
        that is passed on.
        """
        heads = {code: desk.store.head() for code, desk in self.desks.items()}
        self._all_of_the_road()
        for code, desk in self.desks.items():
            more = list(desk.store.log(heads[code][0]))
            assert all(entry.marker and entry.marker.reason == "completed" for entry in more), code
            assert not {entry.marker.row for entry in more if entry.marker} - self._withheld_somewhere(), code
        heads = {code: desk.store.head() for code, desk in self.desks.items()}
        self._all_of_the_road()
        assert {code: desk.store.head() for code, desk in self.desks.items()} == heads

    def _all_of_the_road(self) -> None:
        for code in self.desks:
            for path in self.road:
                self._take(code, path)

    def _withheld_somewhere(self) -> set[str]:
        """The records whose author may not send all of their values now."""
        return {row for row in self.account.rows() if self.account.may_travel(row) != self.account.fields(row)}


def run(examples: int, steps: int, same: bool = False) -> None:
    how = settings(
        derandomize=same,  # the same stories every time
        max_examples=examples, stateful_step_count=steps, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True,
        phases=(Phase.generate,),  # making a long story shorter takes longer than reading it
        database=None,  # or every book would begin with the story that broke another one
    )  # fmt: skip
    run_state_machine_as_test(Exchange, settings=how)


def test_a_few_stories():
    run(5, 25, same=True)


@pytest.mark.long
@pytest.mark.parametrize("book", range(100))
def test_many_stories(book):
    del book  # a hundred times twenty, so that several processes can read at once
    run(20, 60)
