"""Grants: forged ones are refused, those of a revoked device and second ones held, in one sentence each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kcdesk.exchange import grants as signing
from kcdesk.exchange.grants import Grant, Reason, Signer
from kcdesk.exchange.keys import DeviceKey
from kcdesk.model.problems import UserError
from kcdesk.work import authority, bundles, grants, handover, trust
from kcdesk.work.bootstrap import Desk
from kcdesk.work.bundles import Wanted
from kcdesk.work.trust import Standing
from tests.work import desks
from tests.work.test_handover import PHRASE, given, record, send, taken

OLD, NEW, OTHER = (DeviceKey.from_seed(bytes([number]) * 32) for number in (1, 2, 3))


def granted(**other):
    plain = Grant(
        old=OLD.device_id, old_key=OLD.public_text, new=NEW.device_id, new_key=NEW.public_text, code="CTV07",
        position=5, chain="ab" * 32, ends=True, reason=Reason.HANDOVER, at="2026-11-23T01:00:00.000Z",
    )  # fmt: skip
    return replace(plain, **other)


def test_a_grant_is_read_as_it_was_signed():
    one = signing.signed(granted(), OLD)
    assert signing.read(one.as_item()) == one
    unit = signing.signed(granted(signer=Signer.UNIT), OTHER)
    assert signing.read(unit.as_item()) == unit


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new", OTHER.device_id), ("new_key", ""), ("position", 6), ("chain", "cd" * 32), ("ends", False),
        ("code", "CTV08"), ("at", "2027-11-23T01:00:00.000Z"), ("reason", "lost"), ("signer", "unit"),
        ("old", NEW.device_id), ("old_key", NEW.public_text), ("signer_key", OTHER.public_text),
        ("signature", ""), ("signature", "AAAA"), ("position", -1), ("position", True), ("position", 10**30),
        ("position", "5"), ("chain", "x"), ("new", "x"), ("code", 7), ("reason", "gift"), ("at", "\u0000" * 24),
        ("more", "x"), ("new", None), ("signature", "é" * 20),
    ],
)  # fmt: skip
def test_what_was_changed_after_signing_is_refused(name, value):
    with pytest.raises(UserError) as refused:
        signing.read({**signing.signed(granted(), OLD).as_item(), name: value})
    assert refused.value.code == "bad_grant"
    assert refused.value.message.endswith(".")


def test_a_device_grants_only_its_own_place():
    with pytest.raises(UserError):
        signing.read(signing.signed(granted(), OTHER).as_item())


def bundle_of(desk, folder, *items):
    """A bundle of a laptop that claims these grants."""
    desk.store.meta.set(grants.OWN, [item.as_item() for item in items])
    return bundles.export(desk, folder, Wanted(everything=True))[0].path


def own_grant(old, new, key=None, **other):
    mine = old.identity.device_key()
    plain = granted(
        old=mine.device_id, old_key=mine.public_text, new=new.device_id,
        new_key=new.identity.device_key().public_text, **other,
    )  # fmt: skip
    return signing.signed(plain, key or mine)


@pytest.fixture
def two(office, field, tmp_path):
    """The province, a collaborator that it trusts, and a laptop that it has never heard of."""
    with desks.collaborator(tmp_path / "may-hai") as new:
        desks.introduce(office, field, new)
        office.store.devices.drop(new.device_id)
        yield office, field, new


def test_a_laptop_is_known_by_the_grant_of_one_that_is(two, tmp_path):
    office, field, new = two
    record(new)
    report = bundles.apply_import(office, bundle_of(new, tmp_path, own_grant(field, new)))
    assert (report.state, report.held, report.new) == ("merged", 0, 2)
    assert trust.find(office, new.device_id).state is Standing.TRUSTED
    assert trust.find(office, new.device_id).code == "CTV07"
    assert trust.find(office, field.device_id).state is Standing.REPLACED
    assert grants.latest(office, field.device_id) == new.device_id
    trust.revoke(office, new.fingerprint)
    assert trust.find(office, field.device_id).state is Standing.TRUSTED


@pytest.mark.parametrize("forged", ["key", "signature"])
def test_a_forged_grant_refuses_the_bundle_and_changes_nothing(two, tmp_path, forged):
    office, field, new = two
    record(new)
    honest = own_grant(field, new)
    bad = (
        own_grant(field, new, OTHER) if forged == "key" else replace(honest, signature=own_grant(new, field).signature)
    )
    path = bundle_of(new, tmp_path, bad)
    head = office.store.head()
    for run in (bundles.plan_import, bundles.apply_import, bundles.inspect):
        with pytest.raises(UserError) as refused:
            run(office, path)
        assert refused.value.code == "bad_grant"
    assert office.store.head() == head
    assert bundles.held(office) == []


@pytest.mark.parametrize(
    ("case", "reason"),
    [("revoked", "revoked_grant"), ("unknown", "unknown_grantor"), ("unit", "unknown_grantor"), ("code", "other_code")],
)
def test_a_grant_that_does_not_count_holds_the_bundle(two, tmp_path, case, reason):
    office, field, new = two
    record(new)
    grant = own_grant(field, new)
    if case == "revoked":
        trust.revoke(office, field.fingerprint)
    elif case == "unknown":
        office.store.devices.drop(field.device_id)
    elif case == "unit":
        grant = own_grant(field, new, OTHER, signer=Signer.UNIT)
    else:
        trust.trust(office, OTHER.fingerprint, "CTV08")
        grant = own_grant(field, new, code="CTV08")
    report = bundles.apply_import(office, bundle_of(new, tmp_path, grant))
    assert (report.state, report.reason) == ("held", reason)
    assert authority.reason_words(reason) != reason
    assert office.store.count("establishment") == 0
    assert grants.known(office) == ()


def test_changes_of_a_device_that_is_not_continued_are_held(two, tmp_path):
    office, field, new = two
    record(field)
    new.store.merge([entry.change for entry in field.store.log() if entry.change], "")
    record(new)
    trust.trust(office, new.fingerprint, "CTV07")
    new.store.meta.set(grants.OWN, [own_grant(field, new).as_item()])
    path = bundles.export(new, tmp_path, Wanted())[0].path
    trust.revoke(office, field.fingerprint)
    report = bundles.apply_import(office, path)
    assert (report.state, report.new, report.held) == ("merged", 2, 2)
    assert {one["reason"] for one in bundles.held(office)} == {"other_device"}


def second_again(home):
    return Desk.open(home, desks.PASSWORD, clock=desks.Ticking())


def test_a_successor_may_be_succeeded(office, field, tmp_path):
    desks.introduce(office, field)
    record(field)
    second, _done = taken(given(field, tmp_path), tmp_path / "hai")
    with second:
        record(second, "Máy hai")
        third, _done = taken(given(second, tmp_path), tmp_path / "ba")
    with third:
        record(third, "Máy ba")
        (report,) = send(third, office, tmp_path)
        assert (report.state, report.held) == ("merged", 0)
        assert office.store.count("establishment") == 3
        with second_again(tmp_path / "hai") as second:
            late = bundles.export(second, tmp_path, Wanted())[0].path
        assert bundles.apply_import(office, late).state == "merged"
        states = {one.id: one.state for one in trust.devices(office)}
        assert states[field.device_id] is states[second.device_id] is Standing.REPLACED
        assert states[third.device_id] is Standing.TRUSTED


def test_the_same_handover_can_be_written_again_but_not_for_somebody_else(field, office, tmp_path):
    record(field)
    handover.give(field, tmp_path, passphrase=PHRASE)
    first = grants.handed_over(field)
    handover.give(field, tmp_path, passphrase=PHRASE + " bảy")
    assert grants.handed_over(field) == first
    with pytest.raises(UserError) as refused:
        handover.give(field, tmp_path, to=office.fingerprint, recipient=office.recipient)
    assert refused.value.code == "already_handed_over"
