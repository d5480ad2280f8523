"""Writing a workbook of records: which ones, what may leave, what they are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.fields import Entity, Record
from kcdesk.model.problems import EnvironmentProblem, UsageError
from kcdesk.work.consent import Consent
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

SUFFIX = ".xlsx"
_OWNER = "establishment_id"


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that was written: where, rows by entity, how many rows had something left out."""

    path: Path
    counts: dict[str, int]
    withheld: int


def export(
    desk: Desk,
    path: Path,
    *,
    establishments: Collection[str] | None = None,
    entities: Collection[str] | None = None,
    personal: bool = False,
    template: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Exported:
    """Write a workbook of all records, or of these establishments with all that belongs to them.

    ``entities`` are the kinds of record that get a sheet; None for all. A workbook is not encrypted. So personal values
    of people who did not agree are left out of it as they are out of a bundle, unless ``personal`` asks for them (for
    the person's own use). ``template`` writes an empty one to fill in. Raises UsageError for a name that is no
    workbook's, EnvironmentProblem where the file cannot be written.
    """
    from kcdesk.sheets.columns import sheet_entities
    from kcdesk.sheets.writing import Book, Content, write_book

    if path.suffix.lower() != SUFFIX:
        raise UsageError(_("Tên tệp phải có đuôi .xlsx."), code="not_xlsx")

    def tell(count: int) -> None:
        stop_if(cancel)
        progress(count, 0, _("Đang ghi tệp Excel"))

    leaving = _Leaving(desk, everything=personal)
    chosen = _Chosen(desk, establishments)
    contents = [
        Content(kind, () if template else leaving.rows(kind, chosen.rows(kind)), leaving.names)
        for kind in sheet_entities()
        if entities is None or kind.name in entities
    ]
    book = Book(
        contents=contents,
        reference=desk.reference,
        province=desk.profile.province,
        area=desk.profile.communes,
        unit=desk.profile.unit,
        author=desk.profile.name,
        made_on=f"{desk.today():%d/%m/%Y}",
        title_of=_Titles(desk).of,
        template=template,
        personal=personal,
        progress=tell,
    )
    try:
        counts = write_book(path, book)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không ghi được tệp “{file}”; có thể tệp đang mở trong Excel hoặc ổ đĩa đã đầy.").format(file=path.name),
            code="cannot_write",
        ) from error
    return Exported(path, counts, leaving.count)


class _Leaving:
    """Records as they may leave the workspace, and what was kept back."""

    def __init__(self, desk: Desk, *, everything: bool) -> None:
        self._consent = None if everything else Consent(desk)
        self._names: dict[str, frozenset[str]] = {}
        self.count = 0

    def rows(self, kind: Entity, records: Iterable[Record]) -> Iterator[Record]:
        """The records without what may not leave; ``names`` tells afterwards what that was."""
        for record in records:
            if self._consent is None:
                yield record
                continue
            reduced = self._consent.record(kind.name, record)
            left = frozenset(name for name in record.keys() - reduced.keys() if record[name] is not None)
            self._names = {str(record["id"]): left}
            self.count += bool(left)
            yield reduced

    def names(self, row: str) -> frozenset[str]:
        """The fields that were left out of the row that came last."""
        return self._names.get(row, frozenset())


class _Chosen:
    """The records that belong to some establishments, or all of them."""

    def __init__(self, desk: Desk, establishments: Collection[str] | None) -> None:
        self._store = desk.store
        self._establishments = None if establishments is None else frozenset(establishments)
        self._requests: set[str] = set()

    def rows(self, kind: Entity) -> Iterator[Record]:
        """The records of one kind; parents must be asked for before their children."""
        for record in self._store.rows(kind.name):
            if self._belongs(kind, record):
                if kind.name == "support_request":
                    self._requests.add(str(record["id"]))
                yield record

    def _belongs(self, kind: Entity, record: Record) -> bool:
        if self._establishments is None:
            return True
        if kind.parent == "support_request":
            return record.get(kind.parent_field) in self._requests
        return record.get("id" if kind.name == "establishment" else _OWNER) in self._establishments


class _Titles:
    """What records are called by those that point to them; read once for each kind."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, dict[str, str]] = {}

    def of(self, entity: str, row: str) -> str:
        """Name and code of a record; "" for one that is not here."""
        if entity not in self._known:
            self._known[entity] = {str(one["id"]): _called(one) for one in self._desk.store.rows(entity, sort="id")}
        return self._known[entity].get(row, "")


def _called(record: Record) -> str:
    name, code = str(record.get("name") or record.get("title") or ""), str(record.get("code") or "")
    return f"{name} ({code})" if code else name
