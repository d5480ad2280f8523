"""A certificate of a product or of the whole establishment: OCOP stars, contests, standards, brands."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import CONTEST_LEVELS
from kcdesk.model.fields import Choice, Entity, Field, Required, When
from kcdesk.model.kinds import CHOICE, INTEGER, PARTIAL_DATE, REFERENCE, TEXT

# fmt: off
CERTIFICATE_KINDS = (
    Choice("ocop", N_("OCOP"), N_("Của một sản phẩm, có thời hạn")),
    Choice("cnnttb", N_("Sản phẩm CNNT tiêu biểu")),
    Choice("iso", N_("ISO")),
    Choice("haccp", N_("HACCP")),
    Choice("nhan_hieu", N_("Nhãn hiệu")),
    Choice("khac", N_("Khác")),
)

CERTIFICATE = Entity(
    name="certificate",
    plural="certificates",
    label=N_("Chứng nhận"),
    label_plural=N_("Chứng nhận"),
    title_field="title",
    parent="establishment",
    parent_field="establishment_id",
    rules=rules.CERTIFICATE,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="kind", kind=CHOICE, label=N_("Loại"), required=Required.TO_SAVE, choices=CERTIFICATE_KINDS,
            help=N_("Loại chứng nhận hoặc giải thưởng."),
        ),
        Field(
            name="title", kind=TEXT, label=N_("Tên chứng nhận"), max_length=150, search=True,
            required=Required.TO_COMPLETE, required_when=(When("kind", ("iso", "nhan_hieu", "khac")),),
            help=N_("Ví dụ: ISO 22000:2018, tên nhãn hiệu."),
        ),
        Field(
            name="product_id", kind=REFERENCE, label=N_("Của sản phẩm"), parent="product",
            help=N_("Để trống nếu là của cả cơ sở."),
        ),
        Field(
            name="stars", kind=INTEGER, label=N_("Số sao OCOP"), unit=N_("sao"), minimum=3, maximum=5,
            applies=(When("kind", ("ocop",)),), required=Required.TO_COMPLETE, help=N_("Từ 3 đến 5 sao."),
        ),
        Field(
            name="level", kind=CHOICE, label=N_("Cấp"), choices=CONTEST_LEVELS, applies=(When("kind", ("cnnttb",)),),
            required=Required.TO_COMPLETE, help=N_("Cấp công nhận sản phẩm tiêu biểu."),
        ),
        Field(
            name="decision_number", kind=TEXT, label=N_("Số quyết định"), max_length=60,
            help=N_("Số quyết định hoặc số giấy chứng nhận."),
        ),
        Field(name="issued_by", kind=TEXT, label=N_("Nơi cấp"), max_length=150, help=N_("Cơ quan, tổ chức cấp.")),
        Field(
            name="issued_on", kind=PARTIAL_DATE, label=N_("Ngày cấp"),
            help=N_("Chỉ biết tháng hoặc năm thì ghi tháng, năm."),
        ),
        Field(name="expires_on", kind=PARTIAL_DATE, label=N_("Hết hạn"), help=N_("Để trống nếu không có thời hạn.")),
    ),
)
