"""The letter that goes with a bundle: what it says, and what it never says."""

from __future__ import annotations

import zipfile

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import bundles, cover_letter, records
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST


@pytest.fixture
def sent(tmp_path):
    """A collaborator who made a bundle of two establishments, one without consent, and a request."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "mot") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, ESTABLISHMENT, {"products": [{"name": "Bánh"}]}).id
        shy = {**ESTABLISHMENT, "name": "Lò rèn Năm", "consent": "chua_hoi", "phone": "0900000002"}
        records.save_record(field, "establishment", None, shy)
        records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": row})
        made = bundles.export(field, tmp_path, Wanted())
        yield field, made


def _text(path):
    from docx import Document

    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_letter_has_the_form_the_counts_the_names_and_the_code(sent, tmp_path):
    field, made = sent
    path = cover_letter.write(field, [one.id for one in made], tmp_path / "thu" / "cong_van.docx")
    text = _text(path)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND XÃ", "Kính gửi: ", "V/v ",
        "ngày 23 tháng 11 năm 2026", made[0].code, made[0].path.name, ESTABLISHMENT["name"], REQUEST["title"],
        "gồm 3 hồ sơ", "Người Ghi", "Nơi nhận:",
    ):  # fmt: skip
        assert words in text, words
    counts = list(cover_letter.compose(field, [made[0].id]).table)
    assert counts[1][1:] == ["2", "1", "0"]
    with zipfile.ZipFile(path) as archive:
        document = archive.read("word/document.xml").decode()
        assert "Times New Roman" in archive.read("word/styles.xml").decode()
    assert "0900000001" not in document
    assert "0900000002" not in document


def test_many_records_stay_on_one_page_of_names(sent, tmp_path):
    field, _made = sent
    for number in range(30):
        records.save_record(field, "establishment", None, {**ESTABLISHMENT, "name": f"Cơ sở số {number}"})
    made = bundles.export(field, tmp_path, Wanted())
    content = cover_letter.compose(field, [made[0].id])
    assert len(content.items) == 15
    assert content.items[-1] == "và 19 hồ sơ khác, có trong tệp."


def test_a_bundle_that_was_not_made_here_and_a_folder_that_is_a_file_are_told(sent, tmp_path):
    field, made = sent
    with pytest.raises(UserError):
        cover_letter.write(field, ["khong-co"], tmp_path / "x.docx")
    (tmp_path / "tep").write_text("x")
    with pytest.raises(EnvironmentProblem):
        cover_letter.write(field, [made[0].id], tmp_path / "tep" / "x.docx")
