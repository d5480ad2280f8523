"""A look into a workbook before any library opens it: bombs, sizes that lie, definitions that grow."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from kcdesk.i18n import _
from kcdesk.model.problems import UserError

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 4000
MOST_CELLS = 6_000_000
"""A list of 200,000 rows and 30 columns."""

_CHUNK = 1024 * 1024
_OVERLAP = 512
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*?[^/]>(?!</)')
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="([0-9]+)"[^>]*>(.*?)</table:table-row>', re.DOTALL
)
_REPEATED_CELL = re.compile(rb'<table:table-cell\b([^>]*)number-columns-repeated="([0-9]+)"([^>]*)>')


@dataclass(frozen=True, slots=True)
class Package:
    """What the look into a zipped workbook told."""

    kind: str
    """xlsx, ods or "" for an archive that is no workbook."""
    notes: tuple[str, ...]
    epoch_1904: bool = False


def too_large(file: str) -> UserError:
    """The refusal of a file that is larger than any list."""
    return UserError(_("Tệp “{file}” quá lớn để nhận; hãy tách thành nhiều tệp.").format(file=file), code="too_large")


def damaged(file: str) -> UserError:
    """The refusal of a file that cannot be understood."""
    return UserError(_("Tệp “{file}” bị hỏng hoặc không phải là bảng tính.").format(file=file), code="damaged")


def locked(file: str) -> UserError:
    """The refusal of a file with a password."""
    return UserError(
        _("Tệp “{file}” có đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.").format(file=file), code="locked"
    )


def inspect_package(data: bytes, file: str) -> Package:
    """Look into a zipped workbook. Raises UserError where it is damaged, a bomb or no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _bound(parts, file)
            names = {part.filename for part in parts}
            unpacked = 0
            for part in parts:
                unpacked += _look_at(archive, part, file, MOST_UNPACKED - unpacked)
            return _package(archive, names, file)
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError,
    ) as error:  # fmt: skip
        if "encrypted" in str(error):
            raise locked(file) from error
        raise damaged(file) from error


def _bound(parts: list[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large(file)


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str, left: int) -> int:
    """Unpack one part piece by piece, keeping nothing; its true size."""
    is_text = part.filename.endswith((".xml", ".rels", ".vml"))
    is_sheet = is_text and "worksheets/" in part.filename
    size, tail, extent = 0, b"", _Extent()
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise too_large(file)
            if is_text and size <= _CHUNK and _DEFINITION.search(piece):
                raise damaged(file)
            if is_sheet:
                extent.add(tail + piece)
                tail = piece[-_OVERLAP:]
    if extent.cells > MOST_CELLS:
        raise too_large(file)
    return size


class _Extent:
    """How far the cells of a sheet reach: a library may make room for all that lies between."""

    def __init__(self) -> None:
        self._columns: set[bytes] = set()
        self._first, self._last = 0, 0

    def add(self, text: bytes) -> None:
        """Look at some of the sheet."""
        found = _CELL.findall(text)
        if not found:
            return
        self._columns.update({column for column, _row in found})
        rows = [int(row) for _column, row in found]
        self._first = min([self._first or rows[0], *rows])
        self._last = max(self._last, *rows)

    @property
    def cells(self) -> int:
        """The number of cells of the rectangle."""
        if not self._columns:
            return 0
        numbers = [_number(column) for column in self._columns]
        return (self._last - self._first + 1) * (max(numbers) - min(numbers) + 1)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _package(archive: zipfile.ZipFile, names: set[str], file: str) -> Package:
    if "content.xml" in names:
        _look_at_ods(archive.open("content.xml"), file)
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise locked(file)
        return Package("ods", ())
    if not any(name.startswith("xl/") for name in names):
        raise damaged(file)
    notes = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append(_("Tệp có macro; chương trình chỉ đọc số liệu, không chạy macro."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append(_("Tệp có liên kết tới tệp khác; chương trình không mở các tệp đó."))
    about = archive.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
    old_epoch = re.search(rb'date1904="(?:1|true)"', about) is not None
    return Package("xlsx", tuple(notes), old_epoch)


def _look_at_ods(stream: IO[bytes], file: str) -> None:
    """Refuse rows or cells that are repeated beyond any list."""
    with stream:
        text = stream.read()
    cells = 0
    for before, count, after in _REPEATED_CELL.findall(text):
        cells += int(count) if b"value" in before + after else 0
    for count, inside in _REPEATED_ROW.findall(text):
        cells += int(count) if b"office:value" in inside or b"<text:p" in inside else 0
    if cells > MOST_CELLS // 10:
        raise too_large(file)
