"""How headers are read: what their words speak of together, their groups, units, brackets, numbering and mistakes."""

from __future__ import annotations

import pytest

from kcdesk.sheets.concepts import ANYTHING, Concepts
from kcdesk.sheets.header_text import read_header, unit_of, words_of
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.meaning import LIKELY, SURE, field_of
from kcdesk.sheets.wishes import SPECIAL

WORDS = HeaderWords()
PHONE, OWNER, NAME = "establishment.phone", "establishment.representative", "establishment.name"


def sure(header: str) -> str:
    """The field that a header means without a doubt, "" for none."""
    meaning = WORDS.meaning(header)
    return meaning.target if meaning.confidence >= SURE else ""


@pytest.mark.parametrize(("header", "target"), [
    ("Số điện thoại của người đại diện theo pháp luật", PHONE),
    ("Họ và tên người đại diện theo pháp luật của doanh nghiệp", OWNER),
    ("Địa chỉ đặt trụ sở chính của hợp tác xã", "establishment.address"),
    ("Ngày cấp GCN đăng ký doanh nghiệp", "establishment.registration_date"),
    ("Kinh phí khuyến công quốc gia hỗ trợ", "support_request.requested_amount"),
    ("Tổng số lao động nữ thường xuyên", "yearly_figure.workers_female"),
])  # fmt: skip
def test_things_that_are_put_together_make_a_field(header, target):
    assert sure(header) == target


@pytest.mark.parametrize("header", [
    "Điện thoại kế toán", "Ngày cấp CCCD", "Tên ngân hàng", "Vốn nước ngoài", "Tên học viên", "Năm sinh chủ hộ",
    "Ngày ký hợp đồng", "Số tài khoản cơ sở", "Tình trạng hôn nhân", "Lao động nước ngoài", "Doanh thu xuất khẩu",
    "Tỷ lệ lao động nữ", "Địa chỉ kho", "Ngày cấp giấy phép môi trường", "Doanh thu quý I", "Cơ sở vật chất",
])  # fmt: skip
def test_a_word_of_something_else_makes_it_no_field(header):
    assert sure(header) in ("", "#ignore")


@pytest.mark.parametrize(("header", "target"), [
    ("Lao động | Tổng số", "establishment.workers_total"), ("Lao động | Nữ", "yearly_figure.workers_female"),
    ("Lao động | Nam", ""), ("Địa chỉ | Xã", "establishment.commune_code"), ("Địa chỉ | Ấp", "#hamlet"),
    ("Người đại diện | Họ tên", OWNER), ("Người đại diện | Điện thoại", PHONE),
    ("Người đại diện | CCCD", "establishment.personal_number"), ("CCCD | Ngày cấp", ""), ("Năm sinh | Nữ", ""),
    ("Giấy ĐKKD | Số", "establishment.registration_number"),
    ("Giấy ĐKKD | Ngày cấp", "establishment.registration_date"),
    ("Kinh phí | Tổng số", "support_request.total_cost"), ("Kinh phí | NSTW", "support_request.requested_amount"),
    ("Kinh phí | Đối ứng", "#own_capital"), ("Thông tin chung | MST", "establishment.tax_code"),
    ("Máy móc thiết bị | Năm SX", "equipment.made_year"), ("Học viên | Họ tên", ""),
    ("Địa chỉ | (4)", "establishment.address"), ("Lao động (người) | TS", "establishment.workers_total"),
    ("5. Số lao động | 5.1. Tổng số", "establishment.workers_total"),
    ("Kinh phí thực hiện (trđ) | Trong đó | Khác", "support_request.other_capital"),
    ("Nguồn vốn thực hiện (trđ) | KCĐP", "support_request.requested_amount"),
    ("Đại diện pháp luật | Chức danh", "establishment.position"),
    ("Thông tin cơ sở | Địa chỉ", "establishment.address"),
    ("Địa chỉ kinh doanh | Phường/Xã", "establishment.commune_code"), ("Địa bàn | Ấp", "#hamlet"),
    ("II. Tình hình SXKD | Lao động | Tổng số", "establishment.workers_total"),
    ("Máy chính | Năm sản xuất", "equipment.made_year"), ("Sản lượng | Đơn vị", "product.unit"),
    ("Trước hỗ trợ | Lao động", ""), ("Nhu cầu (đánh dấu x) | Máy móc", ""), ("Doanh thu | KH 2027", ""),
    ("Thông tin chủ cơ sở | Ngày cấp", ""), ("Đề nghị hỗ trợ | Năm", "support_request.plan_year"),
])  # fmt: skip
def test_a_column_is_read_with_its_group(header, target):
    assert sure(header) == target


@pytest.mark.parametrize(("text", "unit"), [
    ("trđ", "u.money"), ("1.000đ", "u.money"), ("triệu đồng/năm", "u.money"), ("người", "u.people"), ("m²", "u.area"),
    ("3-5 sao", "u.stars"), ("%", "u.percent"), ("ha", "u.hectares"), ("USD", "u.foreign"), ("nếu có", ""),
])  # fmt: skip
def test_units_are_known(text, unit):
    assert unit_of(text) == unit


@pytest.mark.parametrize(("header", "target"), [
    ("Diện tích (ha)", ""), ("Lao động nữ (%)", ""), ("DT (trđ)", "yearly_figure.revenue"),
    ("DT (m2)", "establishment.floor_area"), ("Nước (m3)", "yearly_figure.water_m3"),
])  # fmt: skip
def test_a_unit_decides_what_can_be_meant(header, target):
    assert WORDS.meaning(header).target == target


@pytest.mark.parametrize(("header", "target"), [
    ("Đơn vị (xã, phường)", "establishment.commune_code"), ("OCOP (sao)", "certificate.stars"),
    ("DT", PHONE), ("DT năm 2024", "yearly_figure.revenue"),
    ("SĐT/Zalo", PHONE), ("Số máy", PHONE), ("Nguồn", "support_request.fund_source"),
    ("Nơi sản xuất (nước)", "establishment.address"), ("Công suất (kW)", "product.capacity"),
    ("Tên cơ sở/Chủ cơ sở", NAME), ("Giấy ĐKKD (có/không)", "establishment.registration_number"),
    ("Nguồn khác", "support_request.other_capital"),
])  # fmt: skip
def test_what_may_be_several_things_is_asked_about(header, target):
    meaning = WORDS.meaning(header)
    assert meaning.target == target
    assert LIKELY <= meaning.confidence < SURE


def test_words_in_brackets_turn_a_header_or_only_explain_it():
    assert sure("Huyện (cũ)") == "establishment.former_district"
    assert sure("Mã số thuế (cũ)") == "establishment.former_tax_codes"
    assert sure("Tên cơ sở (ghi chữ in hoa)") == NAME
    assert sure("Loại hình (DN, HTX, hộ)") == "establishment.legal_form"


@pytest.mark.parametrize(("header", "target"), [
    ("Chưa ĐKKD", ""), ("Số lao động chưa qua đào tạo", ""),
    ("Lý do chưa có MST", "establishment.tax_code_missing_reason"),
    ("Chủ tịch HĐQT (họ tên, SĐT)", "#contact"), ("Ngành nghề KD chính (mã)", "establishment.vsic_code"),
    ("Dự kiến tổng vốn đầu tư", "support_request.total_cost"), ("Ngày, tháng, năm cấp ĐKKD",
                                                                "establishment.registration_date"),
    ("S.phẩm chính", "product.name"), ("Đ/c", "establishment.address"), ("Đ.thoại", PHONE), ("DoanhThu2024",
                                                                                            "yearly_figure.revenue"),
    ("Lượng nước dùng m3/tháng", "yearly_figure.water_m3"), ("Kinh phí ĐN hỗ trợ", "support_request.requested_amount"),
    ("Thời gian thực hiện", "#period"), ("Địa chỉ theo ĐVHC 2 cấp", "establishment.address"),
])  # fmt: skip
def test_what_offices_write_is_read_as_they_mean_it(header, target):
    assert sure(header) == target


@pytest.mark.parametrize("header", ["Vốn nhà nước", "Nguồn vốn", "Đã ngừng KD", "Mã số thuế người đại diện",
                                    "Ngày hết hạn giấy phép", "Chứng nhận | Ngày cấp", "Kinh phí KCQG | Năm 2026",
                                    "Thu nhập của hộ", "Nội dung báo cáo", "Nhu cầu kết nối", "Nguồn cung ứng",
                                    "Sản phẩm, sản lượng", "Số ấp",
                                    "Đề nghị hỗ trợ | Tổng kinh phí"])  # fmt: skip
def test_what_is_not_plain_is_never_taken_without_asking(header):
    assert sure(header) == ""


@pytest.mark.parametrize("header", ["(3) Điện thoại", "3. Điện thoại", "III. Điện thoại", "[3] Điện thoại",
                                    "Cột 3: Điện thoại", "1.3 Điện thoại", "C3. Điện thoại"])  # fmt: skip
def test_numbering_is_passed_over(header):
    assert sure(header) == PHONE


@pytest.mark.parametrize(("header", "target"), [
    ("Nghành nghề", "establishment.main_trade"), ("Đại chỉ", "establishment.address"),
    ("Điạ chỉ", "establishment.address"), ("Tên cở sở", NAME), ("ten_co_so", NAME),
    ("MaSoThue", "establishment.tax_code"),
])  # fmt: skip
def test_mistakes_and_names_of_programs_are_understood(header, target):
    assert sure(header) == target


def test_a_real_word_is_never_taken_for_a_misspelt_one():
    assert sure("Mức thưởng") == ""
    assert sure("Trạng cơ sở") == ""


def test_the_marks_of_a_word_alone_count():
    concepts = Concepts()
    spoken = [concepts.speaks_of(words_of(word), marked=True).concepts for word in ("hộ", "họ", "tỉnh", "tính")]
    assert spoken == [("est",), ("fullname",), ("province",), ("-",)]


def test_years_and_days_are_taken_out_of_the_words():
    assert WORDS.year("Doanh thu năm 2024") == 2024
    assert WORDS.year("Doanh thu | Năm 2023") == 2023
    assert read_header("Lao động đến 31/12/2024").year == 2024
    assert sure("Lao động đến 31/12/2024") == "establishment.workers_total"
    assert sure("Xã, phường sau 01/7/2025") == "establishment.commune_code"
    assert sure("Huyện (trước 01/7/2025)") == "establishment.former_district"


@pytest.mark.parametrize("whose", ["của cơ sở", "của đơn vị", "của doanh nghiệp/HTX", "cua co so"])
def test_whose_a_column_is_leaves_its_meaning(whose):
    assert sure(f"Sản lượng hàng năm {whose}") == "product.output"
    assert sure(f"Kinh phí đề nghị hỗ trợ {whose}") == "support_request.requested_amount"


def test_the_name_stays_the_name_whatever_is_said_of_the_establishment():
    assert sure("Tên cơ sở dự kiến được khảo sát năm 2026") == NAME
    assert sure("Tên sản phẩm của cơ sở") == "product.name"


def test_headers_without_marks_are_read_as_those_with_them():
    assert sure("Nam bat dau san xuat") == "establishment.founded_year"
    assert sure("Kinh phi da ho tro") == "earlier_support.amount"


def test_a_telephone_of_a_person_is_no_person_with_a_telephone():
    assert sure("Số điện thoại chủ cơ sở") == PHONE
    assert sure("Chủ cơ sở, số điện thoại") == "#contact"


def test_what_the_resources_name_is_declared():
    concepts = Concepts()
    known = {concept for ways in concepts._phrases.values() for _way, concept in ways}
    for one in concepts.compositions:
        assert one.target in SPECIAL or field_of(one.target) is not None, one.target
        assert all(name in known | {ANYTHING} or name.startswith("u.") for name in one.needs | one.may), one


@pytest.mark.parametrize(
    ("header", "target"),
    [("Số đthoại", "establishment.phone"), ("G/chú", "establishment.note"), ("ĐV tính", "product.unit")],
)
def test_words_shortened_in_other_ways(header, target):
    assert WORDS.meaning(header).target == target


@pytest.mark.parametrize("header", ["Kinh phí còn lại", "Tên cơ sở phát sinh chất thải"])
def test_what_may_be_another_thing_is_asked_about(header):
    assert not WORDS.meaning(header).is_sure


def test_a_name_of_an_establishment_stays_one_whatever_it_does():
    assert WORDS.meaning("Tên cơ sở phát sinh chất thải").target == "establishment.name"


@pytest.mark.parametrize("part", ["có ", " ", "tính đến ", "/năm", "ngày 1/1 ", "( ", "x / "])
def test_a_cell_with_a_book_in_it_is_no_header(part):
    """Each of them kept a search for days, units or questions busy for seconds once."""
    book = f"1{part * (30_000 // len(part))}không?"
    assert len(read_header(book).bare) <= 400
    assert not HeaderWords().meaning(book).is_sure
