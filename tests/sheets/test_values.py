"""Cells as people fill them in, addresses as they write them, text from before Unicode."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.model import catalogue
from kcdesk.reference.tables import Reference
from kcdesk.sheets.addresses import Addresses
from kcdesk.sheets.cells import cell_of
from kcdesk.sheets.old_text import Wrong, how_wrong, mend
from kcdesk.sheets.values import Habits, day_and_month, is_ditto, legal_form_of, money_factor, read_cell
from kcdesk.text.encodings import LegacyEncoding, encode

ESTABLISHMENT = catalogue.entity("establishment")
REFERENCE = Reference.load()
ADDRESSES = Addresses(REFERENCE, "92", ("31441", "31459"))
NAMES = ["Cơ sở bánh tráng Bà Tư", "Ấp 3, xã Vị Thủy", "Nguyễn Thị Mười", "Sản xuất nước đá"]


@pytest.mark.parametrize(("field", "raw", "value"), [
    ("capital", "97,8 tr", 97_800_000), ("capital", "1,2 tỷ", 1_200_000_000), ("capital", "50.000.000đ", 50_000_000),
    ("capital", 120.0, 120_000_000), ("capital", "1.250,5", 1_250_500_000), ("capital", "-", None),
    ("phone", 912345678.0, "0912345678"), ("phone", "0939.111.222 - 0293 3571 234", "0939111222"),
    ("phone", "không có", None), ("phone", "+84 912 345 678", "0912345678"), ("phone", "912345678", "0912345678"),
    ("registration_date", 43890.0, "2020-02-29"), ("registration_date", "29.02.2020", "2020-02-29"),
    ("registration_date", date(2020, 2, 29), "2020-02-29"),
    ("registration_date", "ngày 5 tháng 10 năm 2026", "2026-10-05"),
    ("workers_total", "12 người", 12), ("workers_total", 12.0, 12), ("founded_year", "T5/2019", 2019),
    ("legal_form", "Cty TNHH MTV", "TNHH"), ("legal_form", "HTX", "HTX"), ("legal_form", "Hộ cá thể", "HKD"),
    ("status", "đang hoạt động", "dang_hd"), ("cleaner_production", "x", True), ("cleaner_production", "chưa", False),
    ("status", "NNT đang hoạt động (đã được cấp GCN ĐKT)", "dang_hd"), ("status", "NNT ngừng hoạt động", "ngung"),
    ("workers_total", "1,200", 1200), ("tax_code", "'1800277161", "1800277161"),
    ("commune_code", "31441 – Xã Vị Thủy", "31441"), ("changed_on", 2019.0, "2019"), ("name", "#REF!", None),
])  # fmt: skip
def test_values_as_people_write_them(field, raw, value):
    reading = read_cell(ESTABLISHMENT[field], raw)
    assert (reading.value, reading.refused, reading.doubt) == (value, "", "")


@pytest.mark.parametrize(("field", "raw", "offered"), [
    ("capital", "1,200", 1_200_000_000), ("workers_total", "10-15", 10), ("workers_total", "khoảng 8 người", 8),
])  # fmt: skip
def test_what_may_be_two_numbers_is_offered_and_never_taken(field, raw, offered):
    reading = read_cell(ESTABLISHMENT[field], raw)
    assert (reading.value, reading.instead, bool(reading.doubt)) == (None, offered, True)


def test_lost_zeros_are_offered_and_never_guessed():
    reading = read_cell(ESTABLISHMENT["tax_code"], 100109106.0)
    assert (reading.value, reading.instead) == (None, "0100109106")
    assert "0100109106" in reading.doubt
    branch = read_cell(ESTABLISHMENT["tax_code"], 100109106001.0)
    assert branch.doubt
    assert branch.instead == "0100109106-001"
    assert read_cell(ESTABLISHMENT["personal_number"], 92080001234.0).instead == "092080001234"


def test_the_second_number_in_a_cell_is_not_lost():
    assert read_cell(ESTABLISHMENT["phone"], "0939111222/0939111333").more.endswith("0939111333")


@pytest.mark.parametrize(("field", "raw"), [
    ("capital", "nhiều"), ("registration_date", "31/02/2020"), ("workers_total", 1.5), ("legal_form", "xyz"),
])  # fmt: skip
def test_what_is_no_value_is_refused_with_a_sentence(field, raw):
    reading = read_cell(ESTABLISHMENT[field], raw)
    assert reading.refused
    assert reading.value is None


def test_units_epochs_and_order_of_day_and_month():
    assert [money_factor(one) for one in ("trieu dong", "dvt dong", "ty dong", "nghin dong", "von")] == [
        1_000_000, 1, 1_000_000_000, 1000, 0,
    ]  # fmt: skip
    field = ESTABLISHMENT["registration_date"]
    assert read_cell(field, 42428.0, Habits(epoch_1904=True)).value == "2020-02-29"
    assert read_cell(field, "02/29/2020", Habits(month_first=True)).value == "2020-02-29"
    assert day_and_month(["02/29/2020", "03/04/2020"]) == (True, True)
    assert day_and_month(["29/02/2020", "03/04/2020"]) == (False, False)
    assert is_ditto("-nt-")
    assert is_ditto('"')
    assert legal_form_of("Hợp tác xã Nông nghiệp") == "HTX"


@given(st.integers(min_value=0, max_value=10**15))
def test_money_written_out_reads_back(amount):
    cell = cell_of(ESTABLISHMENT["capital"], amount, lambda *_: "")
    assert cell is not None
    assert read_cell(ESTABLISHMENT["capital"], cell.value).value == amount


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2099, 12, 31)))
def test_days_written_out_read_back(day):
    cell = cell_of(ESTABLISHMENT["registration_date"], day.isoformat(), lambda *_: "")
    assert cell is not None
    raw = float(cell.value) if not isinstance(cell.value, str) else cell.value
    if not isinstance(raw, float) or raw >= 7000:
        assert read_cell(ESTABLISHMENT["registration_date"], raw).value == day.isoformat()


@given(st.one_of(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates()))
def test_no_cell_brings_a_reader_down(raw):
    for field in ESTABLISHMENT.fields:
        read_cell(field, raw)


@pytest.mark.parametrize(("text", "codes", "rest"), [
    ("Ấp 3, thị trấn Nàng Mau, huyện Vị Thủy", ["31441"], "Ấp 3"),
    ("ấp 7 xã Vị Thắng", ["31441"], "ấp 7"),
    ("Ấp 7, X.Vị Thắng, H.Vị Thuỷ, T.Hậu Giang", ["31441"], "Ấp 7"),
    ("xã Vị Thủy, TP Cần Thơ", ["31441"], ""),
    ("ấp 1 - xã Vị Đông - huyện Vị Thủy - tỉnh Hậu Giang", ["31453"], "ấp 1"),
])  # fmt: skip
def test_an_address_is_taken_apart(text, codes, rest):
    place = ADDRESSES.read(text)
    names = [REFERENCE.label("communes", code) for code in place.communes]
    assert len(place.communes) == len(codes), names
    assert place.rest == rest
    if codes != ["31453"]:
        assert list(place.communes) == codes


def test_a_divided_commune_or_a_district_alone_gives_candidates():
    divided = ADDRESSES.read("P. An Cư, Q. Ninh Kiều, TP Cần Thơ")
    district = ADDRESSES.read("Huyện Vị Thủy")
    assert len(district.communes) > 1
    assert district.was_old
    assert divided.communes
    assert ADDRESSES.read("ở đâu đó").communes == ()


@pytest.mark.parametrize(("wrong", "written"), [
    (Wrong.TCVN3, [encode(name, LegacyEncoding.TCVN3) for name in NAMES]),
    (Wrong.VNI, [encode(name, LegacyEncoding.VNI) for name in NAMES]),
    (Wrong.MOJIBAKE, [name.encode().decode("latin-1") for name in NAMES]),
])  # fmt: skip
def test_text_of_before_unicode_is_known_and_mended(wrong, written):
    assert how_wrong(written) is wrong
    assert [mend(text, wrong) for text in written] == NAMES


def test_good_text_is_left_alone():
    assert how_wrong(NAMES) is None
    assert how_wrong(["Café Hồng", "KFC", "Nguyễn Văn Đẹp – 50 %"]) is None
    assert how_wrong(commune.full_name for commune in REFERENCE.communes.all()[:300]) is None
