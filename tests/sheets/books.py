"""Small workbooks as people have them, made for the tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

DISTRICT_LIST = [
    ["UBND HUYỆN VỊ THỦY", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG KINH TẾ - HẠ TẦNG"],
    [],
    [None, "DANH SÁCH CƠ SỞ SẢN XUẤT CÔNG NGHIỆP - TTCN NĂM 2025"],
    [None, None, None, None, None, None, None, "ĐVT: triệu đồng"],
    [],
    ["STT", "Tên cơ sở", "Họ tên chủ cơ sở", "Đại chỉ", "SĐT", "Ngành nghề", "Lao động", None, "Vốn"],
    [None, None, None, None, None, None, "Tổng số", "Nữ", None],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    [1, "Cơ sở bánh tráng Bà Tư", "Nguyễn Thị Tư", "Ấp 3, thị trấn Nàng Mau, huyện Vị Thủy", 912345678.0,
     "Sản xuất bánh tráng", 5, 3, 120],
    [2, "HTX Nông nghiệp Vị Thắng", "Trần Văn Út", "ấp 7 xã Vị Thắng", "0939.111.222 - 0293 3571 234",
     "Xay xát lúa gạo", 12, 4, "1,2 tỷ"],
    [3, "Cty TNHH Mộc Phát", "Lê Văn Mộc", "-nt-", "không có", "Mộc dân dụng", 8, None, "50.000.000đ"],
    ["Tổng cộng", None, None, None, None, None, 25, 7, None],
    [],
    [None, None, None, None, None, "Vị Thủy, ngày 05 tháng 10 năm 2025"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, "TRƯỞNG PHÒNG"],
]  # fmt: skip
"""A list as a district kept it: titles, two header rows, numbers of columns, a total, signatures."""

DISTRICT_MERGES = ("A7:A8", "B7:B8", "C7:C8", "D7:D8", "E7:E8", "F7:F8", "G7:H7", "I7:I8", "B4:I4", "A13:F13")


def save(path: Path, rows: list[list[Any]], *, merges: tuple[str, ...] = (), title: str = "Sheet1") -> Path:
    """An xlsx of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def district(path: Path) -> Path:
    """The list of the district."""
    return save(path, DISTRICT_LIST, merges=DISTRICT_MERGES, title="DS 2025")


def with_part(path: Path, name: str, content: bytes, *, instead: bool = False) -> Path:
    """The same workbook with another part put into its archive."""
    data = path.read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if not (instead and part == name):
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    path.write_bytes(made.getvalue())
    return path
