"""Rules of visits, attachments, proposals, reviews, targets and joins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kcdesk.model import catalogue
from kcdesk.model.validate import Context, check

A, B, C = (f"019a0000-0000-7000-8000-00000000000{digit}" for digit in "123")


@pytest.mark.parametrize(
    ("entity", "record", "problem"),
    [
        ("visit", {"visited_on": "2026-11-24"}, ("warning", "visited_on", "in_future")),
        ("visit", {"revenue": 10**9}, ("gap", "figures_year", "missing")),
        ("visit", {"visited_on": "2026-11-01", "next_step": "x", "next_due_on": "2026-10-01"},
         ("warning", "next_due_on", "due_before_visit")),
        ("visit", {"next_step": "x"}, ("gap", "next_due_on", "missing")),
        ("attachment", {"kind": "anh_may", "file_type": "pdf"}, ("warning", "file_type", "not_a_picture")),
        ("attachment", {"size": 11_000_000}, ("warning", "size", "unlikely")),
        ("attachment", {"size": 2**27}, ("error", "size", "above_maximum")),
        ("attachment", {"owner_type": "visit", "owner_id": A}, ("error", "owner_id", "missing_row")),
        ("review", {"row_type": "visit", "row_id": A}, ("error", "row_id", "missing_row")),
        ("review", {"state": "da_tra_loi"}, ("gap", "answer", "missing")),
        ("proposal", {"form": "diem", "activities": ("ND03",)}, ("warning", "activities", "few_activities")),
        ("proposal", {"activities": ("ND99",)}, ("error", "activities", "unknown_code")),
        ("target", {"indicator": "khac"}, ("gap", "indicator_note", "missing")),
        ("same_as", {"row_a": A, "row_b": A}, ("error", "row_b", "same_row")),
        ("same_as", {"row_a": A, "row_b": B, "keep": C}, ("error", "keep", "keeps_other")),
        ("same_as", {"row_a": A, "row_b": B, "joined": True}, ("error", "keep", "keeps_none")),
        ("beneficiary", {"commune_code": "99999"}, ("error", "commune_code", "unknown_commune")),
    ],
)  # fmt: skip
def test_rules(entity: str, record: dict[str, object], problem: tuple[str, str, str], context: Context) -> None:
    alone = replace(context, row_exists=lambda _entity, _row: False)
    found = check(catalogue.entity(entity), record, {}, alone)  # type: ignore[arg-type]
    assert problem in {(one.level.value, one.field, one.code) for one in found}


def test_a_join_that_was_refused_keeps_none(context: Context) -> None:
    record = {"row_a": A, "row_b": B, "joined": False, "row_type": "establishment"}
    assert check(catalogue.entity("same_as"), record, {}, context) == []
