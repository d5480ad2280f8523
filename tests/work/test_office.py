"""The province's office: who has sent in the period, who is missing, and one answer for everybody."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, office, records, settings, undoing
from kcdesk.work.bundles import Wanted
from kcdesk.work.jobs import Cancelled
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST


@pytest.fixture
def three(tmp_path):
    """A province and two collaborators; only the first has sent."""
    with desks.province(tmp_path / "tinh") as tinh:
        one = desks.collaborator(tmp_path / "mot", "CTV01")
        two = desks.collaborator(tmp_path / "hai", "CTV02", ("31459",))
        desks.introduce(tinh, one, two)
        row = records.save_record(one, "establishment", None, ESTABLISHMENT).id
        request = records.save_record(one, "support_request", None, {**REQUEST, "establishment_id": row}).id
        [made] = bundles.export(one, tmp_path, Wanted())
        bundles.apply_import(tinh, made.path)
        yield tinh, one, two, request
        one.close()
        two.close()


def test_without_settings_the_half_year_and_the_year_are_the_periods(three):
    tinh = three[0]
    found = office.current(tinh)
    assert (found.id, found.due) == ("2026-NAM", date(2026, 12, 31))
    assert office.current(tinh, date(2026, 3, 1)).id == "2026-6T"


def test_who_has_sent_and_who_is_missing_with_the_days_left(three):
    tinh, _one, _two, _request = three
    period = office.current(tinh)
    missing, sent = office.standing(tinh, period)
    assert (missing.code, missing.has_sent, missing.bundles, missing.last_at) == ("CTV02", False, 0, "")
    assert (sent.code, sent.has_sent, sent.bundles, sent.records) == ("CTV01", True, 1, 2)
    assert sent.days_left == missing.days_left == 38
    earlier = office.periods(tinh)[0]
    assert not any(one.has_sent for one in office.standing(tinh, earlier))


def test_one_call_answers_everybody_and_leaves_no_empty_folder(three, tmp_path):
    tinh, one, _two, _request = three
    first, second = office.feedback_all(tinh, tmp_path / "tra")
    assert first.code == "CTV01"
    assert first.codes
    assert [path.parent.name for path in first.paths] == ["CTV01"]
    assert second.paths == ()
    assert "CTV02" in second.error
    assert not (tmp_path / "tra" / "CTV02").exists()
    for path in first.paths:
        bundles.apply_import(one, path)
    again = office.feedback_all(tinh, tmp_path / "tra", codes=["CTV01"])
    assert [(each.paths, each.error) for each in again] == [((), "")]
    with pytest.raises(Cancelled):
        office.feedback_all(tinh, tmp_path / "tra", cancel=lambda: True)


def test_the_word_of_the_province_on_a_request_comes_as_a_change(three, tmp_path):
    tinh, one, _two, request = three
    save = office.decide(tinh, [request], "phe_duyet", on=date(2026, 11, 20), number="12/QĐ-SCT")
    [path] = office.feedback_all(tinh, tmp_path / "tra", codes=["CTV01"])[0].paths
    bundles.apply_import(one, path)
    there = one.store.get("support_request", request)
    assert (there["status"], there["status_on"], there["status_number"]) == ("phe_duyet", "2026-11-20", "12/QĐ-SCT")
    with pytest.raises(UserError):
        office.decide(one, [request], "tiep_nhan")
    with pytest.raises(UserError):
        office.decide(tinh, [request], "khong_co")
    undoing.undo(tinh, save)
    assert tinh.store.get("support_request", request).get("status") is None


def test_who_sent_from_a_laptop_not_yet_confirmed_is_not_reminded(three, tmp_path):
    tinh = three[0]
    areas = [{"code": "CTV05", "communes": ["31453"]}]
    settings.settings_export(tinh, tmp_path / "tinh.kcs", collaborators=areas)
    with desks.collaborator(tmp_path / "nam", "CTV05", ("31453",)) as five:
        records.save_record(five, "establishment", None, {**ESTABLISHMENT, "commune_code": "31453"})
        [made] = bundles.export(five, tmp_path, Wanted(plain=True))
        assert bundles.apply_import(tinh, made.path).state == "held"
    found = {one.code: one for one in office.standing(tinh, office.current(tinh))}
    assert (found["CTV05"].has_sent, found["CTV05"].held) == (False, 1)
