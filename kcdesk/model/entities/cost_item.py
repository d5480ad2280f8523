"""One item of the costs of a support request: a machine, mostly."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Entity, Field, Required, When
from kcdesk.model.kinds import DATE, DECIMAL, MONEY, REFERENCE, TEXT, YEAR, YES_NO

# fmt: off
COST_ITEM = Entity(
    name="cost_item",
    plural="cost_items",
    label=N_("Hạng mục"),
    label_plural=N_("Hạng mục chi phí"),
    title_field="name",
    parent="support_request",
    parent_field="support_request_id",
    rules=rules.COST_ITEM,
    fields=(
        Field(
            name="support_request_id", kind=REFERENCE, label=N_("Đề nghị hỗ trợ"), parent="support_request",
            required=Required.TO_SAVE, help=N_("Đề nghị mà hạng mục này thuộc về."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Tên hạng mục, máy"), required=Required.TO_SAVE, max_length=250,
            search=True, help=N_("Ghi như trong báo giá."),
        ),
        Field(name="model", kind=TEXT, label=N_("Ký hiệu"), max_length=80, help=N_("Nhãn, model.")),
        Field(name="origin", kind=TEXT, label=N_("Xuất xứ"), max_length=80, help=N_("Nước sản xuất.")),
        Field(name="made_year", kind=YEAR, label=N_("Năm sản xuất"), minimum=1900, help=N_("Năm ghi trên máy.")),
        Field(name="capacity", kind=TEXT, label=N_("Công suất"), max_length=80, help=N_("Ví dụ: 200 kg/giờ.")),
        Field(
            name="is_new", kind=YES_NO, label=N_("Mới 100 %"), help=N_("Máy đã qua sử dụng thường không được hỗ trợ."),
        ),
        Field(name="unit", kind=TEXT, label=N_("Đơn vị tính"), max_length=30, help=N_("Ví dụ: cái, bộ, dây chuyền.")),
        Field(
            name="quantity", kind=DECIMAL, label=N_("Số lượng"), minimum=0.001, likely=(0.001, 10_000),
            help=N_("Lớn hơn 0."),
        ),
        Field(
            name="unit_price", kind=MONEY, label=N_("Đơn giá"), unit=N_("triệu đồng"), minimum=0,
            likely=(10_000, 10_000_000_000), help=N_("Theo báo giá, đã gồm thuế nếu cơ sở phải trả."),
        ),
        Field(
            name="amount", kind=MONEY, label=N_("Thành tiền"), unit=N_("triệu đồng"), minimum=0,
            likely=(100_000, 20_000_000_000), help=N_("Để trống thì lấy số lượng nhân đơn giá."),
        ),
        Field(
            name="eligible", kind=YES_NO, label=N_("Được tính hỗ trợ"), default=True,
            help=N_("Khoản không được hỗ trợ (nhà xưởng, vận chuyển…) chọn Không."),
        ),
        Field(
            name="quote_number", kind=TEXT, label=N_("Số báo giá"), max_length=60, help=N_("Số báo giá hoặc hợp đồng."),
        ),
        Field(name="quote_on", kind=DATE, label=N_("Ngày báo giá"), help=N_("Ngày ghi trên báo giá.")),
        Field(
            name="quote_supplier", kind=TEXT, label=N_("Nhà cung cấp"), max_length=200, help=N_("Đơn vị báo giá."),
        ),
        Field(
            name="purchased_on", kind=DATE, label=N_("Ngày mua"),
            help=N_("Mua trước khi được duyệt thường không được hỗ trợ."),
        ),
        Field(
            name="purchase_note", kind=TEXT, label=N_("Ghi chú việc mua"), max_length=200,
            applies=(When("purchased_on"),), help=N_("Ví dụ: số hóa đơn."),
        ),
    ),
)
