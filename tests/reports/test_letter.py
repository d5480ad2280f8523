"""The form of an office letter: paper, type, the places of nation, body and signature."""

from __future__ import annotations

from datetime import date

import pytest
from docx import Document

from kcdesk.reports.letter import FONT, Letter, write


@pytest.fixture
def document(tmp_path):
    """A letter, read again."""
    letter = Letter(
        issuer="UBND xã Ví Dụ", above="UBND thành phố", place="Ví Dụ", on=date(2026, 2, 3), subject="gửi số liệu",
        to="Trung tâm Khuyến công", paragraphs=["Một.", "Hai."], table=[["Xã", "Cơ sở"], ["Xã Ví Dụ", "3"]],
        items=["Cơ sở: Bánh tráng"], closing="Đề nghị đối chiếu.", signer="Người Ghi", position="Công chức",
        copies=["Phòng Kinh tế;"],
    )  # fmt: skip
    return Document(str(write(letter, tmp_path / "cv.docx")))


def test_paper_and_type_are_as_the_decree_says(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)
    assert document.styles["Normal"].font.name == FONT
    assert document.styles["Normal"].font.size.pt == 13
    sizes = {run.font.size.pt for paragraph in document.paragraphs for run in paragraph.runs if run.text.strip()}
    assert sizes <= {12, 13}


def test_every_part_stands_in_its_place(document):
    head, counts, foot = document.tables
    left, right = (cell.text for cell in head.rows[0].cells)
    assert left.splitlines()[:2] == ["UBND THÀNH PHỐ", "UBND XÃ VÍ DỤ"]
    assert "V/v gửi số liệu" in left
    assert right.splitlines()[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert right.splitlines()[-1] == "Ví Dụ, ngày 03 tháng 02 năm 2026"
    assert [[cell.text for cell in row.cells] for row in counts.rows] == [["Xã", "Cơ sở"], ["Xã Ví Dụ", "3"]]
    copies, signature = (cell.text for cell in foot.rows[0].cells)
    assert copies.splitlines() == ["Nơi nhận:", "- Như trên;", "- Phòng Kinh tế;", "- Lưu: VT."]
    assert signature.splitlines()[0] == "CÔNG CHỨC"
    assert signature.splitlines()[-1] == "Người Ghi"
    assert document.core_properties.author == "UBND xã Ví Dụ"


def test_a_letter_without_counts_has_no_table_between(tmp_path):
    letter = Letter(
        issuer="A", place="B", on=date(2026, 12, 31), subject="C", to="D", paragraphs=["E"], table=[], items=[],
        closing="", signer="F",
    )  # fmt: skip
    document = Document(str(write(letter, tmp_path / "cv.docx")))
    assert len(document.tables) == 2
    with pytest.raises(FileNotFoundError):
        write(letter, tmp_path / "khong-co" / "cv.docx")
