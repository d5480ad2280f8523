"""The figures of an establishment for one year; the establishment shows its latest year."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.fields import Entity, Field, Required
from kcdesk.model.kinds import INTEGER, MONEY, REFERENCE, TEXT, YEAR

# fmt: off
_MOST_WORKERS = 1_000_000


def _workers(name: str, label: str, words: str) -> Field:
    """A number of workers."""
    return Field(
        name=name, kind=INTEGER, label=label, unit=N_("người"), minimum=0, maximum=_MOST_WORKERS, likely=(0, 200),
        help=words
    )


YEARLY_FIGURE = Entity(
    name="yearly_figure",
    plural="yearly_figures",
    label=N_("Số liệu năm"),
    label_plural=N_("Số liệu theo năm"),
    title_field="year",
    parent="establishment",
    parent_field="establishment_id",
    rules=rules.YEARLY_FIGURE,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở mà dòng này thuộc về."),
        ),
        Field(
            name="year", kind=YEAR, label=N_("Năm"), required=Required.TO_SAVE, minimum=2005,
            help=N_("Năm của các số liệu trong dòng này."),
        ),
        Field(
            name="revenue", kind=MONEY, label=N_("Doanh thu"), unit=N_("triệu đồng"), minimum=0,
            likely=(1_000_000, 200_000_000_000), help=N_("Doanh thu cả năm."),
        ),
        Field(
            name="profit", kind=MONEY, label=N_("Lợi nhuận"), unit=N_("triệu đồng"),
            likely=(-50_000_000_000, 50_000_000_000), help=N_("Lỗ thì ghi số âm."),
        ),
        Field(
            name="tax_paid", kind=MONEY, label=N_("Nộp ngân sách"), unit=N_("triệu đồng"), minimum=0,
            likely=(0, 50_000_000_000), help=N_("Thuế, phí đã nộp trong năm."),
        ),
        Field(
            name="capital", kind=MONEY, label=N_("Tổng nguồn vốn"), unit=N_("triệu đồng"), minimum=0,
            likely=(1_000_000, 200_000_000_000), help=N_("Vốn cuối năm."),
        ),
        _workers("workers_total", N_("Lao động"), N_("Tổng số người làm.")),
        _workers("workers_female", N_("Lao động nữ"), N_("Trong tổng số.")),
        _workers("workers_seasonal", N_("Lao động thời vụ"), N_("Trong tổng số.")),
        _workers("workers_trained", N_("Lao động qua đào tạo"), N_("Trong tổng số.")),
        _workers("workers_ethnic", N_("Lao động dân tộc thiểu số"), N_("Trong tổng số.")),
        Field(
            name="average_income", kind=MONEY, label=N_("Thu nhập bình quân"), unit=N_("triệu đồng/người/tháng"),
            minimum=0, maximum=200_000_000, likely=(2_000_000, 50_000_000), help=N_("Một người, một tháng."),
        ),
        Field(
            name="electricity_kwh", kind=INTEGER, label=N_("Điện dùng"), unit=N_("kWh/năm"), minimum=0,
            help=N_("Cộng theo hóa đơn tiền điện."),
        ),
        Field(
            name="water_m3", kind=INTEGER, label=N_("Nước dùng"), unit=N_("m³/năm"), minimum=0,
            help=N_("Nước máy và nước tự khai thác."),
        ),
        Field(
            name="source", kind=TEXT, label=N_("Nguồn số liệu"), max_length=150,
            help=N_("Ví dụ: chủ cơ sở cho biết, báo cáo thuế."),
        ),
    ),
)
