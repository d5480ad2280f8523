"""A one-page office letter as docx, in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

A4, margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman; national name and motto on the
right, the issuing body on the left; the text in 13 points, justified, the first line moved in by 10 mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
_LEFT_WIDTH, _RIGHT_WIDTH = 66, 99
"""Millimetres of the two columns at the top."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in a letter. ``above`` is the body over the issuing one, ``subject`` what it is about,
    ``table`` a heading row and rows of counts, ``items`` a list, ``signer`` the name under the signature."""

    issuer: str
    place: str
    on: date
    subject: str
    to: str
    paragraphs: Sequence[str]
    table: Sequence[Sequence[str]]
    items: Sequence[str]
    closing: str
    signer: str
    above: str = ""
    position: str = ""
    copies: Sequence[str] = ()


def write(letter: Letter, path: Path) -> Path:
    """Write the letter. Raises OSError where the file cannot be written."""
    from docx import Document

    document = Document()
    _page(document, letter)
    _head(document, letter)
    _line(document, _("Kính gửi: {to}").format(to=letter.to), size=13, align="center", before=12, after=8)
    for text in letter.paragraphs:
        _body(document, text)
    _counts(document, letter.table)
    for item in letter.items:
        _body(document, f"- {item}", size=12, after=1)
    if letter.closing:
        _body(document, letter.closing)
    _foot(document, letter)
    document.save(str(path))
    return path


def _page(document: Document, letter: Letter) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    _font(document.styles["Normal"], 13)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    document.core_properties.title = letter.subject
    document.core_properties.author = letter.issuer
    document.core_properties.comments = ""


def _font(style: Any, size: float) -> None:
    """Times New Roman for every script: Word keeps another name for East Asian and complex text."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)


def _head(document: Document, letter: Letter) -> None:
    """The issuing body and what the letter is about on the left; the nation, its motto, place and day on the right."""
    left, right = _columns(document)
    if letter.above:
        _text(left, letter.above.upper(), size=12)
    _text(left, letter.issuer.upper(), size=12, bold=True)
    _text(left, "_______", size=8)
    _text(left, _("Số:          /"), size=13)
    _text(left, _("V/v {subject}").format(subject=letter.subject), size=12)
    _text(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _text(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _text(right, "______________________", size=8)
    day = letter.on
    words = "{place}, ngày {day:02d} tháng {month:02d} năm {year}"
    when = words.format(place=letter.place, day=day.day, month=day.month, year=day.year)
    _text(right, when, size=13, italic=True)


def _columns(document: Document) -> tuple[Any, Any]:
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for at, width in enumerate((_LEFT_WIDTH, _RIGHT_WIDTH)):
        table.columns[at].width = table.rows[0].cells[at].width = Mm(width)
    return left, right


def _text(cell: Any, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    """A centred line in a cell, in its first, empty paragraph or in a further one."""
    first = cell.paragraphs[0]
    paragraph = first if not first.runs else cell.add_paragraph()
    _fill(paragraph, text, size=size, bold=bold, italic=italic, align="center")


def _fill(
    paragraph: Paragraph, text: str, *, size: float, align: str, bold: bool = False, italic: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    ways = {"center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT, "both": WD_ALIGN_PARAGRAPH.JUSTIFY}
    paragraph.alignment = ways[align]
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _line(document: Document, text: str, *, size: float, align: str, before: float = 0, after: float = 0) -> Paragraph:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    _fill(paragraph, text, size=size, align=align)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _body(document: Document, text: str, *, size: float = 13, after: float = 6) -> None:
    from docx.shared import Mm

    _line(document, text, size=size, align="both", after=after).paragraph_format.first_line_indent = Mm(10)


def _counts(document: Document, rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for at, text in enumerate(row):
            _fill(cells[at].paragraphs[0], text, size=12, bold=number == 0, align="left" if at == 0 else "center")
    _line(document, "", size=6, align="left")


def _foot(document: Document, letter: Letter) -> None:
    """Who gets copies on the left; who signs, with room for signature and stamp, on the right."""
    left, right = _columns(document)
    first = left.paragraphs[0]
    _fill(first, _("Nơi nhận:"), size=12, bold=True, italic=True, align="left")
    for one in (_("Như trên;"), *letter.copies, _("Lưu: VT.")):
        _fill(left.add_paragraph(), f"- {one}", size=11, align="left")
    _text(right, (letter.position or _("Người gửi")).upper(), size=13, bold=True)
    for text in (_("(Ký, ghi rõ họ tên, đóng dấu)"), "", "", ""):
        _text(right, text or " ", size=12, italic=True)
    _text(right, letter.signer, size=13, bold=True)
