"""Rows of a province's settings: good ones pass, bad ones are refused with one sentence."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk import paths
from kcdesk.model.problems import UserError
from kcdesk.reference.overrides import check_overrides
from kcdesk.reference.tables import TABLES, Reference

NORM = {
    "activity": "ND03",
    "fund": "KCDP",
    "province": "92",
    "max_share_percent": "50",
    "cap_vnd": "300000000",
    "valid_from": "2026-03-01",
    "legal_basis": "NQ 05/2026/NQ-HĐND",
}
OURS = sorted(path.stem for path in paths.resource("tables").glob("*.csv"))


@pytest.mark.parametrize("table", OURS)
def test_our_own_tables_would_pass(table: str) -> None:
    with paths.resource("tables", f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        check_overrides({table: list(csv.DictReader(lines))})


def test_good_rows_pass() -> None:
    check_overrides({"norms": [NORM], "communes": [{"code": "31441", "removed": "1"}]})
    check_overrides({})


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("norms", {**NORM, "max_share_percent": "abc"}, "max_share_percent"),
        ("norms", {**NORM, "max_share_percent": "101"}, "max_share_percent"),
        ("norms", {**NORM, "cap_vnd": "300 triệu"}, "cap_vnd"),
        ("norms", {**NORM, "valid_from": "30/02/2026"}, "valid_from"),
        ("norms", {**NORM, "valid_from": "2026-02-30"}, "valid_from"),
        ("norms", {**NORM, "legal_basis": ""}, "legal_basis"),
        ("norms", {**NORM, "fund": "KC"}, "fund"),
        ("communes", {"code": "3144", "province_code": "92"}, "code"),
        ("communes", {"code": "31441"}, "province_code"),
        ("communes", {"code": "31441", "province_code": "92", "lat": "x"}, "lat"),
        ("vsic_2025", {"code": "10710", "level": "9"}, "level"),
        ("trades", {"code": "1", "name": "x" * 2000}, "name"),
    ],
)
def test_bad_rows_are_refused(table: str, row: dict[str, str], column: str) -> None:
    with pytest.raises(UserError, match=f"“{table}”.* dòng 1: cột “{column}”") as caught:
        check_overrides({table: [row]})
    assert caught.value.code == "bad_table"


def test_an_unknown_table_and_too_many_rows_are_refused() -> None:
    with pytest.raises(UserError, match="bảng mã lạ"):
        check_overrides({"people": []})
    with pytest.raises(UserError, match="quá dài"):
        check_overrides({"trades": [{"code": "1"}] * 20_001})


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(UserError):
        check_overrides({"trades": [{"code": "1", "name": None}]})  # type: ignore[dict-item]


VALUES = st.sampled_from(["", "1", "92", "31441", "ND03", "ND03.03", "KCDP", "2026-01-01", "50", "10710", "x", "1.5"])
COLUMNS = sorted({*NORM, "code", "name", "province_code", "lat", "lon", "level", "words", "removed", "item", "file"})


@given(st.dictionaries(st.sampled_from(OURS), st.lists(st.dictionaries(st.sampled_from(COLUMNS), VALUES), max_size=3)))
def test_whatever_passes_can_be_used(overrides: dict[str, list[dict[str, str]]]) -> None:
    try:
        check_overrides(overrides)
    except UserError:
        return
    reference = Reference.load(overrides)
    reference.norms()
    for table in TABLES:
        reference.has(table, "31441")
    reference.communes.find("vi thuy")
    reference.vsic.find("banh trang", "2018")
