"""Giving a laptop on and taking it over, with real widgets over real workspaces."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from kcdesk.ui.handover.card import HandoverCard
from kcdesk.ui.handover.caution_bar import CautionBar
from kcdesk.ui.handover.devices import DevicesCard, StartDialog, TrustDialog
from kcdesk.ui.handover.give import GiveDialog
from kcdesk.ui.handover.take import TakeFirstDialog, TakeHereDialog
from kcdesk.ui.jobs import Jobs
from kcdesk.work import demo, grants, restoring, settings, trust
from tests.gui.exchange.conftest import LONG
from tests.work import desks

PHRASE, OWN = "mot hai ba bon nam", "banh trang vi thuy"


@pytest.fixture
def known(office, tmp_path):
    """A province and a collaborator who know each other; the collaborator has records."""
    province, field = office.province(), office.collaborator()
    issued = office.do(province, lambda desk: settings.settings_export(desk, tmp_path / "tinh.kcs"))
    office.do(field, lambda desk: settings.settings_import(desk, issued.path, fingerprint=issued.fingerprint))
    office.do(province, lambda desk: trust.trust(desk, field.desk.fingerprint, "CTV07"))
    office.do(field, lambda desk: demo.fill(desk, 4, 5))
    office.send(field, province)
    return province, field


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(760, 500)
    widget.show()
    return widget


def dialogs(kind):
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def words(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def give(qtbot, field, folder):
    card = shown(qtbot, HandoverCard(field))
    qtbot.waitUntil(card.give.isVisible, timeout=LONG)
    card.give.click()
    (dialog,) = dialogs(GiveDialog)
    dialog.accept()
    assert "Còn ngắn" in words(dialog)
    dialog.first.field.setText(PHRASE)
    dialog.second.field.setText("khác")
    dialog.accept()
    assert "chưa giống nhau" in words(dialog)
    dialog.second.field.setText(PHRASE)
    dialog.write(folder)
    qtbot.waitUntil(lambda: any("Đã ghi tệp bàn giao" in one.windowTitle() for one in dialogs(QDialog)), timeout=LONG)
    for one in dialogs(QDialog):
        one.accept()
    qtbot.waitUntil(lambda: "đã bàn giao" in words(card), timeout=LONG)
    return card, next(folder.glob("*.kcb"))


def test_a_laptop_is_given_on_and_the_next_one_begins_with_its_file(known, office, qtbot, tmp_path):
    _province, field = known
    card, path = give(qtbot, field, tmp_path / "usb")
    assert "gửi nốt" in words(card)
    assert not card.take.isVisible()
    made: list[object] = []
    jobs = Jobs()
    dialog = TakeFirstDialog(tmp_path / "moi", field.theme, jobs, made.append)
    dialog.open()
    dialog.accept()
    assert "Chưa chọn tệp" in words(dialog)
    dialog.take_file(path)
    dialog.phrase.field.setText("sai roi sai roi")
    dialog.first.field.setText(OWN)
    dialog.second.field.setText(OWN)
    dialog.accept()
    qtbot.waitUntil(dialog.isEnabled, timeout=LONG)
    assert not made
    dialog.phrase.field.setText(PHRASE)
    dialog.accept()
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    assert made[0].profile == field.profile
    assert made[0].fingerprint != field.desk.fingerprint
    jobs.close()


def test_an_empty_workspace_takes_the_start_bundle(known, office, qtbot, tmp_path):
    province, _field = known
    fresh = office.session(lambda: desks.collaborator(tmp_path / "moi"))
    office.do(fresh, lambda desk: settings.settings_import(
        desk, tmp_path / "tinh.kcs", fingerprint=province.desk.unit_fingerprint))  # fmt: skip
    office.send(fresh, province, everything=True)
    devices = shown(qtbot, DevicesCard(province))
    qtbot.waitUntil(lambda: len(devices.table.rows.lines) == 3, timeout=LONG)
    assert devices.table.go_to_key(fresh.desk.device_id)
    assert not devices.begin.isEnabled()

    devices.trust.click()
    (asking,) = dialogs(TrustDialog)
    assert asking.code.text() == "CTV07"
    asking.mark.setText("không phải")
    asking.accept()
    qtbot.waitUntil(lambda: "16 chữ" in words(asking), timeout=LONG)
    asking.mark.setText(fresh.desk.fingerprint.lower().replace(" ", "-"))
    asking.accept()
    qtbot.waitUntil(devices.begin.isEnabled, timeout=LONG)

    devices.begin.click()
    (starting,) = dialogs(StartDialog)
    assert starting.replaced.count() == 2
    starting.replaced.setCurrentIndex(1)
    starting.write(tmp_path / "tra")
    qtbot.waitUntil(lambda: any("gói khởi đầu, mã" in one.windowTitle() for one in dialogs(QDialog)), timeout=LONG)
    for one in dialogs(QDialog):
        one.accept()
    qtbot.waitUntil(lambda: "đã bàn giao" in {line.cells[3] for line in devices.table.rows.lines}, timeout=LONG)

    card = shown(qtbot, HandoverCard(fresh))
    qtbot.waitUntil(card.take.isVisible, timeout=LONG)
    card.take.click()
    (taking,) = dialogs(TakeHereDialog)
    taking.take_file(next((tmp_path / "tra").glob("*.kcb")))
    taking.accept()
    qtbot.waitUntil(card.give.isVisible, timeout=LONG)
    assert office.do(fresh, lambda desk: desk.store.count("establishment")) == 4


def test_a_device_is_revoked_after_a_question(known, qtbot):
    province, field = known
    devices = shown(qtbot, DevicesCard(province))
    qtbot.waitUntil(lambda: len(devices.table.rows.lines) == 2, timeout=LONG)
    assert not devices.revoke.isEnabled()
    devices.table.go_to_key(field.desk.device_id)
    devices.revoke.click()
    (question,) = [one for one in dialogs(QDialog) if "Thu hồi khóa" in one.windowTitle()]
    question.accept()
    qtbot.waitUntil(lambda: "đã thu hồi" in {line.cells[3] for line in devices.table.rows.lines}, timeout=LONG)
    at_field = shown(qtbot, DevicesCard(field))
    assert not at_field.trust.isVisible()
    assert not at_field.revoke.isVisible()


def test_what_there_is_to_say_stands_above_the_page(known, office, qtbot):
    _province, field = known
    bar = CautionBar(field)
    qtbot.addWidget(bar)
    bar.refresh()
    qtbot.wait(200)
    assert not bar.isVisible()

    handed = {"position": 0, "chain": "", "at": "2026-11-23T00:00:00.000Z", "to": "", "grant": {}}
    told = [{"code": "receipt", "at": "2026-11-23T00:00:00.000Z"}]

    def happen(desk):
        desk.store.meta.set(grants.HANDED_OVER, handed)
        desk.store.meta.set(restoring.NOTICES, told)
        return True

    office.do(field, happen)
    field.rows_changed(())
    qtbot.waitUntil(lambda: "đã bàn giao" in words(bar), timeout=LONG)
    assert "khóa mới" in words(bar)
    assert field.no_writing.startswith("Máy này đã bàn giao")
    (understood,) = bar.findChildren(QPushButton)
    understood.click()
    qtbot.waitUntil(lambda: "khóa mới" not in words(bar) and "đã bàn giao" in words(bar), timeout=LONG)
    assert office.do(field, lambda desk: [restoring.notices(desk)]) == [[]]
