"""Laptops that are copied, restored from older copies and handed over, and a province that is restored too.

Chance decides what happens; every story can be told again by its number. At the end everybody sends
everything a few times: then nobody lacks a change that anybody still had, and no laptop takes for confirmed
what the province does not have. Only what was nowhere but on a disk that is gone may be gone.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kcdesk.exchange import age
from kcdesk.model.problems import UserError
from kcdesk.work import bundles, handover, records, settings, taking_over, trust
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from kcdesk.work.trust import Standing
from tests.work import desks

PHRASE = "mot hai ba bon nam"
CODES = ("CTV07", "CTV08")
NO_MATTER = {"nothing_new", "no_recipient", "not_found", "not_for_me", "wrong_role", "not_held"}
MOST_LAPTOPS = 6
STEPS, ROUNDS = 45, 5


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing: a real one takes a second each time."""
    monkeypatch.setattr(age, "WORK_FACTOR", 8)


class Story:
    """A province, laptops by name, bundles on the road, and older copies of folders."""

    def __init__(self, folder: Path, number: int) -> None:
        self.chance = random.Random(number)
        self.folder = folder
        self.road: list[Path] = []
        self.copies: dict[str, list[Path]] = {}
        self.laptops: dict[str, Desk] = {}
        self.given_on: set[str] = set()
        self._count = count()
        self.office = desks.province(folder / "tinh")
        areas = [{"code": code, "communes": ["31441"]} for code in CODES]
        issued = settings.settings_export(self.office, folder / "tinh.kcs", collaborators=areas)
        for code in CODES:
            desk = self.laptops[code] = desks.collaborator(folder / code, code)
            settings.settings_import(desk, issued.path, fingerprint=issued.fingerprint)
            trust.trust(self.office, desk.fingerprint, code)

    def tell(self) -> None:
        """Whatever happens."""
        happenings: dict[Callable[[], None], float] = {
            self.record: 4, self.edit: 4, self.send: 5, self.answer: 4, self.arrive: 12, self.copy: 1,
            self.put_by: 2, self.restore: 1, self.hand_over: 0.5, self.put_by_office: 1, self.restore_office: 0.5,
        }  # fmt: skip
        for happening in self.chance.choices(list(happenings), list(happenings.values()), k=STEPS):
            happening()

    def close(self) -> None:
        """Close every workspace."""
        for desk in (self.office, *self.laptops.values()):
            desk.close()

    def _name(self, *, writing: bool = True) -> str:
        return self.chance.choice([one for one in self.laptops if not (writing and one in self.given_on)])

    def record(self) -> None:
        """Somebody records an establishment."""
        values = {**desks.ESTABLISHMENT, "name": f"Cơ sở {next(self._count)}"}
        desk = self.laptops[self._name()]
        records.save_record(desk, "establishment", None, values, {"products": [{"name": "Bánh"}]})

    def edit(self) -> None:
        """Somebody changes a field."""
        desk = self.chance.choice([self.office, self.laptops[self._name()]])
        rows = sorted(str(one["id"]) for one in desk.store.rows("establishment"))
        if rows:
            change = {self.chance.choice(("address", "main_trade")): f"Sửa {next(self._count)}"}
            records.save_record(desk, "establishment", self.chance.choice(rows), change)

    def send(self) -> None:
        """A laptop makes a bundle, also one that was given on."""
        most = self.chance.choice((20_000, 18 << 20))
        self.road += self._made(self.laptops[self._name(writing=False)], Wanted(max_bytes=most))

    def answer(self) -> None:
        """The province makes one."""
        self.road += self._made(self.office, Wanted(to=self.chance.choice(CODES)))

    def _made(self, desk: Desk, wanted: Wanted) -> list[Path]:
        try:
            return [one.path for one in bundles.export(desk, self.folder, wanted)]
        except UserError as error:
            if error.code not in NO_MATTER:
                raise
            return []

    def arrive(self) -> None:
        """A bundle arrives somewhere."""
        if self.road:
            self._take(
                self.chance.choice([self.office, *self.laptops.values()]), self.chance.choice(self.road[-6:])
            )  # fmt: skip

    def _take(self, desk: Desk, path: Path) -> None:
        """Take a bundle in; an officer looks at what was held, and lets it in."""
        try:
            report = bundles.apply_import(desk, path)
            if report.held and desk is self.office:
                bundles.admit(desk, path)
        except UserError as error:
            if error.code not in NO_MATTER:
                raise

    def _copied(self, desk: Desk) -> tuple[Desk, Path]:
        """The desk, opened again, and a copy of its folder."""
        to = self.folder / f"chep-{next(self._count)}"
        home = desk.home
        desk.close()
        shutil.copytree(home, to, ignore=shutil.ignore_patterns("backups"))
        return _opened(home), to

    def copy(self) -> None:
        """Somebody copies a workspace to another laptop and goes on with both."""
        if len(self.laptops) < MOST_LAPTOPS:
            name = self._name(writing=False)
            self.laptops[name], to = self._copied(self.laptops[name])
            self.laptops[to.name] = _opened(to)
            if name in self.given_on:
                self.given_on.add(to.name)

    def put_by(self) -> None:
        """Somebody keeps a copy of a folder."""
        name = self._name()
        self.laptops[name], to = self._copied(self.laptops[name])
        self.copies.setdefault(name, []).append(to)

    def restore(self) -> None:
        """An older copy takes the place of a workspace."""
        names = [one for one in self.copies if one in self.laptops and one not in self.given_on]
        if names:
            name = self.chance.choice(names)
            self.laptops[name].close()
            self.laptops[name] = self._from_copy(name)

    def _from_copy(self, name: str) -> Desk:
        to = self.folder / f"cu-{next(self._count)}"
        shutil.copytree(self.chance.choice(self.copies[name]), to)
        return _opened(to)

    def put_by_office(self) -> None:
        """The province keeps a copy."""
        self.office, to = self._copied(self.office)
        self.copies.setdefault("", []).append(to)

    def restore_office(self) -> None:
        """The province goes back to an older copy."""
        if self.copies.get(""):
            self.office.close()
            self.office = self._from_copy("")

    def hand_over(self) -> None:
        """Somebody hands a laptop over."""
        if len(self.laptops) >= MOST_LAPTOPS:
            return
        name = self._name()
        path = handover.give(self.laptops[name], self.folder, passphrase=PHRASE).paths[0]
        home = self.folder / f"ke-nhiem-{next(self._count)}"
        heir, _done = taking_over.create(
            home, desks.PASSWORD, path, passphrase=PHRASE, clock=desks.Ticking(), cost=desks.CHEAP,
            machine=desks.machine,
        )  # fmt: skip
        self.laptops[home.name] = heir
        self.given_on.add(name)

    def deliver(self) -> None:
        """Everybody sends everything, and everything arrives, a few times."""
        for number in range(ROUNDS):
            everything = number != ROUNDS - 2
            for desk in self.laptops.values():
                for path in self._made(desk, Wanted(everything=everything)):
                    self._take(self.office, path)
            answers = [
                path for code in CODES for path in self._made(self.office, Wanted(to=code, everything=everything))
            ]
            for desk in self.laptops.values():
                for path in answers:
                    self._take(desk, path)

    def check(self, had: set[str]) -> None:
        """Nothing is lost, and nobody believes what is not so."""
        office = _changes(self.office)
        assert had <= office
        assert self.office.store.doctor() == []
        for name, desk in self.laptops.items():
            confirmed = bundles.sent_positions(desk)[1]
            assert _changes(desk, confirmed) <= office, name
            assert desk.store.doctor() == [], name
            known = trust.find(self.office, desk.device_id)
            if name in self.given_on or (known and known.state is Standing.REPLACED):
                continue  # a copy of a laptop that was handed over: the officer knows, and it is asked to stop
            assert _changes(desk) >= office - _orphans(self.office), name
            assert confirmed or not desk.store.head()[0], name


def _opened(home: Path) -> Desk:
    return Desk.open(home, desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine)


def _changes(desk: Desk, upto: int | None = None) -> set[str]:
    return {entry.change.id for entry in desk.store.log(0, upto) if entry.change}


def _orphans(desk: Desk) -> set[str]:
    """Changes to products whose establishment was on a disk that is gone: they lie in nobody's area."""
    here = {str(one["id"]) for one in desk.store.rows("establishment")}
    alone = {str(one["id"]) for one in desk.store.rows("product") if str(one["establishment_id"]) not in here}
    return {entry.change.id for entry in desk.store.log() if entry.change and entry.change.row in alone}


def _told(folder: Path, number: int) -> None:
    story = Story(folder, number)
    try:
        story.tell()
        had = set().union(*(_changes(desk) for desk in (story.office, *story.laptops.values())))
        story.deliver()
        story.check(had)
    finally:
        story.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for one story, away again afterwards."""
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.parametrize("number", [8, 18])
def test_a_few_stories(folder: Path, number: int) -> None:
    _told(folder, number)


@pytest.mark.long
@pytest.mark.parametrize("number", range(1000, 1200))
def test_many_stories(folder: Path, number: int) -> None:
    _told(folder, number)
