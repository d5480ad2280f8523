"""Support that an establishment has already had."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Choice, Entity, Field, Required
from kcdesk.model.kinds import CHOICE, CODE, MONEY, REFERENCE, TEXT, YEAR

# fmt: off
EARLIER_FUNDS = (
    Choice("KCDP", N_("Khuyến công địa phương")),
    Choice("KCQG", N_("Khuyến công quốc gia")),
    Choice("khac", N_("Nguồn khác của Nhà nước")),
)

EARLIER_SUPPORT = Entity(
    name="earlier_support",
    plural="earlier_supports",
    label=N_("Hỗ trợ đã nhận"),
    label_plural=N_("Hỗ trợ đã nhận"),
    title_field="title",
    parent="establishment",
    parent_field="establishment_id",
    rules=rules.EARLIER_SUPPORT,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="year", kind=YEAR, label=N_("Năm"), required=Required.TO_SAVE, minimum=2005,
            help=N_("Năm nhận hỗ trợ."),
        ),
        Field(
            name="fund_source", kind=CHOICE, label=N_("Nguồn"), choices=EARLIER_FUNDS, required=Required.TO_COMPLETE,
            help=N_("Tiền hỗ trợ từ đâu."),
        ),
        Field(
            name="activity", kind=CODE, label=N_("Nội dung khuyến công"), code_table="activities",
            help=N_("Theo danh mục nội dung."),
        ),
        Field(
            name="title", kind=TEXT, label=N_("Được hỗ trợ việc gì"), max_length=300, search=True,
            help=N_("Ví dụ: máy sấy lạnh."),
        ),
        Field(
            name="amount", kind=MONEY, label=N_("Số tiền hỗ trợ"), unit=N_("triệu đồng"), minimum=0,
            likely=(1_000_000, 6_000_000_000), required=Required.TO_COMPLETE, help=N_("Tiền Nhà nước đã hỗ trợ."),
        ),
        Field(
            name="decision", kind=TEXT, label=N_("Quyết định, hợp đồng"), max_length=120,
            help=N_("Số, ngày văn bản."),
        ),
        Field(
            name="result", kind=TEXT, label=N_("Kết quả"), max_length=300,
            help=N_("Máy còn dùng không, hiệu quả ra sao."),
        ),
    ),
)
