"""What a form asks of the use cases; every call that touches the store runs as a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.model.fields import Record, Value
from kcdesk.work import attachments, drafts, past, records, undoing, visits

if TYPE_CHECKING:
    from kcdesk.model.validate import Context
    from kcdesk.reference.tables import Reference
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.drafts import Draft
    from kcdesk.work.records import Loaded, SavedRecord
    from kcdesk.work.undoing import Undone

Children = Mapping[str, Sequence[Record]]
Failed = Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that stands in a form, understood or not, and where the person is."""

    values: Mapping[str, Value]
    children: Children
    texts: Mapping[str, str]
    place: str


class Gateway:
    """The use cases of one entity, bound to the session."""

    def __init__(self, session: Session, entity: str) -> None:
        self.session = session
        self.entity = entity

    @property
    def reference(self) -> Reference:
        """The code tables."""
        return self.session.reference

    def context(self) -> Context:
        """What rules look at beside the record."""
        return self.session.context()

    def open(self, record_id: str, done: Callable[[tuple[Loaded, Draft | None]], None]) -> None:
        """Bring a record and the draft that was kept over it."""
        entity = self.entity

        def read(desk: Desk) -> tuple[Loaded, Draft | None]:
            return records.load(desk, entity, record_id), drafts.find(desk, entity, record_id)

        self._ask(read, done)

    def _ask(self, read: Callable[[Desk], Any], done: Callable[[Any], None]) -> None:
        """After what was written before; where long work goes on, past it."""
        jobs = self.session.jobs
        (jobs.read if jobs.is_long else jobs.run)(read, done)

    def new_drafts(self, done: Callable[[Sequence[Draft]], None]) -> None:
        """Bring the drafts of records that were never saved."""
        entity = self.entity
        self._ask(lambda desk: list(drafts.find_new(desk, entity)), done)

    def save(
        self,
        record_id: str | None,
        typed: Typed,
        key: str,
        done: Callable[[tuple[SavedRecord, Loaded, str]], None],
        failed: Failed,
    ) -> None:
        """Save, drop the draft of that key, and bring the record as it is now, with what else there is to tell."""
        entity = self.entity

        def write(desk: Desk) -> tuple[SavedRecord, Loaded, str]:
            with desk.store.transaction():
                saved = attachments.save_with_draft(desk, entity, record_id, typed.values, typed.children, key)
                carried = visits.carry_figures(desk, saved.id, saved.save) if entity == "visit" else visits.Carried()
            return saved, records.load(desk, entity, saved.id), carried.words()

        self.session.jobs.run(write, done, failed)

    def undo(self, save: str, done: Callable[[Any], None]) -> None:
        """Take a whole save back."""
        self.session.jobs.run(lambda desk: undoing.undo(desk, save), done)

    def keep(
        self, key: str, typed: Typed, base: tuple[Record, Children], done: Callable[[Any], None], failed: Failed
    ) -> None:
        """Keep what is typed as a draft, over the record as it was opened."""
        entity, jobs = self.entity, self.session.jobs
        keep = drafts.lay_aside if jobs.is_long else drafts.keep

        def write(desk: Desk) -> None:
            keep(desk, entity, key, typed.values, typed.children, place=typed.place, texts=typed.texts, base=base)

        (jobs.read if jobs.is_long else jobs.run)(write, done, failed)

    def drop(self, key: str) -> None:
        """Forget a draft."""
        entity = self.entity
        self.session.jobs.run(lambda desk: drafts.drop(desk, entity, key), None)

    def discard(self, key: str) -> None:
        """Give a draft up: it goes to the archive."""
        entity = self.entity
        self.session.jobs.run(lambda desk: drafts.discard(desk, entity, key), None)

    def have_again(self, draft: Draft) -> None:
        """Have a draft again that was given up a moment ago."""
        self.session.jobs.run(lambda desk: drafts.take_back(desk, draft), None)

    def find_draft(self, key: str, done: Callable[[Draft | None], None]) -> None:
        """Bring one draft."""
        entity = self.entity
        self._ask(lambda desk: drafts.find(desk, entity, key), done)

    def history(self, record_id: str, done: Callable[[Sequence[Any]], None]) -> None:
        """Bring who changed what when, save by save."""
        self.session.jobs.read(lambda desk: past.of_record(desk, record_id), done, key="history")

    def take_back(self, work: Callable[[Desk], Undone], done: Callable[[Undone], None]) -> None:
        """Take something back that the history shows."""
        self.session.jobs.run(work, done, self.session.show_error)

    def find_titles(self, entity: str, text: str, done: Callable[[Sequence[Any]], None]) -> None:
        """Bring the records of another entity whose names fit what was typed."""
        self.session.jobs.read(lambda desk: list(records.find_titles(desk, entity, text, 12)), done, key="titles")

    def load_other(self, entity: str, record_id: str, done: Callable[[Loaded], None]) -> None:
        """Bring a record that this one points to."""
        self.session.jobs.read(lambda desk: records.load(desk, entity, record_id), done, key="other:" + entity)
