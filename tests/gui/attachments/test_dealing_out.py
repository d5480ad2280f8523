"""Many photos at once: proposed, assigned by keyboard, added, told, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.attachments.dealing_out import DealingOut
from kcdesk.ui.attachments.incoming import of_files
from kcdesk.ui.session import Session
from kcdesk.work import attachments
from tests.gui.attachments.test_card import Photo, Run, close_dialogs, make, there, toasts
from tests.gui.forms.typist import Typist


@pytest.fixture
def deal(qtbot: QtBot, session: Session) -> Iterator[Callable[..., DealingOut]]:
    """Opens the dialog over some files and waits until proposals are there."""
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()

    def open_with(*files: Path) -> DealingOut:
        dialog = DealingOut(session, of_files(files), window)
        with qtbot.waitSignal(dialog.batch.proposed, timeout=20_000):
            dialog.open()
        qtbot.waitActive(dialog)
        return dialog

    yield open_with
    qtbot.waitUntil(lambda: not session.jobs.busy)


def test_proposed_by_place_and_assigned_by_typing(
    deal: Callable[..., DealingOut], run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    near = make(run, name="Lò đường Bà Sáu", latitude=9.7813, longitude=105.4712)
    other = make(run, name="Lò rèn Chín Hổ", phone="0900000009")
    said = toasts(session)
    dialog = deal(photo("a.jpg", 1), photo("b.jpg", 2, place=False), photo("c.jpg", 3, place=False))
    first, second, third = dialog.batch.items
    assert first.target is not None and first.target.id == near and first.proposed
    assert dialog.view.tiles.tiles[0].strong == "? Lò đường Bà Sáu"
    assert "cách 11 m" in dialog._goes.text() or dialog.view.rows() == [1]
    assert dialog.view.rows() == [1], "the first one about which nothing is known"
    typist.type("chin ho")
    qtbot.waitUntil(lambda: dialog.finder.list.count() == 1)
    typist.enter()
    assert second.target is not None and second.target.id == other
    assert dialog.view.rows() == [2] and typist.here is dialog.view
    typist.type("5")
    assert third.kind == "anh_may"
    typist.press(Qt.Key.Key_Delete)
    assert len(dialog.batch.items) == 2
    assert dialog.add_button.text() == "Thêm 2 trong 2"
    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        dialog.add()
    assert len(there(run, near)) == len(there(run, other)) == 1
    assert said[-1][:2] == ("Đã thêm 2 tệp vào hồ sơ", "Hoàn tác")
    said[-1][2]()
    qtbot.waitUntil(lambda: there(run, near) == [] and there(run, other) == [])


def test_broken_and_double_files_are_told_and_the_rest_added(
    deal: Callable[..., DealingOut], run: Run, session: Session, qtbot: QtBot, photo: Photo, tmp_path: Path
) -> None:
    near = make(run, name="Lò gạch Tư", latitude=9.34786, longitude=105.4712)
    run(
        lambda desk: attachments.add(
            desk, "establishment", near, attachments.read(photo("a.jpg", 11, minutes=20.0)), "khac"
        )
    )
    broken = tmp_path / "hong.jpg"
    broken.write_bytes(photo("x.jpg", 12, minutes=20.0).read_bytes()[:900])
    dialog = deal(photo("a.jpg", 11, minutes=20.0), broken, photo("b.jpg", 13, minutes=20.0))
    assert "hong.jpg" in dialog.batch.items[1].error
    assert dialog.view.tiles.tiles[1].strong == "Không thêm được"
    assert dialog.add_button.text() == "Thêm 2 trong 3"
    dialog.add()
    words = close_dialogs(qtbot)
    assert any("đã có ở hồ sơ này rồi" in one for one in words)
    qtbot.waitUntil(lambda: len(there(run, near)) == 2)
    assert [one.incoming.name for one in dialog.batch.items] == ["hong.jpg"]
    dialog.reject()


def test_enter_agrees_and_goes_on(
    deal: Callable[..., DealingOut], run: Run, session: Session, qtbot: QtBot, photo: Photo, typist: Typist
) -> None:
    make(run, name="Cơ sở mắm Hai Lúa", latitude=9.514533, longitude=105.4712)
    dialog = deal(photo("a.jpg", 21, minutes=30.0), photo("b.jpg", 22, minutes=30.0))
    dialog.view.select(0)
    assert dialog.batch.items[0].proposed
    typist.enter()
    assert not dialog.batch.items[0].proposed and dialog.batch.items[0].target is not None
    assert dialog.view.rows() == [1]
    dialog.reject()


def test_what_is_dropped_on_the_window_is_dealt_out(
    run: Run, session: Session, qtbot: QtBot, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QMimeData, QPoint, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from kcdesk.ui.main_window import MainWindow
    from kcdesk.ui.preferences import Preferences

    window = MainWindow(session.jobs, Preferences())
    qtbot.addWidget(window)
    data = QMimeData()
    files = [photo("a.jpg", 1), photo("b.jpg", 2)]
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, none)
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    got: list[Any] = []
    window.photos_dropped.connect(got.append)
    window.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, none))
    assert got == [files]


def test_no_more_are_taken_at_once_than_fit_into_memory(
    deal: Callable[..., DealingOut], session: Session, qtbot: QtBot, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kcdesk.ui.attachments import dealing_out

    monkeypatch.setattr(dealing_out, "MOST", 2)
    dialog = deal(*(photo(f"{seed}.jpg", 60 + seed, place=False) for seed in range(3)))
    assert len(dialog.batch.items) == 2
    assert any("1 tệp còn lại" in one.text() for one in dialog.findChildren(QLabel))
    dialog.reject()
