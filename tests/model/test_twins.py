"""What speaks for two establishments being one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model.twins import WORDS, Likeness, Reason, Sketch, compare, metres, phones, sketch

LO = Sketch("a", "Lò bánh tráng Út Mười", "31441", "1800123456", frozenset({"0912345678"}), "nguyen van muoi")


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Sketch("b", "Khác hẳn", "00001", "1800123456"), (Reason.TAX_CODE,)),
        (Sketch("b", "Chi nhánh", "00001", "1800123456-001"), (Reason.TAX_BRANCH,)),
        (Sketch("b", "HKD Bánh Tráng ÚT MƯỜI", "31441"), (Reason.NAME,)),
        (Sketch("b", "CSSX banh trang ut muoi", "31441"), (Reason.NAME,)),
        (Sketch("b", "Nhà máy xay", "31441", "", frozenset({"0912345678"})), (Reason.PHONE,)),
    ],
)
def test_what_two_have_in_common_is_named(other: Sketch, reasons: tuple[Reason, ...]) -> None:
    named = Sketch("a", "Bánh tráng Út Mười", "31441", "1800123456", LO.phones, LO.person)
    found = compare(named, other)
    assert found is not None and found.reasons == reasons
    assert all(WORDS[reason] for reason in found.reasons)


def test_a_name_counts_only_within_a_commune_and_a_person_alone_is_not_enough() -> None:
    assert compare(LO, Sketch("b", LO.name, "31459")) is None
    assert compare(LO, Sketch("b", "Xưởng mộc", "31441", person=LO.person)) is None
    assert compare(LO, Sketch("b", "Xưởng mộc", "31441")) is None


def test_another_tax_code_speaks_against_it() -> None:
    same = Sketch("b", LO.name, LO.commune)
    assert compare(LO, same) == Likeness(75, (Reason.NAME,))
    assert compare(LO, Sketch("b", LO.name, LO.commune, "0300999888")) is None


@given(st.data())
def test_comparing_is_symmetric_and_within_bounds(data: st.DataObject) -> None:
    names = st.sampled_from(("Lò bánh tráng Út Mười", "HTX Út Mười", "Cơ sở mộc", ""))
    made = st.builds(
        Sketch,
        row=st.sampled_from("ab"), name=names, commune=st.sampled_from(("31441", "31459", "")),
        tax_code=st.sampled_from(("", "1800123456", "1800123456-002", "99")),
        phones=st.frozensets(st.sampled_from(("0912345678", "0912345679")), max_size=2),
        person=st.sampled_from(("", "nguyen van a")),
        point=st.none() | st.tuples(st.floats(8, 23), st.floats(102, 110)),
    )  # fmt: skip
    one, two = data.draw(made), data.draw(made)
    assert compare(one, two) == compare(two, one)
    found = compare(one, two)
    assert found is None or (50 <= found.score <= 100 and found.reasons)


def test_telephone_numbers_are_read_as_people_write_them() -> None:
    assert phones(["0912.345.678; 02933 123 456", "+84 912 345 678", "12"]) == {"0912345678", "02933123456"}


def test_a_record_becomes_a_sketch_and_metres_are_metres() -> None:
    made = sketch({"id": "x", "name": "A", "latitude": 9.77, "longitude": 105.47, "phone": "0912345678"})
    assert made.row == "x" and made.point == (9.77, 105.47) and made.phones == {"0912345678"}
    assert sketch({"latitude": 9.77}).point is None
    assert metres((10.0, 105.0), (10.0009, 105.0)) == pytest.approx(100, abs=1)
