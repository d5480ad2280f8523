"""Several laptops and a province that exchange bundles in any order: nothing is lost, doubled or invented."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, records, undoing
from kcdesk.work.bundles import Wanted
from tests.work import desks

NAMES = ("Cơ sở A", "Cơ sở B", "Hợp tác xã C", "Xưởng Đ")
PHONES = ("0900000001", "0900000002", "0900000003")
people = st.sampled_from(("CTV01", "CTV02"))


class Offices(RuleBasedStateMachine):
    """Two collaborators who write, a province that corrects, bundles that lie about and arrive when they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kcdesk-offices-"))
        self.office = desks.province(self.folder / "tinh")
        self.people = {code: desks.collaborator(self.folder / code, code) for code in ("CTV01", "CTV02")}
        desks.introduce(self.office, *self.people.values())
        self.sent: list[tuple[str, Path]] = []
        self.answers: list[tuple[str, Path]] = []
        self.rows: list[tuple[str, str]] = []

    def teardown(self) -> None:
        """Let everything arrive, then look."""
        try:
            self.deliver_everything()
            self.everybody_agrees()
        finally:
            for desk in (self.office, *self.people.values()):
                desk.close()
            shutil.rmtree(self.folder)

    @rule(code=people, name=st.sampled_from(NAMES), consent=st.booleans())
    def write(self, code: str, name: str, consent: bool) -> None:
        """Somebody records an establishment."""
        values = {**desks.ESTABLISHMENT, "name": name}
        if not consent:
            values = {
                **values,
                "consent": "chua_hoi",
                "consent_on": None,
                "consent_method": None,
                "consent_notice": None,
            }
        saved = records.save_record(self.people[code], "establishment", None, values, {"products": [{"name": name}]})
        self.rows.append((code, saved.id))

    @rule(data=st.data(), phone=st.sampled_from(PHONES))
    def change(self, data: st.DataObject, phone: str) -> None:
        """Somebody changes what he wrote, or takes it back."""
        if self.rows:
            code, row = data.draw(st.sampled_from(self.rows))
            desk = self.people[code]
            if desk.store.get("establishment", row) is not None:
                saved = records.save_record(desk, "establishment", row, {"phone": phone})
                if saved.save and data.draw(st.booleans()):
                    undoing.undo(desk, saved.save)

    @rule(data=st.data(), answer=st.sampled_from(("dong_y", "tu_choi")))
    def ask(self, data: st.DataObject, answer: str) -> None:
        """The owner is asked for consent."""
        if self.rows:
            code, row = data.draw(st.sampled_from(self.rows))
            if self.people[code].store.get("establishment", row) is not None:
                given = {"consent": answer, "consent_on": "2026-11-20", "consent_method": "ky", "consent_notice": "TB"}
                records.save_record(self.people[code], "establishment", row, given)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Somebody deletes what he wrote."""
        if self.rows:
            code, row = data.draw(st.sampled_from(self.rows))
            if self.people[code].store.get("establishment", row) is not None:
                records.delete_record(self.people[code], "establishment", row)

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """The province corrects the address of a record that it has."""
        here = [row for _code, row in self.rows if self.office.store.get("establishment", row) is not None]
        if here:
            row = data.draw(st.sampled_from(here))
            change = {"address": data.draw(st.sampled_from(("Ấp 1", "Ấp 2"))), "representative": "Người Khác"}
            records.save_record(self.office, "establishment", row, change)

    @rule(code=people, everything=st.booleans(), small=st.booleans())
    def send(self, code: str, everything: bool, small: bool) -> None:
        """A collaborator makes a bundle; it may or may not ever arrive."""
        self._make(self.people[code], Wanted(everything=everything, max_bytes=20_000 if small else 0), self.sent, code)

    @rule(code=people)
    def answer(self, code: str) -> None:
        """The province makes a bundle for a collaborator."""
        self._make(self.office, Wanted(to=code), self.answers, code)

    def _make(self, desk: object, wanted: Wanted, where: list[tuple[str, Path]], code: str) -> None:
        try:
            where.extend((code, made.path) for made in bundles.export(desk, self.folder, wanted))
        except UserError as error:
            if error.code not in ("nothing_new", "no_recipient"):  # before the first bundle no key is known
                raise

    @rule(data=st.data(), times=st.integers(1, 2))
    def arrive(self, data: st.DataObject, times: int) -> None:
        """Some bundle arrives, maybe twice, in whatever order."""
        if self.sent:
            for _time in range(times):
                bundles.apply_import(self.office, data.draw(st.sampled_from(self.sent))[1])

    @rule(data=st.data())
    def arrive_back(self, data: st.DataObject) -> None:
        """Some answer arrives."""
        if self.answers:
            code, path = data.draw(st.sampled_from(self.answers))
            bundles.apply_import(self.people[code], path)

    @invariant()
    def nobody_confirms_what_is_not_there(self) -> None:
        """What a laptop takes for confirmed is in the province's log."""
        for desk in self.people.values():
            confirmed = bundles.sent_positions(desk)[1]
            own = [entry.change.id for entry in desk.store.log(0, confirmed) if entry.change and not entry.origin]
            assert self.office.store.known(own) == set(own)

    def deliver_everything(self) -> None:
        """A last round: everybody sends, everything arrives, the province answers."""
        for _round in range(2):
            for code, desk in self.people.items():
                self._make(desk, Wanted(), self.sent, code)
            for _code, path in self.sent:
                bundles.apply_import(self.office, path)
            for code in self.people:
                self._make(self.office, Wanted(to=code), self.answers, code)
            for code, path in self.answers:
                bundles.apply_import(self.people[code], path)

    def everybody_agrees(self) -> None:
        """Each record stands alike on its laptop and at the province, but for what was withheld."""
        assert self.office.store.doctor() == []
        for code, row in self.rows:
            desk = self.people[code]
            there = self.office.store.get("establishment", row, deleted=True)
            here = desk.store.get("establishment", row, deleted=True)
            assert (there is None) == (here is None)
            if there is None:
                continue
            withheld = set() if here.get("consent") == "dong_y" else {"phone", "representative"}
            assert {name: there.get(name) for name in here if name not in withheld} == {
                name: here[name] for name in here if name not in withheld
            }
            if here.get("consent") == "chua_hoi":
                assert there.get("phone") is None
            assert desk.store.children("establishment", row) == self.office.store.children("establishment", row)
        for desk in self.people.values():
            assert desk.store.doctor() == []


Offices.TestCase.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
TestOffices = Offices.TestCase
