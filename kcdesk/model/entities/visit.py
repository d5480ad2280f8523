"""A visit to an establishment (lượt khảo sát)."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import DIFFICULTIES
from kcdesk.model.fields import Choice, Entity, Field, Group, Required, When
from kcdesk.model.kinds import CHOICE, CHOICES, DATE, INTEGER, LONG_TEXT, MONEY, REFERENCE, TEXT, YEAR

# fmt: off
VISIT_KINDS = (
    Choice("khao_sat_moi", N_("Khảo sát mới")),
    Choice("cap_nhat", N_("Cập nhật")),
    Choice("huong_dan_ho_so", N_("Hướng dẫn hồ sơ")),
    Choice("kiem_tra_tien_do", N_("Kiểm tra tiến độ")),
    Choice("nghiem_thu", N_("Nghiệm thu")),
)

VISIT = Entity(
    name="visit",
    plural="visits",
    label=N_("Lượt khảo sát"),
    label_plural=N_("Lượt khảo sát"),
    title_field="content",
    groups=(
        Group("visit", N_("Lượt khảo sát")),
        Group("figures", N_("Số liệu lúc khảo sát")),
        Group("next", N_("Kết luận, việc tiếp theo")),
    ),
    rules=rules.VISIT,
    fields=(
        Field(
            name="establishment_id", kind=REFERENCE, label=N_("Cơ sở"), group="visit", parent="establishment",
            required=Required.TO_SAVE, help=N_("Cơ sở đã đến."),
        ),
        Field(
            name="visited_on", kind=DATE, label=N_("Ngày"), group="visit", required=Required.TO_SAVE,
            help=N_("Ngày đến cơ sở."),
        ),
        Field(
            name="kind", kind=CHOICE, label=N_("Loại"), group="visit", required=Required.TO_SAVE,
            choices=VISIT_KINDS, help=N_("Đến để làm gì."),
        ),
        Field(
            name="support_request_id", kind=REFERENCE, label=N_("Về đề nghị"), group="visit",
            parent="support_request", help=N_("Nếu đến vì một đề nghị hỗ trợ."),
        ),
        Field(
            name="met_with", kind=TEXT, label=N_("Người tiếp"), group="visit", required=Required.TO_COMPLETE,
            max_length=150, personal=True, help=N_("Họ tên, là ai ở cơ sở."),
        ),
        Field(
            name="content", kind=LONG_TEXT, label=N_("Nội dung"), group="visit", required=Required.TO_COMPLETE,
            search=True, help=N_("Đã xem gì, bàn gì."),
        ),
        Field(
            name="difficulties", kind=CHOICES, label=N_("Khó khăn"), group="visit", choices=DIFFICULTIES,
            help=N_("Chọn mọi khó khăn cơ sở nêu."),
        ),
        Field(
            name="difficulties_note", kind=LONG_TEXT, label=N_("Nói rõ khó khăn, kiến nghị"), group="visit",
            max_length=1000, help=N_("Lời của cơ sở, càng cụ thể càng tốt."),
        ),
        Field(
            name="figures_year", kind=YEAR, label=N_("Năm số liệu"), group="figures", minimum=2005,
            help=N_("Năm của các số ở dưới."),
        ),
        Field(
            name="revenue", kind=MONEY, label=N_("Doanh thu"), unit=N_("triệu đồng/năm"), group="figures",
            minimum=0, likely=(1_000_000, 200_000_000_000), help=N_("Để so với cùng kỳ."),
        ),
        Field(
            name="workers_total", kind=INTEGER, label=N_("Lao động"), unit=N_("người"), group="figures",
            minimum=0, maximum=1_000_000, likely=(0, 200), help=N_("Số người đang làm."),
        ),
        Field(
            name="average_income", kind=MONEY, label=N_("Thu nhập bình quân"), unit=N_("triệu đồng/người/tháng"),
            group="figures", minimum=0, maximum=200_000_000, likely=(2_000_000, 50_000_000),
            help=N_("Một người, một tháng."),
        ),
        Field(
            name="conclusion", kind=LONG_TEXT, label=N_("Kết luận"), group="next", max_length=1000,
            help=N_("Thống nhất được gì."),
        ),
        Field(
            name="next_step", kind=TEXT, label=N_("Việc tiếp theo"), group="next", max_length=250,
            help=N_("Ví dụ: giúp hoàn thiện báo giá."),
        ),
        Field(
            name="next_due_on", kind=DATE, ahead=True, label=N_("Hạn"), group="next", applies=(When("next_step"),),
            required=Required.TO_COMPLETE, help=N_("Hạn làm việc tiếp theo; đến hạn sẽ nhắc."),
        ),
        Field(
            name="surveyor", kind=TEXT, label=N_("Người khảo sát"), group="visit", max_length=40,
            automatic=True, help=N_("Mã cộng tác viên."),
        ),
    ),
)
