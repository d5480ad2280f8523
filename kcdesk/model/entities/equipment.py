"""A machine that an establishment has."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Choice, Entity, Field, Required
from kcdesk.model.kinds import CHOICE, INTEGER, REFERENCE, TEXT, YEAR

# fmt: off
CONDITIONS = (
    Choice("tot", N_("Tốt")),
    Choice("trung_binh", N_("Trung bình")),
    Choice("kem", N_("Kém")),
    Choice("hong", N_("Hỏng, không dùng")),
)

EQUIPMENT = Entity(
    name="equipment",
    plural="equipment",
    label=N_("Máy móc"),
    label_plural=N_("Máy móc hiện có"),
    title_field="name",
    parent="establishment",
    parent_field="establishment_id",
    rules=rules.EQUIPMENT,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Tên máy"), required=Required.TO_SAVE, search=True,
            help=N_("Ví dụ: máy sấy, máy đóng gói."),
        ),
        Field(name="model", kind=TEXT, label=N_("Ký hiệu"), max_length=80, help=N_("Nhãn, model trên máy.")),
        Field(
            name="quantity", kind=INTEGER, label=N_("Số lượng"), unit=N_("cái"), minimum=1, maximum=100_000, default=1,
            help=N_("Số máy cùng loại."),
        ),
        Field(name="made_year", kind=YEAR, label=N_("Năm sản xuất"), minimum=1900, help=N_("Năm ghi trên máy.")),
        Field(name="origin", kind=TEXT, label=N_("Xuất xứ"), max_length=80, help=N_("Nước sản xuất.")),
        Field(name="capacity", kind=TEXT, label=N_("Công suất"), max_length=80, help=N_("Ví dụ: 200 kg/giờ.")),
        Field(
            name="condition", kind=CHOICE, label=N_("Tình trạng"), choices=CONDITIONS,
            help=N_("Tình trạng lúc khảo sát."),
        ),
    ),
)
