"""The import assistant without its window: previews, columns, answers, what is remembered, stopping."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import assistant, assistant_columns, assistant_rows, layouts, sheet_choice, sheets
from kcdesk.work.assistant import Answers
from kcdesk.work.assistant_columns import LEAVE, NOTE, Trust
from kcdesk.work.bootstrap import Desk
from kcdesk.work.jobs import Cancelled
from tests.sheets import books

HERE = "ấp 3, xã Vị Thủy, thành phố Cần Thơ"
ROWS = [
    ["DANH SÁCH"],
    ["STT", "Tên cơ sở", "Người đại diện", "Địa chỉ", "Ngành nghề", "Mã lạ", "Loại hình"],
    [1, "HKD bánh tráng Ba", "Trần Văn Ba", HERE, "Tráng bánh", "x1", "Hộ kinh doanh"],
    [2, "HKD bánh tráng Tư", "Lê Thị Tư", HERE, "Tráng bánh", "x2", "Hộ kinh doanh"],
    ["Tổng cộng"],
]  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path) -> assistant.OpenedFile:
    """A short list that was read."""
    return assistant.open_file(books.save(tmp_path / "ds.xlsx", ROWS))


def test_a_sheet_is_shown_with_the_kind_of_every_row(opened: assistant.OpenedFile) -> None:
    view = opened.view(opened.first_choice)
    assert [view.kind(row) for row in range(view.rows)] == ["other", "header", "data", "data", "total"]
    assert view.text(2, 1) == "HKD bánh tráng Ba"
    assert opened.offers[0].rows == 2
    with pytest.raises(UserError):
        assistant.point_out(opened, "Sheet1", 4)
    assert assistant.point_out(opened, "Sheet1", 1).offers[0].header_row == 2


def test_columns_say_how_sure_they_are_and_take_answers(opened: assistant.OpenedFile) -> None:
    answers = Answers()
    views = assistant_columns.columns(opened, 0, answers)
    assert [view.trust for view in views[:2]] == [Trust.SURE, Trust.SURE]
    assert (views[5].trust, views[5].target) == (Trust.UNKNOWN, NOTE)
    answers.column("F").target = LEAVE
    assert assistant_columns.columns(opened, 0, answers)[5].title == "Bỏ cột này"
    answers.column("F").target = "establishment.workers_total"
    again = assistant_columns.columns(opened, 0, answers)[5]
    assert (again.target, again.is_answered) == ("establishment.workers_total", True)
    missing = assistant_columns.missing(views, ("31441",), 2026)
    assert [one.target for one in missing if one.is_needed] == ["establishment.trade_group"]


def test_targets_are_found_by_the_beginnings_of_words() -> None:
    targets = assistant_columns.targets(is_province=False)
    assert assistant_columns.find_targets(targets, "dien thoai")[0].code == "establishment.phone"
    assert assistant_columns.find_targets(targets, "ghi chu")[0].code in (NOTE, "establishment.note")
    assert not assistant_columns.find_targets(targets, "khong co muc nay")
    by_province = {one.code for one in assistant_columns.targets(is_province=True)} - {one.code for one in targets}
    assert by_province


def test_a_column_that_is_left_out_is_not_kept_in_notes(field: Desk, opened: assistant.OpenedFile) -> None:
    answers = Answers(constants={"establishment.trade_group": "1"})
    planned = assistant.plan(field, opened, 0, answers)
    assert planned.counts["new"] == 2
    assert "x1" in str(planned.rows[0].edits[0].values.get("note"))
    answers.column("F").target = LEAVE
    assert "note" not in assistant.plan(field, opened, 0, answers).rows[0].edits[0].values


def test_the_group_of_a_trade_is_answered_once(field: Desk, opened: assistant.OpenedFile) -> None:
    answers = Answers()
    planned = assistant.plan(field, opened, 0, answers)
    row = planned.rows[0]
    doubt = row.doubts[0]
    assert (doubt.kind, doubt.text) == ("lack", "Tráng bánh")
    assert len(assistant_rows.alike(planned.rows, doubt)) == 2
    assistant_rows.answer(answers, row, doubt, "1")
    assert assistant_rows.answered(answers, row, doubt) == "1"
    assert assistant_rows.is_answered(answers, planned.rows[1])
    assert assistant.plan(field, opened, 0, answers).counts["new"] == 2
    assistant_rows.take_back(answers, row)
    assert assistant.plan(field, opened, 0, answers).counts["doubtful"] == 2


def test_a_layout_is_remembered_without_the_commune_and_forgotten(field: Desk, opened: assistant.OpenedFile) -> None:
    answers = Answers(
        constants={"establishment.trade_group": "1", "establishment.commune_code": "31441"}, trades={"Mộc": "2"}
    )
    answers.column("F").target = LEAVE
    layouts.keep(field, opened, 0, answers)
    known = layouts.look_up(field, opened, 0)
    assert known is not None
    assert known.answers.constants == {"establishment.trade_group": "1"}
    assert known.answers.columns["F"].target == LEAVE
    assert known.answers.trades == {"Mộc": "2"}
    layouts.forget(field, opened, 0)
    assert layouts.look_up(field, opened, 0) is None


def test_an_import_that_is_stopped_keeps_nothing(field: Desk, opened: assistant.OpenedFile) -> None:
    planned = assistant.plan(field, opened, 0, Answers(constants={"establishment.trade_group": "1"}))
    told: list[int] = []
    before = field.store.count("establishment")
    with pytest.raises(Cancelled):
        sheets.apply(field, planned, progress=lambda done, _all, _what="": told.append(done), cancel=lambda: bool(told))
    assert field.store.count("establishment") == before
    assert sheets.apply(field, planned).save
    assert field.store.count("establishment") == before + 2


def test_the_rows_of_a_list_give_the_establishments_behind_them(field: Desk, opened: assistant.OpenedFile) -> None:
    planned = assistant.plan(field, opened, 0, Answers(constants={"establishment.trade_group": "1"}))
    sheets.apply(field, planned)
    wanted = next(str(one["id"]) for one in field.store.rows("establishment") if one["name"] == "HKD bánh tráng Tư")
    number = field.store.numbers("establishment", [wanted])[wanted]
    assert sheet_choice.owners(field, "establishment", [number]) == {wanted}
    assert dict(sheet_choice.kinds())["visit"] == "Lượt khảo sát"
