"""Where records stand as they travel: not sent, sent, received; and a correction stands as not sent again."""

from __future__ import annotations

from kcdesk.work import bundles, records
from kcdesk.work.listing import Listings, ListQuery
from kcdesk.work.making import Wanted
from kcdesk.work.standing import STATE, Standing, filters, sign_of, standing_words
from tests.work import desks


def _ids(desk, standing, search=""):
    query = ListQuery("establishment", ("name",), search=search, where={STATE: standing.value})
    return {row.id for row in Listings(desk).find(query).first}


def test_a_record_goes_from_not_sent_to_received_and_a_correction_begins_anew(office, field, tmp_path):
    desks.introduce(office, field)
    rows = [
        records.save_record(
            field, "establishment", None, desks.ESTABLISHMENT | {"name": name, "phone": f"090000000{at}"}
        ).id
        for at, name in enumerate(("Lò bánh tráng Một", "Lò bánh tráng Hai"))
    ]
    assert _ids(field, Standing.UNSENT) == set(rows)
    made = bundles.export(field, tmp_path)
    assert _ids(field, Standing.UNSENT) == set()
    assert _ids(field, Standing.MADE) == set(rows)
    bundles.apply_import(office, made[0].path)
    answer = bundles.export(office, tmp_path, Wanted(to="CTV07"))
    bundles.apply_import(field, answer[0].path)
    assert _ids(field, Standing.CONFIRMED) == set(rows)
    records.save_record(field, "establishment", rows[0], {"address": "Ấp 9"})
    assert (_ids(field, Standing.UNSENT), _ids(field, Standing.CONFIRMED)) == ({rows[0]}, {rows[1]})
    assert _ids(field, Standing.UNSENT, search="hai") == set()
    assert (
        Listings(field)
        .find_first(ListQuery("establishment", ("name",), search="mot", where={STATE: "unsent"}))
        .is_whole
    )


def test_every_standing_has_a_word_and_a_sign_of_its_own_level():
    for standing in Standing:
        level, word = standing_words(standing, 2)
        assert level in ("quiet", "good", "warning", "error", "note") and word and sign_of(standing)
    assert standing_words(Standing.RETURNED)[1] != standing_words(Standing.RETURNED, is_province=True)[1]
    assert Standing.UNSENT not in filters(is_province=True)
