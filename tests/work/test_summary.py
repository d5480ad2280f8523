"""Figures for any days, months beside those of the year before, and what is due."""

from __future__ import annotations

from datetime import date

from kcdesk.work import months, overview, records, summary
from kcdesk.work.summary import Subject
from tests.work.desks import ESTABLISHMENT, REQUEST


def asked(desk, owner, day, **values):
    """A request with an application of a day."""
    given = {**REQUEST, "establishment_id": owner, "kind": "de_nghi", "application_on": day, **values}
    return records.save_record(desk, "support_request", None, given).id


def test_requests_are_counted_in_the_month_of_their_application(field):
    owner = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    for day in ("2026-03-01", "2026-03-31", "2025-03-15", "2025-12-31", "2024-12-31"):
        asked(field, owner, day)
    records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": owner})
    counted = months.by_month(field, field.today())
    assert counted.numbers[2] == 2 and counted.numbers[10] == 1 and sum(counted.numbers) == 3
    assert counted.before[2] == 1 and counted.before[11] == 1 and sum(counted.before) == 2
    assert (counted.so_far, counted.so_far_before) == (3, 1)
    assert counted.growth == 200
    assert len(months.requests_of(field, date(2026, 3, 1), date(2026, 4, 1))) == 2


def test_a_day_that_does_not_fit_counts_where_the_request_was_noted(field):
    owner = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    row = asked(field, owner, "2026-05-05")
    field.store.core.connection.execute("UPDATE support_request SET application_on = '2026-02-3x' WHERE id = ?", (row,))
    found = dict(months.drawn_up(field, date(2026, 1, 1), date(2027, 1, 1)))
    assert found[row] == months.noted_on(row)


def test_ten_lines_say_no_name_of_an_establishment(field):
    owner = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    for number in range(12):
        asked(field, owner, f"2026-{number + 1:02d}-10" if number < 11 else "2025-11-02")
    records.save_record(
        field, "visit", None, {"establishment_id": owner, "visited_on": "2026-11-02", "kind": "cap_nhat"}
    )
    for subject in Subject:
        said = summary.lines(field, subject, date(2026, 11, 30), date(2026, 1, 1))
        assert len(said) <= summary.MOST_LINES
        text = "\n".join(said)
        assert "01/01/2026 đến 30/11/2026" in text and "11, xin hỗ trợ 1.210,0 triệu" in text
        assert "1 đề nghị (tăng 1000,0 %)" in text.replace(".000", "000") and "1 lượt tại 1 cơ sở" in text
        assert ESTABLISHMENT["name"] not in text and ESTABLISHMENT["phone"] not in text


def test_a_step_that_was_agreed_waits_until_the_next_visit(field):
    owner = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    visit = {"establishment_id": owner, "visited_on": "2026-11-02", "kind": "cap_nhat", "next_step": "Lấy báo giá"}
    first = records.save_record(field, "visit", None, {**visit, "next_due_on": "2026-11-25"}).id
    later = records.save_record(field, "visit", None, {**visit, "next_due_on": "2027-01-25"}).id
    assert overview.due_visits(field) == overview.Due((first,), "2026-11-25")
    records.save_record(field, "visit", None, {**visit, "visited_on": "2026-11-20", "next_step": ""})
    assert overview.due_visits(field).visits == ()
    assert later
