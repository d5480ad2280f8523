"""Keys, fingerprints and the texts in which keys are handed on."""

from __future__ import annotations

from hashlib import sha256

import pytest

from kcdesk.exchange import keys
from kcdesk.exchange.keys import AgeIdentity, DeviceKey, UnitKey
from kcdesk.model.problems import UserError

KEY = DeviceKey.from_seed(bytes(range(32)))


def test_device_id_is_eighty_bits_of_the_key_in_base32() -> None:
    digest = int.from_bytes(sha256(b"kcdesk device 1" + KEY.public).digest()[:10], "big")
    letters = "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[digest >> shift & 31] for shift in range(75, -1, -5))
    assert KEY.device_id == letters
    assert KEY.fingerprint.replace(" ", "") == letters
    assert [len(group) for group in KEY.fingerprint.split()] == [4, 4, 4, 4]


def test_fingerprint_is_read_as_it_was_heard() -> None:
    said = keys.fingerprint("OIB2OIB2OIB2OIB2").lower().replace("o", "0").replace(" ", " - ")
    assert keys.read_fingerprint(said) == "OIB2OIB2OIB2OIB2"


@pytest.mark.parametrize("typed", ["", "K7F3", "K7F3 Q2M9 AXBW 4TZ", "K7F3 Q2M9 AXBW 4TZĐ", "K" * 17])
def test_fingerprint_of_another_form_is_refused(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        keys.read_fingerprint(typed)
    assert refused.value.code == "bad_fingerprint"


def test_signature_is_bound_to_key_and_message() -> None:
    signature = KEY.sign(b"one")
    assert keys.verify(KEY.public, b"one", signature)
    assert not keys.verify(KEY.public, b"two", signature)
    assert not keys.verify(DeviceKey.from_seed(bytes(32)).public, b"one", signature)
    assert not keys.verify(KEY.public, b"one", signature[:-1])
    assert not keys.verify(b"short", b"one", signature)


def test_public_key_text_has_one_form() -> None:
    assert keys.read_public(KEY.public_text) == KEY.public
    for wrong in (
        "",
        KEY.public_text[:-1],
        KEY.public_text + "=",
        KEY.public_text[:-4],
        "é" * 44,
        KEY.public_text + "\n",
    ):
        with pytest.raises(ValueError, match=r"."):
            keys.read_public(wrong)


def test_secrets_do_not_show_in_representations() -> None:
    unit = UnitKey.from_seed(bytes(range(32)), "92")
    shown = repr(KEY) + repr(unit)
    assert unit.recovery.text not in shown
    assert repr(bytes(range(32))) not in shown


def test_identity_text_round_trip() -> None:
    identity = AgeIdentity.generate()
    assert AgeIdentity.from_text(identity.text) == identity
    assert AgeIdentity.from_text(identity.file_text) == identity
    assert keys.checked_recipient(identity.recipient) == identity.recipient


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", "age1abc", "AGE-SECRET-KEY-1X\nAGE-SECRET-KEY-1Y", "\0"])
def test_identity_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        AgeIdentity.from_text(text)


@pytest.mark.parametrize(
    "text", ["", "age1", "age1" + "q" * 58, "AGE1" + "Q" * 58, "ssh-ed25519 AAAA", "age1" + "é" * 58]
)
def test_recipient_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        keys.checked_recipient(text)


def test_unit_key_text_round_trip_also_typed_from_paper() -> None:
    unit = UnitKey.from_seed(bytes(range(32)), "92")
    assert UnitKey.from_text(unit.to_text()) == unit
    typed = unit.to_text().replace("\n", "\r\n").replace(" AAAQ", "  AAAQ")
    assert UnitKey.from_text(typed) == unit


def test_every_mistyped_letter_of_a_unit_key_is_noticed() -> None:
    text = UnitKey.from_seed(bytes(range(32)), "92").to_text()
    start = text.index("kcdesk unit key")
    for at in range(start, len(text)):
        if text[at].isspace():
            continue
        wrong = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        if wrong.upper() == text.upper():
            continue
        with pytest.raises(UserError):
            UnitKey.from_text(wrong)


def test_other_text_is_no_unit_key() -> None:
    for text in ("", "kcdesk unit key 1\n", "hello\n" * 100, "kcdesk unit key 1\n" + "x: y\n" * 30):
        with pytest.raises(UserError):
            UnitKey.from_text(text)
