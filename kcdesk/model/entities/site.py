"""A workshop of an establishment: it may have several, in several communes."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model.fields import Entity, Field, Required
from kcdesk.model.kinds import CODE, DECIMAL, INTEGER, LATITUDE, LONGITUDE, REFERENCE, TEXT, YES_NO

# fmt: off
SITE = Entity(
    name="site",
    plural="sites",
    label=N_("Xưởng, địa điểm"),
    label_plural=N_("Xưởng, địa điểm khác"),
    title_field="name",
    parent="establishment",
    parent_field="establishment_id",
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Tên xưởng"), max_length=150, help=N_("Ví dụ: xưởng 2, kho sấy."),
        ),
        Field(
            name="commune_code", kind=CODE, label=N_("Xã, phường, đặc khu"), required=Required.TO_SAVE,
            code_table="communes", version_field="commune_list", help=N_("Xã nơi đặt xưởng."),
        ),
        Field(
            name="commune_list", kind=TEXT, label=N_("Danh mục xã dùng khi ghi"), max_length=20, automatic=True,
            help=N_("Ngày của danh mục mà mã xã thuộc về."),
        ),
        Field(
            name="address", kind=TEXT, label=N_("Số nhà, ấp, khu vực"), search=True,
            help=N_("Nơi đặt xưởng; không ghi lại tên xã."),
        ),
        Field(
            name="latitude", kind=LATITUDE, label=N_("Vĩ độ"), unit=N_("độ"), minimum=6.0, maximum=24.0,
            likely=(8.0, 23.5), personal=True, help=N_("Có thể dán cả cặp tọa độ."),
        ),
        Field(
            name="longitude", kind=LONGITUDE, label=N_("Kinh độ"), unit=N_("độ"), minimum=102.0, maximum=118.0,
            likely=(102.0, 110.0), personal=True, help=N_("Có thể dán cả cặp tọa độ."),
        ),
        Field(
            name="workers", kind=INTEGER, label=N_("Lao động"), unit=N_("người"), minimum=0, maximum=1_000_000,
            likely=(0, 200), help=N_("Số người làm ở xưởng này."),
        ),
        Field(
            name="floor_area", kind=DECIMAL, label=N_("Diện tích"), unit=N_("m²"), minimum=0,
            help=N_("Diện tích nhà xưởng."),
        ),
        Field(name="is_main", kind=YES_NO, label=N_("Xưởng chính"), help=N_("Nơi sản xuất chính.")),
    ),
)
