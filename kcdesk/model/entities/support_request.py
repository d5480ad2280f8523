"""The need or request for support (nhu cầu, đề nghị hỗ trợ khuyến công)."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import CONTEST_LEVELS, FUND_SOURCES, PRIORITIES, PROPOSAL_FORMS, STATUSES
from kcdesk.model.fields import Choice, Entity, Field, Group, Required, When, Writer
from kcdesk.model.kinds import (
    CHOICE,
    CODE,
    DATE,
    DECIMAL,
    INTEGER,
    LONG_TEXT,
    MONEY,
    MONTH,
    PERCENT,
    REFERENCE,
    TEXT,
    YEAR,
    YES_NO,
)

# fmt: off
REQUEST_KINDS = (
    Choice("nhu_cau", N_("Nhu cầu (khảo sát)")),
    Choice("de_nghi", N_("Đề nghị (có đơn)")),
)
REQUEST_PROPOSAL_FORMS = (*PROPOSAL_FORMS, Choice("chua_ro", N_("Chưa rõ")))
CONTEST_GROUPS = (
    Choice("thu_cong_my_nghe", N_("Thủ công mỹ nghệ")),
    Choice("che_bien", N_("Chế biến nông, lâm, thủy sản và đồ uống")),
    Choice("thiet_bi", N_("Thiết bị, máy móc, dụng cụ và phụ tùng cơ khí")),
    Choice("khac", N_("Các sản phẩm khác")),
)
LOAN_TERMS = (Choice("ngan", N_("Ngắn hạn")), Choice("trung", N_("Trung hạn")), Choice("dai", N_("Dài hạn")))
REPORT_CHANNELS = (
    Choice("van_ban", N_("Văn bản")),
    Choice("dien_thoai", N_("Điện thoại")),
    Choice("tin_nhan", N_("Zalo, tin nhắn")),
    Choice("truc_tiep", N_("Trao đổi trực tiếp")),
)

WITHOUT_ESTABLISHMENT = ("ND01", "ND02", "ND04", "ND06", "ND07", "ND08", "ND09")
"""Activities that a commune or a unit may organise, so that a request needs no single establishment."""

_MILLIONS = N_("triệu đồng")
_TRAINING, _MACHINES, _PRODUCTS, _LOAN = (When("activity", (code,)) for code in ("ND01", "ND03", "ND04", "ND07"))
_ASKED = When("kind", ("de_nghi",))
_WITHDRAWN = (When("withdrawn_on"),)
_REPORTED = (When("reported_status"),)

_SUBJECT = (
    Field(
        name="code", kind=TEXT, label=N_("Mã đề nghị"), help=N_("Chương trình cấp một lần, không đổi."),
        group="subject", max_length=40, automatic=True, search=True,
    ),
    Field(
        name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), group="subject", parent="establishment",
        required=Required.TO_SAVE, required_when=(When("activity", WITHOUT_ESTABLISHMENT, negate=True),),
        help=N_("Để trống được khi xã tổ chức chung (đào tạo, hội chợ…)."),
    ),
    Field(
        name="commune_code", kind=CODE, label=N_("Xã tổ chức"), group="subject", code_table="communes",
        version_field="commune_list", applies=(When("establishment_id", negate=True),),
        required=Required.TO_COMPLETE, help=N_("Chỉ khi không có một cơ sở cụ thể."),
    ),
    Field(
        name="commune_list", kind=TEXT, label=N_("Danh mục xã dùng khi ghi"), group="subject", max_length=20,
        automatic=True, help=N_("Ngày của danh mục mà mã xã thuộc về."),
    ),
    Field(
        name="kind", kind=CHOICE, label=N_("Loại"), group="subject", required=Required.TO_SAVE,
        choices=REQUEST_KINDS, default="nhu_cau", help=N_("Đề nghị là khi cơ sở đã có đơn."),
    ),
    Field(
        name="application_number", kind=TEXT, label=N_("Số đơn"), group="subject", max_length=60,
        applies=(_ASKED,), help=N_("Số đơn hoặc số công văn kèm đơn."),
    ),
    Field(
        name="application_on", kind=DATE, label=N_("Ngày đơn"), group="subject", applies=(_ASKED,),
        help=N_("Ngày ký đơn."),
    ),
    Field(
        name="plan_year", kind=YEAR, label=N_("Năm kế hoạch"), group="subject", required=Required.TO_SAVE,
        minimum=2005, help=N_("Năm muốn được hỗ trợ."),
    ),
    Field(
        name="activity", kind=CODE, label=N_("Nội dung hỗ trợ"), group="subject", required=Required.TO_SAVE,
        code_table="activities", help=N_("Theo danh mục nội dung khuyến công, ND01 đến ND10."),
    ),
    Field(
        name="activity_item", kind=CODE, label=N_("Nội dung chi tiết"), group="subject",
        code_table="activity_items", applies=(When("activity"),), help=N_("Chọn để áp đúng định mức."),
    ),
    Field(
        name="fund_source", kind=CHOICE, label=N_("Nguồn dự kiến"), group="subject", required=Required.TO_SAVE,
        choices=FUND_SOURCES, help=N_("Tỉnh quyết định sau cùng."),
    ),
    Field(
        name="proposal_form", kind=CHOICE, label=N_("Dự kiến thuộc đề án"), group="subject",
        choices=REQUEST_PROPOSAL_FORMS, help=N_("Đề án điểm: từ 2 nội dung, 2 cơ sở, làm 2–3 năm."),
    ),
    Field(
        name="proposal_id", kind=REFERENCE, label=N_("Đề án"), group="subject", parent="proposal",
        writer=Writer.BOTH, help=N_("Đề nghị được gộp vào đề án nào."),
    ),
    Field(
        name="title", kind=TEXT, label=N_("Tên đề nghị"), group="subject", required=Required.TO_SAVE,
        max_length=300, search=True, help=N_("Ví dụ: Ứng dụng máy sấy trong chế biến thực phẩm."),
    ),
    Field(
        name="objective", kind=LONG_TEXT, label=N_("Mục tiêu"), group="subject", required=Required.TO_COMPLETE,
        help=N_("Muốn đạt được gì."),
    ),
    Field(
        name="necessity", kind=LONG_TEXT, label=N_("Sự cần thiết"), group="subject",
        required=Required.TO_COMPLETE, help=N_("Vì sao cần hỗ trợ."),
    ),
    Field(
        name="urgency", kind=CHOICE, label=N_("Tính cấp thiết, mức ưu tiên"), group="subject",
        choices=PRIORITIES, help=N_("Mức cộng tác viên đề xuất."),
    ),
    Field(
        name="urgency_reason", kind=TEXT, label=N_("Lý do cấp thiết"), group="subject", max_length=300,
        applies=(When("urgency"),), required=Required.TO_COMPLETE, required_when=(When("urgency", ("cao",)),),
        help=N_("Nhất là khi đề xuất mức cao."),
    ),
)

_COSTS = (
    Field(
        name="is_line", kind=YES_NO, label=N_("Là dây chuyền công nghệ"), group="costs", applies=(_MACHINES,),
        required=Required.TO_COMPLETE, help=N_("Dây chuyền được hỗ trợ tối đa gấp 1,5 lần."),
    ),
    Field(
        name="total_cost", kind=MONEY, label=N_("Tổng kinh phí"), unit=_MILLIONS, group="costs",
        required=Required.TO_SAVE, minimum=1, likely=(1_000_000, 20_000_000_000),
        help=N_("Tất cả chi phí, kể cả phần cơ sở tự lo."),
    ),
    Field(
        name="total_cost_note", kind=TEXT, label=N_("Vì sao khác tổng các hạng mục"), group="costs",
        max_length=300, help=N_("Chỉ cần khi tổng kinh phí khác tổng thành tiền."),
    ),
    Field(
        name="requested_amount", kind=MONEY, label=N_("Đề nghị hỗ trợ"), unit=_MILLIONS, group="costs",
        required=Required.TO_SAVE, minimum=0, likely=(1_000_000, 6_000_000_000),
        help=N_("Phần xin từ kinh phí khuyến công."),
    ),
    Field(
        name="other_capital", kind=MONEY, label=N_("Vốn vay, vốn khác"), unit=_MILLIONS, group="costs",
        minimum=0, likely=(1_000_000, 20_000_000_000),
        help=N_("Không phải vốn của cơ sở, cũng không phải khuyến công."),
    ),
    Field(
        name="starts_on", kind=MONTH, label=N_("Bắt đầu"), group="costs", required=Required.TO_COMPLETE,
        help=N_("Tháng dự kiến bắt đầu, ví dụ 03/2027."),
    ),
    Field(
        name="ends_on", kind=MONTH, label=N_("Kết thúc"), group="costs", required=Required.TO_COMPLETE,
        help=N_("Tháng dự kiến xong; không quá 36 tháng."),
    ),
    Field(
        name="own_capital_committed", kind=YES_NO, label=N_("Cam kết đủ vốn đối ứng"), group="costs",
        required=Required.TO_COMPLETE, required_when=(_ASKED,), help=N_("Cơ sở cam kết trong đơn."),
    ),
    Field(
        name="no_other_support_committed", kind=YES_NO, label=N_("Cam kết chưa nhận hỗ trợ cho cùng nội dung"),
        group="costs", required=Required.TO_COMPLETE, required_when=(_ASKED,),
        help=N_("Chưa nhận ngân sách nhà nước cho cùng việc này."),
    ),
)

_TRAINING_PART = (
    Field(
        name="trainee_count", kind=INTEGER, label=N_("Số lao động đào tạo"), unit=N_("người"), group="training",
        applies=(_TRAINING,), required=Required.TO_COMPLETE, minimum=1, maximum=100_000, likely=(1, 500),
        help=N_("Số người dự kiến học."),
    ),
    Field(
        name="training_trade", kind=TEXT, label=N_("Nghề đào tạo"), group="training", max_length=150,
        applies=(_TRAINING,), help=N_("Ví dụ: may công nghiệp, đan lục bình."),
    ),
)

_CONTEST_PART = (
    Field(
        name="contest_product", kind=TEXT, label=N_("Sản phẩm tham gia"), group="contest", max_length=200,
        applies=(_PRODUCTS,), required=Required.TO_COMPLETE, search=True,
        help=N_("Tên sản phẩm bình chọn, trưng bày hoặc đăng ký nhãn hiệu."),
    ),
    Field(
        name="contest_product_id", kind=REFERENCE, label=N_("Sản phẩm đã ghi ở cơ sở"), group="contest",
        parent="product", applies=(_PRODUCTS,), help=N_("Nếu sản phẩm đã có trong hồ sơ cơ sở."),
    ),
    Field(
        name="contest_level", kind=CHOICE, label=N_("Cấp bình chọn"), group="contest", choices=CONTEST_LEVELS,
        applies=(_PRODUCTS,), help=N_("Để trống nếu không phải bình chọn."),
    ),
    Field(
        name="contest_group", kind=CHOICE, label=N_("Nhóm sản phẩm"), group="contest", choices=CONTEST_GROUPS,
        applies=(_PRODUCTS,), help=N_("Nhóm trong quy chế bình chọn."),
    ),
)

_LOAN_PART = (
    Field(
        name="loan_bank", kind=TEXT, label=N_("Ngân hàng cho vay"), group="loan", max_length=150, applies=(_LOAN,),
        help=N_("Chỉ khi đề nghị hỗ trợ lãi suất."),
    ),
    Field(
        name="loan_contract", kind=TEXT, label=N_("Số hợp đồng tín dụng"), group="loan", max_length=80,
        applies=(_LOAN,), help=N_("Số, ngày hợp đồng."),
    ),
    Field(
        name="loan_balance", kind=MONEY, label=N_("Dư nợ"), unit=_MILLIONS, group="loan", minimum=0,
        likely=(1_000_000, 100_000_000_000), applies=(_LOAN,), help=N_("Dư nợ gốc hiện nay."),
    ),
    Field(
        name="loan_rate", kind=PERCENT, label=N_("Lãi suất"), unit=N_("%/năm"), group="loan", minimum=0,
        maximum=100, likely=(1, 25), applies=(_LOAN,), help=N_("Lãi suất đang trả."),
    ),
    Field(
        name="loan_period", kind=TEXT, label=N_("Kỳ tính lãi"), group="loan", max_length=80, applies=(_LOAN,),
        help=N_("Ví dụ: 01/2026–12/2027."),
    ),
    Field(
        name="loan_term", kind=CHOICE, label=N_("Thời hạn vay"), group="loan", choices=LOAN_TERMS,
        applies=(_LOAN,), help=N_("Chỉ hỗ trợ vay trung hạn, dài hạn bằng đồng Việt Nam."),
    ),
    Field(
        name="loan_overdue", kind=YES_NO, label=N_("Có nợ quá hạn"), group="loan", applies=(_LOAN,),
        help=N_("Nợ quá hạn thì không được hỗ trợ lãi suất."),
    ),
)

_OUTCOMES = (
    Field(
        name="outcome_unit", kind=TEXT, label=N_("Đơn vị tính sản lượng"), group="outcome", max_length=30,
        help=N_("Ví dụ: hộp/tháng, tấn/năm."),
    ),
    Field(
        name="output_before", kind=DECIMAL, label=N_("Sản lượng trước hỗ trợ"), group="outcome", minimum=0,
        help=N_("Sản lượng hiện nay."),
    ),
    Field(
        name="output_after", kind=DECIMAL, label=N_("Sản lượng sau hỗ trợ"), group="outcome", minimum=0,
        help=N_("Sản lượng dự kiến."),
    ),
    Field(
        name="revenue_before", kind=MONEY, label=N_("Doanh thu trước"), unit=N_("triệu đồng/năm"),
        group="outcome", minimum=0, likely=(1_000_000, 200_000_000_000), help=N_("Doanh thu hiện nay, một năm."),
    ),
    Field(
        name="revenue_after", kind=MONEY, label=N_("Doanh thu sau"), unit=N_("triệu đồng/năm"), group="outcome",
        minimum=0, likely=(1_000_000, 200_000_000_000), help=N_("Doanh thu dự kiến, một năm."),
    ),
    Field(
        name="income_before", kind=MONEY, label=N_("Thu nhập lao động trước"), unit=N_("triệu đồng/người/tháng"),
        group="outcome", minimum=0, maximum=200_000_000, likely=(2_000_000, 50_000_000),
        help=N_("Bình quân hiện nay."),
    ),
    Field(
        name="income_after", kind=MONEY, label=N_("Thu nhập lao động sau"), unit=N_("triệu đồng/người/tháng"),
        group="outcome", minimum=0, maximum=200_000_000, likely=(2_000_000, 50_000_000),
        help=N_("Bình quân dự kiến."),
    ),
    Field(
        name="new_jobs", kind=INTEGER, label=N_("Việc làm mới"), unit=N_("người"), group="outcome", minimum=0,
        maximum=100_000, likely=(0, 500), help=N_("Số lao động tăng thêm."),
    ),
    Field(
        name="energy_unit", kind=TEXT, label=N_("Đơn vị tính năng lượng"), group="outcome", max_length=30,
        help=N_("Ví dụ: kWh/tấn sản phẩm."),
    ),
    Field(
        name="energy_before", kind=DECIMAL, label=N_("Năng lượng dùng trước"), group="outcome", minimum=0,
        help=N_("Mức dùng hiện nay."),
    ),
    Field(
        name="energy_after", kind=DECIMAL, label=N_("Năng lượng dùng sau"), group="outcome", minimum=0,
        help=N_("Mức dùng dự kiến."),
    ),
    Field(
        name="emission_unit", kind=TEXT, label=N_("Đơn vị tính chất thải"), group="outcome", max_length=30,
        help=N_("Ví dụ: m³ nước thải/ngày."),
    ),
    Field(
        name="emission_before", kind=DECIMAL, label=N_("Chất thải trước"), group="outcome", minimum=0,
        help=N_("Mức thải hiện nay."),
    ),
    Field(
        name="emission_after", kind=DECIMAL, label=N_("Chất thải sau"), group="outcome", minimum=0,
        help=N_("Mức thải dự kiến."),
    ),
    Field(
        name="outcome_note", kind=LONG_TEXT, label=N_("Hiệu quả khác"), group="outcome", max_length=1000,
        help=N_("Chất lượng, mẫu mã, thị trường mới…"),
    ),
)

_OPINIONS = (
    Field(
        name="commune_opinion", kind=LONG_TEXT, label=N_("Ý kiến UBND xã, phường"), group="opinion",
        max_length=1000, help=N_("Ý kiến của xã về đề nghị."),
    ),
    Field(
        name="commune_opinion_on", kind=DATE, label=N_("Ngày có ý kiến"), group="opinion",
        applies=(When("commune_opinion"),), help=N_("Ngày văn bản hoặc ngày trao đổi."),
    ),
    Field(
        name="commune_opinion_by", kind=TEXT, label=N_("Người có ý kiến"), group="opinion", max_length=120,
        applies=(When("commune_opinion"),), help=N_("Họ tên, chức vụ."),
    ),
    Field(
        name="reported_status", kind=CHOICE, label=N_("Tỉnh trả lời (theo CTV ghi)"), group="opinion",
        choices=STATUSES, help=N_("Điều tỉnh đã báo bằng văn bản, điện thoại hoặc Zalo."),
    ),
    Field(
        name="reported_number", kind=TEXT, label=N_("Số văn bản"), group="opinion", max_length=60,
        applies=_REPORTED, help=N_("Nếu tỉnh trả lời bằng văn bản."),
    ),
    Field(
        name="reported_on", kind=DATE, label=N_("Ngày tỉnh trả lời"), group="opinion", applies=_REPORTED,
        required=Required.TO_COMPLETE, help=N_("Ngày văn bản hoặc ngày được báo."),
    ),
    Field(
        name="reported_channel", kind=CHOICE, label=N_("Tỉnh báo bằng"), group="opinion",
        choices=REPORT_CHANNELS, applies=_REPORTED, help=N_("Nhận được tin bằng cách nào."),
    ),
    Field(
        name="withdrawn_on", kind=DATE, label=N_("Ngày rút đề nghị"), group="opinion",
        help=N_("Chỉ ghi khi cơ sở không đề nghị nữa."),
    ),
    Field(
        name="withdrawn_reason", kind=TEXT, label=N_("Lý do rút"), group="opinion", max_length=300,
        applies=_WITHDRAWN, required=Required.TO_COMPLETE, help=N_("Vì sao không đề nghị nữa."),
    ),
    Field(
        name="note", kind=LONG_TEXT, label=N_("Ghi chú"), group="opinion",
        help=N_("Điều cần nhớ; không ghi số giấy tờ tùy thân ở đây."),
    ),
)

_PROVINCE = (
    Field(
        name="status", kind=CHOICE, label=N_("Trạng thái"), group="province", choices=STATUSES,
        writer=Writer.PROVINCE, help=N_("Tỉnh ghi; đến cùng gói của tỉnh."),
    ),
    Field(
        name="status_on", kind=DATE, label=N_("Ngày của trạng thái"), group="province", writer=Writer.PROVINCE,
        help=N_("Ngày quyết định, hợp đồng hoặc văn bản."),
    ),
    Field(
        name="status_number", kind=TEXT, label=N_("Số văn bản của tỉnh"), group="province", max_length=60,
        writer=Writer.PROVINCE, help=N_("Số quyết định, hợp đồng hoặc văn bản."),
    ),
    Field(
        name="status_note", kind=LONG_TEXT, label=N_("Phản hồi của tỉnh"), group="province", max_length=2000,
        writer=Writer.PROVINCE, help=N_("Nội dung tỉnh trả lời."),
    ),
    Field(
        name="approved_on", kind=DATE, label=N_("Ngày phê duyệt"), group="province", writer=Writer.PROVINCE,
        help=N_("Ngày quyết định phê duyệt."),
    ),
    Field(
        name="approved_amount", kind=MONEY, label=N_("Kinh phí được duyệt"), unit=_MILLIONS, group="province",
        minimum=0, likely=(1_000_000, 6_000_000_000), writer=Writer.PROVINCE, help=N_("Theo quyết định phê duyệt."),
    ),
    Field(
        name="paid_amount", kind=MONEY, label=N_("Đã giải ngân"), unit=_MILLIONS, group="province", minimum=0,
        likely=(1_000_000, 6_000_000_000), writer=Writer.PROVINCE, help=N_("Số đã chi cho cơ sở."),
    ),
)

SUPPORT_REQUEST = Entity(
    name="support_request",
    plural="support_requests",
    label=N_("Đề nghị hỗ trợ"),
    label_plural=N_("Đề nghị hỗ trợ"),
    title_field="title",
    code_prefix="DN",
    groups=(
        Group("subject", N_("Nội dung đề nghị")),
        Group("costs", N_("Kinh phí, thời gian")),
        Group("training", N_("Đào tạo nghề")),
        Group("contest", N_("Sản phẩm tiêu biểu")),
        Group("loan", N_("Hỗ trợ lãi suất")),
        Group("outcome", N_("Hiệu quả dự kiến")),
        Group("opinion", N_("Ý kiến, theo dõi")),
        Group("province", N_("Tỉnh xử lý")),
    ),
    fields=(
        *_SUBJECT, *_COSTS, *_TRAINING_PART, *_CONTEST_PART, *_LOAN_PART, *_OUTCOMES, *_OPINIONS, *_PROVINCE,
    ),
    rules=rules.SUPPORT_REQUEST,
)
