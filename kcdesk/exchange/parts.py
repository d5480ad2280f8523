"""Fills the parts of a bundle: changes first, then the tables they touch, and files after the last change.

A part takes steps of the log until one of its bounds is near. How large its tables get is estimated; where
the estimate was too low, the part is begun again with half the steps. A step is never divided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from kcdesk.exchange import changes_json, tables_csv
from kcdesk.exchange.draft import MOST_ENTRIES, MOST_UNPACKED, Draft, EntryOut, Full
from kcdesk.exchange.limits import MIB, PART_ENTRY
from kcdesk.exchange.manifest import Point
from kcdesk.exchange.spec import BundleSpec, FileRef, Step
from kcdesk.exchange.touched import Touched
from kcdesk.i18n import _
from kcdesk.model.problems import UserError

_MOST_PACKED = 768 * MIB
_ROW_ESTIMATE = 800
_TABLE_ESTIMATE = PART_ENTRY * 7 // 8
_RESERVE = 16 * 1024
_PER_RESOURCE = 700
"""Bytes that one entry costs at most in manifest and directory."""
_CHANGE_FILES = 999
_OTHER_ENTRIES = 100
_MIME = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


class Filler:
    """Makes the parts; ``skipped`` are the files that could not be read or are too large."""

    def __init__(self, spec: BundleSpec) -> None:
        self._spec = spec
        self._most = min(spec.max_bytes or _MOST_PACKED, _MOST_PACKED)
        self.skipped: list[str] = []

    def drafts(self) -> Iterator[Draft]:
        """The parts in order, at least one; who takes a part closes it."""
        at, done = self._spec.start, False
        while not done:
            draft, done = self._changes_from(at)
            at = draft.end
            if not done:
                yield draft
        yield from self._with_files(draft)

    def _changes_from(self, at: Point) -> tuple[Draft, bool]:
        """A part with the steps above a place, and whether they were all."""
        cap = 0
        while True:
            draft = Draft(at, self._spec.scratch_folder)
            stretch = _Stretch(self._spec, draft, self._most, cap)
            try:
                return draft, stretch.take()
            except Full:
                draft.close()
                if stretch.taken < 2:
                    raise UserError(
                        _("Một hồ sơ có quá nhiều nội dung để đưa vào một gói; hãy tăng dung lượng tối đa của gói."),
                        code="record_too_large",
                    ) from None
                cap = stretch.taken // 2
            except BaseException:
                draft.close()
                raise

    def _with_files(self, draft: Draft) -> Iterator[Draft]:
        """The last part with changes and, where it has no room, further ones with files only."""
        try:
            for ref in self._spec.files:
                data = self._data(ref)
                if data is None:
                    continue
                if not self._room(draft, len(data)):
                    yield draft
                    draft = Draft(self._spec.end, self._spec.scratch_folder)
                path = f"files/{ref.sha256}.{ref.extension}"
                mime = _MIME.get(ref.extension, "application/octet-stream")
                draft.add(
                    path, data, packed=False, digest=ref.sha256, name=f"file-{ref.sha256}", type="file", mediatype=mime
                )
                draft.count("files")
        except BaseException:
            draft.close()
            raise
        yield draft

    def _data(self, ref: FileRef) -> bytes | None:
        """The bytes of a file; None where they are not here, not what they should be, or too many."""
        try:
            data = self._spec.read_file(ref.sha256) if ref.size <= PART_ENTRY else b""
        except KeyError:
            data = b""
        if len(data) != ref.size or sha256(data).hexdigest() != ref.sha256:
            self.skipped.append(ref.sha256)
            return None
        return data

    def _room(self, draft: Draft, size: int) -> bool:
        if not draft.resources:
            return True
        packed = draft.scratch.size + size + _RESERVE + _PER_RESOURCE * (len(draft.resources) + 1)
        entries = len(draft.resources) + _OTHER_ENTRIES
        return packed <= self._most and entries <= MOST_ENTRIES and draft.unpacked + size <= MOST_UNPACKED - 8 * MIB


class _Stretch:
    """One try to put steps, and the tables they touch, into a part."""

    def __init__(self, spec: BundleSpec, draft: Draft, most: int, cap: int) -> None:
        self.taken = 0
        self._spec = spec
        self._draft = draft
        self._most = most
        self._cap = cap
        self._touched = Touched(spec.rows)
        self._estimates: dict[str, int] = {}
        self._out: EntryOut | None = None
        self._files = 0

    def take(self) -> bool:
        """Take steps and write the tables; True where no step is left. Raises Full."""
        done = self._take_steps()
        if done:
            self._draft.end = self._spec.end
        self._write_tables()
        packed = self._draft.scratch.size + _RESERVE + _PER_RESOURCE * len(self._draft.resources)
        if packed > self._most and self.taken > 1:
            raise Full
        return done

    def _take_steps(self) -> bool:
        first, last = self._spec.start.position, self._spec.end.position
        for step in self._spec.steps(self._draft.start.position):
            if self._full():
                self._close_file()
                return False
            self._take(step)
            if self.taken & 511 == 0:
                self._spec.progress(step.position - first, last - first)
        self._close_file()
        return True

    def _full(self) -> bool:
        """True where the next step belongs to another part; bounds are looked at now and then only."""
        if not self.taken:
            return False
        if self.taken & 31 or self.taken == self._cap:
            return self.taken == self._cap
        return (
            self._draft.scratch.size * 20 > self._most * 9
            or max(self._estimates.values(), default=0) > _TABLE_ESTIMATE
            or sum(self._estimates.values()) * 2 > MOST_UNPACKED
            or self._files + 1 > _CHANGE_FILES
        )

    def _take(self, step: Step) -> None:
        for change in step.changes:
            line = changes_json.dump(change)
            if self._out is None or self._out.size + len(line) > PART_ENTRY:
                self._next_file()
            assert self._out is not None
            self._out.write(line)
            fresh = self._touched.note(change)
            size = max(len(line), _ROW_ESTIMATE) if fresh else 0
            self._estimates[change.entity] = self._estimates.get(change.entity, 0) + size
        self._draft.count("changes", len(step.changes))
        self._draft.end = Point(step.position, step.chain)
        self.taken += 1

    def _next_file(self) -> None:
        self._close_file()
        self._files += 1
        name = f"changes-{self._files:03d}"
        self._out = self._draft.entry(
            f"data/{name}.jsonl", PART_ENTRY, name=name, type="json", format="jsonl", encoding="utf-8"
        )

    def _close_file(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None

    def _write_tables(self) -> None:
        """The tables of all records touched and of the parents they point to, parents first."""
        present: dict[str, set[str]] = {}
        tables = self._touched.tables()
        for entity, ids in tables.items():
            schema = self._touched.schema(entity, tables)
            present[entity] = self._write_table(entity, schema, ids, present)
            self._draft.count(entity, len(present[entity]))

    def _write_table(
        self, entity: str, schema: Mapping[str, Any], ids: set[str], present: Mapping[str, set[str]]
    ) -> set[str]:
        entry = self._draft.entry(
            f"data/{entity}.csv", PART_ENTRY, name=entity, type="table", format="csv", mediatype="text/csv",
            encoding=tables_csv.ENCODING, schema=schema,
        )  # fmt: skip
        written = tables_csv.write_table(entry.write_text, schema, self._spec.rows(entity, ids), present)
        entry.close()
        return written
