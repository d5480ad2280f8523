"""A province and laptops over real workspaces and real files, with a road between them."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from kcdesk.exchange import age
from kcdesk.model.changes import Change
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store.driver import driver
from kcdesk.work import bundles, records
from kcdesk.work import settings as unit_settings
from kcdesk.work import trust as known_devices
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from tests.property.account import FREE, SECRET, Account, Named, changes_of
from tests.work import desks

OFFICE = "TINH92"
PEOPLE = {
    "CTV01": ("31441",),
    "CTV02": ("31441",),
    "CTV03": ("31459",),
    "CTV04": ("31459", "31441"),
    "CTV05": ("31441",),
}
WORDS = ("Ánh Dương", "Bình Minh", "Đức Phát", "Hoà Bình", "Ước Mơ")
EARLIEST, LATEST = 1980, 2080
REFUSED = {"nothing_new", "no_recipient", "not_found"}
WRONG_DOOR = {"not_for_me", "wrong_role"}
MOST_LAPTOPS = 7
places = st.sampled_from((0, 1, 2, 3, 4, 5, 6))


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


@cache
def templates() -> Path:
    """Homes of a province and five laptops that know each other; every run works in copies."""
    folder = Path(tempfile.mkdtemp(prefix="kcdesk-machine-"))
    with desks.province(folder / OFFICE) as office:
        people = [desks.collaborator(folder / code, code, communes) for code, communes in PEOPLE.items()]
        areas = [{"code": code, "communes": list(communes)} for code, communes in PEOPLE.items()]
        issued = unit_settings.settings_export(office, folder / "tinh.kcs", collaborators=areas, retention_months=24)
        for person in people:
            unit_settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
            known_devices.trust(office, person.fingerprint, person.profile.code)
            person.close()
    return folder


def clear_away() -> None:
    """Remove the homes that the runs were copied from."""
    if templates.cache_info().currsize:
        shutil.rmtree(templates())
        templates.cache_clear()


@contextmanager
def quick_passphrases() -> Iterator[None]:
    """Passphrases that cost nothing: a real one takes a second each time."""
    real, age.WORK_FACTOR = age.WORK_FACTOR, 8
    try:
        yield
    finally:
        age.WORK_FACTOR = real


def refused(error: UserError) -> None:
    """Nothing new, nobody to send to: as it should be. Anything else is not."""
    if error.code not in REFUSED:
        raise error


class World(RuleBasedStateMachine):
    """Who is there, and what can be done with it; the rules say what happens."""

    @initialize(laptops=st.integers(2, 5), seed=st.integers(0, 2**32))
    def start(self, laptops: int, seed: int) -> None:
        """Everybody has the program, and knows the others."""
        self.folder = Path(tempfile.mkdtemp(prefix="kcdesk-exchange-"))
        self.noise = random.Random(seed)
        self.clocks: dict[str, Unsteady] = {}
        self.computers: dict[str, Callable[[], str]] = {}
        self.homes: dict[str, Path] = {}
        self.desks: dict[str, Desk] = {}
        self.older: dict[str, list[Path]] = {}
        self.forked = False
        self.given_on: set[str] = set()
        self.lost_files: set[str] = set()
        self.agreed: set[Named] = set()
        self.copies = 0
        for code in (OFFICE, *list(PEOPLE)[:laptops]):
            shutil.copytree(templates() / code, self.folder / code)
            self._settle_down(code, self.folder / code)
        self.account = Account()
        self.saves: dict[str, list[str]] = {code: [] for code in self.desks}
        self.road: list[Path] = []
        (self.folder / "road").mkdir()
        for place in range(1, 3):
            self._record(self._who(place), "31441")

    def _settle_down(self, name: str, home: Path, computer: Callable[[], str] = desks.machine) -> None:
        """A workspace lies on a computer from now on."""
        self.homes[name], self.clocks[name], self.computers[name] = home, Unsteady(), computer
        self._open(name)

    def _open(self, name: str) -> None:
        noise = random.Random(f"{self.noise.random()} {name}")
        self.desks[name] = Desk.open(
            self.homes[name], desks.PASSWORD, clock=self.clocks[name], random=noise.randbytes,
            machine=self.computers[name],
        )  # fmt: skip

    def _restart(self, who: str) -> None:
        self.desks[who].close()
        self._open(who)

    def _copied(self, who: str) -> Path:
        """A copy of somebody's folder as it is now, without the backups."""
        self.copies += 1
        to = self.folder / f"chep-{self.copies}"
        self.desks[who].close()
        shutil.copytree(self.homes[who], to, ignore=shutil.ignore_patterns("backups"))
        self._open(who)
        return to

    def _give_up(self, who: str) -> None:
        """The disk of a workspace is about to go, and what stands nowhere else with it."""
        others = [desk for name, desk in self.desks.items() if name != who]
        self.account.give_up(self.desks[who], others)
        kept = {one.sha256 for desk in others for one in desk.store.files.all()}
        self.lost_files |= {one.sha256 for one in self.desks[who].store.files.all()} - kept

    def _who(self, place: int) -> str:
        names = list(self.desks)
        return names[place % len(names)]

    def _writer(self, place: int) -> str:
        """Somebody whose workspace was not handed over."""
        names = [name for name in self.desks if name not in self.given_on]
        return names[place % len(names)]

    def _laptop(self, place: int) -> str:
        names = self._laptops()
        return names[place % len(names)]

    def _laptops(self) -> list[str]:
        return [name for name in self.desks if name != OFFICE]

    def _code(self, name: str) -> str:
        return self.desks[name].profile.code

    def _codes(self) -> list[str]:
        """Everybody who works on a laptop, whichever."""
        return sorted({self._code(name) for name in self._laptops()})

    def _row(self, desk: Desk) -> str | None:
        here = sorted(str(one["id"]) for one in desk.store.rows("establishment"))
        return self.noise.choice(here) if here else None

    def _word(self) -> str:
        return f"{self.noise.choice(WORDS)} {self.noise.randrange(20)}"

    def _record(self, who: str, commune: str) -> None:
        values = {**desks.ESTABLISHMENT, "name": self._word(), "commune_code": commune}
        self._save(who, None, values, {"products": [{"name": self._word()}]})

    def _save(self, who: str, row: str | None, values: dict[str, object], children: dict[str, Any] | None) -> None:
        saved = records.save_record(self.desks[who], "establishment", row, values, children)
        self._wrote(who, saved.save)

    def _wrote(self, who: str, save: str | None) -> None:
        """Somebody saved something: it can be taken back, and stands in the account."""
        if save:
            self.saves[who].append(save)
        self.account.note(self.desks[who])

    # The road

    def _export(self, who: str, everything: bool = False, most: int = 18 << 20) -> list[Path]:
        desk, made = self.desks[who], []
        self._note_agreed(desk)
        for to in self._codes() if who == OFFICE else [""]:
            try:
                wanted = Wanted(to=to, everything=everything, max_bytes=most)
                made += [one.path for one in bundles.export(desk, self.folder / "road", wanted)]
            except UserError as error:
                refused(error)
        self.road += made
        return made

    def _note_agreed(self, desk: Desk) -> None:
        """What may go out now of people's data, as this desk sees their consents: nothing else may ever arrive."""
        for change in changes_of(desk):
            named = {(change.id, name) for name in change.set.keys() & SECRET}
            if named - self.agreed and change.entity not in FREE and self._has_agreed(desk, change):
                self.agreed |= named

    def _has_agreed(self, desk: Desk, change: Change) -> bool:
        record = desk.store.get(change.entity, change.row, deleted=True) or {}
        owner = str(record.get("owner_id")) if change.entity == "attachment" else change.row
        return (desk.store.get("establishment", owner, deleted=True) or {}).get("consent") == "dong_y"

    def _take(self, who: str, path: Path, one_of_many: bool = False) -> None:
        """Somebody takes a bundle in, and once more; one of many without a backup of its own."""
        desk = self.desks[who]
        before = desk.store.head()
        try:
            planned = bundles.plan_import(desk, path)
            assert desk.store.head() == before
            done = bundles.apply_import(desk, path, one_of_many=one_of_many)
        except UserError as error:
            assert error.code in WRONG_DOOR, error.code
            assert desk.store.head() == before
            return
        event(f"arrived: {done.state}, {'new' if done.new else 'nothing new'}")
        assert (planned.new, planned.known, planned.conflicts, planned.waiting, planned.held) == (
            done.new, done.known, done.conflicts, done.waiting, done.held,
        )  # fmt: skip
        if done.notice:
            event("noticed: this workspace is not the only one")
        self._let_in(who, path)
        after = desk.store.head()
        assert bundles.apply_import(desk, path, one_of_many=one_of_many).new == 0
        assert desk.store.head() == after

    def _let_in(self, who: str, path: Path) -> None:
        """What was written outside its writer's area an officer lets in at once.

        Where a laptop writes of which he knows nothing, he rings up and confirms its key: a copy that goes on beside
        one that was handed over is a second successor.
        """
        desk = self.desks[who]
        waiting = bundles.held(desk)
        if not waiting:
            return
        assert desk.profile.is_province
        bundles.admit(desk, path)
        for item in waiting:
            device = known_devices.find(desk, item["device"])
            if item["kind"] == "bundle" and device and device.state is known_devices.Standing.UNKNOWN:
                event(f"officer: confirmed a key, {item['reason']}")
                writer = next(one for one in self.desks.values() if one.device_id == item["device"])
                known_devices.trust(desk, writer.fingerprint, writer.profile.code)
        assert bundles.held(desk) == []

    # What breaks

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
