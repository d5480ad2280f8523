"""What is seldom done with a record, behind one button of its head: handing it over, keying figures again, deleting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from kcdesk.i18n import _
from kcdesk.ui.forms.follow import NEXT
from kcdesk.ui.widgets import buttons
from kcdesk.work import records, undoing

if TYPE_CHECKING:
    from kcdesk.ui.dialogs.message import Message
    from kcdesk.ui.forms.page import RecordPage

LASTING = ("establishment", "support_request", "visit")
"""The records whose forms have the menu."""


class MoreMenu(QObject):
    """The button and its menu. What is typed is saved first where the step needs it; a mistake stops there."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._then: Callable[[], object] | None = None
        self.button = buttons.secondary(_("Khác…"), self.open)
        self.button.setObjectName("more")
        page.header.add_button(self.button)
        page.saving.ended.connect(self._on_ended)

    def open(self) -> None:
        """Show what can be done."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 4)))

    def menu(self) -> QMenu:
        """The menu for this record."""
        menu = QMenu(self._page)
        menu.setAccessibleName(_("Việc khác với hồ sơ này"))
        if self._page.follow is not None:
            for entity, words, keys in NEXT:
                menu.addAction(f"{_(words)}\t{keys}", partial(self._page.follow.begin, entity))
            menu.addSeparator()
            menu.addAction(_("Chuyển đổi, đổi chủ…"), lambda: self._saved_first(self.succeed))
        menu.addAction(_("Nhập lần hai các số tiền…"), lambda: self._saved_first(self.key_again))
        menu.addSeparator()
        remove = menu.addAction(_("Xóa hồ sơ này"), self.delete)
        remove.setEnabled(self._page.record_id is not None)
        return menu

    def succeed(self) -> None:
        """Another owner, name or legal form."""
        from kcdesk.ui.forms.succession import SuccessionDialog

        self._open(SuccessionDialog(self._page))

    def key_again(self) -> None:
        """Key the money figures a second time."""
        from kcdesk.ui.forms.second_keying import SecondKeying

        self._open(SecondKeying(self._page))

    def delete(self) -> None:
        """Delete the record; that can be taken back."""
        page = self._page
        entity, row, session = page.entity.name, page.record_id, page.session
        if row is None:
            return
        page.leave()

        def back(save: str) -> None:
            session.jobs.run(lambda desk: undoing.undo(desk, save), lambda _done: session.rows_changed({(entity, row)}))

        def deleted(save: str) -> None:
            session.rows_changed({(entity, row)})
            session.toast(_("Đã xóa; vẫn còn trong Kho lưu."), _("Hoàn tác"), lambda: back(save))
            page.closed.emit()

        session.jobs.run(lambda desk: records.delete_record(desk, entity, row), deleted, session.show_error)

    def _open(self, dialog: Message) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved_first(self, act: Callable[[], object]) -> None:
        if self._page.record_id is not None and not self._page.state.dirty:
            act()
            return
        self._then = act
        self._page.save()

    def _on_ended(self, ok: bool) -> None:
        then, self._then = self._then, None
        if ok and then is not None:
            then()
