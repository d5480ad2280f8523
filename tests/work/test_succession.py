"""Another owner, name or legal form: what stays, what starts anew, and the old names are still found."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import past, records, succession, undoing
from tests.work import desks

OLD = desks.ESTABLISHMENT | {"tax_code": "0312345678", "registration_number": "64A8012345", "zalo": "0900000002"}


@pytest.fixture
def row(field):
    return records.save_record(field, "establishment", None, OLD, {"products": [{"name": "Bánh tráng"}]}).id


def test_a_new_owner_is_asked_for_consent_afresh_and_takes_nothing_of_the_former_one(field, row):
    succession.succeed(field, row, {"representative": "Trần Văn Mới", "changed_on": "2026-10"})
    record = field.store.get("establishment", row)
    assert (record["representative"], record["consent"]) == ("Trần Văn Mới", "chua_hoi")
    for name in ("phone", "zalo", "consent_on", "consent_method", "consent_notice", "consent_by"):
        assert record.get(name) is None, name
    assert record["former_owners"] == OLD["representative"]
    assert (record["tax_code"], record["changed_on"]) == ("0312345678", "2026-10")


def test_what_the_establishment_is_and_has_done_stays(field, row):
    before = field.store.get("establishment", row)
    succession.succeed(field, row, {"representative": "Trần Văn Mới", "phone": "0911111111"})
    after = field.store.get("establishment", row)
    for name in ("code", "name", "commune_code", "address", "trade_group", "main_trade", "tax_code"):
        assert after[name] == before[name], name
    assert after["phone"] == "0911111111"
    assert len(field.store.children("establishment", row)["products"]) == 1


def test_a_new_legal_form_begins_with_a_new_tax_code_and_registration(field, row):
    succession.succeed(field, row, {"legal_form": "TNHH", "name": "Công ty TNHH Bánh tráng Út Mười"})
    record = field.store.get("establishment", row)
    assert (record.get("tax_code"), record.get("registration_number")) == (None, None)
    assert record["former_tax_codes"] == "0312345678"
    assert record["consent"] == "dong_y"


def test_old_name_owner_and_tax_code_are_still_found(field, row):
    new = {"name": "Lò bún Phú Ninh", "representative": "Trần Văn Mới", "legal_form": "TNHH", "phone": "0911111111"}
    succession.succeed(field, row, new)
    for text in ("ut muoi", "vi du", "0312345678", "phu ninh"):
        found = records.list_page(field, "establishment", search=text)
        assert [one["id"] for one in found.rows] == [row], text


def test_a_second_change_adds_to_the_former_names(field, row):
    for name in ("Tên Hai", "Tên Ba"):
        succession.succeed(field, row, {"name": name})
    assert field.store.get("establishment", row)["former_names"].splitlines() == [OLD["name"], "Tên Hai"]


def test_the_history_tells_it_as_one_step_that_can_be_taken_back(field, row):
    saved = succession.succeed(field, row, {"representative": "Trần Văn Mới"})
    names = {line.name for line in past.of_record(field, row)[0].lines}
    assert {"representative", "former_owners", "consent"} <= names
    undoing.undo(field, saved.save)
    record = field.store.get("establishment", row)
    assert (record["representative"], record["consent"]) == (OLD["representative"], "dong_y")
    assert record.get("former_owners") is None


def test_nothing_new_is_refused(field, row):
    with pytest.raises(UserError, match="Chưa có gì thay đổi"):
        succession.succeed(field, row, {"name": OLD["name"], "phone": "0911111111"})


def test_what_is_given_stands_also_where_it_is_as_before(field, row):
    succession.succeed(field, row, {"representative": "Trần Văn Mới", "phone": OLD["phone"]})
    assert field.store.get("establishment", row)["phone"] == OLD["phone"]
