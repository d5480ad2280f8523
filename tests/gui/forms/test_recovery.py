"""Recovery as people met it going wrong in ODK Collect: each of these once happened to somebody there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.work import drafts, records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.test_drafts import MINIMUM, make
from tests.gui.forms.typist import Typist

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]


def leave(qtbot: QtBot, session: Session, page: RecordPage) -> None:
    """The program ends here, or the form is left."""
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)


def test_collect_3494_recovery_is_never_silent(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    """There what came back from a crash looked like what was saved: here a bar says what it is, and asks."""
    row = make(run, address="Ấp 1")
    page = open_page("establishment", row)
    page.put("address", "Ấp 5")
    leave(qtbot, session, page)
    again = open_page("establishment", row)
    assert again.state.values["address"] == "Ấp 1"
    assert "bản nháp" in again.draft_bar.words() and not again.body.isEnabled()


def test_collect_6038_a_draft_of_a_deleted_record_is_not_offered_in_another(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    """There a savepoint of a form that was deleted came up in one downloaded later."""
    row, other = make(run), make(run, name="Lò rèn Ba Liền")
    page = open_page("establishment", row)
    page.put("address", "Ấp 5")
    leave(qtbot, session, page)
    run(lambda desk: records.delete_record(desk, "establishment", row))
    assert not open_page("establishment", other).draft_bar.isVisible()
    assert not open_page("establishment").draft_bar.isVisible()


def test_collect_6051_one_entry_never_leaves_two_drafts(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    """There an entry that was saved and typed on stood both in a new form and among the drafts."""
    row = make(run)
    page = open_page("establishment", row)
    page.put("address", "Ấp 5")
    leave(qtbot, session, page)
    page.put("address", "Ấp 6")
    leave(qtbot, session, page)
    assert run(lambda desk: drafts.find_new(desk, "establishment")) == []
    page.save()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert run(lambda desk: drafts.find(desk, "establishment", row)) is None
    page.put("address", "Ấp 7")
    leave(qtbot, session, page)
    assert run(lambda desk: drafts.find(desk, "establishment", row)).values["address"] == "Ấp 7"
    assert run(lambda desk: drafts.find_new(desk, "establishment")) == []


def test_collect_6605_one_is_back_at_the_field_where_one_was(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, typist: Typist
) -> None:
    """There the question in which the program was killed was not the one that came back."""
    row = make(run)
    page = open_page("establishment", row)
    page.body.go_to("waste_treatment")
    typist.type("hầm bi-ô-ga")
    page.drafting.keep_now()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    again = open_page("establishment", row)
    again.drafting.go_on()
    assert again.place() == "waste_treatment"
    assert again.state.values["waste_treatment"] == "hầm bi-ô-ga"


def test_of_several_drafts_the_one_that_was_asked_for_comes_up(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    for at, name in enumerate(("Lò bún Một", "Lò bún Hai", "Lò bún Ba")):
        run(lambda desk, at=at, name=name: drafts.keep(desk, "establishment", f"new-{at}", {"name": name}))
    page = RecordPage(session, "establishment", draft="new-1")
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.state.values.get("name") == "Lò bún Hai", timeout=8_000)
    assert page.drafting.key == "new-1"
    assert not page.draft_bar.isVisible()
    leave(qtbot, session, page)


def test_a_draft_over_a_record_that_an_import_changed_says_what_differs(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = make(run, address="Ấp 1", workers_total=3, figures_year=2025)
    page = open_page("establishment", row)
    page.put("address", "Ấp 5")
    leave(qtbot, session, page)
    run(lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 9", "workers_total": 8}))
    again = open_page("establishment", row)
    assert "sửa ở chỗ khác" in again.draft_bar.words()
    again.drafting.go_on()
    bar = again.drafting.differences
    assert bar.isVisible()
    assert (again.state.values["address"], again.state.values["workers_total"]) == ("Ấp 5", 8)
    bar._take(1, "address", "Ấp 9")
    assert again.state.values["address"] == "Ấp 9"
    leave(qtbot, session, again)


def test_saving_an_old_form_leaves_alone_what_was_changed_elsewhere(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = make(run, address="Ấp 1")
    page = open_page("establishment", row)
    run(lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 9"}))
    page.put("main_trade", "rèn dao")
    page.save()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    record = run(lambda desk: desk.store.get("establishment", row))
    assert (record["address"], record["main_trade"]) == ("Ấp 9", "rèn dao")


def test_a_draft_that_is_still_offered_is_never_laid_over_what_was_saved_meanwhile(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    """Whoever types a new one and saves it without an answer must not lose it to the draft of another."""
    run(lambda desk: drafts.keep(desk, "establishment", "new-old", {"name": "Lò bún Cũ"}))
    page = open_page("establishment")
    qtbot.waitUntil(page.draft_bar.isVisible, timeout=8_000)
    for name, value in {**MINIMUM, "name": "Lò rèn Ba Liền"}.items():
        page.put(name, value)
    page.save()
    qtbot.waitUntil(lambda: page.record_id is not None and not session.jobs.busy, timeout=8_000)
    assert not page.draft_bar.isVisible()
    page.drafting.go_on()
    assert page.state.values["name"] == "Lò rèn Ba Liền"
    assert len(run(lambda desk: drafts.find_new(desk, "establishment"))) == 1


def test_taking_another_draft_up_keeps_what_was_typed_before(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    run(lambda desk: drafts.keep(desk, "establishment", "new-old", {"name": "Lò bún Cũ"}))
    page = open_page("establishment")
    qtbot.waitUntil(page.draft_bar.isVisible, timeout=8_000)
    page.put("name", "Lò rèn Ba Liền")
    page.drafting.go_on()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert page.state.values["name"] == "Lò bún Cũ"
    kept = {one.values["name"] for one in run(lambda desk: drafts.find_new(desk, "establishment"))}
    assert kept == {"Lò bún Cũ", "Lò rèn Ba Liền"}
    leave(qtbot, session, page)
