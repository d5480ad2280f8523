"""Kho lưu: drafts that were given up, deleted records, values that were not chosen, changes of many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.session import RowId, Session
from kcdesk.ui.shelf.table import ShelfModel, ShelfTable
from kcdesk.ui.widgets.buttons import Button, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.search import SearchField
from kcdesk.work import archive, undoing
from kcdesk.work.archive import Kept, Sort
from kcdesk.work.undoing import Undone

DELAY = 200
_ALL = "all"


class ShelfPage(QWidget):
    """Signals: ``open_asked(entity, id)`` – a record that is here again; ``draft_asked(entity, key)``."""

    open_asked = Signal(str, str)
    draft_asked = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sort = _ALL
        self.model = ShelfModel(self)
        self.table = ShelfTable(self.model, session.theme)
        self.search = SearchField(_("Tìm trong Kho lưu"), _("Tìm tên, nội dung, người…"), session.theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.refresh)
        self._count = label("", "small")
        self._build()
        session.changed.connect(self._on_rows_changed)

    def begin(self) -> None:
        """The page comes into sight."""
        self.refresh()
        self.search.setFocus()

    def refresh(self) -> None:
        """Look anew what is there."""
        text = self.search.text()
        sorts = tuple(Sort) if self._sort == _ALL else (Sort(self._sort),)

        def look(desk: Any, cancel: Any) -> list[Kept]:
            return archive.find(desk, text, sorts, cancel)

        self._session.jobs.read(look, self._show, key="archive", cancellable=True, lane=FIGURES)

    def _build(self) -> None:
        self.back = primary(_("Lấy lại"), self._take_back, "Enter")
        self.erase = secondary(_("Bỏ hẳn"), self._erase)
        sorts = [
            (_ALL, _("Tất cả")),
            (Sort.DRAFT.value, _("Bản nháp đã bỏ")),
            (Sort.DELETED.value, _("Đã xóa")),
            (Sort.VALUE.value, _("Giá trị không được chọn")),
            (Sort.BATCH.value, _("Nhập, sửa nhiều")),
        ]
        self._empty = EmptyState()
        self._say_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        card = Card()
        card.body.setContentsMargins(8, 6, 8, 8)
        card.body.addWidget(self._stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 20)
        outer.setSpacing(10)
        outer.addLayout(row(label(_("Kho lưu"), "title"), None, self.erase, self.back))
        outer.addWidget(self.search)
        under = row(self._make_sorts(sorts), self._count)
        under.setStretch(0, 1)
        outer.addLayout(under)
        outer.addWidget(card, 1)
        self.search.searched.connect(lambda _text: self._timer.start())
        self.search.entered.connect(self.table.setFocus)
        self.search.stepped.connect(self._step)
        self.table.chosen.connect(lambda _kept: self._take_back())
        self.table.moved.connect(self._show_buttons)
        self._show_buttons()

    def _make_sorts(self, sorts: Sequence[tuple[str, str]]) -> QWidget:
        """One chip for each sort of thing, of which one is chosen."""
        chips = QWidget()
        chips.setAccessibleName(_("Loại"))
        flow = FlowLayout(chips)
        group = QButtonGroup(self)
        for code, words in sorts:
            chip = Button(words)
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setChecked(code == _ALL)
            chip.clicked.connect(partial(self._choose_sort, code))
            group.addButton(chip)
            flow.addWidget(chip)
        return chips

    def _choose_sort(self, sort: str, _checked: bool = False) -> None:
        self._sort = sort
        self.refresh()

    def _step(self, rows: int) -> None:
        count = self.model.rowCount()
        if count:
            self.table.selectRow(max(0, min(count - 1, self.table.currentIndex().row() + rows)))

    def _show(self, found: Sequence[Kept]) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.show(found)
        self._count.setText(ngettext("{n} mục", "{n} mục", len(found)).format(n=grouped(len(found))))
        self._say_empty()
        self._stack.setCurrentIndex(0 if found else 1)
        if found:
            self.table.selectRow(min(place, len(found) - 1))
        self._show_buttons()

    def _say_empty(self) -> None:
        if self.search.text().strip():
            self._empty.say(_("Không có gì khớp"), _("Thử ít chữ hơn, hoặc chọn loại khác."))
            return
        kept = _("Bản nháp bỏ đi, hồ sơ đã xóa, giá trị không được chọn khi có mâu thuẫn: đều nằm ở đây, lấy lại được.")
        self._empty.say(_("Kho lưu đang trống"), kept)

    def _show_buttons(self) -> None:
        kept = self.table.current()
        self.back.setEnabled(kept is not None)
        self.back.set_text(_("Hoàn tác cả lần này") if kept and kept.sort is Sort.BATCH else _("Lấy lại"))
        self.erase.setEnabled(kept is not None and kept.sort is Sort.DRAFT)

    def _take_back(self) -> None:
        kept = self.table.current()
        if kept is None:
            return

        def work(desk: Any, *_told: object) -> Undone:
            return archive.take_back(desk, kept)

        self._session.jobs.long(
            _("Đang lấy lại"), work, lambda done: self._on_back(kept, done), self._session.show_error
        )

    def _on_back(self, kept: Kept, done: Undone) -> None:
        session = self._session
        session.rows_changed(done.rows if done.save else {(kept.entity, kept.row)})
        self.refresh()
        if kept.sort is Sort.DRAFT:
            entity, key = done.rows[0]
            session.toast(_("Đã lấy lại bản nháp."), _("Mở"), lambda: self.draft_asked.emit(entity, key))
        elif kept.sort is Sort.BATCH:
            session.toast(_("Đã hoàn tác cả lần đó."), _("Làm lại"), lambda: self._redo(done))
        else:
            session.toast(_("Đã lấy lại “{title}”.").format(title=kept.title), _("Hoàn tác"), lambda: self._redo(done))

    def _redo(self, done: Undone) -> None:
        session = self._session

        def again(undone: Undone) -> None:
            session.rows_changed(undone.rows)
            self.refresh()

        session.jobs.run(lambda desk: undoing.undo(desk, done.save), again, session.show_error)

    def _erase(self) -> None:
        kept = self.table.current()
        if kept is None or kept.sort is not Sort.DRAFT:
            return
        from kcdesk.ui.dialogs.message import ask

        ask(
            self,
            _("Bỏ hẳn bản nháp “{title}”?").format(title=kept.title),
            _("Việc này không lấy lại được."),
            yes=_("Bỏ hẳn"),
            no=_("Giữ lại"),
            on_yes=lambda: self._session.jobs.run(
                lambda desk: archive.erase(desk, kept), lambda _done: self.refresh(), self._session.show_error
            ),
        )

    def _on_rows_changed(self, _rows: set[RowId]) -> None:
        if self.isVisible():
            self._timer.start()
