"""Handing over: everything arrives, the old laptop writes no more, the province takes the successor and only him."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from kcdesk.exchange import parts
from kcdesk.model.problems import UserError
from kcdesk.work import (
    attachments,
    bequest,
    bundles,
    grants,
    handover,
    opened,
    photos,
    receipts,
    records,
    taking_over,
    trust,
)
from kcdesk.work.bundles import Wanted
from kcdesk.work.trust import Standing
from tests.work import desks

PHRASE = "một hai ba bốn năm sáu"


def record(desk, name="Cơ sở bánh tráng Út Mười", **values):
    given = {**desks.ESTABLISHMENT, "name": name, **values}
    return records.save_record(desk, "establishment", None, given, {"products": [{"name": "Bánh tráng"}]}).id


def noise(seed):
    """A picture that does not become small when it is packed."""
    target = io.BytesIO()
    Image.frombytes("L", (500, 500), random.Random(seed).randbytes(250_000)).save(target, "JPEG", quality=90)
    return target.getvalue()


def send(desk, office, folder, **wanted):
    return [bundles.apply_import(office, made.path) for made in bundles.export(desk, folder, Wanted(**wanted))]


def answer(office, desk, folder, code="CTV07"):
    return [bundles.apply_import(desk, made.path) for made in bundles.export(office, folder, Wanted(to=code))]


@pytest.fixture
def known(office, field):
    desks.introduce(office, field)
    return office, field


def given(desk, folder, **how):
    return handover.give(desk, folder, **(how or {"passphrase": PHRASE})).paths[0]


def taken(path, home, **how):
    clock = desks.Ticking()
    return taking_over.create(home, desks.PASSWORD, path, passphrase=PHRASE, clock=clock, cost=desks.CHEAP, **how)


def test_everything_goes_to_the_new_laptop_and_from_there_to_the_province(known, tmp_path):
    office, field = known
    confirmed, secret = record(field), record(field, "Chưa hỏi", consent="chua_hoi", consent_on=None)
    send(field, office, tmp_path)
    answer(office, field, tmp_path)
    unsent = record(field, "Chưa gửi")
    path = given(field, tmp_path / "usb")
    new, done = taken(path, tmp_path / "may-moi")
    with new:
        assert done.records == {"establishment": 3}
        assert new.profile == field.profile
        assert new.settings == field.settings
        for row in (confirmed, secret, unsent):
            assert new.store.get("establishment", row) == field.store.get("establishment", row)
        assert new.store.doctor() == []
        added = record(new, "Ghi trên máy mới")
        assert new.store.get("establishment", added)["code"] == "CS-31441-CTV07-004"
        (report,) = send(new, office, tmp_path)
        assert (report.state, report.held, report.sender.code) == ("merged", 0, "CTV07")
        assert {str(one["id"]) for one in office.store.rows("establishment")} == {confirmed, secret, unsent, added}
        assert office.store.get("establishment", secret).get("phone") is None
        assert trust.find(office, field.device_id).state is Standing.REPLACED
        back = answer(office, new, tmp_path)
        assert back[-1].confirmed == bundles.sent_positions(new)[1] == new.store.head()[0]
        assert office.store.doctor() == new.store.doctor() == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_handover_in_several_parts_is_whole_when_all_have_come(known, tmp_path, monkeypatch, order):
    """More than one file may hold: each part opens alone, in any order, and what is still to come is said."""
    office, field = known
    rows = [record(field, f"Cơ sở {number}") for number in range(3)]
    for number, row in enumerate(rows):
        attachments.add(field, "establishment", row, photos.fit(noise(number), "anh.jpg"), "anh_xuong")
    monkeypatch.setattr(parts, "_MOST_PACKED", 350_000)
    paths = handover.give(field, tmp_path / "usb", passphrase=PHRASE).paths
    assert len(paths) > 1
    first, *others = paths[::order]
    new, _done = taken(first, tmp_path / "may-moi")
    with new:
        for path in others:
            assert new.store.meta.get(opened.TAKING_OVER)[1]
            taking_over.take(new, path, passphrase=PHRASE)
        assert new.store.meta.get(opened.TAKING_OVER) == []
        assert receipts.missing_files(new) == []
        for row in rows:
            assert new.store.get("establishment", row) == field.store.get("establishment", row)
        assert new.store.doctor() == []
        record(new, "Ghi trên máy mới")
        assert {(one.state, one.held) for one in send(new, office, tmp_path)} == {("merged", 0)}
        assert receipts.missing_files(office) == []


def test_the_old_laptop_writes_no_more_but_goes_on_sending(known, tmp_path):
    office, field = known
    row = record(field)
    given(field, tmp_path)
    with pytest.raises(UserError) as refused:
        records.save_record(field, "establishment", row, {"phone": "0900000002"})
    assert refused.value.code == "handed_over"
    with pytest.raises(UserError):
        records.delete_record(field, "establishment", row)
    (report,) = send(field, office, tmp_path)
    assert report.state == "merged"
    answer(office, field, tmp_path)
    assert bundles.sent_positions(field)[1] == grants.handed_over(field).position
    send(field, office, tmp_path)  # tells the receipt
    with pytest.raises(UserError) as nothing:
        send(field, office, tmp_path)
    assert nothing.value.code == "nothing_new"


def test_what_the_old_laptop_sends_late_is_taken_and_nothing_beyond(known, tmp_path):
    office, field = known
    record(field)
    late = bundles.export(field, tmp_path, Wanted())[0].path
    path = given(field, tmp_path)
    new, _done = taken(path, tmp_path / "may-moi")
    with new:
        send(new, office, tmp_path)
    assert bundles.apply_import(office, late).state == "merged"
    field.store.meta.drop(grants.HANDED_OVER)
    record(field, "Ghi lén")
    (report,) = send(field, office, tmp_path)
    assert (report.state, report.reason) == ("held", "replaced_sender")
    assert office.store.count("establishment") == 1


def test_only_the_first_successor_is_taken(known, tmp_path):
    office, field = known
    record(field)
    path = given(field, tmp_path)
    first, _done = taken(path, tmp_path / "mot")
    second, _done = taken(path, tmp_path / "hai")
    with first, second:
        assert send(first, office, tmp_path)[0].state == "merged"
        (report,) = send(second, office, tmp_path)
        assert (report.state, report.reason) == ("held", "second_successor")


def test_a_named_successor_takes_over_with_his_own_key_and_code(known, tmp_path):
    office, field = known
    row = record(field)
    with desks.collaborator(tmp_path / "ctv12", "CTV12") as heir:
        path = given(field, tmp_path, to=heir.fingerprint, recipient=heir.recipient, code="CTV12")
        with pytest.raises(UserError) as unsure:
            taking_over.take(heir, path)
        assert unsure.value.code == "confirm_sender"
        with pytest.raises(UserError) as wrong:
            taking_over.take(heir, path, fingerprint=office.fingerprint)
        assert wrong.value.code == "wrong_fingerprint"
        assert heir.store.head()[0] == 0
        taking_over.take(heir, path, fingerprint=field.fingerprint)
        records.save_record(heir, "establishment", row, {"phone": "0900000009"})
        (report,) = send(heir, office, tmp_path)
        assert (report.state, report.held) == ("merged", 0)
        assert office.store.get("establishment", row)["phone"] == "0900000009"
        with desks.collaborator(tmp_path / "la", "CTV13") as stranger, pytest.raises(UserError) as refused:
            taking_over.take(stranger, path, fingerprint=field.fingerprint)
        assert refused.value.code in {"not_for_me", "no_key", "wrong_key"}


def test_a_handover_comes_into_an_empty_workspace_only(known, tmp_path):
    _office, field = known
    record(field)
    path = given(field, tmp_path)
    with desks.collaborator(tmp_path / "khac") as other:
        record(other)
        head = other.store.head()
        with pytest.raises(UserError) as refused:
            taking_over.take(other, path, passphrase=PHRASE)
        assert refused.value.code == "not_empty"
        assert other.store.head() == head
    with pytest.raises(UserError) as wrong:
        taking_over.create(tmp_path / "moi", desks.PASSWORD, path, passphrase="sai mật khẩu rồi")
    assert wrong.value.code
    assert not (tmp_path / "moi").exists()


def test_how_a_handover_is_sealed_is_asked_for(field, office, tmp_path):
    for how, code in (({}, "how_to_seal"), ({"passphrase": "abc"}, "weak_password"),
                      ({"recipient": office.recipient}, "no_successor"),
                      ({"recipient": office.recipient, "to": field.fingerprint}, "own_key")):  # fmt: skip
        with pytest.raises(UserError) as refused:
            handover.give(field, tmp_path, **how)
        assert refused.value.code == code
    assert grants.handed_over(field) is None
    with pytest.raises(UserError) as province:
        handover.give(office, tmp_path, passphrase=PHRASE)
    assert province.value.code == "province_copies"


def test_a_bequest_of_another_form_is_refused_in_one_sentence(field):
    whole = handover._private(field, handover._ending(field, "", "CTV07"))
    assert bequest.read(({"handover": whole},)).profile == field.profile
    bad = [
        {}, {**whole, "seed": "AAAA"}, {**whole, "seed": "é"}, {**whole, "profile": None}, {**whole, "ages": ["x"]},
        {**whole, "profile": {**whole["profile"], "code": 7}}, {**whole, "profile": {"communes": []}},
        {**whole, "profile": {**whole["profile"], "communes": "31441"}}, {**whole, "counters": {"a": "b"}},
        {**whole, "counters": [1]}, {**whole, "mark": "a b"}, {**whole, "confirmed": "x"}, {**whole, "settings": 3},
    ]  # fmt: skip
    for one in bad:
        with pytest.raises(UserError) as refused:
            bequest.read(({"handover": one},))
        assert refused.value.code in {"wrong_kind", "bad_identity"}
    for items in ((), ({"handover": "x"},), ({"handover": None},)):
        with pytest.raises(UserError):
            bequest.read(items)
