"""Nhập phiếu cũ: a stack of old survey sheets is typed in with one date and one year of figures for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model import catalogue
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.forms.bars import Bar
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from kcdesk.model.fields import Value
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.ui.session import Session

KINDS = ("establishment", "visit")
_KEPT = "old_sheets"


@dataclass(frozen=True, slots=True)
class Stack:
    """The day on the sheets (ISO), the year of their figures, and how many were typed in so far."""

    day: str
    year: int
    count: int = 0

    def defaults(self, entity: str) -> dict[str, Value]:
        """What every sheet of the stack has alike."""
        if entity == "visit":
            return {"visited_on": self.day, "figures_year": self.year, "kind": "khao_sat_moi"}
        return {"figures_year": self.year}


def stack_of(session: Session) -> Stack | None:
    """The stack that is being typed in; None where none is."""
    kept = session.property(_KEPT)
    return kept if isinstance(kept, Stack) else None


def put_stack(session: Session, stack: Stack | None) -> None:
    """Begin a stack, go on with it, or end it."""
    session.setProperty(_KEPT, stack)


class OldSheets(QObject):
    """The part of a page that knows of the stack: the banner, and the next sheet after a save."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.bar = Bar("warning", page)
        page.place_bar(self.bar)
        self.bar.first.connect(self._change)
        self.bar.second.connect(self._end)
        self._show()
        page.saved.connect(self._on_saved)

    @property
    def is_on(self) -> bool:
        """True while sheets of a stack are typed in."""
        return stack_of(self._page.session) is not None

    def defaults(self) -> dict[str, Value]:
        """What a new sheet begins with."""
        stack = stack_of(self._page.session)
        return stack.defaults(self._page.entity.name) if stack else {}

    def _show(self) -> None:
        stack = stack_of(self._page.session)
        if stack is None or self._page.record_id is not None:
            self.bar.hide()
            return
        words = _("Đang nhập phiếu cũ: ngày {day}, số liệu năm {year}.").format(day=_day(stack.day), year=stack.year)
        done = ngettext("Đã nhập {n} phiếu.", "Đã nhập {n} phiếu.", stack.count).format(n=stack.count)
        self.bar.ask(f"{words} {done}", _("Đổi ngày, năm"), _("Thôi nhập phiếu cũ"))
        self._page.header.name_save(_("Lưu, phiếu tiếp"))

    def _change(self) -> None:
        ask_stack(self._page.session, self._page, self._on_changed)

    def _on_changed(self, stack: Stack) -> None:
        for name in ("visited_on", "figures_year"):
            if name in self._page.entity:
                self._page.put(name, stack.defaults(self._page.entity.name)[name])
        self._show()

    def _end(self) -> None:
        put_stack(self._page.session, None)
        self._page.header.name_save(_("Lưu"))
        self._show()

    def _on_saved(self, entity: str, _row: str) -> None:
        """The next sheet: a new form in the place of this one."""
        stack = stack_of(self._page.session)
        if stack is None or self.bar.isHidden():
            return
        put_stack(self._page.session, replace(stack, count=stack.count + 1))
        self._page.new_asked.emit(entity, {})
        self._page.closed.emit()


def ask_stack(session: Session, parent: QWidget, on_chosen: Callable[[Stack], object]) -> Message:
    """Ask for day and year of a stack of sheets."""
    before = stack_of(session)
    box = Message(parent, _("Nhập phiếu cũ"))
    box.body.addWidget(
        label(_("Ngày và năm số liệu điền sẵn cho mọi phiếu; lưu xong là sang phiếu tiếp theo."), "second", wrap=True)
    )
    values: dict[str, Value] = {"visited_on": before.day, "figures_year": before.year} if before else {}
    form = MiniForm(session, "visit", ("visited_on", "figures_year"), values, over=box)
    box.body.addWidget(form)
    trouble = label("", "second", wrap=True)
    trouble.setProperty("level", "error")
    box.body.addWidget(trouble)

    def go_on() -> None:
        typed = form.values()
        day, year = typed["visited_on"], typed["figures_year"]
        if form.trouble() or not isinstance(day, str) or not isinstance(year, int):
            trouble.setText(form.trouble() or _("Cần cả ngày và năm số liệu."))
            return
        stack = Stack(day, year, before.count if before else 0)
        put_stack(session, stack)
        box.accept()
        on_chosen(stack)

    begin = primary(_("Bắt đầu nhập"), go_on)
    form.set_goal(begin)
    form.escaped.connect(box.reject)
    box.body.addLayout(row(None, secondary(_("Thôi"), box.reject, "Esc"), begin))
    box.finished.connect(box.deleteLater)
    box.open()
    form.focus_first()
    return box


def _day(iso: str) -> str:
    declared = catalogue.entity("visit")["visited_on"]
    return declared.kind.format(iso, declared)
