"""What the province asked is answered by keys: its suggestion, words, another value; and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kcdesk.ui.receive.page import QUESTIONS, ExchangePage
from kcdesk.ui.session import Session
from kcdesk.work import records, reviews
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def asked(office: Office) -> tuple[Session, str]:
    """The collaborator's session: the province asked three things about one record."""
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    row = office.do(field, lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT).id)
    office.send(field, province)
    for name, words, value in (
        ("phone", "Số điện thoại thiếu một chữ số.", "0900000002"),
        ("workers_total", "Bao nhiêu người?", ""),
        ("legal_form", "Đã thành hợp tác xã chưa?", "HTX"),
    ):
        office.do(
            province,
            lambda desk, one=(name, words, value): reviews.ask(
                desk, "establishment", row, one[0], one[1], suggested=one[2]
            ),
        )
    office.send(province, field, to="CTV07")
    return field, row


def test_each_question_is_answered_with_a_key(qtbot: QtBot, office: Office, asked: tuple[Session, str]) -> None:
    session, row = asked
    page = ExchangePage(session)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    page.begin()
    qtbot.waitUntil(lambda: page.tabs.tabText(1) == "Tỉnh hỏi  (3)", timeout=LONG)
    page.tabs.step(1)
    view = page.view(QUESTIONS)
    card = view.card
    qtbot.waitUntil(lambda: "0900000002" in card._suggested.text().replace(" ", ""), timeout=LONG)
    qtbot.waitUntil(lambda: page.focusWidget() is card.take, timeout=LONG)

    toasts: list[tuple[str, str, object]] = []
    session.toasted.connect(lambda *said: toasts.append(said))
    qtbot.keyClick(card.take, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "Bao nhiêu" in card._words.text(), timeout=LONG)
    assert _value(office, session, row, "phone").endswith("02")
    toasts[-1][2]()  # type: ignore[operator]
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 3, timeout=LONG)
    assert _value(office, session, row, "phone").endswith("01")

    view.table.go_to(0)
    qtbot.keyClick(card.take, Qt.Key.Key_2)
    qtbot.keyClicks(card.answer, "So nay dung roi")
    qtbot.keyClick(card.answer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(view.table.rows.lines) == 2, timeout=LONG)
    qtbot.waitUntil(lambda: "Bao nhiêu" in card._words.text(), timeout=LONG)
    assert card.take.isHidden()
    qtbot.keyClick(card.keep, Qt.Key.Key_3)
    card.typed.setText("nhiều")
    qtbot.keyClick(card.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(card._trouble.isVisible, timeout=LONG)
    card.typed.setText("6")
    qtbot.keyClick(card.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "hợp tác xã" in card._words.text(), timeout=LONG)
    assert _value(office, session, row, "workers_total") == 6
    qtbot.keyClick(card.take, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not view.table.rows.lines, timeout=LONG)
    assert _value(office, session, row, "legal_form") == "HTX"
    answered = office.do(session, lambda desk: reviews.questions(desk, reviews.ANSWERED))
    assert {one.answer for one in answered} == {
        "So nay dung roi", "Đã sửa thành: 6 người", "Đã sửa theo gợi ý: Hợp tác xã"
    }  # fmt: skip


def _value(office: Office, session: Session, row: str, field: str) -> object:
    return office.do(session, lambda desk: records.load(desk, "establishment", row).record[field])
