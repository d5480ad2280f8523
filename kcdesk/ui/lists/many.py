"""What the page of a list does with many records at once, and how it says that it was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.lists.marks_bar import Deed, MarksBar
from kcdesk.work import proposals, undoing

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.ui.lists.bulk import BulkDialog
    from kcdesk.ui.lists.page import ListPage
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.bulk import Done

_MOST_ROWS = 500
"""Of more rows than this the other pages are only told that many changed."""


class Many(QObject):
    """The marked records of one list."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        deeds = [Deed(_("Sửa một mục…"), "F2", self.change)]
        if page.entity.name == "establishment":
            deeds.append(Deed(_("Ghi đồng ý…"), "", self.consent))
        if page.entity.name == "support_request" and page.session.profile.is_province:
            deeds.append(Deed(_("Trạng thái…"), "F3", self.decide))
            shortcut = QShortcut(QKeySequence("F3"), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.decide)
        if page.entity.name == "support_request":
            deeds.append(Deed(_("Gộp thành đề án…"), "", self.bundle))
        deeds.append(Deed(_("Xóa"), "Del", self.delete))
        self._marks = page.model.marks
        self.bar = MarksBar(page.words.noun, deeds, self._marks.clear)
        self._marks.changed.connect(self.count)
        page.model.found.connect(lambda _count, _all: self.count())

    def count(self) -> None:
        """Say how many are marked."""
        hidden = self._marks.hidden(self._page.model.shown) if self._marks else 0
        self.bar.show_count(len(self._marks), hidden)

    def change(self) -> None:
        """Change a field of the marked records; without marks, of the selected one."""
        from kcdesk.ui.lists.bulk import BulkDialog, Change

        numbers = self._numbers()
        if numbers:
            words = ngettext("Sửa một mục của {n} {noun}", "Sửa một mục của {n} {noun}", len(numbers))
            change = Change(words.format(n=grouped(len(numbers)), noun=self._page.words.noun))
            name = self._page.entity.name
            self._open(BulkDialog(self._session, name, numbers, change, self._on_done, self._page))

    def consent(self) -> None:
        """Record what the owners of the marked establishments said about their data."""
        from kcdesk.ui.lists.bulk import consent_dialog

        numbers = self._numbers()
        if numbers:
            self._open(consent_dialog(self._session, numbers, self._on_done, self._page))

    def decide(self) -> None:
        """At the province: the state of the marked requests; without marks, of the selected one."""
        from kcdesk.ui.inbox.decide import DecideDialog

        numbers = self._numbers()
        if numbers:
            DecideDialog(self._session, numbers, self._on_decided, self._page).open()

    def bundle(self) -> None:
        """Make one proposal of the marked requests."""
        numbers = self._numbers()
        if numbers:
            self._session.jobs.read(lambda desk: proposals.draft(desk, numbers), partial(self._ask_bundle, numbers))

    def _ask_bundle(self, numbers: list[int], values: dict[str, Value]) -> None:
        from kcdesk.ui.proposals.bundle_dialog import BundleDialog

        dialog = BundleDialog(self._session, numbers, values, self._on_bundled, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_bundled(self, proposal: str, save: str) -> None:
        session = self._session

        def back() -> None:
            session.jobs.run(lambda desk: undoing.undo(desk, save), lambda undone: session.rows_changed(undone.rows))

        self._marks.clear()
        session.rows_changed({(proposals.ENTITY, proposal)})
        session.toast(_("Đã gộp thành một đề án."), _("Hoàn tác"), back)
        self._page.open_asked.emit(proposals.ENTITY, proposal, "")

    def delete(self) -> None:
        """Delete the marked records."""
        from kcdesk.ui.lists.bulk import delete_many

        delete_many(self._session, self._page.entity.name, self._marks.numbers(), self._on_deleted)

    def _numbers(self) -> list[int]:
        marked = self._marks.numbers()
        current = self._page.table.currentIndex()
        return marked or ([self._page.model.number_at(current.row())] if current.isValid() else [])

    def _open(self, dialog: BulkDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_decided(self, save: str, rows: set[tuple[str, str]]) -> None:
        """Taking it back takes all of them back: it was one save."""
        session = self._session

        def back() -> None:
            session.jobs.run(lambda desk: undoing.undo(desk, save), lambda undone: session.rows_changed(undone.rows))

        session.rows_changed(rows if len(rows) <= _MOST_ROWS else ())
        words = ngettext("Đã ghi trạng thái của {n} đề nghị.", "Đã ghi trạng thái của {n} đề nghị.", len(rows))
        session.toast(words.format(n=grouped(len(rows))), _("Hoàn tác"), back)

    def _on_deleted(self, done: Done) -> None:
        self._marks.clear()
        words = ngettext("Đã xóa {n} {noun}.", "Đã xóa {n} {noun}.", done.changed)
        self._tell(done, words.format(n=grouped(done.changed), noun=self._page.words.noun))

    def _on_done(self, done: Done) -> None:
        words = ngettext("Đã sửa {n} {noun}.", "Đã sửa {n} {noun}.", done.changed)
        told = words.format(n=grouped(done.changed), noun=self._page.words.noun)
        if done.refused:
            first = done.refused[0]
            left = ngettext("{n} mục giữ nguyên", "{n} mục giữ nguyên", len(done.refused)).format(n=len(done.refused))
            told = f"{told} {left} ({first.title}: {first.message})"
        self._tell(done, told)

    def _tell(self, done: Done, words: str) -> None:
        if not done.save:
            self._session.toast(_("Không có gì thay đổi."))
            return
        self._session.rows_changed(done.rows if len(done.rows) <= _MOST_ROWS else ())
        self._session.toast(words, _("Hoàn tác"), lambda: self._take_back(done))

    def _take_back(self, done: Done) -> None:
        session = self._session

        def back(_undone: object) -> None:
            session.rows_changed(done.rows if len(done.rows) <= _MOST_ROWS else ())
            session.toast(_("Đã hoàn tác."))

        def work(desk: Desk, *_told: object) -> object:
            return undoing.undo(desk, done.save)

        session.jobs.long(_("Đang hoàn tác"), work, back, session.show_error)
