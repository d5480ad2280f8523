"""The rows of a list that were not taken, in the form of the source, with a column that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kcdesk.i18n import _
from kcdesk.sheets.grid import Raw, column_name
from kcdesk.sheets.tables import Table

WHY = "Vì sao chưa nhận"
_OURS = "kcdesk:"


def write_report(path: Path, parts: Sequence[tuple[Table, Mapping[int, str]]]) -> None:
    """Write header and rows of each table as they stand, each on a sheet; a row number says why it was left.

    A table of a workbook of our own keeps its hidden columns, so that mended rows are known again. Raises OSError.
    """
    from kcdesk.sheets.unspilled import UnspilledBook

    workbook = UnspilledBook()
    for table, left in parts:
        sheet = workbook.create_sheet(table.grid.name if table.own_entity else _("Chưa nhận"))
        _write(sheet, table, left)
    workbook.save(path)


def _write(sheet: Any, table: Table, left: Mapping[int, str]) -> None:
    width = table.grid.width
    for label in table.labels:
        if label.lowest.startswith(_OURS):
            sheet.column_dimensions[column_name(label.column)].hidden = True
    for row in range(max(0, table.top - 2), table.bottom + 1):
        cells = [table.grid.at(row, column) for column in range(width)]
        sheet.append([_cell(sheet, one) for one in [*cells, WHY if row == table.bottom else ""]])
    for number, why in sorted(left.items()):
        cells = [table.grid.at(number - 1, column) for column in range(width)]
        sheet.append([_cell(sheet, one) for one in [*cells, why]])


def _cell(sheet: Any, raw: Raw) -> Any:
    """A cell as it was; a text stays text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if raw == "":
        return None
    if not isinstance(raw, str):
        return raw
    cell = WriteOnlyCell(sheet, "")
    cell.value = "".join(one if one >= " " or one in "\n\t" else " " for one in raw)
    cell.data_type = "s"
    cell.quotePrefix = raw.startswith(("=", "+", "-", "@"))
    return cell
