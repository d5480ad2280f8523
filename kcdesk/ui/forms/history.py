"""Who changed what and when, beside the form; any of it can be taken back from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Field, Value
from kcdesk.ui.forms.state import is_typed
from kcdesk.ui.widgets import buttons
from kcdesk.ui.widgets.card import label, row, rule
from kcdesk.work import undoing

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.past import Line, Step
    from kcdesk.work.undoing import Undone

WIDTH_EMS = 40
MOST_SHOWN = 40
MOST_LINES = 60
SEEN_DIGITS = 3


class HistoryPanel(QFrame):
    """A panel over the right side of the page; Esc closes it."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("popup", "true")
        self.setObjectName("history_panel")
        self.setAccessibleName(_("Lịch sử"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 14, 14)
        head = QHBoxLayout()
        head.addWidget(label(_("Lịch sử"), "heading"), 1)
        self._close = buttons.secondary(_("Đóng"), self.close_panel, "Esc")
        head.addWidget(self._close)
        layout.addLayout(head)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Các lần sửa"))
        layout.addWidget(self._scroll, 1)
        self.hide()

    def open(self) -> None:
        """Show the panel at the right of the page."""
        width = min(self._page.width() - 40, WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        self.setGeometry(self._page.width() - width - 12, 12, width, self._page.height() - 24)
        self.show()
        self.raise_()
        self._close.setFocus()

    def close_panel(self) -> None:
        """Hide it and go back to the form."""
        self.hide()
        self._page.header.history_button.setFocus()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show the saves, the newest first."""
        inner = QWidget()
        inner.setProperty("plane", "clear")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 6, 8, 6)
        layout.setSpacing(4)
        for step in steps[:MOST_SHOWN]:
            self._add_step(layout, step)
        if len(steps) > MOST_SHOWN:
            rest = len(steps) - MOST_SHOWN
            layout.addWidget(label(ngettext("và {n} lần nữa", "và {n} lần nữa", rest).format(n=rest), "small"))
        if not steps:
            layout.addWidget(label(_("Chưa có lần sửa nào."), "second"))
        layout.addStretch(1)
        self._scroll.setWidget(inner)

    def _add_step(self, layout: QVBoxLayout, step: Step) -> None:
        back = None
        if not step.is_first:
            rows = {line.row for line in step.lines} | {one for _entity, one, _deleted in step.deleted}
            back = buttons.link(_("Hoàn tác lần này"), partial(self._undo, step.save, tuple(rows)))
            back.setAccessibleName(_("Hoàn tác lần sửa lúc {time}").format(time=_when(step.at)))
        layout.addLayout(row(label(_("{who} · {when}").format(who=step.by, when=_when(step.at)), "strong"), None, back))
        kind = _kind_words(step)
        if kind:
            layout.addWidget(label(kind, "small", wrap=True))
        for words, act in list(self._lines(step))[:MOST_LINES]:
            self._add_line(layout, words, act)
        layout.addWidget(rule())

    def _add_line(self, layout: QVBoxLayout, words: str, act: Callable[[], object] | None) -> None:
        told = label(words, "small", wrap=True)
        if act is None:
            layout.addWidget(told)
            return
        back = buttons.link(_("Lấy lại"), act)
        back.setAccessibleName(_("Lấy lại giá trị cũ – {words}").format(words=words))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(told, 1)
        line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)

    def _lines(self, step: Step) -> Iterable[tuple[str, Callable[[], object] | None]]:
        """What is told of a save, each with what takes it back: fields of the record, and rows of its sub-tables."""
        reference = self._page.gateway.reference
        children: dict[str, list[Line]] = {}
        for line in step.lines:
            entity = catalogue.entity(line.entity)
            if not is_typed(entity, entity[line.name]) or (step.is_first and line.after is None):
                continue
            if entity.parent_field:
                children.setdefault(line.row, []).append(line)
            else:
                act = partial(self._put_back, line) if line.can_return and not step.is_first else None
                yield _told(entity, line, reference, is_first=step.is_first), act
        gone = {one: is_deleted for _entity, one, is_deleted in step.deleted}
        for child, lines in children.items():
            entity = catalogue.entity(lines[0].entity)
            told = "; ".join(_told(entity, line, reference, is_first=line.before is None) for line in lines)
            yield f"{_named(entity, lines[0].title)} – {told}", None if step.is_first else self._undoing(step, child)
        for name, one, is_deleted in step.deleted:
            if one not in children:
                words = _("Đã xóa: {what}") if gone[one] else _("Đã lấy lại: {what}")
                entity = catalogue.entity(name)
                yield words.format(what=_(entity.label)), self._undoing(step, one) if is_deleted else None

    def _undoing(self, step: Step, one: str) -> Callable[[], object]:
        return partial(self._undo, step.save, (one,))

    def _undo(self, save: str, rows: tuple[str, ...]) -> None:
        self._take_back(lambda desk: undoing.undo(desk, save, rows=rows))

    def _put_back(self, line: Line) -> None:
        self._take_back(lambda desk: undoing.put_back(desk, line.entity, line.row, line.name, line.before))

    def _take_back(self, work: Callable[[Desk], Undone]) -> None:
        self._page.leave()
        self._page.gateway.take_back(work, self._on_taken_back)

    def _on_taken_back(self, done: Undone) -> None:
        page = self._page
        if page.record_id is None:
            return
        page.session.rows_changed({*done.rows, (page.entity.name, page.record_id)})
        page.gateway.open(page.record_id, page.drafting.on_opened)
        page.gateway.history(page.record_id, self.show_steps)
        session = page.session

        def redo() -> None:
            if shiboken6.isValid(self):
                self._take_back(lambda desk: undoing.undo(desk, done.save))
                return
            session.jobs.run(
                lambda desk: undoing.undo(desk, done.save),
                lambda again: session.rows_changed(again.rows),
                session.show_error,
            )

        session.toast(_("Đã lấy lại."), _("Hoàn tác"), redo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (is_enter and not isinstance(focused, buttons.Button)):
            self.close_panel()
            return
        super().keyPressEvent(event)


def _kind_words(step: Step) -> str:
    """What sort of save it was, where that is not plain."""
    if step.is_first:
        return _("Lập hồ sơ") if step.is_here else _("Lập hồ sơ, nhận từ gói gửi đến")
    if not step.is_here:
        return _("Nhận từ gói gửi đến")
    touched = len({line.row for line in step.lines} | {one for _entity, one, _deleted in step.deleted})
    others = step.records - touched
    if others > 0:
        words = ngettext(
            "Cùng lần đó còn {n} mục khác; hoàn tác ở đây chỉ cho hồ sơ này.",
            "Cùng lần đó còn {n} mục khác; hoàn tác ở đây chỉ cho hồ sơ này.",
            others,
        )
        return words.format(n=others)
    return ""


def _told(entity: Entity, line: Line, reference: Reference, *, is_first: bool) -> str:
    """A field in words: what it was, what it became, what it is today where that is something else."""
    declared = entity[line.name]
    after = said(declared, line.after, reference) or _("để trống")
    if is_first:
        return f"{_(declared.label)}: {after}"
    before = said(declared, line.before, reference) or _("để trống")
    words = f"{_(declared.label)}: {before if line.is_known else '?'} → {after}"
    if line.several > 1:
        words += " " + ngettext("(chọn giữa {n} giá trị)", "(chọn giữa {n} giá trị)", line.several).format(
            n=line.several
        )
    if not line.is_now:
        words += " " + _("(nay: {now})").format(now=said(declared, line.now, reference) or _("để trống"))
    return words


def _named(entity: Entity, title: str) -> str:
    return f"{_(entity.label)} “{title}”" if title else _(entity.label)


def said(declared: Field, value: Value, reference: Reference) -> str:
    """A value in words with its unit, personal numbers in part only; "" for nothing."""
    codes = value if isinstance(value, tuple) else (value,)
    chosen = ", ".join(_(one.label) for one in declared.choices if one.code in codes)
    if declared.code_table and isinstance(value, str):
        chosen = reference.label(declared.code_table, value)
    written = chosen or ("" if value in (None, ()) else declared.kind.format(value, declared))
    if declared.masked and len(written) > SEEN_DIGITS:
        written = "•" * (len(written) - SEEN_DIGITS) + written[-SEEN_DIGITS:]
    unit = f" {_(declared.unit)}" if declared.unit and written else ""
    return written + unit


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone():%H:%M %d/%m/%Y}"
