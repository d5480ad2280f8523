"""The collaborator of this workspace: a profile, not a directory of people.

Kept in the workspace's settings, never in the log. No allowance and no personal number, on purpose.
"""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model.fields import Choice, Entity, Field, Required
from kcdesk.model.kinds import CHOICE, CODE, CODES, DATE, PHONE, TEXT

# fmt: off
ROLES = (Choice("collaborator", N_("Cộng tác viên")), Choice("province", N_("Tỉnh")))
PROFILE_STATUSES = (Choice("dang_hd", N_("Đang hoạt động")), Choice("nghi", N_("Đã nghỉ, đã bàn giao")))

COLLABORATOR = Entity(
    name="collaborator",
    plural="collaborators",
    label=N_("Cộng tác viên"),
    label_plural=N_("Cộng tác viên"),
    title_field="name",
    fields=(
        Field(
            name="role", kind=CHOICE, label=N_("Vai trò"), required=Required.TO_SAVE, choices=ROLES,
            default="collaborator", help=N_("Cộng tác viên hay cán bộ của tỉnh."),
        ),
        Field(
            name="code", kind=TEXT, label=N_("Mã cộng tác viên"), required=Required.TO_SAVE, max_length=12,
            help=N_("Do tỉnh cấp: 2 đến 12 chữ in hoa hoặc số, ví dụ CTV07."),
        ),
        Field(
            name="name", kind=TEXT, label=N_("Họ và tên"), required=Required.TO_SAVE, max_length=120,
            help=N_("Họ tên của bạn."),
        ),
        Field(
            name="unit", kind=TEXT, label=N_("Đơn vị"), required=Required.TO_COMPLETE, max_length=200,
            help=N_("Ví dụ: UBND xã Vị Thủy, khu vực 3."),
        ),
        Field(name="phone", kind=PHONE, label=N_("Điện thoại"), help=N_("Để tỉnh gọi lại khi cần.")),
        Field(
            name="province_code", kind=CODE, label=N_("Tỉnh, thành phố"), required=Required.TO_SAVE,
            code_table="provinces", help=N_("Tỉnh nhận gói của bạn."),
        ),
        Field(
            name="communes", kind=CODES, label=N_("Địa bàn phụ trách"), required=Required.TO_COMPLETE,
            code_table="communes", help=N_("Các xã, phường, đặc khu được giao."),
        ),
        Field(name="from_on", kind=DATE, label=N_("Từ ngày"), help=N_("Ngày bắt đầu phụ trách.")),
        Field(name="until_on", kind=DATE, label=N_("Đến ngày"), help=N_("Ngày thôi phụ trách.")),
        Field(
            name="device_key", kind=TEXT, label=N_("Khóa của máy"), max_length=200, automatic=True,
            help=N_("Khóa ký công khai của máy này."),
        ),
        Field(
            name="status", kind=CHOICE, label=N_("Tình trạng"), choices=PROFILE_STATUSES, default="dang_hd",
            help=N_("Đang hoạt động hay đã bàn giao."),
        ),
    ),
)
