"""Which photos have not come, and in which part they travel."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kcdesk.work import attachments, bundles, lacking, records
from kcdesk.work.bundles import Wanted
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


def test_where_nobody_says_it_the_number_is_told(parts):
    office, _made = parts
    assert lacking.Lack(("a", "b")).sentence.startswith("Còn thiếu 2")
    assert lacking.lacking(office, ["f" * 64]) == [lacking.Lack(("f" * 64,))]
