"""Adding a photo or paper to a record: what it is, is told from its content, not from its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import records
from kcdesk.work.records import SavedRecord

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 60_000_000
_LONGEST = 2560
"""Pixels of the longer side of a photo: enough to read a paper, small enough to send."""

_MAGIC = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_OFFICE = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))


def attach(desk: Desk, owner: str, path: Path, kind: str, *, title: str = "") -> SavedRecord:
    """Keep a file and note it at its record.

    Photos lose what the camera wrote into them (place, device) and are made smaller where they are
    large. Raises UserError where the record is not here, or the file is of no kind that is taken.
    """
    entity = records.locate(desk, owner)
    data = _read(path)
    extension = file_type(data)
    if extension in ("jpg", "png"):
        data, extension = _cleaned(data, extension)
    sha256 = desk.store.files.add(data, extension)
    values = {
        "owner_type": entity, "owner_id": owner, "kind": kind, "file_name": path.name, "file_type": extension,
        "size": len(data), "sha256": sha256, "title": title or None,
    }  # fmt: skip
    return records.save_record(desk, "attachment", None, values)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise EnvironmentProblem(_("Không đọc được tệp “{file}”.").format(file=path), code="unreadable") from error
    if len(data) > MAX_BYTES:
        raise UserError(_("Tệp lớn hơn {size} MB.").format(size=MAX_BYTES // 2**20), code="file_too_large")
    return data


def file_type(data: bytes) -> str:
    """``pdf``, ``jpg``, ``png``, ``docx`` or ``xlsx``, by content. Raises UserError for anything else."""
    for magic, extension in _MAGIC:
        if data.startswith(magic):
            return extension
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:2000])
    except (zipfile.BadZipFile, ValueError, OSError):
        names = set()
    for name, extension in _OFFICE:
        if name in names and not any("vbaProject" in one for one in names):
            return extension
    raise UserError(_("Chỉ nhận tệp PDF, ảnh JPG hoặc PNG, Word (docx) và Excel (xlsx)."), code="bad_file_type")


def _cleaned(data: bytes, extension: str) -> tuple[bytes, str]:
    """A photo without what the camera wrote into it, not longer than it needs to be."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UserError(_("Ảnh có quá nhiều điểm ảnh."), code="file_too_large")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LONGEST, _LONGEST))
            out = io.BytesIO()
            if extension == "png":
                upright.save(out, "PNG", optimize=True)
            else:
                upright.convert("RGB").save(out, "JPEG", quality=85)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(_("Ảnh bị hỏng nên không mở được."), code="bad_picture") from error
    return out.getvalue(), extension
