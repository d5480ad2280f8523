"""Sending: the way, the folder, the read-back of a stick, the letter; word of mouth; a part that is made again."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.make import default_folder
from kcdesk.ui.receive.page import BUNDLES, ExchangePage
from kcdesk.ui.session import Session
from kcdesk.work import bundles, records
from kcdesk.work.bundles import Wanted
from kcdesk.work.shelf import BundleStanding
from kcdesk.work.travel import Way
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def ready(office: Office) -> tuple[Session, Session]:
    """A province, and a collaborator with one record that was not sent."""
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    office.do(field, lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT).id)
    return province, field


def made(qtbot: QtBot, page: ExchangePage, folder: Path, way: Way) -> Any:
    """A bundle made through the panel; the panel that tells about it."""
    page.make()
    view = page.view(BUNDLES)
    qtbot.waitUntil(view.making.button.isEnabled, timeout=LONG)
    view.making.ways.choose(way)
    view.making._folder.setText(str(folder))
    with qtbot.waitSignal(view.making.made, timeout=LONG):
        qtbot.keyClick(view.making.button, Qt.Key.Key_Return)
    return view.made


def shown(qtbot: QtBot, session: Session) -> ExchangePage:
    """The page, on screen."""
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.begin()
    return page


def test_a_stick_may_go_only_after_it_was_read_back(
    qtbot: QtBot, office: Office, ready: tuple[Session, Session]
) -> None:
    page = shown(qtbot, ready[1])
    making = page.view(BUNDLES).making
    page.make()
    qtbot.waitUntil(making.button.isEnabled, timeout=LONG)
    making.ways.choose(Way.STICK)
    making._folder.setText(default_folder())
    making.button.click()
    assert "không phải trên USB" in making._trouble.text()
    panel = made(qtbot, page, office.folder / "usb", Way.STICK)
    qtbot.waitUntil(lambda: "Rút USB được rồi" in panel._stick.text(), timeout=LONG)
    assert panel._made[0].path.parent == office.folder / "usb"
    assert ready[1].preferences.out_folder == ""
    panel._made[0].path.unlink()
    panel._read_back()
    qtbot.waitUntil(lambda: "đừng rút USB" in panel._stick.text(), timeout=LONG)
    panel._on_copy()
    assert panel._made[0].code in QGuiApplication.clipboard().text()


def test_the_letter_is_a_word_file(qtbot: QtBot, office: Office, ready: tuple[Session, Session]) -> None:
    page = shown(qtbot, ready[1])
    panel = made(qtbot, page, office.folder / "ra", Way.EMAIL)
    assert panel._stick.isHidden()
    panel.letter.click()
    chooser: Any = next(one for one in page.findChildren(QObject) if hasattr(one, "fileSelected"))
    letter = office.folder / "thu.docx"
    with qtbot.waitSignal(ready[1].toasted, timeout=LONG):
        chooser.fileSelected.emit(str(letter))
    chooser.close()
    assert panel._made[0].code in zipfile.ZipFile(letter).read("word/document.xml").decode()


def test_word_of_mouth_is_noted_and_what_did_not_come_is_made_again(
    qtbot: QtBot, office: Office, ready: tuple[Session, Session]
) -> None:
    """Noted, shown as such; once a later one came alone, the earlier one is offered to be made again."""
    province, field = ready
    page = shown(qtbot, field)
    made(qtbot, page, office.folder / "mot", Way.ZALO)
    view = page.view(BUNDLES)
    qtbot.waitUntil(lambda: view._model.rowCount() == 1, timeout=LONG)
    view.table.selectRow(0)
    view._about.look.click()
    qtbot.waitUntil(lambda: len(view._about.carried.rows.lines) == 1, timeout=LONG)
    with qtbot.waitSignal(page.open_asked, timeout=LONG) as opened:
        qtbot.keyClick(view._about.carried, Qt.Key.Key_Return)
    assert opened.args[0] == "establishment"
    view._about._told.click()
    view._about.note.day.setText("31/12/2099")
    qtbot.keyClick(view._about.note.day, Qt.Key.Key_Return)
    qtbot.waitUntil(view._about.note._trouble.isVisible, timeout=LONG)
    view._about.note.day.setText("20/11/2026")
    qtbot.keyClick(view._about.note.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._model.line(0).standing is BundleStanding.NOTED, timeout=LONG)
    qtbot.waitUntil(lambda: "20/11/2026" in view._about._meaning.text(), timeout=LONG)

    office.do(field, lambda desk: records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "name": "B"}).id)
    second = made(qtbot, page, office.folder / "hai", Way.ZALO)._made[0]
    office.do(province, lambda desk: bundles.apply_import(desk, second.path))
    assert office.do(province, lambda desk: desk.store.count("establishment")) == 1
    office.send(province, field, to="CTV07")
    view.begin()
    qtbot.waitUntil(view._make_again.isVisible, timeout=LONG)
    view._make_again.click()
    qtbot.waitUntil(view.making.button.isEnabled, timeout=LONG)
    assert "Gói 1" in view.making.heading.text()
    with qtbot.waitSignal(view.making.made, timeout=LONG) as again:
        qtbot.keyClick(view.making.button, Qt.Key.Key_Return)
    office.do(province, lambda desk: bundles.apply_import(desk, again.args[0][0].path))
    assert office.do(province, lambda desk: desk.store.count("establishment")) == 2


def test_several_answers_are_taken_one_after_the_other(
    qtbot: QtBot, office: Office, ready: tuple[Session, Session]
) -> None:
    """Two files dropped at once: closing the first shows the second."""
    province, field = ready
    office.send(field, province)
    row = office.do(province, lambda desk: str(next(desk.store.rows("establishment"))["id"]))
    files = []
    for number in (3, 4):
        office.do(
            province,
            lambda desk, number=number: records.save_record(desk, "establishment", row, {"workers_total": number}),
        )
        files += [
            one.path for one in office.do(province, lambda desk: bundles.export(desk, office.folder, _to_field()))
        ]
    page = shown(qtbot, field)
    page.receive(files)
    taking = page.view(BUNDLES).taking
    for number in (3, 4):
        qtbot.waitUntil(taking.take.isVisible, timeout=LONG)
        with qtbot.waitSignal(taking.taken, timeout=LONG):
            qtbot.keyClick(taking.take, Qt.Key.Key_Return)
        now = office.do(field, lambda desk: records.load(desk, "establishment", row).record["workers_total"])
        assert now == number
        taking.closed.emit()


def _to_field() -> Wanted:
    return Wanted(to="CTV07")
