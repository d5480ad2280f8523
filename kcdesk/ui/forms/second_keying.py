"""Nhập lần hai: every money figure once more without seeing the first, then what differs is settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.formats import day_and_time
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.widgets.buttons import Button, primary, secondary
from kcdesk.ui.widgets.card import empty, label, row
from kcdesk.work import second_keying
from kcdesk.work.second_keying import Checked, Figure, Unlike

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.ui.forms.page import RecordPage

WIDTH_EMS = 62
_CELL = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")


class SecondKeying(Message):
    """First the figures blind, then the differences, each settled for the first or the second figure."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page, _("Nhập lần hai các số tiền"))
        self._page = page
        self._chosen: dict[str, Value] = {}
        state = page.state
        self._figures = second_keying.figures(page.entity, state.record(), state.children())
        self._open_ones: set[str] = set()
        self._unlike: Sequence[Unlike] = ()
        self.setMinimumWidth(WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        self._words = label("", "second", wrap=True)
        self._before = label("", "small", wrap=True)
        self.body.addWidget(self._words)
        self.body.addWidget(self._before)
        inside = QWidget()
        self._middle = QVBoxLayout(inside)
        self._middle.setContentsMargins(0, 0, 8, 0)
        self.form = MiniForm(page.session, page.entity.name, (), {}, over=self)
        for one in self._figures:
            self.form.add_field(one.place, one.field, _label(one))
        self._middle.addWidget(self.form)
        self._middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(min(420, 90 + 62 * len(self._figures)))
        self.body.addWidget(area, 1)
        self.go = primary(_("So lại"), self._compare)
        self.form.set_goal(self.go)
        self.form.escaped.connect(self.reject)
        self.body.addLayout(row(None, secondary(_("Thôi"), self.reject, "Esc"), self.go))
        self._begin()

    def open(self) -> None:
        super().open()
        self.form.focus_first()

    def _begin(self) -> None:
        page = self._page
        if not self._figures:
            self._words.setText(_("Hồ sơ này chưa có số tiền nào."))
            self.go.setEnabled(False)
            return
        self._words.setText(_("Nhìn phiếu gõ lại từng số tiền; số đã nhập lần đầu không hiện ra."))
        entity, owner = page.entity.name, str(page.record_id)
        page.session.jobs.read(
            lambda desk: second_keying.last(desk, entity, owner), self._show_before, key="second_keying"
        )

    def _show_before(self, checked: Checked | None) -> None:
        if checked is None:
            self._before.hide()
            return
        words = _("Đã nhập lần hai lúc {time} ({who}), {unlike} chỗ khác.").format(
            time=day_and_time(checked.at), who=checked.by, unlike=checked.unlike
        )
        changed = "" if checked.is_current else " " + _("Từ đó đã có số sửa lại.")
        self._before.setText(words + changed)

    def _compare(self) -> None:
        trouble = self.form.text_trouble()
        if trouble:
            self._words.setText(trouble)
            return
        self._unlike = second_keying.compare(self._figures, self.form.typed())
        if not self._unlike:
            self._finish()
            return
        self.form.hide()
        count = len(self._unlike)
        words = ngettext("{n} chỗ khác nhau. Xem lại phiếu rồi chọn số đúng.",
                         "{n} chỗ khác nhau. Xem lại phiếu rồi chọn số đúng.", count)  # fmt: skip
        self._words.setText(words.format(n=count))
        empty(self._middle)
        for one in self._unlike:
            self._add(one)
        self._middle.addStretch(1)
        self.go.set_text(_("Xong"))
        self.go.clicked.disconnect()
        self.go.clicked.connect(lambda _checked=False: self._finish())
        self.go.setEnabled(False)

    def _add(self, unlike: Unlike) -> None:
        figure = unlike.figure
        self._open_ones.add(figure.place)
        self._middle.addWidget(label(_label(figure), "strong", wrap=True))
        group = QButtonGroup(self)
        made = []
        for words, value in ((_("Lần một"), figure.value), (_("Lần hai"), unlike.second)):
            shown = figure.field.kind.format(value, figure.field) if value is not None else _("để trống")
            unit = f" {_(figure.field.unit)}" if value is not None else ""
            button = Button(f"{words}: {shown}{unit}")
            button.setCheckable(True)
            button.setProperty("chip", True)
            button.setAccessibleName(f"{_label(figure)} – {words}: {shown}{unit}")
            button.clicked.connect(partial(self._choose, figure.place, value))
            group.addButton(button)
            made.append(button)
        self._middle.addLayout(row(*made, None))
        if len(self._open_ones) == 1:
            made[0].setFocus()

    def _choose(self, place: str, value: Value, _checked: bool = False) -> None:
        self._chosen[place] = value
        self._open_ones.discard(place)
        self.go.setEnabled(not self._open_ones)

    def _finish(self) -> None:
        page = self._page
        agreed = {one.place: self._chosen.get(one.place, one.value) for one in self._figures}
        changed = {one.place: agreed[one.place] for one in self._figures if agreed[one.place] != one.value}
        for place, value in changed.items():
            put(page, place, value)
        owner, unlike = str(page.record_id), len(self._unlike)
        kept = {place: value for place, value in agreed.items() if value is not None}
        page.session.jobs.run(lambda desk: second_keying.note(desk, owner, kept, unlike))
        if changed:
            page.save()
        elif unlike:
            page.session.toast(_("Đã so xong: giữ nguyên số lần một."))
        else:
            page.session.toast(_("Hai lần nhập giống nhau."))
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from field to field; it never closes the dialog by itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def put(page: RecordPage, place: str, value: Value) -> None:
    """Put a figure into the form, in a field or in a cell of a sub-table."""
    found = _CELL.fullmatch(place)
    if found is None:
        page.put(place, value)
        return
    plural, at, name = found.group(1), int(found.group(2)), found.group(3)
    filled = [one for one in page.state.rows[plural] if not one.empty]
    filled[at].values[name] = value
    page.body.tables[plural].reload()
    page.state.rows_changed.emit(plural)


def _label(figure: Figure) -> str:
    name = _(figure.field.label)
    return f"{figure.of}: {name}" if figure.of else name
