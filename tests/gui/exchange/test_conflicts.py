"""What two people changed is settled by keys, one after the other, and can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.page import CONFLICTS, ExchangePage
from kcdesk.ui.session import Session
from kcdesk.work import disputes, records
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def disputed(office: Office) -> tuple[Session, str]:
    """The province's session: two fields of one record in conflict."""
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    row = office.do(
        field, lambda desk: records.save_record(desk, "establishment", None, {**ESTABLISHMENT, "workers_total": 3}).id
    )
    office.send(field, province)
    office.do(
        field, lambda desk: records.save_record(desk, "establishment", row, {"workers_total": 5, "address": "Ấp 2"})
    )
    office.do(
        province, lambda desk: records.save_record(desk, "establishment", row, {"workers_total": 7, "address": "Ấp 3"})
    )
    office.send(field, province)
    return province, row


def test_two_conflicts_are_settled_with_two_keys_and_one_is_taken_back(
    qtbot: QtBot, office: Office, disputed: tuple[Session, str]
) -> None:
    """1 takes the first value; the next conflict follows; what is typed is understood; Hoàn tác asks again."""
    session, row = disputed
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    page.show_conflict(row, "workers_total")
    view = page.view(CONFLICTS)
    qtbot.waitUntil(lambda: len(view.card.tiles.tiles) == 2, timeout=LONG)
    assert [tile.value for tile in view.card.tiles.tiles] == ["7 người", "5 người"]
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Mâu thuẫn  (2)"

    toasts: list[tuple[str, str, object]] = []
    session.toasted.connect(lambda *said: toasts.append(said))
    qtbot.keyClick(view.card.tiles.tiles[0], Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 1, timeout=LONG)
    qtbot.waitUntil(lambda: [tile.value for tile in view.card.tiles.tiles] == ["Ấp 3", "Ấp 2"], timeout=LONG)
    assert _value(office, session, row, "workers_total") == 5

    toasts[0][2]()  # type: ignore[operator]
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 2, timeout=LONG)
    qtbot.waitUntil(lambda: view.card.tiles.tiles[0].value == "7 người", timeout=LONG)
    qtbot.keyClick(view.card.tiles.tiles[0], Qt.Key.Key_3)
    qtbot.keyClicks(view.card.typed, "6")
    qtbot.keyClick(view.card.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 1, timeout=LONG)
    assert _value(office, session, row, "workers_total") == 6

    qtbot.waitUntil(lambda: view.card.tiles.tiles[0].value == "Ấp 3", timeout=LONG)
    qtbot.keyClick(view.card.tiles.tiles[0], Qt.Key.Key_Right)
    qtbot.keyClick(view.card.tiles.tiles[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.table.rows.lines, timeout=LONG)
    assert _value(office, session, row, "address") == "Ấp 2"
    assert office.do(session, lambda desk: (disputes.told(desk),)) == ([],)


def _value(office: Office, session: Session, row: str, field: str) -> object:
    return office.do(session, lambda desk: records.load(desk, "establishment", row).record[field])
