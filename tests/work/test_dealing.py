"""Where photos probably belong, by place and day."""

from __future__ import annotations

import pytest

from kcdesk.work import dealing, records
from kcdesk.work.camera import Place
from tests.work import desks

HERE = Place(9.7812, 105.4712)


def establishment(desk, name, place=None, **more):
    point = {"latitude": place.latitude, "longitude": place.longitude} if place else {}
    values = {**desks.ESTABLISHMENT, "name": name, "phone": None, **point, **more}
    return records.save_record(desk, "establishment", None, values).id


def visit(desk, owner, day):
    return records.save_record(
        desk, "visit", None, {"establishment_id": owner, "visited_on": day, "kind": "khao_sat_moi"}
    ).id


def moved(place, metres):
    return Place(round(place.latitude + metres / 111_195, 6), place.longitude)


def test_metres_between_two_places():
    assert dealing.metres(HERE, moved(HERE, 300)) == pytest.approx(300, rel=0.01)
    assert dealing.metres(Place(10, 105), Place(10, 106)) == pytest.approx(109_500, rel=0.01)


def test_the_nearest_establishment_is_proposed(field):
    near = establishment(field, "Gần", moved(HERE, 40))
    establishment(field, "Xa hơn", moved(HERE, 200))
    (found,) = dealing.propose(field, [(HERE, "")])
    assert (found.target.id, found.target.title, found.metres, found.visited) == (near, "Gần", 40, False)


def test_a_visit_of_that_day_nearby_is_better(field):
    establishment(field, "Gần nhất", moved(HERE, 10))
    other = establishment(field, "Đã đến", moved(HERE, 90))
    row = visit(field, other, "2026-10-05")
    (found,) = dealing.propose(field, [(HERE, "2026-10-05")])
    assert (found.target.entity, found.target.id, found.target.day) == ("visit", row, "2026-10-05")
    assert found.visited and found.metres == 90


def test_without_a_place_the_only_visit_of_the_day_is_proposed(field):
    row = visit(field, establishment(field, "Một"), "2026-10-05")
    shots = [(None, "2026-10-05"), (None, "2026-10-06"), (None, "")]
    first, *others = dealing.propose(field, shots)
    assert first.target.id == row
    assert others == [None, None]
    visit(field, establishment(field, "Hai"), "2026-10-05")
    assert dealing.propose(field, shots[:1]) == [None]


def test_too_far_away_is_no_proposal(field):
    owner = establishment(field, "Xa", moved(HERE, 900))
    visit(field, owner, "2026-10-05")
    assert dealing.propose(field, [(HERE, "2026-10-05")]) == [None]


def test_sites_of_an_establishment_count(field):
    owner = establishment(field, "Có xưởng hai")
    values = {"name": "Có xưởng hai"}
    site = {"latitude": HERE.latitude, "longitude": HERE.longitude, "name": "Xưởng 2"}
    kind = records.declared("site")
    site = {name: value for name, value in site.items() if name in kind}
    records.save_record(field, "establishment", owner, values, {"sites": [{**site, "commune_code": "31441"}]})
    (found,) = dealing.propose(field, [(HERE, "")])
    assert found.target.id == owner


def test_known_place(field):
    assert dealing.known_place(field, establishment(field, "Có", HERE)) == HERE
    assert dealing.known_place(field, establishment(field, "Chưa")) is None
