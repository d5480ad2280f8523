"""A proposal (đề án) gathers support requests."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import FUND_SOURCES, PROPOSAL_FORMS, STATUSES
from kcdesk.model.fields import Entity, Field, Required, Writer
from kcdesk.model.kinds import CHOICE, CODE, CODES, DATE, LONG_TEXT, MONEY, MONTH, TEXT, YEAR

# fmt: off
PROPOSAL = Entity(
    name="proposal",
    plural="proposals",
    label=N_("Đề án"),
    label_plural=N_("Đề án"),
    title_field="title",
    writer=Writer.BOTH,
    rules=rules.PROPOSAL,
    fields=(
        Field(
            name="title", kind=TEXT, label=N_("Tên đề án"), required=Required.TO_SAVE, max_length=300, search=True,
            writer=Writer.BOTH, help=N_("Ghi như trong kế hoạch."),
        ),
        Field(
            name="number", kind=TEXT, label=N_("Số, ký hiệu"), max_length=60, search=True, writer=Writer.BOTH,
            help=N_("Số của đề án trong kế hoạch."),
        ),
        Field(
            name="form", kind=CHOICE, label=N_("Hình thức"), required=Required.TO_SAVE, choices=PROPOSAL_FORMS,
            writer=Writer.BOTH, help=N_("Thường, nhóm hoặc điểm."),
        ),
        Field(
            name="plan_year", kind=YEAR, label=N_("Năm kế hoạch"), required=Required.TO_SAVE, minimum=2005,
            writer=Writer.BOTH, help=N_("Năm bắt đầu."),
        ),
        Field(
            name="fund_source", kind=CHOICE, label=N_("Nguồn"), required=Required.TO_COMPLETE, choices=FUND_SOURCES,
            writer=Writer.BOTH, help=N_("Nguồn kinh phí khuyến công."),
        ),
        Field(
            name="activities", kind=CODES, label=N_("Nội dung khuyến công"), required=Required.TO_COMPLETE,
            code_table="activities", writer=Writer.BOTH, help=N_("Đề án điểm có từ 2 nội dung."),
        ),
        Field(
            name="implementing_unit", kind=TEXT, label=N_("Đơn vị thực hiện"), max_length=200, writer=Writer.BOTH,
            help=N_("Thường là Trung tâm Khuyến công."),
        ),
        Field(
            name="province_code", kind=CODE, label=N_("Tỉnh, thành phố"), code_table="provinces", writer=Writer.BOTH,
            help=N_("Tỉnh lập đề án."),
        ),
        Field(
            name="total_cost", kind=MONEY, label=N_("Tổng kinh phí"), unit=N_("triệu đồng"), minimum=0,
            likely=(1_000_000, 100_000_000_000), writer=Writer.BOTH, help=N_("Cả đề án."),
        ),
        Field(
            name="support_amount", kind=MONEY, label=N_("Kinh phí khuyến công"), unit=N_("triệu đồng"), minimum=0,
            likely=(1_000_000, 20_000_000_000), writer=Writer.BOTH, help=N_("Phần Nhà nước hỗ trợ."),
        ),
        Field(
            name="starts_on", kind=MONTH, label=N_("Bắt đầu"), writer=Writer.BOTH, help=N_("Tháng bắt đầu."),
        ),
        Field(name="ends_on", kind=MONTH, label=N_("Kết thúc"), writer=Writer.BOTH, help=N_("Tháng kết thúc.")),
        Field(
            name="note", kind=LONG_TEXT, label=N_("Ghi chú"), writer=Writer.BOTH,
            help=N_("Mục tiêu, quy mô, điều cần nhớ."),
        ),
        Field(
            name="status", kind=CHOICE, label=N_("Trạng thái"), choices=STATUSES, writer=Writer.PROVINCE,
            help=N_("Tỉnh ghi."),
        ),
        Field(
            name="status_on", kind=DATE, label=N_("Ngày của trạng thái"), writer=Writer.PROVINCE,
            help=N_("Ngày văn bản."),
        ),
        Field(
            name="status_number", kind=TEXT, label=N_("Số văn bản"), max_length=60, writer=Writer.PROVINCE,
            help=N_("Số quyết định hoặc văn bản."),
        ),
    ),
)
