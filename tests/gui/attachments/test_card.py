"""The card of photos and papers: added, told, changed, taken away, kept with a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.attachments import incoming
from kcdesk.ui.attachments.card import PapersCard
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.session import Session
from kcdesk.work import attachments, drafts, records
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.test_drafts import MINIMUM
from tests.gui.forms.typist import Typist
from tests.work import pictures

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
Photo = Callable[..., Path]


def make(run: Run, **more: Any) -> str:
    return str(run(lambda desk: records.save_record(desk, "establishment", None, {**MINIMUM, **more})).id)


def there(run: Run, row: str, entity: str = "establishment") -> list[attachments.Paper]:
    return run(lambda desk: attachments.of_record(desk, entity, row))


def card_of(page: RecordPage) -> PapersCard:
    assert page.papers is not None
    page.body.build_all()
    assert page.papers.card is not None
    return page.papers.card


def add(page: RecordPage, qtbot: QtBot, *files: Path, kind: str = "") -> None:
    card_of(page)
    with qtbot.waitSignal(page.papers.adder.finished, timeout=20_000):
        page.papers.add(incoming.of_files(files), kind)


def leave(page: RecordPage, session: Session, qtbot: QtBot) -> None:
    page.leave()
    qtbot.waitUntil(lambda: not session.jobs.busy)


def toasts(session: Session) -> list[tuple[str, str, Any]]:
    said: list[tuple[str, str, Any]] = []
    session.toasted.connect(lambda text, action, act: said.append((text, action, act)))
    return said


def close_dialogs(qtbot: QtBot) -> list[str]:
    """Close what is open over the window; what was said there."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Message), timeout=5_000)
    box = QApplication.activeModalWidget()
    from PySide6.QtWidgets import QLabel

    words = [one.text() for one in box.findChildren(QLabel)]
    box.accept()
    return words


def test_added_photos_stand_in_the_card_and_can_be_taken_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    said = toasts(session)
    add(page, qtbot, photo("máy sấy 1.jpg", 1), photo("b.jpg", 2))
    qtbot.waitUntil(lambda: len(card_of(page).papers) == 2)
    assert [one.kind for one in there(run, row)] == ["anh_may", "anh_xuong"]
    assert card_of(page).view.tiles.rowCount() == 2
    assert card_of(page).view.tiles.tiles[0].spoken.startswith("Ảnh máy, máy sấy 1.jpg")
    text, action, act = said[-1]
    assert (text, action) == ("Đã thêm 2 tệp", "Hoàn tác")
    act()
    qtbot.waitUntil(lambda: not card_of(page).papers)
    assert there(run, row) == []


def test_small_pictures_come_from_a_reader(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    page = open_page("establishment", make(run))
    add(page, qtbot, photo())

    def painted() -> bool:
        tiles = card_of(page).view.tiles.tiles
        return bool(tiles) and tiles[0].picture is not None and tiles[0].picture.width() == 320

    qtbot.waitUntil(painted, timeout=5_000)


def test_the_same_file_and_files_that_are_none_are_told_and_the_rest_is_added(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, tmp_path: Path
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    add(page, qtbot, photo("a.jpg", 1))
    program = tmp_path / "virus.jpg"
    program.write_bytes(b"MZ" + bytes(100))
    add(page, qtbot, photo("a.jpg", 1), program, photo("c.jpg", 3))
    words = close_dialogs(qtbot)
    assert "2 tệp không thêm được" in words
    assert any("đã có ở hồ sơ này rồi" in one for one in words)
    assert any("virus.jpg" in one for one in words)
    assert len(there(run, row)) == 2


def test_adding_can_be_stopped(open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo) -> None:
    row = make(run)
    page = open_page("establishment", row)
    card_of(page)
    adder = page.papers.adder
    adder.progressed.connect(lambda done, _total: adder.stop() if done == 1 else None)
    add(page, qtbot, *(photo(f"{seed}.jpg", seed) for seed in range(5)))
    assert 1 <= len(there(run, row)) <= 2


def test_kind_and_caption_are_chosen_by_keyboard(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    add(page, qtbot, photo())
    card = card_of(page)
    qtbot.waitUntil(lambda: len(card.papers) == 1)
    page.papers.enter()
    assert typist.here is card.view
    typist.type("6")
    typist.press(Qt.Key.Key_F2)
    typist.type("Bánh tráng mè").enter()
    assert typist.here is card.view
    qtbot.waitUntil(lambda: [(one.kind, one.title) for one in there(run, row)] == [("anh_san_pham", "Bánh tráng mè")])


def test_a_caption_that_is_being_typed_is_kept_within_a_second(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    add(page, qtbot, photo())
    card = card_of(page)
    qtbot.waitUntil(lambda: len(card.papers) == 1)
    page.papers.enter()
    typist.press(Qt.Key.Key_F2)
    typist.type("Lò")
    qtbot.waitUntil(lambda: there(run, row)[0].title == "Lò", timeout=1_500)
    typist.type(" tráng")
    assert card.caption.text() == "Lò tráng"
    page.leave()
    qtbot.waitUntil(lambda: there(run, row)[0].title == "Lò tráng", timeout=1_500)


def test_delete_offers_to_take_it_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    said = toasts(session)
    add(page, qtbot, photo())
    qtbot.waitUntil(lambda: len(card_of(page).papers) == 1)
    page.papers.enter()
    typist.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: there(run, row) == [])
    qtbot.waitUntil(lambda: said[-1][0].startswith("Đã bỏ"))
    said[-1][2]()
    qtbot.waitUntil(lambda: len(there(run, row)) == 1)


def test_pictures_and_files_are_pasted(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    card_of(page)
    page.papers.enter()
    board = QGuiApplication.clipboard()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    board.setImage(image)
    with qtbot.waitSignal(page.papers.adder.finished, timeout=10_000):
        typist.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(photo()))])
    board.setMimeData(files)
    with qtbot.waitSignal(page.papers.adder.finished, timeout=10_000):
        typist.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    board.clear()
    found = there(run, row)
    assert [one.extension for one in found] == ["png", "jpg"]
    assert found[0].name.startswith("Ảnh dán ")


def test_the_place_of_a_photo_is_offered_to_the_form_and_written_only_when_taken(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    add(page, qtbot, photo())
    card = card_of(page)
    assert not card.offer.isHidden()
    assert "9,781200; 105,471200" in card.offer.words()
    assert page.state.values.get("latitude") is None
    card.offer.first_button.click()
    assert (page.state.values["latitude"], page.state.values["longitude"]) == (9.7812, 105.4712)
    assert card.offer.isHidden()


def test_a_photo_from_far_away_is_told(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    page = open_page("establishment", make(run, latitude=10.0, longitude=105.4712))
    add(page, qtbot, photo())
    assert "24,3 km" in card_of(page).offer.words()


def test_a_file_that_has_not_come_says_so(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    row = make(run)
    made = attachments.read(photo())
    run(lambda desk: attachments.add(desk, "establishment", row, made, "anh_may"))
    run(lambda desk: desk.store.files.drop([made.sha256]))
    page = open_page("establishment", row)
    card = card_of(page)
    qtbot.waitUntil(lambda: len(card.papers) == 1)
    assert card.view.tiles.tiles[0].mark == "Ảnh chưa về"
    assert not card._away.isHidden()
    run(lambda desk: desk.store.files.add(made.data, "jpg"))
    session.rows_changed(())
    qtbot.waitUntil(card._away.isHidden)


def test_a_new_record_keeps_its_photos_in_the_draft_and_then_as_its_own(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    page = open_page("establishment")
    add(page, qtbot, photo("a.jpg", 1), photo("b.jpg", 2))
    assert len(card_of(page).papers) == 2
    key = page.drafting.key
    qtbot.waitUntil(
        lambda: (
            (draft := run(lambda desk: drafts.find(desk, "establishment", key))) is not None
            and len(draft.children.get("attachments", ())) == 2
        ),
        timeout=2_000,
    )
    again = open_page("establishment")
    qtbot.waitUntil(again.draft_bar.isVisible)
    again.drafting.go_on()
    qtbot.waitUntil(lambda: len(card_of(again).papers) == 2)
    for name, value in MINIMUM.items():
        again.put(name, value)
    with qtbot.waitSignal(again.saved, timeout=10_000):
        again.save()
    found = there(run, again.record_id)
    assert [(one.name, one.here) for one in found] == [("a.jpg", True), ("b.jpg", True)]
    assert run(lambda desk: drafts.find(desk, "establishment", key)) is None


def test_a_photo_alone_makes_a_draft_and_can_be_taken_out_of_it(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    page = open_page("establishment")
    said = toasts(session)
    add(page, qtbot, photo())
    assert page.state.dirty
    page.papers.enter()
    typist.press(Qt.Key.Key_Delete)
    assert page.state.papers == []
    said[-1][2]()
    assert len(page.state.papers) == 1
    leave(page, session, qtbot)


def test_the_keyboard_goes_on_from_the_card(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    page = open_page("establishment", make(run))
    card = card_of(page)
    page.papers.enter()
    typist.enter()
    assert typist.here is page.header.save_button
    add(page, qtbot, photo())
    qtbot.waitUntil(lambda: len(card.papers) == 1)
    page.papers.enter()
    typist.press(Qt.Key.Key_Tab)
    assert typist.here is card.kind


@pytest.mark.parametrize("entity", ["support_request", "visit"])
def test_requests_and_visits_have_the_card_too(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, entity: str
) -> None:
    page = open_page(entity)
    add(page, qtbot, photo())
    assert len(card_of(page).papers) == 1
    leave(page, session, qtbot)


def test_no_control_of_the_card_is_without_a_name(open_page: OpenPage, run: Run, qtbot: QtBot, photo: Photo) -> None:
    page = open_page("establishment", make(run))
    add(page, qtbot, photo())
    card = card_of(page)
    qtbot.waitUntil(lambda: len(card.papers) == 1)
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView

    for kind in (QAbstractButton, QLineEdit, QListView):
        for control in card.findChildren(kind):
            if control.isVisibleTo(card) and not isinstance(control.parent(), QComboBox | QListView):
                text = control.text() if hasattr(control, "text") else ""
                assert control.accessibleName() or text, control


def test_missing_papers_are_added_from_the_panel(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = make(run)
    page = open_page("support_request", establishment_id=owner, kind="de_nghi", activity="ND03")
    panel = page.side.papers

    def words() -> dict[str, str]:
        return {line.kind: line.words for line in panel.lines if line.isVisibleTo(panel)}

    qtbot.waitUntil(lambda: "gcn_dang_ky" in words(), timeout=5_000)
    assert words()["bao_gia"].endswith("còn thiếu")
    assert words()["phieu_khao_sat_ky"].endswith("nên có")
    asked: list[str] = []
    monkeypatch.setattr(PapersCard, "choose", lambda _card, kind="": asked.append(kind))
    next(line for line in panel.lines if line.kind == "bao_gia").add_button.click()
    assert asked == ["bao_gia"]
    add(page, qtbot, photo("x.jpg", 1), kind="bao_gia")
    assert words()["bao_gia"].startswith("✓")
    made = attachments.read(photo("y.jpg", 2))
    run(lambda desk: attachments.add(desk, "establishment", owner, made, "gcn_dang_ky"))
    session.rows_changed({("establishment", owner)})
    qtbot.waitUntil(lambda: words()["gcn_dang_ky"].startswith("✓"))
    leave(page, session, qtbot)


def test_a_screenshot_and_a_pdf_have_their_tiles(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    (tmp_path / "Báo giá.pdf").write_bytes(pictures.PDF)
    (tmp_path / "man hinh.png").write_bytes(pictures.screenshot(400, 300))
    add(page, qtbot, tmp_path / "Báo giá.pdf", tmp_path / "man hinh.png")
    qtbot.waitUntil(lambda: len(card_of(page).papers) == 2)
    tiles = card_of(page).view.tiles.tiles
    assert (tiles[0].strong, tiles[0].mark) == ("Báo giá", "PDF")
    assert [one.extension for one in there(run, row)] == ["pdf", "png"]


def test_files_dropped_anywhere_on_the_form_are_added(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    row = make(run)
    page = open_page("establishment", row)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo()))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    assert not page.body.rows["name"].editor.line.acceptDrops()
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, button, none)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    with qtbot.waitSignal(page.papers.adder.finished, timeout=10_000):
        QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, none))
    assert len(there(run, row)) == 1


def test_adding_goes_on_when_the_form_is_left(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot, photo: Photo
) -> None:
    row = make(run)
    said = toasts(session)
    page = RecordPage(session, "establishment", row)
    page.body.build_all()
    page.papers.add(incoming.of_files([photo(f"{seed}.jpg", 50 + seed) for seed in range(3)]))
    page.deleteLater()
    QApplication.sendPostedEvents(page, 52)  # QEvent.DeferredDelete
    qtbot.waitUntil(lambda: bool(said) and said[-1][0] == "Đã thêm 3 tệp", timeout=20_000)
    assert len(there(run, row)) == 3
