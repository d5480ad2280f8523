"""Ten lists as offices keep them: titles, groups over columns, signatures; with the field that each column gives.

A target of "" is a column that no field takes; a "?" behind it says that a person is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sheets.books import save


@dataclass(frozen=True)
class Listed:
    """One list: its rows, its joined cells, and what each column gives, by letter."""

    name: str
    rows: list[list[Any]]
    fields: dict[str, str]
    merges: tuple[str, ...] = field(default=())

    def save(self, folder: Path) -> Path:
        """Its workbook."""
        return save(folder / f"{self.name}.xlsx", self.rows, merges=self.merges, title="Sheet1")


E_, Y, R, C, P, Q = "establishment.", "yearly_figure.", "support_request.", "certificate.", "product.", "equipment."

LISTS = (
    Listed(
        "doanh-nghiep",
        [
            ["SỞ TÀI CHÍNH"], ["PHÒNG ĐĂNG KÝ KINH DOANH"], [],
            ["DANH SÁCH DOANH NGHIỆP ĐĂNG KÝ HOẠT ĐỘNG TRÊN ĐỊA BÀN"],
             ["(Kèm theo Công văn số 12/ĐKKD ngày 05/6/2025)"],
            ["STT", "Tên doanh nghiệp", "Mã số doanh nghiệp", "Ngày cấp", "Loại hình DN", "Địa chỉ trụ sở chính",
             "Người ĐDPL", "Số CCCD", "Ngày cấp", "Nơi cấp", "Vốn điều lệ (đồng)", "Ngành nghề kinh doanh chính",
             "Mã ngành chính", "Điện thoại trụ sở", "Fax", "Tình trạng pháp lý"],
            [1, "CÔNG TY TNHH CƠ KHÍ HẬU GIANG", "0100109106", "12/03/2015", "Công ty TNHH",
             "Số 5 đường 3/2, xã Vị Thủy",
             "NGUYỄN VĂN AN", "093085001234", "15/08/2021", "Cục CS QLHC", 5_000_000_000, "Gia công cơ khí", 2592,
             "02933571234", "02933571235", "Đang hoạt động"],
            [2, "DNTN XAY XÁT PHƯỚC LỢI", "0301442379", "20/11/2009", "DNTN", "Ấp 3, xã Vị Thắng", "TRẦN THỊ BÉ",
             "093175004321", "01/02/2022", "Cục CS QLHC", 1_200_000_000, "Xay xát lúa gạo", 1061, "0939111222", "",
             "Đang hoạt động"],
            [3, "CÔNG TY CỔ PHẦN MÍA ĐƯỜNG", "0302058521", "25/07/2018", "Công ty cổ phần", "Ấp 7, xã Vị Đông",
             "LÊ VĂN CHÍNH", "093080009999", "30/12/2021", "Cục CS QLHC", 20_000_000_000, "Sản xuất đường", 1072,
             "0913222333", "", "Tạm ngừng"],
            ["Tổng cộng: 03 doanh nghiệp"],
        ],
        {"A": "#index", "B": E_ + "name", "C": E_ + "tax_code", "D": E_ + "registration_date", "E": E_ + "legal_form",
         "F": E_ + "address", "G": E_ + "representative", "H": E_ + "personal_number", "I": "", "J": "",
         "K": E_ + "capital", "L": E_ + "main_trade", "M": E_ + "vsic_code", "N": E_ + "phone", "O": "",
         "P": E_ + "status"},
        ("A4:P4",),
    ),
    Listed(
        "ho-san-xuat",
        [
            ["UBND XÃ VỊ THỦY", None, None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            [None, "BIỂU RÀ SOÁT HỘ SẢN XUẤT, KINH DOANH NĂM 2025"], [],
            ["TT", "Họ và tên chủ hộ", "Năm sinh", None, "Địa chỉ", None, "Tên cơ sở", "Nghề sản xuất", "Lao động",
             None,
             "Vốn (trđ)", "Thu nhập BQ (trđ/người/tháng)", "Số ĐT", "Ký nhận"],
            [None, None, "Nam", "Nữ", "Ấp", "Xã", None, None, "Tổng số", "Nữ"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)", "(14)"],
            ["I", "Ấp 1"],
            [1, "Nguyễn Văn Tám", 1968, None, "Ấp 1", "xã Vị Thủy", "Lò rèn Tám Ký", "Rèn dao", 3, 1, 50, 6,
             "0912345671",
             None],
            [2, "Trần Thị Hoa", None, 1975, "Ấp 1", "xã Vị Thủy", "Cơ sở bánh tráng Hoa", "Bánh tráng", 4, 3, 30, 5,
             "0912345672", None],
            ["II", "Ấp 2"],
            [3, "Danh Sóc", 1980, None, "Ấp 2", "xã Vị Thủy", "Cơ sở đan lát Sóc", "Đan lát", 2, 1, 10, 4,
             "0912345673",
             None],
            ["Cộng", None, None, None, None, None, None, None, 9, 5, 90],
            [], [None, None, None, None, None, None, None, None, "Vị Thủy, ngày 02 tháng 6 năm 2025"],
            [None, "Người lập biểu", None, None, None, None, None, None, "CHỦ TỊCH"],
        ],
        {"A": "#index", "B": E_ + "representative", "C": "", "D": "", "E": "#hamlet", "F": E_ + "commune_code",
         "G": E_ + "name", "H": E_ + "main_trade", "I": E_ + "workers_total", "J": Y + "workers_female",
         "K": E_ + "capital", "L": Y + "average_income", "M": E_ + "phone", "N": ""},
        ("A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "H4:H5", "I4:J4", "K4:K5", "L4:L5", "M4:M5", "N4:N5"),
    ),
    Listed(
        "de-an-khuyen-cong",
        [
            ["PHỤ LỤC 2"], ["TỔNG HỢP ĐỀ ÁN KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM 2026"], ["Đơn vị tính: triệu đồng"],
            ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Địa điểm thực hiện", "Kinh phí", None, None,
             "Thời gian thực hiện",
             "Đơn vị phối hợp", "Ghi chú"],
            [None, None, None, None, "Tổng số", "KC hỗ trợ", "Đơn vị đối ứng"],
            ["A", "B", "C", "D", "1=2+3", 2, 3, 4, 5, 6],
            [1, "Hỗ trợ máy sấy lúa", "HTX Vị Thắng", "Ấp 7, xã Vị Thắng", 400, 150, 250, "Quý II/2026", "UBND xã",
             None],
            [2, "Hỗ trợ máy CNC", "Cơ sở mộc Phát", "Ấp 3, xã Vị Thủy", 600, 200, 400, "Quý III/2026", "UBND xã",
             None],
            [3, "Hỗ trợ dây chuyền bún", "HKD Bún Mười", "Ấp 5, xã Vị Đông", 300, 120, 180, "Quý II/2026", "UBND xã",
             "mới"],
            [None, "Tổng cộng", None, None, 1300, 470, 830],
        ],
        {"A": "#index", "B": R + "title", "C": E_ + "name", "D": E_ + "address", "E": R + "total_cost",
         "F": R + "requested_amount", "G": "#own_capital", "H": "#period", "I": "", "J": E_ + "note"},
        ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:G4", "H4:H5", "I4:I5", "J4:J5"),
    ),
    Listed(
        "ocop",
        [
            ["DANH SÁCH SẢN PHẨM OCOP CÒN HIỆU LỰC"],
            ["Stt", "Tên sản phẩm", "Chủ thể", "Loại hình chủ thể", "Người đại diện", "Điện thoại", "Xã/phường",
             "Hạng sao",
             "Điểm đánh giá", "Số QĐ công nhận", "Ngày QĐ công nhận", "Ngày hết hạn"],
            [1, "Chả cá thát lát", "HTX Kỳ Như", "HTX", "Nguyễn Kỳ Như", "0939 123 456", "xã Vị Thủy", 4, 82.5,
             "215/QĐ-UBND",
             "15/03/2024", "15/03/2027"],
            [2, "Mắm cá rô", "HKD Sáu Lành", "Hộ kinh doanh", "Lê Thị Lành", "0907 654 321", "xã Vị Thanh 1", 3, 71,
             "215/QĐ-UBND", "15/03/2024", "15/03/2027"],
            [3, "Bưởi sấy", "Công ty TNHH Xanh", "Công ty TNHH", "Phan Văn Xanh", "0918 111 333", "xã Vị Thủy", 3, 75,
             "300/QĐ-UBND", "20/06/2024", "20/06/2027"],
        ],
        {"A": "#index", "B": P + "name", "C": E_ + "name", "D": E_ + "legal_form", "E": E_ + "representative",
         "F": E_ + "phone", "G": E_ + "commune_code", "H": C + "stars", "I": "", "J": C + "decision_number",
         "K": C + "issued_on", "L": C + "expires_on"},
    ),
    Listed(
        "tieu-bieu",
        [
            [None, "KẾT QUẢ BÌNH CHỌN SẢN PHẨM CNNT TIÊU BIỂU CẤP TỈNH"], [],
            ["STT", "Tên sản phẩm, bộ sản phẩm", "Cơ sở CNNT", "Địa chỉ cơ sở", "Họ tên chủ cơ sở", "SĐT liên hệ",
             "Doanh thu (triệu đồng)", None, "Số lao động", "Thị trường tiêu thụ", "Tổng số điểm", "Kích thước"],
            [None, None, None, None, None, None, "Năm 2023", "Năm 2024"],
            [1, "Trà mãng cầu", "Cơ sở Hai Tài", "Ấp 3, xã Vị Thủy", "Nguyễn Hai Tài", "0912000111", 500, 650, 6,
             "Trong tỉnh",
             85, "10x20"],
            [2, "Rượu mận", "HTX Mận", "Ấp 1, xã Vị Thắng", "Trần Văn Mận", "0912000222", 700, 720, 9, "Ngoài tỉnh",
             80,
             "500ml"],
            [3, "Ghế mây", "DNTN Mây Xanh", "Ấp 2, xã Vị Đông", "Lê Thị Mây", "0912000333", 900, 950, 12, "Xuất khẩu",
             90,
             "40x40"],
        ],
        {"A": "#index", "B": P + "name", "C": E_ + "name", "D": E_ + "address", "E": E_ + "representative",
         "F": E_ + "phone", "G": "", "H": Y + "revenue", "I": E_ + "workers_total", "J": P + "markets", "K": "",
         "L": ""},
        ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3", "I3:I4", "J3:J4", "K3:K4", "L3:L4"),
    ),
    Listed(
        "ho-khoan",
        [
            ["THUẾ CƠ SỞ 3"], ["DANH SÁCH HỘ KINH DOANH NỘP THUẾ"],
            ["STT", "Mã số thuế", "Tên NNT", "Địa chỉ kinh doanh", "Ngành nghề", "Doanh thu năm 2024", "Thuế GTGT",
             "Thuế TNCN",
             "Tổng số thuế phải nộp", "Trạng thái MST", "Cơ quan thuế quản lý"],
            [1, "0100109106", "Nguyễn Thị Tư", "Ấp 3, xã Vị Thủy", "Bánh tráng", 360_000_000, 3_600_000, 1_800_000,
             5_400_000,
             "NNT đang hoạt động", "Thuế cơ sở 3"],
            [2, "0301442379", "Trần Văn Út", "Ấp 1, xã Vị Thủy", "Mộc", 480_000_000, 4_800_000, 2_400_000, 7_200_000,
             "NNT đang hoạt động", "Thuế cơ sở 3"],
            [3, "0302058521", "Lê Văn Năm", "Ấp 2, xã Vị Thủy", "Cơ khí", 600_000_000, 6_000_000, 3_000_000, 9_000_000,
             "NNT tạm ngừng", "Thuế cơ sở 3"],
        ],
        {"A": "#index", "B": E_ + "tax_code", "C": E_ + "name", "D": E_ + "address", "E": E_ + "main_trade",
         "F": Y + "revenue", "G": "", "H": "", "I": Y + "tax_paid", "J": "", "K": ""},
    ),
    Listed(
        "hop-tac-xa",
        [
            ["LIÊN MINH HỢP TÁC XÃ"], ["DANH SÁCH HỢP TÁC XÃ TIỂU THỦ CÔNG NGHIỆP"], [],
            ["TT", "Tên HTX", "Giấy chứng nhận đăng ký HTX", None, None, "Giám đốc HTX", None, "Số thành viên",
             "Vốn điều lệ (trđ)", "LĐ thường xuyên", "Xã, phường"],
            [None, None, "Số", "Ngày cấp", "Nơi cấp", "Họ và tên", "Điện thoại"],
            [1, "HTX Dệt chiếu", "640701", "02/05/2019", "Phòng TC-KH", "Lý Văn Chiếu", "0915000111", 15, 800, 20,
             "xã Vị Thủy"],
            [2, "HTX Đan lát", "640702", "15/09/2020", "Phòng TC-KH", "Thạch Thị Lát", "0915000222", 12, 300, 10,
             "xã Vị Thắng"],
            [3, "HTX Cơ khí", "640703", "28/01/2021", "Phòng TC-KH", "Phạm Văn Khí", "0915000333", 9, 1500, 14,
             "xã Vị Đông"],
        ],
        {"A": "#index", "B": E_ + "name", "C": E_ + "registration_number", "D": E_ + "registration_date",
         "E": E_ + "registration_place", "F": E_ + "representative", "G": E_ + "phone", "H": "", "I": E_ + "capital",
         "J": E_ + "workers_total", "K": E_ + "commune_code"},
        ("A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:H5", "I4:I5", "J4:J5", "K4:K5"),
    ),
    Listed(
        "nhu-cau-may-moc",
        [
            ["TỔNG HỢP NHU CẦU HỖ TRỢ MÁY MÓC THIẾT BỊ"],
            ["STT", "Tên cơ sở", "Địa chỉ", "Máy móc thiết bị hiện có", None, None,
             "Tên máy móc thiết bị đề nghị hỗ trợ",
             "Tổng mức đầu tư", "Đề nghị KC hỗ trợ (trđ)", "Năm đăng ký", "Vốn tự có (trđ)", "Khó khăn, kiến nghị",
             "Điện thoại kế toán"],
            [None, None, None, "Tên máy", "Năm SX", "Xuất xứ"],
            [1, "Cơ sở Ba Lúa", "Ấp 3, xã Vị Thủy", "Máy sấy", 2010, "Việt Nam", "Máy sấy tháp", 700, 200, 2027, 500,
             "Thiếu vốn", "0918000111"],
            [2, "Lò bún Mười", "Ấp 4, xã Vị Thủy", "Máy ép", 2015, "Trung Quốc", "Máy ép bún", 300, 100, 2027, 200,
             "Thiếu mặt bằng", "0918000222"],
            [3, "Xưởng mộc Tân", "Ấp 1, xã Vị Thắng", "Máy cưa", 2012, "Đài Loan", "Máy CNC", 500, 150, 2027, 350,
             "Thiếu thợ", "0918000333"],
        ],
        {"A": "#index", "B": E_ + "name", "C": E_ + "address", "D": Q + "name", "E": Q + "made_year",
         "F": Q + "origin",
         "G": R + "title", "H": R + "total_cost", "I": R + "requested_amount", "J": R + "plan_year",
         "K": "#own_capital",
         "L": "visit.difficulties_note", "M": ""},
        ("D2:F2",),
    ),
    Listed(
        "bieu-mau-truc-tuyen",
        [
            ["Dấu thời gian", "1. Tên cơ sở của Anh/Chị là gì?", "2. Họ và tên chủ cơ sở",
             "3. Số điện thoại liên hệ (Zalo)",
             "4. Địa chỉ nơi sản xuất của cơ sở", "5. Cơ sở có bao nhiêu lao động?",
             "6. Cơ sở bắt đầu hoạt động từ năm nào?",
             "7. Cơ sở cần nhà nước hỗ trợ nội dung gì?"],
            ["05/06/2025 08:15", "Cơ sở kẹo dừa Út", "Võ Văn Út", "0912111222", "ấp 3, xã Vị Thủy", 5, 2012,
             "Máy gói kẹo"],
            ["25/06/2025 09:15", "Lò gạch Tân Tiến", "Ngô Tiến", "0912111333", "ấp 1, xã Vị Thắng", 8, 2005,
             "Lò nung"],
            ["26/06/2025 09:20", "Cơ sở may Hồng", "Bùi Thị Hồng", "0912111444", "ấp 2, xã Vị Đông", 11, 2018,
             "Máy may"],
        ],
        {"A": "", "B": E_ + "name", "C": E_ + "representative", "D": E_ + "phone", "E": E_ + "address",
         "F": E_ + "workers_total", "G": E_ + "founded_year", "H": R + "title"},
    ),
    Listed(
        "tu-phan-mem",
        [
            ["ID", "TenCoSo", "MaSoThue", "NguoiDaiDien", "DienThoai", "DiaChi", "Don_vi", "SanPham", "KinhDo", "ViDo",
             "Lao động | nữ", "NgayTao"],
            [1, "Cơ sở A", "0100109106", "Trần Văn A", "0912345678", "ấp 1, xã Vị Thủy", "kg", "bánh", 105.47, 9.78, 2,
             "2025-06-01"],
            [2, "Cơ sở B", "0301442379", "Lê Thị B", "0912345679", "ấp 2, xã Vị Thủy", "cái", "ghế", 105.48, 9.79, 3,
             "2025-06-02"],
            [3, "Cơ sở C", "0302058521", "Phạm Văn C", "0912345670", "ấp 3, xã Vị Thủy", "lít", "rượu", 105.49, 9.77,
             1,
             "2025-06-03"],
        ],
        {"A": "", "B": E_ + "name", "C": E_ + "tax_code", "D": E_ + "representative", "E": E_ + "phone",
         "F": E_ + "address",
         "G": P + "unit?", "H": P + "name", "I": E_ + "longitude", "J": E_ + "latitude", "K": Y + "workers_female",
         "L": ""},
    ),
)  # fmt: skip
