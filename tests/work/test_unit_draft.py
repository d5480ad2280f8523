"""The province's settings as the window writes them: read, changed, signed, in force at a collaborator's."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import settings, trust, unit_draft
from kcdesk.work.unit_draft import Person
from tests.work import desks


@pytest.fixture
def office(tmp_path):
    """A province without settings."""
    with desks.province(tmp_path / "tinh") as desk:
        yield desk


NORM = {"activity": "ND03", "fund": "KCDP", "max_share_percent": 45.5, "cap_vnd": 200_000_000, "per": "cơ sở",
        "valid_from": "2027-01-01", "legal_basis": "NQ 05/2026/NQ-HĐND"}  # fmt: skip


def test_what_is_signed_is_in_force_here_and_at_the_collaborator(office, tmp_path):
    draft = unit_draft.begin(office)
    assert (draft.people, draft.periods, draft.norms, draft.retention_months) == ([], [], [], 0)
    draft.people = [Person("CTV07", ("31441", "31459"))]
    draft.periods = unit_draft.quarters(2027)
    draft.norms = [unit_draft.norm_of(NORM, {}, "92")]
    draft.retention_months = 18
    issued = unit_draft.issue(office, draft, tmp_path / "a.kcs")
    assert unit_draft.begin(office) == draft
    with desks.collaborator(tmp_path / "ctv", "CTV07") as field:
        settings.settings_import(field, issued.path, fingerprint=issued.fingerprint)
        assert field.profile.communes == ("31441", "31459")
        assert [one["name"] for one in field.settings["periods"]][:1] == ["Quý I năm 2027"]
        assert field.settings["retention_months"] == 18
        norms = [one for one in field.reference.norms() if one.fund == "KCDP"]
        assert [(one.province, one.max_share_percent, one.cap) for one in norms] == [("92", 45.5, 200_000_000)]
    draft.norms = []
    unit_draft.issue(office, draft, tmp_path / "b.kcs")
    assert [one for one in office.reference.norms() if one.fund == "KCDP"] == []


def test_a_confirmed_laptop_stands_in_the_list_without_communes(office, tmp_path):
    with desks.collaborator(tmp_path / "ctv", "CTV09") as field:
        trust.trust(office, field.fingerprint, "CTV09")
    assert unit_draft.begin(office).people == [Person("CTV09")]


def test_a_wrong_draft_is_refused_and_nothing_is_in_force(office, tmp_path):
    draft = unit_draft.begin(office)
    draft.people = [Person("ctv 7")]
    with pytest.raises(UserError):
        unit_draft.issue(office, draft, tmp_path / "a.kcs")
    assert not office.settings
    assert not (tmp_path / "a.kcs").exists()


def test_rows_copied_from_a_sheet(office):
    text = "Mã\tXã\nctv10\tVị Thủy, xã Vĩnh Tường\n\nCTV11\t31453\tXã Lạ\nCTV10\tvi thanh 1\nlinh tinh"
    found, left = unit_draft.people_of_text(text, office.reference, "92")
    assert found == [Person("CTV10", ("31441", "31459", "31465")), Person("CTV11", ("31453",))]
    assert left == ["Mã\tXã", "CTV11: Xã Lạ", "linh tinh"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Tên kỳ"),
        ({"name": "A", "start": "2027-02-01", "end": "2027-01-01"}, "Ngày cuối"),
        ({"name": "A", "start": "2027-02-01", "end": "2027-03-01", "due": "2027-01-01"}, "Hạn gửi"),
        ({"name": "A", "start": "2027-02-01", "end": "2027-03-01"}, ""),
    ],
)
def test_what_is_wrong_with_a_period(values, sentence):
    said = unit_draft.problem_of_period(values)
    assert sentence in said
    assert bool(said) is bool(sentence)


def test_a_norm_needs_a_share_or_a_cap():
    assert unit_draft.problem_of_norm(NORM) == ""
    bare = {name: value for name, value in NORM.items() if name not in ("max_share_percent", "cap_vnd")}
    assert "mức trần" in unit_draft.problem_of_norm(bare)
    assert "hết hiệu lực" in unit_draft.problem_of_norm({**NORM, "valid_to": "2026-01-01"})


def test_new_periods_get_ids_of_their_own():
    one = {"name": "A", "start": "2027-02-01", "end": "2027-03-01"}
    first = unit_draft.period_of(one, {}, [])
    second = unit_draft.period_of(one, {}, [first])
    assert (first["id"], second["id"], first["due"]) == ("2027-01", "2027-02", "2027-03-01")
    assert len({each["id"] for each in (*unit_draft.quarters(2027), *unit_draft.months(2027))}) == 16
