"""Three real stores that save, delete, undo, settle and hand each other parts of their logs in any order."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kcdesk.store.records import Store
from kcdesk.store.types import Edit
from tests.store.declared import ENTITIES
from tests.store.desk import Person, open_store

WORDS = ("Ánh", "Bình", "Đức", "Ước", "Hoà")


class Offices(RuleBasedStateMachine):
    """A, B and C; whatever they do, all agree once everything has arrived, and nothing typed is lost."""

    @initialize(seed=st.integers(0, 10**6))
    def start(self, seed: int) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.noise = random.Random(seed)
        self.stores: dict[str, Store] = {name: open_store(self.home, device=name, fast=True) for name in "ABC"}
        self.people = {name: Person(store, name, seed) for name, store in self.stores.items()}
        self.saves: dict[str, list[str]] = {name: [] for name in "ABC"}
        self.typed: set[str] = set()

    def _row(self, store: Store, entity: str) -> str | None:
        found = store.select(f"SELECT id FROM {entity} ORDER BY id")
        return str(self.noise.choice(found)[0]) if found else None

    def _save(self, who: str, *edits: Edit) -> None:
        for edit in edits:
            self.typed |= {str(value) for value in edit.values.values() if value}
        self.saves[who].append(self.people[who].save(*edits).save)

    def _word(self) -> str:
        return f"{self.noise.choice(WORDS)} {self.noise.randrange(100)}"

    @rule(who=st.sampled_from("ABC"))
    def add(self, who: str) -> None:
        person = self.people[who]
        shop = person.new_id()
        item = Edit("item", person.new_id(), {"shop_id": shop, "name": self._word()})
        self._save(who, Edit("shop", shop, {"name": self._word(), "workers": self.noise.randrange(9)}), item)

    @rule(who=st.sampled_from("ABC"), field=st.sampled_from(("name", "phone", "unknown")))
    def edit(self, who: str, field: str) -> None:
        row = self._row(self.stores[who], "shop")
        if row:
            self._save(who, Edit("shop", row, {field: self._word()}))

    @rule(who=st.sampled_from("ABC"))
    def edit_child(self, who: str) -> None:
        row = self._row(self.stores[who], "item")
        if row:
            self._save(who, Edit("item", row, {"name": self._word()}))

    @rule(who=st.sampled_from("ABC"))
    def move_child(self, who: str) -> None:
        row, shop = self._row(self.stores[who], "item"), self._row(self.stores[who], "shop")
        if row and shop:
            self._save(who, Edit("item", row, {"shop_id": shop}))

    @rule(who=st.sampled_from("ABC"), entity=st.sampled_from(("shop", "item")), back=st.booleans())
    def delete(self, who: str, entity: str, back: bool) -> None:
        row = self._row(self.stores[who], entity)
        if row:
            self._save(who, Edit(entity, row, delete=not back))

    @rule(who=st.sampled_from("ABC"))
    def undo(self, who: str) -> None:
        if self.saves[who]:
            person = self.people[who]
            self.stores[who].undo(self.noise.choice(self.saves[who]), person.stamp())

    @rule(who=st.sampled_from("ABC"))
    def settle(self, who: str) -> None:
        for one in self.stores[who].unsettled()[:1]:
            record = self.stores[who].get(one.entity, one.row, deleted=True) or {}
            fields = tuple(name for name in one.conflicts if name != "deleted")
            delete = self.noise.random() < 0.5 if "deleted" in one.conflicts else None
            values = {name: record.get(name) for name in fields}
            self._save(who, Edit(one.entity, one.row, values, delete=delete, settle=fields))

    @rule(giver=st.sampled_from("ABC"), taker=st.sampled_from("ABC"), share=st.sampled_from((0.4, 0.8, 1.0)))
    def hand_over(self, giver: str, taker: str, share: float) -> None:
        changes = [entry.change for entry in self.stores[giver].log() if entry.change and self.noise.random() < share]
        self.noise.shuffle(changes)
        before = self._picture(self.stores[taker])
        with self.stores[taker].plan():
            planned = self.stores[taker].merge(changes, giver)
        assert self._picture(self.stores[taker]) == before
        merged = self.stores[taker].merge(changes, giver)
        assert (merged.new, merged.known, merged.conflicts, merged.waiting) == (
            planned.new,
            planned.known,
            planned.conflicts,
            planned.waiting,
        )
        assert not merged.held
        again = self.stores[taker].merge(changes, giver)
        assert (again.new, again.known, len(again.rows)) == (0, len(changes), 0)

    def _picture(self, store: Store) -> list[object]:
        """Everything that people see."""
        seen: list[object] = [store.unsettled()]
        for entity in ENTITIES:
            columns = ", ".join(f'"{field.name}"' for field in entity.fields)
            seen.append(store.select(f"SELECT id, deleted, {columns}, _extra FROM {entity.name} ORDER BY id"))
            seen.append([record["id"] for record in store.rows(entity.name, sort="id")])
        return seen

    def teardown(self) -> None:
        if not hasattr(self, "stores"):
            return
        everything = [entry.change for store in self.stores.values() for entry in store.log() if entry.change]
        for store in self.stores.values():
            self.noise.shuffle(everything)
            store.merge(everything, "elsewhere")
        pictures = [self._picture(store) for store in self.stores.values()]
        assert pictures[0] == pictures[1] == pictures[2]
        for store in self.stores.values():
            assert not any(one.waiting for one in store.unsettled())
            assert store.doctor() == []
            logged = {str(value) for entry in store.log() if entry.change for value in entry.change.set.values()}
            assert self.typed <= logged | {"False"}
            store.close()
        shutil.rmtree(self.home)


Offices.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestOffices = Offices.TestCase
