"""A target of the plan, for "so với kế hoạch" in the reports."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import FUND_SOURCES
from kcdesk.model.fields import Choice, Entity, Field, Required, Writer
from kcdesk.model.kinds import CHOICE, CODE, DECIMAL, TEXT, YEAR

# fmt: off
INDICATORS = (
    Choice("co_so_khao_sat", N_("Cơ sở được khảo sát"), N_("cơ sở")),
    Choice("luot_huong_dan", N_("Lượt hướng dẫn hồ sơ"), N_("lượt")),
    Choice("de_nghi", N_("Đề nghị được lập"), N_("đề nghị")),
    Choice("kinh_phi_de_nghi", N_("Kinh phí đề nghị"), N_("triệu đồng")),
    Choice("de_an", N_("Đề án"), N_("đề án")),
    Choice("may_moc", N_("Lượt cơ sở ứng dụng máy móc, thiết bị"), N_("lượt")),
    Choice("mo_hinh", N_("Mô hình trình diễn kỹ thuật"), N_("mô hình")),
    Choice("xu_ly_o_nhiem", N_("Lượt cơ sở xử lý ô nhiễm"), N_("lượt")),
    Choice("san_pham_tieu_bieu", N_("Sản phẩm tiêu biểu được công nhận"), N_("sản phẩm")),
    Choice("nhan_hieu", N_("Cơ sở đăng ký nhãn hiệu"), N_("cơ sở")),
    Choice("lop_dao_tao", N_("Lớp đào tạo"), N_("lớp")),
    Choice("lao_dong_dao_tao", N_("Lao động được đào tạo"), N_("người")),
    Choice("sxsh", N_("Cơ sở đánh giá sản xuất sạch hơn"), N_("cơ sở")),
    Choice("khac", N_("Chỉ tiêu khác")),
)
"""The help of an indicator is its unit."""

TARGET = Entity(
    name="target",
    plural="targets",
    label=N_("Chỉ tiêu"),
    label_plural=N_("Chỉ tiêu kế hoạch"),
    title_field="indicator_note",
    writer=Writer.BOTH,
    rules=rules.TARGET,
    fields=(
        Field(
            name="year", kind=YEAR, label=N_("Năm"), required=Required.TO_SAVE, minimum=2005, writer=Writer.BOTH,
            help=N_("Năm kế hoạch."),
        ),
        Field(
            name="indicator", kind=CHOICE, label=N_("Chỉ tiêu"), required=Required.TO_SAVE, choices=INDICATORS,
            writer=Writer.BOTH, help=N_("Kế hoạch giao về việc gì."),
        ),
        Field(
            name="indicator_note", kind=TEXT, label=N_("Ghi rõ chỉ tiêu"), max_length=200, writer=Writer.BOTH,
            help=N_("Cần khi chọn Chỉ tiêu khác."),
        ),
        Field(
            name="value", kind=DECIMAL, label=N_("Số giao"), required=Required.TO_SAVE, minimum=0, writer=Writer.BOTH,
            help=N_("Tiền thì tính bằng triệu đồng."),
        ),
        Field(
            name="fund_source", kind=CHOICE, label=N_("Nguồn"), choices=FUND_SOURCES, writer=Writer.BOTH,
            help=N_("Để trống nếu gồm mọi nguồn."),
        ),
        Field(
            name="commune_code", kind=CODE, label=N_("Xã, phường, đặc khu"), code_table="communes",
            version_field="commune_list", writer=Writer.BOTH, help=N_("Để trống nếu là cả địa bàn."),
        ),
        Field(
            name="commune_list", kind=TEXT, label=N_("Danh mục xã dùng khi ghi"), max_length=20, automatic=True,
            writer=Writer.BOTH, help=N_("Ngày của danh mục mà mã xã thuộc về."),
        ),
        Field(
            name="collaborator_code", kind=TEXT, label=N_("Mã cộng tác viên"), max_length=12, writer=Writer.BOTH,
            help=N_("Giao cho ai; để trống nếu là cả đơn vị."),
        ),
        Field(
            name="basis", kind=TEXT, label=N_("Căn cứ"), max_length=200, writer=Writer.BOTH,
            help=N_("Kế hoạch số, ngày."),
        ),
    ),
)
