"""What a device writes outside its collaborator's area is held, told, and let in whole or in part."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, feedback, holding, records, settings, standing, trust
from kcdesk.work.bundles import Wanted
from kcdesk.work.kept import kept_bundle
from tests.work import desks
from tests.work.desks import ESTABLISHMENT

HERE, THERE = "31441", "31459"


@pytest.fixture
def people(tmp_path):
    """A province, and two collaborators with a commune each."""
    with desks.province(tmp_path / "tinh") as office:
        one = desks.collaborator(tmp_path / "mot", "CTV01", (HERE,))
        two = desks.collaborator(tmp_path / "hai", "CTV02", (THERE,))
        areas = [{"code": "CTV01", "communes": [HERE]}, {"code": "CTV02", "communes": [THERE]}]
        issued = settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=areas)
        for person in (one, two):
            settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
            trust.trust(office, person.fingerprint, person.profile.code)
            send(person, office, tmp_path, everything=True)
        yield office, one, two
        one.close()
        two.close()


def send(giver, taker, folder, **wanted):
    if giver.profile.is_province:
        wanted["to"] = taker.profile.code
    try:
        return [bundles.apply_import(taker, one.path) for one in bundles.export(giver, folder, Wanted(**wanted))]
    except UserError as error:
        assert error.code == "nothing_new"
        return []


def record(desk, commune, **values):
    given = {**ESTABLISHMENT, "commune_code": commune, **values}
    return records.save_record(desk, "establishment", None, given, {"products": [{"name": "Bánh"}]}).id


def test_a_record_in_another_commune_is_held_with_its_children_and_the_rest_is_merged(people, tmp_path):
    office, one, _two = people
    mine, others = record(one, HERE), record(one, THERE)
    [report] = send(one, office, tmp_path)
    assert report.held == 2
    assert office.store.get("establishment", mine)
    assert office.store.get("establishment", others) is None
    assert {item["reason"] for item in bundles.held(office)} == {"outside_area"}
    send(office, one, tmp_path)
    records.save_record(one, "establishment", others, {"address": "Ấp 9"})
    [report] = send(one, office, tmp_path)
    assert report.held == 1
    assert office.store.count("product") == 1


def test_an_officer_lets_one_record_in_with_its_children_and_it_stays_open(people, tmp_path):
    office, one, _two = people
    first, second = record(one, THERE, name="Một"), record(one, THERE, name="Hai")
    [made] = bundles.export(one, tmp_path, Wanted())
    bundles.apply_import(office, made.path)
    bundles.admit(office, made.path, only=first)
    assert len(office.store.children("establishment", first)["products"]) == 1
    assert office.store.get("establishment", second) is None
    assert {item["row"] for item in bundles.held(office)} & {first} == set()
    send(office, one, tmp_path)
    records.save_record(one, "establishment", first, {"address": "Ấp 9"})
    [report] = send(one, office, tmp_path)
    assert report.held == 0
    bundles.admit(office, made.path)
    assert office.store.get("establishment", second)
    assert bundles.held(office) == []


def test_what_was_held_is_told_with_its_reason_until_it_is_settled(people, tmp_path):
    office, one, _two = people
    row = record(one, THERE)
    [report] = send(one, office, tmp_path)
    send(office, one, tmp_path)
    told = {(notice.kind, notice.entity, notice.reason) for notice in feedback.notices(one)}
    assert told == {("held", "establishment", "outside_area"), ("held", "product", "outside_area")}
    [notice] = [one for one in feedback.notices(one) if one.entity == "establishment"]
    assert notice.title == ESTABLISHMENT["name"]
    assert "phone" in notice.fields
    assert notice.words
    assert feedback.held_rows(one) >= {row}
    assert send(office, one, tmp_path) == []
    holding.refuse(office, report.id)
    assert bundles.held(office) == []
    with pytest.raises(UserError):
        holding.refuse(office, report.id)
    send(one, office, tmp_path, everything=True)
    assert bundles.held(office) == []
    send(office, one, tmp_path)
    assert row in feedback.held_rows(one)
    for item in office.store.bundles.list(direction="received"):
        if item["id"] == report.id:
            bundles.admit(office, kept_bundle(office, item["kept"], item["file"]))
    assert office.store.get("establishment", row)


def test_a_record_of_which_one_row_was_held_says_so_in_lists(people, tmp_path):
    """Only a product of it lies with an officer of the province: whoever looks for the record sees that."""
    del tmp_path
    _tinh, one, _two = people
    row = records.save_record(one, "establishment", None, desks.ESTABLISHMENT, {"products": [{"name": "Bánh"}]}).id
    [product] = records.load(one, "establishment", row).children["products"]
    told = {"kind": feedback.HELD, "entity": "product", "row": product["id"], "fields": ["name"], "reason": "other"}
    one.store.meta.set(feedback.META, [told])
    assert standing.urgent(one, "establishment").of(row) is standing.Standing.HELD


def test_a_value_that_does_not_fit_is_merged_marked_and_told(people, tmp_path):
    office, one, _two = people
    row = record(one, HERE)
    send(one, office, tmp_path)
    from kcdesk.store.types import Edit

    one.store.save([Edit("establishment", row, {"trade_group": "khong_co"})], one.stamp())
    [report] = send(one, office, tmp_path)
    assert report.held == 0
    assert office.store.get("establishment", row)["trade_group"] == "khong_co"
    send(office, one, tmp_path)
    assert [(one.kind, one.row, one.fields) for one in feedback.notices(one)] == [("marked", row, ("trade_group",))]
    records.save_record(one, "establishment", row, {"trade_group": "1"})
    send(one, office, tmp_path)
    send(office, one, tmp_path)
    assert feedback.notices(one) == []


def test_who_was_not_told_that_a_record_left_still_writes_to_it_and_afterwards_not(people, tmp_path):
    office, one, two = people
    row = record(one, HERE)
    send(one, office, tmp_path)
    send(office, one, tmp_path)
    records.save_record(office, "establishment", row, {"commune_code": THERE})
    records.save_record(one, "establishment", row, {"address": "Ấp 3"})
    [report] = send(one, office, tmp_path)
    assert report.held == 0
    send(office, one, tmp_path)
    send(office, two, tmp_path)
    assert two.store.get("establishment", row)["address"] == "Ấp 3"
    records.save_record(one, "establishment", row, {"address": "Ấp 4"})
    send(one, office, tmp_path)
    records.save_record(one, "establishment", row, {"address": "Ấp 5"})
    [report] = send(one, office, tmp_path)
    assert report.held == 1
    assert office.store.get("establishment", row)["address"] == "Ấp 4"


def test_a_collaborator_may_move_his_own_record_into_another_area(people, tmp_path):
    office, one, two = people
    row = record(one, HERE)
    send(one, office, tmp_path)
    records.save_record(one, "establishment", row, {"commune_code": THERE})
    [report] = send(one, office, tmp_path)
    assert report.held == 0
    send(office, two, tmp_path)
    assert two.store.get("establishment", row)["commune_code"] == THERE
    records.save_record(two, "establishment", row, {"address": "Ấp 8"})
    [report] = send(two, office, tmp_path)
    assert report.held == 0


def test_a_purge_by_a_field_device_is_never_taken(people):
    from kcdesk.model.changes import Change
    from kcdesk.work.authority import Gate

    office, one, _two = people
    change = Change(id="1", device=one.device_id, at="", by="CTV01", save="", entity="establishment", row="r",
                    set={}, after={}, purged=("phone",))  # fmt: skip
    gate = Gate(trust.find(office, one.device_id), {one.device_id: "CTV01"})
    assert list(gate.passing([change])) == []
    assert gate.held[0][1] == "purged_by_field"


def test_a_record_that_the_province_held_says_so_and_one_that_came_over_a_hole_too(people, tmp_path):
    office, one, _two = people
    held, first, second = record(one, THERE), record(one, HERE, name="Một"), record(one, HERE, name="Hai")
    head = one.store.head()[0]
    for stretch in ((0, 2), (4, head)):
        for made in bundles.export(one, tmp_path, Wanted(again=stretch)):
            bundles.apply_import(office, made.path)
    bundles.export(one, tmp_path, Wanted())
    send(office, one, tmp_path)
    waiting, cursor = standing.urgent(one, "establishment"), standing.sent_so_far(one)
    assert waiting.of(held) is standing.Standing.HELD
    assert standing.numbers_within(one, "establishment", "held")

    def of(row):
        position = max(entry.position for entry in one.store.history(row))
        return standing.standing_of(0, 0, position, cursor, False)

    assert (of(held), of(first), of(second)) == (
        standing.Standing.CONFIRMED, standing.Standing.MADE, standing.Standing.ARRIVED,
    )  # fmt: skip
    assert standing.standing_words(standing.Standing.HELD)[0] == "error"
