"""A photo or paper that belongs to a record. No photo of an identity card, on purpose."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import RECORD_TYPES
from kcdesk.model.fields import Choice, Entity, Field, Required
from kcdesk.model.kinds import CHOICE, DATE, INTEGER, REFERENCE, SHA256, TEXT, YES_NO

# fmt: off
ATTACHMENT_KINDS = (
    Choice("don_de_nghi", N_("Đơn đề nghị")),
    Choice("gcn_dang_ky", N_("Giấy chứng nhận đăng ký")),
    Choice("bao_gia", N_("Báo giá")),
    Choice("anh_xuong", N_("Ảnh xưởng")),
    Choice("anh_may", N_("Ảnh máy")),
    Choice("anh_san_pham", N_("Ảnh sản phẩm")),
    Choice("phieu_khao_sat_ky", N_("Phiếu khảo sát đã ký")),
    Choice("bien_ban", N_("Biên bản")),
    Choice("khac", N_("Khác")),
)
FILE_TYPES = tuple(Choice(code, label) for code, label in (
    ("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG"), ("docx", "Word"), ("xlsx", "Excel"),
))

ATTACHMENT = Entity(
    name="attachment",
    plural="attachments",
    label=N_("Tệp đính kèm"),
    label_plural=N_("Tệp đính kèm"),
    title_field="title",
    rules=rules.ATTACHMENT,
    fields=(
        Field(
            name="owner_type", kind=CHOICE, label=N_("Thuộc loại hồ sơ"), required=Required.TO_SAVE,
            choices=RECORD_TYPES, automatic=True, help=N_("Loại hồ sơ mà tệp thuộc về."),
        ),
        Field(
            name="owner_id", kind=REFERENCE, label=N_("Thuộc hồ sơ"), required=Required.TO_SAVE, automatic=True,
            help=N_("Hồ sơ mà tệp thuộc về."),
        ),
        Field(
            name="kind", kind=CHOICE, label=N_("Loại"), required=Required.TO_SAVE, choices=ATTACHMENT_KINDS,
            help=N_("Tệp này là gì."),
        ),
        Field(
            name="title", kind=TEXT, label=N_("Nội dung"), max_length=200,
            help=N_("Ví dụ: báo giá máy sấy của Công ty A."),
        ),
        Field(
            name="file_name", kind=TEXT, label=N_("Tên tệp gốc"), max_length=255, personal=True, automatic=True,
            help=N_("Tên tệp lúc đính kèm."),
        ),
        Field(
            name="file_type", kind=CHOICE, label=N_("Dạng tệp"), required=Required.TO_SAVE, choices=FILE_TYPES,
            automatic=True, help=N_("PDF, JPEG, PNG, Word hoặc Excel."),
        ),
        Field(
            name="size", kind=INTEGER, label=N_("Dung lượng"), unit=N_("byte"), minimum=1, maximum=32 * 2**20,
            likely=(1, 10_000_000), automatic=True, help=N_("Nên dưới 10 MB để gửi được thư."),
        ),
        Field(
            name="sha256", kind=SHA256, label=N_("Dấu của tệp"), required=Required.TO_SAVE, automatic=True,
            help=N_("Để biết tệp còn nguyên."),
        ),
        Field(
            name="has_personal_data", kind=YES_NO, label=N_("Có dữ liệu cá nhân"), default=True,
            help=N_("Có thì không gửi khi chủ cơ sở chưa đồng ý."),
        ),
        Field(name="taken_on", kind=DATE, label=N_("Ngày chụp, ngày lập"), help=N_("Ngày của ảnh hoặc giấy tờ.")),
    ),
)
