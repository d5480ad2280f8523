"""F1: what one can do here, and the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.card import label


def show_help(parent: QWidget, session: Session, place: str) -> Message:
    """A few sentences about the place one is in, and the keys that work."""
    box = Message(parent, _("Trợ giúp"), *_about(place, is_province=session.profile.is_province))
    box.setMinimumWidth(session.theme.px(560))
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for at, (key, meaning) in enumerate(_keys(is_province=session.profile.is_province)):
        grid.addWidget(label(key, "strong"), at, 0)
        grid.addWidget(label(meaning, wrap=True), at, 1)
    box.body.addSpacing(4)
    box.body.addLayout(grid)
    box.add_buttons(_("Đóng"))
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def _about(place: str, *, is_province: bool) -> tuple[str, ...]:
    received = _(
        "Thả gói nhận được vào cửa sổ để xem trước khi ghép. Người gửi lạ được giữ lại đến khi xác nhận dấu khóa."
    )
    sending = _(
        "Tạo gói rồi gửi tệp qua thư điện tử, Zalo hoặc USB. Thả tệp nhận được vào cửa sổ để xem trước khi ghép."
    )
    texts = {
        "overview": _(
            "Tổng quan cho biết việc gì đang chờ và còn bao nhiêu hồ sơ chưa gửi. "
            "Mỗi dòng, mỗi cột đều mở ra danh sách của nó."
        ),
        "establishment": _(
            "Gõ vài chữ để tìm cơ sở, không cần dấu, không cần đúng thứ tự. "
            "Lên xuống để xem nhanh ở bên phải, Enter để mở."
        ),
        "support_request": _("Mỗi đề nghị gắn với một cơ sở. Khi mở, bên phải cho biết định mức áp dụng và mức trần."),
        "visit": _("Ghi ngày đi, người gặp, việc cần làm tiếp. Chỉ mất một phút sau mỗi chuyến đi."),
        "exchange": received if is_province else sending,
        "sheet": _(
            "Chọn hoặc thả tệp danh sách; chương trình chỉ hỏi những gì chưa rõ. Ở bước Cột: Enter là đúng, "
            "gõ chữ để đổi mục. Ở bước Xem trước: phím 1 đến 9 trả lời, G là cho mọi dòng giống vậy. "
            "Ctrl+Enter đi tiếp."
        ),
        "shelf": _(
            "Bản nháp bỏ đi, hồ sơ đã xóa, giá trị không được chọn khi có mâu thuẫn và các lần nhập, sửa nhiều "
            "đều nằm ở đây. Gõ vài chữ để tìm, Enter để lấy lại."
        ),
        "settings": _("Các lựa chọn ở đây chỉ áp dụng cho máy này."),
    }
    return (texts.get(place, ""),)


def _keys(*, is_province: bool) -> list[tuple[str, str]]:
    keys = [
        ("Ctrl+1 … Ctrl+6", _("Đi tới từng mục bên trái")),
        ("Ctrl+N", _("Thêm mới")),
        ("Ctrl+F", _("Tìm")),
        ("↑ ↓   Enter   Esc", _("Chọn dòng, mở, quay lại; chữ đang gõ vẫn được giữ")),
        ("Delete   Ctrl+Z", _("Xóa dòng đang chọn; hoàn tác")),
        ("Space   Shift+↑↓   Ctrl+A", _("Đánh dấu nhiều dòng; F2 sửa một mục của các dòng đó")),
        ("Ctrl+K", _("Ghi lượt khảo sát cho cơ sở đang chọn")),
        ("Ctrl+S", _("Lưu hồ sơ đang mở")),
        ("Ctrl+O", _("Mở tệp nhận được")),
        ("Ctrl+I   Ctrl+Shift+E", _("Nhập từ Excel; xuất Excel")),
        ("Ctrl+L", _("Khóa màn hình")),
    ]
    keys.insert(6, ("Ctrl+Tab   1 2 3 4", _("Sang phần bên cạnh; chọn giá trị, trả lời bằng phím số")))
    if is_province:
        keys.insert(7, ("Ctrl+H   F3", _("Hỏi cộng tác viên về hồ sơ đang mở; ghi trạng thái đề nghị")))
    else:
        keys.insert(7, ("Ctrl+G", _("Tạo gói gửi tỉnh")))
    return keys
