"""CSV and tab-separated text, whatever program wrote it: encoding and separator are found out."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.sheets.grid import Grid, Raw
from kcdesk.sheets.guard import MOST_CELLS, damaged, too_large

_SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_LINES = 60
_MOST_FIELD = 1_000_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_UNUSED_1252 = {0xDC00 + byte: byte for byte in range(256)}
"""Bytes that the Latin page does not use stand for themselves."""

_MARKS_1258 = frozenset("\u0300\u0301\u0303\u0309\u0323")


def decode(data: bytes, file: str) -> tuple[str, str]:
    """The text and the name of its encoding. Raises UserError for what is no text at all."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    if data[1:2] == b"\0" or data[3:4] == b"\0":
        return data.decode("utf-16-le", errors="replace"), "utf-16-le"
    try:
        text, name = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, name = _single_byte(data)
    if len(_CONTROL.findall(text[:20_000])) > len(text[:20_000]) / 100:
        raise damaged(file)
    return text, name


def _single_byte(data: bytes) -> tuple[str, str]:
    """Windows' Vietnamese page where its marks stand on letters; else the Latin one, as old fonts use it."""
    text = data.decode("cp1258", errors="replace")
    pairs = [text[place - 1 : place + 1] for place, letter in enumerate(text) if place and letter in _MARKS_1258]
    fitting = sum(unicodedata.normalize("NFC", pair) != pair for pair in pairs)
    if pairs and fitting >= 0.9 * len(pairs):
        return unicodedata.normalize("NFC", text), "cp1258"
    return data.decode("cp1252", errors="surrogateescape").translate(_UNUSED_1252), "cp1252"


def separator_of(text: str) -> str:
    """The mark between fields: the one by which the lines fall into the same number of parts, most of them."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    if lines and (told := re.fullmatch(r"sep=(.)", lines[0].strip())):
        return told[1]
    best, most = ",", 0.0
    for mark in _SEPARATORS:
        rows = list(csv.reader(lines, delimiter=mark))
        widths = [len(row) for row in rows if len(row) > 1]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = usual * widths.count(usual) / len(rows)
        if score > most:
            best, most = mark, score
    return best


def read_text(data: bytes, file: str) -> tuple[Grid, list[str]]:
    """The table of a text file, and what to tell about it. Raises UserError."""
    text, encoding = decode(data, file)
    csv.field_size_limit(_MOST_FIELD)
    try:
        mark = separator_of(text)
    except csv.Error as error:
        raise too_large(file) from error
    if re.match(r"sep=.\r?\n", text):
        text = text.split("\n", 1)[1]
    rows: list[list[Raw]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            cells += len(row)
            if cells > MOST_CELLS:
                raise too_large(file)
            rows.append(list(row))
    except csv.Error as error:
        raise UserError(_("Không đọc được bảng trong tệp “{file}”.").format(file=file), code="damaged") from error
    notes = [] if encoding.startswith("utf") else [_("Tệp dùng bảng mã cũ; hãy xem lại dấu trước khi ghi.")]
    return Grid(file.rpartition(".")[0] or file, rows), notes
