"""Those who benefit from training or a fair without one establishment: people, groups, establishments."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model.fields import Choice, Entity, Field, Required, When
from kcdesk.model.kinds import CHOICE, CODE, INTEGER, LONG_TEXT, PHONE, REFERENCE, TEXT

# fmt: off
BENEFICIARY_KINDS = (
    Choice("ca_nhan", N_("Cá nhân, người lao động")),
    Choice("nhom", N_("Nhóm, lớp")),
    Choice("co_so", N_("Cơ sở công nghiệp nông thôn")),
)

BENEFICIARY = Entity(
    name="beneficiary",
    plural="beneficiaries",
    label=N_("Đối tượng thụ hưởng"),
    label_plural=N_("Đối tượng thụ hưởng"),
    title_field="name",
    fields=(
        Field(
            name="support_request_id", kind=REFERENCE, label=N_("Đề nghị hỗ trợ"), parent="support_request",
            required=Required.TO_COMPLETE, help=N_("Lớp đào tạo, hội chợ… mà đối tượng tham gia."),
        ),
        Field(
            name="kind", kind=CHOICE, label=N_("Loại"), required=Required.TO_SAVE, choices=BENEFICIARY_KINDS,
            help=N_("Cá nhân, nhóm hay cơ sở."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Tên"), required=Required.TO_SAVE, max_length=200, personal=True,
            search=True, help=N_("Họ tên người, tên nhóm hoặc tên cơ sở."),
        ),
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            applies=(When("kind", ("co_so",)),), help=N_("Nếu cơ sở đã có hồ sơ."),
        ),
        Field(
            name="person_count", kind=INTEGER, label=N_("Số người"), unit=N_("người"), minimum=1, maximum=100_000,
            likely=(1, 500), applies=(When("kind", ("nhom", "co_so")),), help=N_("Số người thụ hưởng."),
        ),
        Field(
            name="commune_code", kind=CODE, label=N_("Xã, phường, đặc khu"), required=Required.TO_COMPLETE,
            code_table="communes", version_field="commune_list", help=N_("Nơi ở hoặc nơi hoạt động."),
        ),
        Field(
            name="commune_list", kind=TEXT, label=N_("Danh mục xã dùng khi ghi"), max_length=20, automatic=True,
            help=N_("Ngày của danh mục mà mã xã thuộc về."),
        ),
        Field(
            name="phone", kind=PHONE, label=N_("Điện thoại"), personal=True, masked=True, search=True,
            help=N_("Để liên hệ khi mở lớp."),
        ),
        Field(name="note", kind=LONG_TEXT, label=N_("Ghi chú"), max_length=500, help=N_("Điều cần nhớ.")),
    ),
)
