"""Which photos have not come, and in which part they travel."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.ui.lists.facts import look_up
from kcdesk.work import attachments, bundles, lacking, records
from kcdesk.work.bundles import Wanted
from kcdesk.work.listing import Listings, ListQuery
from kcdesk.work.standing import STATE, Standing, urgent
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def parts(tmp_path):
    """A province, and the parts in which somebody's two large papers travel."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "mot") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, ESTABLISHMENT).id
        for name in ("a.pdf", "b.pdf"):
            path = Path(tmp_path / name)
            path.write_bytes(b"%PDF-1.4\n" + os.urandom(700_000) + b"\n%%EOF\n")
            attachments.add(field, "establishment", row, attachments.read(path), "khac")
        made = bundles.export(field, tmp_path, Wanted(max_bytes=1024 * 1024))
        assert len(made) > 1
        yield office, made


def test_a_missing_file_is_told_with_its_part(parts):
    office, made = parts
    bundles.apply_import(office, made[0].path)
    lacks = lacking.lacking(office)
    assert {one.part for one in lacks} <= {number + 1 for number in range(1, len(made))}
    for one in lacks:
        assert (one.of, one.sequence, one.sender) == (len(made), one.part, "CTV07")
        assert f"phần {one.part}/{one.of}" in one.sentence
    for other in reversed(made):
        bundles.apply_import(office, other.path)
    assert lacking.lacking(office) == []


def test_a_part_says_it_of_the_ones_before(parts):
    office, made = parts
    bundles.apply_import(office, made[-1].path)
    bundles.apply_import(office, made[0].path)
    for one in lacking.lacking(office):
        assert 1 < one.part < len(made)


def test_a_paper_of_somebody_who_did_not_agree_is_withheld_and_not_missing(tmp_path):
    """Nobody forgot it: the province says so, and after the consent it comes."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "mot") as field:
        desks.introduce(office, field)
        values = {**ESTABLISHMENT, "consent": "chua_hoi", "consent_on": None}
        row = records.save_record(field, "establishment", None, values).id
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF-1.4\n%%EOF\n")
        attachments.add(field, "establishment", row, attachments.read(path), "khac")
        report = bundles.apply_import(office, bundles.export(field, tmp_path, Wanted())[0].path)
        [one] = attachments.of_record(office, "establishment", row)
        assert (one.here, one.withheld, report.files_missing) == (False, True, 0)
        [lack] = lacking.lacking(office)
        assert lack.withheld and "chưa đồng ý" in lack.sentence and "thiếu" not in lack.sentence
        assert lacking.waiting(office, "establishment") == frozenset()
        assert ("Ảnh, giấy tờ", "1 · 1 không gửi vì chưa đồng ý") in look_up(office, "establishment", row).lines
        agreed = {"consent": "dong_y", "consent_on": "2026-11-20"}
        records.save_record(field, "establishment", row, agreed)
        bundles.apply_import(office, bundles.export(field, tmp_path, Wanted())[0].path)
        [one] = attachments.of_record(office, "establishment", row)
        assert one.here and not one.withheld
        assert lacking.lacking(office) == []


def test_a_list_shows_and_finds_records_whose_papers_are_still_to_come(parts):
    office, made = parts
    bundles.apply_import(office, made[0].path)
    query = ListQuery("establishment", ("name",))
    only = ListQuery("establishment", ("name",), where={STATE: "papers"})
    [row] = Listings(office).find(query).first
    assert lacking.waiting(office, "establishment") == lacking.waiting(office, "establishment", [row.id]) == {row.id}
    waiting = urgent(office, "establishment")
    assert waiting.settled(row.id, Standing.COMPLETE) is Standing.PAPERS
    assert waiting.settled(row.id, Standing.GAPS) is Standing.GAPS
    assert [one.id for one in Listings(office).find(only).first] == [row.id]
    assert any(
        name == "Ảnh, giấy tờ" and "chưa về" in said for name, said in look_up(office, "establishment", row.id).lines
    )
    for other in made[1:]:
        bundles.apply_import(office, other.path)
    assert lacking.waiting(office, "establishment") == frozenset()
    assert len(Listings(office).find(only).first) == 0
    assert urgent(office, "establishment").settled(row.id, Standing.COMPLETE) is Standing.COMPLETE


def test_where_nobody_says_it_the_number_is_told(parts):
    office, _made = parts
    assert lacking.Lack(("a", "b")).sentence.startswith("Còn thiếu 2")
    assert lacking.lacking(office, ["f" * 64]) == [lacking.Lack(("f" * 64,))]


def test_a_paper_that_came_later_is_told_in_a_receipt(parts):
    """Nothing else came with it, and yet its author waits to hear that it is there."""
    office, made = parts
    field_code = "CTV07"
    bundles.apply_import(office, made[0].path)
    folder = made[0].path.parent / "ve"
    folder.mkdir()
    told = bundles.export(office, folder, Wanted(to=field_code))
    assert told
    with pytest.raises(UserError, match="Không có gì mới"):
        bundles.export(office, folder, Wanted(to=field_code))
    for other in made[1:]:
        assert bundles.apply_import(office, other.path).new == 0
        assert bundles.export(office, folder, Wanted(to=field_code))
        with pytest.raises(UserError, match="Không có gì mới"):
            bundles.export(office, folder, Wanted(to=field_code))
