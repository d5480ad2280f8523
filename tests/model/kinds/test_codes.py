"""Codes, ids and checksums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.fields import Field
from kcdesk.model.kinds import CODE, CODES, KINDS, REFERENCE, SHA256, ValueProblem

COMMUNE = Field(name="commune_code", kind=CODE, label="Xã", code_table="communes")
AREA = Field(name="communes", kind=CODES, label="Địa bàn", code_table="communes")
OWNER = Field(name="owner_id", kind=REFERENCE, label="Hồ sơ")
FILE = Field(name="sha256", kind=SHA256, label="Tệp")
ROW = "019a0000-0000-7000-8000-00000000000a"


def test_codes_are_text() -> None:
    assert CODE.parse(" 01234 ", COMMUNE).value == "01234"
    assert CODE.normalise("ND03.01", COMMUNE) == "ND03.01"
    for bad in (31441, "31 441", "a/b", "x" * 31, True):
        with pytest.raises(ValueProblem):
            CODE.normalise(bad, COMMUNE)


def test_several_codes_are_sorted_once_each() -> None:
    assert CODES.parse("31459, 31441;31459", AREA).value == ("31441", "31459")
    assert CODES.parse(CODES.format(("31441", "31459"), AREA), AREA).value == ("31441", "31459")
    for bad in ("31441", [31441], ["a b"]):
        with pytest.raises(ValueProblem):
            CODES.normalise(bad, AREA)


def test_ids_are_small_letters_with_hyphens() -> None:
    assert REFERENCE.normalise(ROW.upper(), OWNER) == ROW
    for bad in (ROW.replace("-", ""), "1", 7, f"{ROW}0"):
        with pytest.raises(ValueProblem):
            REFERENCE.normalise(bad, OWNER)


@given(st.uuids().map(str))
def test_ids_come_back(row: str) -> None:
    assert REFERENCE.parse(REFERENCE.format(row, OWNER), OWNER).value == row


@given(st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_checksums_come_back(digest: str) -> None:
    assert SHA256.parse(SHA256.format(digest, FILE), FILE).value == digest


def test_a_short_checksum_is_refused() -> None:
    with pytest.raises(ValueProblem):
        SHA256.normalise("abc", FILE)


def test_kinds_have_names_of_their_own_and_take_nothing() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        field = Field(name="x", kind=kind, label="x")
        assert kind.parse("", field).value is None, kind.name
        assert kind.normalise(None, field) is None
        assert kind.format(None, field) == ""
