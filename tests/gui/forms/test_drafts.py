"""Nothing that was typed is lost: drafts within a second, offered again, at the right record and place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.work import drafts, records
from kcdesk.work.bootstrap import Desk
from kcdesk.work.jobs import Cancel, Progress
from tests.gui.forms.typist import Typist
from tests.work import desks

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
MINIMUM = {
    "name": "Lò rèn Út Nhàn", "legal_form": "HKD", "status": "dang_hd", "commune_code": "31441",
    "representative": "Lê Văn Nhàn", "trade_group": "4", "main_trade": "rèn",
}  # fmt: skip


def make(run: Run, **more: Any) -> str:
    """An establishment that is saved."""
    return run(lambda desk: records.save_record(desk, "establishment", None, {**MINIMUM, **more})).id


def test_a_draft_is_kept_within_a_second(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    page.body.go_to("address")
    with qtbot.waitSignal(page.drafting._keeper.told, timeout=1_500, check_params_cb=bool):
        typist.type("Ấp 5")
    draft = run(lambda desk: drafts.find(desk, "establishment", row))
    assert draft.values["address"] == "Ấp 5"
    assert draft.place == "address"


def test_the_draft_comes_back_at_its_record_and_place(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    row, other = make(run), make(run, name="Lò rèn Ba Liền")
    page = open_page("establishment", row)
    page.body.go_to("capital")
    typist.type("tám trăm")
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert not open_page("establishment", other).draft_bar.isVisible()
    again = open_page("establishment", row)
    assert again.draft_bar.isVisible() and not again.body.isEnabled()
    typist.enter()
    assert again.body.isEnabled()
    assert again.body.rows["capital"].editor.line.text() == "tám trăm"
    assert typist.name.startswith("Vốn đầu tư")


def test_a_draft_of_a_table_comes_back_into_its_cell(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    page.body.go_to("products")
    typist.type("Dao phay").enter().type("cái").enter().type("năm trăm")
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    again = open_page("establishment", row)
    again.draft_bar.first_button.click()
    assert again.state.rows["products"][0].values["name"] == "Dao phay"
    assert again.state.rows["products"][0].texts == {"output": "năm trăm"}
    assert typist.name == "Sản lượng mỗi năm, dòng 1"


def test_a_thrown_away_draft_can_be_taken_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    offers: list[Any] = []
    session.toasted.connect(lambda text, action, on_action: offers.append((text, on_action)))
    row = make(run)
    page = open_page("establishment", row)
    page.body.go_to("note")
    typist.type("đang xây lò mới")
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    again = open_page("establishment", row)
    again.draft_bar.second_button.click()
    assert again.body.rows["note"].editor.box.toPlainText() == ""
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert run(lambda desk: drafts.find(desk, "establishment", row)) is None
    offers[-1][1]()
    assert again.body.rows["note"].editor.box.toPlainText() == "đang xây lò mới"


def test_saving_ends_the_draft(open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist) -> None:
    row = make(run)
    page = open_page("establishment", row)
    page.body.go_to("address")
    typist.type("Ấp 5")
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert run(lambda desk: drafts.find(desk, "establishment", row)) is None
    assert not page.state.dirty
    assert typist.name.startswith("Số nhà")


def test_typing_and_taking_it_back_leaves_no_draft(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    row = make(run, address="Ấp 1")
    page = open_page("establishment", row)
    page.body.go_to("address")
    typist.type("Ấp 2")
    page.leave()
    page.put("address", "Ấp 1")
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert run(lambda desk: drafts.find(desk, "establishment", row)) is None


def test_a_draft_does_not_wait_for_long_work(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    """An import holds the database for a minute; what is typed meanwhile is on the disk within a second."""
    row = make(run)
    may_end = threading.Event()

    def import_much(desk: Desk, progress: Progress, cancel: Cancel) -> None:
        with desk.store.transaction():
            records.save_record(desk, "establishment", None, {**MINIMUM, "name": "Đang nhập"})
            assert may_end.wait(30)

    page = open_page("establishment", row)
    session.jobs.long("Đang nhập", import_much)
    page.body.go_to("address")
    with qtbot.waitSignal(page.drafting._keeper.told, timeout=1_500, check_params_cb=bool):
        typist.type("Ấp 5")
    aside = session.jobs._desk.workspace.aside
    assert [one.body["values"]["address"] for one in aside.all()] == ["Ấp 5"]
    may_end.set()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert aside.is_empty
    assert run(lambda desk: drafts.find(desk, "establishment", row)).values["address"] == "Ấp 5"


def test_what_was_laid_aside_is_there_after_a_power_cut(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desks.collaborator(home) as desk:
        row = records.save_record(desk, "establishment", None, desks.ESTABLISHMENT).id
        drafts.keep(desk, "establishment", row, {"address": "Ấp 1"})
        drafts.lay_aside(desk, "establishment", row, {"address": "Ấp 2"})
        drafts.lay_aside(desk, "establishment", "new-1", {"name": "Lò mới"})
        assert desk.store.drafts.get("establishment", row)[1]["values"]["address"] == "Ấp 1"
    with desks.Desk.open(home, desks.PASSWORD, machine=desks.machine) as desk:
        assert drafts.find(desk, "establishment", row).values["address"] == "Ấp 2"
        assert [one.key for one in drafts.find_new(desk, "establishment")] == ["new-1"]
        assert desk.workspace.aside.is_empty
    assert not (home / "drafts.kcw").exists()
