"""A form tells what waits on its record, at the top and at the field, and leads there."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.work import disputes, records, reviews
from tests.gui.exchange.conftest import LONG, Office
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


def test_conflict_and_question_stand_at_their_fields(qtbot: QtBot, office: Office) -> None:
    province, field = office.province(), office.collaborator()
    desks.introduce(province.desk, field.desk)
    row = office.do(field, lambda desk: records.save_record(desk, "establishment", None, ESTABLISHMENT).id)
    office.send(field, province)
    office.do(province, lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 3"}))
    office.do(province, lambda desk: reviews.ask(desk, "establishment", row, "phone", "Thiếu một chữ số."))
    office.do(field, lambda desk: records.save_record(desk, "establishment", row, {"address": "Ấp 2"}))
    office.send(province, field, to="CTV07")

    page = RecordPage(field, "establishment", row)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: "Số nhà" in page.attention.bar.words(), timeout=LONG)
    assert "Thiếu một chữ số." in page.attention.bar.words()
    page.body.build_all()
    flags = {name: one._flag.text() for name, one in page.body.rows.items() if one._flag is not None}
    assert flags["address"] == "có mâu thuẫn"
    with qtbot.waitSignal(page.conflict_asked, timeout=LONG) as asked:
        page.body.rows["address"]._flag.click()
    assert asked.args == [row, "address"]
    with qtbot.waitSignal(page.conflict_asked, timeout=LONG):
        page.attention.bar.first_button.click()

    dispute = office.do(field, disputes.told)[0]
    office.do(field, lambda desk: disputes.settle(desk, dispute, "Ấp 2"))
    question = office.do(field, reviews.questions)[0]
    office.do(field, lambda desk: reviews.answer(desk, question.id, "Đúng rồi"))
    field.rows_changed({("establishment", row)})
    qtbot.waitUntil(page.attention.bar.isHidden, timeout=LONG)
    assert page.body.rows["address"]._flag is None
