"""The return sheet: the province asks, the collaborator takes, answers or proves, and it goes back."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, records, reviews, undoing
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def asked(tmp_path):
    """A record about which the province asked three things."""
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        row = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "workers_total": 3}).id
        _pass(field, office, tmp_path)
        reviews.ask(office, "establishment", row, "phone", "Thiếu một chữ số.", suggested="0900 000 002")
        reviews.ask(office, "establishment", row, "legal_form", "Có phải HTX?", suggested="HTX")
        reviews.ask(office, "establishment", row, "", "Cần báo giá.", due_on=date(2026, 11, 30))
        _pass(office, field, tmp_path, to="CTV07")
        yield office, field, row, tmp_path


def _pass(giver, taker, folder, **wanted):
    for one in bundles.export(giver, folder, Wanted(**wanted)):
        bundles.apply_import(taker, one.path)


def _by_field(desk):
    return {one.field: one for one in reviews.questions(desk)}


def test_questions_arrive_with_old_value_words_and_suggestion(asked):
    _office, field, row, _folder = asked
    found = _by_field(field)
    assert reviews.questions(field)[0].field == ""  # what has a last day comes first
    assert found[""].days_left == 7
    phone = found["phone"]
    assert (phone.row, phone.words, phone.by, phone.now_by) == (row, "Thiếu một chữ số.", "TINH92", "CTV07")
    assert phone.now.replace(" ", "") == "0900000001"
    assert phone.suggested.replace(" ", "") == "0900000002"
    assert phone.can_take
    assert found["legal_form"].suggested == "Hợp tác xã"


def test_taking_a_suggestion_is_one_save_that_comes_back_to_the_province(asked):
    office, field, row, folder = asked
    save = reviews.take_suggested(field, _by_field(field)["phone"])
    reviews.take_suggested(field, _by_field(field)["legal_form"])
    assert reviews.count(field) == 1
    assert records.load(field, "establishment", row).record["legal_form"] == "HTX"
    undoing.undo(field, save)
    assert reviews.count(field) == 2
    assert records.load(field, "establishment", row).record["phone"].endswith("01")
    reviews.put(field, _by_field(field)["phone"], "0900 000 003")
    paper = folder / "báo giá.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    reviews.prove(field, _by_field(field)[""], paper, "bao_gia")
    assert reviews.count(field) == 0
    _pass(field, office, folder)
    answered = reviews.questions(office, reviews.ANSWERED)
    assert sorted(one.field for one in answered) == ["", "legal_form", "phone"]
    assert any("báo giá.pdf" in one.answer for one in answered)
    assert records.load(office, "establishment", row).record["phone"].endswith("03")
    for one in answered[1:]:
        reviews.close(office, one.id)
    reviews.ask_again(office, answered[0].id, "Ảnh mờ quá.")
    assert (reviews.count(office), reviews.count(office, reviews.CLOSED)) == (1, 2)
    assert office.store.doctor() == field.store.doctor() == []


def test_what_does_not_fit_is_refused(asked):
    office, field, row, _folder = asked
    question = _by_field(field)["phone"]
    position = field.store.head()
    for act in (
        lambda: reviews.answer(field, question.id, "  "),
        lambda: reviews.put(field, _by_field(field)["legal_form"], "không có"),
        lambda: reviews.ask(office, "establishment", row, "workers_total", "Mấy người?", suggested="nhiều"),
        lambda: reviews.ask(office, "establishment", row, "phone", " "),
    ):
        with pytest.raises(UserError):
            act()
    assert field.store.head() == position
