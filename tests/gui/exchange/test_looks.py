"""Every tab of both roles: controls have names, nothing is cut off, also in large text."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.page import ExchangePage
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

    for name in list(page._makers):
        page.show_tab(name)
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
        with contextlib.suppress(QtTimeout):
            qtbot.waitUntil(lambda: not cut() and not nameless(page), timeout=1500)
        assert (name, cut(), nameless(page)) == (name, [], [])
    assert page.minimumSizeHint().width() <= 1366
