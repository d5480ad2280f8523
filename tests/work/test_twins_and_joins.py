"""Twins over a workspace; joining them, and taking them apart again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.problems import UserError
from kcdesk.ui.lists.facts import look_up
from kcdesk.work import joins, pictures, records, sheet_choice, twins
from kcdesk.work.listing import Listings, ListQuery
from tests.work.desks import ESTABLISHMENT, REQUEST


def made(desk, **values):
    """An establishment."""
    return records.save_record(desk, "establishment", None, {**ESTABLISHMENT, **values}).id


def test_twins_are_found_while_one_types(field):
    one = made(field)
    other = made(field, name="HTX Mây tre Vị Thủy", phone="0900000009", representative="Trần Văn B", tax_code=None)
    finder = twins.Finder(field)
    typed = {"name": "CSSX banh trang ut muoi", "commune_code": "31441"}
    assert [twin.row for twin in finder.find(twins.typed_sketch(typed, None))] == [one]
    assert [twin.row for twin in finder.find(twins.typed_sketch({"phone": "0900000009"}, None))] == [other]
    assert finder.find(twins.typed_sketch({**typed, "phone": "0900000001"}, one)) == ()
    assert finder.find(twins.typed_sketch({}, None)) == ()


def found_by(finder, **typed):
    """The rows that are shown beside a form in which this is typed."""
    return [twin.row for twin in finder.find(twins.typed_sketch(typed, None))]


def test_a_zalo_number_and_a_second_number_are_looked_up_as_the_telephone_is(field):
    plain = {"representative": "Trần Văn B", "tax_code": None}
    one = made(field, **plain, name="Lò rèn Ba Liền", phone="0900000002", zalo="0900000003")
    two = made(field, **plain, name="Đan lát Kim Liên", phone="0900000004; 0900 000 005")
    finder = twins.Finder(field)
    assert found_by(finder, phone="0900000003") == [one]
    assert found_by(finder, zalo="0900000002") == [one]
    assert found_by(finder, zalo="0900 000 003") == [one]
    assert found_by(finder, zalo="0900000005") == found_by(finder, phone="0900000004") == [two]
    records.save_record(field, "establishment", two, {"phone": "0900000004, 0900000006"})
    assert found_by(finder, phone="0900000005") == []
    assert found_by(finder, phone="0900000006") == [two]


def test_what_was_written_since_is_seen_without_reading_the_commune_again(field, monkeypatch):
    one = made(field, name="Lò rèn Ba Liền", phone=None)
    finder = twins.Finder(field)
    typed = {"name": "Lò rèn Ba Liền", "commune_code": "31441"}
    assert found_by(finder, **typed) == [one]
    names = finder._communes["31441"]
    two = made(field, name="Lò rèn Ba Liền 2", phone=None)
    assert set(found_by(finder, **typed)) == {one, two}
    records.save_record(field, "establishment", one, {"name": "Đan lát Kim Liên"})
    assert found_by(finder, **typed) == [two]
    assert found_by(finder, name="dan lat kim lien", commune_code="31441") == [one]
    records.save_record(field, "establishment", two, {"commune_code": "31459"})
    assert found_by(finder, **typed) == []
    records.save_record(field, "establishment", two, {"commune_code": "31441"})
    assert found_by(finder, **typed) == [two]
    records.delete_record(field, "establishment", two)
    assert found_by(finder, **typed) == []
    assert finder._communes["31441"] is names
    monkeypatch.setattr(twins, "_MANY_WRITTEN", 0)
    made(field, name="Cơ khí Tám")
    found_by(finder, **typed)
    assert finder._communes["31441"] is not names


def test_pairs_are_proposed_once_and_not_after_somebody_looked(field):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    made(field, name="HTX Mây tre", phone="0900000009", representative="Trần Văn B")
    found = twins.pairs(field)
    assert [(pair.one, pair.two) for pair in found] == [tuple(sorted((one, two)))]
    joins.dismiss(field, one, two)
    assert twins.pairs(field) == []
    joins.join(field, one, two)
    assert twins.pairs(field) == []
    assert joins.separate(field, two)
    assert twins.pairs(field) == []


def test_a_join_moves_nothing_and_can_be_taken_apart(field):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười", address="Ấp 5")
    request = records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": two}).id
    save = joins.join(field, one, two, {"address": "Ấp 5"}, reason="cùng một lò")
    groups = joins.groups(field)
    assert groups.hidden == [two] and groups.of(two) == groups.of(one) == tuple(sorted((one, two)))
    assert records.load(field, "establishment", one).record["address"] == "Ấp 5"
    assert records.load(field, "support_request", request).record["establishment_id"] == two
    assert joins.with_group(field, "establishment", [one]) == sorted((one, two))
    assert save and joins.separate(field, one)
    assert joins.groups(field).hidden == [] and joins.separate(field, one) == ""


def test_a_list_shows_one_row_for_a_group(field):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    records.save_record(field, "visit", None, {"establishment_id": two, "visited_on": "2026-11-02", "kind": "cap_nhat"})
    joins.join(field, one, two)
    found = Listings(field).find(ListQuery("establishment", ("name",)))
    assert [row.id for row in found.first] == [one] and found.of_all == 1
    assert pictures.totals(field).records["establishment"] == 1
    assert ("Lượt khảo sát", "1") in look_up(field, "establishment", one).lines
    joins.separate(field, one)
    assert Listings(field).find(ListQuery("establishment", ("name",))).of_all == 2


def test_a_workbook_of_a_joined_row_takes_all_that_is_one_with_it(field):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    joins.join(field, one, two)
    numbers = list(field.store.numbers("establishment", [one]).values())
    assert sheet_choice.owners(field, "establishment", numbers) == {one, two}


def test_what_cannot_be_joined_is_refused_in_a_sentence(field):
    one = made(field)
    with pytest.raises(UserError, match="phải khác nhau"):
        joins.join(field, one, one)
    with pytest.raises(UserError, match="Không tìm thấy"):
        joins.join(field, one, "019a0000-0000-7000-8000-00000000ffff")
    assert field.store.count("same_as") == 0


def test_the_same_join_by_two_people_is_one_row_and_no_conflict(field, office):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    changes = [entry.change for entry in field.store.log(0) if entry.change is not None]
    with office.store.transaction():
        office.store.merge(changes, field.device_id)
    joins.join(field, one, two)
    joins.join(office, one, two)
    theirs = [entry.change for entry in field.store.log(0) if entry.change is not None]
    with office.store.transaction():
        office.store.merge(theirs, field.device_id)
    assert office.store.count("same_as") == 1
    assert not [state for state in office.store.unsettled() if state.conflicts]
    assert joins.groups(office).hidden == [two]


def carried(source, target):
    """Everything of one workspace merged into another, as an import does."""
    changes = [entry.change for entry in source.store.log(0) if entry.change is not None]
    with target.store.transaction():
        target.store.merge(changes, source.device_id)


def open_conflicts(desk):
    """The fields about which somebody would be asked."""
    return [name for state in desk.store.unsettled() for name in state.conflicts]


def test_a_join_in_opposite_directions_is_no_conflict_and_shows_the_same(field, office):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    carried(field, office)
    joins.join(field, one, two, reason="cùng một lò")
    joins.join(office, two, one, reason="cùng số nhà")
    carried(field, office)
    carried(office, field)
    assert open_conflicts(field) == open_conflicts(office) == []
    assert joins.groups(field) == joins.groups(office) and len(joins.groups(field).hidden) == 1


def test_a_chain_made_by_two_people_is_one_group_in_both_workspaces(field, office):
    one, two, three = (made(field, name=f"HKD Bánh tráng Út {n}") for n in ("Mười", "Chín", "Tám"))
    carried(field, office)
    joins.join(field, one, two)
    joins.join(office, two, three)
    carried(field, office)
    carried(office, field)
    assert joins.groups(field) == joins.groups(office)
    assert joins.groups(field).of(three) == tuple(sorted((one, two, three))) and open_conflicts(office) == []


def test_a_join_undone_by_one_while_the_other_edits_keeps_both(field, office):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    joins.join(field, one, two)
    carried(field, office)
    joins.separate(field, two)
    records.save_record(office, "establishment", one, {"address": "Ấp 7"})
    carried(field, office)
    carried(office, field)
    for desk in (field, office):
        assert open_conflicts(desk) == [] and joins.groups(desk).hidden == []
        assert records.load(desk, "establishment", one).record["address"] == "Ấp 7"


def test_a_join_against_a_finding_that_they_are_two_is_asked_about(field, office):
    one, two = made(field), made(field, name="HKD Bánh tráng Út Mười")
    carried(field, office)
    joins.join(field, one, two)
    joins.dismiss(office, one, two)
    carried(field, office)
    carried(office, field)
    assert open_conflicts(field) == open_conflicts(office) == ["joined"]
    assert joins.groups(field) == joins.groups(office)


ROWS = [f"{letter}" * 4 for letter in "abcdef"]
LINK = st.tuples(st.sampled_from(ROWS), st.sampled_from(ROWS), st.booleans()).filter(lambda link: link[0] != link[1])


@given(st.lists(LINK, max_size=8), st.randoms())
def test_groups_do_not_depend_on_the_order_of_joins(links, chance):
    """Chains and circles: one is shown for each group, whoever joined first."""
    given_links = [(min(a, b), max(a, b), a if first else b) for a, b, first in links]
    shuffled = list(given_links)
    chance.shuffle(shuffled)
    one, two = joins.grouped(given_links), joins.grouped(shuffled)
    assert one == two
    for row, shown in one.shown.items():
        assert row in one.members[shown] and one.shown[shown] == shown
    assert joins.grouped([]).of("x") == ("x",)


def test_the_id_of_a_join_is_the_same_from_both_sides():
    assert joins.pair_id("a", "b") == joins.pair_id("b", "a") != joins.pair_id("a", "c")
