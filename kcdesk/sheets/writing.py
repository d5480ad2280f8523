"""Writing a workbook: a sheet for each kind of record, the lists, and a sheet that explains.

Personal values are written only where the caller hands them over: what was left out for lack of consent is named in
``Content.withheld`` and its cells stay empty. Cells are never formulas, whatever a text begins with.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.fields import Entity, Record
from kcdesk.sheets import explaining, page
from kcdesk.sheets.cells import WITHHELD, bounded, cell_of, mark_of
from kcdesk.sheets.columns import Column, columns_of, sheet_title
from kcdesk.sheets.lists import Lists

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference

_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@")
_ENTRY_ROWS = 1000
"""So many empty rows of a template have drop-downs."""


@dataclass(frozen=True, slots=True)
class Content:
    """The records of one sheet. ``withheld(row id)`` names the fields left out for lack of consent."""

    entity: Entity
    rows: Iterable[Record]
    withheld: Callable[[str], frozenset[str]] = lambda _row: frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One workbook. ``title_of(entity, id)`` says what a record that another one points to is called."""

    contents: Sequence[Content]
    reference: Reference
    province: str
    area: Sequence[str] = ()
    unit: str = ""
    author: str = ""
    made_on: str = ""
    title_of: Callable[[str, str], str] = lambda _entity, _row: ""
    template: bool = False
    personal: bool = False
    progress: Callable[[int], None] = field(default=lambda _count: None)


def write_book(path: Path, book: Book) -> dict[str, int]:
    """Write the workbook, all of it or nothing; the number of rows by entity.

    Raises OSError where the machine refuses.
    """
    from kcdesk.sheets.unspilled import UnspilledBook

    beside = path.with_name(f".{path.name}.part")
    workbook = UnspilledBook()
    try:
        beside.touch()  # a place that cannot be written is known before the work
        counts = _fill(workbook, book)
        workbook.save(beside)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return counts


def _fill(workbook: Any, book: Book) -> dict[str, int]:
    """All sheets; the number of rows by entity."""
    workbook.properties.creator = book.author or "kcdesk"
    workbook.properties.title = _("Danh sách cơ sở công nghiệp nông thôn")
    lists = Lists(book.reference, book.province, book.area)
    guide = workbook.create_sheet(_("Hướng dẫn"))
    counts: dict[str, int] = {}
    for content in book.contents:
        counts[content.entity.name] = _Sheet(workbook, book, content, lists, sum(counts.values())).write()
    explaining.write_lists(workbook, lists)
    explaining.write_guide(guide, book.contents, counts, book)
    workbook.active = 1
    return counts


class _Sheet:
    """Writes one sheet."""

    def __init__(self, workbook: Any, book: Book, content: Content, lists: Lists, done: int) -> None:
        self._book = book
        self._content = content
        self._lists = lists
        self._done = done
        self._columns = columns_of(content.entity)
        self._labels = _Labels(book.reference)
        self._sheet = workbook.create_sheet(sheet_title(content.entity))
        self._styles = page.Styles(self._sheet)
        self._last = len(self._columns)
        self._names = self._columns[1].header.rpartition(":")[2].split(",")
        self._places = [(at, one, one.field.name) for at, one in enumerate(self._columns) if one.field is not None]

    def write(self) -> int:
        """Write everything; the number of rows."""
        page.lay_out(self._sheet, self._columns)
        page.take_cells(self._sheet, self._columns)
        for row in self._heading():
            self._sheet.append(row)
        count = 0
        for record in self._content.rows:
            self._sheet.append(self._cells(record))
            count += 1
            if count % 200 == 0:
                self._book.progress(self._done + count)
        bottom = page.HEADER_ROW + count
        if not self._book.template:
            for row in self._signatures():
                self._sheet.append(row)
        page.finish(
            self._sheet, self._columns, bottom, self._lists, entry_rows=_ENTRY_ROWS if self._book.template else 0
        )
        return count

    def _heading(self) -> Iterator[list[Any]]:
        styles, entity = self._styles, self._content.entity
        hidden = [None] * sum(column.is_hidden for column in self._columns)
        title = _("DANH SÁCH {what}").format(what=_(entity.label_plural).upper())
        about = _("Lập ngày {day}").format(day=self._book.made_on) if self._book.made_on else ""
        yield [*hidden, styles.heading(self._book.unit)]
        yield [*hidden, styles.heading(title, size=14, bold=True)]
        yield [*hidden, styles.heading(about, italic=True)]
        yield []
        yield [styles.header(column) for column in self._columns]

    def _signatures(self) -> Iterator[list[Any]]:
        styles = self._styles
        hidden: list[Any] = [None] * sum(column.is_hidden for column in self._columns)
        left, right = [*hidden, None], [None] * 3
        yield []
        day = _("Ngày …… tháng …… năm ………")
        yield [*left, None, *right, styles.heading(day, italic=True)]
        yield [
            *left, styles.heading(_("XÁC NHẬN CỦA UBND XÃ, PHƯỜNG"), bold=True), *right,
            styles.heading(_("NGƯỜI LẬP BIỂU"), bold=True),
        ]  # fmt: skip
        words = _("(Ký, ghi rõ họ tên)")
        yield [*left, styles.heading(words, italic=True), *right, styles.heading(words, italic=True)]

    def _cells(self, record: Record) -> list[Any]:
        """The cells of one record, in the order of the columns."""
        row = str(record.get("id") or "")
        cells: list[Any] = [None] * self._last
        cells[0], cells[1] = row, self._mark(record, self._content.withheld(row))
        for place, column, name in self._places:
            value = record.get(name)
            if value is None:
                continue
            cells[place] = self._text(column, str(value)) if column.is_hidden else self._value(column, record)
        return cells

    def _mark(self, record: Record, withheld: frozenset[str]) -> str:
        if withheld:
            return "".join(WITHHELD if name in withheld else mark_of(record.get(name)) for name in self._names)
        return "".join([mark_of(record.get(name)) for name in self._names])

    def _value(self, column: Column, record: Record) -> Any:
        declared = column.field
        if declared is None or (value := record.get(declared.name)) is None:
            return None
        if declared.parent:
            return self._text(column, self._book.title_of(declared.parent, str(value)) or str(value))
        version = str(record.get(declared.version_field) or "") if declared.version_field else ""
        cell = cell_of(declared, value, self._labels.of, version)
        if cell is None:
            return None
        if isinstance(cell.value, str):
            return self._text(column, cell.value, cell.format)
        styled = self._styles.value(column.header, cell.format, quoted=False)
        styled.value = cell.value
        styled.data_type = "n"
        return styled

    def _text(self, column: Column, text: str, number_format: str = "@") -> Any:
        """A cell with text; it is text whatever it begins with."""
        quoted = text.startswith(_LOOKS_LIKE_A_FORMULA)
        styled = self._styles.value(column.header, number_format, quoted=quoted)
        styled.value = bounded(text)
        styled.data_type = "s"
        return styled


class _Labels:
    """Names of codes, each looked up once."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, table: str, code: str, version: str) -> str:
        """The name of a code; "" where it is not known."""
        key = (table, code, version)
        if key not in self._known:
            self._known[key] = self._reference.label(table, code, version)
        return self._known[key]
