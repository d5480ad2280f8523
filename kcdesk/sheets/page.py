"""How a sheet looks and prints: styles, widths, frozen header, filters, drop-downs, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Required
from kcdesk.sheets.cells import GENERAL, TEXT, millions
from kcdesk.sheets.columns import Column, header_of, is_chief
from kcdesk.sheets.lists import Lists

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

TITLE_ROWS = 4
"""Unit, title, what it is of, a blank row; the header follows."""

HEADER_ROW = TITLE_ROWS + 1
FIRST_ROW = HEADER_ROW + 1
LISTS_SHEET = "Danh mục"
_A4 = 9
_FEW = 20
"""Up to so many columns are all printed."""

_FONT = "Times New Roman"
_WARN_ONLY = frozenset(("communes", "vsic"))
_NUMBERS = frozenset(("money", "integer", "decimal", "percent", "year", "latitude", "longitude"))
_LINE, _MOST_LINES = 15, 12
"""Points of one line, and the most lines that a row is high."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_PROMPT, _LONGEST_TITLE = 250, 32


@dataclass(slots=True)
class StyledCell:
    """A cell that is filled again for every row: the number of its style, and a text ("s") or a number ("n")."""

    style_id: int
    value: str | int | float = ""
    data_type: str = "s"


class Styles:
    """The styled cells of one sheet; each is made once and filled again for every row."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[str, str, bool], StyledCell] = {}

    def heading(self, text: str, *, size: int = 12, bold: bool = False, italic: bool = False) -> Any:
        """A cell of the title or of the signatures."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
        return cell

    def header(self, column: Column) -> Any:
        """The cell above a column; those that must be filled in are set off."""
        from openpyxl.styles import Alignment, PatternFill

        needed = column.field is not None and column.field.required is Required.TO_SAVE
        cell = self.heading(column.header, size=11, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=not column.is_hidden)
        cell.fill = PatternFill("solid", fgColor="FCE8C8" if needed else "E3EEF8")
        cell.border = _border()
        return cell

    def value(self, column: str, number_format: str, *, quoted: bool) -> StyledCell:
        """The cell of a column for a value in this format. ``quoted``: the text looks like a formula."""
        key = (column, number_format, quoted)
        cell = self._made.get(key)
        if cell is None:
            cell = self._made[key] = self._new(number_format, quoted=quoted)
        return cell

    def _new(self, number_format: str, *, quoted: bool) -> StyledCell:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        cell = WriteOnlyCell(self._sheet, "")
        cell.font = Font(name=_FONT, size=11)
        cell.alignment = Alignment(vertical="top", wrap_text=number_format in (TEXT, GENERAL))
        cell.border = _border()
        cell.number_format = number_format
        cell.quotePrefix = quoted
        return StyledCell(cell.style_id)


def take_cells(sheet: Any, columns: Sequence[Column]) -> None:
    """Write the rows of a sheet as text that is parsed at once, each as high as its longest cell asks for.

    Excel fits the rows of a file by itself; other programs show one line of a cell that has two. openpyxl tries each
    cell as a plain value first, and writes every cell through three contexts; that is twice the work of all else. The
    elements are the same.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.xml.functions import fromstring

    places = [(get_column_letter(number), one.width, one.is_hidden) for number, one in enumerate(columns, 1)]

    def write(xf: Any, cells: Iterable[Any], number: int) -> None:
        made, lines = [""], 1
        for (letter, width, is_hidden), cell in zip(places, cells, strict=False):
            if cell is None:
                continue
            if isinstance(cell, str):
                made.append(_text_cell(f"{letter}{number}", cell, 0))
            elif cell.data_type == "n":
                made.append(f'<c r="{letter}{number}" s="{cell.style_id}"><v>{cell.value!r}</v></c>')
            else:
                text = str(cell.value)
                made.append(_text_cell(f"{letter}{number}", text, cell.style_id))
                if not is_hidden and (len(text) > width or "\n" in text):
                    lines = max(lines, _lines_of(text, width))
        height = f' ht="{min(lines, _MOST_LINES) * _LINE}"' if lines > 1 and number >= HEADER_ROW else ""
        made[0] = f'<row r="{number}"{height}>'
        made.append("</row>")
        xf.write(fromstring("".join(made)))

    sheet._get_writer()  # noqa: SLF001 - openpyxl has no public way to write a row
    sheet._values_to_row = lambda cells, _row: cells  # noqa: SLF001
    sheet._writer.write_row = write  # noqa: SLF001


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column, words kept whole."""
    room = max(4, int(width))
    return sum(max(1, -(-len(part) // room)) for part in text.split("\n"))


def _text_cell(place: str, text: str, style: int) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or not text.isprintable() else ""
    clean = escape(text if text.isprintable() else _NOT_IN_XML.sub(" ", text), quote=False)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{clean}</t></is></c>'


def _border() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color="B8B8B8")
    return Border(left=line, right=line, top=line, bottom=line)


def lay_out(sheet: Any, columns: Sequence[Column]) -> None:
    """What must be said before the first row: widths, hidden columns, frozen header, print set-up."""
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.hidden = column.is_hidden
    shown = next(number for number, column in enumerate(columns, 1) if not column.is_hidden)
    sheet.freeze_panes = f"{get_column_letter(min(shown + 2, len(columns) + 1))}{FIRST_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    to_print(sheet)


def to_print(sheet: Any) -> None:
    """Print a sheet on A4 landscape, all its columns on one page's width, pages numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = _("Trang &P/&N")
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.6


def finish(sheet: Any, columns: Sequence[Column], last_row: int, lists: Lists, *, entry_rows: int = 0) -> None:
    """What is known after the last row: filter, print area, drop-downs and limits of each column."""
    from openpyxl.utils import get_column_letter

    shown = [number for number, column in enumerate(columns, 1) if not column.is_hidden]
    chief = [n for n in shown if (declared := columns[n - 1].field) is not None and is_chief(declared)]
    printed = get_column_letter(shown[-1] if len(shown) <= _FEW else max(chief or shown))
    sheet.auto_filter.ref = f"{get_column_letter(shown[0])}{HEADER_ROW}:{get_column_letter(len(columns))}{last_row}"
    bottom = last_row + entry_rows
    sheet.print_area = f"{get_column_letter(shown[0])}1:{printed}{bottom + 6}"
    for number in shown:
        column = columns[number - 1]
        rule = validation_of(column.field, lists) if column.field else None
        if rule is not None and bottom >= FIRST_ROW:
            letter = get_column_letter(number)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{bottom}")
            sheet.data_validations.append(rule)


def validation_of(field: Field, lists: Lists) -> DataValidation | None:
    """The rule that Excel holds a cell to, from the same declaration as the form; None where there is none."""
    from openpyxl.worksheet.datavalidation import DataValidation

    options = _options(field, lists)
    if options is None:
        return None
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **options)
    rule.promptTitle = header_of(field)[:_LONGEST_TITLE]
    rule.prompt = _(field.help)[:_LONGEST_PROMPT] or None
    rule.errorTitle = _("Chưa đúng")
    rule.error = _("Giá trị không hợp với mục “{label}”.").format(label=_(field.label))[:_LONGEST_PROMPT]
    return rule


def _options(field: Field, lists: Lists) -> dict[str, Any] | None:
    name = lists.name_for(field)
    if name:
        style = "warning" if field.code_table in _WARN_ONLY else "stop"
        return {"type": "list", "formula1": f"dm_{name}", "errorStyle": style}
    if field.kind.name in _NUMBERS:
        whole = field.kind.name in ("integer", "year")
        low, high = _limit(field, field.minimum), _limit(field, field.maximum)
        return _between("whole" if whole else "decimal", low, high)
    if field.kind.name == "date":
        return {"type": "date", "operator": "between", "formula1": "1", "formula2": "73050"}
    if field.kind.name in ("text", "long_text"):
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(field.max_length or 4000)}
    return None


def _limit(field: Field, limit: float | None) -> float | None:
    """A limit as it stands in a cell: money in triệu đồng."""
    return millions(int(limit)) if limit is not None and field.kind.name == "money" else limit


def _between(kind: str, low: float | None, high: float | None) -> dict[str, Any]:
    if low is not None and high is not None:
        return {"type": kind, "operator": "between", "formula1": f"{low:f}", "formula2": f"{high:f}"}
    if low is not None:
        return {"type": kind, "operator": "greaterThanOrEqual", "formula1": f"{low:f}"}
    return {"type": kind, "operator": "between", "formula1": "-1000000000000000", "formula2": "1000000000000000"}
