"""Opening a file of any of the kinds that lists come in, bounded, with one sentence for what cannot be read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.sheets import guard
from kcdesk.sheets.fonts import old_fonts
from kcdesk.sheets.grid import Area, Grid, Raw, Source, is_filled
from kcdesk.sheets.markup import read_markup
from kcdesk.sheets.plain_text import read_text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_ROWS = 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
"""How files begin that have text in them and are no lists: PDF, pictures, Word's old text."""

_BLANKS_IN_A_ROW = 2000
"""After so many empty rows nothing more is looked for: sheets often reach far below their list."""

_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".tab"))


def read_file(path: Path) -> Source:
    """Read all sheets of a file.

    Raises EnvironmentProblem where the file cannot be read at all, UserError (too_large, damaged, locked, empty)
    where it cannot be taken.
    """
    try:
        if path.stat().st_size > guard.MOST_BYTES:
            raise guard.too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(_("Không đọc được tệp “{file}”.").format(file=path.name), code="unreadable") from error
    source = read_bytes(data, path.name)
    source.grids = [grid for grid in source.grids if any(not grid.is_blank(row) for row in range(len(grid.rows)))]
    if not source.grids:
        raise UserError(_("Tệp “{file}” không có số liệu nào.").format(file=path.name), code="empty")
    return source


def read_bytes(data: bytes, file: str) -> Source:
    """Read the content of a file; see ``read_file``. What it is, is told by its content, not by its name."""
    if not data.strip(b"\0 \r\n\t"):
        raise UserError(_("Tệp “{file}” trống.").format(file=file), code="empty")
    if data.startswith(b"PK"):
        package = guard.inspect_package(data, file)
        source = Source(file, _workbook(data, file), list(package.notes))
        if package.kind == "ods":
            return _with_details(source, data)
        drawn = old_fonts(data)
        for grid in source.grids:
            grid.epoch_1904 = package.epoch_1904
            grid.fonts = drawn.get(grid.name, {})
        return source
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise guard.locked(file)
        return Source(file, _workbook(data, file))
    if data.startswith(_OTHERS):
        raise guard.damaged(file)
    start = data[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"").lower()
    if start.startswith(b"<") and Path(file).suffix.lower() not in _TEXT_SUFFIXES:
        grids = read_markup(data, file)
        if not grids:
            raise guard.damaged(file)
        return Source(file, grids)
    grid, notes = read_text(data, file)
    return Source(file, [grid], notes)


def _with_details(source: Source, data: bytes) -> Source:
    """The sheets of an ods with their joined cells and old fonts, which the reader does not tell."""
    from kcdesk.sheets.open_document import details

    found = details(data)
    for grid in source.grids:
        if (more := found.get(grid.name)) is not None:
            grid.merged = grid.merged or more.merged
            grid.fonts = more.fonts
    return source


def _workbook(data: bytes, file: str) -> list[Grid]:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with load_workbook(io.BytesIO(data)) as book:
            return list(_grids(book, file))
    except PasswordError as error:
        raise guard.locked(file) from error
    except (CalamineError, OSError, ValueError) as error:
        raise guard.damaged(file) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the library's own faults arrive
            raise
        raise guard.damaged(file) from error


def _grids(book: CalamineWorkbook, file: str) -> list[Grid]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    grids, cells = [], 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows = _rows(sheet)
        cells += sum(len(row) for row in rows)
        if cells > guard.MOST_CELLS or len(rows) > MOST_ROWS:
            raise guard.too_large(file)
        merged = [Area(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        hidden = about.visible is not SheetVisibleEnum.Visible
        grids.append(Grid(about.name, rows, merged, hidden))
    return grids


def _rows(sheet: CalamineSheet) -> list[list[Raw]]:
    """The rows from the corner of the sheet, without what is empty at their ends."""
    if sheet.start is None:
        return []
    left = sheet.start[1]
    rows: list[list[Raw]] = []
    blanks = 0
    for cells in sheet.iter_rows():  # from the first row of the sheet, but from the first filled column
        row: list[Raw] = [*[""] * left, *cells]
        while row and not is_filled(row[-1]):
            row.pop()
        blanks = 0 if row else blanks + 1
        if blanks > _BLANKS_IN_A_ROW or len(rows) > MOST_ROWS:
            break
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows
