"""The province's settings: signed, numbered, confirmed once by fingerprint."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import settings, trust
from kcdesk.work.trust import Standing
from tests.work import desks


@pytest.fixture
def issued(office, tmp_path):
    """The first settings of the province."""
    listed = [{"code": "ctv07", "communes": ["31441", "31321"]}]
    return settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=listed, legal_basis="quan_ly_nha_nuoc")


def test_looking_changes_nothing(field, issued):
    look = settings.look(field, issued.path)
    assert (look.serial, look.unit, look.fingerprint) == (1, "Trung tâm Khuyến công", issued.fingerprint)
    assert (look.known, look.newer, look.communes) == (False, True, ("31441", "31321"))
    assert field.settings == {}


def test_settings_bring_keys_devices_communes_and_the_legal_basis(office, field, issued):
    applied = settings.settings_import(field, issued.path, fingerprint=issued.fingerprint.lower())
    assert applied.confirmed
    assert applied.changed
    assert field.settings["recipients"] == [office.recipient]
    assert field.profile.communes == ("31441", "31321")
    assert field.context().legal_basis == "quan_ly_nha_nuoc"
    known = trust.find(field, office.device_id)
    assert (known.state, known.province) == (Standing.TRUSTED, True)
    assert not settings.settings_import(field, issued.path).changed


def test_without_the_fingerprint_they_are_not_confirmed_until_it_is_read(field, issued):
    assert not settings.settings_import(field, issued.path).confirmed
    assert not settings.look(field, issued.path).known
    assert settings.settings_import(field, issued.path, fingerprint=issued.fingerprint).confirmed
    assert settings.look(field, issued.path).known


def test_a_wrong_fingerprint_is_refused(field, issued):
    with pytest.raises(UserError) as caught:
        settings.settings_import(field, issued.path, fingerprint=field.fingerprint)
    assert caught.value.code == "wrong_fingerprint"
    assert field.settings == {}


def test_an_older_serial_is_refused(office, field, issued, tmp_path):
    newer = settings.settings_export(office, tmp_path / "moi.kcs")
    settings.settings_import(field, newer.path, fingerprint=newer.fingerprint)
    with pytest.raises(UserError) as caught:
        settings.settings_import(field, issued.path)
    assert caught.value.code == "older_settings"
    assert field.settings["serial"] == newer.serial == 2
    assert field.settings["collaborators"] == [{"code": "CTV07", "communes": ["31441", "31321"]}]


def test_settings_of_another_unit_or_province_are_refused(field, issued, tmp_path):
    settings.settings_import(field, issued.path, fingerprint=issued.fingerprint)
    with desks.province(tmp_path / "gia") as other:
        forged = settings.settings_export(other, tmp_path / "gia.kcs")
    with pytest.raises(UserError) as caught:
        settings.settings_import(field, forged.path)
    assert caught.value.code == "other_unit"
    with desks.collaborator(tmp_path / "hue", communes=("19789",)) as elsewhere, pytest.raises(UserError) as caught:
        settings.settings_import(elsewhere, issued.path)
    assert caught.value.code == "other_province"


def test_a_flipped_bit_is_refused(field, issued):
    whole = bytearray(issued.path.read_bytes())
    for place in range(60, len(whole), len(whole) // 12):
        spoilt = bytearray(whole)
        spoilt[place] ^= 4
        issued.path.write_bytes(spoilt)
        with pytest.raises(UserError):
            settings.settings_import(field, issued.path)
    assert field.settings == {}


def test_only_who_has_the_unit_key_issues_settings(field, tmp_path):
    with pytest.raises(UserError) as caught:
        settings.settings_export(field, tmp_path / "x.kcs")
    assert caught.value.code == "no_unit_key"


def test_a_second_laptop_of_the_province_signs_with_the_same_key(office, field, issued, tmp_path):
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.profile import Profile, Role

    key = trust.export_unit_key(office, tmp_path / "khoa.txt")
    profile = Profile(role=Role.PROVINCE, code="TINH92B", name="Phòng khác", province="92")
    home = tmp_path / "tinh-b"
    with Desk.create(home, desks.PASSWORD, profile, unit_key=key.read_bytes(), cost=desks.CHEAP) as second:
        assert second.unit_fingerprint == office.unit_fingerprint
        settings.settings_import(second, issued.path)
        again = settings.settings_export(second, tmp_path / "b.kcs")
    settings.settings_import(field, issued.path, fingerprint=issued.fingerprint)
    assert settings.settings_import(field, again.path).confirmed
    assert len(field.settings["recipients"]) == 2
    with pytest.raises(UserError):
        Desk.create(tmp_path / "y", desks.PASSWORD, profile, unit_key=b"khong phai khoa", cost=desks.CHEAP)


def test_keys_are_written_for_public_tools(field, tmp_path):
    files = trust.export_keys(field, tmp_path / "k", private=True)
    assert [path.name for path in files] == ["sender.pub", "recipient.txt", "identity.txt"]
    assert files[1].read_text(encoding="utf-8").strip() == field.recipient
    assert files[2].stat().st_mode & 0o077 == 0
    trust.export_keys(field, tmp_path / "o")
    assert not (tmp_path / "o" / "identity.txt").exists()


def test_trust_refuses_what_cannot_be_meant(field, office):
    for typed, code in (("K7F3", "CTV07"), (office.fingerprint, "ctv 07"), (field.fingerprint, "CTV07")):
        with pytest.raises(UserError):
            trust.trust(field, typed, code)
    with pytest.raises(UserError):
        trust.revoke(field, office.fingerprint)
    trust.trust(office, field.fingerprint, "CTV07")
    with pytest.raises(UserError) as caught:
        trust.trust(office, field.fingerprint, "CTV08")
    assert caught.value.code == "other_code"
