"""Closed lists that more than one entity uses. Codes are law (domain.md §11), labels are not."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model.fields import Choice

# fmt: off
CENTRAL, LOCAL, UNDECIDED = "KCQG", "KCDP", "chua_xac_dinh"

FUND_SOURCES = (
    Choice(LOCAL, N_("Khuyến công địa phương"), N_("Ngân sách địa phương")),
    Choice(CENTRAL, N_("Khuyến công quốc gia"), N_("Ngân sách trung ương")),
    Choice(UNDECIDED, N_("Chưa xác định")),
)

PROPOSAL_FORMS = (
    Choice("thuong", N_("Đề án thường")),
    Choice("nhom", N_("Đề án nhóm"), N_("Một nội dung, nhiều cơ sở thụ hưởng")),
    Choice("diem", N_("Đề án điểm"), N_("Từ 2 nội dung và 2 cơ sở thụ hưởng trở lên, làm trong 2–3 năm")),
)

STATUSES = (
    Choice("tiep_nhan", N_("Đã tiếp nhận")),
    Choice("yeu_cau_bo_sung", N_("Yêu cầu bổ sung")),
    Choice("dua_vao_ke_hoach", N_("Đưa vào kế hoạch")),
    Choice("tham_dinh", N_("Đang thẩm định")),
    Choice("phe_duyet", N_("Đã phê duyệt")),
    Choice("ky_hop_dong", N_("Đã ký hợp đồng")),
    Choice("nghiem_thu", N_("Đã nghiệm thu")),
    Choice("thanh_ly_quyet_toan", N_("Đã thanh lý, quyết toán")),
    Choice("khong_chap_thuan", N_("Không chấp thuận")),
    Choice("dieu_chinh", N_("Điều chỉnh")),
    Choice("ngung_trien_khai", N_("Ngừng triển khai")),
)
"""What the province decided (domain.md §2.5)."""

APPROVED = ("phe_duyet", "ky_hop_dong", "nghiem_thu", "thanh_ly_quyet_toan")
"""The states after which the establishment may buy."""

PRIORITIES = (Choice("cao", N_("Cao")), Choice("tb", N_("Trung bình")), Choice("thap", N_("Thấp")))

CONTEST_LEVELS = (
    Choice("xa", N_("Cấp xã")),
    Choice("huyen", N_("Cấp huyện (cũ)")),
    Choice("tinh", N_("Cấp tỉnh")),
    Choice("khu_vuc", N_("Cấp khu vực")),
    Choice("quoc_gia", N_("Cấp quốc gia")),
)
"""Levels of the contest for typical rural products; that of the commune is not verified."""

RECORD_TYPES = (
    Choice("establishment", N_("Cơ sở")),
    Choice("support_request", N_("Đề nghị hỗ trợ")),
    Choice("visit", N_("Lượt khảo sát")),
    Choice("proposal", N_("Đề án")),
    Choice("beneficiary", N_("Đối tượng thụ hưởng")),
)
"""The records that others may point to by type and id."""

DIFFICULTIES = (
    Choice("von", N_("Vốn")),
    Choice("thi_truong", N_("Thị trường")),
    Choice("mat_bang", N_("Mặt bằng")),
    Choice("lao_dong", N_("Lao động")),
    Choice("cong_nghe", N_("Công nghệ")),
    Choice("moi_truong", N_("Môi trường")),
    Choice("thu_tuc", N_("Thủ tục")),
    Choice("khac", N_("Khác")),
)
