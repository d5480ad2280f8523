"""What can be done from a list with the selected record: its menu, a visit with one key, a stack of old sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from kcdesk.i18n import _
from kcdesk.ui.forms.old_sheets import KINDS, ask_stack

if TYPE_CHECKING:
    from kcdesk.ui.lists.page import ListPage

VISIT_KEYS = "Ctrl+K"


class RowMenu(QObject):
    """The menu of the table of a list."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        page.table.menu_asked.connect(self.open)

    def open(self, place: QPoint) -> None:
        """What can be done with the selected record, and where what is gone can be found."""
        page = self._page
        menu = QMenu(page)
        menu.setAccessibleName(_("Việc với mục này"))
        menu.addAction(_("Mở\tEnter"), page.table.open_current)
        menu.addAction(_("Sửa một mục…\tF2"), page.many.change)
        if page.words.follow is not None:
            menu.addAction(f"{page.words.follow.words}\t{VISIT_KEYS}", self.note_visit)
        current = page.model.row_of(page.table.currentIndex())
        if current is not None:
            row = current.id
            menu.addAction(_("Xóa\tDel"), lambda: page.table.deleted.emit(row))
        menu.addSeparator()
        if page.entity.name in KINDS:
            menu.addAction(_("Nhập phiếu cũ…"), self.type_old_sheets)
        menu.addAction(_("Kho lưu: những gì đã xóa, đã bỏ…"), page.shelf_asked.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def note_visit(self) -> None:
        """Ctrl+K: note a visit to the selected establishment."""
        page = self._page
        current = page.model.row_of(page.table.currentIndex())
        if current is not None and page.words.follow is not None:
            page.new_asked.emit(page.words.follow.entity, {f"{page.entity.name}_id": current.id})

    def type_old_sheets(self) -> None:
        """Type in a stack of old sheets that have day and year alike."""
        page = self._page
        ask_stack(page.session, page, lambda _stack: page.new_asked.emit(page.entity.name, {}))
