"""Codes of tables, ids of rows, and the checksum that names a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.text import as_text, clean
from kcdesk.model.problems import Level, Problem

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[,;\s]+")

WARN_ONLY = frozenset(("vsic", "legacy_communes", "legacy_districts", "legacy_provinces"))
"""Tables of which only a part is here, so that a code that is not found need not be wrong."""


def as_code(value: object) -> str:
    """The value if it has the form of a code. Raises ValueProblem."""
    code = clean(as_text(value))
    if code and not _CODE.fullmatch(code):
        raise ValueProblem("bad_code", _("Mã “{code}” không đúng dạng.").format(code=code[:40]))
    return code


def unknown_code(code: str, table: str, field: str) -> Problem:
    """The problem of a code that its table does not have."""
    level = Level.WARNING if table in WARN_ONLY else Level.ERROR
    if table == "communes":
        words = _("Mã xã “{code}” không có trong danh mục xã, phường, đặc khu.")
        return Problem(level, field, "unknown_commune", words.format(code=code))
    return Problem(level, field, "unknown_code", _("Mã “{code}” không có trong danh mục.").format(code=code))


class Code(Kind):
    """A code of a table of ``reference``; the field says which table and which edition.

    Whether the table has it is looked up by ``validate``, which knows the rest of the record.
    """

    name: ClassVar[str] = "code"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        del field
        return None if value is None else as_code(value) or None

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)


class Codes(Kind):
    """Several codes of one table."""

    name: ClassVar[str] = "codes"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise([one for one in _BETWEEN.split(clean(text)) if one], field))

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise ValueProblem("not_a_list", _("Giá trị phải là danh sách các mã."))
        codes = (as_code(one) for one in value)
        return tuple(sorted({code for code in codes if code})) or None

    def format(self, value: Value, field: Field) -> str:
        del field
        return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


class Reference(Kind):
    """The id of another row."""

    name: ClassVar[str] = "reference"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None:
            return None
        row = clean(as_text(value)).lower()
        if row and not _UUID.fullmatch(row):
            raise ValueProblem("bad_id", _("Mã hồ sơ “{id}” không đúng dạng.").format(id=row[:40]))
        return row or None

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)

    def check(self, value: Value, field: Field, context: Context) -> Sequence[Problem]:
        if not isinstance(value, str) or not field.parent or context.has_row(field.parent, value):
            return ()
        words = _("Hồ sơ mà mục này chỉ tới chưa có ở đây.")
        return (Problem(Level.ERROR, field.name, "missing_row", words),)


class Sha256(Kind):
    """The SHA-256 of a file, as 64 small hexadecimal digits."""

    name: ClassVar[str] = "sha256"

    def parse(self, text: str, field: Field) -> Spoken:
        return Spoken(self.normalise(text, field))

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None:
            return None
        digest = clean(as_text(value)).lower()
        if digest and not _SHA256.fullmatch(digest):
            raise ValueProblem("bad_hash", _("Dấu của tệp không đúng dạng."))
        return digest or None

    def format(self, value: Value, field: Field) -> str:
        del field
        return "" if value is None else str(value)
