"""What goes into the next bundle for one receiver: the log as it may be sent, records, files.

A bundle carries everything above the last confirmed position that did not come from the receiver. A
marker for the receiver stands for the whole history of its row, its children and its parents.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from kcdesk.model import catalogue
from kcdesk.model.changes import Change
from kcdesk.model.fields import Record
from kcdesk.work.consent import Consent, is_declared, references
from kcdesk.work.jobs import Cancel, never, stop_if

if TYPE_CHECKING:
    from kcdesk.exchange.spec import FileRef, Step
    from kcdesk.store.types import LogEntry, Marker
    from kcdesk.work.areas import Area
    from kcdesk.work.bootstrap import Desk

Row = tuple[str, str]
ATTACHMENT = "attachment"
CONSENT = "consent"
"""The reason of a marker: values withheld before may be sent now."""

PURGED = "purged"
"""The reason of a marker: values were removed for good."""

_BATCH = 500
"""Records are read so many at once."""

_DEEPEST = 3
"""Cost item, request, establishment: no row hangs deeper."""


class Outgoing:
    """One export: reads the log for a receiver, reduced by consent.

    ``origins`` tells of the device of a change, and of where it came from, whether the receiver has it.
    ``withheld`` collects the rows of which something was not sent, ``files`` the attachments named by what
    was. ``area`` bounds what a collaborator gets; without one everything goes. Files of changes up to
    ``files_after`` are with the receiver already. A laptop that purged values says of them only that it does
    not send them (``keeps_purged`` is False): to remove them elsewhere is for the province. Who ``starts_anew``
    gets nothing of records that left his area before.
    """

    def __init__(
        self,
        desk: Desk,
        receiver: str,
        origins: Callable[[str, str], bool],
        upto: int,
        cancel: Cancel = never,
        area: Area | None = None,
    ) -> None:
        self._desk = desk
        self._receiver = receiver
        self._origins = origins
        self._upto = upto
        self._cancel = cancel
        self._area = area
        self.consent = Consent(desk)
        self.withheld: set[Row] = set()
        self.files: dict[str, None] = {}
        self.count = 0
        self.files_after = 0
        self.keeps_purged = desk.profile.is_province
        self.starts_anew = False
        self._position = 0

    def steps(self, after: int) -> Iterator[Step]:
        """The positions above ``after``, each with what is sent for it. May be begun again anywhere."""
        from kcdesk.exchange.spec import Step

        for entry in self._desk.store.log(after, self._upto):
            stop_if(self._cancel)
            self._position = entry.position
            changes = tuple(self._reduced(change) for change in self._of(entry))
            self.count += len(changes)
            yield Step(entry.position, entry.chain.hex(), changes)

    def _of(self, entry: LogEntry) -> Iterator[Change]:
        """The changes that a position of the log stands for, for this receiver."""
        if entry.marker is not None:
            if entry.marker.receiver == self._receiver:
                yield from self._marked(entry.marker)
        elif entry.change is not None and self._goes(entry.change, entry):
            yield entry.change

    def _goes(self, change: Change, entry: LogEntry) -> bool:
        """True where the receiver did not write it himself and it lies in his area."""
        if self._origins(change.device, entry.origin):
            return False
        if not self._area:
            return True
        return self._area.shows(change.row) if self.starts_anew else self._area.has(change.row, entry.position)

    def _marked(self, marker: Marker) -> Iterator[Change]:
        if not self._area or self._area.shows(marker.row):
            yield from self._whole(marker)
        elif marker.reason == PURGED and not self.starts_anew:
            yield from self._removed(self._area, marker.row)

    def _removed(self, area: Area, row: str) -> Iterator[Change]:
        """Of a record that has left the area: those changes that its receiver had, of which something was purged."""
        for entry in self._desk.store.history(row):
            change = entry.change
            if change and change.purged and (area.has(row, entry.position) or change.by == self._receiver):
                yield change

    def _whole(self, marker: Marker) -> Iterator[Change]:
        """The whole history of a marked row, its children and its parents, oldest first."""
        rows = [(marker.entity, marker.row), *related(self._desk, marker.entity, marker.row)]
        for found in self._desk.store.histories([row for _entity, row in rows]).values():
            yield from found

    def _reduced(self, change: Change) -> Change:
        sent = self.consent.reduce(change)
        if sent.purged and not self.keeps_purged:
            return replace(sent, withheld=tuple(sorted({*sent.withheld, *sent.purged})), purged=())
        if sent is not change:
            self.withheld.add((change.entity, change.row))
        name = sent.set.get("sha256") if sent.entity == ATTACHMENT else None
        if isinstance(name, str) and self._position > self.files_after:
            self._want(sent, name)
        return sent

    def _want(self, change: Change, name: str) -> None:
        """A file goes with its change, but for personal papers without consent."""
        record = self._desk.store.get(change.entity, change.row, deleted=True) or {"id": change.row}
        if self._may_go(record):
            self.files[name] = None
        else:
            self.withheld.add((change.entity, change.row))

    def _may_go(self, attachment: Record) -> bool:
        return attachment.get("has_personal_data") is False or self.consent.allows(ATTACHMENT, str(attachment["id"]))

    def allowed(self, names: Collection[str]) -> list[str]:
        """Those of the files that may be sent: asking for a paper again is no consent."""
        return [
            name
            for name in names
            if any(self._may_go(one) for one in self._desk.store.rows(ATTACHMENT, {"sha256": name}))
        ]

    def rows(self, entity: str, ids: Collection[str]) -> Iterator[Record]:
        """Records as they stand and as they may be seen, deleted ones too."""
        if not is_declared(entity):
            return
        store, wanted = self._desk.store, iter(ids)
        while batch := list(islice(wanted, _BATCH)):
            stop_if(self._cancel)
            for record in store.page(entity, sorted(store.numbers(entity, batch).values())):
                if not self._area or self._area.shows(str(record["id"])):
                    yield self.consent.record(entity, record)

    def file_refs(self, wanted: Collection[str] = ()) -> Iterator[FileRef]:
        """The files to send: those named by what was sent, and those that the receiver asked for and may have."""
        from kcdesk.exchange.spec import FileRef

        for name in dict.fromkeys((*self.files, *self.allowed(wanted))):
            info = self._desk.store.files.info(name)
            if info is not None:
                yield FileRef(name, info.ext, info.bytes)

    def read_file(self, name: str) -> bytes:
        """The bytes of one file. Raises KeyError."""
        data = self._desk.store.files.get(name)
        if data is None:
            raise KeyError(name)
        return data


def ancestors(desk: Desk, row: Row, depth: int = 0) -> Iterator[Row]:
    """The rows that a row points to, and those that they point to."""
    record = desk.store.get(*row, deleted=True)
    if record is None or depth > _DEEPEST:
        return
    for parent, entity in references(row[0], record):
        yield (entity, parent)
        yield from ancestors(desk, (entity, parent), depth + 1)


def related(desk: Desk, entity: str, row: str) -> list[Row]:
    """The children and the parents of a row."""
    if not is_declared(entity):
        return []
    found = list(ancestors(desk, (entity, row)))
    for child in catalogue.children_of(entity):
        for deleted in (False, True):
            rows = desk.store.rows(child.name, {child.parent_field: row, "deleted": deleted})
            found += [(child.name, str(one["id"])) for one in rows]
    return found


def mark_consented(desk: Desk, receiver: str) -> int:
    """Put a marker for every row whose values were withheld before and may be sent now; how many.

    The rows that stay withheld are kept in mind for the next export.
    """
    from kcdesk.store.types import Marker

    kept = desk.store.meta.get(withheld_key(receiver), [])
    if not kept:
        return 0
    consent = Consent(desk)
    free = [(entity, row) for entity, row in kept if consent.allows(entity, row)]
    with desk.store.transaction():
        for entity, row in free:
            desk.store.mark(Marker(desk.new_id(), entity, row, receiver, CONSENT), desk.now())
        desk.store.meta.set(withheld_key(receiver), [one for one in kept if tuple(one) not in set(free)])
    return len(free)


def withheld_key(receiver: str) -> str:
    """Where the rows stand of which something was withheld from a receiver."""
    return f"withheld/{receiver}"
