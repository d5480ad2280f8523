"""Laptops and a province over real workspaces and real files, against an account of who knew what.

Everything goes wrong on the way: bundles are lost, repeated, late and out of order, come to the wrong
door, an import or an export breaks off in the middle, clocks jump by ten years, programs restart. Disks go and
older copies take their place, folders are copied by hand, laptops are handed over, personal data is removed, and
some have a newer program. At the end everybody sends everything once more. The account knows nothing of heads and
merging: it remembers for every change which changes its author had seen, and works out from that alone what must be
shown and what two people changed without seeing each other.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from kcdesk.model.changes import Change, fold
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store.merging import project_rows
from kcdesk.work import (
    attachments,
    bundles,
    conflicts,
    handover,
    joins,
    photos,
    purging,
    records,
    resolving,
    restoring,
    taking_over,
    undoing,
)
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.property.account import NEWER, UNKNOWN, changes_of, purged_of, values_of
from tests.property.ending import Ending
from tests.property.world import MOST_LAPTOPS, OFFICE, Unsteady, clear_away, places, quick_passphrases, refused
from tests.work import desks

LATER = date(2100, 1, 1)
FIELDS = ("name", "phone", "address", "main_trade")


@pytest.fixture(scope="module", autouse=True)
def _clean() -> Iterator[None]:
    yield
    clear_away()


class Exchange(Ending):
    """See above."""

    # What people do

    @rule(place=places, other=st.booleans())
    def record(self, place: int, other: bool) -> None:
        """Somebody records an establishment and a product of it."""
        self._record(self._writer(place), "31459" if other else "31441")

    @rule(place=places, name=st.sampled_from(FIELDS))
    def edit(self, place: int, name: str) -> None:
        """Somebody changes a field."""
        who = self._writer(place)
        if row := self._row(self.desks[who]):
            value = f"09000000{self.noise.randrange(10, 99)}" if name == "phone" else self._word()
            self._save(who, row, {name: value}, None)

    @rule(place=places, commune=st.sampled_from(("31441", "31459")))
    def move(self, place: int, commune: str) -> None:
        """Somebody corrects the commune: the record moves into another area."""
        who = self._writer(place)
        if row := self._row(self.desks[who]):
            self._save(who, row, {"commune_code": commune}, None)

    @rule(place=places, drop=st.booleans())
    def edit_child(self, place: int, drop: bool) -> None:
        """Somebody renames the products, adds one, or takes one away."""
        who = self._writer(place)
        desk = self.desks[who]
        if row := self._row(desk):
            here = desk.store.children("establishment", row)["products"]
            products: list[dict[str, object]] = [{"id": one["id"], "name": self._word()} for one in here]
            products = products[1:] if drop else [*products, {"name": self._word()}]
            self._save(who, row, {}, {"products": products})

    @rule(place=places, given=st.sampled_from(("rut", "dong_y")))
    def consent(self, place: int, given: str) -> None:
        """Somebody withdraws a consent, or gives it again: from now on the personal values stay, or go."""
        who = self._writer(place)
        if row := self._row(self.desks[who]):
            self._save(who, row, {"consent": given}, None)

    @rule(place=places, later=st.booleans())
    def purge(self, place: int, later: bool) -> None:
        """Personal data is removed: its owner took the consent back, or it was kept as long as it may be."""
        who = self._writer(place)
        desk = self.desks[who]
        day = LATER if later else desk.today()
        due = purging.candidates(desk, day)
        if not due:
            return
        one = self.noise.choice(due)
        before, papers = purged_of(changes_of(desk)), {str(each.set.get("sha256")) for each in changes_of(desk)}
        papers -= {*desk.store.files.missing(papers), "None"}
        purging.purge(desk, [one.row], today=day)
        removed = purged_of(changes_of(desk)) - before
        papers = set(desk.store.files.missing(papers))
        event(f"purged: {one.reason}, {'province' if who == OFFICE else 'laptop'}")
        assert removed
        if who == OFFICE:
            self.account.purged |= removed
        else:
            self.account.set_aside.setdefault(who, set()).update(removed)
        if one.reason == purging.RETENTION:
            office = self.desks[OFFICE]
            there = changes_of(office)
            assert removed <= values_of(there) | purged_of(there), "a laptop keeps what the province has not"
            assert office.store.files.missing(papers) == [], "a laptop keeps the papers that the province has not"
        else:
            self.lost_files |= papers

    @rule(place=places)
    def attach(self, place: int) -> None:
        """Somebody adds a paper to a record."""
        who = self._writer(place)
        desk = self.desks[who]
        if row := self._row(desk):
            made = photos.fit(b"%PDF-1.4\n" + self.noise.randbytes(300) + b"\n%%EOF\n", "giay.pdf")
            self._wrote(who, attachments.add(desk, "establishment", row, made, "khac").save)

    @rule(place=places, apart=st.booleans())
    def join(self, place: int, apart: bool) -> None:
        """Somebody finds that two records are one, or that they are not."""
        who = self._writer(place)
        desk = self.desks[who]
        one, two = self._row(desk), self._row(desk)
        if one and two and one != two:
            save = joins.separate(desk, one) if apart else joins.join(desk, one, two)
            self._wrote(who, save)

    @rule(place=places)
    def delete(self, place: int) -> None:
        """Somebody deletes a record."""
        who = self._writer(place)
        if row := self._row(self.desks[who]):
            self._wrote(who, records.delete_record(self.desks[who], "establishment", row))

    @rule(place=places)
    def undo(self, place: int) -> None:
        """Somebody takes back something."""
        who = self._writer(place)
        if self.saves[who]:
            try:
                self.saves[who].append(undoing.undo(self.desks[who], self.noise.choice(self.saves[who])).save)
            except UserError as error:
                assert error.code == "nothing_to_undo"
            self.account.note(self.desks[who])

    @rule(place=places)
    def settle(self, place: int) -> None:
        """Somebody chooses between two values."""
        who = self._writer(place)
        for one in list(conflicts.all_open(self.desks[who]))[:1]:
            given = self.noise.choice((True, False)) if one.field == "deleted" else self.noise.choice(one.heads).value
            self._wrote(who, resolving.resolve(self.desks[who], one.id, one.field, given))

    # What goes over the road

    @rule(place=places, everything=st.booleans(), small=st.booleans())
    def send(self, place: int, everything: bool, small: bool) -> None:
        """A bundle is made. Whether it ever arrives is another matter."""
        self._export(self._who(place), everything, 20_000 if small else 18 << 20)

    @rule(place=places)
    def send_again(self, place: int) -> None:
        """Some stretch of a log is sent again."""
        who = self._who(place)
        head = self.desks[who].store.head()[0]
        if head:
            first = self.noise.randrange(head)
            to = self.noise.choice(self._codes()) if who == OFFICE else ""
            wanted = Wanted(to=to, again=(first, self.noise.randint(first + 1, head)))
            try:
                self._note_agreed(self.desks[who])
                self.road += [one.path for one in bundles.export(self.desks[who], self.folder / "road", wanted)]
            except UserError as error:
                if who not in self.given_on or error.code != "bad_stretch":  # it sends what it had when it was given on
                    refused(error)

    @precondition(lambda self: self.road)
    @rule(place=places, times=st.integers(1, 3), late=st.booleans())
    def arrive(self, place: int, times: int, late: bool) -> None:
        """Bundles arrive: late or just now, several times, at the right door or at another one."""
        for _time in range(times):
            path = self.noise.choice(self.road if late else self.road[-3:])
            self._take(self._who(place), path)

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

    @rule(place=places, years=st.sampled_from((-10, 10)))
    def change_clock(self, place: int, years: int) -> None:
        """Somebody's clock is ten years off, or right again."""
        self.clocks[self._who(place)].jump(years)

    # One workspace becomes two, or an older one

    @rule(place=places)
    def keep_copy(self, place: int) -> None:
        """Somebody keeps a copy of a folder."""
        who = self._laptop(place)
        self.older.setdefault(who, []).append(self._copied(who))

    @precondition(lambda self: self.older)
    @rule(place=places)
    def go_back(self, place: int) -> None:
        """The disk of a laptop is gone; an older copy takes the place of its workspace."""
        names = sorted(set(self.older) - self.given_on - {OFFICE})
        if names:  # a workspace that was handed over stays what it is
            self._put_back(names[place % len(names)])

    @rule()
    def keep_copy_of_province(self) -> None:
        """The province backs up."""
        self.older.setdefault(OFFICE, []).append(self._copied(OFFICE))

    @precondition(lambda self: OFFICE in self.older)
    @rule()
    def go_back_at_province(self) -> None:
        """The province's disk is gone, and with it all that came or was settled since the copy that it goes back to."""
        self._put_back(OFFICE)
        back = values_of(changes_of(self.desks[OFFICE])) & self.account.purged
        self.account.purged -= back  # it is here again; who was told has removed it nevertheless
        for name in self._laptops():
            self.account.set_aside.setdefault(name, set()).update(back & purged_of(changes_of(self.desks[name])))

    def _put_back(self, who: str) -> None:
        desk = self.desks[who]
        self._give_up(who)
        desk.close()
        self.copies += 1
        self.homes[who] = self.folder / f"cu-{self.copies}"
        shutil.copytree(self.noise.choice(self.older[who]), self.homes[who])
        self._open(who)
        self.forked = True

    def _inherit(self, who: str, name: str) -> None:
        if who in self.account.set_aside:
            self.account.set_aside[name] = set(self.account.set_aside[who])

    @precondition(lambda self: len(self.desks) < MOST_LAPTOPS)
    @rule(place=places, elsewhere=st.booleans())
    def copy_by_hand(self, place: int, elsewhere: bool) -> None:
        """Somebody copies a workspace to another laptop, or beside it, and goes on with both."""
        who = self._laptop(place)
        home = self._copied(who)
        name = f"{who}+{self.copies}"
        known = self.computers[who]
        self._settle_down(name, home, (lambda: name) if elsewhere else known)
        if who not in self.given_on:  # which writes nothing any more, and needs no key of its own
            same = self.desks[name].device_id == self.desks[who].device_id
            assert same is not elsewhere, "a copy on another computer is known at once"
            assert bool(restoring.notices(self.desks[name])) >= elsewhere
        self.saves[name] = list(self.saves[who])
        self._inherit(who, name)
        self.given_on |= {name} if who in self.given_on else set()
        self.forked = True

    @precondition(lambda self: len(self.desks) < MOST_LAPTOPS)
    @rule(place=places, by_key=st.booleans())
    def hand_over(self, place: int, by_key: bool) -> None:
        """Somebody hands a laptop over: to whoever has the passphrase, or to the key of a new laptop."""
        who = self._laptop(place)
        if who in self.given_on:
            return
        old = self.desks[who]
        self.copies += 1
        name, home = f"{who}>{self.copies}", self.folder / f"ke-nhiem-{self.copies}"
        self.homes[name], self.clocks[name], self.computers[name] = home, Unsteady(), desks.machine
        new = {"clock": self.clocks[name], "random": random.Random(name).randbytes, "machine": desks.machine}
        with quick_passphrases():
            if by_key:
                heir = Desk.create(home, desks.PASSWORD, old.profile, cost=desks.CHEAP, **new)
                [path] = handover.give(old, self.folder, to=heir.fingerprint, recipient=heir.recipient).paths
                taking_over.take(heir, path, fingerprint=old.fingerprint)
            else:
                [path] = handover.give(old, self.folder, passphrase=desks.PASSWORD).paths
                heir, _done = taking_over.create(
                    home, desks.PASSWORD, path, passphrase=desks.PASSWORD, cost=desks.CHEAP, **new
                )
        self.desks[name], self.saves[name] = heir, list(self.saves[who])
        self._inherit(who, name)
        self.given_on.add(who)
        self.forked = True
        assert values_of(changes_of(heir)) == values_of(changes_of(old))
        with pytest.raises(UserError, match="bàn giao"):
            self._record(who, "31441")

    @rule(place=places, known=st.booleans())
    def write_newer(self, place: int, known: bool) -> None:
        """Somebody has a newer program: it writes a field, or a kind of record, of which the others know nothing."""
        who = self._writer(place)
        row = self._row(self.desks[who])
        if known and row:
            self._write_unknown(who, "establishment", row)
        elif not known:
            self._write_unknown(who, UNKNOWN, self.desks[who].new_id())

    def _write_unknown(self, who: str, entity: str, row: str) -> None:
        desk = self.desks[who]
        heads = fold(entity, desk.store.core.log.of_row(entity, row)).heads(NEWER)
        change = Change(
            id=desk.new_id(), device=desk.device_id, at=desk.now(), by=desk.profile.code, save=desk.new_id(),
            entity=entity, row=row, set={NEWER: self._word()}, after={NEWER: heads} if heads else {},
        )  # fmt: skip
        with desk.store.transaction():
            desk.store.core.log.append([change])
            project_rows(desk.store.core, [(entity, row)])
        self._wrote(who, change.save)

    @rule(place=places)
    def restart(self, place: int) -> None:
        """The program is closed and opened again."""
        self._restart(self._who(place))


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
    run(3, 20, same=True)


@pytest.mark.long
@pytest.mark.parametrize("book", range(100))
def test_many_stories(book):
    del book  # a hundred times twenty, so that several processes can read at once
    run(20, 60)
