"""Files that a real office program opened and saved: skipped, and counted, where LibreOffice is not installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from kcdesk.work import sheets
from tests.sheets.books import district
from tests.sheets.offices import CONSENTED, add, desk, establishment

SOFFICE = shutil.which("soffice") or ""
pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")


def _saved_as(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def test_a_list_is_the_same_in_every_format(tmp_path: Path) -> None:
    path = district(tmp_path / "ds.xlsx")
    with desk(tmp_path / "home") as office:
        wanted = [(row.row, row.values) for row in sheets.plan(office, path).rows]
        assert len(wanted) == 3
        for kind in ("xls", "ods", "xlsx"):
            saved = _saved_as(path, kind, tmp_path / kind)
            assert [(row.row, row.values) for row in sheets.plan(office, saved).rows] == wanted, kind


def test_our_workbook_comes_back_unchanged(tmp_path: Path) -> None:
    with desk(tmp_path / "home") as office:
        for number, name in enumerate(("Lò bún Bà Tư", "=1+1", "  Cơ sở\nhai dòng & <ba>")):
            add(office, establishment(name, phone=f"091234567{number}", capital=97_800_000, **CONSENTED))
        out = tmp_path / "so.xlsx"
        sheets.export(office, out)
        for kind in ("xlsx", "ods"):
            planned = sheets.plan(office, _saved_as(out, kind, tmp_path / kind))
            assert planned.own, kind
            assert {row.status.value for row in planned.rows} == {"same"}, (kind, [row.changes for row in planned.rows])


def test_a_list_taken_in_is_the_same_however_it_was_saved_again(tmp_path: Path) -> None:
    path = district(tmp_path / "ds.xlsx")
    wishes = sheets.wishes(b'{"constants": {"legal_form": "HKD", "trade_group": "1"}}')
    with desk(tmp_path / "home") as office:
        assert sheets.apply(office, sheets.plan(office, path, wishes)).counts["new"] == 3
        before = office.store.head()
        for kind in ("xlsx", "ods", "xls"):
            planned = sheets.plan(office, _saved_as(path, kind, tmp_path / kind), wishes)
            assert planned.counts["same"] == 3, (kind, planned.as_json()["rows"])
            assert not sheets.apply(office, planned).save
        assert office.store.head() == before


def test_it_prints_on_a4_landscape_with_its_rows_as_high_as_they_have_to_be(tmp_path: Path) -> None:
    with desk(tmp_path / "home") as office:
        for number in range(30):
            long = "sản xuất bánh tráng, bánh pía, chả lụa, bún tươi và các loại bánh truyền thống khác của địa phương"
            add(office, establishment(f"Cơ sở số {number} {long}", phone=f"09123456{number:02}"))
        out = tmp_path / "so.xlsx"
        sheets.export(office, out, personal=True)
    sheet = openpyxl.load_workbook(out)["Cơ sở"]
    assert sheet.row_dimensions[6].height >= 45  # points; the name takes three lines
    sizes = re.findall(
        rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)", _saved_as(out, "pdf", tmp_path / "pdf").read_bytes()
    )
    assert 5 <= len(sizes) <= 25
    assert all(float(width) > float(height) for width, height in sizes)
    assert {round(float(width)) for width, _height in sizes} == {842}
