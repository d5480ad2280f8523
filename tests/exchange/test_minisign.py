"""Minisign signatures: one form, and every change to it noticed."""

from __future__ import annotations

import pytest

from kcdesk.exchange import minisign
from kcdesk.exchange.keys import DeviceKey
from kcdesk.model.problems import UserError

KEY = DeviceKey.from_seed(bytes(range(32)))
TEXT = minisign.sign(b"message", KEY, "kcdesk bundle 1 to age1x").encode("ascii")


def test_trusted_comment_comes_back() -> None:
    assert minisign.verify(b"message", TEXT, KEY.public) == "kcdesk bundle 1 to age1x"


def test_every_flipped_bit_is_noticed() -> None:
    for at in range(len(TEXT)):
        for bit in range(8):
            wrong = bytearray(TEXT)
            wrong[at] ^= 1 << bit
            with pytest.raises(UserError):
                minisign.verify(b"message", bytes(wrong), KEY.public)


def test_every_truncation_and_addition_is_noticed() -> None:
    for length in range(len(TEXT)):
        with pytest.raises(UserError):
            minisign.verify(b"message", TEXT[:length], KEY.public)
    for more in (b"\n", b"x", b"\0", TEXT, b"y" * minisign.MAX_TEXT):
        with pytest.raises(UserError):
            minisign.verify(b"message", TEXT + more, KEY.public)


def test_other_message_or_key_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        minisign.verify(b"messagE", TEXT, KEY.public)
    assert refused.value.code == "bad_signature"
    with pytest.raises(UserError):
        minisign.verify(b"message", TEXT, DeviceKey.from_seed(bytes(32)).public)


def test_signature_that_is_not_prehashed_is_refused() -> None:
    with pytest.raises(UserError):
        minisign.verify(b"message", TEXT.replace(b"\nRU", b"\nRW"), KEY.public)


@pytest.mark.parametrize("comment", ["hai\ndòng", "đ", "\x00", "x" * minisign.MAX_COMMENT + "y"])
def test_comment_must_be_printable_and_bounded(comment: str) -> None:
    with pytest.raises(ValueError, match="trusted comment"):
        minisign.sign(b"message", KEY, comment)
