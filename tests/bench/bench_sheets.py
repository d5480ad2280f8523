"""Workbooks: taking a list in beside the bare read, writing one out beside the bare writer, and how well it guesses."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kcdesk.reference.tables import Reference
from kcdesk.sheets.addresses import Addresses
from kcdesk.sheets.headers import HeaderWords
from kcdesk.sheets.meaning import SURE
from kcdesk.work import sheets
from kcdesk.work.bootstrap import Desk
from tests.bench.figures import Figure, milliseconds
from tests.bench.workspaces import KEPT, PASSWORD, workspace
from tests.sheets.labels import (
    ADDRESSES,
    ADDRESSES_KEPT_APART,
    DEPARTMENTS,
    DEPARTMENTS_KEPT_APART,
    FIELDS_OF_WORK,
    HEADERS,
    HELD_OUT,
    KEPT_APART,
    LEARNED_FROM,
    LISTS,
    LISTS_HELD_OUT,
    MESSY_ADDRESSES,
    NEW_HEADERS,
    OFFICES,
)
from tests.sheets.offices import desk

ROWS = (500, 20_000)
HEADER = [
    "STT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Điện thoại", "MST", "Ngành nghề", "Loại hình", "Vốn (triệu đồng)",
    "Lao động", "Lao động nữ", "Doanh thu (triệu đồng)", "Lợi nhuận (triệu đồng)", "Nộp ngân sách (triệu đồng)",
    "Thu nhập bình quân (triệu đồng)", "Sản phẩm", "Sản lượng", "ĐVT", "Năm thành lập", "Ngày cấp", "Nơi cấp",
    "Số GPKD", "Email", "Diện tích (m2)", "Làng nghề", "Cụm công nghiệp", "Nhiên liệu", "Chức vụ", "Ghi chú", "Điểm",
]  # fmt: skip
_WORDS = "An Bình Chí Dũng Giang Hà Khang Lan Minh Nam Oanh Phúc Quý Rạng Sơn Tâm Út Vân Xuân Yên Đức Hòa Long".split()
_PLACES = (
    "xã Vị Thắng, huyện Vị Thủy", "thị trấn Nàng Mau, huyện Vị Thủy", "X. Vị Đông, H. Vị Thủy, Hậu Giang",
    "xã Thạnh Lợi, Vĩnh Thạnh, Cần Thơ",
)  # fmt: skip
_LABELLED = (
    ("tuned by", HEADERS), ("of offices", OFFICES), ("of lists", [*LISTS, *LISTS_HELD_OUT]),
    ("of departments", [*DEPARTMENTS, *DEPARTMENTS_KEPT_APART]), ("of fields of work", FIELDS_OF_WORK),
    ("once kept apart", [*NEW_HEADERS, *HELD_OUT]), ("kept apart", KEPT_APART),
    ("all together", [*LEARNED_FROM, *KEPT_APART]),
)  # fmt: skip
_ADDRESSES = (("of the lists", ADDRESSES), ("by hand", MESSY_ADDRESSES), ("kept apart", ADDRESSES_KEPT_APART))
_MAP = {
    "constants": {"trade_group": "1", "figures_year": 2025},
    "columns": {"T": {"dates": "dmy"}},
}  # what a person would answer: the question about the days of a column, and what the list does not say


def measure(sizes: list[int]) -> Iterator[Figure]:
    """Every figure of this part; the rows of lists are those of the issue, not those of ``sizes``."""
    yield from _guesses()
    for count in ROWS if max(sizes) > 1000 else ROWS[:1]:
        yield from _taking(count)
    yield from _writing(min(max(sizes), 20_000))


def _guesses() -> Iterator[Figure]:
    """Headers and addresses with labels: right, and wrong without a doubt mark, in per cent."""
    words = HeaderWords()
    for name, labelled in _LABELLED:
        found = [(words.meaning(header), target) for header, target in labelled]
        right = [one.target == target or (target == "#ignore" and not one.target) for one, target in found]
        wrong = sum(one.confidence >= SURE and not good for (one, _target), good in zip(found, right, strict=True))
        asked = sum(bool(one.target) and one.confidence < SURE for one, _target in found)
        yield Figure(f"headers, {name}: not right", len(found), 100 - 100 * sum(right) / len(found), "%", bound=2)
        yield Figure(f"headers, {name}: wrong without a doubt", len(found), 100 * wrong / len(found), "%", bound=0.5)
        yield Figure(f"headers, {name}: asked about", len(found), 100 * asked / len(found), "%", bound=10)
    reader = Addresses(Reference.load(), "92", ("31441", "31459"))
    for name, lines in _ADDRESSES:
        places = [(reader.read(text), set(codes)) for text, codes in lines]
        good = sum(codes <= set(read.communes) for read, codes in places)
        sure = sum(read.is_sure and set(read.communes) != codes for read, codes in places)
        yield Figure(f"addresses, {name}: not right", len(places), 100 - 100 * good / len(places), "%", bound=3)
        yield Figure(f"addresses, {name}: wrong without a doubt", len(places), 100 * sure / len(places), "%", bound=0.5)


def _list(count: int) -> Path:
    """A made-up list with so many rows and thirty columns."""
    import openpyxl

    path = KEPT / f"list-{count}.xlsx"
    if path.is_file():
        return path
    KEPT.mkdir(parents=True, exist_ok=True)
    chance = random.Random(3)
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("DS")
    sheet.append(["DANH SÁCH CƠ SỞ NĂM 2025"])
    sheet.append(HEADER)
    for number in range(count):
        sheet.append(_row(chance, number))
    workbook.save(path)
    return path


def _row(chance: random.Random, number: int) -> list[Any]:
    name = " ".join(chance.choices(_WORDS, k=3))
    return [
        number + 1, f"Cơ sở {name} {number}", f"Nguyễn {chance.choice(_WORDS)}", f"ấp {number % 9 + 1}, "
        f"{chance.choice(_PLACES)}", 900_000_000 + number, None, "Sản xuất bánh tráng", "Hộ kinh doanh",
        chance.randint(10, 900), chance.randint(1, 30), 1, chance.randint(100, 900), 30, 5, 7, "bánh", 100, "kg",
        2000 + number % 25, "05/10/2015", "Phòng TC-KH", f"64A80{number:05}", None, 100, None, None, "củi", "chủ cơ sở",
        "x", number,
    ]  # fmt: skip


def _taking(count: int) -> Iterator[Figure]:
    import psutil
    from python_calamine import load_workbook

    path, home = _list(count), KEPT / "taking"
    floor = milliseconds(lambda: load_workbook(str(path)).get_sheet_by_index(0).to_python())
    shutil.rmtree(home, ignore_errors=True)
    with desk(home) as office:
        wishes = sheets.wishes(json.dumps(_MAP).encode())
        plans: list[sheets.Plan] = []
        took = milliseconds(lambda: plans.append(sheets.plan(office, path, wishes)))
        yield Figure("plan a list", count, took, floor=floor, bound=1000 if count <= 500 else 30_000)
        yield Figure("apply it", count, milliseconds(lambda: sheets.apply(office, plans[0])))
        memory = psutil.Process().memory_info().rss / 2**20
        yield Figure("memory after it", count, memory, "MB", bound=400)


def _writing(size: int) -> Iterator[Figure]:
    import openpyxl

    home, out = workspace(size), KEPT / "out.xlsx"
    with Desk.open(home, PASSWORD) as office:
        took = milliseconds(lambda: sheets.export(office, out, personal=True))
    book = openpyxl.load_workbook(out, read_only=True)
    cells = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()

    def bare() -> None:
        made = openpyxl.Workbook(write_only=True)
        for title, rows in cells.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        made.save(KEPT / "bare.xlsx")

    yield Figure("write a workbook", size, took, floor=milliseconds(bare), ratio_bound=1.5)
