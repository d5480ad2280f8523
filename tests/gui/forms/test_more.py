"""Handing an establishment over and keying figures again, from the form's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kcdesk.ui.forms.page import RecordPage
from kcdesk.ui.forms.second_keying import SecondKeying
from kcdesk.ui.forms.succession import SuccessionDialog
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import Button
from kcdesk.work import records, second_keying
from kcdesk.work.bootstrap import Desk
from tests.gui.forms.test_drafts import make
from tests.work.desks import REQUEST

OpenPage = Callable[..., RecordPage]
Run = Callable[[Callable[[Desk], Any]], Any]
LONG = 8_000


def test_a_new_owner_is_told_what_follows_and_can_be_taken_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    acts: list[Callable[[], object]] = []
    session.toasted.connect(lambda _text, _action, act: acts.append(act))
    page = open_page("establishment", make(run, phone="0912345678"))
    assert page.more is not None
    page.more.succeed()
    dialog = page.findChild(SuccessionDialog)
    assert dialog is not None and not dialog.go.isEnabled()
    dialog.form.rows["representative"].show_value("Trần Văn Mới")
    dialog.form._on_edited("representative")
    told = "\n".join(one.text() for one in dialog._told.findChildren(QLabel))
    assert "Lê Văn Nhàn" in told and "hỏi lại" in told and "Điện thoại" in told
    dialog.go.click()
    qtbot.waitUntil(lambda: page.state.values.get("representative") == "Trần Văn Mới", timeout=LONG)
    assert page.state.values.get("former_owners") == "Lê Văn Nhàn"
    assert page.state.values.get("phone") is None
    acts[-1]()
    qtbot.waitUntil(lambda: page.state.values.get("representative") == "Lê Văn Nhàn", timeout=LONG)


def _request(run: Run) -> str:
    owner = make(run)
    items = {"cost_items": [{"name": "Máy tráng", "quantity": 1, "unit_price": 250_000_000}]}
    values = REQUEST | {"establishment_id": owner}
    return run(lambda desk: records.save_record(desk, "support_request", None, values, items)).id


def _key(dialog: SecondKeying, **figures: int) -> None:
    for row_name, value in figures.items():
        dialog.form.rows[row_name].show_value(value)
    dialog.form.rows["cost_items[0].unit_price"].show_value(250_000_000)
    dialog.go.click()


def test_figures_keyed_alike_are_noted_and_nothing_is_shown_before(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = _request(run)
    page = open_page("support_request", row)
    assert page.more is not None
    page.more.key_again()
    dialog = page.findChild(SecondKeying)
    assert dialog is not None
    assert all(one.editor.value is None for one in dialog.form.rows.values())
    _key(dialog, total_cost=250_000_000, requested_amount=110_000_000)
    checked = run(lambda desk: second_keying.last(desk, "support_request", row))
    assert (checked.figures, checked.unlike, checked.is_current) == (3, 0, True)


def test_a_figure_that_differs_is_settled_and_saved(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    row = _request(run)
    page = open_page("support_request", row)
    assert page.more is not None
    page.more.key_again()
    dialog = page.findChild(SecondKeying)
    assert dialog is not None
    _key(dialog, total_cost=250_000_000, requested_amount=101_000_000)
    assert not dialog.go.isEnabled()
    chips = [one for one in dialog.findChildren(Button) if one.property("chip")]
    assert [one.text() for one in chips] == ["Lần một: 110 triệu đồng", "Lần hai: 101 triệu đồng"]
    chips[1].click()
    dialog.go.click()
    qtbot.waitUntil(
        lambda: run(lambda desk: desk.store.get("support_request", row))["requested_amount"] == 101_000_000,
        timeout=LONG,
    )
    checked = run(lambda desk: second_keying.last(desk, "support_request", row))
    assert (checked.unlike, checked.is_current) == (1, True)


def test_a_record_is_deleted_from_its_form_and_comes_back(
    open_page: OpenPage, run: Run, session: Session, qtbot: QtBot
) -> None:
    acts: list[Callable[[], object]] = []
    session.toasted.connect(lambda _text, _action, act: acts.append(act))
    row = make(run)
    page = open_page("establishment", row)
    assert page.more is not None
    with qtbot.waitSignal(page.closed, timeout=LONG):
        page.more.delete()
    assert run(lambda desk: desk.store.get("establishment", row)) is None
    acts[-1]()
    assert run(lambda desk: desk.store.get("establishment", row)) is not None
