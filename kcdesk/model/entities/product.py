"""A product of an establishment."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Choice, Entity, Field, Required
from kcdesk.model.kinds import CHOICES, DECIMAL, LONG_TEXT, MONEY, REFERENCE, TEXT, YEAR, YES_NO

# fmt: off
MARKETS = (
    Choice("trong_xa", N_("Trong xã")),
    Choice("tinh", N_("Trong tỉnh")),
    Choice("ngoai_tinh", N_("Ngoài tỉnh")),
    Choice("xuat_khau", N_("Xuất khẩu")),
)

PRODUCT = Entity(
    name="product",
    plural="products",
    label=N_("Sản phẩm"),
    label_plural=N_("Sản phẩm"),
    title_field="name",
    parent="establishment",
    parent_field="establishment_id",
    rules=rules.PRODUCT,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Tên sản phẩm"), required=Required.TO_SAVE, search=True,
            help=N_("Tên thường gọi, ví dụ: bánh tráng siêu mỏng."),
        ),
        Field(
            name="is_main", kind=YES_NO, label=N_("Sản phẩm chính"),
            help=N_("Sản phẩm đem lại nhiều doanh thu nhất."),
        ),
        Field(name="unit", kind=TEXT, label=N_("Đơn vị tính"), max_length=30, help=N_("Ví dụ: tấn, cái, hộp, lít.")),
        Field(
            name="output", kind=DECIMAL, label=N_("Sản lượng mỗi năm"), minimum=0,
            help=N_("Lượng làm ra trong một năm, theo đơn vị tính."),
        ),
        Field(
            name="capacity", kind=DECIMAL, label=N_("Công suất mỗi năm"), minimum=0,
            help=N_("Lượng nhiều nhất làm được trong một năm."),
        ),
        Field(
            name="revenue", kind=MONEY, label=N_("Doanh thu mỗi năm"), unit=N_("triệu đồng"), minimum=0,
            likely=(100_000, 200_000_000_000), help=N_("Doanh thu của riêng sản phẩm này."),
        ),
        Field(
            name="figures_year", kind=YEAR, label=N_("Năm số liệu"), minimum=2005,
            help=N_("Năm của sản lượng và doanh thu."),
        ),
        Field(
            name="markets", kind=CHOICES, label=N_("Thị trường"), choices=MARKETS,
            help=N_("Bán ở đâu; chọn một hoặc nhiều."),
        ),
        Field(name="note", kind=LONG_TEXT, label=N_("Ghi chú"), max_length=500, help=N_("Điều cần nhớ.")),
    ),
)
