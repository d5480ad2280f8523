"""The keys that work, with what they do."""

from __future__ import annotations

from kcdesk.i18n import _


def keys(*, is_province: bool) -> list[tuple[str, str]]:
    """Keys and meanings, the most used first."""
    made = [
        ("Ctrl+1 … Ctrl+6", _("Đi tới từng mục bên trái")),
        ("Ctrl+N", _("Thêm mới")),
        ("Ctrl+F", _("Tìm")),
        ("↑ ↓ Enter Esc", _("Chọn dòng, mở, quay lại; chữ đang gõ vẫn được giữ")),
        ("Delete, Ctrl+Z", _("Xóa dòng đang chọn; hoàn tác")),
        ("Space, Shift+↑↓, Ctrl+A", _("Đánh dấu nhiều dòng; F2 sửa một mục của các dòng đó")),
        ("Ctrl+Tab, 1 2 3 4", _("Sang phần bên cạnh; chọn giá trị, trả lời bằng phím số")),
        ("Ctrl+S", _("Lưu hồ sơ đang mở")),
        ("Ctrl+D, Ctrl+K", _("Từ cơ sở: lập đề nghị; ghi lượt khảo sát")),
        ("F6, F8", _("Sang cơ sở có thể trùng; tới chỗ cần xem tiếp theo")),
        ("Ctrl+PgUp, Ctrl+PgDn", _("Hồ sơ trước, hồ sơ sau trong danh sách")),
        ("Ctrl+O", _("Mở tệp nhận được")),
        ("Ctrl+I, Ctrl+Shift+E", _("Nhập từ Excel; xuất Excel")),
        ("Ctrl+Shift+O", _("Chọn nhiều ảnh, giấy tờ để chia vào hồ sơ")),
        ("Ctrl+L", _("Khóa màn hình")),
        ("F1", _("Trợ giúp cho nơi đang đứng")),
    ]
    if is_province:
        made.insert(9, ("Ctrl+H, F3", _("Hỏi cộng tác viên về hồ sơ đang mở; ghi trạng thái đề nghị")))
    else:
        made.insert(9, ("Ctrl+G", _("Tạo gói gửi tỉnh")))
    return made


def table(*, is_province: bool) -> str:
    """The same as a table in Markdown."""
    rows = "\n".join(f"| **{key}** | {meaning} |" for key, meaning in keys(is_province=is_province))
    return f"| {_('Phím')} | {_('Để làm gì')} |\n|---|---|\n{rows}"
