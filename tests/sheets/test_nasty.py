"""Files that went wrong in somebody's hands: too much in them, half of them, or something else than they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from kcdesk.model.problems import UserError
from kcdesk.sheets.reading import read_file
from kcdesk.text.encodings import LegacyEncoding, encode
from kcdesk.work import assistant, assistant_rows, sheets
from kcdesk.work.assistant import Answers
from kcdesk.work.sheet_rows import Status
from tests.sheets.books import save
from tests.sheets.offices import desk

HEADER = ["STT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Điện thoại", "Ngành nghề", "Vốn"]
WISHES = {"establishment.legal_form": "HKD", "establishment.trade_group": "1"}


def _row(number: int, name: str, **more: Any) -> list[Any]:
    row = dict(zip(HEADER, [number, name, "Nguyễn Văn Mẫu", "ấp 3, xã Vị Thắng, huyện Vị Thủy", 912345600 + number,
                            "làm bún", "97,8 tr"], strict=True))  # fmt: skip
    return [*(row | more).values()]


def _code(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_file(path)
    assert refused.value.message.endswith(".")
    assert path.name in refused.value.message
    return refused.value.code


@pytest.mark.parametrize(("name", "data", "code"), [
    ("trong.xlsx", b"", "empty"), ("khong.xlsx", b"\0" * 5000, "empty"), ("dau.xlsx", b"PK\x03\x04", "damaged"),
    ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 900, "damaged"), ("van-ban.xls", b"%PDF-1.7 " + b"x" * 900, "damaged"),
    ("ole.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9000, "damaged"),
    ("so.csv", bytes(range(256)) * 40, "damaged"),
    ("dai.csv", "Tên cơ sở,Ghi chú\nLò bún,".encode() + b"x" * 3_000_000, "too_large"),
    ("dai-mot-dong.csv", b"x" * 3_000_000, "too_large"),
])  # fmt: skip
def test_what_is_no_list_gets_one_sentence(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert _code(path) == code


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_half_a_file_is_damaged(tmp_path: Path, kind: str) -> None:
    whole = save(tmp_path / "ds.xlsx", [HEADER, *(_row(number, f"Lò {number}") for number in range(40))])
    half = tmp_path / f"nua.{kind}"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert _code(half) == "damaged"


def test_formats_far_below_and_beside_the_list_do_not_count(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, _row(1, "Lò bún Bà Tư"), _row(2, "Lò gạch Út Lan")):
        sheet.append(row)
    for place in ("XFD3", "J50000", "A1048576"):
        sheet[place].font = Font(bold=True)
    path = tmp_path / "ma.xlsx"
    book.save(path)
    with desk(tmp_path / "home") as office:
        assert [row.row for row in sheets.plan(office, path).rows] == [2, 3]


def test_a_list_that_was_gone_on_with_in_unicode_keeps_those_cells(tmp_path: Path) -> None:
    old = [[encode(str(cell), LegacyEncoding.TCVN3) if isinstance(cell, str) else cell for cell in
            _row(number, f"Cơ sở mắm ruốc số {number}")] for number in range(1, 7)]  # fmt: skip
    path = save(tmp_path / "lan.xlsx", [HEADER, *old, _row(7, "Cơ sở bún tươi Đường Mới")])
    with desk(tmp_path / "home") as office:
        rows = sheets.plan(office, path).rows
    assert {row.values["establishment.commune_code"] for row in rows} == {"31441"}
    assert rows[0].values["establishment.name"] == "Cơ sở mắm ruốc số 1"
    assert rows[6].values["establishment.name"] == "Cơ sở bún tươi Đường Mới"


def test_a_cell_without_sense_can_be_mended_where_it_is_seen(tmp_path: Path) -> None:
    path = save(tmp_path / "ds.xlsx", [
        HEADER, _row(1, "Lò bún Bà Tư", Vốn="hai trăm triệu"), _row(2, "Lò gạch Út Lan", Vốn="năm mươi"),
    ])  # fmt: skip
    with desk(tmp_path / "home") as office:
        opened = assistant.open_file(path)
        answers = Answers(constants=WISHES)
        first, second = assistant.plan(office, opened, 0, answers).rows
        assert first.status is second.status is Status.REFUSED
        doubt = first.doubts[0]
        assert assistant_rows.may_be_typed(doubt)
        assert "hai trăm triệu" in doubt.words
        assistant_rows.answer(answers, first, doubt, assistant_rows.TYPED, "200 triệu")
        assistant_rows.answer(answers, second, second.doubts[0], assistant_rows.EMPTY)
        mended = assistant.plan(office, opened, 0, answers).rows
    assert [row.status for row in mended] == [Status.NEW, Status.NEW]
    assert [row.values.get("establishment.capital") for row in mended] == [200_000_000, None]


def test_a_cell_without_sense_is_never_dropped_by_taking_all(tmp_path: Path) -> None:
    path = save(tmp_path / "ds.xlsx", [HEADER, _row(1, "Lò bún Bà Tư", Vốn="hai trăm triệu")])
    with desk(tmp_path / "home") as office:
        wishes = sheets.wishes(b'{"doubtful": "take", "constants": {"legal_form": "HKD", "trade_group": "1"}}')
        assert sheets.plan(office, path, wishes).counts["refused"] == 1


@pytest.mark.parametrize(("text", "amount"), [
    ("khoảng 50 triệu", 50_000_000), ("trên 1,2 tỷ", 1_200_000_000), ("~120tr", 120_000_000),
])  # fmt: skip
def test_a_sum_that_is_about_something_is_asked_about(tmp_path: Path, text: str, amount: int) -> None:
    path = save(tmp_path / "ds.xlsx", [HEADER, _row(1, "Lò bún Bà Tư", Vốn=text)])
    with desk(tmp_path / "home") as office:
        opened = assistant.open_file(path)
        answers = Answers(constants=WISHES)
        row = assistant.plan(office, opened, 0, answers).rows[0]
        assert (row.status, row.doubts[0].instead) == (Status.DOUBTFUL, amount)
        assistant_rows.answer(answers, row, row.doubts[0], assistant_rows.TAKE)
        assert assistant.plan(office, opened, 0, answers).rows[0].values["establishment.capital"] == amount
