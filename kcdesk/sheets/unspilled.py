"""A workbook that is written row by row without a readable copy of it in the system's temporary folder.

openpyxl keeps every sheet there, as it is, until the workbook is saved: personal data that a program killed in between
leaves behind for everybody, and that a disk still has when the file is gone. Here the rows wait packed in memory.
openpyxl is imported with this module, so import it late.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_PIECE = 1 << 20
_QUICKEST = 1


class Packed:
    """Bytes that are written once and read once; in between they take a tenth of their room."""

    def __init__(self) -> None:
        self._engine = zlib.compressobj(_QUICKEST)
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._pieces.append(self._engine.compress(data))
        return len(data)

    def chunks(self) -> Iterator[bytes]:
        """Everything that was written, piece by piece."""
        engine = zlib.decompressobj()
        for packed in (*self._pieces, self._engine.flush()):
            waiting = packed
            while waiting:
                yield engine.decompress(waiting, _PIECE)
                waiting = engine.unconsumed_tail
        yield engine.flush()


class UnspilledBook(Workbook):  # type: ignore[misc] # openpyxl tells no types
    """As ``Workbook(write_only=True)``, but no sheet touches the disk before ``save``."""

    def __init__(self) -> None:
        super().__init__(write_only=True)

    def create_sheet(self, title: str | None = None, index: int | None = None) -> Any:
        sheet = super().create_sheet(title, index)
        sheet._get_writer = partial(_give_writer, sheet)  # noqa: SLF001 - openpyxl has no public way
        return sheet

    def save(self, filename: Path) -> None:
        with _Archive(filename, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self, archive).write_data()


class _Writer(WorksheetWriter):  # type: ignore[misc] # openpyxl tells no types
    def cleanup(self) -> None:
        """There is no file to be taken away."""


class _Archive(ZipFile):
    def write(self, filename: Any, arcname: Any = None, *rest: Any) -> None:
        if not isinstance(filename, Packed):
            super().write(filename, arcname, *rest)
            return
        with self.open(arcname, "w", force_zip64=True) as out:
            for chunk in filename.chunks():
                out.write(chunk)


def _give_writer(sheet: Any) -> None:
    """In the place of openpyxl's own way, which makes a temporary file."""
    if sheet._writer is None:  # noqa: SLF001
        sheet._writer = _Writer(sheet, Packed())  # noqa: SLF001
        sheet._writer.write_top()  # noqa: SLF001
