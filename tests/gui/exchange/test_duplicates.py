"""Pairs that may be one, settled by keyboard; a join can be taken back at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.settle.duplicates import DuplicatesView
from kcdesk.work import joins, records
from kcdesk.work.bootstrap import Desk
from tests.gui.exchange.conftest import Office
from tests.work.desks import ESTABLISHMENT

LONG = 15_000


def test_a_pair_is_joined_with_chosen_values_and_taken_back(qtbot: QtBot, office: Office) -> None:
    """Enter on a field takes the other value, G joins, Hoàn tác separates again."""
    session = office.collaborator()

    def run(work: Callable[[Desk], Any]) -> Any:
        return office.do(session, work)

    one = run(lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT)).id
    other = {**ESTABLISHMENT, "name": "HKD Bánh tráng Út Mười", "address": "Ấp 7", "note": "Có 2 lò"}
    two = run(lambda desk: records.save_record(desk, "establishment", None, other)).id
    view = DuplicatesView(session)
    qtbot.addWidget(view)
    view.resize(1100, 680)
    view.show()
    with qtbot.waitSignal(view.counted, timeout=LONG) as counted:
        view.begin()
    assert counted.args == [1]
    qtbot.waitUntil(lambda: bool(view.card.lines.rows.lines), timeout=LONG)
    fields = [line.key for line in view.card.lines.rows.lines]
    assert {"name", "address", "note"} <= set(fields)
    view.card.take_all(0)
    first = view.card._sides.rows[0]
    at = fields.index("address")
    view.card.lines.go_to(at)
    view.card.lines.setFocus()
    qtbot.keyClick(view.card.lines, Qt.Key.Key_Right)
    chosen = view.card._sides.lines[at].values[1]
    with qtbot.waitSignal(session.toasted, timeout=LONG) as toasted:
        qtbot.keyClick(view.card.lines, Qt.Key.Key_G)
    assert run(lambda desk: joins.groups(desk).of(one)) == tuple(sorted((one, two)))
    assert run(lambda desk: records.load(desk, "establishment", first).record)["address"] == chosen
    qtbot.waitUntil(lambda: not view._pairs, timeout=LONG)
    toasted.args[2]()
    qtbot.waitUntil(lambda: len(view._pairs) == 1, timeout=LONG)
    qtbot.keyClick(view.card.lines, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not view._pairs, timeout=LONG)
    assert run(lambda desk: joins.groups(desk).hidden) == []
