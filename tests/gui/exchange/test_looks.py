"""Every tab of both roles: controls have names, nothing is cut off, also in large text."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.page import BUNDLES, ExchangePage
from kcdesk.ui.session import Session
from kcdesk.work import records, reviews
from tests.gui.exchange.conftest import LONG, Office
from tests.gui.test_screens import nameless
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def sessions(office: Office) -> Iterator[dict[str, Session]]:
    """Both sides, with a conflict and a question on each."""
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    row = office.do(field, lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT).id)
    office.send(field, province)
    office.do(field, lambda desk: records.save_record(desk, "establishment", row, {"workers_total": 5}))
    office.do(province, lambda desk: records.save_record(desk, "establishment", row, {"workers_total": 7}))
    words = "Số điện thoại thiếu một chữ số, Trung tâm không liên hệ được với cơ sở này."
    office.do(province, lambda desk: reviews.ask(desk, "establishment", row, "phone", words, suggested="0900000002"))
    office.send(field, province)
    office.send(province, field, to="CTV07")
    yield {"province": province, "collaborator": field}
    province.theme.choose(percent=100)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("role", ["province", "collaborator"])
def test_every_tab_is_named_and_whole(qtbot: QtBot, sessions: dict[str, Session], role: str, percent: int) -> None:
    session = sessions[role]
    session.theme.choose(percent=percent)
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.resize(1366 - min(300, session.theme.px(212)), 768)
    page.show()

    def cut() -> list[str]:
        return [
            part.text()
            for part in [*page.findChildren(QAbstractButton), *page.findChildren(QLabel)]
            if part.isVisible() and part.text() and not getattr(part, "wordWrap", lambda: False)()
            if part.width() + 2 < part.minimumSizeHint().width()
        ]

    def too_wide() -> list[str]:
        return [
            type(area.widget()).__name__
            for area in page.findChildren(QScrollArea)
            if area.isVisible() and area.widget() and area.widget().width() > area.viewport().width()
        ]

    def look(name: str) -> None:
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
        with contextlib.suppress(QtTimeout):
            qtbot.waitUntil(lambda: not cut() and not nameless(page) and not too_wide(), timeout=1500)
        assert (name, cut(), nameless(page), too_wide()) == (name, [], [], [])

    for name in page._makers:
        page.show_tab(name)
        look(name)
    page.show_tab(BUNDLES)
    view = page.view(BUNDLES)
    qtbot.waitUntil(lambda: view._model.rowCount() > 0, timeout=LONG)
    for at in range(view._model.rowCount()):
        view.table.selectRow(at)
        look(f"bundle {at}")
    if role == "collaborator":
        page.make()
        look("make")
        view._about._on_told()
        view._show_about()
        look("note")
    assert page.minimumSizeHint().width() <= 1366
