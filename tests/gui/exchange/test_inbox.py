"""The province's inbox: several files at once, each told before, a stranger let in by his fingerprint."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.page import INBOX, ExchangePage
from kcdesk.work import bundles, records
from kcdesk.work.bundles import Wanted
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


def test_several_files_are_looked_at_and_taken_with_enter(qtbot: QtBot, office: Office) -> None:
    province, known, stranger = office.province(), office.collaborator(), office.collaborator("CTV09", ("31459",))
    desks.introduce(province.desk, known.desk)
    files = []
    for session in (known, known, stranger):
        name = f"Cơ sở {len(files)}"
        office.do(
            session,
            lambda desk, name=name: records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "name": name}),
        )
        plain = session is stranger
        made = office.do(
            session,
            lambda desk, plain=plain: bundles.export(desk, office.folder, Wanted(plain=plain, everything=plain)),
        )
        files.append(made[0].path)
    broken = office.folder / "thư.kcb"
    broken.write_bytes(b"not a bundle" * 100)
    page = ExchangePage(province)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    page.begin()
    page.receive([*files, broken])
    view = page.view(INBOX)
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 4, timeout=LONG)
    assert sorted(line.cells[3] for line in view.table.rows.lines) == [
        "Chờ xác nhận", "Gói mới", "Gói mới", "Không nhận được"
    ]  # fmt: skip
    assert view.take.text() == "Ghép 2 gói"
    qtbot.keyClick(view.take, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [line.cells[3] for line in view.table.rows.lines].count("Đã ghép") == 2, timeout=LONG)
    assert office.do(province, lambda desk: desk.store.count("establishment")) == 2
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == "Hộp nhận  (1)", timeout=LONG)

    held = next(at for at, line in enumerate(view.table.rows.lines) if line.cells[3] == "Đang giữ")
    view.table.go_to(held)
    box: Any = view.card.stranger
    qtbot.waitUntil(box.isVisible, timeout=LONG)
    box.typed.setText("AAAA BBBB CCCC DDDD")
    box.button.click()
    qtbot.waitUntil(view.card._trouble.isVisible, timeout=LONG)
    box.typed.setText(stranger.desk.fingerprint)
    box.button.click()
    qtbot.waitUntil(lambda: office.do(province, lambda desk: desk.store.count("establishment")) == 3, timeout=LONG)
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == "Hộp nhận", timeout=LONG)


def test_a_stranger_can_be_turned_down(qtbot: QtBot, office: Office) -> None:
    province, stranger = office.province(), office.collaborator("CTV09", ("31459",))
    office.do(stranger, lambda desk: records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "name": "Lạ"}))
    wanted = Wanted(plain=True, everything=True)
    made = office.do(stranger, lambda desk: bundles.export(desk, office.folder, wanted))
    office.do(province, lambda desk: bundles.apply_import(desk, made[0].path))
    page = ExchangePage(province)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    page.begin()
    view = page.view(INBOX)
    qtbot.waitUntil(lambda: [line.cells[0] for line in view.table.rows.lines] == ["Gói 1"], timeout=LONG)
    view.table.go_to(0)
    qtbot.waitUntil(view.card.refuse_stranger.isVisible, timeout=LONG)
    view.card.refuse_stranger.click()
    qtbot.waitUntil(lambda: view.table.rows.lines == [], timeout=LONG)
    qtbot.waitUntil(lambda: not view.card.refuse_stranger.isVisible(), timeout=LONG)
    assert office.do(province, bundles.held) == []
    assert office.do(province, lambda desk: desk.store.count("establishment")) == 0
