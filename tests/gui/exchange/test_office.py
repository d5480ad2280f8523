"""The province's word on requests, what it holds back, and what the collaborator is told about that."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kcdesk.ui.inbox.decide import DecideDialog
from kcdesk.ui.lists.page import ListPage
from kcdesk.ui.receive.page import QUESTIONS, ExchangePage
from kcdesk.ui.session import Session
from kcdesk.work import records
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST


@pytest.fixture
def requested(office: Office) -> tuple[Session, Session, list[str]]:
    """A province that has two requests of a collaborator."""
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    owner = office.do(field, lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT).id)
    rows = [
        office.do(
            field,
            lambda desk, title=title: (
                records.save_record(
                    desk, "support_request", None, {**REQUEST, "establishment_id": owner, "title": title}
                ).id
            ),
        )
        for title in ("Máy tráng", "Máy sấy")
    ]
    office.send(field, province)
    return province, field, rows


def test_the_state_of_several_requests_is_one_save(
    qtbot: QtBot, office: Office, requested: tuple[Session, Session, list[str]]
) -> None:
    """Marked, F3, chosen; taken back it is as before; the collaborator sees it with the next answer."""
    province, field, rows = requested
    page = ListPage(province, "support_request")
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.begin()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=LONG)
    page.model.marks.add(page.model.numbers)
    page.many.decide()
    dialog = page.findChild(DecideDialog)
    assert isinstance(dialog, DecideDialog)
    dialog.status.setCurrentIndex(dialog.status.findData("phe_duyet"))
    dialog.number.setText("12/QĐ-SCT")
    dialog.day.setText("32/13/2026")
    dialog.accept()
    assert not dialog._trouble.isHidden()
    dialog.day.setText("20/11/2026")
    with qtbot.waitSignal(province.toasted, timeout=LONG) as toasted:
        dialog.accept()

    def states(session: Session) -> list[Any]:
        found = [
            office.do(session, lambda desk, row=row: (records.load(desk, "support_request", row).record,))[0]
            for row in rows
        ]
        return [(one.get("status"), one.get("status_on"), one.get("status_number")) for one in found]

    assert states(province) == [("phe_duyet", "2026-11-20", "12/QĐ-SCT")] * 2
    office.send(province, field, to="CTV07")
    assert states(field) == [("phe_duyet", "2026-11-20", "12/QĐ-SCT")] * 2
    toasted.args[2]()
    qtbot.waitUntil(lambda: states(province)[0][0] is None, timeout=LONG)


def test_what_the_province_found_wrong_stands_among_the_things_to_do(
    qtbot: QtBot, office: Office, requested: tuple[Session, Session, list[str]]
) -> None:
    """A notice is told with its field, and leads to the record."""
    _province, field, rows = requested
    told = [{"kind": "marked", "entity": "support_request", "row": rows[0], "fields": ["title"], "words": "Quá ngắn."}]
    office.do(field, lambda desk: (desk.store.meta.set("told", told),))
    page = ExchangePage(field)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.show_tab(QUESTIONS)
    view = page.view(QUESTIONS)
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 1, timeout=LONG)
    assert view.table.rows.lines[0].cells[1] == "Cần sửa"
    with qtbot.waitSignal(page.open_asked, timeout=LONG) as asked:
        view.notice.open_button.click()
    assert asked.args == ["support_request", rows[0], "title"]
