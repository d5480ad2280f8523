"""The establishment (cơ sở công nghiệp nông thôn), in the order of the survey sheet.

``workers_total`` and ``capital`` are those of ``figures_year``; all other figures belong to the rows of
``yearly_figure``, and the latest of both is worked out (``derived``). The province follows from the commune.
"""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Choice, Entity, Field, Group, Required, When
from kcdesk.model.kinds import (
    CHOICE,
    CHOICES,
    CODE,
    DATE,
    DECIMAL,
    EMAIL,
    INTEGER,
    LATITUDE,
    LONG_TEXT,
    LONGITUDE,
    MONEY,
    PARTIAL_DATE,
    PERSONAL_NUMBER,
    PHONE,
    TAX_CODE,
    TEXT,
    YEAR,
    YES_NO,
)

# fmt: off
LEGAL_FORMS = (
    Choice("HKD", N_("Hộ kinh doanh")),
    Choice("DNTN", N_("Doanh nghiệp tư nhân")),
    Choice("TNHH", N_("Công ty TNHH")),
    Choice("CTCP", N_("Công ty cổ phần")),
    Choice("HTX", N_("Hợp tác xã")),
    Choice("THT", N_("Tổ hợp tác")),
    Choice("KHAC", N_("Khác"), N_("Ghi rõ ở mục bên dưới")),
)
ACTIVITY_STATUSES = (
    Choice("dang_hd", N_("Đang hoạt động")),
    Choice("tam_ngung", N_("Tạm ngừng")),
    Choice("ngung", N_("Đã ngừng")),
    Choice("moi", N_("Mới thành lập")),
)
CONSENTS = (
    Choice("chua_hoi", N_("Chưa hỏi")),
    Choice("dong_y", N_("Đồng ý")),
    Choice("tu_choi", N_("Từ chối")),
    Choice("rut", N_("Đã rút lại")),
)
CONSENT_METHODS = (Choice("mieng", N_("Nói miệng")), Choice("ky", N_("Ký giấy")), Choice("tin_nhan", N_("Tin nhắn")))
PRIORITY_AREAS = (
    Choice("khong", N_("Không")),
    Choice("kho_khan", N_("Khó khăn")),
    Choice("dac_biet_kk", N_("Đặc biệt khó khăn")),
    Choice("ntm", N_("Xã nông thôn mới")),
    Choice("khac", N_("Khác")),
)
TECHNOLOGY_LEVELS = (
    Choice("thu_cong", N_("Thủ công")),
    Choice("ban_co_gioi", N_("Bán cơ giới")),
    Choice("co_gioi", N_("Cơ giới")),
    Choice("ban_tu_dong", N_("Bán tự động")),
    Choice("tu_dong", N_("Tự động")),
)
WASTES = (
    Choice("nuoc_thai", N_("Nước thải")),
    Choice("khi_thai", N_("Khí thải, bụi")),
    Choice("chat_thai_ran", N_("Chất thải rắn")),
    Choice("chat_thai_nguy_hai", N_("Chất thải nguy hại")),
    Choice("tieng_on", N_("Tiếng ồn, rung")),
    Choice("khong_dang_ke", N_("Không đáng kể")),
)
ENVIRONMENT_PAPERS = (
    Choice("khong_phai", N_("Không thuộc diện phải làm")),
    Choice("chua_co", N_("Chưa có")),
    Choice("dang_ky", N_("Đăng ký môi trường, cam kết bảo vệ môi trường")),
    Choice("giay_phep", N_("Giấy phép môi trường")),
    Choice("khac", N_("Khác")),
)
ELIGIBILITIES = (
    Choice("co", N_("Đủ điều kiện")),
    Choice("khong", N_("Không đủ điều kiện")),
    Choice("can_xem_xet", N_("Cần xem xét")),
)
GENDERS = (Choice("nam", N_("Nam")), Choice("nu", N_("Nữ")))
PHONE_MISSING = (
    Choice("khong_co", N_("Không có điện thoại")),
    Choice("khong_cung_cap", N_("Không cung cấp")),
    Choice("khac", N_("Lý do khác")),
)
TAX_CODE_MISSING = (
    Choice("chua_dang_ky", N_("Chưa đăng ký thuế")),
    Choice("khong_cung_cap", N_("Không cung cấp")),
    Choice("khac", N_("Lý do khác")),
)

_ASKED = (When("consent", ("chua_hoi", None), negate=True),)

_IDENTITY = (
    Field(
        name="code", kind=TEXT, label=N_("Mã cơ sở"), help=N_("Chương trình cấp một lần, không đổi."),
        group="identity", max_length=40, automatic=True, search=True,
    ),
    Field(
        name="name", kind=TEXT, label=N_("Tên cơ sở"), help=N_("Ghi như trên bảng hiệu hoặc giấy đăng ký."),
        group="identity", required=Required.TO_SAVE, max_length=250, search=True,
    ),
    Field(
        name="legal_form", kind=CHOICE, label=N_("Loại hình"), group="identity", required=Required.TO_SAVE,
        choices=LEGAL_FORMS, help=N_("Theo giấy chứng nhận đăng ký; chưa đăng ký thì chọn Khác."),
    ),
    Field(
        name="legal_form_note", kind=TEXT, label=N_("Loại hình khác là gì"), group="identity", max_length=120,
        required=Required.TO_SAVE, applies=(When("legal_form", ("KHAC",)),),
        help=N_("Ví dụ: cơ sở chưa đăng ký, nghệ nhân."),
    ),
    Field(
        name="status", kind=CHOICE, label=N_("Tình trạng hoạt động"), group="identity",
        required=Required.TO_SAVE, choices=ACTIVITY_STATUSES, default="dang_hd",
        help=N_("Tình trạng vào lúc khảo sát."),
    ),
    Field(
        name="tax_code", kind=TAX_CODE, label=N_("Mã số thuế"), group="identity", required=Required.TO_COMPLETE,
        required_when=(When("tax_code_missing_reason", negate=True),), search=True,
        help=N_("10 số, 10-3 số, hoặc 12 số định danh của chủ hộ kinh doanh."),
    ),
    Field(
        name="tax_code_missing_reason", kind=CHOICE, label=N_("Vì sao chưa có mã số thuế"), group="identity",
        choices=TAX_CODE_MISSING, applies=(When("tax_code", negate=True),),
        help=N_("Chọn lý do thì không bị báo thiếu."),
    ),
    Field(
        name="registration_number", kind=TEXT, label=N_("Số giấy chứng nhận đăng ký"), group="identity",
        max_length=40, search=True,
        help=N_("Số đăng ký doanh nghiệp, hợp tác xã hoặc hộ kinh doanh, ví dụ 64A8012345."),
    ),
    Field(
        name="registration_date", kind=DATE, label=N_("Ngày cấp"), group="identity",
        help=N_("Ngày cấp giấy chứng nhận đăng ký lần đầu."),
    ),
    Field(
        name="registration_place", kind=TEXT, label=N_("Nơi cấp"), group="identity", max_length=150,
        help=N_("Cơ quan cấp giấy chứng nhận đăng ký."),
    ),
    Field(
        name="founded_year", kind=YEAR, label=N_("Năm bắt đầu sản xuất"), group="identity", minimum=1900,
        help=N_("Có thể sớm hơn năm đăng ký."),
    ),
    Field(
        name="commune_code", kind=CODE, label=N_("Xã, phường, đặc khu"), group="identity",
        required=Required.TO_SAVE, code_table="communes", version_field="commune_list",
        help=N_("Gõ tên xã hiện nay, tên xã cũ hoặc huyện cũ. Tỉnh suy ra từ xã."),
    ),
    Field(
        name="commune_list", kind=TEXT, label=N_("Danh mục xã dùng khi ghi"), group="identity", max_length=20,
        automatic=True, help=N_("Ngày của danh mục mà mã xã thuộc về."),
    ),
    Field(
        name="address", kind=TEXT, label=N_("Số nhà, ấp, khu vực"), group="identity",
        required=Required.TO_COMPLETE, max_length=250, search=True, help=N_("Nơi đặt xưởng; không ghi lại tên xã."),
    ),
    Field(
        name="former_district", kind=CODE, label=N_("Huyện, quận trước 01/7/2025"), group="identity",
        code_table="legacy_districts", help=N_("Chỉ để tra hồ sơ cũ."),
    ),
    Field(
        name="latitude", kind=LATITUDE, label=N_("Vĩ độ"), unit=N_("độ"), group="identity", minimum=6.0,
        maximum=24.0, likely=(8.0, 23.5), personal=True,
        help=N_("Có thể dán cả cặp tọa độ, ví dụ 10.03, 105.78. Vị trí là dữ liệu cá nhân."),
    ),
    Field(
        name="longitude", kind=LONGITUDE, label=N_("Kinh độ"), unit=N_("độ"), group="identity", minimum=102.0,
        maximum=118.0, likely=(102.0, 110.0), personal=True, help=N_("Có thể dán cả cặp tọa độ."),
    ),
    Field(
        name="representative", kind=TEXT, label=N_("Chủ cơ sở, người đại diện"), group="identity",
        required=Required.TO_SAVE, max_length=120, personal=True, search=True, help=N_("Họ và tên đầy đủ."),
    ),
    Field(
        name="position", kind=TEXT, label=N_("Chức vụ"), group="identity", max_length=80, personal=True,
        help=N_("Ví dụ: chủ hộ, giám đốc, chủ tịch HĐQT."),
    ),
    Field(
        name="gender", kind=CHOICE, label=N_("Giới tính"), group="identity", choices=GENDERS, personal=True,
        help=N_("Chỉ hỏi khi báo cáo cần."),
    ),
    Field(
        name="ethnicity", kind=TEXT, label=N_("Dân tộc"), group="identity", max_length=40, personal=True,
        help=N_("Chỉ hỏi khi báo cáo cần."),
    ),
    Field(
        name="personal_number", kind=PERSONAL_NUMBER, label=N_("Số định danh cá nhân"), group="identity",
        personal=True, masked=True, help=N_("Không bắt buộc; chỉ ghi khi làm đề nghị và đó là mã số thuế."),
    ),
    Field(
        name="phone", kind=PHONE, label=N_("Điện thoại"), group="identity", required=Required.TO_COMPLETE,
        required_when=(When("phone_missing_reason", negate=True),), personal=True, masked=True, search=True,
        help=N_("Số di động của chủ cơ sở, hoặc số bàn có mã vùng."),
    ),
    Field(
        name="phone_missing_reason", kind=CHOICE, label=N_("Vì sao chưa có điện thoại"), group="identity",
        choices=PHONE_MISSING, applies=(When("phone", negate=True),), help=N_("Chọn lý do thì không bị báo thiếu."),
    ),
    Field(
        name="zalo", kind=PHONE, label=N_("Zalo"), group="identity", personal=True, masked=True, search=True,
        help=N_("Nếu khác số điện thoại."),
    ),
    Field(
        name="email", kind=EMAIL, label=N_("Thư điện tử"), group="identity", personal=True,
        help=N_("Địa chỉ nhận thư của cơ sở hoặc của chủ cơ sở."),
    ),
    Field(
        name="former_names", kind=LONG_TEXT, label=N_("Tên trước đây"), group="identity", max_length=1000,
        search=True, help=N_("Mỗi tên một dòng; vẫn tìm được theo tên cũ."),
    ),
    Field(
        name="former_tax_codes", kind=LONG_TEXT, label=N_("Mã số thuế trước đây"), group="identity",
        max_length=400, search=True, personal=True, help=N_("Mỗi mã một dòng."),
    ),
    Field(
        name="former_owners", kind=LONG_TEXT, label=N_("Chủ cơ sở trước đây"), group="identity",
        max_length=1000, search=True, personal=True, help=N_("Mỗi người một dòng."),
    ),
    Field(
        name="changed_on", kind=PARTIAL_DATE, label=N_("Đổi chủ, đổi tên hoặc loại hình từ"), group="identity",
        help=N_("Ngày, tháng hoặc năm thay đổi gần nhất."),
    ),
)

_TRADE = (
    Field(
        name="trade_group", kind=CODE, label=N_("Nhóm ngành khuyến công"), group="trade",
        required=Required.TO_SAVE, code_table="trades", help=N_("Theo danh mục ngành, nghề được hỗ trợ."),
    ),
    Field(
        name="main_trade", kind=TEXT, label=N_("Ngành nghề thực tế"), group="trade", required=Required.TO_SAVE,
        max_length=250, search=True, help=N_("Làm ra cái gì, ví dụ: sản xuất bánh tráng."),
    ),
    Field(
        name="vsic_code", kind=CODE, label=N_("Mã ngành VSIC"), group="trade", code_table="vsic",
        version_field="vsic_version", help=N_("Gõ tên sản phẩm để tìm mã, thường lấy 4 số."),
    ),
    Field(
        name="vsic_version", kind=CHOICE, label=N_("Bản VSIC"), group="trade", automatic=True,
        choices=(Choice("2025", "2025"), Choice("2018", "2018")), help=N_("Mã ngành thuộc bản danh mục nào."),
    ),
    Field(
        name="priority_trade", kind=YES_NO, label=N_("Ngành nghề ưu tiên"), group="trade",
        help=N_("Theo chương trình hoặc quy định của tỉnh."),
    ),
    Field(
        name="priority_trade_basis", kind=TEXT, label=N_("Căn cứ ưu tiên ngành nghề"), group="trade",
        max_length=250, applies=(When("priority_trade", (True,)),), required=Required.TO_COMPLETE,
        help=N_("Văn bản nào, điều nào."),
    ),
)

_RESOURCES = (
    Field(
        name="capital", kind=MONEY, label=N_("Vốn đầu tư, tổng nguồn vốn"), unit=N_("triệu đồng"),
        group="resources", minimum=0, likely=(1_000_000, 200_000_000_000),
        help=N_("Tổng nguồn vốn hiện có; số của từng năm ghi ở bảng số liệu."),
    ),
    Field(
        name="workers_total", kind=INTEGER, label=N_("Lao động"), unit=N_("người"), group="resources",
        required=Required.TO_COMPLETE, minimum=0, maximum=1_000_000, likely=(0, 200),
        help=N_("Tổng số người làm thường xuyên vào lúc khảo sát."),
    ),
    Field(
        name="figures_year", kind=YEAR, label=N_("Năm số liệu"), group="resources", minimum=2005,
        required=Required.TO_COMPLETE, required_when=(When("workers_total"),),
        help=N_("Năm của số lao động và vốn ở trên."),
    ),
    Field(
        name="floor_area", kind=DECIMAL, label=N_("Diện tích nhà xưởng"), unit=N_("m²"), group="resources",
        minimum=0, likely=(1, 1_000_000), help=N_("Nhà xưởng và sân phơi, kho đang dùng."),
    ),
    Field(
        name="industrial_cluster", kind=TEXT, label=N_("Trong cụm công nghiệp"), group="resources",
        max_length=150, help=N_("Tên cụm công nghiệp; để trống nếu ở ngoài."),
    ),
    Field(
        name="craft_village", kind=TEXT, label=N_("Làng nghề"), group="resources", max_length=150,
        help=N_("Tên làng nghề, nếu thuộc làng nghề."),
    ),
    Field(
        name="priority_area", kind=CHOICE, label=N_("Địa bàn ưu tiên"), group="resources",
        choices=PRIORITY_AREAS, help=N_("Theo danh mục địa bàn được Nhà nước công nhận."),
    ),
    Field(
        name="priority_area_basis", kind=TEXT, label=N_("Căn cứ ưu tiên địa bàn"), group="resources",
        max_length=250, applies=(When("priority_area"), When("priority_area", ("khong",), negate=True)),
        required=Required.TO_COMPLETE, help=N_("Văn bản nào, điều nào."),
    ),
)

_TECHNOLOGY = (
    Field(
        name="technology_level", kind=CHOICE, label=N_("Trình độ công nghệ"), group="technology",
        choices=TECHNOLOGY_LEVELS, help=N_("Xét khâu chính của sản xuất."),
    ),
)

_ENVIRONMENT = (
    Field(
        name="fuel", kind=TEXT, label=N_("Nhiên liệu chính"), group="environment", max_length=120,
        help=N_("Ví dụ: củi, trấu, than, gas. Điện và nước ghi theo năm ở bảng số liệu."),
    ),
    Field(
        name="wastes", kind=CHOICES, label=N_("Chất thải"), group="environment", choices=WASTES,
        help=N_("Chọn mọi loại phát sinh."),
    ),
    Field(
        name="waste_treatment", kind=TEXT, label=N_("Biện pháp xử lý"), group="environment", max_length=250,
        help=N_("Ví dụ: hầm biogas, bể lắng, thuê thu gom."),
    ),
    Field(
        name="environment_papers", kind=CHOICE, label=N_("Thủ tục môi trường"), group="environment",
        choices=ENVIRONMENT_PAPERS, help=N_("Giấy tờ môi trường đang có."),
    ),
    Field(
        name="environment_papers_note", kind=TEXT, label=N_("Số, ngày giấy tờ môi trường"), group="environment",
        max_length=150, applies=(When("environment_papers", ("dang_ky", "giay_phep", "khac")),),
        help=N_("Số văn bản, ngày, nơi cấp."),
    ),
    Field(
        name="cleaner_production", kind=YES_NO, label=N_("Đã đánh giá sản xuất sạch hơn"), group="environment",
        help=N_("Đã được đánh giá hoặc áp dụng sản xuất sạch hơn."),
    ),
    Field(
        name="cleaner_production_year", kind=YEAR, label=N_("Năm đánh giá"), group="environment", minimum=1998,
        applies=(When("cleaner_production", (True,)),), help=N_("Năm đánh giá gần nhất."),
    ),
)

_ASSESSMENT = (
    Field(
        name="eligibility", kind=CHOICE, label=N_("Đánh giá sơ bộ điều kiện"), group="assessment",
        choices=ELIGIBILITIES, help=N_("Để trống thì theo kết quả tự tính; chỉ chọn khi thấy khác."),
    ),
    Field(
        name="eligibility_reason", kind=TEXT, label=N_("Lý do đánh giá"), group="assessment", max_length=250,
        applies=(When("eligibility"),), required=Required.TO_SAVE, help=N_("Vì sao đánh giá như vậy."),
    ),
    Field(
        name="note", kind=LONG_TEXT, label=N_("Ghi chú"), group="assessment",
        help=N_("Điều cần nhớ; không ghi số giấy tờ tùy thân ở đây."),
    ),
)

_CONSENT = (
    Field(
        name="consent", kind=CHOICE, label=N_("Đồng ý xử lý dữ liệu cá nhân"), group="consent",
        choices=CONSENTS, default="chua_hoi",
        help=N_("Chưa đồng ý thì họ tên, điện thoại… không nằm trong gói gửi tỉnh."),
    ),
    Field(
        name="consent_on", kind=DATE, label=N_("Ngày trả lời"), group="consent", applies=_ASKED,
        required=Required.TO_COMPLETE, help=N_("Ngày đồng ý, từ chối hoặc rút lại."),
    ),
    Field(
        name="consent_method", kind=CHOICE, label=N_("Hình thức"), group="consent", applies=_ASKED,
        choices=CONSENT_METHODS, required=Required.TO_COMPLETE, help=N_("Họ trả lời bằng cách nào."),
    ),
    Field(
        name="consent_notice", kind=TEXT, label=N_("Bản thông báo đã đọc"), group="consent", max_length=80,
        applies=_ASKED, required=Required.TO_COMPLETE, help=N_("Tên hoặc số bản thông báo đã cho xem."),
    ),
    Field(
        name="consent_by", kind=TEXT, label=N_("Người ghi"), group="consent", max_length=40, automatic=True,
        applies=_ASKED, help=N_("Mã cộng tác viên đã hỏi."),
    ),
)

ESTABLISHMENT = Entity(
    name="establishment",
    plural="establishments",
    label=N_("Cơ sở"),
    label_plural=N_("Cơ sở"),
    title_field="name",
    code_prefix="CS",
    groups=(
        Group("identity", N_("A. Nhận dạng")),
        Group("trade", N_("B. Ngành nghề và sản phẩm")),
        Group("resources", N_("C. Nguồn lực")),
        Group("technology", N_("D. Máy móc, công nghệ")),
        Group("environment", N_("E. Năng lượng, môi trường")),
        Group("assessment", N_("G. Đánh giá, hỗ trợ đã nhận")),
        Group("consent", N_("H. Đồng ý, ghi nhận")),
    ),
    fields=(*_IDENTITY, *_TRADE, *_RESOURCES, *_TECHNOLOGY, *_ENVIRONMENT, *_ASSESSMENT, *_CONSENT),
    rules=rules.ESTABLISHMENT,
)
